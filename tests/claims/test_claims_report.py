"""Whole reports from simulated records: few, ordered, proven, and sayable in both languages."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ovreport import units
from ovreport.analysis.caveats import machine, records
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Caveat, Verdict
from ovreport.claims import conclude, say, say_caveat
from ovreport.claims.beside import BesideNeighbour
from ovreport.claims.best import OnlyOne
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.missing import Failed
from ovreport.claims.place import Place, of_answer
from ovreport.claims.report import touches
from ovreport.claims.saturation import Saturated, Saturation
from ovreport.claims.saying import say_way_out
from ovreport.claims.smallest import SmallerIsEnough
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.plan import Plan
from ovreport.records import LeftOut
from tests import simulation
from tests.claims.handmade import ordinary
from tests.claims.samples.caveats import CAVEATS, caveats
from tests.simulated_plans import (
    article_plan,
    cell_with,
    identical_plan,
    large_plan,
    make_plan,
    published_plan,
)


def measured(plan: Plan, world: simulation.World | None = None) -> Analysis:
    return analyse(plan, "bench", simulation.measure(plan, world or simulation.World()))


def ten_rounds(plan: Plan) -> Plan:
    return replace(plan, measure=replace(plan.measure, rounds=10))


def everything(report: Report) -> Iterator[Claim]:
    """All claims of a report: conclusions, notes, commentary and captions."""
    for claim in report.conclusions:
        yield claim
        yield from claim.notes
    for _, claims in report.commentary:
        yield from claims
    yield from (claim for _, claim in report.captions)


@pytest.fixture(scope="module")
def article() -> Report:
    return conclude(measured(article_plan()))


@pytest.fixture(scope="module")
def large() -> Report:
    return conclude(simulation.quick_analysis(large_plan(rounds=5), simulation.World(seed=3)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_of_a_report_can_be_said(article: Report, large: Report, language: str) -> None:
    for report in (article, large, conclude(analyse(published_plan(), "", []))):
        for claim in everything(report):
            said = say(claim, report, language)
            assert plain(said.headline).endswith((".", "。"))
            assert not plain(said.short).endswith((".", "。"))
            assert "{" not in plain(said.headline + said.short + said.context)
            assert "nan" not in plain(said.headline + said.short + said.context)


def test_a_hundred_cells_give_no_more_than_nine_conclusions(large: Report) -> None:
    assert 5 <= len(large.conclusions) <= 9


def test_the_abstract_tells_three_to_five_conclusions(article: Report, large: Report) -> None:
    for report in (article, large):
        assert 3 <= len(report.abstract) <= 5
        assert all(0 <= place < len(report.conclusions) for place in report.abstract)


def test_every_factor_discussed_has_its_answer_in_that_order(article: Report, large: Report) -> None:
    for report in (article, large):
        answers = [claim.answers for claim in report.conclusions if claim.answers]
        assert tuple(dict.fromkeys(answers)) == report.analysis.plan.discuss


def test_a_factor_that_is_not_discussed_gets_no_conclusion_however_strong_it_is() -> None:
    plan = make_plan(factors={"precision": ["f32", "bf16"], "batch": [1, 3], "requests": [1, 2, 4]})
    for discuss in itertools.permutations(plan.discuss, 1):
        report = conclude(measured(replace(plan, discuss=discuss), simulation.World()))
        told = {claim.answers for claim in report.conclusions} - {""}
        assert told == set(discuss)


def test_an_open_question_is_answered_with_the_way_out_however_much_else_there_is() -> None:
    plan = make_plan(factors={"batch": [1, 3], "requests": [1, 2, 4], "storage": ["f32", "f16"]})
    report = conclude(measured(plan, simulation.World(trial_sd=0.05)))
    claim = next(claim for claim in report.conclusions if claim.answers == "storage")
    assert claim.verdict is Verdict.NOT_RESOLVED
    assert say(claim, report, "en").context


def test_what_answers_no_question_comes_by_its_kind_and_size(article: Report) -> None:
    places = [claim.rank for claim in article.conclusions if not claim.answers]
    assert places == sorted(places)


def test_a_larger_effect_is_told_before_a_smaller_one_and_an_open_one_last() -> None:
    def answer(size: float, verdict: Verdict) -> Claim:
        place = of_answer(verdict, silent=False)
        return Claim(id="", kind=ClaimKind.EFFECT, place=place, verdict=verdict, size=size)

    large, small = answer(0.5, Verdict.SLOWER), answer(0.1, Verdict.FASTER)
    same, unclear = answer(0.01, Verdict.EQUIVALENT), answer(0.3, Verdict.NOT_RESOLVED)
    assert sorted([unclear, same, small, large], key=lambda each: each.rank) == [large, small, same, unclear]
    assert [claim.place.is_finding for claim in (large, small, same, unclear)] == [True, True, True, False]


def test_a_warning_is_told_before_the_largest_effect() -> None:
    warning = Claim(id="", kind=ClaimKind.OUTPUTS, place=Place.OUTPUTS_DIFFER)
    effect = Claim(id="", kind=ClaimKind.EFFECT, place=Place.ANSWER_SHOWN, size=3.0)
    assert warning.place.is_warning
    assert not effect.place.is_warning
    assert warning.rank < effect.rank


def test_the_abstract_begins_with_the_answers(article: Report) -> None:
    told = [article.conclusions[place] for place in article.abstract]
    answers = [claim for claim in article.conclusions if claim.answers]
    assert told[: len(answers)] == answers[: len(told)]


def test_ids_of_conclusions_are_unique(article: Report, large: Report) -> None:
    for report in (article, large):
        ids = [claim.id for claim in report.conclusions]
        assert len(ids) == len(set(ids))


def test_measured_claims_name_their_records(article: Report) -> None:
    hashes = {trial.sha256 for result in article.analysis.cells for trial in result.trials}
    for claim in article.conclusions:
        if not claim.kind.value.startswith("published"):
            assert claim.records
            assert set(claim.records) <= hashes


def test_every_cell_has_one_to_three_comments(article: Report) -> None:
    told = dict(article.commentary)
    assert told.keys() == {cell.id for cell in article.analysis.plan.cells}
    assert all(1 <= len(claims) <= 3 for claims in told.values())


def test_comments_compare_with_cells_that_came_before(article: Report) -> None:
    order = [cell.id for cell in article.analysis.plan.cells]
    for cell, claims in article.commentary:
        for claim in claims:
            if isinstance(claim, BesideNeighbour):
                assert claim.cells[0] == cell
                assert order.index(claim.cells[1]) < order.index(cell)


def test_throughput_that_stops_growing_is_said_with_the_wait() -> None:
    plan = make_plan(
        factors={"requests": [1, 2, 4]}, base=replace(article_plan().cells[0].setting, streams=2)
    )
    report = conclude(measured(ten_rounds(plan), simulation.World(trial_sd=0.004)))
    claim = next(claim for claim in report.conclusions if isinstance(claim, Saturated))
    assert claim.first.requests == 2
    for end in (claim.first, claim.last):
        latency = report.analysis.cell(end.cell).latency
        assert latency is not None
        assert end.latency_ns == latency.value


def test_littles_law_is_held_against_the_measured_latency() -> None:
    plan = make_plan(
        factors={"requests": [1, 2, 4]}, base=replace(article_plan().cells[0].setting, streams=2)
    )
    report = conclude(measured(plan))
    claim = next(claim for claim in report.conclusions if isinstance(claim, Saturation))
    assert claim.last.predicted_ns == pytest.approx(claim.last.latency_ns, rel=0.1)


def test_a_smaller_setting_that_is_good_enough_is_recommended_with_its_interval() -> None:
    plan = make_plan(
        factors={"requests": [1, 2, 8]}, base=replace(article_plan().cells[0].setting, streams=2)
    )
    world = simulation.World(ratios={cell_with(plan, requests=8).id: 0.99}, trial_sd=0.003, round_sd=0.01)
    report = conclude(measured(ten_rounds(plan), world))
    claim = next(claim for claim in report.conclusions if claim.kind is ClaimKind.SMALLEST)
    assert isinstance(claim, SmallerIsEnough)
    assert claim.smallest.cell == cell_with(plan, requests=2).id
    assert all(each.estimate is not None for each in claim.contrasts)


def test_identical_cells_are_never_called_faster_or_slower() -> None:
    for seed in range(5):
        report = conclude(
            simulation.quick_analysis(identical_plan(12), simulation.World(seed=seed, drift_per_turn=0.002))
        )
        verdicts = {claim.verdict for claim in everything(report)}
        assert verdicts & {Verdict.FASTER, Verdict.SLOWER} == set()


def test_the_best_of_identical_cells_is_a_tied_set() -> None:
    report = conclude(simulation.quick_analysis(identical_plan(12), simulation.World(seed=1)))
    chosen = {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_OVERALL}
    best = next(claim for claim in report.conclusions if claim.kind in chosen)
    assert len(best.cells) > 1


def test_a_name_with_markup_stays_somebody_elses_text() -> None:
    nasty = "<script>alert(1)</script>"
    plan = make_plan(factors={"way": {nasty: {"requests": 1}, "other": {"requests": 2}}})
    report = conclude(simulation.quick_analysis(plan, simulation.World()))
    for claim in everything(report):
        for part in say(claim, report, "en").headline:
            assert nasty not in part.text or part.role == "name"


@pytest.mark.parametrize("rounds", [1, 2])
def test_few_rounds_end_in_no_verdict_and_no_crash(rounds: int) -> None:
    report = conclude(measured(article_plan(rounds=rounds)))
    for claim in everything(report):
        assert claim.verdict in {None, Verdict.NOT_RESOLVED}
        for language in LANGUAGES:
            assert "nan" not in plain(say(claim, report, language).headline)


def test_a_single_cell_gets_levels_and_no_comparison() -> None:
    report = conclude(measured(make_plan(factors={"requests": [2]})))
    assert any(isinstance(claim, OnlyOne) for claim in report.conclusions)
    assert not any(claim.contrasts for claim in everything(report))


def test_failed_cells_are_told_with_their_reason() -> None:
    plan = article_plan(published=False)
    lost = plan.cells[1].id
    records = [
        (simulation.failed(record, message="out of memory") if record.cell_id == lost else record, sha256)
        for record, sha256 in simulation.measure(plan)
    ]
    report = conclude(analyse(plan, "bench", records))
    claim = next(claim for claim in report.conclusions if claim.id == "not-measured/failed")
    assert isinstance(claim, Failed)
    assert (claim.cells, claim.reason) == ((lost,), "out of memory")
    for each in everything(report):
        assert say(each, report, "zh-Hans").headline


def test_an_experiment_without_records_says_what_is_missing() -> None:
    report = conclude(analyse(article_plan(published=False), "bench", []))
    (claim,) = report.conclusions
    assert claim.id == "not-measured/pending"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("caveat", CAVEATS, ids=lambda each: type(each).__name__)
def test_every_caveat_has_a_claim_its_number_and_a_remedy(caveat: Caveat, language: str) -> None:
    said = say_caveat(caveat, caveats()[0], language)
    assert plain(said.headline)
    assert plain(said.context)
    assert plain(said.remedy).endswith((".", "。"))


def test_a_caveat_touches_the_conclusions_about_its_cells() -> None:
    analysis = simulation.quick_analysis(identical_plan(3), simulation.World())
    cell = analysis.plan.cells[2].id
    report = conclude(replace(analysis, caveats=(machine.Steal(cells=(cell,), share=0.05),)))
    (touched,) = report.caveats
    expected = {
        number
        for number, claim in enumerate(report.conclusions, 1)
        if cell in claim.cells and claim.kind is not ClaimKind.OUTPUTS
    }
    assert set(touched.conclusions) == expected
    assert expected


@pytest.mark.parametrize(
    ("kind", "of_outputs", "of_levels", "of_ratios"),
    [
        (machine.Load, False, True, True),
        (records.OutputsDiffer, True, True, True),
        (machine.NoNoiseFloor, False, False, True),
        (machine.NoFrequency, False, True, False),
    ],
)
def test_a_caveat_touches_only_claims_that_rest_on_what_it_doubts(
    kind: type[Caveat], *, of_outputs: bool, of_levels: bool, of_ratios: bool
) -> None:
    outputs = Claim(id="outputs", kind=ClaimKind.OUTPUTS, place=Place.OUTPUTS_CLOSE)
    levels = Claim(id="steadiness", kind=ClaimKind.STEADINESS, place=Place.STEADY)
    ratios = Claim(id="effect", kind=ClaimKind.EFFECT, place=Place.ANSWER_SHOWN, verdict=Verdict.FASTER)
    assert [touches(kind, claim) for claim in (outputs, levels, ratios)] == [of_outputs, of_levels, of_ratios]


def test_rounding_in_sentences_follows_the_interval(article: Report) -> None:
    claim = article.conclusions[0]
    estimate = claim.contrasts[0].estimate
    assert estimate is not None
    places = max(units.decimals((estimate.high - estimate.low) / 2 * 100), 0)
    shown = f"{(estimate.ratio - 1) * 100:.{places}f} %"
    assert math.isfinite(estimate.low)
    assert shown in ordinary(plain(say(claim, article, "en").headline))


@pytest.mark.parametrize("share", [0.995, 1.0, 1.07, 20.0])
def test_a_recorder_that_is_all_that_limits_takes_all_of_the_time_and_no_more(share: float) -> None:
    for language in LANGUAGES:
        assert "%" not in told_of(machine.Floor(share=share), language)
    assert "99 %" in told_of(machine.Floor(share=0.99), "en")


def told_of(caveat: Caveat, language: str) -> str:
    analysis = simulation.quick_analysis(identical_plan(2), simulation.World(seed=1))
    said = say_caveat(replace(caveat, cells=(analysis.cells[0].cell.id,)), analysis, language)
    return ordinary(f"{plain(said.headline)} {plain(said.context)}")


@pytest.mark.parametrize("why", ["openvino", "network", "measure", "cell"])
def test_records_that_are_left_out_are_a_caveat_with_the_reason_that_touches_nothing(why: Any) -> None:
    left_out = (LeftOut(why=why, records=3, was="1", now="2", network="net"),)
    plan = identical_plan(2)
    analysis = analyse(plan, "simulated", simulation.measure(plan), left_out=left_out)
    (touched,) = (
        each for each in conclude(analysis).caveats if isinstance(each.caveat, records.RecordsLeftOut)
    )
    assert touched.conclusions == ()
    assert touched.caveat == records.RecordsLeftOut(left_out=left_out[0])


@pytest.mark.parametrize(
    ("rounds", "seconds", "told"), [(18, 700.0, True), (782, 36_000.0, False), (90, 8_000.0, False)]
)
def test_only_rounds_that_a_reader_can_measure_are_told_as_a_way_out(
    article: Report, rounds: int, seconds: float, *, told: bool
) -> None:
    contrast = next(each for claim in article.conclusions for each in claim.contrasts if each.estimate)
    open_ = replace(contrast, verdict=Verdict.NOT_RESOLVED, rounds_needed=rounds, seconds_needed=seconds)
    claim = next(claim for claim in article.conclusions if contrast in claim.contrasts)
    way_out = say_way_out([replace(claim, contrasts=(open_,))], contrast.metric, article, "en")
    assert (str(rounds) in plain(way_out)) is told
