"""One record, reduced: everything that later steps need, so that its rows can be let go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import series
from ovreport.analysis.results import GRID, TrialSummary, Window
from ovreport.records import Phase, Readings, Record, Requests

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WINDOW = 100
"""Requests of a window, as the article prints them."""
MOST_WINDOWS = 60
MOST_POINTS = 300
MOST_EXTREMES = 12
MOST_LANE = 400


@dataclass(frozen=True, eq=False)
class Reduced:
    """A trial and the counted latencies behind it, ascending, in ns (unsigned 32 bit where they fit)."""

    summary: TrialSummary
    latencies: NDArray[np.uint32] | NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Counted:
    """The measured requests of a trial in order of submission, and its slices' sums."""

    rows: Integers  # indices into the record's requests
    slice: Integers
    slot: Integers
    submit_ns: Integers
    latency_ns: Integers
    slice_requests: Integers  # (slices,) counted, suspect ones too
    slice_span_ns: Floats  # (slices,) time that the slots spent on them, all slots together
    slice_latency_ns: Floats  # (slices,) mean latency


def usable(record: Record) -> bool:
    """Whether the record has anything to count: slices, and measured requests that are possible."""
    requests = record.requests
    if record.failure is not None or not len(record.slices) or record.in_force is None:
        return False
    return bool(_measured(requests).any())


def _measured(requests: Requests) -> NDArray[np.bool_]:
    counted: NDArray[np.bool_] = (
        (requests.phase == Phase.MEASURED)
        & ~requests.suspect
        & (requests.latency_ns > 0)
        & (requests.slice >= 0)
    )
    return counted


def reduce(record: Record, sha256: str) -> Reduced:
    """Everything about one trial. The record must be `usable`."""
    counted = _count(record)
    flight = max(1, record.in_force.requests if record.in_force else 1)
    images = flight * record.setting.batch * 1e9
    with np.errstate(divide="ignore", invalid="ignore"):
        slice_fps = images * counted.slice_requests / counted.slice_span_ns
    seen = np.flatnonzero((counted.slice_requests > 0) & (counted.slice_span_ns > 0))
    ascending = np.sort(counted.latency_ns)
    effective, lag1 = series.effective_requests(counted.latency_ns.astype(np.float64))
    begin_ns = record.slices.begin_ns[seen]
    slice_latency_ns = counted.slice_latency_ns[seen]
    requests = record.requests
    summary = TrialSummary(
        sha256=sha256,
        round=record.round,
        group=record.group,
        session=record.session,
        order=record.order,
        started_utc_ns=record.started_utc_ns,
        requests=len(counted.rows),
        warmup=int((requests.phase == Phase.WARMUP).sum()),
        tail=int((requests.phase == Phase.TAIL).sum()),
        suspect=int((requests.suspect | (requests.latency_ns <= 0)).sum()),
        throughput_fps=float(images * counted.slice_requests.sum() / counted.slice_span_ns.sum()),
        latency_mean_ns=float(counted.latency_ns.mean()),
        latency_grid_ns=series.nearest_rank(ascending, GRID),
        effective_requests=effective,
        lag1=lag1,
        slice_turn=record.slices.turn[seen],
        slice_begin_ns=begin_ns,
        slice_fps=slice_fps[seen],
        slice_latency_ns=slice_latency_ns,
        slot_requests=tuple(np.bincount(counted.slot, minlength=flight).tolist()),
        in_order=_in_order(counted),
        slope_per_minute=series.slope_per_minute(begin_ns, slice_latency_ns),
        shift=_shift(slice_latency_ns, seen),
        modes=series.modes(ascending),
        outliers=series.outliers(ascending),
        windows=_windows(record.round, counted, flight, record.setting.batch),
        points=_points(requests),
        lane=_lane(requests, slice_fps),
        steal_share=_steal_share(record.before, record.after),
        other_cpu_share=_other_cpu_share(record),
        throttled=_throttled(record.before, record.after),
        suspend_ns=_suspend_ns(record.before, record.after),
        before=record.before,
        after=record.after,
        startup=record.startup,
        memory=record.memory,
        entry_ratio=_entry_ratio(counted),
    )
    small = ascending.astype(np.uint32) if ascending[-1] < 2**32 else ascending
    return Reduced(summary, small)


def _count(record: Record) -> _Counted:
    requests, slices = record.requests, len(record.slices)
    rows = np.flatnonzero(_measured(requests))
    rows = rows[requests.slice[rows] < slices]
    which = requests.slice[rows].astype(np.int64)
    slot = requests.slot[rows].astype(np.int64)
    submit_ns, latency_ns = requests.submit_ns[rows], requests.latency_ns[rows]
    with np.errstate(invalid="ignore"):
        mean = np.bincount(which, latency_ns, slices) / np.bincount(which, minlength=slices)
    span = _spans(which, slot, submit_ns, submit_ns + latency_ns, slices)
    return _Counted(rows, which, slot, submit_ns, latency_ns, _tally(record, slices), span, mean)


def _tally(record: Record, slices: int) -> Integers:
    """Completed requests of each slice: a suspect request has no usable latency, but it was served."""
    requests = record.requests
    counted = (requests.phase == Phase.MEASURED) & (requests.slice >= 0) & (requests.slice < slices)
    return np.bincount(requests.slice[counted], minlength=slices).astype(np.int64)


