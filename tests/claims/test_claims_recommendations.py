"""Recommendations: one for each question, and none between what cannot be told apart."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ovreport.analysis.results import Analysis, BestSet, CellResult, Percentile
from ovreport.analysis.summaries import GRID
from ovreport.claims.best import BestByEstimate, BestTied
from ovreport.claims.best_in_both import LeadsInBoth, NothingLeads
from ovreport.claims.bound import BoundKept, BoundMissed, BoundOpen, BoundTied, BoundUnsupported, within_bound
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.front import NoFront, SeveralOnFront, pareto
from ovreport.claims.recommendations import recommendations
from ovreport.claims.smallest import NoSmaller, smallest
from tests.claims.handmade import analysis, granted
from tests.simulated_plans import make_plan
from tests.simulation import World, quick_analysis

PLAN = make_plan(factors={"requests": [1, 2, 4]})
A, B, C = (cell.id for cell in PLAN.cells)
LEVELS = {A: (290.0, 6.8), B: (156.0, 7.2), C: (140.0, 15.0)}


def chosen(throughput: tuple[str, ...], latency: tuple[str, ...]) -> dict[ClaimKind, Claim]:
    """Recommendations where these may be the best, the first of each being so by its estimate."""
    sets = (
        BestSet(metric="throughput", best=throughput[0], tied=throughput),
        BestSet(metric="latency", best=latency[0], tied=latency),
    )
    about = replace(analysis(PLAN, levels=LEVELS), best=sets, pareto=(throughput[0],), smallest=throughput[0])
    return {claim.kind: claim for claim in recommendations(about)}


def test_one_setting_that_leads_in_all_is_recommended_once() -> None:
    claims = chosen((A,), (A,))
    assert set(claims) == {ClaimKind.BEST_OVERALL}
    lead = claims[ClaimKind.BEST_OVERALL]
    assert isinstance(lead, LeadsInBoth)
    assert (lead.fastest.cell, lead.quickest.cell) == (A, A)
    assert lead.notes == ()


def test_who_may_be_as_good_is_a_note_with_its_own_level() -> None:
    (near,) = chosen((A,), (A, B))[ClaimKind.BEST_OVERALL].notes
    assert isinstance(near, BestTied)
    assert near.metric == "latency"
    assert [(each.cell, each.latency.value) for each in near.tied] == [(A, 6.8e6), (B, 7.2e6)]


def test_two_leaders_have_a_recommendation_each() -> None:
    claims = chosen((A,), (B,))
    assert {ClaimKind.BEST_THROUGHPUT, ClaimKind.BEST_LATENCY} <= set(claims)
    assert ClaimKind.BEST_OVERALL not in claims


def test_settings_that_cannot_be_told_apart_keep_their_own_levels() -> None:
    claim = chosen((C,), (A, B))[ClaimKind.BEST_LATENCY]
    assert type(claim) is BestTied
    assert [(each.cell, each.latency.value) for each in claim.tied] == [(A, 6.8e6), (B, 7.2e6)]


def test_who_is_by_far_ahead_is_not_called_the_same_as_who_cannot_be_ruled_out() -> None:
    claim = chosen((A,), (B, C))[ClaimKind.BEST_LATENCY]
    assert type(claim) is BestByEstimate
    assert claim.tied[0].cell == B


def test_nothing_is_recommended_where_nothing_stands_out() -> None:
    claims = chosen((A, B, C), (B, A, C))
    assert {kind: type(claim) for kind, claim in claims.items()} == {ClaimKind.BEST_OVERALL: NothingLeads}


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


@pytest.mark.parametrize(
    ("percentiles_ms", "judged_ones"),
    [((25.0, 23.0, None), (A, B)), ((25.0, None, None), (A,)), ((25.0, 23.0, 30.0), (A, B, C))],
)
def test_that_nobody_keeps_a_bound_is_said_of_those_that_could_be_judged(
    percentiles_ms: tuple[float | None, ...], judged_ones: tuple[str, ...]
) -> None:
    claim = within_bound(judged(percentiles_ms), 99, 20.0, None)
    assert isinstance(claim, BoundMissed)
    assert claim.cells == judged_ones
    assert claim.bound.unjudged == 3 - len(judged_ones)
    assert claim.bound.needed == 662
    assert claim.least.value == min(each for each in percentiles_ms if each is not None) * 1e6


def with_lower(about: Analysis, p90_ms: float) -> Analysis:
    """The same, with a p90 that all runs support."""
    lower = Percentile(percent=90, latency_ns=p90_ms * 1e6, needed=64, error=0.001, df=4)
    cells = (replace(result, percentiles=(lower, *result.percentiles)) for result in about.cells)
    return replace(about, cells=tuple(cells))


@pytest.mark.parametrize(
    ("p99_ms", "shown", "least_ms"),
    [((None, None, None), 90, 21.0), ((25.0, None, None), 90, 21.0), ((25.0, 24.0, 23.0), 99, 23.0)],
)
def test_a_lower_percentile_beyond_a_bound_decides_it(
    p99_ms: tuple[float | None, ...], shown: float, least_ms: float
) -> None:
    claim = within_bound(with_lower(judged(p99_ms), 21.0), 99, 20.0, None)
    assert isinstance(claim, BoundMissed)
    assert (claim.shown, claim.least.value, claim.bound.unjudged) == (shown, least_ms * 1e6, 0)


def test_a_percentile_that_no_run_supports_is_told_with_the_rounds_that_would() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    about = with_percentiles(quick_analysis(plan, World()), (None, None))
    claim = within_bound(about, 99, 20.0, None)
    assert isinstance(claim, BoundUnsupported)
    assert claim.bound.rounds_enough == math.ceil(about.rounds * 662 / 100)


def test_a_bound_is_told_with_the_rounds_that_keep_it_by_themselves() -> None:
    plan = make_plan(factors={"label": ["a", "b"]})
    about = with_percentiles(quick_analysis(plan, World()), (10.0, 30.0))
    first, *others = about.cells
    p99s = [float(trial.latency_grid_ns[GRID.index(99)]) / 1e6 for trial in first.trials]
    lead = plan.cells[0].id
    for bound_ms, kept in ((max(p99s) + 1, len(p99s)), (sorted(p99s)[1], 2)):
        within = replace(about, cells=(with_percentile(first, bound_ms - 1e-6), *others))
        claim = within_bound(within, 99, bound_ms, lead)
        assert isinstance(claim, BoundKept)
        assert (claim.rounds_kept, claim.rounds) == (kept, len(p99s))


def with_percentile(result: CellResult, p99_ms: float) -> CellResult:
    return replace(
        result, percentiles=(Percentile(percent=99, latency_ns=p99_ms * 1e6, needed=662, error=1e-9, df=4),)
    )


def test_a_bound_that_one_setting_keeps_tells_how_many_could_not_be_judged() -> None:
    claim = within_bound(judged((10.0, None, None)), 99, 20.0, A)
    assert isinstance(claim, BoundKept)
    assert claim.bound.unjudged == 2


def test_settings_that_keep_a_bound_and_cannot_be_told_apart_are_all_named() -> None:
    """Where no round compares two of them, either may be the best."""
    claim = within_bound(judged((10.0, 12.0, 30.0)), 99, 20.0, A)
    assert isinstance(claim, BoundTied)
    assert claim.cells == (A, B)


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


def test_a_smaller_setting_is_not_said_to_fall_short_where_it_was_not_shown() -> None:
    claim = smallest(alone(C))
    assert isinstance(claim, NoSmaller)
    assert claim.best.cell == C


def test_nothing_is_said_about_smaller_settings_where_there_is_none() -> None:
    assert smallest(alone(A)) is None


@pytest.mark.parametrize(
    ("percentiles_ms", "may"), [((19.9, 19.8, 20.1), (A, B, C)), ((19.9, 19.8, 40.0), (A, B))]
)
def test_who_may_keep_a_bound_is_told_where_nobody_is_shown_to(
    percentiles_ms: tuple[float, ...], may: tuple[str, ...]
) -> None:
    claim = within_bound(judged(percentiles_ms), 99, 20.0, None)
    assert isinstance(claim, BoundOpen)
    assert claim.cells == may
    assert claim.lowest.value == 19.8e6


def test_whether_the_only_setting_keeps_a_bound_may_be_open() -> None:
    plan = make_plan(factors={"requests": [1]})
    claim = within_bound(with_percentiles(analysis(plan), (19.9,)), 99, 20.0, None)
    assert isinstance(claim, BoundOpen)
    assert claim.among.configurations == 1


def test_of_two_settings_neither_is_the_lesser_choice() -> None:
    plan = make_plan(factors={"requests": [1, 2]})
    about = replace(analysis(plan), pareto=tuple(cell.id for cell in plan.cells))
    assert isinstance(pareto(about), NoFront)


def on_the_front(levels: dict[str, tuple[float, float]], *front: str) -> Claim | None:
    """What is said of these settings, by throughput falling, where none of them is shown to be beaten."""
    sets = (
        BestSet(metric="throughput", best=front[0], tied=(front[0],)),
        BestSet(metric="latency", best=front[0], tied=(front[0],)),
    )
    return pareto(replace(analysis(PLAN, levels=levels), best=sets, pareto=front))


SLOW_IN_BOTH = {A: (156.0, 6.8), B: (290.0, 12.0), C: (140.0, 15.0)}


def test_a_trade_runs_from_the_quickest_to_the_fastest_whoever_else_is_not_shown_to_be_beaten() -> None:
    claim = on_the_front(SLOW_IN_BOTH, B, A, C)
    assert isinstance(claim, SeveralOnFront)
    assert (claim.quickest.cell, claim.fastest.cell) == (A, B)


def test_the_settings_on_the_front_are_told_of_all() -> None:
    claim = on_the_front(SLOW_IN_BOTH, B, A)
    assert isinstance(claim, SeveralOnFront)
    assert (set(claim.cells), claim.among.configurations) == ({A, B}, 3)
