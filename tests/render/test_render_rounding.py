"""Levels in columns: one rounding for all, so that digits do not invent a ranking."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovreport import units
from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.language.registry import LANGUAGES
from ovreport.render import blocks, glance
from ovreport.render.details import details
from ovreport.render.figures.ecdf import EcdfChart
from ovreport.render.request_plot import latency_axis
from tests import simulation
from tests.render.conftest import context_of
from tests.simulated_plans import make_plan

LEVELS = st.lists(
    st.tuples(st.floats(0.5, 5000), st.floats(0.001, 0.5)).map(
        lambda pair: (pair[0], pair[0] * (1 - pair[1]), pair[0] * (1 + pair[1]))
    ),
    min_size=2,
    max_size=12,
)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def test_numbers_of_one_order_of_magnitude_share_a_place() -> None:
    alike = [(146.0, 115.0, 185.0), (146.4, 110.0, 190.0)]
    assert [units.ENGLISH.throughput(*level).value for level in alike] == ["146", "150"]
    sharing = units.shared([*alike, (12.7, 12.1, 13.3)])
    shown = [units.ENGLISH.throughput(value, sharing=sharing).value for value in (146.0, 146.4, 12.7)]
    assert shown == ["146", "146", "12.7"]


def test_no_number_gets_more_than_one_digit_beyond_its_own_rule() -> None:
    vague, sharp = (1500.0, 1000.0, 2000.0), (1234.0, 1232.0, 1236.0)
    sharing = units.shared([vague, sharp])
    places = sharing[3]
    assert places <= units.cut(*vague) + 1
    assert units.ENGLISH.throughput(*sharp, sharing=sharing).value == "1,230"


def test_a_shared_rounding_holds_in_every_unit() -> None:
    sharing = units.shared([(7.24e6, 5.6e6, 9.3e6), (6.81e6, 6.80e6, 6.82e6)])
    assert str(units.ENGLISH.latency(6.81e6, unit="ms", sharing=sharing)) == f"6.81{units.NO_BREAK}ms"
    assert str(units.ENGLISH.latency(6.81e6, unit="µs", sharing=sharing)) == f"6,810{units.NO_BREAK}µs"


@given(LEVELS)
def test_rounding_a_column_keeps_its_order(levels: list[tuple[float, float, float]]) -> None:
    sharing = units.shared(levels)
    shown = [number(units.ENGLISH.throughput(*level, sharing=sharing).value) for level in sorted(levels)]
    assert all(first <= second for first, second in itertools.pairwise(shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentile_has_the_same_digits_wherever_a_page_prints_it(article: Report, language: str) -> None:
    context = context_of(article, language)
    result = context.selected[0]
    _, distribution = details(context, result)[-1]
    (curve, *_), heads = EcdfChart(context).table().rows, EcdfChart(context).table().columns
    drawn = dict(zip((head.head for head in heads), curve, strict=True))
    (latency, _) = blocks.block(context, result, latency_axis([result])).figures
    by_name = {str(row[0]): str(row[1]) for row in distribution.rows}
    assert {name: drawn[name] for name in ("p50", "p90")} == {name: by_name[name] for name in ("p50", "p90")}
    assert latency.remark.split()[-1] == list(by_name.values())[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_table_and_the_blocks_print_the_same_levels(article: Report, language: str) -> None:
    context = context_of(article, language)
    rows = {row.name: row for _, group in glance.of_page(context).groups for row in group}
    assert len(rows) == len(context.analysis.cells)
    for result in context.measured:
        told, row = blocks.block(context, result, latency_axis([result])), rows[context.names[result.cell.id]]
        assert [figure.shown for figure in told.figures] == [row.latency, row.throughput]


def test_a_level_that_is_known_badly_is_set_large_by_its_ends_and_marked_in_the_first_table() -> None:
    plan = make_plan(factors={"batch": [1, 3]}, rounds=5)
    world = simulation.World(round_sd=1.0, seed=3)
    report = conclude(analyse(plan, "bench", simulation.measure(plan, world)))
    context = context_of(report)
    (row, _) = (row for _, group in glance.of_page(context).groups for row in group)
    latency, _ = blocks.block(context, context.measured[0], latency_axis(context.measured)).figures
    assert row.latency is not None
    assert row.latency.value.startswith("≈")
    assert row.latency.low
    assert not latency.shown.low
    assert latency.shown.value == row.latency.interval


def test_levels_of_one_order_of_magnitude_share_their_decimals_on_a_page(article: Report) -> None:
    context = context_of(article)
    places = set()
    for result in context.measured:
        assert result.throughput is not None
        shown = context.throughput(result.throughput).value
        places.add((len(shown.split(".")[0]), len(shown.partition(".")[2])))
    by_order = [order for order, _ in places]
    assert len(by_order) == len(set(by_order))


def test_the_first_table_says_of_how_many_rounds_its_levels_are() -> None:
    plan = make_plan(factors={"threads": [1, 2]}, rounds=5)
    first, records = plan.cells[0].id, list(simulation.measure(plan))
    some = [each for each in records if each[0].cell_id == first or each[0].round <= 3]
    for kept, said in ((records, "Geometric means of 5 rounds"), (some, "Geometric means of 3 to 5 rounds")):
        assert said in glance.of_page(context_of(conclude(analyse(plan, "host", kept)))).note
