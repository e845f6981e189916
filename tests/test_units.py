"""Numbers are rounded by their uncertainty, carry their units, and read right in both languages."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovreport import units
from ovreport.language.locale import Locale

CHINESE = Locale("zh-Hans").numbers


def plain(text: object) -> str:
    """The text with ordinary blanks and without glue."""
    return str(text).replace(units.NO_BREAK, " ").replace(units.GLUE, "")


def full(quantity: units.Quantity) -> str:
    """Number, unit and interval: `91 FPS (83–100)`."""
    return f"{quantity} ({quantity.interval})" if quantity.low else str(quantity)


@pytest.mark.parametrize(
    ("half_width", "expected"),
    [
        (0.100, 2),  # 100 keeps two digits
        (0.354, 2),
        (0.355, 1),  # from 355 on one
        (0.949, 1),
        (0.950, 1),  # 0.95 becomes 1.0
        (0.999, 1),
        (0.9996, 1),  # rounds to 1.00, which keeps two digits
        (1.0, 1),
        (3.54, 1),
        (3.55, 0),
        (9.5, 0),
        (12.0, 0),
        (40.0, -1),
        (1234.0, -2),
        (0.00827, 3),
    ],
)
def test_the_leading_digits_of_the_uncertainty_decide(half_width: float, expected: int) -> None:
    assert units.decimals(half_width) == expected


@pytest.mark.parametrize(
    ("value", "half_width", "expected"),
    [(0.827, 0.119, "0.83"), (0.827, 0.367, "0.8"), (0.8274, 0.0085, "0.827"), (14.34, 0.96, "14.3")],
)
def test_the_estimate_is_cut_where_its_uncertainty_is(value: float, half_width: float, expected: str) -> None:
    assert units.ENGLISH.quantity(value, "", value - half_width, value + half_width).value == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (units.ENGLISH.throughput(91.2, 82.7, 99.9), "91 FPS (83–100)"),
        (units.ENGLISH.ratio(1.163, 1.06, 1.27), "1.16× (1.06–1.27)"),
        (units.ENGLISH.ratio(1.55, 1.48, 1.63), "1.55× (1.48–1.63)"),
        (units.ENGLISH.throughput(133.27), "133 FPS"),
        (units.ENGLISH.throughput(math.nan), "– FPS"),
        (units.ENGLISH.throughput(4321.0, 3900.0, 4700.0), "4,300 FPS (3,900–4,700)"),
        (units.ENGLISH.latency(7.512e6), "7.51 ms"),
        (units.ENGLISH.latency(51_282_051), "51.3 ms"),
        (units.ENGLISH.latency(51_282_051, 50.9e6, 51.7e6), "51.3 ms (50.9–51.7)"),
        (units.ENGLISH.latency(380_400), "380 µs"),
        (units.ENGLISH.latency(2.5e9), "2.50 s"),
        (units.ENGLISH.latency(999_700), "1.00 ms"),
        (units.ENGLISH.latency(15e6, unit="s"), "0.0150 s"),
        (units.ENGLISH.percent(0.07), "7.0 %"),
        (units.ENGLISH.percent(0.192), "19 %"),
        (units.ENGLISH.percent(0.0031), "0.3 %"),
        (units.ENGLISH.percent(0.07, 0.05, 0.09), "7.0 % (5.0–9.0)"),
        (units.ENGLISH.percent_at_most(0.0191), "2 %"),
        (units.ENGLISH.percent_at_most(0.02), "2 %"),
        (units.ENGLISH.percent_at_most(-0.0004), "0.04 %"),
        (units.ENGLISH.size(23_133_796), "23.1 MB"),
        (units.ENGLISH.size(512), "512 B"),
        (units.Numbers(byte="o").size(23_133_796), "23.1 Mo"),
    ],
)
def test_quantities_print_number_unit_and_interval(quantity: units.Quantity, expected: str) -> None:
    assert plain(full(quantity)) == expected


def test_number_and_unit_do_not_part_at_the_end_of_a_line() -> None:
    text = full(units.ENGLISH.latency(7.5e6, 7.1e6, 7.9e6))
    assert "\u00a0ms" in text
    assert "\u2060\u2013\u2060" in text


def test_a_range_in_percent_is_cut_where_its_larger_end_is() -> None:
    assert units.ENGLISH.percent_range((0.104, 0.084)) == ("8", "10")
    assert units.ENGLISH.percent_range((-0.0411, -0.0625)) == ("4.1", "6.2")


def test_chinese_sets_percent_without_a_space() -> None:
    assert str(CHINESE.percent(0.19)) == "19%"
    assert str(CHINESE.percent_at_most(0.019)) == "2%"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.42, "0.4 s", "0.4 秒"),
        (7.0, "7.0 s", "7.0 秒"),
        (40, "40 s", "40 秒"),
        (319, "5 min 19 s", "5 分 19 秒"),
        (300, "5 min", "5 分钟"),
        (7500, "2 h 5 min", "2 小时 5 分"),
        (3599.7, "1 h", "1 小时"),
    ],
)
def test_durations_have_at_most_two_units(seconds: float, english: str, chinese: str) -> None:
    assert plain(units.ENGLISH.duration(seconds)) == english
    assert plain(CHINESE.duration(seconds)) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (3, "10 seconds", "10 秒"),
        (41, "50 seconds", "50 秒"),
        (100, "2 minutes", "2 分钟"),
        (840, "14 minutes", "14 分钟"),
        (9000, "3 hours", "3 小时"),
    ],
)
def test_forecasts_are_round_and_never_too_short(seconds: float, english: str, chinese: str) -> None:
    assert plain(units.ENGLISH.about(seconds)) == english
    assert plain(CHINESE.about(seconds)) == chinese


def test_an_interval_of_no_width_prints_no_more_digits_than_none() -> None:
    assert units.ENGLISH.throughput(133.271828, 133.271828, 133.271828).value == "133"


def test_a_tiny_interval_prints_at_most_four_digits() -> None:
    assert plain(full(units.ENGLISH.throughput(133.271828, 133.2718, 133.2719))) == "133.3 FPS (133.3–133.3)"


def test_a_huge_interval_leaves_a_digit_of_the_estimate() -> None:
    assert units.ENGLISH.quantity(0.05, "", 0.01, 5.0).value == "0.05"


def test_bounds_that_could_not_be_computed_are_left_out() -> None:
    assert plain(full(units.ENGLISH.throughput(91.2, math.nan, math.nan))) == "91.2 FPS"


def test_a_bound_beyond_all_measure_is_printed_as_boundless() -> None:
    assert str(units.ENGLISH.times(1.2, 1e-20, 1e20).high) == "∞"


def test_a_negative_number_has_a_minus_sign_and_zero_has_none() -> None:
    assert units.ENGLISH.fixed(-4.2, 0) == "−4"
    assert units.ENGLISH.fixed(-0.2, 0) == "0"


def test_a_column_shares_the_unit_of_its_smallest_time() -> None:
    assert units.time_unit([0.8e6, 30e6]) == "µs"
    assert units.time_unit([7.5e6, 30e6]) == "ms"
    assert units.time_unit([]) == "ms"


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 0.9))
def test_the_printed_estimate_is_within_half_its_uncertainty(value: float, relative: float) -> None:
    half = value * relative
    printed = float(units.ENGLISH.quantity(value, "", value - half, value + half).value.replace(",", ""))
    assert abs(printed - value) <= max(half, abs(value) * 10.0 ** (1 - units.MOST_DIGITS)) / 2 * 1.000001


@pytest.mark.parametrize(
    ("value", "expected"), [(1.7e308, "∞"), (-1e300, "−∞"), (math.inf, "–"), (9.99e11, "999,000,000,000")]
)
def test_a_number_of_any_size_has_a_text(value: float, expected: str) -> None:
    assert units.ENGLISH.quantity(value).value == expected


@pytest.mark.parametrize(
    ("level", "told"), [(0.95, "95"), (0.9, "90"), (0.9944, "99.4"), (0.996, "99.6"), (0.99958, "99.96")]
)
def test_no_interval_is_told_as_certain(level: float, told: str) -> None:
    assert units.ENGLISH.confidence(level).value == told


@pytest.mark.parametrize(
    ("value", "low", "high", "told"),
    [(200.1, 199.9, 200.3, "200.1× (199.9–200.3)"), (2.0, 2.0, 2.0, "2.00× (2.00–2.00)")],
)
def test_bounds_that_differ_are_never_printed_as_one_and_the_same(
    value: float, low: float, high: float, told: str
) -> None:
    assert plain(full(units.ENGLISH.ratio(value, low, high))) == told


@pytest.mark.parametrize(("language", "expected"), [("en", "1,234.5"), ("de", "1.234,5")])
def test_what_somebody_printed_keeps_its_digits_and_gets_the_marks_of_the_language(
    language: str, expected: str
) -> None:
    assert Locale(language).numbers.as_given(1234.5) == expected
