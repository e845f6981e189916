"""Published figures: their own conclusions, corrected where words say more, never with an interval."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude, say
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.published import DevicesTogether, PublishedEffect
from ovreport.claims.published_requests import PublishedSaturation, SmallestByFigures, SmallestByWords
from ovreport.claims.published_words import LatenciesFit, LatencyUnfit, Refuted, SourceWords
from ovreport.language.spans import plain
from ovreport.plan import Plan, PublishedFigure, PublishedSet, PublishedStatement, Words
from tests import simulation
from tests.claims.handmade import ordinary
from tests.simulated_plans import BASE, cell_with, make_plan, published_plan, two_row_plan

INTEL = Path(__file__).parents[3] / "shared" / "published" / "mobilenet-ssd-intel.csv"


def concluded(plan: Plan) -> Report:
    return conclude(analyse(plan, "", []))


def the(report: Report, kind: ClaimKind, ending: str = "") -> Claim:
    """The conclusion or note of a kind whose id ends so."""
    every = [each for claim in report.conclusions for each in (claim, *claim.notes)]
    return next(each for each in every if each.kind is kind and each.id.endswith(ending))


def said(report: Report, claim: Claim, language: str = "en") -> str:
    """Headline and context."""
    words = say(claim, report, language)
    return ordinary(plain(words.headline) + " " + plain(words.context))


@pytest.fixture(scope="module")
def article() -> Report:
    return concluded(published_plan())


def test_the_first_conclusion_has_both_ratios_and_corrects_doubling(article: Report) -> None:
    claim = the(article, ClaimKind.PUBLISHED_EFFECT, "f16-f32")
    assert isinstance(claim, PublishedEffect)
    assert [round(ratio, 2) for ratio in claim.ratios] == [1.71, 1.55]
    (words,) = (note for note in claim.notes if isinstance(note, SourceWords))
    assert isinstance(words, Refuted)
    assert words.statement.text in said(article, claim)


@pytest.mark.parametrize("measured", [["one"], ["one", "four"], ["four"]])
def test_what_a_source_says_is_held_against_its_figures_beside_measurements_too(measured: list[str]) -> None:
    printed = two_row_plan()
    four, one = (cell_with(printed, concurrency=level) for level in ("four", "one"))
    (source,) = printed.published
    words = PublishedStatement(
        text="three times", factor="concurrency", level="four", reference="one", times=3
    )
    plan = replace(
        printed,
        cells=tuple(replace(cell, measured=cell.levels[0][1] in measured) for cell in printed.cells),
        published=(replace(source, statements=(words,)),),
    )
    records = [(record, sha) for record, sha in simulation.measure(replace(plan, published=()))]
    report = conclude(analyse(plan, "bench", records))
    assert {one.id, four.id} == {cell.id for cell in plan.cells}
    claims = [each for claim in report.conclusions for each in (claim, *claim.notes)]
    told = [claim for claim in claims if isinstance(claim, SourceWords)]
    assert ["three times" in said(report, claim) for claim in told] == [True]


def test_the_second_conclusion_has_the_loss_and_its_narrow_basis(article: Report) -> None:
    claim = the(article, ClaimKind.PUBLISHED_EFFECT, "3-1")
    assert isinstance(claim, PublishedEffect)
    (ratio,) = claim.ratios
    assert ratio == pytest.approx(63 / 78)


def test_more_requests_are_told_with_their_price_by_littles_law(article: Report) -> None:
    claim = the(article, ClaimKind.PUBLISHED_SATURATION)
    assert isinstance(claim, PublishedSaturation)
    assert claim.ratios == pytest.approx((133 / 113, 78 / 73))
    assert "3.40 to 3.74 times" in said(article, claim)


def test_a_small_predicted_price_is_told_in_times_too(article: Report) -> None:
    plan = article.analysis.plan
    (source,) = plan.published
    rates = {78.0: 4 * 73 / 1.1, 133.0: 4 * 113 / 1.2}
    figures = tuple(
        replace(each, throughput_fps=rates.get(each.throughput_fps or 0, each.throughput_fps))
        for each in source.figures
    )
    report = concluded(replace(plan, published=(replace(source, figures=figures),)))
    assert "1.10 to 1.20 times" in said(report, the(report, ClaimKind.PUBLISHED_SATURATION))


def test_the_third_conclusion_follows_from_a_figure(article: Report) -> None:
    claim = the(article, ClaimKind.PUBLISHED_SMALLEST)
    assert isinstance(claim, SmallestByFigures)
    assert claim.cells[0] == cell_with(article.analysis.plan, concurrency="one stream, two").id
    assert "98 %" in said(article, claim)


def test_the_third_conclusion_follows_from_words_where_no_figure_is_printed() -> None:
    plan = published_plan()
    (source,) = plan.published
    bare = replace(
        source,
        figures=tuple(figure for figure in source.figures if figure.throughput_fps != 130.4),
        statements=(
            PublishedStatement(
                text="只有不到2%的下降",
                factor="concurrency",
                level="one stream, two",
                reference="AUTO, four",
                times=0.98,
                relation="more",
            ),
        ),
    )
    report = concluded(replace(plan, published=(bare,)))
    claim = the(report, ClaimKind.PUBLISHED_SMALLEST)
    assert isinstance(claim, SmallestByWords)
    assert claim.said == bare.statements[0]


@pytest.mark.parametrize("ending", ["steadiness", "graphics"])
def test_what_the_last_two_conclusions_would_need_is_said(article: Report, ending: str) -> None:
    assert "It takes" in said(article, the(article, ClaimKind.NOT_MEASURED, ending))


def test_nothing_published_gets_a_verdict_or_an_interval(article: Report) -> None:
    for claim in article.conclusions:
        assert claim.verdict is None
        assert not claim.contrasts
        assert not claim.records
        assert "95" not in said(article, claim)


def test_a_page_that_measured_nothing_says_once_that_its_figures_are_published(article: Report) -> None:
    for claim in article.conclusions:
        assert "published figures on" not in said(article, claim)
        assert not said(article, claim).startswith("By the published")


def test_a_remark_on_the_only_pair_of_figures_goes_with_the_claim(article: Report) -> None:
    plan = article.analysis.plan
    claim = the(article, ClaimKind.PUBLISHED_EFFECT, "3-1")
    assert isinstance(claim, PublishedEffect)
    (source,) = plan.published
    marked = replace(
        source,
        figures=tuple(
            replace(figure, note="It may count requests.")
            if figure.cell_id == claim.pairs[0].figure.cell_id
            else figure
            for figure in source.figures
        ),
    )
    report = concluded(replace(plan, published=(marked,)))
    words = say(the(report, ClaimKind.PUBLISHED_EFFECT, "3-1"), report, "en")
    assert plain(words.short).endswith(". It may count requests")
    assert "It may count requests." in plain(words.context)


def test_a_quotation_is_followed_by_what_the_author_says_it_means(article: Report) -> None:
    plan = article.analysis.plan
    words = Words(
        language="en", title="", question="", description="", labels=(("基本可以翻倍", "basically double"),)
    )
    report = concluded(replace(plan, article=replace(plan.article, translations=(words,))))
    claim = the(report, ClaimKind.PUBLISHED_EFFECT, "f16-f32")
    assert "The source says “基本可以翻倍” (basically double); its own figures" in said(report, claim)


def test_the_sibling_articles_ratio_and_latency_are_right() -> None:
    report = concluded(two_row_plan())
    claim = the(report, ClaimKind.PUBLISHED_SATURATION)
    assert isinstance(claim, PublishedSaturation)
    assert claim.ratios == pytest.approx((96 / 36,))
    text = said(report, claim)
    assert "1.43 times" in text
    assert "1.50" in text


def test_figures_that_fit_together_are_said_to() -> None:
    report = concluded(two_row_plan())
    claim = the(report, ClaimKind.PUBLISHED_CONTRADICTION, "little")
    assert isinstance(claim, LatenciesFit)
    assert [row.ratio for row in claim.told] == [
        pytest.approx(40 / (4 / 96e-3)),
        pytest.approx(28 / (1 / 36e-3)),
    ]


def test_a_latency_that_cannot_be_right_is_a_contradiction() -> None:
    plan = two_row_plan()
    (source,) = plan.published
    wrong = replace(source.figures[1], latency_ms=10.0)
    report = concluded(replace(plan, published=(replace(source, figures=(source.figures[0], wrong)),)))
    claim = the(report, ClaimKind.PUBLISHED_CONTRADICTION, "little")
    assert isinstance(claim, LatencyUnfit)
    assert "Little’s law, a request should take 41.7 ms, but 10.0 ms is printed" in said(report, claim)


def intel_rows(release: str) -> Iterator[dict[str, str]]:
    if not INTEL.exists():
        pytest.skip("Intel's published figures are not beside this checkout (../shared/published)")
    with INTEL.open(encoding="utf-8") as file:
        yield from (row for row in csv.DictReader(file) if row["release"] == release)


def intel_plan(release: str) -> Plan:
    """One source a platform; devices and precisions as factors."""
    devices = {"core": "CPU", "atom": "CPU", "core-iGPU": "GPU", "core-CPU+iGPU": "MULTI:CPU,GPU"}
    plan = make_plan(
        factors={"device": ["CPU", "GPU", "MULTI:CPU,GPU"], "precision": ["f32", "f16"]},
        base=replace(BASE, requests="auto", streams=None),
        measured=False,
    )
    figures: dict[str, list[PublishedFigure]] = {}
    for row in intel_rows(release):
        if row["type"] not in devices:
            continue
        words = row["platform"].replace("-only", "").split()
        part = next(word for word in words if any(digit.isdigit() for digit in word)).replace("N-", "N")
        for precision, column in (("f32", "fps_fp32"), ("f16", "fps_fp16")):
            if row[column]:
                cell = cell_with(plan, device=devices[row["type"]], precision=precision)
                figure = PublishedFigure(cell_id=cell.id, latency_ms=None, throughput_fps=float(row[column]))
                figures.setdefault(part, []).append(figure)
    sources = (
        PublishedSet(source="Intel", url="", date="", platform=part, figures=tuple(found))
        for part, found in figures.items()
    )
    return replace(plan, published=tuple(sources))


def test_intels_integrated_gpus_run_f16_at_1_46_to_1_66_times_f32() -> None:
    report = concluded(intel_plan("OV-2023.0"))
    claim = the(report, ClaimKind.PUBLISHED_EFFECT, "f16-f32")
    assert isinstance(claim, PublishedEffect)
    plan = report.analysis.plan
    ratios = [
        ratio
        for pair, ratio in zip(claim.pairs, claim.ratios, strict=True)
        if plan.cell(pair.figure.cell_id).setting.device == "GPU"
    ]
    assert len(ratios) == 5
    assert (round(min(ratios), 2), round(max(ratios), 2)) == (1.46, 1.66)
    assert "1.46 to 1.66 times" in said(report, claim)


def test_both_devices_together_are_not_always_the_better() -> None:
    report = concluded(intel_plan("OV-2023.0"))
    claim = the(report, ClaimKind.PUBLISHED_EFFECT, "-better")
    assert isinstance(claim, DevicesTogether)
    assert sum(ratio > 1 for ratio in claim.ratios) == 2
    assert "than the better of its devices, or" in said(report, claim)
