"""What a first worker finds out for a whole session: versions, devices, and the floor of a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ovreport.models import ModelFiles
from ovreport.plan import Measure, Mode, ModelSource, Setting
from ovreport.records import Phase
from ovreport.run.engine import Engine, StepError, Task
from ovreport.run.hardware import Device
from ovreport.run.trial import Order, Trial

_FLOOR_NS = 100_000_000
"""Long enough for thousands of requests, short enough to be repeated with every session."""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a session knows of its host before it measures.

    Attributes:
        versions: Pairs of package and version.
        floor_async_ns, floor_sync_ns: Median time from one request of a no-op network to the next, with one
            request in flight; `None` where it was not asked for or cannot be measured.
    """

    versions: tuple[tuple[str, str], ...]
    devices: tuple[Device, ...]
    floor_async_ns: int | None = None
    floor_sync_ns: int | None = None

    def version(self, package: str) -> str:
        """Of a package; empty where it is not known."""
        return dict(self.versions).get(package, "")

    def floor_ns(self, mode: Mode) -> int | None:
        """The floor of a request in `mode`."""
        return self.floor_sync_ns if mode == "sync" else self.floor_async_ns


def survey(make: Callable[[], Engine], *, floor: bool) -> Survey:
    """Look around from inside a worker."""
    engine = make()
    return Survey(
        versions=engine.versions(),
        devices=engine.devices(),
        floor_async_ns=_floor_ns(make, "async") if floor else None,
        floor_sync_ns=_floor_ns(make, "sync") if floor else None,
    )


def _floor_ns(make: Callable[[], Engine], mode: Mode) -> int | None:
    trial = Trial(make(), _no_op(mode), import_ns=0)
    try:
        trial.prepare()
        trial.measure(Order(turn=0, position=0, length_ns=_FLOOR_NS, least=10))
    except StepError:  # no CPU plugin: then the floor is not known
        return None
    _, arrays = trial.finish()
    counted = arrays["submit_ns"][arrays["phase"] == Phase.MEASURED].astype(np.int64)
    return round(float(np.median(np.diff(counted))))


def _no_op(mode: Mode) -> Task:
    """A task for the no-op network; its hash is never recorded."""
    source = ModelSource(name="no-op", kind="builtin", location="no-op")
    return Task(
        setting=Setting(model=source, device="CPU", streams=1, requests=1, mode=mode),
        measure=Measure(
            rounds=1,
            seconds=0.1,
            requests=None,
            warmup_requests=200,
            slice_seconds=0.1,
            slice_requests=1,
            schedule="slices",
            seed=0,
            timeout_seconds=60,
            memory_limit_mib=None,
        ),
        files=ModelFiles(name="no-op", builtin="no-op", sha256=""),
    )
