"""From recorded slices to the record's tables: phases, a common time origin, rows that cannot be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.records import (
    LONGEST_NS,
    MOST_SLICES,
    REQUEST_COLUMNS,
    SLICE_COLUMNS,
    UNKNOWN,
    Phase,
    Requests,
    Slices,
    slices_of,
)
from ovreport.run.recorder import Buffer, RecordedSlice

_TOLERANCE_NS = 20_000
"""Reading two clocks one after another, and being scheduled away between, costs no more than this."""

_TOLERANCE_SHARE = 1e-3
"""Twice the largest slew (500 ppm) with which NTP may turn the system clock against the monotonic one."""


@dataclass(frozen=True, kw_only=True)
class Clocked:
    """What surrounds a recorded slice.

    Attributes:
        turn, position: See `records.Slices`; -1 for the warm-up before the first slice.
        cpu_ns: CPU time of the worker.
        wall_step_ns: How much farther the system clock went than the monotonic one.
    """

    turn: int
    position: int
    cpu_ns: int
    wall_step_ns: int


@dataclass(frozen=True, kw_only=True)
class Around:
    """What went on around one recorded slice, as its runner saw it; see `records.Slices`."""

    other_cpu_ns: int
    elsewhere_ns: int = UNKNOWN
    steal_ns: int = UNKNOWN
    pressure_ns: int = UNKNOWN
    switches: int = UNKNOWN
    frequency_mhz: int = UNKNOWN
    throttles: int = UNKNOWN
    set_aside: bool = False


@dataclass
class Tables:
    """The rows of a trial, slice after slice.

    Attributes:
        piece_ns: Length of the logical slices that a whole trial is cut into; `None` where every recorded
            slice is one slice.
    """

    piece_ns: int | None = None
    _requests: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _slices: list[NDArray[np.int64]] = field(default_factory=list)

    def __len__(self) -> int:
        """Number of rows."""
        return sum(len(part["slot"]) for part in self._requests)

    def add(self, buffer: Buffer, span: RecordedSlice, clocked: Clocked) -> None:
        """Copy a recorded slice out of the buffer."""
        total = span.total
        slot = np.frombuffer(buffer.slot, np.int16, total).copy()
        submit = np.frombuffer(buffer.submit_ns, np.int64, total).copy()
        latency_ns = np.rint(np.frombuffer(buffer.latency_ms, np.float64, total) * 1e6)
        latency = np.clip(latency_ns, -LONGEST_NS, LONGEST_NS).astype(np.int64)
        phase = np.full(total, Phase.MEASURED, np.uint8)
        phase[: span.first] = Phase.WARMUP
        phase[span.cut :] = Phase.TAIL
        suspect = impossible(slot, submit, latency, span.end_ns, clocked.wall_step_ns)
        if clocked.turn < 0:
            phase[:] = Phase.WARMUP
            piece = np.full(total, -1, np.int32)
        else:
            complete = submit + np.where(suspect, 0, latency)
            piece = self._cut(submit, complete, span, clocked)
        columns: dict[str, NDArray[Any]] = {
            "slot": slot,
            "slice": piece,
            "submit_ns": submit,
            "latency_ns": latency,
        }
        self._requests.append({**columns, "phase": phase, "suspect": suspect})

    def _cut(
        self, submit: NDArray[np.int64], complete: NDArray[np.int64], span: RecordedSlice, clocked: Clocked
    ) -> NDArray[np.int32]:
        """The slice of every row; notes the slices themselves.

        A request belongs to the logical slice in which it was submitted. The worker's CPU time is
        spread over them by their length. Rows ascend by their submission, so those of a piece lie together.
        """
        base = sum(map(len, self._slices))
        begin = int(submit[span.first]) if span.cut > span.first else span.begin_ns
        length = self.piece_ns or max(span.end_ns - begin, 0) + 1
        measured_ns = int(submit[span.cut - 1]) - begin
        length = max(length, measured_ns // MOST_SLICES + 1)
        count = max(round(measured_ns / length), 1)
        piece = np.clip((submit - begin) // length, 0, count - 1).astype(np.int32)
        first = np.flatnonzero(np.diff(piece, prepend=-1))
        starts, ends = np.full(count, span.end_ns), np.full(count, begin)
        starts[piece[first]] = np.minimum(submit[first], span.end_ns)
        ends[piece[first]] = np.maximum(np.maximum.reduceat(complete, first), begin)
        ends = np.maximum(starts, np.minimum(ends, span.end_ns))
        shares = np.minimum((ends - starts) / max(span.end_ns - span.begin_ns, 1), 1)
        ends[-1] = span.end_ns
        cpu = np.rint(clocked.cpu_ns * (shares if count > 1 else np.ones(1))).astype(np.int64)
        turns = clocked.turn + np.arange(count)
        self._slices.append(np.stack([turns, np.full(count, clocked.position), starts, ends, cpu], axis=1))
        return piece + np.int32(base)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Every column of both tables by name, the slices' names prefixed, times shifted to start near 0."""
        origin_ns = int(self._slices[0][0, 2]) if self._slices else 0  # start of the first slice
        joined = {name: np.concatenate([part[name] for part in self._requests]) for name in REQUEST_COLUMNS}
        joined["submit_ns"] = joined["submit_ns"].astype(np.int64) - origin_ns
        rows = np.concatenate([np.empty((0, 5), np.int64), *self._slices])
        rows[:, 2:4] -= origin_ns
        for name, column in zip(SLICE_COLUMNS, rows.T, strict=False):  # the runner adds the others
            joined[f"slices.{name}"] = column
        return joined


