"""What a trial is reduced to: every later statistic, claim and picture is made from this.

Times are in nanoseconds, rates in images per second (FPS). Needs no SciPy.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ovreport.limits import BURST, TICK_NS
from ovreport.records import Memory, Readings, Startup

WINDOW = 100
"""Requests of a `Window`, as the article prints them."""

GRID: tuple[float, ...] = (0, 1, 2, 5, *range(10, 91, 5), 92, 94, 95, 96, 97, 98, 99, 99.5, 99.9, 100)
"""Percentiles of `TrialSummary.latency_grid_ns`."""


SET_ASIDE = -1
"""Stands for the phase of requests of slices that were set aside in `TrialSummary.points`."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A hundred completed requests in a row (the article's print-out); the last one may be shorter.

    Attributes:
        shares: Requests completed by each slot.
    """

    round: int
    requests: int
    mean_latency_ns: float
    throughput_fps: float
    shares: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class TrialSummary:
    """One trial, reduced; enough for every statistic, claim and picture.

    Attributes:
        sha256: Of the record's file.
        requests, warmup, suspect: Numbers of rows.
        throughput_fps: Images per second over all slices.
        latency_mean_ns: Mean latency of the counted requests.
        latency_grid_ns: Latency at `GRID` percentiles. Shape `(len(GRID),)`.
        effective_requests: Counted requests deflated for autocorrelation.
        slice_turn, slice_begin_ns, slice_fps, slice_latency_ns, slice_least_ns: One entry a slice: its turn,
            start, throughput, mean latency and the least latency of its counted requests. Slices that were
            set aside are not among them.
        slice_length_ns: How long each of these took.
        slice_elsewhere_ns: CPU time that everybody else took during each of these, NaN where nobody tells.
        slice_frequency_mhz: Mean frequency of the cores in the pass of each of these, NaN where nobody tells.
        slice_requests: Requests that completed in each of these.
        slices_set_aside: Slices whose pass was repeated.
        passes_set_aside: The numbers of these passes.
        slot_requests: Counted requests of every slot.
        slot_latency_ns: Mean latency of the counted requests of every slot, NaN where it has none.
        in_order: Share of counted requests that completed in the order of their submission.
        slope_per_minute: Relative change of latency per minute of measuring (Theil-Sen on slices).
        shift: Largest step of the slices' level as a ratio, and the slice where it happens; (1.0, -1) where
            there is none.
        modes: Number of modes of the latency distribution.
        outliers: Counted requests beyond the far Tukey fence.
        points: Requests for pictures, at most a few hundred: columns slice, slot, submit_ns, latency_ns,
            phase. The extremes are always among them. Shape `(n, 5)`, int64. Those of slices that were set
            aside are marked by `SET_ASIDE` for a phase, and the number of a slice counts these too.
        lane: All requests of one slice near the trial's average, same columns, for the lanes picture.
        elsewhere_share: CPU time of everybody else as a share of the time of all slices, those set aside too.
            `None` where nobody tells.
        suspend_ns: Time that the host slept during the trial.
        pause_ns: Longest time from a submission to the next one or to the end of the slice; 0 where rows were
            left out.
        floor_share: The record's floor as a share of the time between two completions: 1 where the recorder
            is all that limits the cell. `None` where the floor is not known for as many requests in flight.
    """

    sha256: str
    round: int
    group: int
    session: str
    order: int
    started_utc_ns: int
    requests: int
    warmup: int
    suspect: int
    throughput_fps: float
    latency_mean_ns: float
    latency_grid_ns: NDArray[np.float64]
    effective_requests: float
    slice_turn: NDArray[np.int32]
    slice_begin_ns: NDArray[np.int64]
    slice_fps: NDArray[np.float64]
    slice_latency_ns: NDArray[np.float64]
    slice_least_ns: NDArray[np.float64]
    slice_length_ns: NDArray[np.float64]
    slice_elsewhere_ns: NDArray[np.float64]
    slice_frequency_mhz: NDArray[np.float64]
    slice_requests: NDArray[np.int64]
    slices_set_aside: int
    passes_set_aside: tuple[int, ...]
    slot_requests: tuple[int, ...]
    slot_latency_ns: tuple[float, ...]
    in_order: float
    slope_per_minute: float
    shift: tuple[float, int]
    modes: int
    outliers: int
    windows: tuple[Window, ...]
    points: NDArray[np.int64]
    lane: NDArray[np.int64]
    steal_share: float | None
    other_cpu_share: float
    elsewhere_share: float | None
    throttled: int | None
    suspend_ns: int
    pause_ns: int
    floor_share: float | None
    before: Readings
    after: Readings
    startup: Startup | None
    memory: Memory | None

    @property
    def frequency_mhz(self) -> float | None:
        """Mean frequency of the cores while measuring, or right after it where slices do not tell."""
        known_mhz = self.slice_frequency_mhz[~np.isnan(self.slice_frequency_mhz)]
        return float(known_mhz.mean()) if len(known_mhz) else self.after.frequency_mhz

    @cached_property
    def slice_hit(self) -> NDArray[np.bool_]:
        """The slices beside which others took more than usual, by `BURST` and a tick. Shape `(slices,)`.

        The usual is the median over the slices of this trial. So at least half of them are not hit, on a
        machine that never gets quiet as well, and what a cell brings about in most of its slices is no reason
        to leave any of them out. Where nobody tells none is hit.
        """
        length, taken = self.slice_length_ns, self.slice_elsewhere_ns
        known = np.isfinite(taken) & (length > 0)  # a slice of one request may take no tick of a coarse clock
        if not known.any():
            return known
        usual = float(np.median(taken[known] / length[known]))
        return np.asarray(taken > (usual + BURST) * length + TICK_NS)

    @property
    def latency_change(self) -> float:
        """Relative change of latency from the first slice to the last, by `slope_per_minute`."""
        minutes = float(self.slice_begin_ns[-1] - self.slice_begin_ns[0]) / 60e9
        return self.slope_per_minute * minutes


def by_round(trials: Iterable[TrialSummary], value: Callable[[TrialSummary], float]) -> dict[int, float]:
    """A positive value of every round, in the order of the rounds' first trials.

    A round that was measured in several sittings has several trials of a cell: their geometric mean counts.
    """
    logs: dict[int, list[float]] = {}
    for trial in trials:
        logs.setdefault(trial.round, []).append(math.log(value(trial)))
    return {number: math.exp(statistics.fmean(each)) for number, each in logs.items()}
