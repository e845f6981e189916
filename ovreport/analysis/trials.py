"""One record, reduced: everything that later steps need, so that its rows can be let go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import series
from ovreport.analysis.counting import CountedRequests, aside, count, kept, measured
from ovreport.analysis.summaries import GRID, SET_ASIDE, WINDOW, TrialSummary, Window
from ovreport.records import (
    REPEAT_OFFSET,
    UNKNOWN,
    Phase,
    Readings,
    Record,
    Requests,
    Slices,
    images_a_request,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Reading = TypeVar("Reading", int, float)

MOST_WINDOWS = 60
MOST_POINTS = 300
MOST_EXTREMES = 12
MOST_LANE = 400


@dataclass(frozen=True, eq=False)
class Reduced:
    """A trial and the counted latencies behind it, ascending, in ns (unsigned 32 bit where they fit)."""

    summary: TrialSummary
    latencies: NDArray[np.uint32] | NDArray[np.int64]


def reduce(record: Record, sha256: str) -> Reduced:
    """Everything about one trial. The record must be `usable`.

    Slices that were set aside are left out here, with their requests; only points and what went on elsewhere
    are told of all.
    """
    whole, record = record, kept(record)
    counted = count(record)
    batch = images_a_request(record.setting, record.model)
    images = counted.flight * batch * 1e9
    slot_requests = np.bincount(counted.slot, minlength=counted.flight)
    with np.errstate(divide="ignore", invalid="ignore"):
        slice_fps = images * counted.slice_requests / counted.slice_span_ns
        slot_latency_ns = np.bincount(counted.slot, counted.latency_ns, counted.flight) / slot_requests
    seen = np.flatnonzero((counted.slice_requests > 0) & (counted.slice_span_ns > 0))
    ascending = _ascending(counted.latency_ns)
    begin_ns = record.slices.begin_ns[seen]
    slice_latency_ns = counted.slice_latency_ns[seen]
    step, at = series.largest_step(slice_latency_ns)
    requests, before, after = record.requests, record.before, record.after
    summary = TrialSummary(
        sha256=sha256,
        round=record.round,
        group=record.group,
        session=record.session,
        order=record.order,
        started_utc_ns=record.started_utc_ns,
        requests=len(counted),
        warmup=int(np.count_nonzero(requests.phase == Phase.WARMUP)),
        suspect=int(np.count_nonzero(requests.suspect | (requests.latency_ns <= 0))),
        throughput_fps=float(images * counted.slice_requests.sum() / counted.slice_span_ns.sum()),
        latency_mean_ns=float(counted.latency_ns.mean()),
        latency_grid_ns=series.nearest_rank(ascending, GRID),
        effective_requests=series.effective_requests(counted.latency_ns),
        slice_turn=record.slices.turn[seen],
        slice_begin_ns=begin_ns,
        slice_fps=slice_fps[seen],
        slice_latency_ns=slice_latency_ns,
        slice_least_ns=counted.slice_least_ns[seen],
        slice_length_ns=(record.slices.end_ns - record.slices.begin_ns)[seen].astype(np.float64),
        slice_elsewhere_ns=_known(record.slices.elsewhere_ns)[seen],
        slice_frequency_mhz=_known(record.slices.frequency_mhz)[seen],
        slice_requests=counted.slice_requests[seen],
        slices_set_aside=len(whole.slices) - len(record.slices),
        passes_set_aside=tuple(np.unique(whole.slices.turn[whole.slices.set_aside] % REPEAT_OFFSET).tolist()),
        slot_requests=tuple(slot_requests.tolist()),
        slot_latency_ns=tuple(slot_latency_ns.tolist()),
        in_order=_in_order(counted),
        slope_per_minute=series.slope_per_minute(begin_ns, slice_latency_ns),
        shift=(step, int(seen[at]) if at >= 0 else -1),
        modes=series.modes(ascending),
        outliers=series.outliers(ascending),
        windows=_windows(record.round, counted, batch),
        points=_points(whole, ascending),
        lane=_lane(requests, slice_fps),
        steal_share=_steal_share(before, after),
        other_cpu_share=_other_cpu_share(record),
        elsewhere_share=_elsewhere_share(whole.slices),
        throttled=_rise(before.throttle_count, after.throttle_count),
        suspend_ns=_suspend_ns(before, after),
        pause_ns=0 if requests.suspect.any() else _pause_ns(record, counted),
        floor_share=_floor_share(record, counted),
        before=before,
        after=after,
        startup=record.startup,
        memory=record.memory,
    )
    return Reduced(summary, ascending)


def _ascending(latency_ns: Integers) -> NDArray[np.uint32] | Integers:
    if latency_ns.max() < 2**32:
        return np.sort(latency_ns.astype(np.uint32))  # half the memory, twice the speed
    return np.sort(latency_ns)


def _in_order(counted: CountedRequests) -> float:
    """Share of requests that complete no earlier than every request submitted before them."""
    if counted.flight == 1:
        return 1.0
    end_ns = counted.submit_ns + counted.latency_ns
    return float((end_ns >= np.maximum.accumulate(end_ns)).mean())


def _pause_ns(record: Record, counted: CountedRequests) -> int:
    """What a recorder leaves that was held between two requests: none is long, but the next one late.

    Where the slice's time was over by then, no next one came: the slice ended late. The pieces of a whole
    trial follow one another without a break.
    """
    steps = np.diff(counted.submit_ns, append=counted.submit_ns[-1])
    ends = counted.bounds[1:] - 1
    filled = np.diff(counted.bounds) > 0
    if record.measure.schedule == "whole":
        filled[:-1] = False
    steps[ends[filled]] = record.slices.end_ns[filled] - counted.submit_ns[ends[filled]]
    return int(max(steps.max(initial=0), 0))


def _windows(number: int, counted: CountedRequests, batch: int) -> tuple[Window, ...]:
    """The first windows of a hundred requests in the order of their completion.

    A window's time is the latency of its requests over those in flight (Little's law), stretched by what its
    slices spent between requests.
    """
    flight = counted.flight
    kept = slice(0, MOST_WINDOWS * WINDOW + 4 * flight)
    end_ns = counted.submit_ns[kept] + counted.latency_ns[kept]
    order = np.argsort(end_ns, kind="stable")[: MOST_WINDOWS * WINDOW]
    sums = counted.slice_latency_ns * np.maximum(counted.slice_requests, 1)
    stretch = counted.slice_span_ns / np.where(sums > 0, sums, 1.0)
    latency, slot = counted.latency_ns[order], counted.slot[order]
    busy = latency * stretch[counted.slice_of(order)]
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


def _points(record: Record, ascending: NDArray[np.uint32] | Integers) -> Integers:
    """A few hundred rows for pictures: evenly spaced, with the longest and the shortest among them.

    A latency that is not above zero, as a clock that was set back leaves it, cannot be drawn.
    """
    requests, outside = record.requests, aside(record)
    rows = np.flatnonzero(requests.latency_ns > 0)
    even = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_POINTS)).round().astype(np.int64)]
    high = ascending[-min(MOST_EXTREMES, len(ascending))]
    longest = np.flatnonzero(measured(requests) & ~outside & (requests.latency_ns >= high))[:MOST_POINTS]
    latency_ns = requests.latency_ns[rows]
    ends = rows[[np.argmin(latency_ns), np.argmax(latency_ns)]]
    chosen = np.unique(np.concatenate([even, longest, ends]))
    points = _columns(requests, chosen)
    points[outside[chosen], 4] = SET_ASIDE
    return points


def _lane(requests: Requests, slice_fps: Floats) -> Integers:
    """All rows of the slice whose throughput is nearest to the trial's middle, up to some hundred.

    But those whose latency cannot be drawn, see `_points`.
    """
    known = np.where(np.isfinite(slice_fps), slice_fps, np.nan)  # a slice of no length has no throughput
    chosen = int(np.nanargmin(np.abs(known - np.nanmedian(known))))
    drawn = (requests.slice == chosen) & (requests.latency_ns > 0)
    return _columns(requests, np.flatnonzero(drawn)[:MOST_LANE])


def _steal_share(before: Readings, after: Readings) -> float | None:
    """CPU time that the hypervisor gave to others, as a share of all CPU time that was asked for."""
    stolen = _rise(before.steal_seconds, after.steal_seconds)
    busy = _rise(before.busy_seconds, after.busy_seconds)
    if stolen is None or busy is None:
        return None
    return stolen / (stolen + busy) if stolen + busy > 0 else 0.0


def _rise(before: Reading | None, after: Reading | None) -> Reading | None:
    """By how much a reading rose; `None` where either is missing."""
    return None if before is None or after is None else after - before


def _other_cpu_share(record: Record) -> float:
    length, other = record.slices.length_ns, record.slices.other_cpu_ns.sum(dtype=np.float64)
    return float(other / length) if length > 0 else 0.0


def _known(values: Integers | NDArray[np.int32]) -> Floats:
    """NaN where nobody tells."""
    return np.where(values == UNKNOWN, np.nan, values.astype(np.float64))


def _elsewhere_share(slices: Slices) -> float | None:
    """What others took in the slices that tell it over the time of these; `None` where none does."""
    known = _known(slices.elsewhere_ns)
    length = float((slices.end_ns - slices.begin_ns)[~np.isnan(known)].sum(dtype=np.float64))
    return max(float(np.nansum(known)) / length, 0.0) if length > 0 else None


def _floor_share(record: Record, counted: CountedRequests) -> float | None:
    if record.floor_ns is None or counted.flight != (record.floor_requests or 1):
        return None
    completions = counted.flight * float(counted.slice_requests.sum())
    return record.floor_ns * completions / float(counted.slice_span_ns.sum())


def _suspend_ns(before: Readings, after: Readings) -> int:
    """Time that the host slept: the clock that goes on while it sleeps against the one that stops."""
    passed = _rise(before.boottime_ns, after.boottime_ns)
    return 0 if passed is None else max(0, passed - (after.monotonic_ns - before.monotonic_ns))
