"""What a page says in rarer cases: parts that failed, other ways of measuring, ties, and nothing at all."""

from __future__ import annotations

import re
import statistics
from dataclasses import replace
from typing import Any

import pytest

from ovreport import units
from ovreport.analysis import choice
from ovreport.analysis.report import analyse
from ovreport.analysis.results import BestSet, CellResult
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import Text, plain
from ovreport.records import Record
from ovreport.render import citation, fonts, footer, page
from ovreport.render.details import details
from ovreport.render.figures.throughput import ThroughputChart
from ovreport.render.views import Link
from ovreport.render.views import Page as View
from tests.render.conftest import context_of
from tests.simulation import World, failed, make_plan, measure

BOTH = ("en", "zh-Hans")


def written(report: Report, language: str = "en") -> View:
    return page.page(context_of(report, language), downloads={}, source=Link(text="", href=""))


def changed(report: Report, **changes: Any) -> Report:
    """The same report about a plan whose way of measuring differs."""
    plan = report.analysis.plan
    measuring = replace(plan.measure, **changes)
    return replace(report, analysis=replace(report.analysis, plan=replace(plan, measure=measuring)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"schedule": "whole"}, "measures one after the other, each in one go."),
        ({"seconds": None, "requests": 500}, "is measured for 500 requests a round."),
    ],
)
def test_another_way_of_measuring_is_told(article: Report, changes: dict[str, Any], expected: str) -> None:
    assert expected in written(changed(article, **changes)).measuring


def test_a_count_of_requests_is_not_repeated_as_seconds(article: Report) -> None:
    command = footer.command(context_of(changed(article, seconds=None, requests=500)))
    assert "--seconds" not in command
    assert command.startswith("ovreport build article.yaml --rounds 5 --seed")


def use(report: Report, *best: BestSet, smallest: str | None = None) -> list[Text]:
    """What a page advises where these may be the best."""
    about = replace(report.analysis, best=best, smallest=smallest)
    return list(footer.use(context_of(replace(report, analysis=about), "en")))


def named(report: Report, line: Text) -> list[str]:
    """The configurations that a line of advice names, in its order."""
    names = {name: cell for cell, name in context_of(report, "en").names.items()}
    return [cell for span in line for name, cell in names.items() if span.text == name]


def test_two_questions_get_two_answers(article: Report) -> None:
    quick, fast = (each.cell.id for each in article.analysis.cells[:2])
    told = use(
        article,
        BestSet(metric="latency", best=quick, tied=(quick,)),
        BestSet(metric="throughput", best=fast, tied=(fast,)),
    )
    assert [named(article, line) for line in told] == [[quick], [fast]]


def test_one_that_may_be_as_good_is_named_and_several_are_counted(article: Report) -> None:
    first, second, third = (each.cell.id for each in article.analysis.cells[:3])
    names = context_of(article, "en").names
    (alike,) = use(
        article,
        BestSet(metric="latency", best=first, tied=(first, second)),
        BestSet(metric="throughput", best=first, tied=(first, second)),
    )
    assert plain(alike).count(names[second]) == 1
    (apart,) = use(
        article,
        BestSet(metric="latency", best=first, tied=(first,)),
        BestSet(metric="throughput", best=first, tied=(first, second, third)),
    )
    assert "two others may be as good or better" in plain(apart)
    assert names[second] not in plain(apart)


def test_a_lighter_setting_is_advised_where_it_is_good_enough(article: Report) -> None:
    light, heavy = (each.cell.id for each in by_cost(article))
    sets = (
        BestSet(metric="latency", best=heavy, tied=(heavy,)),
        BestSet(metric="throughput", best=heavy, tied=(heavy,)),
    )
    assert [named(article, line) for line in use(article, *sets, smallest=light)] == [[heavy], [light]]


