"""Two results beside one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis import circumstances, compared
from ovreport.analysis.results import Analysis, Verdict
from ovreport.plan import ModelSource, Plan
from ovreport.records import Fact, Interval, NoiseFloor
from tests.simulation import (
    World,
    identical_plan,
    in_force,
    make_plan,
    quick_analysis,
    requests_in_flight,
)

QUIET = World(trial_sd=0.01, round_sd=0.01)
NAMES = ("old", "new")
PLAN = make_plan(factors={"requests": [1, 2]}, rounds=5)


def beside(second: World, *, plan: Plan = PLAN, margin: float | None = None) -> compared.Compared:
    return compared.compared(
        quick_analysis(PLAN, QUIET), quick_analysis(plan, second), NAMES, (), margin=margin
    )


def slower(found: compared.Compared) -> set[str]:
    return {each.second_cell for each in found.comparisons if each.verdict is Verdict.SLOWER}


def test_a_slower_configuration_is_told_and_the_other_is_not() -> None:
    one = PLAN.cells[1].id
    found = beside(replace(QUIET, seed=2, ratios={one: 1.2}))
    assert slower(found) == {one}
    by_metric = {each.metric: each for each in found.comparisons if each.second_cell == one}
    assert by_metric["throughput"].ratio.value == pytest.approx(1 / 1.2, rel=0.05)
    assert by_metric["latency"].ratio.value == pytest.approx(1.2, rel=0.05)


def test_sessions_that_differ_by_little_are_not_called_slower_by_five_per_cent() -> None:
    """Twenty results of one setting, each of a session that is off by one per cent."""
    shifts = np.random.default_rng(3).normal(0, 0.01, 20)
    ids = [cell.id for cell in PLAN.cells]
    worlds = [
        replace(QUIET, seed=10 + number, ratios=dict.fromkeys(ids, float(np.exp(shift))))
        for number, shift in enumerate(shifts)
    ]
    assert not any(slower(beside(world, margin=0.05)) for world in worlds)


def test_no_limit_is_below_the_noise_floor_of_either_host() -> None:
    ratio = Interval(value=1.0, low=0.9, high=1.1)
    noisy = replace(
        quick_analysis(PLAN, QUIET),
        noise=NoiseFloor(ratio=ratio, floor=0.3, rounds=8, measured_utc_ns=1),
    )
    other = quick_analysis(PLAN, replace(QUIET, seed=2, ratios={PLAN.cells[0].id: 1.2}))
    assert slower(compared.compared(other, noisy, NAMES, (), margin=0.05)) == set()
    assert compared.compared(other, noisy, NAMES, (), margin=0.05).margin == 0.3


def test_a_single_round_resolves_nothing() -> None:
    found = beside(
        replace(QUIET, ratios={PLAN.cells[0].id: 2.0}), plan=make_plan(factors={"requests": [1, 2]}, rounds=1)
    )
    assert {each.verdict for each in found.comparisons} == {Verdict.NOT_RESOLVED}


def test_configurations_are_found_again_by_what_they_ask_for() -> None:
    """Two plans that differ in their only model have them in common, and what one lacks is named."""
    other = ModelSource(name="other", kind="file", location="/elsewhere/other.xml")
    wider = make_plan(factors={"requests": [2, 1, 4]}, rounds=5)
    cells = tuple(replace(cell, setting=replace(cell.setting, model=other)) for cell in wider.cells)
    found = beside(replace(QUIET, seed=2), plan=replace(wider, cells=cells))
    pairs = {(each.first_cell, each.second_cell) for each in found.comparisons}
    assert pairs == {(PLAN.cells[0].id, cells[1].id), (PLAN.cells[1].id, cells[0].id)}
    assert found.unmatched == ((), (cells[2].id,))


def test_cells_with_equal_settings_are_told_apart_by_their_rank() -> None:
    plan = identical_plan(3, rounds=3)
    found = compared.compared(quick_analysis(plan, QUIET), quick_analysis(plan, QUIET), NAMES, ())
    assert all(each.first_cell == each.second_cell for each in found.comparisons)


def bound_by(analysis: Analysis, ms: float) -> Analysis:
    return replace(analysis, plan=replace(analysis.plan, latency_bounds_ms=((50.0, ms),)))


def test_a_bound_of_which_the_run_knows_no_percentile_is_not_called_missed() -> None:
    assert compared.missed(bound_by(quick_analysis(PLAN, QUIET), 0.001)) == ()


# ---------------------------------------------------------------- what differs


def under(**facts: str) -> circumstances.Circumstances:
    told = tuple(Fact(group="processor", key=key, value=value) for key, value in facts.items())
    return circumstances.Circumstances(facts=told, openvino_version="2026.1.0", measure=PLAN.measure)


def test_what_differs_is_named_with_both_values() -> None:
    (found,) = circumstances.differing(under(governor="powersave"), under(governor="performance"))
    assert (found.key, found.first, found.second) == ("governor", "powersave", "performance")


def test_what_only_one_side_knows_differs() -> None:
    (found,) = circumstances.differing(under(), under(turbo="on"))
    assert (found.key, found.first, found.second) == ("turbo", "", "on")


def test_models_inputs_and_the_way_of_measuring_are_named_as_well() -> None:
    one = under()
    other = replace(
        one,
        models={"tiny": "ab" * 32},
        fed=frozenset({"cd" * 32}),
        measure=replace(one.measure, schedule="whole"),
        openvino_version="2026.2.0",
    )
    found = {(each.group, each.key) for each in circumstances.differing(one, other)}
    assert found == {
        ("software", "openvino"),
        ("model", ""),
        ("inputs", "files"),
        ("measure", "schedule"),
    }


def test_results_that_count_different_things_differ_in_that() -> None:
    analysis = quick_analysis(PLAN, QUIET)
    sides = (replace(analysis, counts="image"), replace(analysis, counts="request"))
    (found,) = circumstances.differing(*(circumstances.of(each) for each in sides))
    assert (found.group, found.first, found.second) == ("counts", "image", "request")


def test_devices_that_no_configuration_asks_for_are_passed_over() -> None:
    facts = tuple(Fact(group="device", key=f"{one}.full_name", value="Any") for one in ("CPU", "GPU"))
    assert [fact.key for fact in circumstances.asked(facts, PLAN)] == ["CPU.full_name"]


def test_undisturbed_requests_are_compared_where_as_much_goes_on_at_a_time() -> None:
    first, second = (quick_analysis(PLAN, replace(QUIET, seed=seed)) for seed in (1, 2))
    known = [
        replace(one, cells=tuple(replace(each, in_force=in_force(each.cell.setting)) for each in one.cells))
        for one in (first, second)
    ]
    found = compared.compared(known[0], known[1], NAMES, ())
    told = {each.second_cell for each in found.comparisons if each.metric == "undisturbed"}
    alike = {cell.id for cell in PLAN.cells if requests_in_flight(cell.setting) == 1}
    assert told == alike
    unknown = compared.compared(first, known[1], NAMES, ())
    assert all(each.metric != "undisturbed" for each in unknown.comparisons)