def impossible(
    slot: NDArray[np.int16],
    submit_ns: NDArray[np.int64],
    latency_ns: NDArray[np.int64],
    end_ns: int,
    wall_step_ns: int = 0,
) -> NDArray[np.bool_]:
    """Rows whose latency contradicts the recorder's own clock. Shape `(n,)`.

    OpenVINO stamps latency with the system clock, which may be set while it measures. By the monotonic clock
    a request began after its submission and was complete when its slot was submitted again (or the slice
    ended): a longer or negative latency is impossible. A clock set back makes latencies too short without
    making them impossible; where the system clock is known to have stepped back, rows that fall short of
    their window by at least half that step are marked as well.
    """
    by_slot = np.argsort(slot, kind="stable")
    begins = submit_ns[by_slot]
    last = np.flatnonzero(np.diff(slot[by_slot], append=-1))
    nexts = np.append(begins[1:], end_ns)
    nexts[last] = end_ns
    window = np.empty_like(submit_ns)
    window[by_slot] = nexts - begins
    limit = window * (1 + _TOLERANCE_SHARE) + _TOLERANCE_NS
    wrong: NDArray[np.bool_] = (latency_ns < 0) | (latency_ns > limit)
    if wall_step_ns < -1_000_000:
        wrong |= window - latency_ns > -wall_step_ns / 2
    return wrong


def requests_from(columns: dict[str, NDArray[Any]]) -> Requests:
    """The record's table of requests from the columns that a worker sent."""
    return Requests(**{name: columns[name].astype(kind) for name, kind in REQUEST_COLUMNS.items()})


def slices_from(columns: dict[str, NDArray[Any]], around: Sequence[Around]) -> Slices:
    """The record's table of slices; `around` has one entry a recorded slice.

    A whole trial is recorded as one slice and cut afterwards: what is an amount of time or a number of events
    is then spread over the pieces by their length.
    """
    worker = {name: columns[f"slices.{name}"] for name in SLICE_COLUMNS if f"slices.{name}" in columns}
    runner = {
        field.name: np.array([getattr(each, field.name) for each in around]) for field in fields(Around)
    }
    if len(around) != len(worker["turn"]):
        runner = {name: _spread(values.item(), name, worker) for name, values in runner.items()}
    return slices_of(worker | runner)


def _spread(whole: int, name: str, worker: dict[str, NDArray[Any]]) -> NDArray[Any]:
    length = (worker["end_ns"] - worker["begin_ns"]).astype(np.int64)
    if whole == UNKNOWN or name == "frequency_mhz":
        return np.full(len(length), whole)
    spread: NDArray[np.float64] = np.rint(whole * length / max(int(length.sum()), 1))
    return spread
