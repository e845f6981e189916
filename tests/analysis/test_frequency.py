"""At which frequency it was measured is told from readings of every pass, and biases no ratio."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis.caveats import machine
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis, Verdict
from ovreport.records import UNKNOWN
from tests.simulated_plans import identical_plan, make_plan
from tests.simulation import World, measure, quick_analysis

PLAN = make_plan(factors={"requests": [1, 2]}, rounds=3)
HOT = World(trial_sd=0.005, round_sd=0.0, heat_per_second=0.05)
"""A processor that slows by a third over a round."""


def analysed(*mhz: int, after_mhz: float = 2600.0) -> Analysis:
    """All slices of all trials at these frequencies in turn."""
    records = [
        (
            replace(
                record,
                slices=replace(
                    record.slices, frequency_mhz=np.resize(np.array(mhz, np.int32), len(record.slices))
                ),
                after=replace(record.after, frequency_mhz=after_mhz + record.round),
            ),
            sha256,
        )
        for record, sha256 in measure(PLAN)
    ]
    return analyse(PLAN, "simulated", records)


def test_frequencies_are_those_of_the_passes() -> None:
    found = analysed(2400, 3000).frequencies
    assert found is not None
    assert (found.mean_mhz, found.low_mhz, found.high_mhz) == (2700.0, 2400.0, 3000.0)
    assert found.moves


def test_what_nobody_read_is_not_told() -> None:
    assert analysed(UNKNOWN).frequencies is None
    assert analyse(PLAN, "simulated", []).frequencies is None


@pytest.mark.parametrize("mhz", [(2300,), (2300, 2310)])
def test_a_constant_is_no_frequency_that_moves(mhz: tuple[int, ...]) -> None:
    found = analysed(*mhz).frequencies
    assert found is not None
    assert not found.moves


def test_a_single_odd_reading_does_not_stretch_the_range() -> None:
    found = analysed(*[3000] * 99, 800).frequencies
    assert found is not None
    assert found.low_mhz == 3000.0


def test_passes_go_before_what_was_read_after_the_block() -> None:
    trial = analysed(2400, 3000, after_mhz=1000.0).cells[0].trials[0]
    assert trial.frequency_mhz == 2700.0
    old = analysed(UNKNOWN, after_mhz=1000.0).cells[0].trials[0]
    assert old.frequency_mhz == pytest.approx(1000.0, abs=3.0)


def test_rounds_at_one_frequency_are_no_reason_to_distrust_however_it_moves_within_them() -> None:
    assert not [each for each in analysed(2400, 3000).caveats if isinstance(each, machine.Frequency)]


@pytest.mark.slow
def test_a_clock_that_falls_over_a_round_biases_no_ratio_of_equal_configurations() -> None:
    plan = identical_plan(5)
    logs, claims, reports = [], 0, 60
    for seed in range(reports):
        (contrast, *_) = quick_analysis(plan, replace(HOT, seed=seed)).contrasts
        assert contrast.estimate is not None
        logs.append(math.log(contrast.estimate.ratio))
        claims += contrast.verdict in (Verdict.FASTER, Verdict.SLOWER)
    error = statistics.stdev(logs) / math.sqrt(reports)
    assert abs(statistics.fmean(logs)) < 3 * error
    assert error < 0.002
    assert claims / reports <= 0.05


def test_the_fall_of_the_clock_is_there_to_be_seen() -> None:
    trial = analyse(PLAN, "simulated", measure(PLAN, HOT)).cells[0].trials[0]
    assert trial.slice_fps[-1] < 0.8 * trial.slice_fps[0]
