"""How often the analysis errs, and how often it finds what is there; see `benchmarks/error_rates.py`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import error_rates
from tests.simulation import World, identical_plan, quick_analysis

pytestmark = pytest.mark.slow

PLAN = identical_plan(error_rates.CELLS)
ONE_PERCENT = World(trial_sd=0.009, drift_per_turn=0.01)
"""One per cent of noise between trials, that of their requests included."""


@pytest.mark.parametrize("trial_sd", [0.01, 0.08], ids=["quiet", "wild"])
@pytest.mark.parametrize("plan", [PLAN, error_rates.grid_plan()], ids=["one question", "many questions"])
def test_identical_cells_are_told_apart_in_at_most_one_report_in_twenty(
    plan: object, trial_sd: float
) -> None:
    world = replace(error_rates.REAL, trial_sd=trial_sd)
    rates = error_rates.null_rates(plan, world, reports=40, seed=1)  # type: ignore[arg-type]  # a plan
    assert rates.false_claims <= 0.05


def test_noisy_cells_among_quiet_ones_are_told_apart_no_more_often() -> None:
    noisy = {cell.id: 4.0 for cell in PLAN.cells[::2]}
    world = replace(error_rates.REAL, trial_sd=0.03, sd_factors=noisy)
    assert error_rates.null_rates(PLAN, world, reports=50, seed=1).false_claims <= 0.05


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    ratios = dict(zip((cell.id for cell in PLAN.cells), np.linspace(0.8, 1.2, len(PLAN.cells)), strict=True))
    world = replace(error_rates.REAL, ratios=ratios)
    assert 0.93 <= error_rates.null_rates(PLAN, world, reports=40, seed=1).coverage <= 0.97


def test_a_true_zero_is_called_equivalent_nine_times_in_ten() -> None:
    assert error_rates.null_rates(PLAN, ONE_PERCENT, reports=30, seed=1).equivalent >= 0.9


def test_differences_beyond_the_margin_are_seldom_called_equivalent() -> None:
    world = replace(error_rates.REAL, ratios={cell.id: 1.0301 for cell in PLAN.cells[1:]})
    assert error_rates.null_rates(PLAN, world, reports=40, seed=1).false_equivalent <= 0.05


@pytest.mark.parametrize("every", [23, 2], ids=["one of many", "half"])
def test_of_what_is_called_equivalent_at_most_one_in_twenty_is_not(every: int) -> None:
    ratios = {cell.id: 1.0301 for cell in PLAN.cells[1::every]}
    world = replace(error_rates.REAL, ratios=ratios)
    assert error_rates.null_rates(PLAN, world, reports=40, seed=1).false_share <= 0.05


def test_ten_per_cent_are_found_in_five_rounds() -> None:
    assert error_rates.power(0.10, 5, reports=30, seed=1).ours >= 0.95


def test_five_per_cent_are_found_more_often_than_by_paired_tests() -> None:
    power = error_rates.power(0.05, 7, reports=60, seed=1)
    assert power.ours > power.paired + 0.05


def test_bursts_move_the_chosen_estimator_less_than_the_ratio_of_totals() -> None:
    world = World(trial_sd=0.003, bursts_per_second=0.1)
    deviations = {name: deviation for name, deviation, _ in error_rates.estimator_errors(world, 6, 150)}
    assert deviations["median of slice pairs"] < deviations["ratio of totals"] / 2
    means = {name: mean for name, _, mean in error_rates.estimator_errors(world, 6, 150)}
    assert abs(means["median of slice pairs"]) < 3 * deviations["median of slice pairs"] / np.sqrt(150)


def test_two_cells_that_differ_by_a_tenth_are_told_apart_on_a_disturbed_machine() -> None:
    plan = identical_plan(2)
    world = World(trial_sd=0.01, bursts_per_second=0.1, drift_per_turn=0.005, ratios={plan.cells[1].id: 1.1})
    found = [quick_analysis(plan, replace(world, seed=seed)).contrasts[0] for seed in range(50)]
    right = [
        c.verdict.value == "slower" and c.estimate is not None and 0.85 < c.estimate.ratio < 0.97
        for c in found
    ]
    assert np.mean(right) >= 0.9
