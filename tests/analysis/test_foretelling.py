"""How often the rounds that `plan` foretells settle the question: counted on simulated machines."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from ovreport.analysis import Analysis, Contrast, Foretold, Verdict, foretold, near_margin
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
        need = foretold(each, family)
        if each.verdict is not Verdict.NOT_RESOLVED or need is None:
            continue
        for name, number in (("rounds", need.rounds), ("most", need.most)):
            if number and number <= MOST:
                more = replace(plan, measure=replace(plan.measure, rounds=number))
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
        needs = [foretold(each, family) for each in family if each.verdict is Verdict.NOT_RESOLVED]
        number = min(max((need.rounds or 0 for need in needs if need), default=0), MOST)
        more = replace(plan, measure=replace(plan.measure, rounds=max(number, 3)))
        later = questions(quick_analysis(more, world))
        claims += any(each.verdict in (Verdict.FASTER, Verdict.SLOWER) for each in later)
    assert claims / reports <= 0.05


def test_a_question_without_rounds_in_common_has_no_forecast() -> None:
    family = questions(quick_analysis(identical_plan(cells=2), World()))
    bare = replace(family[0], estimate=None)
    assert foretold(bare, family) is None
    assert not near_margin(bare)


def test_a_question_without_spread_has_no_forecast() -> None:
    (each,) = questions(quick_analysis(identical_plan(cells=2), World()))
    assert each.estimate is not None
    still = replace(each.estimate, log_ratios=(0.01,) * 5, standard_error=0.0)
    assert foretold(replace(each, estimate=still), [each]) is None


def test_beyond_a_thousand_rounds_there_is_no_number() -> None:
    (each,) = questions(quick_analysis(identical_plan(cells=2), World(trial_sd=0.05)))
    assert each.estimate is not None
    near = replace(each, estimate=replace(each.estimate, ratio=1.0301))
    assert foretold(near, [near]) == Foretold(rounds=None, fewest=None, most=None)
    assert near_margin(near)
