"""What a report states is held against simulated machines that share no assumption of the analysis."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import statements
from ovreport.analysis import stats
from ovreport.analysis.caveats import rounds
from ovreport.analysis.results import Verdict
from ovreport.claims import conclude, say
from ovreport.claims.slots import SlowSlot
from ovreport.language.spans import plain
from tests import noises
from tests.simulated_plans import BASE
from tests.simulation import identical_plan, make_plan
from tests.worlds import Machine

EIGHT = identical_plan(8)
VARIED = {
    "A/A, trials 8 %",
    "A/A, trials missing",
    "one stalls, bursts",
    "steps of 0.3 %",
    "half just beyond the margin",
    "requests, each gains 4 %",
    "24 configurations, 12 behind by 3 to 10 %",
    "p99 at 101% of its bound",
}
STALLING = Machine(name="one stalls", plan=EIGHT, slices={1: noises.Stalls(0.02, 4.0)})


def one(mean: float, plain: float, error: float, limits: stats.Limits) -> Verdict:
    """The verdict about a mean log ratio of five rounds."""
    family = stats.judge(
        np.array([mean]),
        stats.Errors(np.array([plain]), np.array([4.0])),
        stats.Errors(np.array([error]), np.array([28.0])),
        limits,
        np.array([5]),
    )
    return family.verdicts[0]


def test_a_noisy_floor_makes_nothing_the_same() -> None:
    noisy = stats.Limits(beyond=math.log(1.25), within=math.log(1.03))
    assert one(math.log(1.2), 0.002, 0.002, noisy) is Verdict.NOT_RESOLVED
    assert one(math.log(1.01), 0.002, 0.002, noisy) is Verdict.EQUIVALENT
    assert one(math.log(1.4), 0.002, 0.002, noisy) is Verdict.FASTER


def test_equivalence_needs_the_pairs_own_interval_inside_the_margin() -> None:
    limits = stats.Limits(math.log(1.03), math.log(1.03))
    assert one(0.0, 0.004, 0.004, limits) is Verdict.EQUIVALENT
    assert one(0.0, 0.02, 0.004, limits) is Verdict.NOT_RESOLVED


def test_a_setting_that_stalls_by_itself_is_judged_by_all_its_requests_over_their_time() -> None:
    estimates = [
        contrast.estimate
        for seed in range(10)
        for contrast in STALLING.analysis(seed).contrasts
        if contrast.family == "throughput: baseline" and contrast.cell == EIGHT.cells[1].id
    ]
    stalls = [each for each in estimates if each is not None and each.typical is not None]
    assert len(stalls) >= 8
    assert np.mean([each.ratio for each in stalls]) == pytest.approx(1 / 1.06, abs=0.01)
    assert np.mean([each.typical for each in stalls]) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_who_stalls_is_said_with_the_ratio_of_typical_slices(language: str) -> None:
    report = conclude(STALLING.analysis(1))
    ids = [cell.id for cell in EIGHT.cells[:3]]
    for place in (1, 2):  # beside the one before it, the second one stalls, or the first
        (claim,) = dict(report.commentary)[ids[place]][:1]
        told = plain(say(claim, report.analysis, language).context)
        assert f"{EIGHT.cells[1].level('label')}”" in told
        assert all(EIGHT.cells[each].level("label") in told for each in (place, place - 1))


def test_bursts_of_the_machine_are_no_stalls_of_a_setting() -> None:
    machine = Machine(name="bursts", plan=EIGHT, bursts=0.1)
    found = [contrast for seed in range(10) for contrast in machine.analysis(seed).contrasts]
    assert not any(contrast.estimate and contrast.estimate.typical for contrast in found)


@pytest.mark.slow
def test_a_setting_that_stalls_is_never_called_equivalent_to_one_that_does_not() -> None:
    tally = statements.count(STALLING, range(15))
    assert tally.false["equivalent"] == 0


def test_what_a_neighbour_leaves_behind_widens_the_intervals_until_nothing_is_claimed() -> None:
    machine = Machine(name="carried", plan=identical_plan(2), carried=0.10)
    tally = statements.count(machine, range(12), doubted=True)
    assert tally.caveats[rounds.Neighbours] >= 10
    assert tally.false["faster or slower"] == 0


def test_a_difference_far_beyond_what_neighbours_leave_is_told_all_the_same() -> None:
    machine = Machine(name="carried", plan=identical_plan(2), carried=0.05)
    slower = replace(machine, slower={1: 0.4})
    assert statements.count(slower, range(8)).verdicts[Verdict.SLOWER] >= 7


@pytest.mark.slow
def test_more_requests_are_said_to_gain_nothing_only_where_every_step_is_shown_to() -> None:
    plan = make_plan(factors={"requests": [1, 2, 3, 4]})
    rising = Machine(name="each step", plan=plan, slower={n: -0.04 * n for n in range(4)})
    middle = Machine(name="the middle", plan=plan, slower={2: -0.06})
    for machine in (rising, middle):
        assert statements.count(machine, range(12)).wrong == 0
    flat = Machine(name="flat", plan=plan, slower=dict.fromkeys((1, 2, 3), -0.3))
    assert statements.count(flat, range(6)).made["more requests gain less than the margin"] >= 5


@pytest.mark.slow
def test_a_percentile_just_beyond_its_bound_is_seldom_said_to_keep_it() -> None:
    tally = statements.count(statements.bounded(1.03, noises.Even()), range(25))
    assert tally.false["keeps the bound"] <= 1
    assert 0.85 <= tally.percentiles_covered / tally.percentiles <= 1.0


def test_a_percentile_far_below_its_bound_is_said_to_keep_it() -> None:
    tally = statements.count(statements.bounded(0.8, noises.Even()), range(8))
    assert tally.made["keeps the bound"] >= 7


@pytest.mark.slow
def test_nothing_false_is_said_of_identical_settings_on_a_calm_machine() -> None:
    assert statements.count(Machine(name="calm", plan=EIGHT), range(25)).wrong <= 1


@pytest.mark.slow
def test_fronts_and_smaller_settings_that_are_told_are_what_they_are_called() -> None:
    tally = statements.count(statements.trading(), range(6))
    assert tally.made["front"] == 6
    assert tally.made["smaller is good enough"] >= 3
    assert not tally.false["front"] + tally.false["smaller is good enough"] + tally.contradicting


@pytest.mark.slow
def test_no_report_contradicts_itself() -> None:
    for machine in statements.machines():
        if machine.name in VARIED:
            assert statements.count(machine, range(4)).contradicting == 0, machine.name


SLOTS = make_plan(factors={"label": range(4)}, base=replace(BASE, requests=4, streams=2))


@pytest.mark.slow
def test_of_slots_that_are_alike_one_is_said_to_be_slower_in_one_report_of_twenty_at_most() -> None:
    """The noise is large, and the margin so small that the tests have nothing to spare."""
    alike = Machine(name="slots", plan=replace(SLOTS, margin=0.001), slots=(0.2, 0.0))
    assert statements.count(alike, range(200)).false["a slot is slower"] <= 10 + 2 * math.sqrt(9.5)


def test_a_slot_that_is_slower_than_the_others_is_told_with_its_configuration() -> None:
    machine = Machine(name="slots", plan=SLOTS, slots=(0.01, math.log(1.2)))
    tally = statements.count(machine, range(8))
    assert tally.made["a slot is slower"] == 8
    assert tally.false["a slot is slower"] == 0
    (claim,) = (each for each in conclude(machine.analysis(1)).conclusions if isinstance(each, SlowSlot))
    assert (claim.cell, claim.slot, claim.others, claim.slots) == (SLOTS.cells[0].id, 3, 3, 16)
    assert claim.low < 1.2 < claim.high


def test_a_slot_that_is_slower_by_less_than_the_margin_is_no_finding() -> None:
    machine = Machine(name="slots", plan=SLOTS, slots=(0.001, math.log(1.02)))
    assert not statements.count(machine, range(4)).made["a slot is slower"]
