"""What a report states is held against simulated machines that share no assumption of the analysis."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import statements
from ovreport.analysis import stats
from ovreport.analysis.results import DoubtKind, Verdict
from ovreport.conclusions.claims import ClaimKind
from tests import worlds
from tests.simulation import identical_plan
from tests.truths import CONDITIONS
from tests.worlds import Machine

EIGHT = identical_plan(8)
STALLING = Machine(name="one stalls", plan=EIGHT, slices={1: worlds.Stalls(0.02, 4.0)})


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


def test_every_kind_of_claim_has_a_truth_condition() -> None:
    assert set(CONDITIONS) == set(ClaimKind)


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


def test_bursts_of_the_machine_are_no_stalls_of_a_setting() -> None:
    machine = Machine(name="bursts", plan=EIGHT, bursts=0.1)
    found = [contrast for seed in range(10) for contrast in machine.analysis(seed).contrasts]
    assert not any(contrast.estimate and contrast.estimate.typical for contrast in found)


def test_a_setting_that_stalls_is_never_called_equivalent_to_one_that_does_not() -> None:
    tally = statements.count(STALLING, range(15))
    assert tally.false["equivalent"] == 0


def test_what_a_neighbour_leaves_behind_widens_the_intervals_until_nothing_is_claimed() -> None:
    machine = Machine(name="carried", plan=identical_plan(2), carried=0.10)
    tally = statements.count(machine, range(12), doubted=True)
    assert tally.caveats[DoubtKind.NEIGHBOURS] >= 10
    assert tally.false["faster or slower"] == 0


def test_a_difference_far_beyond_what_neighbours_leave_is_told_all_the_same() -> None:
    machine = Machine(name="carried", plan=identical_plan(2), carried=0.05)
    slower = replace(machine, slower={1: 0.4})
    assert statements.count(slower, range(8)).verdicts[Verdict.SLOWER] >= 7
