"""The room's door: whole records in, and nothing claimed that they do not carry."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis.caveats import machine, rounds
from ovreport.analysis.caveats.records import FailedTrials, Fallback, UnreadableFiles
from ovreport.analysis.report import analyse, compare
from ovreport.analysis.results import Analysis, Caveat, Status, Verdict
from ovreport.plan import Plan
from ovreport.records import Fact, Interval, NoiseFloor, OutputSample, Phase, Record, Requests, Unreadable
from tests.simulation import (
    World,
    article_plan,
    cell_with,
    failed,
    identical_plan,
    large_plan,
    make_plan,
    measure,
    published_plan,
)

Records = list[tuple[Record, str]]
PLAN = make_plan(factors={"batch": [1, 3]}, rounds=5)
FIRST, SECOND = (cell.id for cell in PLAN.cells)


@pytest.fixture(scope="module")
def records() -> Records:
    return list(measure(PLAN, World()))


def kinds(analysis: Analysis) -> set[type[Caveat]]:
    return {type(caveat) for caveat in analysis.caveats}


def claims(analysis: Analysis) -> set[Verdict]:
    return {contrast.verdict for contrast in analysis.contrasts} - {Verdict.NOT_RESOLVED}


def changed(record: Record, change: Callable[[Requests], dict[str, object]]) -> Record:
    known = {name: getattr(record.requests, name) for name in Requests.__dataclass_fields__}
    return replace(record, requests=Requests(**(known | change(record.requests))))


def run(found: Records, plan: Plan = PLAN) -> Analysis:
    return analyse(plan, "simulated", found)


def test_every_cell_of_the_plan_has_a_result_in_its_order() -> None:
    plan = article_plan(rounds=2)
    analysis = analyse(plan, "simulated", measure(plan))
    assert [cell.cell for cell in analysis.cells] == list(plan.cells)
    assert {cell.status for cell in analysis.cells} == {Status.MEASURED}


def test_levels_and_percentiles_are_those_of_the_rows(records: Records) -> None:
    found = run(records).cell(FIRST)
    mine = [record.requests for record, _ in records if record.cell_id == FIRST]
    rows = np.sort(np.concatenate([r.latency_ns[r.phase == Phase.MEASURED] for r in mine]))
    median = found.percentile(50)
    assert median is not None
    assert median.value == rows[math.ceil(len(rows) / 2) - 1]
    assert median.low < median.value < median.high
    means = [np.log(r.latency_ns[r.phase == Phase.MEASURED].mean()) for r in mine]
    assert found.latency is not None
    assert found.latency.value == pytest.approx(math.exp(np.mean(means)))


def test_an_unsupported_percentile_is_not_given(records: Records) -> None:
    found = run(records).cell(FIRST)
    assert 99.9 in {each.percent for each in found.percentiles}
    assert found.percentile(50) is not None
    assert found.percentile(99.9) is None


def test_records_are_taken_one_at_a_time_and_let_go() -> None:
    import gc
    import weakref

    alive: list[weakref.ref[Requests]] = []
    most = 0

    def one_by_one() -> object:
        nonlocal most
        for record, sha256 in measure(PLAN, World()):
            alive.append(weakref.ref(record.requests))
            yield record, sha256
            del record
            gc.collect()
            most = max(most, sum(reference() is not None for reference in alive))

    gc.freeze()  # what was there before is not looked through again after each record
    try:
        analyse(PLAN, "simulated", one_by_one())  # type: ignore[arg-type]  # a generator of the right pairs
    finally:
        gc.unfreeze()
    assert most <= 2


def test_only_published_cells_make_no_comparison_and_no_caveat() -> None:
    plan = published_plan()
    analysis = analyse(plan, "", [])
    assert {cell.status for cell in analysis.cells} == {Status.PUBLISHED}
    assert (analysis.contrasts, analysis.effects, analysis.best, analysis.caveats) == ((), (), (), ())


def test_nothing_measured_yet_is_pending() -> None:
    analysis = run([])
    assert {cell.status for cell in analysis.cells} == {Status.PENDING}
    assert analysis.rounds == 0
    assert analysis.smallest is None


def test_the_margin_is_the_noise_floor_where_that_is_larger(records: Records) -> None:
    noise = NoiseFloor(
        ratio=Interval(value=1.01, low=0.97, high=1.06), floor=0.06, rounds=5, measured_utc_ns=0
    )
    assert analyse(PLAN, "simulated", records, noise=noise).margin == 0.06
    assert analyse(PLAN, "simulated", records, noise=replace(noise, floor=0.01)).margin == 0.03
    assert analyse(replace(PLAN, margin=0.1), "simulated", records, noise=noise).margin == 0.1


def test_a_clear_truth_is_told(records: Records) -> None:
    analysis = run(records)
    factor = next(c for c in analysis.contrasts if c.family == "throughput: batch")
    assert factor.verdict is Verdict.FASTER
    assert set(factor.records) == {sha for _, sha in records}


# ---------------------------------------------------------------- bad input


def test_a_missing_round_is_told_and_the_others_are_compared(records: Records) -> None:
    left = [(r, sha) for r, sha in records if not (r.cell_id == SECOND and r.round == 3)]
    analysis = run(left)
    assert rounds.UnequalRounds in kinds(analysis)
    contrast = next(c for c in analysis.contrasts if c.family == "throughput: batch")
    assert contrast.estimate is not None
    assert contrast.estimate.round_numbers == (1, 2, 4, 5)


@pytest.mark.parametrize(("left_out", "told"), [({4, 5}, False), ({3}, True), ({2, 3, 4, 5}, True)])
def test_a_cell_that_got_no_further_rounds_lacks_none_where_rounds_go_on_until_answered(
    records: Records, left_out: set[int], told: bool
) -> None:
    left = [(r, sha) for r, sha in records if not (r.cell_id == SECOND and r.round in left_out)]
    measure = replace(PLAN.measure, rounds=3, most_rounds=5)
    analysis = analyse(replace(PLAN, measure=measure), "simulated", left)
    assert (rounds.UnequalRounds in kinds(analysis)) is told


def test_one_round_claims_nothing(records: Records) -> None:
    analysis = run([(r, sha) for r, sha in records if r.round == 1])
    assert rounds.FewRounds in kinds(analysis)
    assert claims(analysis) == set()
    assert all(contrast.estimate is None for contrast in analysis.contrasts)


def test_two_rounds_claim_nothing(records: Records) -> None:
    analysis = run([(r, sha) for r, sha in records if r.round <= 2])
    assert rounds.FewRounds in kinds(analysis)
    assert claims(analysis) == set()


def test_a_single_cell_is_described_and_compared_with_nothing() -> None:
    plan = make_plan(factors={"batch": [1]}, rounds=3)
    analysis = analyse(plan, "simulated", measure(plan))
    assert analysis.contrasts == ()
    assert analysis.best[0].tied == (plan.cells[0].id,)
    assert analysis.smallest == plan.cells[0].id


def test_records_with_one_counted_row_do_not_crash_and_support_no_percentile(records: Records) -> None:
    def one_row(requests: Requests) -> dict[str, object]:
        phase = np.zeros(len(requests), np.uint8)
        phase[np.flatnonzero(requests.phase == Phase.MEASURED)[0]] = Phase.MEASURED
        return {"phase": phase}

    analysis = run([(changed(record, one_row), sha) for record, sha in records])
    assert rounds.Percentiles in kinds(analysis)
    assert all(entry.latency_ns is None for cell in analysis.cells for entry in cell.percentiles)


def test_records_that_repeat_each_other_exactly_claim_nothing(records: Records) -> None:
    first = {record.cell_id: record for record, _ in records if record.round == 1}
    copies = [
        (replace(first[r.cell_id], round=r.round, started_utc_ns=r.started_utc_ns), s) for r, s in records
    ]
    analysis = run(copies)
    assert rounds.NoSpread in kinds(analysis)
    assert claims(analysis) == set()


def test_negative_latencies_are_told_and_left_out(records: Records) -> None:
    def negative(requests: Requests) -> dict[str, object]:
        latency = requests.latency_ns.copy()
        latency[np.flatnonzero(requests.phase == Phase.MEASURED)[::10]] = -1
        return {"latency_ns": latency}

    broken = [(changed(record, negative), sha) for record, sha in records]
    analysis = run(broken)
    assert machine.Clock in kinds(analysis)
    grid = analysis.cell(FIRST).latency_grid_ns
    assert grid is not None
    assert grid[0] > 0


def test_a_trial_of_impossible_rows_alone_is_a_failed_one(records: Records) -> None:
    def all_negative(requests: Requests) -> dict[str, object]:
        return {"latency_ns": np.full(len(requests), -1, np.int64)}

    broken = [(changed(r, all_negative) if r.round == 2 else r, sha) for r, sha in records]
    analysis = run(broken)
    assert FailedTrials in kinds(analysis)
    assert analysis.rounds == 4
    assert len(analysis.cell(FIRST).failures) == 1


def test_a_failed_cell_keeps_its_row_and_its_reason(records: Records) -> None:
    broken = [(failed(r) if r.cell_id == SECOND else r, sha) for r, sha in records]
    analysis = run(broken)
    assert analysis.cell(SECOND).status is Status.FAILED
    assert [caveat.cells for caveat in analysis.caveats if isinstance(caveat, FailedTrials)] == [(SECOND,)]
    assert analysis.contrasts == ()


def test_a_missing_device_is_no_failure(records: Records) -> None:
    broken = [(failed(r, "no-device") if r.cell_id == SECOND else r, sha) for r, sha in records]
    analysis = run(broken)
    assert analysis.cell(SECOND).status is Status.NO_DEVICE
    assert FailedTrials not in kinds(analysis)


def test_a_failed_baseline_leaves_the_other_comparisons_standing() -> None:
    plan = make_plan(factors={"batch": [1, 2, 3]}, rounds=5)
    found = [(failed(r) if r.cell_id == plan.baseline else r, sha) for r, sha in measure(plan)]
    analysis = run(found, plan)
    assert {c.reference for c in analysis.contrasts if c.factor == "batch"} == {plan.cells[1].id}


def test_of_two_records_of_one_trial_the_newer_counts(records: Records) -> None:
    record, _ = records[0]
    newer = replace(record, started_utc_ns=record.started_utc_ns + 10**12)
    found = run([*records, (newer, "newer")]).cell(record.cell_id)
    assert len(found.trials) == 5
    assert found.trials[0].sha256 == "newer"


def test_of_two_records_of_one_trial_the_newer_counts_wherever_it_lies(records: Records) -> None:
    record, _ = records[0]
    older = replace(record, started_utc_ns=record.started_utc_ns - 10**12)
    found = run([*records, (older, "older")]).cell(record.cell_id)
    assert len(found.trials) == 5
    assert "older" not in {trial.sha256 for trial in found.trials}


def test_what_no_record_tells_is_not_known_of_its_cell(records: Records) -> None:
    silent = [(replace(r, floor_ns=None, memory=None, denormal_share=None), sha) for r, sha in records]
    found = run(silent).cell(FIRST)
    assert found.status is Status.MEASURED
    assert (found.floor_share, found.memory, found.denormal_share) == (None, None, None)


def test_a_further_comparison_with_a_cell_that_was_not_measured_has_no_estimate(records: Records) -> None:
    analysis = run([(failed(r) if r.cell_id == SECOND else r, sha) for r, sha in records])
    (found,) = compare(analysis, "throughput", [(FIRST, SECOND)], "throughput: further")
    assert (found.estimate, found.verdict) == (None, Verdict.NOT_RESOLVED)


def test_trials_of_an_older_openvino_are_left_out_and_named(records: Records) -> None:
    mixed = [(replace(r, openvino_version="2025.1") if r.round == 1 else r, sha) for r, sha in records]
    analysis = run(mixed)
    assert analysis.rounds == 4
    assert UnreadableFiles in kinds(analysis)
    assert any("2025.1" in entry.reason for entry in analysis.unreadable)


def test_a_record_of_another_experiment_is_left_out_and_named(records: Records) -> None:
    stranger = replace(records[0][0], cell_id="0" * 12)
    analysis = run([*records, (stranger, "stranger")])
    assert analysis.unreadable == (
        Unreadable(path="stranger", reason="configuration 000000000000 is not in this experiment"),
    )


def test_rounds_finished_in_another_session_are_told(records: Records) -> None:
    mixed = [
        (replace(r, session="later") if r.round == 5 and r.cell_id == SECOND else r, s) for r, s in records
    ]
    assert rounds.SessionSplit in kinds(run(mixed))


def test_the_newest_record_tells_of_its_host_in_whatever_order_they_are_read(records: Records) -> None:
    dated = [
        (
            replace(record, facts=(Fact(group="system", key="kernel", value=str(record.started_utc_ns)),)),
            sha256,
        )
        for record, sha256 in records
    ]
    last = str(max(record.started_utc_ns for record, _ in records))
    for seed in range(5):
        shuffled = [dated[place] for place in np.random.default_rng(seed).permutation(len(dated))]
        assert [fact.value for fact in run(shuffled).facts] == [last]


def test_identical_cells_are_not_told_apart() -> None:
    plan = identical_plan(4)
    analysis = analyse(plan, "simulated", measure(plan, World(bursts_per_second=0.05, drift_per_turn=0.01)))
    assert claims(analysis) <= {Verdict.EQUIVALENT}


def test_settings_that_came_out_alike_are_one_group() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2]}, rounds=3)
    analysis = analyse(plan, "simulated", measure(plan))
    pairs = [tuple(cell_with(plan, precision=p, batch=batch).id for p in ("f32", "f16")) for batch in (1, 2)]
    assert list(analysis.same_in_force) == pairs
    alike = [set(pair) for pair in pairs]
    assert all(c.same_in_force == ({c.reference, c.cell} in alike) for c in analysis.contrasts)
    assert Fallback in kinds(analysis)


def test_two_labels_of_one_setting_are_no_group() -> None:
    plan = identical_plan(2, rounds=2)
    assert analyse(plan, "simulated", measure(plan)).same_in_force == ()


def test_outputs_are_compared_within_their_shapes() -> None:
    plan = make_plan(factors={"storage": ["f32", "f16"], "batch": [1, 2]}, rounds=1)
    analysis = analyse(plan, "simulated", measure(plan))
    found = [(entry.cell, entry.reference) for entry in analysis.outputs]
    assert found == [
        (cell_with(plan, storage="f16", batch=b).id, cell_with(plan, storage="f32", batch=b).id)
        for b in (1, 2)
    ]
    assert all(0 < entry.relative < 1e-3 and not entry.identical for entry in analysis.outputs)


def test_outputs_without_values_agree() -> None:
    plan = make_plan(factors={"storage": ["f32", "f16"]}, rounds=1)
    empty = OutputSample(name="boxes", shape=(0, 7), values=np.empty(0), sha256="00")
    analysis = analyse(plan, "simulated", [(replace(r, outputs=(empty,)), s) for r, s in measure(plan)])
    (entry,) = analysis.outputs
    assert (entry.largest, entry.relative, entry.identical, entry.informative) == (0, 0, True, False)


def test_time_is_that_of_the_sessions_and_the_share_that_of_slices(records: Records) -> None:
    analysis = run(records)
    slices = sum((r.slices.end_ns - r.slices.begin_ns).sum() for r, _ in records) / 1e9
    ends = [r.after.utc_ns for r, _ in records]
    begins = [r.started_utc_ns for r, _ in records]
    assert analysis.measured_seconds == pytest.approx((max(ends) - min(begins)) / 1e9)
    assert analysis.measuring_share == pytest.approx(slices / analysis.measured_seconds)


@pytest.mark.slow
def test_a_hundred_cells_are_analysed() -> None:
    plan = large_plan(rounds=3)
    analysis = analyse(plan, "simulated", measure(plan))
    assert len(analysis.cells) == 100
    assert {effect.factor for effect in analysis.effects} == {"precision", "batch", "requests"}
