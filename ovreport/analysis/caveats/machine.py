"""Caveats about the host while it measured: pauses, clocks, throttling, quotas, other work."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ovreport.analysis.caveats.found import LargeShare, ids, measured
from ovreport.analysis.results import Analysis, Caveat, CellResult
from ovreport.analysis.summaries import GRID, TrialSummary

SUSPEND_SECONDS = 0.1
STANDSTILL_NS = 1e9
STANDSTILL_TIMES = 100
"""Of the usual latency, that an answer takes where the process was held rather than slow."""
LOAD = 0.5
FREQUENCY_SHARE = 0.05


@dataclass(frozen=True, kw_only=True)
class Suspend(Caveat):
    """The host slept while it measured: for up to `seconds` of a trial, which is more than a tick."""

    seconds: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        trials = [(trial.suspend_ns / 1e9, cell) for cell in measured(analysis) for trial in cell.trials]
        slept = [(seconds, cell) for seconds, cell in trials if seconds > SUSPEND_SECONDS]
        if slept:
            yield cls(cells=ids(cell for _, cell in slept), seconds=max(seconds for seconds, _ in slept))


@dataclass(frozen=True, kw_only=True)
class Standstill(Caveat):
    """Nothing went on for a while: a stopped process, a paused virtual machine, a sleep.

    A pause makes a request long that is in flight, or the next one late where the recorder itself was held.
    The longest is told, with the median latency and the round of its trial.
    """

    seconds: float
    usual_ns: float
    round: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        held = []
        for cell in measured(analysis):
            for trial in cell.trials:
                usual_ns, longest_ns = trial.latency_grid_ns[[GRID.index(50), GRID.index(100)]]
                longest_ns = max(longest_ns, trial.pause_ns)
                if longest_ns > max(STANDSTILL_NS, STANDSTILL_TIMES * usual_ns):
                    held.append((float(longest_ns), float(usual_ns), trial.round, cell))
        if held:
            longest_ns, usual_ns, number, _ = max(held, key=lambda each: each[0])
            cells = ids(cell for *_, cell in held)
            yield cls(cells=cells, seconds=longest_ns / 1e9, usual_ns=usual_ns, round=number)


@dataclass(frozen=True, kw_only=True)
class Clock(Caveat):
    """The system clock was set: so many `requests`, a `share` of a cell's, contradict the recorder's."""

    requests: int
    share: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        touched = [cell for cell in measured(analysis) if any(trial.suspect for trial in cell.trials)]
        if touched:
            suspect = sum(trial.suspect for cell in touched for trial in cell.trials)
            counted = sum(trial.requests for cell in touched for trial in cell.trials)
            yield cls(cells=ids(touched), requests=suspect, share=suspect / (suspect + counted))


@dataclass(frozen=True, kw_only=True)
class Throttling(Caveat):
    """The processor throttled so many times while measuring, in blocks of these cells."""

    events: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        if analysis.throttled:
            touched = [cell for cell in measured(analysis) if any(trial.throttled for trial in cell.trials)]
            yield cls(cells=ids(touched), events=analysis.throttled)


@dataclass(frozen=True, kw_only=True)
class Quota(Caveat):
    """The quota of a control group was used up in so many periods while measuring, and processes waited.

    The cells of a block share its readings, so they count once. `granted` are processors, empty where the
    host's facts do not tell.
    """

    granted: str
    periods: int
    seconds: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        blocks: dict[tuple[str, int, int], tuple[int, float]] = {}
        touched = []
        for cell in measured(analysis):
            held = [(trial, found) for trial in cell.trials if (found := _held(trial)) is not None]
            blocks |= {(trial.session, trial.round, trial.group): found for trial, found in held}
            if any(periods for _, (periods, _) in held):
                touched.append(cell)
        if touched:
            yield cls(
                cells=ids(touched),
                granted={fact.key: fact.value for fact in analysis.facts}.get("granted_processors", ""),
                periods=sum(periods for periods, _ in blocks.values()),
                seconds=sum(seconds for _, seconds in blocks.values()),
            )


def _held(trial: TrialSummary) -> tuple[int, float] | None:
    """Periods and seconds that a quota held the trial's block back; `None` where there is none."""
    before, after = trial.before, trial.after
    if before.held_periods is None or after.held_periods is None:
        return None
    seconds = (after.held_seconds or 0.0) - (before.held_seconds or 0.0)
    return max(after.held_periods - before.held_periods, 0), max(seconds, 0.0)


@dataclass(frozen=True, kw_only=True)
class Frequency(Caveat):
    """The frequency of the processor differs by round: its mean over the slices of a trial.

    Where the slices of some trial do not tell (`within` is False) it is the one right after measuring, when
    the processor has had work for seconds.
    """

    lowest_mhz: float
    highest_mhz: float
    within: bool = False

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        trials = [trial for cell in measured(analysis) for trial in cell.trials]
        clocks = [trial.frequency_mhz for trial in trials if trial.frequency_mhz]
        if clocks and min(clocks) < max(clocks) * (1 - FREQUENCY_SHARE):
            within = not any(np.isnan(trial.slice_frequency_mhz).all() for trial in trials)
            yield cls(lowest_mhz=min(clocks), highest_mhz=max(clocks), within=within)


class Floor(LargeShare):
    """Recorder and request queue alone take this share of the time between two completions."""

    LIMIT = 0.02

    @staticmethod
    def of(cell: CellResult) -> float:
        return cell.floor_share or 0.0


class Steal(LargeShare):
    """The hypervisor gave this share of the CPU time to others, as the mean of a cell's trials."""

    LIMIT = 0.02

    @staticmethod
    def of(cell: CellResult) -> float:
        return _mean(cell.trials, lambda trial: trial.steal_share)


class OwnCpu(LargeShare):
    """Runner and waiting workers took this share of one processor, as the mean of a cell's trials."""

    LIMIT = 0.01

    @staticmethod
    def of(cell: CellResult) -> float:
        return _mean(cell.trials, lambda trial: trial.other_cpu_share)


def _mean(trials: Sequence[TrialSummary], value: Callable[[TrialSummary], float | None]) -> float:
    known = [number for trial in trials if (number := value(trial)) is not None]
    return statistics.fmean(known) if known else 0.0


@dataclass(frozen=True, kw_only=True)
class Load(Caveat):
    """The load average before the first trial of a session, when nothing of ours has run yet.

    It stands for what others did while it measured, where nobody told that with the slices.
    """

    load: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        first: dict[str, TrialSummary] = {}
        for cell in measured(analysis):
            for trial in (each for each in cell.trials if each.elsewhere_share is None):
                known = first.get(trial.session)
                if known is None or trial.started_utc_ns < known.started_utc_ns:
                    first[trial.session] = trial
        loads = [trial.before.load_1min or 0.0 for trial in first.values()]
        if loads and max(loads) > LOAD:
            yield cls(load=max(loads))


class NoFrequency(Caveat):
    """No trial tells at which frequency the processor ran."""

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        trials = [trial for cell in measured(analysis) for trial in cell.trials]
        if trials and all(trial.frequency_mhz is None for trial in trials):
            yield cls()


class NoNoiseFloor(Caveat):
    """No A/A comparison of this host bears the margin out, nor is the experiment one."""

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        cells = measured(analysis)
        is_one = len(cells) > 1 and len({cell.cell.setting for cell in cells}) == 1
        if cells and analysis.noise is None and not is_one:
            yield cls()
