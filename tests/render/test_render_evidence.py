"""Evidence: what the page offers to check a conclusion with is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.claims import Texts
from ovreport.claims.best import Best, beside_best
from ovreport.claims.best_in_both import BestInBoth
from ovreport.claims.claim import Claim, ClaimKind, Report
from ovreport.claims.evidence import MOST_SHOWN, EvidenceTable
from ovreport.claims.evidence_facts import of_comparison
from ovreport.claims.factor_effects import UnmeasuredEffect
from ovreport.claims.front import Front
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText
from ovreport.language.locale import Locale
from ovreport.language.messages import msg
from ovreport.render.context import Context
from ovreport.render.evidence import badge, conclusions_of, ruler
from ovreport.units import ENGLISH
from tests.render.conftest import context_of


def contrasts(report: Report) -> list[tuple[Contrast, Estimate]]:
    found = [contrast for claim in report.conclusions for contrast in claim.contrasts]
    return [(contrast, contrast.estimate) for contrast in found if contrast.estimate]


def test_a_verdict_can_be_seen_on_its_ruler(article: Report) -> None:
    seen = 0
    for contrast, estimate in contrasts(article):
        drawn = ruler(ENGLISH, estimate, contrast.margin)
        assert drawn
        assert drawn.band.low is not None
        assert drawn.band.width is not None
        assert drawn.adjusted.low is not None
        assert drawn.adjusted.width is not None
        left, right = drawn.adjusted.low, drawn.adjusted.low + drawn.adjusted.width
        outside = right < drawn.band.low or left > drawn.band.low + drawn.band.width
        if contrast.verdict in {Verdict.FASTER, Verdict.SLOWER}:
            assert outside
            seen += 1
    assert seen


def test_an_estimate_without_an_interval_has_no_ruler(article: Report) -> None:
    bare = replace(contrasts(article)[0][1], low=float("nan"))
    assert ruler(ENGLISH, bare, 0.03) is None


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_verdicts_have_different_words_and_shapes(language: str) -> None:
    marks = [badge(verdict, Locale(language)) for verdict in Verdict]
    assert len({mark.word for mark in marks if mark}) == len(Verdict)
    assert len({mark.kind for mark in marks if mark}) == len(Verdict)
    assert badge(None, Locale(language)) is None


def test_every_measured_comparison_shows_values_per_round_and_records(article: Report) -> None:
    context: Context = context_of(article)
    for claim, shown in zip(article.conclusions, conclusions_of(context), strict=True):
        if any(contrast.estimate for contrast in claim.contrasts):
            assert shown.evidence
            assert shown.evidence.tables[0].rows
            assert shown.evidence.hashes
            assert all(re.fullmatch(r"[0-9a-f]{8}", sha) for sha in shown.evidence.hashes[:10])


def is_measured(claim: Claim) -> bool:
    return bool(claim.records) or claim.kind.value.startswith("published")


@pytest.mark.parametrize("made", ["article", "published", "large"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_conclusion_opens_to_numbers_and_a_program(
    request: pytest.FixtureRequest, made: str, language: str
) -> None:
    report: Report = request.getfixturevalue(made)
    shown = conclusions_of(context_of(report, language))
    for claim, one in zip(report.conclusions, shown, strict=True):
        if not is_measured(claim) or isinstance(claim, UnmeasuredEffect):
            continue
        assert one.evidence, claim.id
        assert any(table.rows for table in one.evidence.tables), claim.id
        assert all(len(row) == len(table.columns) for table in one.evidence.tables for row in table.rows)
        assert one.evidence.python, claim.id


def test_a_claim_that_leads_with_a_level_tells_its_estimate_and_its_test(article: Report) -> None:
    context = context_of(article)
    best = next(each for each in article.conclusions if each.leading(article.analysis))
    shown = conclusions_of(context)[article.conclusions.index(best)]
    assert shown.evidence
    told = dict(shown.evidence.facts)
    assert "95 % interval" in told["Estimate"]
    assert "5 rounds" in told["Test"]


@pytest.mark.parametrize("made", ["article", "large"])
def test_who_is_behind_the_best_one_can_be_read_off_its_table(
    request: pytest.FixtureRequest, made: str
) -> None:
    context = context_of(request.getfixturevalue(made))
    number = len(context.measured) - 1
    for best in context.analysis.best:
        beside = beside_best(context.analysis, best)
        assert len(beside) == min(number, MOST_SHOWN)
        for cell, _, behind in beside:
            assert behind == (cell not in best.tied)


def test_a_claim_about_the_best_one_shows_the_others_beside_it(article: Report) -> None:
    context = context_of(article)
    names = {context.names[cell.cell.id] for cell in context.measured}
    seen = 0
    for claim, shown in zip(article.conclusions, conclusions_of(context), strict=True):
        for best in article.analysis.best:
            if isinstance(claim, BestInBoth) or (isinstance(claim, Best) and claim.metric == best.metric):
                assert shown.evidence
                told = [{str(row[0]) for row in table.rows} for table in shown.evidence.tables]
                assert names - {context.names[best.best]} in told
                seen += 1
    assert seen


def test_each_lesser_choice_is_shown_beside_one_that_is_ahead_and_not_behind_by_the_margin(
    article: Report,
) -> None:
    front = next((each for each in article.conclusions if isinstance(each, Front)), None)
    beaten = [cell.cell.id for cell in article.analysis.cells if cell.cell.id not in article.analysis.pareto]
    assert front
    assert beaten
    context = context_of(article)
    shown = conclusions_of(context)[article.conclusions.index(front)].evidence
    assert shown
    table = next(one for one in shown.tables if "ahead in one of the two" in one.note)
    assert [row[0] for row in table.rows] == [context.names[cell] for cell in beaten]
    for row in table.rows:
        rate, time = (float(str(row[place]).rstrip("×")) for place in (2, 4))
        assert rate < 1.03
        assert time > 1 / 1.03
        assert rate < 1 or time > 1


class Tabled(Claim):
    """A claim with a long table twice: shown in full, and with its first rows."""

    def text(self, t: Texts) -> ClaimText:
        return ClaimText(headline=t.fill(msg("this")), short=())

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        rows = tuple((str(number),) for number in range(MOST_SHOWN + 5))
        return (
            EvidenceTable(heads=(t.language,), rows=rows, whole=True),
            EvidenceTable(heads=(t.language,), rows=rows),
        )


def test_a_long_table_says_how_many_rows_it_leaves_out_unless_it_is_shown_in_full(article: Report) -> None:
    claim = Tabled(id="tabled", kind=ClaimKind.EFFECT, place=Place.ANSWER_SHOWN)
    (shown,) = conclusions_of(context_of(replace(article, conclusions=(claim,))))
    assert shown.evidence
    whole, cut = shown.evidence.tables
    assert (len(whole.rows), whole.note) == (MOST_SHOWN + 5, "")
    assert len(cut.rows) == MOST_SHOWN
    assert "5" in cut.note


def test_claims_from_published_figures_are_marked(published: Report) -> None:
    shown = conclusions_of(context_of(published))
    assert any(conclusion.published for conclusion in shown)
    assert all(conclusion.ruler is None for conclusion in shown)


def test_a_page_about_whole_trials_speaks_of_no_slices_that_take_turns(
    article: Report, page: Callable[[Report, str], str]
) -> None:
    plan = article.analysis.plan
    whole = replace(plan, measure=replace(plan.measure, schedule="whole"))
    report = replace(article, analysis=replace(article.analysis, plan=whole))
    for language, words in (
        ("en", ("neighbouring slices", "take turns", "hits all configurations")),
        ("zh-Hans", ("相邻的时间片", "轮流", "所有配置一起受影响")),
    ):
        assert any(word in page(article, language) for word in words)
        text = page(report, language)
        assert [word for word in words if word in text] == []


def test_one_comparison_is_not_said_to_be_adjusted_for_one(article: Report) -> None:
    assert not [text for text in of_verdict(article, 0.95) if "adjusted for" in text or "校正" in text]


def test_an_interval_beyond_95_per_cent_says_what_it_is_adjusted_for(article: Report) -> None:
    english, chinese = of_verdict(article, 0.9944)
    assert "adjusted for the other questions of this page" in english
    assert "99.4" in english
    assert "校正" in chinese


def of_verdict(report: Report, level: float) -> list[str]:
    """The interval of the only comparison of its question, at this level, in English and Chinese."""
    contrast, estimate = contrasts(report)[0]
    contrast, estimate = replace(contrast, comparisons=1), replace(estimate, adjusted_level=level)
    texts = [Texts(report.analysis, language) for language in ("en", "zh-Hans")]
    return [dict(of_comparison(t, contrast, estimate))[t.locale("Interval of the verdict")] for t in texts]


def test_rounds_that_a_sentence_calls_impractical_are_no_evidence_of_a_way_out(article: Report) -> None:
    contrast, estimate = contrasts(article)[0]
    t = Texts(article.analysis, "en")
    far, near = (replace(contrast, rounds_needed=rounds, seconds_needed=60.0) for rounds in (472, 20))
    assert "To resolve it" not in dict(of_comparison(t, far, estimate))
    assert "To resolve it" in dict(of_comparison(t, near, estimate))
