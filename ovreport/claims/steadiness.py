"""Claims about steadiness: between rounds, within a trial, over windows of 100 requests, and throttling."""

from __future__ import annotations

import math
from statistics import median

from ovreport.analysis.results import WINDOW, Analysis, CellResult, Window
from ovreport.claims.basis import count, hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number

STEADY = 0.05
"""Largest departure of a round from its cell's mean up to which throughput counts as steady."""

DRIFT = 0.03
"""Change of latency over a trial from which it is told as a drift."""


def departure(result: CellResult) -> tuple[float, int]:
    """The largest departure of a round's throughput from the cell's geometric mean, and the round."""
    if result.throughput is None or not result.trials:
        return 0.0, 0
    mean = result.throughput.value
    worst = max(result.trials, key=lambda trial: abs(math.log(trial.throughput_fps / mean)))
    return abs(worst.throughput_fps / mean - 1), worst.round


def drift(result: CellResult) -> float:
    """Relative change of latency over a trial, the median of the cell's trials; 0 where not known."""
    known = [trial for trial in result.trials if len(trial.slice_begin_ns) > 1]
    changes = [trial.latency_change for trial in known if math.isfinite(trial.slope_per_minute)]
    return median(changes) if changes else 0.0


def steadiness(analysis: Analysis) -> Claim | None:
    """How far single rounds depart from their setting's mean, and whether the processor throttled."""
    results = [result for result in measured(analysis) if len(result.trials) > 1]
    if not results:
        return None
    worst = max(results, key=lambda result: departure(result)[0])
    far, round_number = departure(worst)
    events = analysis.throttled
    variant = "throttled" if events else "steady" if far <= STEADY else "moving"
    numbers = [
        ("departure", Number(value=far, unit="share")),
        ("round", count(round_number)),
        ("rounds", count(analysis.rounds)),
        ("settings", count(len(results))),
    ]
    if events is not None:
        numbers.append(("throttled", count(events)))
    cells = tuple(result.cell.id for result in results)
    return Claim(
        id="steadiness",
        kind=ClaimKind.STEADINESS,
        variant=variant,
        numbers=tuple(numbers),
        names=(("cell", worst.cell.id),),
        cells=cells,
        records=hashes(analysis, cells),
        figure="rounds",
    )


def within(analysis: Analysis) -> Claim | None:
    """How latency moves within a trial."""
    results = [
        result
        for result in measured(analysis)
        if any(len(trial.slice_begin_ns) > 1 for trial in result.trials)
    ]
    if not results:
        return None
    worst = max(results, key=lambda result: abs(drift(result)))
    change = drift(worst)
    return Claim(
        id="steadiness/within",
        kind=ClaimKind.STEADINESS,
        variant="drift" if abs(change) > DRIFT else "level",
        numbers=(("change", Number(value=change, unit="share")), ("settings", count(len(results)))),
        names=(("cell", worst.cell.id),),
        cells=(worst.cell.id,),
        records=hashes(analysis, (worst.cell.id,)),
        figure="time",
    )


def full_windows(result: CellResult) -> tuple[Window, ...]:
    """The windows of a cell that hold all their hundred requests; the last one of a round may not."""
    return tuple(window for trial in result.trials for window in trial.windows if window.requests == WINDOW)


def first_windows(result: CellResult) -> int | None:
    """How many windows of every round were kept, from its start on; `None` where all of them were."""
    kept = max((len(trial.windows) for trial in result.trials), default=0)
    cut = any(math.ceil(trial.requests / WINDOW) > len(trial.windows) for trial in result.trials)
    return kept if cut else None


def every_window(result: CellResult) -> int:
    """How many windows all counted requests make, kept or not."""
    return sum(math.ceil(trial.requests / WINDOW) for trial in result.trials)


def windows(analysis: Analysis, result: CellResult) -> Claim | None:
    """The slowest and the fastest full window of a hundred requests of one cell.

    `None` where they are not like the rest: slow rounds may hold no full one, and the last requests of a
    round are in none.
    """
    full, first = full_windows(result), first_windows(result)
    if len(full) < 2 or result.throughput is None:
        return None
    rates = [window.throughput_fps for window in full]
    if first is None and not min(rates) <= result.throughput.value <= max(rates):
        return None
    return Claim(
        id=f"steadiness/windows/{result.cell.id}",
        kind=ClaimKind.STEADINESS,
        variant="windows",
        numbers=(
            ("lowest", Number(value=min(rates), unit="fps")),
            ("highest", Number(value=max(rates), unit="fps")),
            ("windows", count(len(full))),
            *(() if first is None else (("first", count(first)),)),
        ),
        names=(("cell", result.cell.id),),
        cells=(result.cell.id,),
        records=hashes(analysis, (result.cell.id,)),
        figure="windows",
    )
