"""The hot path: submit infer requests for one slice and keep when, where and how long; nothing else.

A slice has three parts. First every slot is submitted once as WARMUP. Then MEASURED requests follow: a
slot's measured requests are all those submitted before the slice's deadline (and at least a few of every
slot). After the deadline the slots that complete are refilled with TAIL requests until every slot's last
measured request has completed, so every measured request ran beside a full queue from beginning to end.

Why this counts without bias: on one slot, requests follow one another without a gap, so their cycles
(submission to next submission) are the steps of a renewal process. The number N of steps begun before a
deadline is a stopping time, and by Wald's identity E[sum of the first N cycles] = E[N] E[cycle]. Counting
all N requests and dividing by the time from the slot's first measured submission to its last measured
completion therefore estimates the rate of the slot. Cutting at the deadline instead would count N - 1
requests with the time of N, or drop the straddling request, which is longer than average (the inspection
paradox). The sum over slots is the throughput. A. Wald, "On cumulative sums of random variables", Ann.
Math. Statist. 15 (1944).

One thread submits; no Python callback runs, since it would take the interpreter's lock in the plugin's
thread. A request's latency is read when its slot is found idle again, just before the slot is used anew.
"""

from __future__ import annotations

import gc
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

_LEAST_GROWTH = 1024


