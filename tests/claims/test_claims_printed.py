"""Printed figures: latency where no FPS are printed, many pairs, machines, combined devices, and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Status, Verdict
from ovreport.claims import conclude, say
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.commentary import published_commentary
from ovreport.claims.published import DevicesTogether, effects
from ovreport.claims.published_beside import beside, published_claims
from ovreport.claims.published_pairs import pairs_of, requests_of
from ovreport.claims.published_requests import saturations, smallest
from ovreport.claims.published_words import (
    BorneOut,
    LatenciesFit,
    PrintedLatencies,
    Refuted,
    SourceWords,
    WithoutFigures,
    statements,
)
from ovreport.claims.texts import Texts
from ovreport.language.spans import plain
from ovreport.plan import Cell, Plan, PublishedFigure, PublishedSet, PublishedStatement
from tests.claims.handmade import analysis, ordinary
from tests.simulated_plans import BASE, Levels, make_plan
from tests.simulation import World, quick_analysis

BOTH = ("en", "zh-Hans")


def fps(value: float | None) -> dict[str, float | None]:
    return {"throughput_fps": value, "latency_ms": None}


def ms(value: float) -> dict[str, float | None]:
    return {"throughput_fps": None, "latency_ms": value}


def source(
    cells: Sequence[Cell], figures: Sequence[dict[str, Any] | None], platform: str = "i5"
) -> PublishedSet:
    """One source with these figures, in the order of the cells; `None` prints none."""
    made = tuple(
        PublishedFigure(cell_id=cell.id, **figure)
        for cell, figure in zip(cells, figures, strict=True)
        if figure is not None
    )
    return PublishedSet(source="a source", url="", date="", platform=platform, figures=made)


def printed(factors: Mapping[str, Levels], *figures: dict[str, Any] | None, **base: Any) -> Plan:
    plan = make_plan(factors=factors, base=replace(BASE, **base), measured=False)
    return replace(plan, published=(source(plan.cells, figures),))


def spoken(plan: Plan | Analysis, claim: Claim, language: str) -> Mapping[str, str]:
    about = plan if isinstance(plan, Analysis) else analyse(plan, "", [])
    said = say(claim, about, language)
    every = (("headline", said.headline), ("short", said.short), ("context", said.context))
    return {name: ordinary(plain(parts)) for name, parts in every}


PRECISION: Mapping[str, Levels] = {"precision": ["f32", "f16"]}


def test_where_only_latency_is_printed_it_is_told_as_latency() -> None:
    (claim,) = effects(printed(PRECISION, ms(20.0), ms(10.0)))
    (pair,) = claim.pairs
    assert (pair.metric, claim.ratios) == ("latency", (0.5,))


def test_latency_of_a_larger_batch_is_told_by_the_request() -> None:
    plan = printed({"batch": [1, 3]}, ms(20.0), ms(50.0))
    (pair,) = pairs_of(plan, "batch", "3", "1")
    assert pair.metric == "latency"
    assert pair.conditions == ()
    (claim,) = effects(plan)
    assert claim.ratios == (2.5,)


def test_words_about_speed_are_not_held_against_the_latency_of_other_requests() -> None:
    plan = printed({"requests": [1, 4]}, ms(20.0), ms(40.0))
    words = PublishedStatement(text="half", factor="requests", level="4", reference="1", times=0.5)
    plan = replace(plan, published=(replace(plan.published[0], statements=(words,)),))
    (claim,) = statements(plan)
    assert isinstance(claim, WithoutFigures)


def test_words_about_speed_are_held_against_the_latency_of_equal_requests() -> None:
    plan = printed(PRECISION, ms(20.0), ms(10.0))
    words = PublishedStatement(text="double", factor="precision", level="f16", reference="f32", times=2)
    plan = replace(plan, published=(replace(plan.published[0], statements=(words,)),))
    (claim,) = statements(plan)
    assert isinstance(claim, BorneOut)


def test_latency_beside_throughput_is_not_compared() -> None:
    assert effects(printed(PRECISION, ms(20.0), fps(50.0))) == ()


def test_many_pairs_of_figures_are_told_by_their_range() -> None:
    figures = [fps(100)] * 4 + [fps(value) for value in (108, 120, 130, 140)]
    plan = printed({"precision": ["f32", "f16"], "batch": [1, 2, 3, 4]}, *figures)
    claim = next(each for each in effects(plan) if each.factor == "precision")
    assert len(claim.pairs) == 4
    assert "8 to 40 %" in spoken(plan, claim, "en")["headline"]


def test_what_is_told_by_its_range_has_every_pair_in_a_table_that_the_evidence_shows() -> None:
    figures = [fps(100)] * 4 + [fps(value) for value in (108, 120, 130, 140)]
    plan = printed({"precision": ["f32", "f16"], "batch": [1, 2, 3, 4]}, *figures)
    claim = next(each for each in effects(plan) if each.factor == "precision")
    (table,) = claim.rows(Texts(analyse(plan, "", []), "en"))
    assert [row[-1] for row in table.rows] == ["1.400", "1.300", "1.200", "1.080"]
    assert [row[1] for row in table.rows] == ["140 FPS", "130 FPS", "120 FPS", "108 FPS"]


def test_a_table_of_pairs_names_their_machines_where_there_are_several() -> None:
    plan = make_plan(factors=PRECISION, measured=False)
    two = tuple(source(plan.cells, [fps(100), fps(150)], platform) for platform in ("i5, GT2", "N4200"))
    plan = replace(plan, published=two)
    (claim,) = effects(plan)
    (table,) = claim.rows(Texts(analyse(plan, "", []), "en"))
    assert [row[0] for row in table.rows] == ["i5", "N4200"]


def test_pairs_of_a_remark_beside_measurements_are_in_the_evidence_too() -> None:
    plan = make_plan(factors={"precision": ["f32", "f16"], "batch": [1, 2, 3]})
    about = quick_analysis(plan, World())
    values = [fps(value) for value in (100, 100, 100, 120, 130, 140)]
    report = conclude(replace(about, plan=replace(plan, published=(source(plan.cells, values),))))
    claim = next(each for each in report.conclusions if each.kind is ClaimKind.BESIDE_PUBLISHED)
    captions = [table.caption for table in claim.rows(Texts(report.analysis, "en")) if len(table.rows) == 3]
    assert any("20 to 40 %" in ordinary(caption) for caption in captions)


@pytest.mark.parametrize(("figures", "ratio"), [((100, 200, 250), 1.25), ((100, 200, 150), 0.75)])
def test_devices_together_are_held_against_the_better_one(figures: tuple[float, ...], ratio: float) -> None:
    plan = printed({"device": ["CPU", "GPU", "MULTI:CPU,GPU"]}, *(fps(value) for value in figures))
    claim = next(each for each in effects(plan) if isinstance(each, DevicesTogether))
    assert claim.level == "MULTI:CPU,GPU"
    assert claim.ratios == (ratio,)


def test_devices_together_are_not_judged_without_figures_of_each_alone() -> None:
    plan = printed({"device": ["CPU", "GPU", "MULTI:CPU,GPU"]}, fps(100), None, fps(150))
    assert not [claim for claim in effects(plan) if isinstance(claim, DevicesTogether)]


def test_other_devices_are_compared_under_circumstances_that_they_share() -> None:
    figures = [fps(value) for value in (100, 110, 200, 230)]
    plan = printed({"device": ["CPU", "GPU"], "precision": ["f32", "f16"]}, *figures)
    claim = next(each for each in effects(plan) if each.factor == "device")
    headline = spoken(plan, claim, "en")["headline"]
    assert "in f32" in headline
    assert "in f16" in headline


def test_each_of_several_machines_is_named_with_its_pair() -> None:
    plan = make_plan(factors=PRECISION, measured=False)
    two = tuple(
        source(plan.cells, [fps(100), fps(second)], platform)
        for platform, second in (("i5-7440HQ, GT2", 150), ("N4200", 170))
    )
    plan = replace(plan, published=two)
    (claim,) = effects(plan)
    headline = spoken(plan, claim, "en")["headline"]
    assert "on i5-7440HQ" in headline
    assert "on N4200" in headline
    assert "GT2" not in headline


def test_a_source_tells_the_requests_that_automatic_ones_came_to() -> None:
    plan = printed({"requests": ["auto", 1]}, fps(100) | {"requests": 4}, fps(60))
    figure, other = plan.published[0].figures
    assert (requests_of(plan, figure), requests_of(plan, other)) == (4, 1)
    silent = replace(figure, requests=None)
    assert requests_of(plan, silent) is None


REQUESTS: Mapping[str, Levels] = {"requests": [1, 4]}


@pytest.mark.parametrize(("second", "amount"), [(118, "18 %"), (90, "10 %"), (250, "2.50 times")])
def test_more_requests_are_told_by_what_they_buy(second: float, amount: str) -> None:
    plan = printed(REQUESTS, fps(100), fps(second))
    (claim,) = saturations(plan)
    assert (claim.first, claim.last, claim.ratios) == (1, 4, (second / 100,))
    assert amount in spoken(plan, claim, "en")["headline"]


@pytest.mark.parametrize(
    ("values", "amounts"),
    [
        ((220, 250, 300), ["2.20 to 3.00 times"]),
        ((110, 105, 120), ["5 to 20 %"]),
        ((110, 105, 92), ["5 to 10 %", "8.0 %"]),
        ((110, 105, 102), ["5 to 10 %", "2 %"]),
    ],
)
def test_what_more_requests_buy_in_many_pairs_is_told_by_its_range(
    values: tuple[float, ...], amounts: list[str]
) -> None:
    figures = [fps(each) for value in values for each in (100, value)]
    plan = printed({"batch": [1, 2, 3], **REQUESTS}, *figures)
    (claim,) = saturations(plan)
    headline = spoken(plan, claim, "en")["headline"]
    assert all(amount in headline for amount in amounts)


def test_one_and_the_same_requests_are_told_of_each_other_alone() -> None:
    """Automatic requests may come to another number in each configuration."""
    auto = [fps(value) | {"requests": requests} for value, requests in ((150, 4), (120, 2))]
    plan = printed({**PRECISION, "requests": [1, "auto"]}, fps(100), auto[0], fps(100), auto[1])
    assert {(claim.last, claim.ratios) for claim in saturations(plan)} == {(4, (1.5,)), (2, (1.2,))}


def test_requests_with_latency_alone_tell_what_they_cost_and_not_what_they_buy() -> None:
    plan = printed(REQUESTS, ms(10.0), ms(20.0))
    assert saturations(plan) == ()
    (claim,) = effects(plan)
    assert ([pair.metric for pair in claim.pairs], claim.ratios) == (["latency"], (2.0,))


def test_the_price_of_requests_is_left_out_where_the_source_prints_nothing_to_tell_it_by() -> None:
    plan = printed({"requests": [1, 4]}, fps(100), fps(150))
    (claim,) = saturations(plan)
    cells = tuple(replace(each, setting=replace(each.setting, requests="auto")) for each in plan.cells)
    for language in BOTH:
        assert spoken(replace(plan, cells=cells), claim, language)["context"] == ""


def test_little_s_law_is_applied_to_the_rows_that_print_both() -> None:
    plan = printed(REQUESTS, {"throughput_fps": 100.0, "latency_ms": 10.2}, fps(150))
    claim = next(each for each in published_claims(plan) if isinstance(each, LatenciesFit))
    assert [row.cell for row in claim.told] == [plan.cells[0].id]
    assert claim.off == pytest.approx(0.02)


def test_where_no_row_prints_both_the_law_is_not_applied() -> None:
    plan = printed(REQUESTS, fps(100), fps(150))
    assert not [each for each in published_claims(plan) if isinstance(each, PrintedLatencies)]


@pytest.mark.parametrize(
    ("relation", "times", "made"),
    [
        ("more", 1.4, BorneOut),
        ("more", 1.7, Refuted),
        ("less", 1.6, BorneOut),
        ("less", 1.3, Refuted),
        ("about", 1.5, BorneOut),
        ("about", 2.0, Refuted),
    ],
)
def test_words_are_held_against_the_figures_as_they_are_meant(
    relation: Any, times: float, made: type[SourceWords]
) -> None:
    plan = printed(PRECISION, fps(100), fps(150))
    words = PublishedStatement(
        text="快得多", factor="precision", level="f16", reference="f32", times=times, relation=relation
    )
    plan = replace(plan, published=(replace(plan.published[0], statements=(words,)),))
    (claim,) = statements(plan)
    assert type(claim) is made


def test_words_about_what_is_not_printed_stay_open() -> None:
    plan = printed(PRECISION, fps(100), None)
    words = PublishedStatement(text="翻倍", factor="precision", level="f16", reference="f32", times=2.0)
    plan = replace(plan, published=(replace(plan.published[0], statements=(words,)),))
    (claim,) = statements(plan)
    assert isinstance(claim, WithoutFigures)


def measured_beside(figures: Sequence[dict[str, Any] | None], platform: str = "i5") -> Analysis:
    """Two settings that were measured here, beside a source."""
    plan = make_plan(factors={"batch": [1, 3]}, base=replace(BASE, streams=2))
    plan = replace(plan, published=(source(plan.cells, figures, platform),))
    return quick_analysis(plan, World())


@pytest.mark.parametrize("platform", ["i5", ""])
def test_measurements_stand_beside_what_a_source_printed(platform: str) -> None:
    about = measured_beside([fps(50), fps(75)], platform)
    (claim,) = beside(about)
    assert claim.change is not None
    assert claim.change.there.ratios == (1.5,)
    assert ("i5" in spoken(about, claim, "en")["context"]) is bool(platform)


def test_what_makes_no_difference_here_is_not_told_with_a_sign() -> None:
    about = measured_beside([fps(50), fps(75)])
    (claim,) = beside(about)
    assert claim.change is not None
    assert claim.change.here.estimate is not None
    estimate = replace(claim.change.here.estimate, ratio=1.0013, low=0.9985, high=1.0041)
    here = replace(claim.change.here, verdict=Verdict.EQUIVALENT, estimate=estimate)
    alike = replace(claim, change=replace(claim.change, here=here))
    assert "within 0.41 % (95 % CI −0.15 to +0.41 %)" in spoken(about, alike, "en")["context"]


def test_printed_latency_is_a_measure_where_no_fps_are_printed() -> None:
    about = measured_beside([ms(20.0), None])
    (claim,) = beside(about)
    latency = about.cells[0].latency
    assert latency is not None
    (row,) = claim.told
    assert row.ratio == pytest.approx(20e6 / latency.value)
    assert claim.change is None


def test_a_source_about_other_settings_stands_beside_nothing() -> None:
    about = measured_beside([None, None])
    assert beside(about) == ()


def test_without_rounds_here_only_the_levels_stand_beside_a_source() -> None:
    plan = make_plan(factors={"batch": [1, 3]})
    about = analysis(replace(plan, published=(source(plan.cells, [fps(50), fps(75)]),)))
    (claim,) = beside(about)
    assert claim.change is None
    assert claim.kind is ClaimKind.BESIDE_PUBLISHED


def test_a_setting_that_was_not_measured_here_does_not_stand_beside_a_source() -> None:
    about = measured_beside([fps(50), fps(75)])
    first, second = about.cells
    about = replace(about, cells=(first, replace(second, status=Status.FAILED, throughput=None)))
    (claim,) = beside(about)
    assert claim.cells == (first.cell.id,)
    assert claim.change is None


def test_one_printed_figure_says_nothing_about_fewer_requests() -> None:
    plan = printed(REQUESTS, fps(100), None)
    assert smallest(plan) == ()


def test_a_block_does_not_compare_printed_latency_with_printed_throughput() -> None:
    plan = printed(PRECISION, ms(20.0), fps(50.0))
    assert published_commentary(plan, set()) == ()
