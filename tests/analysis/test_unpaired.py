"""Ratios of results that were not interleaved; what their intervals cover is counted in `benchmarks`."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats

from benchmarks import unpaired as counted
from ovreport.analysis import stats, unpaired
from ovreport.analysis.results import Verdict
from tests.simulation import World, identical_plan, quick_trials

RNG = np.random.default_rng(1)


def test_the_interval_is_that_of_welch_by_scipy() -> None:
    first, second = RNG.normal(0, 0.02, 5), RNG.normal(0.1, 0.05, 8)
    found = unpaired.ratio(first, second).interval()
    expected = scipy_stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
    assert (math.log(found.low), math.log(found.high)) == pytest.approx((expected.low, expected.high))
    assert math.log(found.value) == pytest.approx(second.mean() - first.mean())


def test_a_ratio_of_ratios_has_the_errors_of_both() -> None:
    one, other = (unpaired.LogEstimate(value=v, standard_error=0.03, df=4.0) for v in (0.1, 0.3))
    found = unpaired.difference(one, other)
    assert (found.value, found.standard_error) == pytest.approx((0.2, 0.03 * math.sqrt(2)))
    assert found.df == pytest.approx(8.0)


def test_a_single_round_gives_a_ratio_without_an_interval() -> None:
    found = unpaired.ratio(np.array([0.0]), np.array([0.1, 0.11])).interval()
    assert found.value == pytest.approx(math.exp(0.105))
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_no_round_is_an_error() -> None:
    with pytest.raises(ValueError, match="no round"):
        unpaired.ratio(np.array([]), np.array([0.1]))


def test_rounds_without_spread_prove_nothing() -> None:
    same = unpaired.ratio(np.zeros(4), np.full(4, -0.5))
    family = unpaired.judge([same], [4], stats.Limits(0.05, 0.03))
    assert family.verdicts == (Verdict.NOT_RESOLVED,)


def test_levels_are_those_of_the_rounds() -> None:
    plan = identical_plan(2, rounds=4)
    trials = quick_trials(plan, World())[plan.cells[0].id]
    found = unpaired.log_levels(trials, "throughput")
    assert np.exp(found) == pytest.approx([trial.throughput_fps for trial in trials])


@pytest.mark.parametrize("results", counted.EVERY[:7], ids=lambda each: each.name)
def test_intervals_hold_the_truth_as_often_as_they_say(results: counted.Results) -> None:
    assert 0.92 <= counted.covered(results, runs=200, seed=1) <= 0.985


@pytest.mark.parametrize("results", counted.EVERY[:7], ids=lambda each: each.name)
@pytest.mark.parametrize("true", [1.0, 1.05], ids=["alike", "at the limit"])
def test_a_change_beyond_the_limit_is_claimed_wrongly_in_at_most_one_comparison_in_twenty(
    results: counted.Results, true: float
) -> None:
    assert counted.claimed(results, math.log(true), runs=60, seed=1) <= 0.05


def test_a_fifth_is_found_in_five_rounds() -> None:
    assert counted.claimed(counted.EVERY[0], math.log(1.2), runs=40, seed=1) >= 0.95


def test_what_sessions_differ_by_is_not_in_the_interval() -> None:
    """The module says so; a comparison of two results says so to its reader."""
    steady, drifting = counted.EVERY[0], counted.EVERY[8]
    assert counted.covered(drifting, 200, seed=1) < counted.covered(steady, 200, seed=1) - 0.1