def by_cost(report: Report) -> tuple[CellResult, CellResult]:
    """The settings that take the least and the most."""
    found = sorted(report.analysis.cells, key=choice.cost)
    return found[0], found[-1]


def test_none_is_called_lighter_than_a_setting_that_takes_less(article: Report) -> None:
    light, heavy = (each.cell.id for each in by_cost(article))
    told = use(
        article,
        BestSet(metric="latency", best=light, tied=(light,)),
        BestSet(metric="throughput", best=heavy, tied=(heavy, light)),
        smallest=heavy,
    )
    assert len(told) == 1


def test_where_nothing_is_known_to_be_best_nothing_is_advised(article: Report) -> None:
    assert use(article) == []


@pytest.fixture(scope="module")
def partly() -> Report:
    """One configuration fails in the first of three rounds."""
    plan = make_plan(factors={"batch": [1, 3]}, rounds=3, slug="partly")
    lost = plan.cells[0].id
    records = [
        (
            failed(record, message="out of luck") if record.cell_id == lost and record.round == 1 else record,
            sha,
        )
        for record, sha in measure(plan, World())
    ]
    return conclude(analyse(plan, "simulated", records))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_trial_among_good_ones_is_told_with_its_reason(partly: Report, language: str) -> None:
    view = written(partly, language)
    (block, other) = [block for section in view.sections for block in section.blocks]
    assert "out of luck" in str(block)
    assert "out of luck" not in str(other)


def test_a_configuration_without_figures_is_announced(troubled: Report) -> None:
    lone = replace(
        troubled.analysis,
        cells=tuple(
            replace(result, failures=()) if place else result
            for place, result in enumerate(troubled.analysis.cells)
        ),
    )
    notice = written(replace(troubled, analysis=lone)).notice
    assert notice != written(troubled).notice


def test_a_page_that_cites_nothing_measured_and_nothing_published_names_title_and_author(
    published: Report,
) -> None:
    plan = replace(published.analysis.plan, published=())
    empty = conclude(analyse(plan, "", []))
    context = context_of(empty)
    assert citation.text(context) == f"ovreport, “{plan.article.translations[0].title}”."
    assert "note" not in citation.bibtex(context)


def test_a_font_that_is_not_installed_has_no_path_and_no_content() -> None:
    absent = replace(fonts.FACES[0], package="font_that_nobody_has")
    assert absent.path is None
    with pytest.raises(FileNotFoundError, match=absent.file):
        fonts.content(absent)


@pytest.mark.parametrize("language", BOTH)
def test_a_configuration_without_records_yet_has_a_block_that_says_so(language: str) -> None:
    plan = make_plan(factors={"batch": [1, 2, 3]}, rounds=2, slug="begun")
    waiting = plan.cells[-1].id
    records = [(record, sha) for record, sha in measure(plan, World()) if record.cell_id != waiting]
    view = written(conclude(analyse(plan, "simulated", records)), language)
    *_, last = [block for section in view.sections for block in section.blocks]
    assert last.trouble
    assert not last.figures
    assert view.records is not None
    assert len(view.records.rows) == 4


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ((), ["700"]),
        ((99.9,), ["700", "p99.9", "6,636"]),
        ((99.0, 99.9), ["700", "p99", "662", "p99.9", "6,636"]),
    ],
)
def test_a_distribution_tells_what_its_requests_count_for(
    article: Report, missing: tuple[float, ...], told: list[str]
) -> None:
    result = article.analysis.cells[0]
    percentiles = tuple(
        replace(one, latency_ns=None if one.percent in missing else 1e6) for one in result.percentiles
    )
    counted = replace(result, percentiles=percentiles, effective_requests=700.0)
    note = details(context_of(article), counted)[-1][1].note
    requests = sum(trial.requests for trial in result.trials)
    assert re.findall(r"p?\d[\d,.]*\d", note) == [f"{requests:,}", *told]


