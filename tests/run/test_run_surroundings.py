"""What everybody else on the host does while slices are measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ovreport.records import SURROUNDINGS, UNKNOWN, Record
from ovreport.run import kernel, readings, surroundings
from ovreport.run.rows import Around, slices_from
from ovreport.run.session import measure
from ovreport.run.surroundings import Surroundings
from tests.run.plans import FAKE, FILES, blocks_of, plan_of, setting

MS = 1_000_000


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """A host whose account a test writes: of all, of this process, of others by their id; in milliseconds."""
    told = SimpleNamespace(busy=0, steal=0, runner=0, workers={})
    monkeypatch.setattr(readings, "busy_seconds", lambda: told.busy / 1e3)
    monkeypatch.setattr(readings, "steal_seconds", lambda: None if told.steal is None else told.steal / 1e3)
    monkeypatch.setattr(readings, "cpu_ns_of", lambda pid: told.workers[pid] * MS)
    monkeypatch.setattr(surroundings, "time", SimpleNamespace(process_time_ns=lambda: told.runner * MS))
    monkeypatch.setattr(kernel, "PROC", tmp_path)
    return told


def pressure(tmp_path: Path, microseconds: int) -> None:
    """What Linux tells of waiting for a processor."""
    (tmp_path / "pressure").mkdir(exist_ok=True)
    told = f"some avg10=0.00 avg60=0.00 avg300=0.00 total={microseconds}\nfull avg10=0.00 total=7\n"
    (tmp_path / "pressure/cpu").write_text(told)


def test_others_took_what_was_busy_less_our_own_processes(host: SimpleNamespace) -> None:
    host.workers = {7: 100, 8: 100}
    seen = Surroundings()
    seen.look([7, 8])
    host.busy, host.runner, host.workers = 500, 20, {7: 300, 8: 110}
    assert seen.look([7, 8]).elsewhere_ns == (500 - 20 - 200 - 10) * MS
    assert seen.look([7, 8]).elsewhere_ns == 0


def test_a_process_of_ours_that_begins_or_ends_takes_nothing_away_from_others(host: SimpleNamespace) -> None:
    host.workers = {7: 100, 8: 100}
    seen = Surroundings()
    seen.look([7])
    host.busy, host.workers = 50, {7: 0, 8: 900}
    assert seen.look([7, 8]).elsewhere_ns == 50 * MS


def test_a_sum_of_looks_knows_no_more_error_than_one(host: SimpleNamespace) -> None:
    """The system counts in ticks; what one look lacks the next one has."""
    seen, host.workers = Surroundings(), {}
    sums = 0
    for step in range(1, 11):
        host.busy = step * 7 // 10 * 10
        sums += seen.look([]).elsewhere_ns
    assert sums == 70 * MS


def test_steal_and_pressure_are_what_rose_since_the_last_look(host: SimpleNamespace, tmp_path: Path) -> None:
    pressure(tmp_path, 5_000)
    seen = Surroundings()
    host.steal = 30
    pressure(tmp_path, 9_000)
    found = seen.look([])
    assert (found.steal_ns, found.pressure_ns) == (30 * MS, 4 * MS)


def test_what_nobody_tells_is_unknown(host: SimpleNamespace) -> None:
    host.steal = None
    found = Surroundings().look([])
    assert (found.steal_ns, found.pressure_ns) == (UNKNOWN, UNKNOWN)


def test_a_nanosecond_below_zero_is_not_taken_for_unknown(
    host: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0, 1))
    monkeypatch.setattr(surroundings, "time", SimpleNamespace(process_time_ns=lambda: next(clock)))
    assert Surroundings().look([]).elsewhere_ns != UNKNOWN


def trial(schedule: str) -> Record:
    plan = plan_of([setting()], schedule=schedule)
    (record,) = measure(plan, blocks_of(plan), host="h", files=FILES, session="s", command=FAKE)
    return record


@pytest.mark.parametrize("schedule", ["slices", "whole"])
def test_every_slice_of_a_record_knows_what_went_on_around_it(schedule: str) -> None:
    slices = trial(schedule).slices
    assert len(slices) == 3
    assert not slices.set_aside.any()
    assert (slices.elsewhere_ns != UNKNOWN).all()
    assert (slices.switches != UNKNOWN).all()


@pytest.mark.parametrize("tell", [Around, lambda **told: Around(**told, switches=40, frequency_mhz=2600)])
def test_what_went_on_around_a_whole_trial_is_spread_over_its_pieces(tell: Callable[..., Around]) -> None:
    ends = np.array([100, 200, 400])
    worker = {"turn": np.arange(3), "position": np.zeros(3), "begin_ns": ends - [100, 100, 200]}
    columns = {f"slices.{name}": each for name, each in (worker | {"end_ns": ends, "cpu_ns": ends}).items()}
    slices = slices_from(columns, [tell(other_cpu_ns=80, elsewhere_ns=800)])
    assert slices.other_cpu_ns.tolist() == [20, 20, 40]
    assert slices.elsewhere_ns.tolist() == [200, 200, 400]
    for name in SURROUNDINGS[1:]:
        known = {"switches": [10, 10, 20], "frequency_mhz": [2600] * 3} if tell is not Around else {}
        assert getattr(slices, name).tolist() == known.get(name, [UNKNOWN] * 3)
