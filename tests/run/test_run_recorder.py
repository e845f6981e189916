"""The hot path, on a counted clock."""

import gc

import numpy as np
import pytest

from ovreport.run.recorder import (
    Buffer,
    HasLatency,
    Queue,
    RecordedSlice,
    SliceLimits,
    record_async,
    record_sync,
)
from tests.run.fake_engine import FakeQueue

MS = 1_000_000


def constant(ns: int, slots: int = 2, streams: int = 1) -> FakeQueue:
    return FakeQueue(lambda _: ns, slots, streams)


def cycle_rate(buffer: Buffer, span: RecordedSlice) -> float:
    """Requests per second: the sum over slots of measured requests by their cycles."""
    slot = np.array(buffer.slot[: span.total])
    submit = np.array(buffer.submit_ns[: span.total])
    end = submit + np.array(buffer.latency_ms[: span.total]) * 1e6
    rate = 0.0
    for index in np.unique(slot):
        rows = np.flatnonzero(slot == index)
        rows = rows[(rows >= span.first) & (rows < span.cut)]
        rate += len(rows) / (end[rows].max() - submit[rows].min()) * 1e9
    return rate


def test_every_slot_is_submitted_once_before_anything_counts() -> None:
    fake = constant(MS, slots=4)
    span = record_async(fake.queue(), Buffer(), SliceLimits(length_ns=20 * MS))
    assert span.first == 4
    assert sorted(fake.log[:4]) == [0, 1, 2, 3]


def test_requests_submitted_before_the_deadline_count_and_later_ones_do_not() -> None:
    buffer = Buffer()
    span = record_async(constant(MS, slots=3).queue(), buffer, SliceLimits(length_ns=20 * MS))
    deadline = buffer.submit_ns[span.first] + 20 * MS
    assert span.total > span.cut > span.first
    assert all(time <= deadline for time in buffer.submit_ns[span.first : span.cut])
    assert all(time >= deadline for time in buffer.submit_ns[span.cut : span.total])


def test_the_queue_is_full_until_the_last_measured_request_has_completed() -> None:
    buffer = Buffer()
    span = record_async(constant(MS, slots=3).queue(), buffer, SliceLimits(length_ns=20 * MS))
    submit = np.array(buffer.submit_ns[: span.total])
    end = submit + np.array(buffer.latency_ms[: span.total]) * 1e6
    last = end[span.first : span.cut].max()
    for time in end[span.first : span.cut]:
        in_flight = np.count_nonzero((submit < time) & (end >= time))
        assert in_flight == 3
    assert end[span.cut :].max() > last


def test_one_request_in_flight_needs_no_tail() -> None:
    span = record_async(constant(MS, slots=1).queue(), Buffer(), SliceLimits(length_ns=20 * MS))
    assert span.total == span.cut


def test_a_slice_is_prolonged_until_every_slot_has_its_least() -> None:
    buffer = Buffer()
    limits = SliceLimits(length_ns=1, least=5)
    span = record_async(constant(MS, slots=3).queue(), buffer, limits)
    counts = np.bincount(buffer.slot[span.first : span.cut])
    assert counts.min() == 5


def test_no_more_than_the_most_are_counted() -> None:
    limits = SliceLimits(length_ns=1000 * MS, least=2, most=7)
    span = record_async(constant(MS, slots=2).queue(), Buffer(), limits)
    assert span.cut - span.first == 7


def test_more_slots_than_the_buffer_has_rows_lose_no_row_while_they_warm_up() -> None:
    small, large = Buffer(capacity=4), Buffer()
    spans = [
        record_async(constant(MS, slots=6).queue(), buffer, SliceLimits(length_ns=0, least=3))
        for buffer in (small, large)
    ]
    assert spans[0] == spans[1]
    assert small.submit_ns[: spans[0].total] == large.submit_ns[: spans[0].total]
    assert small.latency_ms[: spans[0].total] == large.latency_ms[: spans[0].total]


def test_a_slice_that_outruns_its_buffer_loses_nothing() -> None:
    buffer = Buffer(capacity=4)
    fake = constant(MS // 10, slots=2)
    span = record_async(fake.queue(), buffer, SliceLimits(length_ns=1000 * MS))
    assert span.total > 5000
    assert len(buffer) < span.total + 1100
    assert list(buffer.slot[: span.total]) == fake.log
    assert min(buffer.latency_ms[: span.total]) > 0


def test_a_latency_belongs_to_the_request_that_had_it() -> None:
    fake = FakeQueue(lambda number: (number + 1) * 1000, 1, 1)
    buffer = Buffer()
    span = record_async(fake.queue(), buffer, SliceLimits(length_ns=MS))
    expected = [(number + 1) / 1000 for number in range(span.total)]
    assert list(buffer.latency_ms[: span.total]) == pytest.approx(expected)


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_throughput_by_cycles_is_unbiased_where_requests_straddle_the_deadline(slots: int) -> None:
    """Slices of four long, uneven requests: counting until the deadline alone would be off by 10 %."""
    random = np.random.default_rng(3)
    fake = FakeQueue(lambda _: int(random.gamma(2, 5 * MS)), slots, slots)
    rates, lengths = [], []
    for _ in range(400):
        buffer = Buffer()
        span = record_async(fake.queue(), buffer, SliceLimits(length_ns=40 * MS))
        rates.append(span.cut - span.first)
        lengths.append((span.cut - span.first) / cycle_rate(buffer, span))
    true_rate = slots / 0.010
    assert sum(rates) / sum(lengths) == pytest.approx(true_rate, rel=0.03)


def test_synchronous_calls_never_overlap() -> None:
    buffer = Buffer()
    span = record_sync(constant(MS).queue(), buffer, SliceLimits(length_ns=20 * MS))
    submit = np.array(buffer.submit_ns[: span.total])
    assert np.diff(submit).min() >= MS
    assert span.first == 1
    assert span.cut == span.total > 10


def test_synchronous_slices_obey_least_and_most() -> None:
    least = record_sync(constant(MS).queue(), Buffer(), SliceLimits(length_ns=1, least=9))
    most = record_sync(constant(MS).queue(), Buffer(2), SliceLimits(length_ns=99 * MS, most=7))
    assert (least.cut - least.first, most.cut - most.first) == (9, 7)


def test_the_garbage_collector_is_off_inside_a_slice_and_on_again_after_it() -> None:
    fake = constant(MS)
    seen: list[bool] = []

    def start() -> None:
        seen.append(gc.isenabled())
        fake.start()

    slots: list[HasLatency] = list(fake.slots)
    queue = Queue(slots=slots, idle=fake.idle, start=start, wait=fake.wait, infer=fake.infer, now=fake.now)
    record_async(queue, Buffer(), SliceLimits(length_ns=5 * MS))
    assert not any(seen)
    assert gc.isenabled()


def test_a_request_that_fails_ends_the_slice_with_its_own_words() -> None:
    fake = constant(MS)
    fake.fail_at = 5
    with pytest.raises(RuntimeError, match="the device is lost"):
        record_async(fake.queue(), Buffer(), SliceLimits(length_ns=20 * MS))
    assert gc.isenabled()
