"""Recommendations: one for each question, and none between what cannot be told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport import units
from ovreport.analysis.results import Analysis, BestSet
from ovreport.conclusions import say
from ovreport.conclusions.claims import Claim, ClaimKind
from ovreport.conclusions.recommendations import recommendations
from ovreport.conclusions.text import plain
from tests.conclusions.handmade import analysis
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"requests": [1, 2, 4]})
A, B, C = (cell.id for cell in PLAN.cells)
LEVELS = {A: (290.0, 6.8), B: (156.0, 7.2), C: (140.0, 15.0)}


def ordinary(text: str) -> str:
    return text.replace(units.NO_BREAK, " ").replace(units.GLUE, "")


def chosen(throughput: tuple[str, ...], latency: tuple[str, ...]) -> tuple[Analysis, dict[ClaimKind, Claim]]:
    """Recommendations where these may be the best, the first of each being so by its estimate."""
    sets = (
        BestSet(metric="throughput", best=throughput[0], tied=throughput),
        BestSet(metric="latency", best=latency[0], tied=latency),
    )
    about = replace(analysis(PLAN, levels=LEVELS), best=sets, pareto=(throughput[0],), smallest=throughput[0])
    return about, {claim.kind: claim for claim in recommendations(about)}


def test_one_setting_that_leads_in_all_is_recommended_once() -> None:
    about, claims = chosen((A,), (A,))
    assert set(claims) == {ClaimKind.BEST_OVERALL}
    headline = ordinary(plain(say(claims[ClaimKind.BEST_OVERALL], about, "en").headline))
    assert headline.startswith("One request leads in throughput, 290 FPS")
    assert "and in latency, 6.8" in headline


def test_who_may_be_as_good_is_named_with_its_own_level() -> None:
    about, claims = chosen((A,), (A, B))
    said = say(claims[ClaimKind.BEST_OVERALL], about, "en")
    assert "in latency, 6.80 ms, one other may be as good" in ordinary(plain(said.short))
    assert "two requests cannot be told from it, with 7.20 ms" in ordinary(plain(said.context))


def test_two_leaders_have_a_recommendation_each() -> None:
    _, claims = chosen((A,), (B,))
    assert {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_LATENCY} <= set(claims)
    assert ClaimKind.BEST_OVERALL not in claims


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Two settings cannot be told apart in latency: 7.20 and 15.0 ms"),
        ("zh-Hans", "2 种配置的延迟分不出高下：7.20 ms 与 15.0 ms"),
    ],
)
def test_settings_that_cannot_be_told_apart_keep_their_own_levels(language: str, expected: str) -> None:
    about, claims = chosen((A,), (B, C))
    said = say(claims[ClaimKind.BEST_LATENCY], about, language)
    assert ordinary(plain(said.short)) == expected


def test_nothing_is_recommended_where_nothing_stands_out() -> None:
    about, claims = chosen((A, B, C), (B, A, C))
    assert set(claims) == {ClaimKind.BEST_OVERALL}
    assert ordinary(plain(say(claims[ClaimKind.BEST_OVERALL], about, "en").headline)) == (
        "No setting stands out in throughput or in latency: any of the three may be the best in both."
    )
