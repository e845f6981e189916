"""A clock that is set while it measures costs the rows that it touched, and nothing else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from ovreport.analysis.caveats import machine
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.plan import Plan
from ovreport.records import Record
from ovreport.run.recorder import Buffer, SliceLimits, record_async
from ovreport.run.rows import Around, Clocked, Tables, requests_from, slices_from
from ovreport.store import Store
from tests.run.fake_engine import FakeQueue
from tests.simulation import make_plan, measure

MS = 1_000_000
HOUR_MS = 3_600_000.0
YEARS_MS = 1.8e12
SLICES = 20
TOUCHED = 5


def recorded(record: Record, step_ms: float) -> Record:
    """The record with slices in the midst of which the system clock is set by `step_ms`."""
    tables, random = Tables(), np.random.default_rng(record.round)
    fake = FakeQueue(lambda _: int(random.normal(MS, MS // 50)), 1, 1)
    for turn in range(SLICES):
        buffer = Buffer()
        span = record_async(fake.queue(), buffer, SliceLimits(length_ns=50 * MS))
        set_here = turn == TOUCHED
        if set_here:
            buffer.latency_ms[10] += step_ms
        step_ns = round(step_ms * 1e6) if set_here else 0
        tables.add(buffer, span, Clocked(turn=turn, position=0, cpu_ns=0, wall_step_ns=step_ns))
    columns = tables.columns()
    assert record.in_force is not None
    return dataclasses.replace(
        record,
        in_force=dataclasses.replace(record.in_force, requests=1),
        requests=requests_from(columns),
        slices=slices_from(columns, [Around(other_cpu_ns=0)] * SLICES),
    )


def judged(plan: Plan, folder: Path, step_ms: float) -> Analysis:
    """What is said of trials of which the first one met a set clock, once they were kept and read again."""
    store = Store(root=folder)
    for number, (record, _) in enumerate(measure(plan, host="bench")):
        store.save(recorded(record, step_ms if number == 0 else 0.0))
    listing = store.scan("sample")
    assert listing.unreadable == ()
    opened = [store.open(header) for header in listing.headers]
    return analyse(plan, "bench", [(each.record, each.sha256) for each in opened])


@pytest.mark.parametrize("step_ms", [-HOUR_MS, -YEARS_MS, HOUR_MS, YEARS_MS])
def test_a_clock_that_is_set_while_it_measures_costs_no_more_than_its_rows(
    step_ms: float, tmp_path: Path
) -> None:
    plan = make_plan(factors={"batch": [1]}, rounds=5)
    sound = judged(plan, tmp_path / "sound", 0.0)
    touched = judged(plan, tmp_path / "touched", step_ms)
    (before,), (after,) = sound.cells, touched.cells
    assert [trial.suspect for trial in after.trials] == [1, 0, 0, 0, 0]
    first, same = after.trials[0], before.trials[0]
    assert first.requests == same.requests - 1
    assert first.latency_mean_ns == pytest.approx(same.latency_mean_ns, rel=1e-3)
    assert first.throughput_fps == pytest.approx(same.throughput_fps, rel=1e-3)
    assert machine.Clock in {type(caveat) for caveat in touched.caveats}
    assert machine.Clock not in {type(caveat) for caveat in sound.caveats}
