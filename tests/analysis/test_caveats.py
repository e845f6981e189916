"""Each reason to distrust appears with its cause, and not without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from ovreport.analysis.caveats import KINDS, machine, records, rounds
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Caveat
from ovreport.plan import State
from ovreport.records import REPEAT_OFFSET, InForce, OutputSample, Phase, Record, Requests, Unreadable
from tests.simulation import World, make_plan, measure

PLAN = make_plan(factors={"requests": [1, 2]}, rounds=5)
SECOND = PLAN.cells[1].id
Kind = TypeVar("Kind", bound=Caveat)
CALM = World(heavy_share=0.0, request_sd=0.02, round_sd=0.01)


def analysed(change: Callable[[Record], Record] = lambda record: record, world: World = CALM) -> Analysis:
    found = [
        (change(record) if record.cell_id == SECOND else record, sha) for record, sha in measure(PLAN, world)
    ]
    return analyse(PLAN, "simulated", found)


def caveat(analysis: Analysis, kind: type[Kind]) -> Kind | None:
    return next((entry for entry in analysis.caveats if isinstance(entry, kind)), None)


def in_force(record: Record) -> InForce:
    assert record.in_force is not None
    return record.in_force


def slower(
    record: Record, where: Callable[[Requests], np.ndarray[tuple[int], np.dtype[np.bool_]]], by: float
) -> Record:
    requests = record.requests
    latency = np.where(where(requests), (requests.latency_ns * by).astype(np.int64), requests.latency_ns)
    known = {name: getattr(requests, name) for name in Requests.__dataclass_fields__}
    return replace(record, requests=Requests(**(known | {"latency_ns": latency})))


def stretched(record: Record, by: float) -> Record:
    """The whole trial at another speed."""
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    times = {name: (known[name] * by).astype(np.int64) for name in ("submit_ns", "latency_ns")}
    return replace(record, requests=Requests(**(known | times)))


def late(record: Record) -> Record:
    """The recorder was held between two requests in the middle of the trial."""
    requests, slices = record.requests, record.slices
    held_ns = 5_000_000_000
    middle = len(requests) // 2
    after = np.arange(len(requests)) >= middle
    later = np.arange(len(slices)) > requests.slice[middle]
    known = {name: getattr(requests, name) for name in Requests.__dataclass_fields__}
    known["submit_ns"] = known["submit_ns"] + after * held_ns
    begin_ns = slices.begin_ns + later * held_ns
    end_ns = slices.end_ns + (np.arange(len(slices)) >= requests.slice[middle]) * held_ns
    return replace(
        record, requests=Requests(**known), slices=replace(slices, begin_ns=begin_ns, end_ns=end_ns)
    )


def ended_late(record: Record) -> Record:
    """The recorder was held after the last request of a slice: there is no next one, the slice ends late."""
    slices = record.slices
    later = np.arange(len(slices)) > len(slices) // 2
    end_ns = slices.end_ns + (np.arange(len(slices)) >= len(slices) // 2) * 5_000_000_000
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    after = record.requests.slice > len(slices) // 2
    known["submit_ns"] = known["submit_ns"] + after * 5_000_000_000
    begin_ns = slices.begin_ns + later * 5_000_000_000
    return replace(
        record, requests=Requests(**known), slices=replace(slices, begin_ns=begin_ns, end_ns=end_ns)
    )


def suspect(record: Record) -> Record:
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    mark = known["suspect"].copy()
    mark[np.flatnonzero(record.requests.phase == Phase.MEASURED)[0]] = True
    return replace(record, requests=Requests(**(known | {"suspect": mark})))


def clocked(record: Record, *mhz: float) -> Record:
    """The trial's slices at these frequencies in turn."""
    read_mhz = np.resize(np.array(mhz, np.int32), len(record.slices))
    return replace(record, slices=replace(record.slices, frequency_mhz=read_mhz))