def test_a_percentile_has_its_interval_beside_it(article: Report) -> None:
    result = article.analysis.cells[0]
    (median, *_) = result.percentiles
    known = (
        replace(median, latency_ns=9.674e6, low=9.1e6, high=10.22e6),
        replace(median, percent=90, low=None, high=None),
    )
    _, table = details(context_of(article), replace(result, percentiles=known))[-1]
    assert [column.head for column in table.columns][-1] == "95 % interval"
    assert table.rows[0][1:] == ("9.67", units.joined("9.10", "10.22"))
    assert table.rows[1][2] == "–"


def test_a_page_about_one_configuration_explains_no_colours() -> None:
    plan = make_plan(factors={"batch": [1]}, rounds=2, slug="lone")
    view = written(conclude(analyse(plan, "simulated", measure(plan, World()))))
    assert view.figures_intro == ""
    assert view.use == ()


def test_a_round_of_two_sittings_is_shown_as_the_mean_that_its_level_is_formed_of() -> None:
    plan = make_plan(factors={"batch": [1, 3]}, rounds=3)
    records = list(measure(plan, World()))
    later = [
        (replace(slowed(record), group=1, session="later"), f"{sha256[:-1]}f")
        for record, sha256 in records
        if record.round == 1
    ]
    context = context_of(conclude(analyse(plan, "simulated", [*records, *later])), "en")
    result = context.measured[0]
    assert result.throughput is not None
    row = ThroughputChart(context).table().rows[0]
    rounds = [float(str(value).replace(",", "")) for value in row[-3:]]
    assert statistics.geometric_mean(rounds) == pytest.approx(result.throughput.value, rel=1e-3)
    first, *_, other = (trial.throughput_fps for trial in result.trials if trial.round == 1)
    assert rounds[0] == pytest.approx(statistics.geometric_mean([first, other]), rel=1e-3)
    assert first > 1.5 * other


def slowed(record: Record) -> Record:
    """The same trial in twice the time."""
    requests, slices = record.requests, record.slices
    return replace(
        record,
        requests=replace(requests, submit_ns=requests.submit_ns * 2, latency_ns=requests.latency_ns * 2),
        slices=replace(slices, begin_ns=slices.begin_ns * 2, end_ns=slices.end_ns * 2),
    )


def test_where_only_the_start_separates_settings_the_sooner_one_is_named() -> None:
    plan = make_plan(factors={"label": ["a", "b"]}, rounds=8)
    slow = plan.cells[1].id
    records = []
    for record, sha in measure(plan):
        assert record.startup is not None
        compile_ns = (400 if record.cell_id == slow else 200) * 1_000_000 + record.round
        records.append((replace(record, startup=replace(record.startup, compile_ns=compile_ns)), sha))
    report = conclude(analyse(plan, "bench", records))
    context = context_of(report)
    (line,) = footer.use(context)
    quick, late = (context.names[cell.id] for cell in plan.cells)
    assert f"“{quick}”" in plain(line)
    assert f"“{late}”" not in plain(line)


def test_of_several_that_may_deliver_the_most_the_quickest_is_advised(article: Report) -> None:
    by_latency = sorted(
        (each for each in article.analysis.cells if each.latency is not None),
        key=lambda each: each.latency.value if each.latency else 0.0,
    )
    first, quick, *_, slow = (each.cell.id for each in by_latency)
    *_, advice = use(
        article,
        BestSet(metric="latency", best=first, tied=(first,)),
        BestSet(metric="throughput", best=slow, tied=(slow, quick)),
    )
    assert named(article, advice)[0] == quick


def test_what_may_be_best_in_both_is_advised_for_both(article: Report) -> None:
    first, second, third = (each.cell.id for each in article.analysis.cells[:3])
    (advice,) = use(
        article,
        BestSet(metric="latency", best=first, tied=(first, second)),
        BestSet(metric="throughput", best=third, tied=(third, second)),
    )
    assert named(article, advice)[0] == second
