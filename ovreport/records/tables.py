"""The two tables of a trial: a row per infer request, and a row per slice.

All times are integers in nanoseconds. `submit_ns` and the slices' bounds lie on the worker's monotonic clock
(`time.perf_counter_ns`) and start near 0 with the worker's first slice; `latency_ns` is what OpenVINO
measured for the request, from its start to the plugin's callback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_ROWS = 10_000_000
"""Requests of a trial: with so many it has enough, however long it was to take. A file may hold more."""

MOST_SLICES = 250_000
"""Of a trial; a whole one that is cut into more pieces is cut into longer ones. A file may hold more."""

LONGEST_NS = 1 << 53
"""A hundred days, longer than any measurement; sums of a few of them still fit into 64 bits. A clock that is
set by more in the middle of a request makes a latency of this."""


class Phase(IntEnum):
    """Why a request counts, or why it does not."""

    WARMUP = 0
    """Before the first slice, or the first request of a slot in a slice."""
    MEASURED = 1
    """Submitted with the queue full and completed with the queue full."""
    TAIL = 2
    """Keeps the queue full while the last measured requests of a slice complete."""


REQUEST_COLUMNS: dict[str, np.dtype[Any]] = {
    "slot": np.dtype(np.int16),
    "slice": np.dtype(np.int32),
    "submit_ns": np.dtype(np.int64),
    "latency_ns": np.dtype(np.int64),
    "phase": np.dtype(np.uint8),
    "suspect": np.dtype(np.bool_),  # np.bool came with NumPy 2, which older releases of OpenVINO may lack
}
"""The type of every array of `Requests`, in the order in which they are stored."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Requests:
    """One row per infer request, in the order of submission; all arrays have the same length.

    Attributes:
        slot: Which infer request of the queue, from 0.
        slice: Index into the trial's slices; -1 before the first.
        submit_ns: Time of submission on the worker's monotonic clock.
        latency_ns: OpenVINO's own latency.
        phase: `Phase` values.
        suspect: The latency contradicts the recorder's own clock (a stepped system clock); counted, shown,
            and left out of every mean.
    """

    slot: NDArray[np.int16]
    slice: NDArray[np.int32]
    submit_ns: NDArray[np.int64]
    latency_ns: NDArray[np.int64]
    phase: NDArray[np.uint8]
    suspect: NDArray[np.bool]

    def __len__(self) -> int:
        """Number of requests."""
        return len(self.slot)


def no_requests() -> Requests:
    """Requests of a trial that never came to measure."""
    return Requests(**{name: np.empty(0, kind) for name, kind in REQUEST_COLUMNS.items()})


REPEAT_OFFSET = 1 << 24
"""Added to the turn of a slice that follows one of the same cell; no trial takes so many turns."""

SLICE_COLUMNS: dict[str, np.dtype[Any]] = {
    "turn": np.dtype(np.int32),
    "position": np.dtype(np.int32),
    "begin_ns": np.dtype(np.int64),
    "end_ns": np.dtype(np.int64),
    "cpu_ns": np.dtype(np.int64),
    "other_cpu_ns": np.dtype(np.int64),
    "elsewhere_ns": np.dtype(np.int64),
    "steal_ns": np.dtype(np.int64),
    "pressure_ns": np.dtype(np.int64),
    "switches": np.dtype(np.int32),
    "frequency_mhz": np.dtype(np.int32),
    "throttles": np.dtype(np.int32),
    "set_aside": np.dtype(np.bool_),
}
"""The type of every array of `Slices`, in the order in which they are stored."""

UNKNOWN = -1
"""Stands in the arrays of `SURROUNDINGS` where nobody tells."""

SURROUNDINGS = ("elsewhere_ns", "steal_ns", "pressure_ns", "switches", "frequency_mhz", "throttles")
"""Arrays of `Slices` about what went on around a slice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Slices:
    """One row per slice of the trial; all arrays have the same length.

    Attributes:
        turn: In which pass over the cells of the block the slice was run, from 0: slices of two cells with
            the same turn are neighbours in time. In some passes every cell runs a second slice right after
            its own; its turn is larger by `REPEAT_OFFSET`.
        position: The slice's place in its pass, from 0.
        begin_ns: Start of the slice's first request on the worker's clock.
        end_ns: When the slice's last request had completed.
        cpu_ns: CPU time of the worker during the slice.
        other_cpu_ns: CPU time of the runner and of all waiting workers during the slice.
        elsewhere_ns: CPU time that everybody else on the host took during the slice, all processors together:
            without the worker, the runner, the waiting workers and a disturbance of the experiment. The
            system counts in ticks of some milliseconds, so that only sums over many slices mean anything; a
            single one may be below 0.
        steal_ns: CPU time that the hypervisor gave to others during the slice, all processors together.
        pressure_ns: How long some process waited for a processor during the slice, as Linux's pressure
            stall information has it.
        switches: How often the worker was taken off a processor during the slice against its will.
        frequency_mhz: Mean current frequency of the cores, read after the pass; not after each of them where
            that would take more than a hundredth of the time.
        throttles: By how much the counters of thermal throttling rose since they were last read, likewise.
        set_aside: The slice's pass was disturbed from outside and was repeated: the slice counts for nothing.
    """

    turn: NDArray[np.int32]
    position: NDArray[np.int32]
    begin_ns: NDArray[np.int64]
    end_ns: NDArray[np.int64]
    cpu_ns: NDArray[np.int64]
    other_cpu_ns: NDArray[np.int64]
    elsewhere_ns: NDArray[np.int64]
    steal_ns: NDArray[np.int64]
    pressure_ns: NDArray[np.int64]
    switches: NDArray[np.int32]
    frequency_mhz: NDArray[np.int32]
    throttles: NDArray[np.int32]
    set_aside: NDArray[np.bool]

    def __len__(self) -> int:
        """Number of slices."""
        return len(self.turn)

    @property
    def length_ns(self) -> float:
        """Time spent in all of them; 64 bits would hold that of a few of the longest only."""
        return float((self.end_ns - self.begin_ns).sum(dtype=np.float64))


def slices_of(columns: Mapping[str, ArrayLike]) -> Slices:
    """Slices with these arrays, in the types of a record.

    Of the surroundings nothing is known where they are not given, and no slice is set aside.
    """
    length = len(np.asarray(columns["turn"]))
    missing = {name: np.full(length, UNKNOWN) for name in SURROUNDINGS} | {"set_aside": np.zeros(length)}
    given = missing | dict(columns)
    return Slices(**{name: np.asarray(given[name], kind) for name, kind in SLICE_COLUMNS.items()})


def no_slices() -> Slices:
    """Slices of a trial that never came to measure."""
    return slices_of(dict.fromkeys(SLICE_COLUMNS, ()))