def after_neighbours(record: Record) -> Record:
    """Every second slice follows one of its own cell, and those between are slowed by the others."""
    turn = record.slices.turn.copy()
    turn[1::2] = turn[::2][: len(turn[1::2])] + REPEAT_OFFSET
    return slower(replace(record, slices=replace(record.slices, turn=turn)), lambda q: q.slice % 2 == 0, 1.3)


def rising(record: Record) -> Record:
    growth = 1 + 0.02 * record.requests.slice.clip(0)
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    latency = (record.requests.latency_ns * growth).astype(np.int64)
    return replace(record, requests=Requests(**(known | {"latency_ns": latency})))


def sometimes(record: Record) -> Record:
    """A third of the requests take half as long again, in blocks."""
    return slower(record, lambda requests: np.arange(len(requests)) % 30 < 10, 1.5)


def held(record: Record, periods: int) -> Record:
    """A quota that was used up in so many periods while the record's block was measured."""
    before = replace(record.before, held_periods=5, held_seconds=1.0)
    after = replace(record.after, held_periods=5 + periods, held_seconds=1.0 + 0.05 * periods)
    return replace(record, before=before, after=after)


CAUSES: list[tuple[type[Caveat], Callable[[Record], Record]]] = [
    (
        machine.Suspend,
        lambda r: replace(r, after=replace(r.after, boottime_ns=(r.after.boottime_ns or 0) + 10**10)),
    ),
    (machine.Standstill, lambda r: slower(r, lambda q: np.arange(len(q)) == len(q) // 2, 2000.0)),
    (machine.Standstill, late),
    (machine.Standstill, ended_late),
    (machine.Clock, suspect),
    (
        records.OutputsDiffer,
        lambda r: replace(r, outputs=tuple(replace(o, values=o.values * 1.2, sha256="x") for o in r.outputs)),
    ),
    (
        records.SaturatedOutputs,
        lambda r: replace(r, outputs=tuple(replace(o, saturated=0.995) for o in r.outputs)),
    ),
    (records.Denormals, lambda r: replace(r, denormal_share=0.2)),
    (machine.Quota, lambda r: held(r, 3)),
    (machine.Throttling, lambda r: replace(r, after=replace(r.after, throttle_count=3))),
    (records.Fallback, lambda r: replace(r, in_force=replace(in_force(r), devices=("GPU",)))),
    (records.Fallback, lambda r: replace(r, in_force=replace(in_force(r), streams=2))),
    (records.Emulated, lambda r: replace(r, in_force=replace(in_force(r), emulated=True))),
    (machine.Floor, lambda r: replace(r, floor_ns=1_000_000)),
    (machine.Steal, lambda r: replace(r, after=replace(r.after, steal_seconds=5.0))),
    (
        machine.OwnCpu,
        lambda r: replace(r, slices=replace(r.slices, other_cpu_ns=r.slices.other_cpu_ns * 20)),
    ),
    (machine.Load, lambda r: replace(r, started_utc_ns=1, before=replace(r.before, load_1min=3.0))),
    (rounds.Drift, rising),
    (rounds.Shift, lambda r: slower(r, lambda q: q.slice >= 6, 1.3)),
    (rounds.Modes, sometimes),
    (rounds.Outliers, lambda r: slower(r, lambda q: np.arange(len(q)) % 40 == 0, 3.0)),
    (rounds.Noisy, lambda r: stretched(r, 1.0 + 0.3 * (r.round % 2))),
    (rounds.Neighbours, after_neighbours),
    (
        machine.Frequency,
        lambda r: replace(r, after=replace(r.after, frequency_mhz=3000.0 - 500 * (r.round % 2))),
    ),
    (machine.Frequency, lambda r: clocked(r, 3000 - 500 * (r.round % 2))),
    (rounds.SessionSplit, lambda r: replace(r, session="another")),
]


def test_a_calm_run_gives_only_the_caveats_of_a_short_one() -> None:
    assert {type(entry) for entry in analysed().caveats} <= {rounds.Percentiles, machine.NoNoiseFloor}


@pytest.mark.parametrize(
    ("kind", "cause"), CAUSES, ids=[f"{n}-{kind.__name__}" for n, (kind, _) in enumerate(CAUSES)]
)
def test_a_cause_is_told_with_its_cell(kind: type[Caveat], cause: Callable[[Record], Record]) -> None:
    assert caveat(analysed(), kind) is None
    found = caveat(analysed(cause), kind)
    assert found is not None
    assert found.cells in {(SECOND,), ()}


def test_outputs_that_are_saturated_and_not_compared_are_no_reason_to_distrust() -> None:
    plan = make_plan(factors={"requests": [1]}, rounds=5)
    saturated = [
        (replace(record, outputs=tuple(replace(o, saturated=1.0) for o in record.outputs)), sha)
        for record, sha in measure(plan, CALM)
    ]
    assert caveat(analyse(plan, "simulated", saturated), records.SaturatedOutputs) is None


@pytest.mark.parametrize(
    ("state", "variables", "told"), [("keep", 1, True), ("keep", 0, False), ("reset", 1, False)]
)
def test_a_state_that_is_kept_is_told(state: State, variables: int, told: bool) -> None:
    cells = tuple(replace(cell, setting=replace(cell.setting, state=state)) for cell in PLAN.cells)
    plan = replace(PLAN, cells=cells)

    def stateful(record: Record) -> Record:
        assert record.model is not None
        return replace(record, model=replace(record.model, variables=variables))

    found = [(stateful(record), sha) for record, sha in measure(plan, CALM)]
    assert (caveat(analyse(plan, "simulated", found), records.Stateful) is not None) == told


def test_short_slices_are_told() -> None:
    plan = replace(PLAN, measure=replace(PLAN.measure, slice_seconds=0.01, seconds=0.1, slice_requests=1))
    analysis = analyse(plan, "simulated", measure(plan, CALM))
    assert caveat(analysis, rounds.ShortSlices) is not None


def test_a_host_without_frequencies_is_told() -> None:
    def blind(record: Record) -> Record:
        return replace(record, after=replace(record.after, frequency_mhz=None))

    found = [(blind(record), sha) for record, sha in measure(PLAN, CALM)]
    assert caveat(analyse(PLAN, "simulated", found), machine.NoFrequency) is not None


def test_unreadable_files_are_numbered_and_the_first_is_named() -> None:
    files = (Unreadable(path="a.parquet", reason="truncated"), Unreadable(path="b.parquet", reason="empty"))
    found = caveat(analyse(PLAN, "simulated", measure(PLAN, CALM), unreadable=files), records.UnreadableFiles)
    assert found is not None
    assert (found.files, found.first) == (2, files[0])


def test_the_most_serious_caveat_comes_first() -> None:
    found = [
        KINDS.index(type(entry))
        for entry in analysed(lambda r: replace(rising(r), floor_ns=1_000_000)).caveats
    ]
    assert found == sorted(found)


def test_empty_detections_prove_nothing_about_outputs() -> None:
    def empty(record: Record) -> Record:
        values = np.array([-1.0] + [0.0] * 699)
        return replace(
            record, outputs=(OutputSample(name="d", shape=(1, 1, 100, 7), values=values, sha256="e"),)
        )

    analysis = analyse(PLAN, "simulated", [(empty(r), s) for r, s in measure(PLAN, CALM)])
    assert [entry.informative for entry in analysis.outputs] == [False]


def test_a_quota_that_held_nobody_back_is_no_caveat() -> None:
    assert caveat(analysed(lambda record: held(record, 0)), machine.Quota) is None


def test_the_periods_of_a_block_are_counted_once_for_all_of_its_cells() -> None:
    records = [(held(record, 4), sha) for record, sha in measure(PLAN, CALM)]
    analysis = analyse(PLAN, "simulated", records)
    found = caveat(analysis, machine.Quota)
    assert found is not None
    assert found.periods == 4 * PLAN.measure.rounds
    assert found.seconds == pytest.approx(0.2 * PLAN.measure.rounds)
    assert len(found.cells) == len(PLAN.cells)