class HasLatency(Protocol):
    """An infer request as far as the recorder reads it."""

    @property
    def latency(self) -> float:
        """Of its last run, in milliseconds, from start to the plugin's callback."""
        ...


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Infer requests that are driven by one thread.

    Attributes:
        slots: The infer requests, read only for their latency.
        idle: Blocks until a slot is idle and names it, without taking it.
        start: Starts the slot that `idle` named.
        wait: Blocks until all slots are idle.
        infer: Runs slot 0 synchronously.
        now: Monotonic clock in nanoseconds.
        renew: Gives all slots, while they are idle, the inputs of a slice by its number from 0; `None` where
            they are the same for all.
    """

    slots: Sequence[HasLatency]
    idle: Callable[[], int]
    start: Callable[[], object]
    wait: Callable[[], object]
    infer: Callable[[], object]
    now: Callable[[], int]
    renew: Callable[[int], None] | None = None


@dataclass(frozen=True, kw_only=True)
class SliceLimits:
    """When a slice ends.

    Attributes:
        length_ns: From the first measured submission to the deadline.
        least: Measured requests that every slot gets even beyond the deadline.
        most: Measured requests of all slots together after which the slice ends in any case.
    """

    length_ns: int
    least: int = 1
    most: int = sys.maxsize


@dataclass(frozen=True, kw_only=True)
class RecordedSlice:
    """One recorded slice: rows `[0, first)` warm up, `[first, cut)` count, `[cut, total)` are the tail.

    Attributes:
        begin_ns, end_ns: First submission; after the last completion.
    """

    first: int
    cut: int
    total: int
    begin_ns: int
    end_ns: int


class Buffer:
    """Rows of one slice, preallocated; grows between requests when a slice outruns it."""

    def __init__(self, capacity: int = 1024) -> None:
        self.slot = array("h", bytes(2 * capacity))
        self.submit_ns = array("q", bytes(8 * capacity))
        self.latency_ms = array("d", bytes(8 * capacity))

    def __len__(self) -> int:
        """Rows that fit without growing."""
        return len(self.submit_ns)

    def reserve(self, capacity: int) -> None:
        """Make room for `capacity` rows; called outside the hot path."""
        missing = capacity - len(self)
        if missing > 0:
            self.slot.frombytes(bytes(2 * missing))
            self.submit_ns.frombytes(bytes(8 * missing))
            self.latency_ms.frombytes(bytes(8 * missing))

    def grow(self) -> None:
        """Make room for some more rows; the larger the buffer, the more, and never so many that it shows."""
        self.reserve(len(self) + max(len(self) // 8, _LEAST_GROWTH))


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the garbage collector from running inside a slice."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def record_async(queue: Queue, buffer: Buffer, limits: SliceLimits) -> RecordedSlice:
    """Record one slice with all slots in flight.

    Raises:
        RuntimeError: A request failed (the engine's own exception).
    """
    with collector_off():
        last = _warm_up(queue, buffer)
        first = max(last) + 1
        begin_ns = buffer.submit_ns[0]
        cut = _fill(queue, buffer, limits, last, first)
        cut = _prolong(queue, buffer, limits, last, first, cut)
        total = _tail(queue, buffer, last, cut)
        queue.wait()
        end_ns = queue.now()
        for slot, row in zip(queue.slots, last, strict=True):
            buffer.latency_ms[row] = slot.latency
    return RecordedSlice(first=first, cut=cut, total=total, begin_ns=begin_ns, end_ns=end_ns)


def _warm_up(queue: Queue, buffer: Buffer) -> list[int]:
    """Submit until every slot has run once; returns the last row of every slot."""
    last = [-1] * len(queue.slots)
    row = 0
    while -1 in last:
        row = _submit(queue, buffer, last, row)
    return last


def _submit(queue: Queue, buffer: Buffer, last: list[int], row: int) -> int:
    """Refill one idle slot at an unhurried pace; returns the next free row."""
    slot = queue.idle()
    if last[slot] >= 0:
        buffer.latency_ms[last[slot]] = queue.slots[slot].latency
    if row == len(buffer):
        buffer.grow()
    buffer.submit_ns[row] = queue.now()
    queue.start()
    buffer.slot[row] = slot
    last[slot] = row
    return row + 1


def _fill(queue: Queue, buffer: Buffer, limits: SliceLimits, last: list[int], first: int) -> int:
    """Submit measured requests until the deadline; returns the next free row. The loop that must be fast."""
    slots, idle, start, now = queue.slots, queue.idle, queue.start, queue.now
    slot_of, submit_ns, latency_ms = buffer.slot, buffer.submit_ns, buffer.latency_ms
    row, final = first, min(first + limits.most, sys.maxsize)
    deadline = now() + limits.length_ns
    while row < final:
        stop = min(len(buffer), final)
        for row in range(row, stop):  # noqa: B020 - goes on where it stopped to grow
            slot = idle()
            latency_ms[last[slot]] = slots[slot].latency
            time = now()
            if time >= deadline:
                return row
            start()
            submit_ns[row] = time
            slot_of[row] = slot
            last[slot] = row
        row = stop
        if row == len(buffer):
            buffer.grow()
    return row


def _prolong(queue: Queue, buffer: Buffer, limits: SliceLimits, last: list[int], first: int, cut: int) -> int:
    """Go on measuring until every slot has its least; returns the new end of the measured rows."""
    done = [0] * len(queue.slots)
    for slot in buffer.slot[first:cut]:
        done[slot] += 1
    while min(done) < limits.least and cut - first < limits.most:
        cut = _submit(queue, buffer, last, cut)
        done[buffer.slot[cut - 1]] += 1
    return cut


def _tail(queue: Queue, buffer: Buffer, last: list[int], cut: int) -> int:
    """Keep the queue full until the last measured request has completed; returns the number of rows."""
    pending = {slot for slot, row in enumerate(last) if row < cut}
    row = cut
    while pending:
        slot = queue.idle()
        pending.discard(slot)
        if pending:
            row = _submit(queue, buffer, last, row)
    return row


def record_sync(queue: Queue, buffer: Buffer, limits: SliceLimits) -> RecordedSlice:
    """Record one slice of synchronous calls on slot 0: one warm-up, then measured requests, no tail."""
    with collector_off():
        buffer.submit_ns[0] = queue.now()
        queue.infer()
        buffer.latency_ms[0] = queue.slots[0].latency
        row = _repeat(queue, buffer, limits)
        end_ns = queue.now()
    for index in range(row):
        buffer.slot[index] = 0
    return RecordedSlice(first=1, cut=row, total=row, begin_ns=buffer.submit_ns[0], end_ns=end_ns)


def _repeat(queue: Queue, buffer: Buffer, limits: SliceLimits) -> int:
    """Call until the deadline, at least the least; returns the next free row. Must be fast, like `_fill`."""
    request, infer, now = queue.slots[0], queue.infer, queue.now
    submit_ns, latency_ms = buffer.submit_ns, buffer.latency_ms
    row, final = 1, min(1 + limits.most, sys.maxsize)
    sure = 1 + min(limits.least, limits.most)
    deadline = now() + limits.length_ns
    while row < final:
        stop = min(len(buffer), final)
        for row in range(row, stop):  # noqa: B020 - goes on where it stopped to grow
            time = now()
            if time >= deadline and row >= sure:
                return row
            infer()
            latency_ms[row] = request.latency
            submit_ns[row] = time
        row = stop
        if row == len(buffer):
            buffer.grow()
    return row