def _spans(which: Integers, slot: Integers, begin_ns: Integers, end_ns: Integers, slices: int) -> Floats:
    """For each slice, the time from the first submission to the last completion of a slot, over its slots.

    Counting a slot from its own first measured submission to its own last completion leaves neither an idle
    gap nor a request cut in two; flight * requests / span is the slice's rate.
    """
    slots = int(slot.max()) + 1
    key = which * slots + slot
    first, last = np.zeros(slices * slots, np.int64), np.zeros(slices * slots, np.int64)
    first[key[::-1]] = begin_ns[::-1]  # rows are in order of submission: the first one is written last
    last[key] = end_ns
    return np.asarray((last - first).reshape(slices, slots).sum(axis=1), np.float64)


def _entry_ratio(counted: _Counted) -> float:
    """Mean latency of a slot's first counted request in each slice over that of the others; 1 if unknown."""
    key = counted.slice * (int(counted.slot.max()) + 1) + counted.slot
    first = np.zeros(int(key.max()) + 1, np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    entries = np.zeros(len(key), bool)
    entries[first[key]] = True
    if entries.all():
        return 1.0
    return float(counted.latency_ns[entries].mean() / counted.latency_ns[~entries].mean())


def _in_order(counted: _Counted) -> float:
    """Share of requests that complete no earlier than every request submitted before them."""
    end_ns = counted.submit_ns + counted.latency_ns
    return float((end_ns >= np.maximum.accumulate(end_ns)).mean())


def _shift(slice_latency_ns: Floats, seen: Integers) -> tuple[float, int]:
    ratio, at = series.largest_step(slice_latency_ns)
    return ratio, int(seen[at]) if at >= 0 else -1


def _windows(number: int, counted: _Counted, flight: int, batch: int) -> tuple[Window, ...]:
    """The first windows of a hundred requests in the order of their completion.

    A window's time is the latency of its requests over those in flight (Little's law), stretched by what its
    slices spent between requests.
    """
    kept = slice(0, MOST_WINDOWS * WINDOW + 4 * flight)
    end_ns = counted.submit_ns[kept] + counted.latency_ns[kept]
    order = np.argsort(end_ns, kind="stable")[: MOST_WINDOWS * WINDOW]
    sums = counted.slice_latency_ns * np.maximum(counted.slice_requests, 1)
    stretch = counted.slice_span_ns / np.where(sums > 0, sums, 1.0)
    latency, slot = counted.latency_ns[order], counted.slot[order]
    busy = latency * stretch[counted.slice[order]]
    starts = np.arange(0, len(order), WINDOW)
    counts = np.diff(np.append(starts, len(order)))
    means = np.add.reduceat(latency, starts) / counts
    rates = 1e9 * batch * flight * counts / np.add.reduceat(busy, starts)
    shares = np.bincount(np.arange(len(order)) // WINDOW * flight + slot, minlength=len(starts) * flight)
    rows = (counts.tolist(), means.tolist(), rates.tolist(), shares.reshape(-1, flight).tolist())
    return tuple(
        Window(
            round=number, requests=count, mean_latency_ns=mean, throughput_fps=rate, shares=tuple(of_slots)
        )
        for count, mean, rate, of_slots in zip(*rows, strict=True)
    )


def _columns(requests: Requests, rows: Integers) -> Integers:
    """Columns slice, slot, submit_ns, latency_ns, phase of some rows."""
    columns = (requests.slice, requests.slot, requests.submit_ns, requests.latency_ns, requests.phase)
    return np.stack([np.asarray(column[rows], np.int64) for column in columns], axis=1)


def _points(requests: Requests) -> Integers:
    """A few hundred rows for pictures: evenly spaced, with the longest and the shortest among them."""
    count = len(requests)
    even = np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(np.int64)
    extreme = min(MOST_EXTREMES, count)
    longest = np.argpartition(requests.latency_ns, count - extreme)[count - extreme :]
    shortest = np.argmin(requests.latency_ns, keepdims=True)
    return _columns(requests, np.unique(np.concatenate([even, longest, shortest])))


def _lane(requests: Requests, slice_fps: Floats) -> Integers:
    """All rows of the slice whose throughput is nearest to the trial's middle, up to some hundred."""
    distance = np.abs(slice_fps - np.nanmedian(slice_fps))
    chosen = int(np.nanargmin(distance))
    return _columns(requests, np.flatnonzero(requests.slice == chosen)[:MOST_LANE])


def _steal_share(before: Readings, after: Readings) -> float | None:
    """CPU time that the hypervisor gave to others, as a share of all CPU time that was asked for."""
    readings = (before.steal_seconds, after.steal_seconds, before.busy_seconds, after.busy_seconds)
    if any(reading is None for reading in readings):
        return None
    stolen = (after.steal_seconds or 0.0) - (before.steal_seconds or 0.0)
    busy = (after.busy_seconds or 0.0) - (before.busy_seconds or 0.0)
    return stolen / (stolen + busy) if stolen + busy > 0 else 0.0


def _other_cpu_share(record: Record) -> float:
    length = int((record.slices.end_ns - record.slices.begin_ns).sum())
    return float(record.slices.other_cpu_ns.sum() / length) if length > 0 else 0.0


def _throttled(before: Readings, after: Readings) -> int | None:
    if before.throttle_count is None or after.throttle_count is None:
        return None
    return after.throttle_count - before.throttle_count


def _suspend_ns(before: Readings, after: Readings) -> int:
    """Time that the host slept: the clock that goes on while it sleeps against the one that stops."""
    if before.boottime_ns is None or after.boottime_ns is None:
        return 0
    slept = (after.boottime_ns - before.boottime_ns) - (after.monotonic_ns - before.monotonic_ns)
    return max(0, slept)
