"""Two slices of one cell in a row tell what neighbours cost and how noisy slices are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from ovreport.analysis import neighbours
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.records import REPEAT_OFFSET, Record
from tests import simulation
from tests.simulated_plans import identical_plan

PLAN = identical_plan(2)


def in_rows(record: Record, factor: float = 1.0) -> Record:
    """A record whose odd slices follow the even ones, which take `factor` times as long."""
    turn = record.slices.turn.copy()
    turn[1::2] = turn[::2][: len(turn[1::2])] + REPEAT_OFFSET
    latency = record.requests.latency_ns.copy()
    latency[record.requests.slice % 2 == 0] = (latency[record.requests.slice % 2 == 0] * factor).astype(int)
    requests = replace(record.requests, latency_ns=latency)
    return replace(record, slices=replace(record.slices, turn=turn), requests=requests)


def analysed(factor: float) -> Analysis:
    return analyse(PLAN, "bench", [(in_rows(r, factor), sha) for r, sha in simulation.measure(PLAN)])


def test_the_cost_of_neighbours_is_the_ratio_to_the_slice_in_a_row() -> None:
    costs = [neighbours.cost(trial) for cell in analysed(1.1).cells for trial in cell.trials]
    assert math.exp(float(np.mean(costs))) == pytest.approx(1.1, abs=0.02)


def test_without_slices_in_a_row_nothing_is_known_of_neighbours() -> None:
    analysis = analyse(PLAN, "bench", simulation.measure(PLAN))
    assert all(math.isnan(neighbours.cost(trial)) for cell in analysis.cells for trial in cell.trials)
    assert analysis.slice_noise is None


def test_the_noise_of_slices_leaves_out_what_neighbours_cost() -> None:
    quiet, slowed = analysed(1.0).slice_noise, analysed(1.1).slice_noise
    assert quiet is not None
    assert slowed == pytest.approx(quiet, rel=0.1)


def test_throttle_events_of_a_block_count_once_however_many_cells_it_has() -> None:
    records = [
        (replace(record, after=replace(record.after, throttle_count=3)), sha)
        for record, sha in simulation.measure(PLAN)
    ]
    before = records[0][0].before.throttle_count
    assert before is not None
    assert analyse(PLAN, "bench", records).throttled == (3 - before) * PLAN.measure.rounds
