"""The best cell, its ties, the smallest that will do, and the Pareto set."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from ovreport.analysis import choice
from ovreport.analysis.metrics import CHOSEN_BY, METRICS, ChosenBy, Metric
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Contrast
from tests.claims.handmade import analysis as handmade
from tests.claims.handmade import contrasts, estimate
from tests.simulation import (
    World,
    article_plan,
    cell_with,
    identical_plan,
    make_plan,
    measure,
    quick_analysis,
)

CALM = World(trial_sd=0.003, heavy_share=0.0, request_sd=0.01)


def test_every_metric_is_defined() -> None:
    assert set(METRICS) == set(get_args(Metric))
    assert get_args(ChosenBy) == CHOSEN_BY


def test_identical_cells_are_all_tied() -> None:
    sizes = [len(quick_analysis(identical_plan(8), World(seed=n)).best[0].tied) for n in range(10)]
    assert min(sizes) >= 6
    assert np.median(sizes) == 8


@pytest.mark.slow
def test_the_truly_best_cell_is_in_the_tied_set() -> None:
    plan = identical_plan(12)
    truth = plan.cells[5].id
    sets = [quick_analysis(plan, World(ratios={truth: 0.99}, seed=n)).best[0].tied for n in range(60)]
    assert sum(truth in tied for tied in sets) >= 56


def test_a_clear_winner_is_alone() -> None:
    plan = identical_plan(6)
    best = quick_analysis(plan, World(ratios={plan.cells[3].id: 0.8})).best
    assert [(found.metric, found.best, found.tied) for found in best] == [
        ("throughput", plan.cells[3].id, (plan.cells[3].id,)),
        ("latency", plan.cells[3].id, (plan.cells[3].id,)),
    ]


def test_a_cell_that_is_behind_by_less_than_the_margin_may_be_as_good() -> None:
    plan = identical_plan(6)
    best, near, far = (plan.cells[place].id for place in (3, 0, 5))
    ratios = {cell.id: 1.2 for cell in plan.cells} | {best: 1.0, near: 1.012, far: 1.2}
    for found in analyse(plan, "simulated", measure(plan, replace(CALM, ratios=ratios))).best:
        assert (found.best, found.tied) == (best, (best, near))


def test_the_smallest_good_enough_cell_has_fewer_requests() -> None:
    plan = make_plan(factors={"requests": [1, 2, 4, 8]}, rounds=7)  # one stream: more requests only wait
    analysis = analyse(plan, "simulated", measure(plan, CALM))
    assert analysis.smallest == cell_with(plan, requests=1).id


def test_a_cell_that_is_not_shown_to_be_good_enough_is_not_recommended() -> None:
    plan = make_plan(factors={"requests": [1, 2, 4]}, rounds=5)
    ratios = {cell.id: 1.10 for cell in plan.cells[:2]}
    analysis = analyse(plan, "simulated", measure(plan, replace(CALM, ratios=ratios)))
    assert analysis.smallest == cell_with(plan, requests=4).id


def test_a_cell_beaten_in_both_is_not_in_the_pareto_set() -> None:
    plan = make_plan(
        factors={"requests": [1, 4], "label": ["a", "b"]},
        base=replace(make_plan(factors={"batch": [1, 2]}).cells[0].setting, streams=2),
    )
    slow = {cell_with(plan, requests=1, label="b").id: 1.3}
    analysis = analyse(plan, "simulated", measure(plan, replace(CALM, ratios=slow)))
    beaten = next(iter(slow))
    assert beaten not in analysis.pareto
    assert cell_with(plan, requests=1, label="a").id in analysis.pareto
    assert set(analysis.pareto) & {cell_with(plan, requests=4, label=x).id for x in "ab"}


def two_batches(throughput: float, latency: float, p_none: float) -> tuple[str, ...]:
    """The front of batch 1 and of batch 3, which has these times the throughput and latency."""
    plan = make_plan(factors={"batch": [1, 3]})
    judged: list[Contrast] = []
    ratios: tuple[tuple[Metric, float], ...] = (("throughput", throughput), ("latency", latency))
    for metric, ratio in ratios:
        found = replace(estimate(ratio, 0.015), p_none=p_none)
        judged += contrasts(plan, "batch", "3", "1", [found], metric)
    cells = [result.cell.id for result in handmade(plan).cells]
    front = choice.pareto(handmade(plan).cells, judged)
    return tuple("13"[cells.index(cell)] for cell in front)


def test_a_cell_that_loses_in_both_is_not_on_the_front_however_much_is_open_of_one_loss() -> None:
    assert two_batches(0.965, 4.0, p_none=0.001) == ("1",)
    assert set(two_batches(0.965, 4.0, p_none=0.03)) == {"1", "3"}  # it may not lose in throughput
    assert set(two_batches(1.035, 4.0, p_none=0.001)) == {"1", "3"}  # a gain for the wait


def test_what_is_behind_in_one_metric_and_equal_in_the_other_has_a_rival_with_some_slack() -> None:
    plan = make_plan(factors={"requests": [1, 2]})
    one, two = (cell.id for cell in plan.cells)
    cells = handmade(plan, levels={one: (52.0, 19.1), two: (104.0, 19.2)}).cells
    assert choice.rivals(cells) == []
    assert choice.rivals(cells, 0.03) == [(one, two)]


def test_a_bound_on_a_percentile_that_the_run_does_not_support_keeps_nobody() -> None:
    plan = article_plan(rounds=3)
    bounded = replace(plan, latency_bounds_ms=((99.9, 1e6), (50, 1e6), (50, 0.001)))
    analysis = analyse(bounded, "simulated", measure(bounded, CALM))
    unsupported, loose, tight = analysis.within_bound
    assert unsupported == (99.9, 1e6, None)
    assert loose[2] == analysis.best[0].best
    assert tight[2] is None


def test_a_disturbed_cell_is_never_recommended() -> None:
    plan = make_plan(factors={"disturbance": ["none", "cpu"]})
    analysis = quick_analysis(plan, replace(CALM, ratios={plan.cells[1].id: 0.5}))
    assert analysis.best[0].best == plan.cells[0].id
