"""Levels in columns: one rounding for all, so that digits do not invent a ranking."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ovreport import units
from ovreport.conclusions.claims import Report
from tests.render.conftest import context_of

LEVELS = st.lists(
    st.tuples(st.floats(0.5, 5000), st.floats(0.001, 0.5)).map(
        lambda pair: (pair[0], pair[0] * (1 - pair[1]), pair[0] * (1 + pair[1]))
    ),
    min_size=2,
    max_size=12,
)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def test_numbers_of_one_order_of_magnitude_share_the_coarsest_place() -> None:
    sharing = units.shared([(146.0, 115.0, 185.0), (146.4, 110.0, 190.0), (12.7, 12.1, 13.3)])
    shown = [units.throughput(value, sharing=sharing).value for value in (146.0, 146.4, 12.7)]
    assert shown == ["150", "150", "12.7"]


def test_two_digits_are_kept_whatever_a_neighbour_is_known_to() -> None:
    sharing = units.shared([(150.0, 10.0, 900.0), (123.0, 122.0, 124.0)])
    assert units.throughput(123.0, 122.0, 124.0, sharing=sharing).value == "120"


def test_a_shared_rounding_holds_in_every_unit() -> None:
    sharing = units.shared([(7.24e6, 5.6e6, 9.3e6), (6.81e6, 6.80e6, 6.82e6)])
    assert str(units.latency(6.81e6, unit="ms", sharing=sharing)) == f"6.8{units.NO_BREAK}ms"
    assert str(units.latency(6.81e6, unit="µs", sharing=sharing)) == f"6,800{units.NO_BREAK}µs"


@given(LEVELS)
def test_rounding_a_column_keeps_its_order(levels: list[tuple[float, float, float]]) -> None:
    sharing = units.shared(levels)
    shown = [number(units.throughput(*level, sharing=sharing).value) for level in sorted(levels)]
    assert all(first <= second for first, second in itertools.pairwise(shown))


def test_the_overview_and_the_blocks_print_the_same_levels(article: Report) -> None:
    context = context_of(article)
    places = set()
    for result in context.measured:
        assert result.throughput is not None
        shown = context.throughput(result.throughput).value
        places.add((len(shown.split(".")[0]), len(shown.partition(".")[2])))
    by_order = [order for order, _ in places]
    assert len(by_order) == len(set(by_order))
