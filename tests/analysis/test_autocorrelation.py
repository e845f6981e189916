"""Rounds that remember the one before are shown to, and independent ones are not."""

from __future__ import annotations

import numpy as np
import pytest

from ovreport.analysis import autocorrelation
from tests import noises
from tests.simulation import identical_plan
from tests.worlds import Machine

EIGHT = identical_plan(8)


@pytest.mark.slow
def test_levels_that_remember_the_round_before_are_a_reason_to_distrust() -> None:
    machine = Machine(name="remembers", plan=identical_plan(24), trial=noises.Remembering(0.02, 0.8))
    found = [autocorrelation.remembered(machine.analysis(seed).cells) for seed in range(8)]
    assert sum(each is not None and each.p <= autocorrelation.SHOWN for each in found) >= 5


def share_that_remembers(draw: noises.Draw, *, loud: int = 0) -> float:
    """Of drawn levels of eight cells and five rounds; so many cells have five times as much luck besides."""
    rng, found = np.random.default_rng(1), []
    for _ in range(300):
        logs = draw(rng, (8, 5))
        logs[:loud] += rng.normal(0, 0.1, (loud, 5))
        found.append(autocorrelation.alike_in_a_row(logs))
    return float(np.mean([each is not None and each.p <= autocorrelation.SHOWN for each in found]))


def test_autocorrelation_of_eight_cells_is_shown_in_two_of_three_reports() -> None:
    assert share_that_remembers(noises.Remembering(0.02, 0.8)) > 0.63


def test_one_noisy_cell_does_not_hide_what_the_others_remember() -> None:
    assert share_that_remembers(noises.Remembering(0.02, 0.8), loud=1) > 0.3


@pytest.mark.parametrize(
    "draw", [noises.Normal(0.01), noises.HalfShared(0.005, 0.02), noises.Heavy(0.01), noises.Bimodal(0.04)]
)
def test_whatever_their_noise_independent_rounds_remember_in_one_report_of_twenty(draw: noises.Draw) -> None:
    assert share_that_remembers(draw) < 0.09


@pytest.mark.parametrize("logs", [np.zeros((4, 5)), np.tile(np.arange(5.0), (4, 1))])
def test_levels_without_a_spread_beside_one_another_remember_nothing(logs: noises.Floats) -> None:
    assert autocorrelation.alike_in_a_row(logs) is None


@pytest.mark.slow
def test_independent_rounds_are_seldom_said_to_remember() -> None:
    machine = Machine(name="independent", plan=EIGHT, trial=noises.HalfShared(0.005, 0.02))
    found = [autocorrelation.remembered(machine.analysis(seed).cells) for seed in range(20)]
    assert sum(each is not None and each.p <= autocorrelation.SHOWN for each in found) <= 4
