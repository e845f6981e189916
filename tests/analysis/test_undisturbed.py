"""Undisturbed requests: who is compared by them, and when totals are shown to tell otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ovreport.analysis import undisturbed
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.claims import conclude
from ovreport.claims.undisturbed import UndisturbedApart, undisturbed_apart
from tests.claims.handmade import analysis, effect, estimate
from tests.noises import Stalls
from tests.simulated_plans import BASE, make_plan
from tests.simulation import identical_plan
from tests.truths import statements
from tests.worlds import Machine

TWO = make_plan(factors={"storage": ["f32", "f16"]})


def by_least(found: Analysis) -> list[Contrast]:
    return [contrast for contrast in found.contrasts if contrast.metric == "undisturbed"]


def compared(factors: dict[str, list[Any]], **changes: Any) -> set[str]:
    machine = Machine(name="", plan=make_plan(factors=factors, base=replace(BASE, **changes)))
    return {contrast.factor for contrast in by_least(machine.analysis(1))}


def test_factors_that_leave_concurrency_alone_are_compared_by_undisturbed_requests() -> None:
    assert compared({"storage": ["f32", "f16"], "batch": [1, 3]}) == {"storage"}


def test_numbers_of_requests_are_not() -> None:
    assert compared({"requests": [1, 2], "streams": [1, 2]}) == set()


def test_nor_is_where_requests_wait_for_a_stream() -> None:
    assert compared({"storage": ["f32", "f16"]}, requests=4, streams=2) == set()
    assert compared({"storage": ["f32", "f16"]}, requests=2, streams=2) == {"storage"}


def test_nor_is_a_disturbance_which_is_the_question_itself() -> None:
    assert compared({"disturbance": ["none", "cpu"], "storage": ["f32", "f16"]}) == {"storage"}


def test_nor_are_whole_trials_which_have_no_neighbours_in_time() -> None:
    found = Machine(name="", plan=TWO).analysis(1)
    whole = replace(TWO, measure=replace(TWO.measure, schedule="whole"))
    assert not undisturbed.families(whole, found.cells)


def test_a_slice_of_two_requests_has_no_least_one() -> None:
    found = Machine(name="", plan=TWO).analysis(1)
    few = tuple(
        replace(
            cell,
            trials=tuple(replace(each, requests=2 * len(each.slice_turn)) for each in cell.trials),
        )
        for cell in found.cells
    )
    assert undisturbed.families(TWO, found.cells)
    assert not undisturbed.families(TWO, few)


def test_stalls_of_its_own_leave_undisturbed_requests_alone_and_are_shown_beside_them() -> None:
    machine = Machine(name="", plan=identical_plan(2), slices={1: Stalls(0.03, 4.0)})
    report = conclude(machine.analysis(1))
    (least,) = by_least(report.analysis)
    assert least.verdict is Verdict.EQUIVALENT
    assert least.estimate is not None
    assert least.estimate.typical is None
    (found,) = (each for each in report.conclusions if isinstance(each, UndisturbedApart))
    assert found.found.ratio < 1
    told = {each.kind: each.true for each in statements(report, machine.truth())}
    assert told["undisturbed and total apart"]


@pytest.mark.parametrize(("total", "least", "shown"), [(0.9, 1.0, True), (0.965, 1.028, False)])
def test_two_verdicts_are_no_finding_where_the_ratios_themselves_hardly_differ(
    total: float, least: float, shown: bool
) -> None:
    found = analysis(
        TWO,
        effect(TWO, "storage", "f16", "f32", estimate(total, 0.004)),
        effect(TWO, "storage", "f16", "f32", estimate(least, 0.001), metric="undisturbed"),
    )
    verdicts = [contrast.verdict for contrast in found.contrasts]
    assert verdicts == [Verdict.SLOWER, Verdict.EQUIVALENT]
    assert (undisturbed_apart(found) is not None) is shown
