"""What a page tells of a machine on which others were busy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.limits import DISTURBED
from ovreport.render import glance
from ovreport.render.blocks import block
from ovreport.render.page import page as page_of
from ovreport.render.request_plot import latency_axis
from ovreport.render.views import Link
from tests.disturbed import disturbed_records
from tests.render.conftest import context_of
from tests.simulated_plans import article_plan


@pytest.fixture(scope="module")
def busy() -> Report:
    """Five rounds in which others were busy for some passes, a few of which were repeated."""
    plan = article_plan()
    return conclude(analyse(plan, "busy", disturbed_records(plan)))


def test_levels_of_quiet_passes_stand_beside_those_of_all_by_their_name(busy: Report) -> None:
    context = context_of(busy)
    rows = {row.name: row for _, group in glance.of_page(context).groups for row in group}
    for result in context.measured:
        told = rows[context.names[result.cell.id]].quiet
        assert all(each.startswith("in quiet passes ") for each in told)
        assert [figure.quiet for figure in block(context, result, latency_axis([result])).figures] == [*told]
        assert result.quiet is not None
        assert result.throughput is not None
        assert result.quiet.throughput.value > result.throughput.value


def test_a_calm_machine_has_no_levels_of_quiet_passes(article: Report) -> None:
    rows = [row for _, group in glance.of_page(context_of(article)).groups for row in group]
    assert {row.quiet for row in rows} == {("", "")}


@pytest.mark.parametrize(("aside", "told"), [(0, False), (1, True), (2, True)])
def test_a_page_says_how_many_passes_were_repeated_and_why(aside: int, told: bool) -> None:
    plan = article_plan(rounds=3)
    report = conclude(analyse(plan, "busy", disturbed_records(plan, aside=aside)))
    made = page_of(context_of(report), downloads={}, source=Link(text="", href=""))
    repeated = report.analysis.passes_repeated
    assert repeated == 3 * aside
    assert (f"{repeated} of {report.analysis.passes} passes" in made.measuring) is told
    assert (f"more than {DISTURBED} of a processor" in made.measuring) is told


def test_a_page_says_how_many_slices_comparisons_go_without(busy: Report, article: Report) -> None:
    told = page_of(context_of(busy), downloads={}, source=Link(text="", href="")).measuring
    hit, slices = busy.analysis.slices_hit, busy.analysis.slices
    assert 0 < hit < slices / 2
    assert f"go without {hit} of {slices:,} slices" in told
    calm = page_of(context_of(article), downloads={}, source=Link(text="", href="")).measuring
    assert "Comparisons go without" not in calm


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_of_a_busy_machine_is_whole(
    busy: Report, page: Callable[[Report, str], str], language: str
) -> None:
    text = page(busy, language)
    assert text.count('class="quiet"') == 2 * len(busy.analysis.cells)
