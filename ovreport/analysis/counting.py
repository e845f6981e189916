"""The counted requests of a trial, slice by slice: how many, how fast, and where slots begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ovreport.records import REQUEST_COLUMNS, SLICE_COLUMNS, Phase, Record, Requests, slices_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CountedRequests:
    """Measured, possible requests in order of submission; slices lie one after the other.

    Attributes:
        bounds: Slice s holds the rows from bounds[s] up to bounds[s + 1]. Shape `(slices + 1,)`.
        slot, submit_ns, latency_ns: One entry a request.
        slice_requests: Requests of each slice that completed within `slice_span_ns`, suspect ones too.
        slice_span_ns: Time from the first submission to the last completion of a slot, summed over the slots:
            it holds neither an idle gap nor a request cut in two. flight * requests / span is the rate.
        slice_latency_ns, slice_least_ns: Mean and least latency of each slice, NaN where it has no request.
    """

    flight: int
    bounds: Integers
    slot: NDArray[np.int16]
    submit_ns: Integers
    latency_ns: Integers
    slice_requests: Integers
    slice_span_ns: Floats
    slice_latency_ns: Floats
    slice_least_ns: Floats

    def __len__(self) -> int:
        """Number of counted requests."""
        return len(self.slot)

    def slice_of(self, rows: Integers) -> Integers:
        """The slice that each of `rows` belongs to."""
        return np.asarray(np.searchsorted(self.bounds, rows, side="right") - 1)


def measured(requests: Requests) -> NDArray[np.bool_]:
    """Which rows count."""
    counted: NDArray[np.bool_] = requests.phase == Phase.MEASURED
    counted &= requests.latency_ns > 0
    counted &= requests.slice >= 0
    counted &= ~requests.suspect
    return counted


def aside(record: Record) -> NDArray[np.bool_]:
    """Which rows belong to slices that were set aside; those of no slice do not."""
    slices = np.append(record.slices.set_aside, False)
    return np.asarray(slices[np.minimum(record.requests.slice, len(slices) - 1)])


def kept(record: Record) -> Record:
    """The record without the slices that were set aside, and without their requests."""
    stays = ~record.slices.set_aside
    if stays.all():
        return record
    rows = ~aside(record)
    requests = {name: getattr(record.requests, name)[rows] for name in REQUEST_COLUMNS}
    numbers = np.append(np.cumsum(stays) - 1, -1).astype(np.int32)
    requests["slice"] = numbers[np.minimum(requests["slice"], len(stays))]
    slices = {name: getattr(record.slices, name)[stays] for name in SLICE_COLUMNS}
    return replace(record, requests=Requests(**requests), slices=slices_of(slices))


def usable(record: Record) -> bool:
    """Whether the record has anything to count: slices, and measured requests that are possible."""
    if record.failure is not None or record.in_force is None:
        return False
    record = kept(record)
    counted = measured(record.requests)
    counted &= record.requests.slice < len(record.slices)
    return bool(counted.any())


def count(record: Record) -> CountedRequests:
    """The counted requests of a usable record."""
    requests, slices = record.requests, len(record.slices)
    kept: NDArray[np.bool_] | Integers = measured(requests)
    which = requests.slice[kept]
    if (np.diff(which) < 0).any():  # no recorder does that; a record made by hand may
        kept = np.flatnonzero(kept)[np.argsort(which, kind="stable")]
        which = requests.slice[kept]
    bounds = np.searchsorted(which, np.arange(slices + 1)).astype(np.int64)
    slot = requests.slot[kept][: bounds[-1]]
    submit_ns = requests.submit_ns[kept][: bounds[-1]]
    latency_ns = requests.latency_ns[kept][: bounds[-1]]
    flight = max(record.in_force.requests if record.in_force else 1, int(slot.max()) + 1)
    first, last = _edges(bounds, slot, flight)
    spans = np.where(first >= 0, submit_ns[last] + latency_ns[last] - submit_ns[first], 0)
    return CountedRequests(
        flight=flight,
        bounds=bounds,
        slot=slot,
        submit_ns=submit_ns,
        latency_ns=latency_ns,
        slice_requests=_served(requests, bounds, flight),
        slice_span_ns=spans.sum(axis=1, dtype=np.float64),  # thousands of slots, each of `LONGEST_NS`
        slice_latency_ns=_means(latency_ns, bounds),
        slice_least_ns=_least(latency_ns, bounds),
    )


def _edges(bounds: Integers, slot: NDArray[np.int16], flight: int) -> tuple[Integers, Integers]:
    """First and last row of every slot in every slice, -1 where it has none. Shape `(slices, flight)`.

    Both lie near the slice's ends, so a few rows there are looked at first, and all rows only where a slot is
    missing among them.
    """
    first = last = np.full((len(bounds) - 1, flight), -1)
    for begins, ends in _candidates(bounds, flight):
        first, last = (
            _scatter(begins, bounds, slot, flight, backwards=True),
            _scatter(ends, bounds, slot, flight, backwards=False),
        )
        if ((first >= 0) & (last >= 0)).all():
            break
    return first, last


def _candidates(bounds: Integers, flight: int) -> Iterator[tuple[Integers, Integers]]:
    """Rows near the beginnings and near the ends of slices, then all rows twice."""
    reach = np.arange(8 * flight + 8)
    if len(reach) * (len(bounds) - 1) < bounds[-1] // 4:
        begins, ends = bounds[:-1, None] + reach, bounds[1:, None] - 1 - reach[::-1]
        yield begins[begins < bounds[1:, None]], ends[ends >= bounds[:-1, None]]
    rows = np.arange(bounds[-1])
    yield rows, rows


def _scatter(
    rows: Integers, bounds: Integers, slot: NDArray[np.int16], flight: int, *, backwards: bool
) -> Integers:
    """The last of ascending `rows` for each slot of each slice; `backwards` the first."""
    found = np.full((len(bounds) - 1) * flight, -1)
    ordered = rows[::-1] if backwards else rows
    found[(np.searchsorted(bounds, ordered, side="right") - 1) * flight + slot[ordered]] = ordered
    return found.reshape(-1, flight)


def _served(requests: Requests, bounds: Integers, flight: int) -> Integers:
    """Completed requests of each slice.

    A suspect request has no usable latency, but it was served: it counts where it lies between two counted
    ones of its slot, whose span holds its time. At the ends of a slot neither it nor its time counts.
    """
    slices = len(bounds) - 1
    served = requests.phase == Phase.MEASURED
    if np.count_nonzero(served) == bounds[-1]:
        return np.diff(bounds)
    served &= (requests.slice >= 0) & (requests.slice < slices) & (requests.slot < flight)
    rows = np.flatnonzero(served)
    lane = requests.slice[rows].astype(np.int64) * flight + requests.slot[rows]
    sound = measured(requests)[rows]
    first, last = np.full(slices * flight, len(requests)), np.full(slices * flight, -1)
    np.minimum.at(first, lane[sound], rows[sound])
    np.maximum.at(last, lane[sound], rows[sound])
    within = (rows >= first[lane]) & (rows <= last[lane])
    return np.bincount(requests.slice[rows[within]], minlength=slices).astype(np.int64)


def _means(latency_ns: Integers, bounds: Integers) -> Floats:
    counts = np.diff(bounds)
    means = np.full(len(counts), np.nan)
    filled = counts > 0
    sums = np.add.reduceat(
        latency_ns, bounds[:-1][filled], dtype=np.float64
    )  # 64 bits hold a few of the longest
    means[filled] = sums / counts[filled]
    return means


def _least(latency_ns: Integers, bounds: Integers) -> Floats:
    filled = np.diff(bounds) > 0
    least = np.full(len(filled), np.nan)
    least[filled] = np.minimum.reduceat(latency_ns, bounds[:-1][filled])
    return least
