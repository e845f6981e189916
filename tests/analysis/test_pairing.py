"""One log ratio a round, from neighbours in time."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis.pairing import Ratios
from ovreport.analysis.summaries import TrialSummary
from ovreport.limits import QUIET_PAIRS, TICK_NS
from tests.simulation import World, identical_plan, quick_trials

PLAN = identical_plan(3, rounds=2)
A, B, C = (cell.id for cell in PLAN.cells)
STILL = World(request_sd=0.0, heavy_share=0.0, trial_sd=0.0, round_sd=0.0, ratios={B: 2.0, C: 4.0})
Trials = dict[str, tuple[TrialSummary, ...]]


@pytest.fixture
def trials() -> Trials:
    return quick_trials(PLAN, STILL)


def in_round(trials: Trials, cell: str, number: int, **changes: object) -> Trials:
    changed = tuple(
        replace(trial, **changes) if trial.round == number else trial  # type: ignore[arg-type]  # by name
        for trial in trials[cell]
    )
    return trials | {cell: changed}


def log_ratio(trials: Trials, cell: str, reference: str, number: int = 1) -> float:
    ratios = Ratios(trials, "throughput", A)
    return float(ratios.against(reference)[ratios.row(cell), ratios.rounds.index(number)])


def test_a_ratio_is_that_of_the_service_times(trials: Trials) -> None:
    assert log_ratio(trials, C, B) == pytest.approx(math.log(0.5))
    assert Ratios(trials, "latency", A).against(B)[2, 0] == pytest.approx(math.log(2))


def test_a_burst_that_hits_a_few_slices_of_one_cell_moves_nothing(trials: Trials) -> None:
    fps = trials[B][0].slice_fps.copy()
    fps[[2, 7, 8]] /= 3
    assert log_ratio(in_round(trials, B, 1, slice_fps=fps), B, A) == pytest.approx(math.log(0.5))


def test_only_turns_that_both_cells_have_are_paired(trials: Trials) -> None:
    trial = trials[B][0]
    short = in_round(
        trials,
        B,
        1,
        slice_turn=trial.slice_turn[5:],
        slice_fps=trial.slice_fps[5:],
        slice_latency_ns=trial.slice_latency_ns[5:],
        slice_least_ns=trial.slice_least_ns[5:],
        slice_length_ns=trial.slice_length_ns[5:],
        slice_elsewhere_ns=trial.slice_elsewhere_ns[5:],
    )
    first = trials[A][0].slice_fps.copy()
    first[:5] *= 100
    assert log_ratio(in_round(short, A, 1, slice_fps=first), B, A) == pytest.approx(math.log(0.5))


def beside(trial: TrialSummary, places: slice, factor: float) -> dict[str, object]:
    """What a trial shows where others took a processor beside some of its slices, and changed these."""
    shares, fps = np.zeros(len(trial.slice_fps)), trial.slice_fps.copy()
    shares[places], fps[places] = 1.0, fps[places] * factor
    return {"slice_elsewhere_ns": shares * trial.slice_length_ns, "slice_fps": fps}


def test_pairs_that_others_hit_are_left_out_even_where_they_are_half(trials: Trials) -> None:
    hit = in_round(trials, B, 1, **beside(trials[B][0], slice(0, 3), 1 / 3))
    hit = in_round(hit, A, 1, **beside(trials[A][0], slice(3, 5), 3.0))
    assert len(trials[B][0].slice_fps) == 5 + QUIET_PAIRS
    assert log_ratio(hit, B, A) == pytest.approx(math.log(0.5))
    everything = Ratios(hit, "throughput", A, quiet=False)
    assert everything.against(A)[everything.row(B), 0] != pytest.approx(math.log(0.5))


def test_where_too_few_pairs_would_remain_all_of_them_count(trials: Trials) -> None:
    many = len(trials[B][0].slice_fps)
    half = in_round(trials, B, 1, **beside(trials[B][0], slice(0, many // 2), 1 / 3))
    both = in_round(half, A, 1, **beside(trials[A][0], slice(many // 2, many), 1 / 3))
    ratios = Ratios(both, "throughput", A)
    assert ratios.against(A)[ratios.row(B), 0] == Ratios(both, "throughput", A, quiet=False).against(A)[1, 0]


def test_a_cell_beside_which_others_are_always_busy_loses_no_slice(trials: Trials) -> None:
    trial = trials[B][0]
    loud = beside(trial, slice(0, len(trial.slice_fps) * 3 // 4), 1 / 3)
    assert not replace(trial, **loud).slice_hit.any()  # type: ignore[arg-type]  # by name


def test_what_others_take_by_a_tick_or_unseen_hits_no_slice(trials: Trials) -> None:
    trial = trials[B][0]
    ticks = np.where(np.arange(len(trial.slice_turn)) % 5, 0, TICK_NS)
    assert not replace(trial, slice_elsewhere_ns=ticks.astype(np.float64)).slice_hit.any()
    assert not replace(trial, slice_elsewhere_ns=np.full(len(ticks), np.nan)).slice_hit.any()
    assert replace(trial, slice_elsewhere_ns=10.0 * ticks).slice_hit.sum() == (ticks > 0).sum()
    no_time = replace(
        trial, slice_elsewhere_ns=ticks.astype(np.float64), slice_length_ns=np.zeros(len(ticks))
    )
    assert not no_time.slice_hit.any()


def test_cells_of_different_groups_are_joined_by_the_baseline(trials: Trials) -> None:
    slow = 3.0  # the whole machine, in the second group
    again = replace(trials[A][0], group=1, slice_fps=trials[A][0].slice_fps / slow)
    moved = in_round(trials, C, 1, group=1, slice_fps=trials[C][0].slice_fps / slow)
    moved[A] = (*moved[A], again)
    assert log_ratio(moved, C, B) == pytest.approx(math.log(0.5))
    assert log_ratio(moved, C, A) == pytest.approx(math.log(0.25))


def test_a_round_that_lacks_a_cell_has_no_ratio(trials: Trials) -> None:
    trials[B] = trials[B][1:]
    assert math.isnan(log_ratio(trials, B, A, 1))
    assert log_ratio(trials, B, A, 2) == pytest.approx(math.log(0.5))


def test_a_cell_measured_in_another_session_is_compared_as_a_whole(trials: Trials) -> None:
    other = in_round(trials, B, 1, session="later", throughput_fps=trials[A][0].throughput_fps / 5)
    assert log_ratio(other, B, A) == pytest.approx(math.log(0.2))


def test_a_cell_beside_itself_is_one(trials: Trials) -> None:
    assert np.allclose(Ratios(trials, "throughput", A).against(B)[1], 0.0)
