"""From recorded slices to the record's tables: phases, a common time origin, rows that cannot be true."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.records import Phase, Requests, Slices
from ovreport.run.recorder import Buffer, Span

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


@dataclass
class Tables:
    """The rows of a trial, slice after slice.

    Attributes:
        piece_ns: Length of the logical slices that a whole trial is cut into; `None` where every recorded
            slice is one slice.
    """

    piece_ns: int | None = None
    _requests: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _slices: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def add(self, buffer: Buffer, span: Span, clocked: Clocked) -> None:
        """Copy a recorded slice out of the buffer."""
        total = span.total
        slot = np.array(buffer.slot[:total], np.int16)
        submit = np.array(buffer.submit_ns[:total], np.int64)
        latency = np.rint(np.array(buffer.latency_ms[:total]) * 1e6).astype(np.int64)
        phase = np.full(total, Phase.MEASURED, np.uint8)
        phase[: span.first] = Phase.WARMUP
        phase[span.cut :] = Phase.TAIL
        suspect = impossible(slot, submit, latency, span.end_ns, clocked.wall_step_ns)
        if clocked.turn < 0:
            phase[:] = Phase.WARMUP
            piece = np.full(total, -1, np.int32)
        else:
            piece = self._cut(submit, submit + latency, span, clocked)
        columns: dict[str, NDArray[Any]] = {
            "slot": slot,
            "slice": piece,
            "submit_ns": submit,
            "latency_ns": latency,
        }
        self._requests.append({**columns, "phase": phase, "suspect": suspect})

    def _cut(
        self, submit: NDArray[np.int64], complete: NDArray[np.int64], span: Span, clocked: Clocked
    ) -> NDArray[np.int32]:
        """The slice of every row; notes the slices themselves.

        A request belongs to the logical slice in which it was submitted. The worker's CPU time is
        spread over them by their length.
        """
        base = len(self._slices)
        begin = int(submit[span.first]) if span.cut > span.first else span.begin_ns
        length = self.piece_ns or max(span.end_ns - begin, 0) + 1
        count = max(round((int(submit[span.cut - 1]) - begin) / length), 1)
        piece = np.clip((submit - begin) // length, 0, count - 1).astype(np.int32)
        for index in range(count):
            mine = piece == index
            starts, ends = int(submit[mine].min(initial=span.end_ns)), int(complete[mine].max(initial=begin))
            ends = max(starts, min(ends, span.end_ns))
            share = 1 if count == 1 else (ends - starts) / max(span.end_ns - span.begin_ns, 1)
            ends = span.end_ns if index == count - 1 else ends
            self._slices.append(
                (clocked.turn + index, clocked.position, starts, ends, round(clocked.cpu_ns * min(share, 1)))
            )
        return piece + np.int32(base)

    def origin_ns(self) -> int:
        """Start of the first slice, the zero of the record's times."""
        return self._slices[0][2] if self._slices else 0

    def columns(self) -> dict[str, NDArray[Any]]:
        """Every column of both tables by name, the slices' names prefixed, times shifted to start near 0."""
        names = ("slot", "slice", "submit_ns", "latency_ns", "phase", "suspect")
        joined = {name: np.concatenate([part[name] for part in self._requests]) for name in names}
        joined["submit_ns"] = joined["submit_ns"].astype(np.int64) - self.origin_ns()
        rows = np.array(self._slices, np.int64).reshape(-1, 5)
        rows[:, 2:4] -= self.origin_ns()
        for index, name in enumerate(("turn", "position", "begin_ns", "end_ns", "cpu_ns")):
            joined[f"slices.{name}"] = rows[:, index]
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
    window = np.empty_like(submit_ns)
    for index in np.unique(slot):
        rows = np.flatnonzero(slot == index)
        window[rows] = np.diff(submit_ns[rows], append=end_ns)
    limit = window * (1 + _TOLERANCE_SHARE) + _TOLERANCE_NS
    wrong: NDArray[np.bool_] = (latency_ns < 0) | (latency_ns > limit)
    if wall_step_ns < -1_000_000:
        wrong |= window - latency_ns > -wall_step_ns / 2
    return wrong


def requests_from(columns: dict[str, NDArray[Any]]) -> Requests:
    """The record's table of requests from the columns that a worker sent."""
    return Requests(
        slot=columns["slot"].astype(np.int16),
        slice=columns["slice"].astype(np.int32),
        submit_ns=columns["submit_ns"].astype(np.int64),
        latency_ns=columns["latency_ns"].astype(np.int64),
        phase=columns["phase"].astype(np.uint8),
        suspect=columns["suspect"].astype(np.bool_),
    )


def slices_from(columns: dict[str, NDArray[Any]], other_cpu_ns: list[int]) -> Slices:
    """The record's table of slices; `other_cpu_ns` has one entry a recorded slice.

    A whole trial is recorded as one slice and cut afterwards: what the others used is then spread over the
    pieces by their length.
    """
    length = (columns["slices.end_ns"] - columns["slices.begin_ns"]).astype(np.int64)
    other = np.array(other_cpu_ns, np.int64)
    if len(other) != len(length):
        other = np.rint(other.sum() * length / max(int(length.sum()), 1)).astype(np.int64)
    return Slices(
        turn=columns["slices.turn"].astype(np.int32),
        position=columns["slices.position"].astype(np.int32),
        begin_ns=columns["slices.begin_ns"].astype(np.int64),
        end_ns=columns["slices.end_ns"].astype(np.int64),
        cpu_ns=columns["slices.cpu_ns"].astype(np.int64),
        other_cpu_ns=other,
    )
