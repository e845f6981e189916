"""How much each round counts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ovreport.analysis import weights
from ovreport.analysis.pairing import Ratios
from tests import noises
from tests.simulated_plans import identical_plan
from tests.worlds import Machine

EIGHT = identical_plan(8)
ROUGH = dict.fromkeys(range(8), noises.Even(0.12))


def test_the_variance_of_a_median_is_that_of_its_draws() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(4000, 25))
    told = np.mean([weights.of_median(row) for row in values])
    assert told == pytest.approx(np.median(values, axis=1).var(), rel=0.15)


def test_a_burst_does_not_move_the_variance_of_a_median() -> None:
    values = np.random.default_rng(2).normal(size=25)
    hit = values.copy()
    hit[np.argmax(hit)] += 50
    assert weights.of_median(hit) == weights.of_median(values)


def test_two_values_tell_no_variance() -> None:
    assert math.isnan(weights.of_median(np.array([1.0, 2.0])))


def test_rounds_that_are_alike_count_alike() -> None:
    assert weights.of_rounds(np.full((3, 5), 0.01)) == pytest.approx(np.ones(5))


def test_a_disturbed_round_counts_less_and_a_calm_one_at_most_half_as_much_again_as_the_usual() -> None:
    quality = np.array([1.0, 1.0, 1.0, 100.0, 0.0001])
    found = weights.of_rounds(np.full((4, 1), 0.01) * quality)
    assert found.mean() == pytest.approx(1.0)
    assert found[3] < found[0] / 10
    assert found[0] < found[4] < 1.51 * found[0]


def test_a_noisy_cell_that_is_measured_longer_makes_no_round_a_bad_one() -> None:
    variances = np.outer([1.0, 2.0, 50.0], np.ones(8))
    variances[:2, 4:] = np.nan
    assert weights.of_rounds(variances) == pytest.approx(np.ones(8))


def test_a_round_of_which_nothing_is_known_counts_as_the_usual_one() -> None:
    variances = np.full((2, 4), 0.01)
    variances[:, 2] = np.nan
    assert weights.of_rounds(variances) == pytest.approx(np.ones(4))


def test_start_ups_all_count_alike() -> None:
    analysis = Machine(name="", plan=EIGHT, slices=ROUGH, quality=0.8).analysis(1)
    trials = {cell.cell.id: cell.trials for cell in analysis.cells}
    assert Ratios(trials, "startup", EIGHT.baseline).weights == pytest.approx(np.ones(5))


@pytest.mark.slow
def test_weighted_intervals_of_rounds_of_any_quality_are_narrower_and_cover() -> None:
    inside, lengths, plain = [], [], []
    for seed in range(60):
        analysis = Machine(name="", plan=EIGHT, slices=ROUGH, quality=0.8).analysis(seed)
        for each in analysis.contrasts:
            if each.estimate and each.family == "throughput: baseline":
                logs = np.array(each.estimate.log_ratios)
                inside.append(each.estimate.low <= 1 <= each.estimate.high)
                lengths.append(math.log(each.estimate.high / each.estimate.low))
                plain.append(2 * 2.776 * logs.std(ddof=1) / math.sqrt(5))
    assert np.median(lengths) < 0.95 * np.median(plain)
    assert np.mean(inside) > 0.92
