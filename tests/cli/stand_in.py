"""A runner that simulates: the command line measures in milliseconds and the answer is known."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ovreport.cli import app
from ovreport.models import ModelFiles
from ovreport.plan import Block, Plan
from ovreport.records import FailureKind, Record
from ovreport.run import health
from ovreport.run import session as running
from ovreport.run.hardware import Device
from ovreport.run.health import Diagnosis
from ovreport.run.progress import Progress, Summary
from ovreport.run.releases import Release
from ovreport.workflow import pending, releases
from tests import simulation
from tests.workflow.packages import FakePackages

TINY = """\
title: Tiny
model: tiny
device: CPU
requests: [1, 2]
streams: 1
measure: {rounds: 3, seconds: 0.3}
"""

PRINTED = """\
title: Printed
requests: [1, 2]
published:
- source: A paper
  url: https://example.org
  platform: A board
  figures: [{requests: 1, fps: 10}, {requests: 2, fps: 15}]
"""


@dataclasses.dataclass
class Simulated:
    """Stands in for `run.session.measure`.

    Attributes:
        version: OpenVINO's.
        failing: Kinds of failure by cell id.
        calls: Blocks of every call.
        own_load: Of every call, whether the load average was said to be our own.
        await_quiet: Of every call, whether a quiet moment was to be waited for.
        waited_seconds: What every call says that it waited.
        world: What is true of the machine.
        interrupt_after: Raises `KeyboardInterrupt` after so many records.
        devices: What is here.
        health: What `ovreport doctor` finds on this host.
        clock_seconds: A block takes a minute, as the records say.
        packages: Where releases of OpenVINO come from.
    """

    version: str = dataclasses.field(default_factory=pending.openvino_version)
    failing: dict[str, FailureKind] = dataclasses.field(default_factory=dict)
    calls: list[tuple[Block, ...]] = dataclasses.field(default_factory=list)
    own_load: list[bool] = dataclasses.field(default_factory=list)
    await_quiet: list[bool] = dataclasses.field(default_factory=list)
    waited_seconds: float = 0.0
    interrupt_after: int | None = None
    world: simulation.World | None = None
    devices: tuple[Device, ...] = (Device(name="CPU", full_name="Any processor"),)
    health: tuple[Diagnosis, ...] = ()
    clock_seconds: float = 0.0
    packages: FakePackages = dataclasses.field(default_factory=FakePackages)

    def measure(
        self,
        plan: Plan,
        blocks: Sequence[Block],
        *,
        host: str,
        files: Mapping[str, ModelFiles],
        progress: Progress | None = None,
        session: str,
        experiments: Path | None = None,
        own_load: bool = False,
        await_quiet: bool = False,
        allow: Callable[[Block], bool] | None = None,
        releases: Mapping[str, Release],
    ) -> Iterator[Record]:
        """Records as a real session yields them."""
        shown = progress or Progress()
        self.calls.append(tuple(blocks))
        self.own_load.append(own_load)
        self.await_quiet.append(await_quiet)
        shown.session_started(len(blocks), sum(len(block.cells) for block in blocks), 1.0)
        made = 0
        last = max((block.round for block in blocks), default=0)
        whole = simulation.measure(self._up_to(plan, last), self.world, host=host)
        everything = {(r.round, r.cell_id): r for r, _ in whole}
        for block in blocks:
            if allow and not allow(block):
                break
            shown.block_started(block)
            self.clock_seconds += 60
            for order, cell in enumerate(block.cells):
                shown.cell_prepared(block, cell)
                record = dataclasses.replace(
                    everything[block.round, cell.id], measure=plan.measure,
                    group=block.group, session=session, order=order, openvino_version=self.version,
                )  # fmt: skip
                record = self._by(releases.get(cell.setting.openvino), self._as_on(record, files))
                if made == self.interrupt_after:
                    raise KeyboardInterrupt
                made += 1
                shown.trial_done(record)
                yield record
        shown.session_done(
            Summary(
                wall_seconds=2.0,
                slices_seconds=1.5,
                warmup_seconds=0.1,
                trials=made,
                failed=0,
                waited_seconds=self.waited_seconds,
            )
        )

    @staticmethod
    def _up_to(plan: Plan, last: int) -> Plan:
        return dataclasses.replace(plan, measure=dataclasses.replace(plan.measure, rounds=last))

    @staticmethod
    def _by(release: Release | None, record: Record) -> Record:
        """As measured with a release that is named, or failed for lack of it."""
        if release is None:
            return record
        record = dataclasses.replace(record, openvino_version=release.version)
        return simulation.failed(record, "no-release", release.problem) if release.problem else record

    def _as_on(self, record: Record, files: Mapping[str, ModelFiles]) -> Record:
        """With the network's own hash, and failed where it is to fail."""
        if record.cell_id in self.failing:
            kind = self.failing[record.cell_id]
            return simulation.failed(record, kind, f"stopped by the test: {kind}")
        assert record.model is not None
        sha256 = files[record.setting.model.name].sha256
        return dataclasses.replace(record, model=dataclasses.replace(record.model, sha256=sha256))


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Simulated:
    """The stand-in, in an empty working folder with caches of its own."""
    found = Simulated()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OVREPORT_HOST", "bench")
    monkeypatch.setattr(running, "measure", found.measure)
    monkeypatch.setattr(running, "devices", lambda: found.devices)
    monkeypatch.setattr(releases, "installer", lambda: found.packages)
    monkeypatch.setattr(health, "examine", lambda: found.health)
    return found


def experiment(text: str = TINY, name: str = "tiny") -> Path:
    """An experiment file in the working folder's `experiments`."""
    path = Path("experiments") / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def command(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(each) for each in arguments])


def stored() -> list[str]:
    """Names of the records in the working folder."""
    return sorted(path.name for path in Path("experiments/results").glob("*/*/*.parquet"))
