"""What looking more than once costs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats as distributions

from ovreport.analysis import looks, stats
from ovreport.analysis.report import with_comparisons
from ovreport.analysis.results import Analysis, Verdict
from ovreport.plan import Plan
from tests.noises import Normal
from tests.simulated_plans import identical_plan
from tests.worlds import Machine

FIVE = (5, 8, 12, 19, 30)


def may_go_on(plan: Plan) -> Plan:
    """The plan, with up to 30 rounds."""
    return replace(plan, measure=replace(plan.measure, most_rounds=30))


def test_one_look_costs_nothing() -> None:
    tails = np.array([0.2, 1e-9])
    assert looks.nominal(0.025, (5,)) == 0.025
    assert looks.share(0.975, (5,)) == 0.975
    assert looks.overall(tails, (5,)) is tails


@pytest.mark.parametrize(("number", "level"), [(2, 0.0294), (3, 0.0221), (4, 0.0182), (5, 0.0158)])
def test_levels_of_looks_that_are_as_far_apart_are_those_of_pocock(number: int, level: float) -> None:
    even = tuple(range(10, 10 * number + 1, 10))
    assert 2 * looks.nominal(0.025, even) == pytest.approx(level, abs=6e-5)


def test_the_level_of_two_looks_is_that_of_the_bivariate_normal_distribution() -> None:
    tail = looks.nominal(0.025, (5, 8))
    place = distributions.norm.isf(tail)
    correlation = math.sqrt(5 / 8)
    both = distributions.multivariate_normal.cdf([place, place], cov=[[1, correlation], [correlation, 1]])
    assert 1 - both == pytest.approx(0.025, abs=1e-6)


def test_a_level_and_its_nominal_one_belong_together() -> None:
    for tail in (0.3, 0.05, 1e-4, 1e-8):
        found = looks.overall(np.array(looks.nominal(tail, FIVE)), FIVE)
        assert float(found) == pytest.approx(tail, rel=1e-6)


def test_a_p_value_of_all_looks_lies_between_that_of_one_and_as_many_times_it() -> None:
    tails = np.array([0.9, 0.5, 0.05, 1e-3, 1e-6, 1e-12, 0.0])
    found = looks.overall(tails, FIVE)
    assert (found >= tails).all()
    assert (found <= np.minimum(len(FIVE) * tails, 1.0)).all()


def test_intervals_hold_at_all_looks_of_few_normal_rounds_at_once() -> None:
    rng, held = np.random.default_rng(5), np.ones(20_000, bool)
    rounds = rng.normal(size=(len(held), FIVE[-1]))
    for number in FIVE:
        mean, errors = stats.paired(rounds[:, :number])
        reach = stats.t_quantile(0.975, errors.df, FIVE) * errors.standard_error
        held &= np.abs(mean) <= reach
    assert held.mean() == pytest.approx(0.95, abs=0.01)


def test_a_verdict_takes_more_where_it_is_looked_for_more_than_once() -> None:
    errors = stats.Errors(np.array([0.01]), np.array([20.0]))
    means = np.array([0.055])
    once, often = (
        stats.judge(means, errors, errors, math.log1p(0.03), np.array([8]), looks=each)
        for each in ((8,), FIVE)
    )
    assert once.verdicts == (Verdict.FASTER,)
    assert often.verdicts == (Verdict.NOT_RESOLVED,)
    assert often.high[0] - often.low[0] > once.high[0] - once.low[0]
    assert often.rounds_needed[0] is not None


def test_what_is_answered_gets_no_further_rounds_and_the_baseline_all_of_them() -> None:
    plan = may_go_on(identical_plan(4))
    found = Machine(name="", plan=plan, slower={1: 0.3}, trial=Normal(0.02)).analysis(1)
    measured = rounds_of(found)
    assert measured[plan.cells[1].id] == 5
    assert measured[plan.baseline] == found.rounds == max(measured.values()) > 5


def test_intervals_of_a_run_that_might_have_gone_on_are_those_of_all_looks() -> None:
    fixed = Machine(name="", plan=identical_plan(4)).analysis(1)
    went_on = with_comparisons(replace(fixed, plan=may_go_on(fixed.plan)))
    for once, often in zip(fixed.contrasts, went_on.contrasts, strict=True):
        assert once.estimate is not None
        assert often.estimate is not None
        assert often.estimate.looks == FIVE
        assert often.estimate.low < once.estimate.low < once.estimate.high < often.estimate.high


def rounds_of(analysis: Analysis) -> dict[str, int]:
    """How many rounds each cell has."""
    return {result.cell.id: len(result.trials) for result in analysis.cells}
