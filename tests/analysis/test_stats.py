"""Intervals, adjustments and verdicts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from ovreport.analysis import stats
from ovreport.analysis.results import Verdict

MARGIN = math.log(1.03)


def judged(logs: np.ndarray[tuple[int, int], np.dtype[np.float64]], *, questions: int = 1) -> stats.Family:
    means, errors = stats.paired(logs)
    rounds = np.full(len(logs), logs.shape[1])
    return stats.judge(means, errors, errors, MARGIN, rounds, questions=questions)


def test_the_paired_interval_is_that_of_scipy() -> None:
    logs = np.random.default_rng(1).normal(0.1, 0.02, (1, 7))
    family = judged(logs)
    expected = scipy_stats.ttest_1samp(logs[0], 0.0).confidence_interval(0.95)
    assert (family.low[0], family.high[0]) == pytest.approx((expected.low, expected.high))


def test_without_a_margin_the_p_value_is_that_of_the_t_test() -> None:
    logs = np.random.default_rng(2).normal(0.01, 0.02, (1, 6))
    means, errors = stats.paired(logs)
    assert stats.p_within(means, errors, 0.0)[0] == pytest.approx(
        scipy_stats.ttest_1samp(logs[0], 0.0).pvalue
    )


def test_holm_multiplies_the_smallest_p_value_by_the_number_of_contrasts() -> None:
    adjusted, divisors = stats.holm(np.array([0.5, 0.001, 0.02, 0.03]))
    assert adjusted == pytest.approx([0.5, 0.004, 0.06, 0.06])
    assert divisors.tolist() == [3, 4, 3, 3]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_keeps_the_order_and_never_lowers_a_p_value(values: list[float]) -> None:
    p = np.array(values)
    adjusted, _ = stats.holm(p)
    assert (adjusted >= p).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_hochberg_multiplies_a_p_value_by_its_rank_from_above() -> None:
    adjusted, divisors = stats.hochberg(np.array([0.5, 0.001, 0.02, 0.03]))
    assert adjusted == pytest.approx([0.5, 0.004, 0.06, 0.06])
    assert divisors.tolist() == [1, 4, 3, 2]


def test_where_all_p_values_are_below_five_percent_hochberg_rejects_all() -> None:
    adjusted, divisors = stats.hochberg(np.array([0.049, 0.001, 0.04]))
    assert (adjusted < stats.ALPHA).all()
    assert divisors.tolist() == [1, 1, 1]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_hochberg_rejects_whatever_holm_does(values: list[float]) -> None:
    p = np.array(values)
    assert (stats.hochberg(p)[0] <= stats.holm(p)[0]).all()
    assert (stats.hochberg(p)[0] >= p).all()


def test_residual_variances_ignore_what_a_round_does_to_all_cells() -> None:
    rng = np.random.default_rng(3)
    levels = rng.normal(0, 0.01, (6, 5))
    shifted = levels + rng.normal(0, 1, 5)
    assert stats.two_way(shifted).variances == pytest.approx(stats.two_way(levels).variances)


def test_equal_cells_have_the_variance_that_they_were_drawn_with() -> None:
    layout = stats.two_way(np.random.default_rng(4).normal(0, 0.02, (200, 50)))
    assert math.sqrt(layout.pooled) == pytest.approx(0.02, rel=0.03)
    assert np.sqrt(layout.variances.mean()) == pytest.approx(0.02, rel=0.03)


def test_no_cell_counts_as_quieter_than_the_pool() -> None:
    levels = np.random.default_rng(5).normal(0, 0.01, (8, 5))
    layout = stats.two_way(levels)
    errors = stats.max_variance(layout, np.arange(1, 8), 0)
    assert (errors.standard_error >= math.sqrt(2 * layout.pooled / 5) - 1e-15).all()


def test_a_noisy_cell_keeps_its_own_variance_and_its_few_degrees_of_freedom() -> None:
    levels = np.random.default_rng(6).normal(0, 0.01, (8, 5))
    levels[3] *= 20
    layout = stats.two_way(levels)
    errors = stats.max_variance(layout, np.array([3]), 0)
    assert errors.standard_error[0] >= math.sqrt(layout.variances[3] / 5)
    assert errors.df[0] < 7  # 28 for two quiet ones


def test_a_clear_gain_is_faster_and_a_clear_loss_slower() -> None:
    noise = np.array([0.001, -0.002, 0.0, 0.002, -0.001])
    family = judged(np.array([0.2 + noise, -0.2 + noise]))
    assert family.verdicts == (Verdict.FASTER, Verdict.SLOWER)


def test_a_small_difference_is_equivalent_and_not_faster() -> None:
    family = judged(np.array([[0.011, 0.009, 0.010, 0.012, 0.008]]))
    assert family.verdicts == (Verdict.EQUIVALENT,)
    assert -MARGIN < family.adjusted_low[0] < family.adjusted_high[0] < MARGIN


def test_noise_resolves_nothing_and_says_how_many_rounds_would() -> None:
    family = judged(np.array([[0.2, -0.2, 0.1, -0.05, 0.15]]))
    assert family.verdicts == (Verdict.NOT_RESOLVED,)
    needed = family.rounds_needed[0]
    assert needed is None or needed > 5


def test_two_rounds_give_no_verdict_however_clear_they_look() -> None:
    assert judged(np.array([[0.5, 0.5001]])).verdicts == (Verdict.NOT_RESOLVED,)


def test_ratios_without_any_spread_give_no_verdict() -> None:
    assert judged(np.full((1, 5), 0.5)).verdicts == (Verdict.NOT_RESOLVED,)


@given(st.integers(0, 10_000), st.floats(-0.2, 0.2), st.floats(0.001, 0.1), st.integers(1, 30))
def test_a_difference_has_both_its_intervals_outside_the_margin(
    seed: int, mean: float, deviation: float, contrasts: int
) -> None:
    family = judged(np.random.default_rng(seed).normal(mean, deviation, (contrasts, 5)))
    for index, verdict in enumerate(family.verdicts):
        ends = [family.low, family.high, family.adjusted_low, family.adjusted_high]
        outside = (
            all(abs(end[index]) > MARGIN for end in ends) and len({np.sign(e[index]) for e in ends}) == 1
        )
        inside = abs(family.adjusted_low[index]) < MARGIN and abs(family.adjusted_high[index]) < MARGIN
        assert verdict not in (Verdict.FASTER, Verdict.SLOWER) or outside
        assert verdict is not Verdict.EQUIVALENT or inside


@given(
    st.integers(0, 10_000),
    st.floats(-0.2, 0.2),
    st.floats(0.001, 0.1),
    st.integers(1, 30),
    st.integers(1, 20),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_a_verdict_can_be_read_off_its_interval(
    seed: int, mean: float, deviation: float, contrasts: int, questions: int, pooled: float
) -> None:
    """Beyond the margin is a difference, within it is equivalence, and across one of its ends is neither."""
    logs = np.random.default_rng(seed).normal(mean, deviation, (contrasts, 5))
    means, plain = stats.paired(logs)
    errors = stats.Errors(plain.standard_error.mean() * pooled + 0 * means, plain.df * 3)
    rounds = np.full(contrasts, 5)
    family = stats.judge(means, plain, errors, MARGIN, rounds, questions=questions)
    for index, verdict in enumerate(family.verdicts):
        low, high = family.adjusted_low[index], family.adjusted_high[index]
        shown = (
            Verdict.FASTER
            if low > MARGIN
            else Verdict.SLOWER
            if high < -MARGIN
            else Verdict.EQUIVALENT
            if low > -MARGIN and high < MARGIN
            else Verdict.NOT_RESOLVED
        )
        assert verdict is shown


def test_more_questions_make_a_difference_harder_to_claim() -> None:
    logs = np.array([[0.043, 0.055, 0.040, 0.051, 0.060]])
    assert judged(logs).verdicts == (Verdict.FASTER,)
    assert judged(logs, questions=50).verdicts == (Verdict.NOT_RESOLVED,)


@pytest.mark.parametrize(
    ("effect", "deviation", "rounds"), [(0.02, 0.01, 7), (0.05, 0.01, 3), (0.05, 0.03, 9)]
)
def test_rounds_needed_are_those_of_the_known_table(effect: float, deviation: float, rounds: int) -> None:
    needed = stats.rounds_needed(math.log1p(effect), deviation * math.sqrt(2), 0.0)
    assert needed is not None
    assert abs(needed - rounds) <= 1


def test_a_truth_at_the_margin_needs_more_rounds_than_are_worth_naming() -> None:
    assert stats.rounds_needed(MARGIN, 0.01, MARGIN) is None


def test_the_promised_rounds_resolve_four_times_in_five() -> None:
    rng = np.random.default_rng(9)
    needed = stats.rounds_needed(math.log(1.05), 0.02, MARGIN)
    assert needed is not None
    draws = rng.normal(math.log(1.05), 0.02, (2000, 1, needed))
    found = sum(judged(logs).verdicts[0] is Verdict.FASTER for logs in draws)
    assert 0.77 < found / 2000 < 0.88


@pytest.mark.parametrize("values", [[100.0], [50.0, 200.0]])
def test_a_level_from_one_or_two_rounds_has_no_bounds(values: list[float]) -> None:
    interval = stats.geometric_interval(np.array(values))
    assert interval.value == pytest.approx(100)
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)


def test_weights_that_are_all_alike_are_students_t() -> None:
    logs = np.random.default_rng(2).normal(0, 0.02, (3, 6))
    assert stats.paired(logs, np.full(6, 0.7))[1].standard_error == pytest.approx(
        stats.paired(logs)[1].standard_error
    )


def test_a_round_that_counts_nothing_moves_nothing() -> None:
    logs = np.array([[0.01, 0.03, 0.02, 5.0]])
    mean, errors = stats.paired(logs, np.array([1.0, 1.0, 1.0, 0.0]))
    assert mean[0] == pytest.approx(0.02)
    assert errors.standard_error[0] < 0.01


def test_variances_of_a_layout_with_gaps_and_weights_are_those_of_its_noise() -> None:
    rng, weights = np.random.default_rng(6), np.array([1.0, 1.0, 0.3, 2.0, 0.7, 1.5, 0.5, 1.0])
    deviations = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    found = []
    for _ in range(3000):
        levels = deviations[:, None] * rng.normal(size=(6, 8)) / np.sqrt(weights) + rng.normal(size=8)
        levels[2:4, 5:] = np.nan
        levels[5, 0] = np.nan
        layout = stats.two_way(levels, weights)
        found.append([*layout.variances, layout.pooled])
    assert np.mean(found, axis=0) == pytest.approx(1.0, abs=0.06)
    assert layout.df == pytest.approx(48 - 7 - 6 - 8 + 1)


def test_a_pair_of_a_layout_with_gaps_rests_on_the_rounds_that_both_have() -> None:
    levels = np.random.default_rng(7).normal(0, 0.02, (6, 9))
    levels[3:, 5:] = np.nan
    layout = replace(stats.two_way(levels), variances=np.ones(6), pooled=1.0)
    errors = stats.max_variance(layout, np.array([1, 4]), 0)
    assert errors.standard_error == pytest.approx(np.sqrt([2 / 9, 2 / 5]))
