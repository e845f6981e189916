"""The floor of a request: what the recorder and OpenVINO's queue take of it when the model does nothing."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.models import ModelFiles
from ovreport.plan import Measure, Mode, ModelSource, Setting
from ovreport.records import InForce, Phase
from ovreport.run.engine import Engine, StepError, Task
from ovreport.run.trial import Order, Trial

_SLICES = 5
"""Their median is taken, so that one hold-up of the machine does no harm."""

_SLICE_NS = 10_000_000
"""Long enough for hundreds of requests, short enough to be repeated in every block."""


@dataclass(frozen=True, kw_only=True)
class Flight:
    """What the floor of a cell depends on: how its requests are in flight."""

    mode: Mode
    streams: int
    requests: int


def flight_of(setting: Setting, in_force: InForce) -> Flight:
    """How the requests of a cell are in flight; one stream where the device names none."""
    return Flight(mode=setting.mode, streams=in_force.streams or 1, requests=in_force.requests)


def floor_ns(make: Callable[[], Engine], flight: Flight) -> int | None:
    """Time between two completions on the no-op model, the median of a few slices.

    With several requests in flight it is a part of the life of one. `None` where the CPU runs nothing.
    """
    trial = Trial(make(), _no_op(flight), import_ns=0)
    try:
        trial.prepare()
        for turn in range(_SLICES):
            trial.measure(Order(turn=turn, position=0, length_ns=_SLICE_NS, least=2))
    except StepError:
        return None
    _, arrays = trial.finish()
    counted = arrays["phase"] == Phase.MEASURED
    slices = [counted & (arrays["slice"] == turn) for turn in range(_SLICES)]
    return round(
        statistics.median(_between_ns(arrays["slot"][row], arrays["submit_ns"][row]) for row in slices)
    )


def _between_ns(slot: NDArray[np.int16], submit_ns: NDArray[np.int64]) -> float:
    """Of one slice: the cycles of the slots add up to the rate."""
    each = [submit_ns[slot == number] for number in np.unique(slot)]
    return 1 / sum((len(mine) - 1) / float(mine[-1] - mine[0]) for mine in each)


def _no_op(flight: Flight) -> Task:
    """A task for the no-op model; its hash is never recorded."""
    source = ModelSource(name="no-op", kind="builtin", location="no-op")
    return Task(
        setting=Setting(
            model=source, device="CPU", streams=flight.streams, requests=flight.requests, mode=flight.mode
        ),
        measure=Measure(
            rounds=1,
            seconds=0.05,
            requests=None,
            warmup_requests=50,
            slice_seconds=0.01,
            slice_requests=2,
            schedule="slices",
            seed=0,
            timeout_seconds=60,
            memory_limit_mib=None,
        ),
        files=ModelFiles(name="no-op", builtin="no-op", sha256=""),
    )
