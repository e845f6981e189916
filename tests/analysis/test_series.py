"""What the latencies of one trial tell."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats
from scipy.signal import lfilter

from ovreport.analysis import series


def autocorrelated(
    phi: float, count: int, seed: int = 1
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rng = np.random.default_rng(seed)
    return np.asarray(lfilter([1.0], [1.0, -phi], rng.standard_normal(count)))


def as_ns(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return (1e7 + 1e5 * values).astype(np.int64)


def test_independent_requests_count_fully() -> None:
    assert series.effective_requests(as_ns(np.random.default_rng(1).standard_normal(10_000))) > 7_000


def test_autocorrelated_requests_count_as_the_formula_says() -> None:
    effective = series.effective_requests(as_ns(autocorrelated(0.7, 20_000)))
    assert effective == pytest.approx(20_000 * 0.3 / 1.7, rel=0.25)


def test_slow_waves_under_white_noise_are_seen_too() -> None:
    noise = np.random.default_rng(2).standard_normal(10_000)
    waves = 0.5 * np.sin(np.arange(10_000) / 300)
    assert series.effective_requests(as_ns(noise + waves)) < 3_000


def test_equal_latencies_count_fully() -> None:
    assert series.effective_requests(np.full(10, 5, np.int64)) == 10


@pytest.mark.parametrize(("percent", "needed"), [(90, 64), (95, 130), (99, 662), (99.9, 6636)])
def test_the_rule_for_any_percentile_agrees_with_the_table(percent: float, needed: int) -> None:
    assert series.requests_needed(percent) == needed
    share = 1 - percent / 100
    assert scipy_stats.binom.cdf(1, needed, share) == pytest.approx(0.01, rel=0.05)


def test_a_percentile_between_those_of_the_table_needs_a_number_between_theirs() -> None:
    assert 130 < series.requests_needed(98) < 662


def test_percentiles_are_values_that_were_measured() -> None:
    values = np.array([10, 20, 30, 40, 50], np.int64)
    assert series.nearest_rank(values, (0, 20, 21, 50, 99, 100)).tolist() == [10, 10, 20, 30, 50, 50]


def test_a_steady_slowing_is_found_despite_a_stray_slice() -> None:
    begin = np.arange(20, dtype=np.int64) * 3_000_000_000
    level = 1e7 * np.exp(0.1 * begin / 60e9)
    level[7] *= 3
    assert series.slope_per_minute(begin, level) == pytest.approx(0.1, rel=0.05)


def test_a_single_slice_has_no_slope() -> None:
    assert series.slope_per_minute(np.array([0], np.int64), np.array([1e7])) == 0.0


def test_a_step_is_found_where_it_happens() -> None:
    rng = np.random.default_rng(3)
    level = np.exp(0.02 * rng.standard_normal(20) + 0.2 * (np.arange(20) >= 12))
    ratio, at = series.largest_step(level)
    assert at == 12
    assert ratio == pytest.approx(math.exp(0.2), rel=0.05)


def test_steps_are_seldom_found_in_noise() -> None:
    rng = np.random.default_rng(4)
    found = [series.largest_step(np.exp(0.02 * rng.standard_normal(10)))[1] >= 0 for _ in range(1000)]
    assert np.mean(found) < 0.02


def test_two_speeds_are_two_modes_and_one_is_one() -> None:
    rng = np.random.default_rng(5)
    one = np.sort((1e7 * np.exp(0.05 * rng.standard_normal(1500))).astype(np.int64))
    two = np.sort(
        (1e7 * np.exp(0.05 * rng.standard_normal(1500) + 0.4 * (rng.random(1500) < 0.3))).astype(np.int64)
    )
    assert series.modes(one) == 1
    assert series.modes(two) == 2


def test_equal_latencies_are_one_mode() -> None:
    assert series.modes(np.full(1000, 7_000_000, np.int64)) == 1


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_neighbouring_ticks_of_a_coarse_clock_are_one_mode(share: float) -> None:
    ticks = np.random.default_rng(6).random(400) < share
    for first in range(1_000_000, 20_000_000, 1_000_000):  # rounding differs with the values
        assert series.modes(np.sort(np.where(ticks, first, first + 1_000_000))) == 1


def test_two_speeds_are_two_modes_on_a_coarse_clock_too() -> None:
    rng = np.random.default_rng(7)
    both = 1e7 * np.exp(0.05 * rng.standard_normal(1500) + 0.4 * (rng.random(1500) < 0.5))
    assert series.modes(np.sort((both / 1e5).round().astype(np.int64) * 100_000)) == 2


def test_only_requests_beyond_the_far_fence_are_outliers() -> None:
    values = np.sort(np.concatenate([np.arange(100, 200), [1000, 2000]])).astype(np.int64)
    assert series.outliers(values) == 2
