"""Which questions are open, what they need, and whether they can still be answered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ovreport.analysis import open_questions, questions
from ovreport.analysis.contrasts import Measurements, contrasts
from ovreport.analysis.open_questions import chance, open_cells
from ovreport.analysis.pairing import Ratios
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.plan import Plan
from tests.noises import Draw, Normal
from tests.simulated_plans import cell_with, make_plan
from tests.simulation import quick_summary
from tests.worlds import Machine

NOISY, CALM = Normal(0.04), Normal(0.001)


def seen(plan: Plan, trial: Draw, *, most: int = 30, seed: int = 1) -> Analysis:
    """What five rounds tell where there may be up to so many."""
    analysis = Machine(name="", plan=plan, trial=trial).analysis(seed)
    return replace(analysis, plan=replace(plan, measure=replace(plan.measure, most_rounds=most)))


def two_factors() -> Plan:
    """Streams beside a property, each with two levels."""
    return make_plan(factors={"streams": [1, 2], "MODEL_PRIORITY": ["LOW", "HIGH"]})


def judged(rounds: NDArray[np.float64]) -> Contrast:
    """The comparison of two cells whose log ratios these are."""
    plan = make_plan(factors={"streams": [1, 2]}, rounds=len(rounds))
    first, second = plan.cells
    levels = {first.id: np.zeros(len(rounds)), second.id: rounds}
    trials = {
        cell.id: [
            quick_summary(cell, number, np.exp(-levels[cell.id][number : number + 1]), 1, plan)
            for number in range(len(rounds))
        ]
        for cell in plan.cells
    }
    pair = questions.whole(second, first.id)
    measured = Measurements(
        ratios=Ratios(trials, "throughput", first.id),
        metric="throughput",
        margin=0.03,
        alike=0.03,
        trials=trials,
        kinds={},
        same={},
    )
    return contrasts(measured, "baseline", [pair])[0]


def open_contrast(analysis: Analysis) -> Contrast:
    """The one that a first open question is told by."""
    return open_cells(analysis)[0].contrast


def test_what_is_answered_is_not_open() -> None:
    assert open_cells(seen(two_factors(), CALM)) == ()


def test_every_condition_of_a_discussed_factor_is_a_question() -> None:
    found = open_cells(seen(two_factors(), NOISY))
    assert {(each.contrast.factor, each.contrast.conditions) for each in found} == {
        ("streams", (("MODEL_PRIORITY", "LOW"),)),
        ("streams", (("MODEL_PRIORITY", "HIGH"),)),
        ("MODEL_PRIORITY", (("streams", "1"),)),
        ("MODEL_PRIORITY", (("streams", "2"),)),
    }


def test_a_question_needs_both_of_its_sides() -> None:
    for question in open_cells(seen(two_factors(), NOISY)):
        assert question.cells == (question.contrast.cell, question.contrast.reference)


def test_a_factor_that_is_not_discussed_asks_nothing() -> None:
    plan = replace(two_factors(), discuss=("streams",))
    found = open_cells(seen(plan, NOISY))
    assert {each.contrast.factor for each in found} == {"streams"}


def test_where_no_factor_is_discussed_each_beside_the_baseline_is_a_question() -> None:
    plan = replace(two_factors(), discuss=())
    found = open_cells(seen(plan, NOISY))
    assert {each.contrast.reference for each in found} == {plan.baseline}
    assert {each.contrast.cell for each in found} == {cell.id for cell in plan.cells} - {plan.baseline}


def test_neighbouring_numbers_of_requests_are_no_question_of_their_own() -> None:
    plan = make_plan(factors={"requests": [1, 2, 4]})
    found = open_cells(seen(plan, NOISY))
    first = cell_with(plan, requests=1).id
    assert {each.contrast.reference for each in found} == {first}


def test_one_configuration_in_force_is_no_question() -> None:
    analysis = seen(two_factors(), NOISY)
    same = tuple(replace(each, same_in_force=True) for each in analysis.contrasts)
    assert open_cells(replace(analysis, contrasts=same)) == ()


def test_any_metric_that_applies_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = seen(two_factors(), NOISY)
    other = tuple(
        replace(each, verdict=Verdict.EQUIVALENT) if each.metric == "latency" else each
        for each in analysis.contrasts
    )
    analysis = replace(analysis, contrasts=other)
    assert open_cells(analysis)
    monkeypatch.setattr(open_questions, "ANSWERING", ("throughput", "latency"))
    assert open_cells(analysis) == ()


def test_the_question_that_takes_the_fewest_rounds_comes_first() -> None:
    plan = make_plan(factors={"label": range(6)})
    found = open_cells(seen(plan, Normal(0.03), seed=3))
    needs = [each.rounds or np.inf for each in found]
    assert len(needs) > 1
    assert needs == sorted(needs)


def test_no_question_has_hope_where_no_rounds_are_to_come() -> None:
    analysis = seen(two_factors(), NOISY, most=5)
    assert {each.hope for each in open_cells(analysis)} == {0.0}


def test_hope_rises_with_the_rounds_to_come() -> None:
    contrast = open_contrast(seen(two_factors(), NOISY))
    hopes = [chance(contrast, rounds) for rounds in (5, 6, 8, 12, 30, 100, 1000)]
    assert hopes == sorted(hopes)
    assert 0.5 < hopes[-1] <= 1.0


def test_rounds_without_any_spread_are_no_reason_for_more() -> None:
    contrast = open_contrast(seen(two_factors(), NOISY))
    assert contrast.estimate is not None
    still = replace(contrast, estimate=replace(contrast.estimate, standard_error=0.0))
    assert chance(still, 30) == 0.0


def test_too_few_rounds_are_no_reason_to_give_up() -> None:
    contrast = open_contrast(seen(two_factors(), NOISY))
    assert contrast.estimate is not None
    assert chance(replace(contrast, estimate=None), 30) == 1.0
    assert chance(replace(contrast, estimate=replace(contrast.estimate, rounds=2)), 30) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.015, 0.03])
def test_hope_is_how_often_the_rounds_to_come_answer(spread: float) -> None:
    """Over machines whose truths are spread about the margin, as the flat prior takes them to be."""
    rng = np.random.default_rng(3)
    hopes, answered = [], []
    for _ in range(300):
        rounds = rng.normal(rng.uniform(-0.1, 0.1), spread, 16)
        first, all_of_them = (judged(rounds[:count]) for count in (6, 16))
        if first.verdict is Verdict.NOT_RESOLVED:
            hopes.append(chance(first, 16))
            answered.append(all_of_them.verdict is not Verdict.NOT_RESOLVED)
    assert np.mean(hopes) == pytest.approx(np.mean(answered), abs=0.08)
