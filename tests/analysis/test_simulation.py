"""The generator of records keeps its own promises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ovreport.analysis import trials
from ovreport.records import Phase, Record
from tests.simulation import World, article_plan, measure, requests_in_flight, streams_in_force

CALM = World(request_sd=0.02, heavy_share=0.0, trial_sd=0.0, round_sd=0.0)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [record for record, _ in measure(article_plan(rounds=1), CALM)]


def test_the_queue_is_full_while_it_counts(records: list[Record]) -> None:
    for record in records:
        requests, flight = record.requests, requests_in_flight(record.setting)
        end = requests.submit_ns + requests.latency_ns
        for row in np.flatnonzero(requests.phase == Phase.MEASURED)[::17]:
            at = requests.submit_ns[row]
            assert ((requests.submit_ns <= at) & (end > at)).sum() == flight


def test_no_more_requests_are_served_than_there_are_streams(records: list[Record]) -> None:
    for record in records:
        service = CALM.service_ms(record.setting) * 1e6
        busy = min(streams_in_force(record.setting), requests_in_flight(record.setting))
        rate = trials.reduce(record, "").summary.throughput_fps / record.setting.images
        assert rate * service / 1e9 == pytest.approx(busy, rel=0.03)


def test_littles_law_joins_latency_and_throughput(records: list[Record]) -> None:
    for record in records:
        summary = trials.reduce(record, "").summary
        waiting = summary.throughput_fps / record.setting.images * summary.latency_mean_ns / 1e9
        assert waiting == pytest.approx(requests_in_flight(record.setting), rel=0.005)


def test_a_slot_never_has_two_requests_at_once(records: list[Record]) -> None:
    for record in records:
        requests = record.requests
        for slot in np.unique(requests.slot):
            mine = requests.slot == slot
            end = (requests.submit_ns + requests.latency_ns)[mine]
            assert (requests.submit_ns[mine][1:] >= end[:-1] - 2).all()


def autocorrelation(latency_ns: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> float:
    return float(np.corrcoef(latency_ns[:-1], latency_ns[1:])[0, 1])


def test_latencies_remember_their_neighbours() -> None:
    world = World(request_sd=0.05, phi=0.7, heavy_share=0.0)
    lags = [
        autocorrelation(record.requests.latency_ns[record.requests.phase == Phase.MEASURED])
        for record, _ in measure(article_plan(rounds=3), world)
        if requests_in_flight(record.setting) == 1 and record.setting.images == 1
    ]
    assert np.mean(lags) == pytest.approx(0.7, abs=0.1)


def test_a_true_ratio_arrives_in_the_records() -> None:
    plan = article_plan(rounds=1)
    cell = plan.cells[0]
    slow = World(**{**CALM.__dict__, "ratios": {cell.id: 1.5}})
    before, after = (
        next(trials.reduce(record, "").summary.latency_mean_ns for record, _ in measure(plan, world))
        for world in (CALM, slow)
    )
    assert math.log(after / before) == pytest.approx(math.log(1.5), abs=0.01)
