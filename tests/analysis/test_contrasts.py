"""Questions, verdicts and effects over simulated cells."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis, Contrast, Verdict
from tests.simulation import World, cell_with, identical_plan, make_plan, quick_analysis

CALM = World(trial_sd=0.004, round_sd=0.05, heavy_share=0.0, request_sd=0.01)


def world(**changes: object) -> World:
    return World(**(CALM.__dict__ | changes))


def only(analysis: Analysis, family: str) -> list[Contrast]:
    return [contrast for contrast in analysis.contrasts if contrast.family == family]


def test_a_family_is_one_factor_under_stated_conditions() -> None:
    plan = make_plan(factors={"batch": [1, 2, 4], "precision": ["f32", "f16"]})
    analysis = quick_analysis(plan, CALM)
    found = only(analysis, "throughput: batch at precision f16")
    assert [(c.level, c.reference_level) for c in found] == [("2", "1"), ("4", "1")]
    assert all(c.conditions == (("precision", "f16"),) for c in found)


def test_every_cell_is_compared_with_the_baseline() -> None:
    plan = make_plan(factors={"batch": [1, 2, 4], "precision": ["f32", "f16"]})
    found = only(quick_analysis(plan, CALM), "throughput: baseline")
    assert [c.cell for c in found] == [cell.id for cell in plan.cells[1:]]
    assert {c.reference for c in found} == {plan.baseline}


def test_a_hole_in_the_table_takes_the_first_level_there_is() -> None:
    plan = make_plan(
        factors={"batch": [1, 2, 4], "precision": ["f32", "f16"]},
        keep=[{"precision": "f32"}, {"batch": "2"}, {"batch": "4"}],
    )
    found = only(quick_analysis(plan, CALM), "throughput: batch at precision f16")
    assert [(c.level, c.reference_level) for c in found] == [("4", "2")]


def test_neighbouring_numbers_of_requests_are_compared() -> None:
    plan = make_plan(factors={"requests": [1, 2, 4, 8]})
    found = only(quick_analysis(plan, CALM), "throughput: steps: requests")
    assert [(c.level, c.reference_level) for c in found] == [("2", "1"), ("4", "2"), ("8", "4")]


def test_a_latency_above_one_is_slower() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    slow = world(ratios={plan.cells[1].id: 1.2})
    throughput, latency = only(quick_analysis(plan, slow), "throughput: label") + only(
        quick_analysis(plan, slow), "latency: label"
    )
    assert throughput.verdict is latency.verdict is Verdict.SLOWER
    assert throughput.estimate is not None
    assert latency.estimate is not None
    assert throughput.estimate.ratio < 1 < latency.estimate.ratio


def test_a_true_ratio_lies_in_the_interval() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    found = only(quick_analysis(plan, world(ratios={plan.cells[1].id: 0.8})), "throughput: label")[0]
    assert found.estimate is not None
    assert found.estimate.low < 1.25 < found.estimate.high
    assert found.estimate.rounds == len(found.estimate.log_ratios) == 5
    mean = np.average(found.estimate.log_ratios, weights=found.estimate.weights)
    assert found.estimate.ratio == pytest.approx(math.exp(mean))


def test_few_cells_are_compared_in_pairs_and_many_by_the_max_variance_rule() -> None:
    assert {c.estimate.method for c in quick_analysis(identical_plan(3), CALM).contrasts if c.estimate} == {
        "paired"
    }
    many = quick_analysis(identical_plan(6), CALM)
    assert {c.estimate.method for c in many.contrasts if c.estimate} == {"max-variance"}


def test_variances_are_not_pooled_across_devices() -> None:
    plan = make_plan(factors={"device": ["CPU", "GPU"], "batch": [1, 2, 4, 8]})
    found = only(quick_analysis(plan, CALM), "throughput: device at batch 1")
    assert [c.estimate.method for c in found if c.estimate] == ["paired"]


def test_a_contrast_names_the_records_behind_it() -> None:
    plan = make_plan(factors={"label": ["a", "b"]}, rounds=3)
    found = only(quick_analysis(plan, CALM), "throughput: label")[0]
    assert found.records == tuple(f"{cell}/{n}" for cell in (found.cell, found.reference) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("second", "shape"), [(0.7, "uniform"), (0.5, "conditional"), (1.0, "conditional"), (1.3, "reversed")]
)
def test_an_effect_is_told_by_what_it_does_under_all_conditions(second: float, shape: str) -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2]})
    ratios = {
        cell_with(plan, precision="f16", batch=1).id: 0.7,
        cell_with(plan, precision="f16", batch=2).id: second,
    }
    effects = quick_analysis(plan, world(ratios=ratios)).effects
    found = [effect for effect in effects if (effect.metric, effect.factor) == ("throughput", "precision")]
    assert [effect.shape for effect in found] == [shape]


def test_an_effect_under_one_condition_is_single() -> None:
    effects = quick_analysis(make_plan(factors={"batch": [1, 2]}), CALM).effects
    assert {effect.shape for effect in effects} == {"single"}


def test_effects_come_in_the_order_of_the_discussion() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2]})
    effects = quick_analysis(plan, CALM).effects
    assert [effect.factor for effect in effects] == ["precision", "precision", "batch", "batch"]


def test_what_is_not_resolved_says_how_many_rounds_and_how_long() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    noisy = world(trial_sd=0.05, ratios={plan.cells[1].id: 0.9}, seed=3)
    found = only(quick_analysis(plan, noisy), "throughput: label")[0]
    assert found.verdict is Verdict.NOT_RESOLVED
    assert found.rounds_needed is not None
    assert found.rounds_needed > 5
    assert found.seconds_needed == pytest.approx((found.rounds_needed - 5) * 60)


def test_one_clear_difference_opens_the_gate_for_all_questions() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2, 3, 4]})
    ratios = {cell.id: 0.5 for cell in plan.cells if cell.level("precision") == "f16"}
    analysis = quick_analysis(plan, world(ratios=ratios))
    levels = {
        c.estimate.adjusted_level for c in only(analysis, "throughput: precision at batch 2") if c.estimate
    }
    assert levels == {0.95}


def test_behind_a_closed_gate_intervals_are_as_wide_as_all_questions_demand() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2, 3, 4]})
    analysis = quick_analysis(plan, World(trial_sd=0.05, seed=2))
    unresolved = [
        c.estimate.adjusted_level
        for c in only(analysis, "throughput: precision at batch 2")
        if c.estimate and c.verdict is Verdict.NOT_RESOLVED
    ]
    assert unresolved
    assert min(unresolved) > 1 - 2 * 0.05 / 7 - 1e-9  # 4 + 2 questions and the baseline's


def test_other_rooms_can_ask_for_further_comparisons() -> None:
    plan = identical_plan(6)
    first, last = plan.cells[1].id, plan.cells[5].id
    analysis = quick_analysis(plan, world(ratios={first: 0.5}))
    (found,) = compare(analysis, "throughput", [(first, last)], "a question of its own")
    assert found.verdict is Verdict.FASTER
    assert found.family == "throughput: a question of its own"
    assert found.estimate is not None
    assert found.estimate.ratio == pytest.approx(2.0, rel=0.05)


def test_bounds_of_two_rounds_over_a_hundred_cells_are_numbers_and_so_are_their_reciprocals() -> None:
    world = World(trial_sd=0.05, sd_factors={identical_plan(100).cells[0].id: 5.0})
    found = quick_analysis(identical_plan(100, rounds=2), world).contrasts
    bounds = [(each.estimate.adjusted_low, each.estimate.adjusted_high) for each in found if each.estimate]
    assert bounds
    assert all(0 < 1 / high < low < high < math.inf or 0 < low < high < math.inf for low, high in bounds)
    assert all(math.isfinite(1 / low) for low, _ in bounds)
