"""Recommendations: one for each question, and none between what cannot be told apart."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ovreport.analysis.results import Analysis, BestSet, CellResult, Percentile
from ovreport.analysis.summaries import GRID
from ovreport.claims import say
from ovreport.claims.bound import BoundKept, BoundTied, within_bound
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.front import NoFront, SeveralOnFront, pareto
from ovreport.claims.recommendations import recommendations
from ovreport.claims.smallest import smallest
from ovreport.language.spans import plain
from tests.claims.handmade import analysis, granted, ordinary
from tests.simulated_plans import make_plan
from tests.simulation import World, quick_analysis

PLAN = make_plan(factors={"requests": [1, 2, 4]})
A, B, C = (cell.id for cell in PLAN.cells)
LEVELS = {A: (290.0, 6.8), B: (156.0, 7.2), C: (140.0, 15.0)}


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
    assert "two requests are not shown to be more than 3 % behind, with 7.20 ms" in ordinary(
        plain(said.context)
    )


def test_two_leaders_have_a_recommendation_each() -> None:
    _, claims = chosen((A,), (B,))
    assert {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_LATENCY} <= set(claims)
    assert ClaimKind.BEST_OVERALL not in claims


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Two of three configurations may have the lowest latency, or nearly: 6.80 and 7.20 ms"),
        ("zh-Hans", "3 个配置中有 2 个的延迟可能最低或与之相近：6.80 ms 与 7.20 ms"),
    ],
)
def test_settings_that_cannot_be_told_apart_keep_their_own_levels(language: str, expected: str) -> None:
    about, claims = chosen((C,), (A, B))
    said = say(claims[ClaimKind.BEST_LATENCY], about, language)
    assert ordinary(plain(said.short)) == expected


@pytest.mark.parametrize(
    ("language", "headline", "short"),
    [
        (
            "en",
            "The lowest latency by estimate is that of two requests, 7.20 ms, but seven rounds cannot rule",
            "Lowest latency by estimate: 7.20 ms, from two requests",
        ),
        ("zh-Hans", "按估计值，延迟最低的是 2 路并发，7.20 ms；但 7 轮", "延迟估计值最低：7.20 ms，2 路并发"),
    ],
)
def test_who_is_by_far_ahead_is_not_called_the_same_as_who_cannot_be_ruled_out(
    language: str, headline: str, short: str
) -> None:
    about, claims = chosen((A,), (B, C))
    said = say(claims[ClaimKind.BEST_LATENCY], about, language)
    assert ordinary(plain(said.headline)).startswith(headline)
    assert ordinary(plain(said.short)) == short


def test_nothing_is_recommended_where_nothing_stands_out() -> None:
    about, claims = chosen((A, B, C), (B, A, C))
    assert set(claims) == {ClaimKind.BEST_OVERALL}
    assert ordinary(plain(say(claims[ClaimKind.BEST_OVERALL], about, "en").headline)) == (
        "No configuration is shown to stand out in throughput or in latency: any of the three may be the "
        "best in both."
    )


def judged(percentiles_ms: tuple[float | None, ...]) -> Analysis:
    """Three settings whose p99 is this, or not supported by the run."""
    return with_percentiles(analysis(PLAN, levels=LEVELS), percentiles_ms)


def with_percentiles(about: Analysis, percentiles_ms: tuple[float | None, ...]) -> Analysis:
    cells = tuple(
        replace(
            result,
            effective_requests=100.0 if latency is None else 1000.0,
            percentiles=(
                Percentile(
                    percent=99,
                    latency_ns=None if latency is None else latency * 1e6,
                    needed=662,
                    error=0.01,
                    df=4,
                ),
            ),
        )
        for result, latency in zip(about.cells, percentiles_ms, strict=True)
    )
    return replace(about, cells=cells)


def bound_said(about: Analysis, cell: str | None, language: str = "en") -> str:
    said = say(within_bound(about, 99, 20.0, cell), about, language)
    return ordinary(f"{plain(said.headline)} {plain(said.context)}").strip()


def test_that_nobody_keeps_a_bound_is_said_of_those_that_could_be_judged() -> None:
    about = judged((25.0, 23.0, None))
    told = bound_said(about, None)
    assert told.startswith(
        "Of the two configurations that could be judged none keeps its p99 within 20 ms: the lowest"
    )
    assert "One other configuration could not be judged: p99 needs 662 effective requests." in told
    assert "能判断的 2 个配置中" in bound_said(about, None, "zh-Hans")
    assert "另有 1 个配置无法判断" in bound_said(about, None, "zh-Hans")
    lone = bound_said(judged((25.0, None, None)), None, "zh-Hans")
    assert lone.startswith("唯一能判断的配置没能把 p99 保持在 20 ms 以内：它的 p99 是 25.0 ms。")


def test_that_no_setting_keeps_a_bound_is_said_where_all_could_be_judged() -> None:
    assert bound_said(judged((25.0, 23.0, 30.0)), None).startswith(
        "No configuration keeps its p99 within 20 ms: the lowest p99 is 23"
    )


def test_the_only_setting_that_could_be_judged_is_not_called_several() -> None:
    told = bound_said(judged((25.0, None, None)), None)
    assert told.startswith(
        "The one configuration that could be judged does not keep its p99 within 20 ms: its p99 is 25"
    )


def with_lower(about: Analysis, p90_ms: float) -> Analysis:
    """The same, with a p90 that all runs support."""
    lower = Percentile(percent=90, latency_ns=p90_ms * 1e6, needed=64, error=0.001, df=4)
    cells = (replace(result, percentiles=(lower, *result.percentiles)) for result in about.cells)
    return replace(about, cells=tuple(cells))


@pytest.mark.parametrize(
    ("p99_ms", "english", "chinese"),
    [
        ((None, None, None), "the lowest p90 is 21.0 ms already.", "最低的 p90 就已经是 21.0 ms。"),
        ((25.0, None, None), "the lowest p90 is 21.0 ms already.", "最低的 p90 就已经是 21.0 ms。"),
        ((25.0, 24.0, 23.0), "the lowest p99 is 23.0 ms.", "最低的 p99 是 23.0 ms。"),
    ],
)
def test_a_lower_percentile_beyond_a_bound_decides_it(
    p99_ms: tuple[float | None, ...], english: str, chinese: str
) -> None:
    about = with_lower(judged(p99_ms), 21.0)
    assert bound_said(about, None) == f"No configuration keeps its p99 within 20 ms: {english}"
    assert bound_said(about, None, "zh-Hans") == f"没有哪个配置的 p99 能保持在 20 ms 以内，{chinese}"


def test_a_percentile_that_no_run_supports_is_told_with_the_rounds_that_would() -> None:
    about = judged((None, None, None))
    rounds = math.ceil(about.rounds * 662 / 100)
    assert f"About {rounds} such rounds would tell for every configuration" in bound_said(about, None)
    assert f"再测到大约 {rounds} 轮" in bound_said(about, None, "zh-Hans")


def test_a_bound_is_told_with_the_rounds_that_keep_it_by_themselves() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    about = with_percentiles(quick_analysis(plan, World()), (10.0, 30.0))
    first, *others = about.cells
    p99s = [float(trial.latency_grid_ns[GRID.index(99)]) / 1e6 for trial in first.trials]
    lead = plan.cells[0].id
    for bound_ms, expected in (
        (max(p99s) + 1, f"and each of the {len(p99s)} rounds keeps"),
        (sorted(p99s)[1], f"2 of {len(p99s)} rounds keep"),
    ):
        within = replace(about, cells=(with_percentile(first, bound_ms - 1e-6), *others))
        said = say(within_bound(within, 99, bound_ms, lead), within, "en")
        assert expected.replace("5", "five").replace("2 of", "two of") in ordinary(plain(said.context))


def with_percentile(result: CellResult, p99_ms: float) -> CellResult:
    return replace(
        result, percentiles=(Percentile(percent=99, latency_ns=p99_ms * 1e6, needed=662, error=1e-9, df=4),)
    )


def test_a_bound_that_one_setting_keeps_tells_how_many_could_not_be_judged() -> None:
    about = judged((10.0, None, None))
    assert isinstance(within_bound(about, 99, 20.0, A), BoundKept)
    assert "Two other configurations could not be judged" in bound_said(about, A)


def test_settings_that_keep_a_bound_and_cannot_be_told_apart_are_all_named() -> None:
    """Where no round compares two of them, either may be the best."""
    about = judged((10.0, 12.0, 30.0))
    claim = within_bound(about, 99, 20.0, A)
    assert isinstance(claim, BoundTied)
    assert claim.cells == (A, B)
    told = bound_said(about, A)
    assert told.startswith("With p99 held to 20 ms, two configurations may have the highest throughput: 290")
    assert "2 个配置的吞吐量都可能最高" in bound_said(about, A, "zh-Hans")


def test_within_a_bound_a_setting_shown_to_be_behind_is_not_among_the_best() -> None:
    plan = make_plan(factors={"label": ["a", "b", "c"]})
    slow = {plan.cells[2].id: 1.5}
    about = with_percentiles(quick_analysis(plan, World(ratios=slow)), (10.0, 10.0, 15.0))
    claim = within_bound(about, 99, 20.0, plan.cells[0].id)
    assert plan.cells[2].id not in claim.cells
    assert {cell.id for cell in plan.cells[:2]} == set(claim.cells)


def alone(best: str) -> Analysis:
    """The best setting by throughput, with no smaller one shown to be good enough."""
    sets = (
        BestSet(metric="throughput", best=best, tied=(best,)),
        BestSet(metric="latency", best=A, tied=(A,)),
    )
    force = {cell: granted(requests=number) for cell, number in ((A, 1), (B, 2), (C, 4))}
    about = analysis(PLAN, levels=LEVELS, in_force=force)
    return replace(about, best=sets, smallest=best)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "No smaller configuration is shown to come within 2 % of the best throughput"),
        ("zh-Hans", "没有哪个更小的配置能确认与最高吞吐量相差 2% 以内"),
    ],
)
def test_a_smaller_setting_is_not_said_to_fall_short_where_it_was_not_shown(
    language: str, expected: str
) -> None:
    about = alone(C)
    claim = smallest(about)
    assert claim is not None
    assert ordinary(plain(say(claim, about, language).headline)).startswith(expected)


def test_nothing_is_said_about_smaller_settings_where_there_is_none() -> None:
    assert smallest(alone(A)) is None


@pytest.mark.parametrize(
    ("language", "percentiles", "expected"),
    [
        (
            "en",
            (19.9, 19.8, 20.1),
            "No configuration is shown to keep its p99 within 20 ms, but each of the three may.",
        ),
        (
            "zh-Hans",
            (19.9, 19.8, 20.1),
            "没有哪个配置被确认能把 p99 保持在 20 ms 以内，但 3 个都有可能做到。",
        ),
        (
            "en",
            (19.9, 19.8, 40.0),
            "No configuration is shown to keep its p99 within 20 ms, but two of three may: ",
        ),
    ],
)
def test_that_all_may_keep_a_bound_is_not_said_by_counting_them(
    language: str, percentiles: tuple[float, ...], expected: str
) -> None:
    assert bound_said(judged(percentiles), None, language).startswith(expected)


def test_whether_the_only_setting_keeps_a_bound_is_told_without_counting() -> None:
    plan = make_plan(factors={"requests": [1]})
    about = with_percentiles(analysis(plan), (19.9,))
    assert bound_said(about, None).startswith("Whether p99 stays within 20 ms is open: it is 19.9 ms")


def test_of_two_settings_neither_is_the_lesser_choice() -> None:
    plan = make_plan(factors={"requests": [1, 2]})
    about = replace(analysis(plan), pareto=tuple(cell.id for cell in plan.cells))
    claim = pareto(about)
    assert isinstance(claim, NoFront)
    said = say(claim, about, "en")
    assert plain(said.headline).startswith("Neither configuration is shown to be the lesser choice")


def on_the_front(levels: dict[str, tuple[float, float]], *front: str) -> tuple[Analysis, Claim]:
    """What is said of these settings, by throughput falling, where none of them is shown to be beaten."""
    sets = (
        BestSet(metric="throughput", best=front[0], tied=(front[0],)),
        BestSet(metric="latency", best=front[0], tied=(front[0],)),
    )
    about = replace(analysis(PLAN, levels=levels), best=sets, pareto=front)
    claim = pareto(about)
    assert claim is not None
    return about, claim


SLOW_IN_BOTH = {A: (156.0, 6.8), B: (290.0, 12.0), C: (140.0, 15.0)}


def test_a_trade_runs_from_the_quickest_to_the_fastest_whoever_else_is_not_shown_to_be_beaten() -> None:
    _, claim = on_the_front(SLOW_IN_BOTH, B, A, C)
    assert isinstance(claim, SeveralOnFront)
    assert (claim.quickest.cell, claim.fastest.cell) == (A, B)


def test_a_caption_speaks_of_the_front_only_where_others_are_not_on_it() -> None:
    about, everyone = on_the_front(SLOW_IN_BOTH, B, A, C)
    assert plain(say(everyone, about, "en").short) == "No configuration is shown to be the lesser choice"
    about, some = on_the_front(SLOW_IN_BOTH, B, A)
    assert "two of three configurations are on the Pareto front" in ordinary(
        plain(say(some, about, "en").short)
    )
