"""How often the rounds that `plan` foretells settle the question: counted on simulated machines."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis import stats
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.analysis.sample_size import near_margin, required_rounds
from tests.simulation import World, identical_plan, quick_analysis

RATIOS = (0.0, 0.01, -0.02, 0.045, -0.06, 0.08)
"""True log ratios, on both sides of the margin of 3 % and away from it."""

MOST = 150
"""More rounds are not simulated here, for time; most of what they would add is settled."""


def questions(analysis: Analysis) -> list[Contrast]:
    return [each for each in analysis.contrasts if each.family == "throughput: label"]


def settled(rounds: int, deviation: float, count: int) -> dict[str, float]:
    """The share of open questions that the foretold number, and the larger one, settle."""
    plan, draw = identical_plan(cells=3, rounds=rounds), random.Random(7)
    found: dict[str, list[bool]] = {"rounds": [], "most": []}
    for seed in range(count):
        ratios = {cell.id: math.exp(draw.choice(RATIOS)) for cell in plan.cells[1:]}
        world = World(ratios=ratios, trial_sd=deviation, seed=seed)
        family = questions(quick_analysis(plan, world))
        each = draw.choice(family)
        need = required_rounds(each)
        if each.verdict is not Verdict.NOT_RESOLVED or need is None:
            continue
        for name, number in (("rounds", need.rounds), ("most", need.most)):
            if number and number <= MOST:
                more = replace(plan, measure=replace(plan.measure, rounds=number, most_rounds=number))
                later = {one.cell: one.verdict for one in questions(quick_analysis(more, world))}
                found[name].append(later[each.cell] is not Verdict.NOT_RESOLVED)
    assert min(map(len, found.values())) >= 15, found
    return {name: sum(those) / len(those) for name, those in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("rounds", "deviation"), [(3, 0.03), (3, 0.015), (5, 0.03), (8, 0.03)])
def test_the_foretold_rounds_settle_most_questions_and_the_larger_number_nearly_all(
    rounds: int, deviation: float
) -> None:
    """`plan` says 7 to 9 of 10, and 9 of 10 for the larger number; 60 draws tell that to about 0.1."""
    share = settled(rounds, deviation, 120)
    assert share["rounds"] >= 0.6, share
    assert share["most"] >= 0.8, share


@pytest.mark.slow
def test_going_on_for_as_many_rounds_as_foretold_claims_no_difference_between_equal_cells() -> None:
    plan, claims, reports = identical_plan(cells=3, rounds=3), 0, 100
    for seed in range(reports):
        world = World(trial_sd=0.03, seed=seed)
        family = questions(quick_analysis(plan, world))
        needs = [required_rounds(each) for each in family if each.verdict is Verdict.NOT_RESOLVED]
        number = min(max((need.rounds or 0 for need in needs if need), default=0), MOST)
        more = replace(plan, measure=replace(plan.measure, rounds=max(number, 3), most_rounds=1))
        later = questions(quick_analysis(more, world))
        claims += any(each.verdict in (Verdict.FASTER, Verdict.SLOWER) for each in later)
    assert claims / reports <= 0.05


def judged(mean: float, deviation: float, freedom: float, rounds: int = 4) -> stats.Family:
    """One contrast by itself at a margin of 3 %."""
    error = np.array([deviation / math.sqrt(rounds)])
    errors = stats.Errors(error, np.array([freedom]))
    return stats.judge(np.array([mean]), errors, errors, math.log1p(0.03), np.array([rounds]))


def test_the_range_is_wider_the_fewer_rounds_know_the_noise() -> None:
    few, many = (judged(0.06, 0.05, freedom) for freedom in (3, 40))
    assert few.rounds_needed == many.rounds_needed
    (needed,), (wide,), (narrow,) = few.rounds_needed, few.rounds_range, many.rounds_range
    assert needed is not None
    assert wide is not None
    assert narrow is not None
    assert (wide[0] or 0) < (narrow[0] or 0) < needed < (narrow[1] or 0) < (wide[1] or math.inf)


def test_a_verdict_that_is_reached_needs_no_range() -> None:
    assert judged(0.5, 0.01, 3).rounds_range == (None,)


def test_a_question_without_rounds_in_common_has_no_forecast() -> None:
    (each,) = questions(quick_analysis(identical_plan(cells=2, rounds=1), World()))
    assert each.estimate is None
    assert required_rounds(each) is None
    assert not near_margin(each)


def test_a_question_without_spread_has_no_forecast() -> None:
    assert judged(0.06, 0.0, 3).rounds_range == (None,)


def test_beyond_a_thousand_rounds_there_is_no_number() -> None:
    found = judged(math.log(1.0301), 0.05, 3)
    assert (found.rounds_needed, found.rounds_range) == ((None,), ((None, None),))


def test_a_ratio_whose_distance_to_the_margin_is_a_third_of_it_is_near() -> None:
    (each,) = questions(quick_analysis(identical_plan(cells=2), World()))
    assert each.estimate is not None
    near, far = (replace(each, estimate=replace(each.estimate, ratio=ratio)) for ratio in (1.039, 1.042))
    assert near_margin(near)
    assert not near_margin(far)
