"""What stands on a page: every cell has its block, nothing is claimed that was not measured."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ovreport import units
from ovreport.analysis.frequency import Frequencies
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Verdict
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.claims.steadiness import full_windows
from ovreport.language.registry import LANGUAGES
from ovreport.plan import Words
from ovreport.render import blocks as block_views
from ovreport.render import glance, platform
from ovreport.render import page as pages
from ovreport.render.views import Link
from ovreport.render.views import Page as View
from tests.render.conftest import context_of, report_of
from tests.simulated_plans import article_plan, identical_plan
from tests.sites import write_site

Page = Callable[[Report], str]
FIRST_VIEW_BYTES = 300_000


def blocks(text: str) -> dict[str, str]:
    """The configuration blocks of a page by anchor."""
    found = re.findall(r'<section class="cell" id="([^"]+)".*?</section>', text, re.DOTALL)
    bodies = re.findall(r'<section class="cell" id="[^"]+".*?</section>', text, re.DOTALL)
    return dict(zip(found, bodies, strict=True))


def test_every_configuration_has_its_block(article: Report, page: Page) -> None:
    anchors = [f"cell-{cell.cell.id}" for cell in article.analysis.cells]
    assert list(blocks(page(article))) == anchors


def test_a_failed_configuration_says_why_and_shows_no_figure(troubled: Report, page: Page) -> None:
    body = blocks(page(troubled))[f"cell-{troubled.analysis.cells[0].cell.id}"]
    assert "The worker process ended by itself: the worker ended with signal 11" in body
    assert 'class="num"' not in body


def test_a_device_that_is_not_there_is_named_once(troubled: Report, page: Page) -> None:
    body = blocks(page(troubled))[f"cell-{troubled.analysis.cells[1].cell.id}"]
    assert "Not measured here: no device CPU." in body
    assert "available: CPU" not in body


def test_a_page_that_measured_nothing_says_so_once(published: Report, page: Page) -> None:
    text = re.sub(r"<script.*?</script>", "", page(published), flags=re.DOTALL)
    assert text.count("Nothing was measured") == 1
    assert "Not measured here" not in text


def test_what_nobody_has_a_figure_of_is_folded_into_one_line(published: Report, page: Page) -> None:
    plan = published.analysis.plan
    (source,) = plan.published
    bare = source.figures[-1].cell_id
    fewer = replace(plan, published=(replace(source, figures=source.figures[:-1]),))
    text = page(conclude(analyse(fewer, "", [])))
    assert f"cell-{bare}" not in blocks(text)
    assert f'<span id="cell-{bare}">' in text


@pytest.mark.parametrize(
    ("rounds", "seconds", "told"),
    [
        (46, 1920.0, "About 46 rounds would settle what is open, some 32\N{NO-BREAK SPACE}minutes more."),
        (46, None, "About 46 rounds would settle what is open."),
        (None, None, ""),
    ],
)
def test_a_block_that_leaves_a_comparison_open_says_what_would_settle_it(
    article: Report, rounds: int | None, seconds: float | None, told: str
) -> None:
    cell, claim = next(
        (cell, claim) for cell, claims in article.commentary for claim in claims if claim.contrasts
    )
    contrast = replace(
        claim.contrasts[0],
        verdict=Verdict.NOT_RESOLVED,
        rounds_needed=rounds,
        seconds_needed=seconds,
    )
    unsettled = replace(claim, verdict=Verdict.NOT_RESOLVED, contrasts=(contrast,))
    context = context_of(replace(article, commentary=((cell, (unsettled,)),)))
    block = block_views.block(context, context.results[cell], block_views.latency_axes(context)[cell])
    assert block.way_out == told


def test_a_block_that_leaves_nothing_open_says_no_more(article: Report) -> None:
    context = context_of(replace(article, commentary=()))
    baseline = context.measured[0]
    assert (
        block_views.block(context, baseline, block_views.latency_axes(context)[baseline.cell.id]).way_out
        == ""
    )


def test_of_several_open_comparisons_those_within_reach_are_counted(article: Report) -> None:
    cell, claim = next(
        (cell, claim) for cell, claims in article.commentary for claim in claims if claim.contrasts
    )
    near = replace(claim.contrasts[0], verdict=Verdict.NOT_RESOLVED, rounds_needed=90, seconds_needed=7200.0)
    far = replace(near, rounds_needed=None, seconds_needed=None)
    unsettled = replace(claim, contrasts=(near, far))
    context = context_of(replace(article, commentary=((cell, (unsettled,)),)))
    block = block_views.block(context, context.results[cell], block_views.latency_axes(context)[cell])
    assert block.way_out.startswith("About 90 rounds would settle one of two open comparisons, some 2")


def test_nothing_is_cited_as_measured_that_was_not(published: Report, article: Report) -> None:
    view = page_view(published)
    assert "written from published figures" in view.citation
    assert "Written from published figures" in view.bibtex
    assert "measured" not in (view.citation + view.bibtex).lower()
    assert "measured on simulated" in page_view(article).citation


def test_no_label_of_one_setting_is_preferred() -> None:
    report = report_of(identical_plan(2, rounds=5))
    lines = ["".join(part.text for part in line) for line in page_view(report).use]
    tied = [len(best.tied) for best in report.analysis.best]
    assert tied == [2, 2]
    assert lines == ["Neither is shown to be better."]


def test_pictures_tell_those_who_cannot_see_them_the_best_first(article: Report) -> None:
    best = next(best.best for best in article.analysis.best if best.metric == "throughput")
    figure = next(one for one in page_view(article).figures if one.kind == "throughput")
    claim = "".join(part.text for part in figure.answer)
    assert figure.alt.removeprefix(f"{claim}. ").startswith(context_of(article).names[best])


def test_windows_are_told_from_full_ones_alone(article: Report) -> None:
    table = next(one.table for one in page_view(article).figures if one.kind == "windows")
    names = context_of(article).names
    full = {names[result.cell.id]: len(full_windows(result)) for result in article.analysis.cells}
    assert all(full[str(row[0])] == int(str(row[1])) for row in table.rows)


def test_a_page_of_published_figures_says_so_before_any_number(published: Report, page: Page) -> None:
    text = page(published)
    assert "Nothing was measured for this page" in text
    assert text.index("Nothing was measured") < text.index('class="glance"')
    assert "95 % CI" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_published_figures_beside_measured_ones_are_labelled(article: Report, page: Page) -> None:
    body = blocks(page(article))[f"cell-{article.analysis.cells[0].cell.id}"]
    assert "Published, on another machine:" in body
    assert body.index('class="num"') < body.index("Published, on another machine:")


def in_force_there(
    report: Report, language: str = "en", *, streams: int | None = None, requests: int | None = None
) -> list[str]:
    """What the blocks say was in force at a source that states it for every figure."""
    plan = report.analysis.plan
    (source,) = plan.published
    figures = tuple(replace(figure, streams=streams, requests=requests) for figure in source.figures)
    told = replace(plan, published=(replace(source, figures=figures),))
    context = context_of(replace(report, analysis=replace(report.analysis, plan=told)), language)
    sections = block_views.sections(context)
    return [one.in_force for section in sections for cell in section.blocks for one in cell.published]


def test_what_was_in_force_at_the_source_is_told_where_the_setting_left_it_open(published: Report) -> None:
    told = in_force_there(published, streams=2, requests=4)
    assert told.count("In force there: two streams.") == 3, "four requests were asked for"
    assert told.count("In force there: two streams, four requests.") == 3
    chinese = in_force_there(published, "zh-Hans", streams=2, requests=4)
    assert "来源的实际设置：2 个 stream、4 路并发。" in chinese
    assert set(in_force_there(published)) == {""}


def test_a_page_that_measured_nothing_counts_the_configurations_that_a_source_prints(
    published: Report, built: Path
) -> None:
    extent = "7 configurations, 6 with published figures"
    assert extent in ["".join(part.text for part in line) for line in page_view(published).byline]
    assert extent in (built / "index.html").read_text(encoding="utf-8")


def test_a_page_that_measured_nothing_says_whose_its_figures_are_instead_of_clearing_them(
    published: Report, article: Report, page: Page
) -> None:
    text = page(published)
    assert "so they do not apply here. The figures are another machine’s" in text
    assert "The checks found none" not in text
    assert "One command measures what this machine can" in text
    assert page_view(article).unchecked == ""


def test_the_author_answers_for_the_words_that_ovreport_did_not_write(
    built: Path, article: Report, page: Page
) -> None:
    authored = "title, question and description are the author’s."
    assert authored in page(article)
    assert authored not in (built / "index.html").read_text(encoding="utf-8")
    assert "filled the numbers" not in (built / "method.html").read_text(encoding="utf-8")


def test_a_precision_that_was_not_granted_is_told_beside_the_name_that_asks_for_it(article: Report) -> None:
    context = context_of(article)
    first, *others = context.measured
    assert first.in_force is not None
    setting = replace(first.cell.setting, precision="f16")
    asked = replace(
        first,
        cell=replace(first.cell, setting=setting),
        in_force=replace(first.in_force, precision="bf16"),
    )
    report = replace(article, analysis=replace(article.analysis, cells=(asked, *others)))
    rows = {language: glance.of_page(context_of(report, language)).groups[0][1] for language in LANGUAGES}
    assert rows["en"][0].remark == "computed in bf16"
    assert rows["zh-Hans"][0].remark == "实际用 BF16 计算"
    assert {row.remark for row in rows["en"][1:]} == {""}


def test_a_page_about_one_setting_under_two_names_is_its_own_measure_of_noise(article: Report) -> None:
    twice = report_of(identical_plan(2))
    told = "On this page one configuration under two names measures the noise: see conclusion 1."
    assert told in dict(platform.rows(context_of(twice)))["Noise here"]
    assert "was not measured" in dict(platform.rows(context_of(article)))["Noise here"]


def test_the_frequency_while_measuring_is_told_where_it_moves(article: Report) -> None:
    def told(low_mhz: float) -> str | None:
        found = Frequencies(mean_mhz=2700.0, low_mhz=low_mhz, high_mhz=3100.0)
        report = replace(article, analysis=replace(article.analysis, frequencies=found))
        return dict(platform.rows(context_of(report))).get("Frequency while measuring")

    assert told(2400.0) == "2.70 GHz, in nine of ten slices 2.40 to 3.10 GHz"
    assert told(3099.0) is None
    assert "Frequency while measuring" not in dict(platform.rows(context_of(article)))


def test_a_remark_on_all_figures_of_a_source_stands_beside_its_machine(published: Report) -> None:
    plan = published.analysis.plan
    (source,) = plan.published
    told = replace(plan, published=(replace(source, note="No repeats are given."),))
    report = replace(published, analysis=replace(published.analysis, plan=told))
    rows = dict(platform.rows(context_of(report)))
    assert rows["Published figures"] == f"{source.platform} (No repeats are given)"


def test_the_abstract_leads_to_the_conclusions_that_carry_it(article: Report, page: Page) -> None:
    text = page(article)
    told = re.findall(r'<a class="n" href="#([^"]+)"[^>]*>(\d+)<', text)
    conclusions = re.findall(r'<li id="(conclusion-[^"]+)"', text)
    assert [int(number) - 1 for _, number in told] == list(article.abstract)
    assert all(conclusions[int(number) - 1] == anchor for anchor, number in told)


def test_every_entry_of_the_contents_has_its_heading(article: Report, page: Page) -> None:
    text = page(article)
    entries = re.findall(r'<li><a href="#([^"]+)">', text)
    assert len(entries) >= 10
    assert [entry for entry in entries if f'id="{entry}"' not in text] == []


def test_caveats_name_the_conclusions_that_they_touch(article: Report) -> None:
    made = page_view(article)
    assert made.caveats
    for caveat, touched in zip(made.caveats, article.caveats, strict=True):
        if 0 < len(touched.conclusions) < len(article.conclusions):
            assert all(str(number) in caveat.touches for number in touched.conclusions)


def page_view(report: Report) -> View:
    return pages.page(context_of(report), downloads={}, source=Link(text="", href=""))


def test_the_command_repeats_what_was_measured(article: Report) -> None:
    command = page_view(article).command
    assert command == "ovreport build article.yaml --rounds 5 --seconds 3 --seed 1"


def test_how_it_was_measured_tells_that_rounds_went_on_until_answered(article: Report) -> None:
    plan = article.analysis.plan
    told = {}
    for most in (5, 12):
        measure = replace(plan.measure, most_rounds=most, budget_seconds=300.0)
        analysis = replace(article.analysis, plan=replace(plan, measure=measure))
        told[most] = page_view(replace(article, analysis=analysis)).measuring
    assert told[12].startswith(told[5].rstrip("."))
    more = told[12].removeprefix(told[5])
    assert re.findall(r"\d+", more) == ["5", "12", "5", "8", "12", "5"]  # the last one is the budget


def test_the_command_repeats_how_far_rounds_may_go_on(article: Report) -> None:
    plan = article.analysis.plan
    measure = replace(plan.measure, most_rounds=12, budget_seconds=300.0)
    analysis = replace(article.analysis, plan=replace(plan, measure=measure))
    command = page_view(replace(article, analysis=analysis)).command
    assert "--rounds 5..12 --budget 300s" in command


def test_the_recommendation_names_the_best_configurations(article: Report) -> None:
    context = context_of(article)
    lines = ["".join(part.text for part in line) for line in page_view(article).use]
    for best in article.analysis.best:
        assert any(context.names[best.best] in line for line in lines)


@pytest.fixture(scope="module")
def written(large: Report, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The site of a large experiment, and the seconds of a processor that writing it took."""
    folder, begin = tmp_path_factory.mktemp("large"), time.process_time()
    write_site([large], folder)
    return folder, time.process_time() - begin


