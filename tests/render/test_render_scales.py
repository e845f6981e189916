"""Axes: round ticks, and values where they belong."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovreport.render.scales import decades, halved, linear, ratios, tick_label
from ovreport.units import ENGLISH

VALUES = st.floats(1e-3, 1e6)


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_a_linear_axis_holds_all_values_between_its_first_and_last_tick(values: list[float]) -> None:
    scale = linear(values)
    assert scale.ticks[0] == scale.low <= min(values) * (1 + 1e-6)
    assert scale.ticks[-1] == scale.high >= max(values) * (1 - 1e-6)
    assert 2 <= len(scale.ticks) <= 7
    assert all(0 <= scale.at(value) <= 100 for value in values)


def test_an_axis_for_bars_starts_at_zero() -> None:
    assert linear([80, 90], zero=True).low == 0


def test_values_that_are_not_numbers_do_not_stretch_an_axis() -> None:
    assert linear([60.0, math.nan, 100.0, math.inf]).ticks == (60, 70, 80, 90, 100)


@given(st.lists(st.floats(0.02, 50), min_size=1, max_size=6))
def test_a_ruler_shows_one_and_all_ratios(values: list[float]) -> None:
    scale = ratios(values)
    assert 1.0 in scale.ticks
    assert scale.low <= min(values)
    assert max(values) <= scale.high
    positions = [mark.at for mark in scale.marks(ENGLISH)]
    assert all(b - a >= 100 / 6 - 0.1 for a, b in itertools.pairwise(positions))


def test_equal_ratios_are_equally_long() -> None:
    scale = ratios([0.5, 2.0])
    assert scale.at(1.0) - scale.at(0.5) == pytest.approx(scale.at(2.0) - scale.at(1.0), abs=0.02)


@given(VALUES)
def test_a_latency_axis_ends_not_far_above_the_top(top: float) -> None:
    scale = halved(top)
    assert top * 0.999 <= scale.high <= top * 1.51
    assert scale.ticks == (0, scale.high / 2, scale.high)


@given(VALUES, st.floats(3, 1e6))
def test_a_logarithmic_axis_has_a_few_round_ticks(low: float, times: float) -> None:
    scale = decades(low, low * times)
    assert 1 <= len(scale.ticks) <= 8
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)
    assert all(str(f"{tick:e}")[0] in "125" for tick in scale.ticks)


def test_an_interval_that_is_not_known_is_not_drawn() -> None:
    strip = linear([0, 100]).strip(50, math.nan, math.nan)
    assert strip.at == 50
    assert strip.width is None


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (100, "100"), (2.5, "2.5"), (1000, "1,000"), (0.95, "0.95")]
)
def test_a_tick_is_printed_without_idle_zeros(value: float, text: str) -> None:
    assert tick_label(ENGLISH, value) == text


@pytest.mark.parametrize("values", [[1.0], [1.0, 1.0]])
def test_a_ruler_of_ratios_that_are_all_one_has_a_place_for_it(values: list[float]) -> None:
    scale = ratios(values)
    assert scale.low < 1.0 < scale.high
    assert scale.at(1.0) == pytest.approx(50, abs=1)


def test_an_axis_of_values_that_differ_in_their_last_digit_alone_has_a_length() -> None:
    scale = linear([5.0, math.nextafter(5.0, 6.0)])
    assert scale.low < 5.0 < scale.high
    assert len(scale.ticks) > 1
