"""Caveats about the host while it measured: pauses, clocks, throttling, quotas, other work."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence

from ovreport.analysis.caveats.found import Finder, about, measured, where
from ovreport.analysis.results import (
    GRID,
    Analysis,
    Caveat,
    CaveatKind,
    TrialSummary,
)

SUSPEND_NS = 100_000_000
STANDSTILL_NS = 1e9
STANDSTILL_TIMES = 100
"""Of the usual latency, that an answer takes where the process was held rather than slow."""
FLOOR_SHARE = 0.02
STEAL_SHARE = 0.02
OWN_CPU_SHARE = 0.01
LOAD = 0.5
FREQUENCY_SHARE = 0.05


def _suspended(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(
        analysis,
        CaveatKind.SUSPEND,
        "seconds",
        lambda cell: max(trial.suspend_ns for trial in cell.trials) / 1e9,
        SUSPEND_NS / 1e9,
    )


def _stood_still(analysis: Analysis) -> Iterator[Caveat]:
    """Trials in which nothing went on for a while: a stopped process, a paused virtual machine, a sleep.

    A pause makes a request long that is in flight, or the next one late where the recorder itself was held.
    """
    held = []
    for cell in measured(analysis):
        for trial in cell.trials:
            usual_ns, longest_ns = trial.latency_grid_ns[[GRID.index(50), GRID.index(100)]]
            longest_ns = max(longest_ns, trial.pause_ns)
            if longest_ns > max(STANDSTILL_NS, STANDSTILL_TIMES * usual_ns):
                held.append((float(longest_ns), float(usual_ns), trial.round, cell))
    if held:
        longest_ns, usual_ns, number, _ = max(held, key=lambda each: each[0])
        yield about(
            CaveatKind.STANDSTILL,
            tuple({each.cell.id: each for *_, each in held}.values()),
            seconds=longest_ns / 1e9,
            usual_ns=usual_ns,
            round=number,
        )


def _clock(analysis: Analysis) -> Iterator[Caveat]:
    touched = [cell for cell in measured(analysis) if any(trial.suspect for trial in cell.trials)]
    if touched:
        suspect = sum(trial.suspect for cell in touched for trial in cell.trials)
        counted = sum(trial.requests for cell in touched for trial in cell.trials)
        yield about(CaveatKind.CLOCK, touched, requests=suspect, share=suspect / (suspect + counted))


def _throttled(analysis: Analysis) -> Iterator[Caveat]:
    """Events while measuring, and the cells of the blocks in which they came."""
    if analysis.throttled:
        cells = [cell for cell in measured(analysis) if any(trial.throttled for trial in cell.trials)]
        yield about(CaveatKind.THROTTLED, cells, events=analysis.throttled)


def _quota(analysis: Analysis) -> Iterator[Caveat]:
    """Periods while measuring in which the quota of a control group was used up.

    The cells of a block share its readings, so they count once.
    """
    blocks: dict[tuple[str, int, int], tuple[int, float]] = {}
    touched = []
    for cell in measured(analysis):
        held = [(trial, found) for trial in cell.trials if (found := _held(trial)) is not None]
        blocks |= {(trial.session, trial.round, trial.group): found for trial, found in held}
        if any(periods for _, (periods, _) in held):
            touched.append(cell)
    if touched:
        granted = {fact.key: fact.value for fact in analysis.facts}.get("granted_processors", "")
        yield about(
            CaveatKind.QUOTA,
            touched,
            names=(("granted", granted),),
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


def _frequency(analysis: Analysis) -> Iterator[Caveat]:
    """Clocks right after measuring, when the processor has had work for seconds, that differ by round."""
    clocks = [
        trial.after.frequency_mhz
        for cell in measured(analysis)
        for trial in cell.trials
        if trial.after.frequency_mhz
    ]
    if clocks and min(clocks) < max(clocks) * (1 - FREQUENCY_SHARE):
        yield about(CaveatKind.FREQUENCY, (), lowest=min(clocks), highest=max(clocks))


def _floor(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(analysis, CaveatKind.FLOOR, "share", lambda cell: cell.floor_share or 0.0, FLOOR_SHARE)


def _steal(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(
        analysis,
        CaveatKind.STEAL,
        "share",
        lambda cell: _mean(cell.trials, lambda trial: trial.steal_share),
        STEAL_SHARE,
    )


def _own_cpu(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(
        analysis,
        CaveatKind.OWN_CPU,
        "share",
        lambda cell: _mean(cell.trials, lambda trial: trial.other_cpu_share),
        OWN_CPU_SHARE,
    )


def _mean(trials: Sequence[TrialSummary], value: Callable[[TrialSummary], float | None]) -> float:
    known = [number for trial in trials if (number := value(trial)) is not None]
    return statistics.fmean(known) if known else 0.0


def _load(analysis: Analysis) -> Iterator[Caveat]:
    """Load average before the first trial of a session, when nothing of ours has run yet."""
    first: dict[str, TrialSummary] = {}
    for cell in measured(analysis):
        for trial in cell.trials:
            known = first.get(trial.session)
            if known is None or trial.started_utc_ns < known.started_utc_ns:
                first[trial.session] = trial
    loads = [trial.before.load_1min for trial in first.values() if trial.before.load_1min is not None]
    if loads and max(loads) > LOAD:
        yield about(CaveatKind.LOAD, (), load=max(loads), limit=LOAD)


def _no_frequency(analysis: Analysis) -> Iterator[Caveat]:
    trials = [trial for cell in measured(analysis) for trial in cell.trials]
    if trials and all(trial.before.frequency_mhz is None for trial in trials):
        yield about(CaveatKind.NO_FREQUENCY, ())


def _no_floor(analysis: Analysis) -> Iterator[Caveat]:
    """No A/A comparison of this host is known, unless the experiment itself is one."""
    cells = measured(analysis)
    is_one = len(cells) > 1 and len({cell.cell.setting for cell in cells}) == 1
    if cells and analysis.noise is None and not is_one:
        source = "default" if analysis.plan.margin is None else "experiment"
        yield about(CaveatKind.NO_FLOOR, (), names=(("source", source),), margin=analysis.margin)


FINDERS: tuple[Finder, ...] = (
    _suspended,
    _stood_still,
    _clock,
    _throttled,
    _quota,
    _frequency,
    _floor,
    _steal,
    _own_cpu,
    _load,
    _no_frequency,
    _no_floor,
)