def test_a_large_experiment_has_a_page_for_every_configuration(
    large: Report, written: tuple[Path, float]
) -> None:
    folder, _ = written
    ids = [cell.cell.id for cell in large.analysis.cells]
    assert all((folder / f"large/{cell}.html").is_file() for cell in ids)
    text = (folder / "large/index.html").read_text(encoding="utf-8")
    assert all(f'href="{cell}.html"' in text for cell in ids)


def test_the_first_view_of_a_large_experiment_is_light(written: tuple[Path, float]) -> None:
    folder, _ = written
    shared = [folder / "assets/site.css", folder / "assets/site.js", *(folder / "assets").glob("*.woff2")]
    first_view = sum(file.stat().st_size for file in [*shared, folder / "large/index.html"])
    assert first_view <= FIRST_VIEW_BYTES


def test_a_large_experiment_is_written_in_ten_seconds(written: tuple[Path, float]) -> None:
    _, seconds = written
    assert seconds <= 10


def test_the_index_has_a_card_for_every_experiment(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    assert text.count("<article>") == 2
    assert 'data-filter="device"' in text
    assert "Simulated: article" in text


def test_cards_carry_what_they_are_searched_and_filtered_by(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    assert "&#34;device&#34;: [&#34;GPU&#34;]" in text
    assert 'data-search="simulated: article' in text


@pytest.mark.parametrize(("language", "rate"), [("en", "frames/s"), ("zh-Hans", "帧/秒")])
def test_a_page_that_counts_something_else_has_no_images(
    page: Callable[[Report, str], str], language: str, rate: str
) -> None:
    plan = article_plan(rounds=2, published=False)
    words = tuple(
        Words(language=tag, title="T", question="", description="A", unit=unit)
        for tag, unit in (("en", "frame"), ("zh-Hans", "帧"))
    )
    plan = replace(plan, article=replace(plan.article, translations=words))
    told = page(report_of(plan), language)
    assert rate in told
    assert not re.findall(r"[^\n]{30}(?:FPS(?!s?\w)|\b[Ii]mages? (?:per|in)\b|图片)[^\n]{30}", told)


def test_no_line_of_the_abstract_begins_with_the_number_of_a_conclusion(built: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in built.rglob("*.html")]
    numbers = [page[: found.start()] for page in pages for found in re.finditer('<a class="n" ', page)]
    assert numbers
    assert all(before.endswith(("&#8288;", units.GLUE)) for before in numbers)
