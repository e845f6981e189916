"""Claims about start-up: what reading, compiling and the first inference take, and when that matters."""

from __future__ import annotations

from statistics import median

from ovreport.analysis.results import Analysis, CellResult
from ovreport.conclusions.basis import count, hashes, measured
from ovreport.conclusions.claims import Claim, ClaimKind, Number
from ovreport.conclusions.recommendations import best_of
from ovreport.records import Startup

ALIKE = 1.25
"""Largest over smallest start-up time up to which all settings are told as alike."""


def total_ns(startup: Startup) -> int:
    """From opening the network to its first answer; importing OpenVINO is the same for all."""
    return startup.read_ns + startup.compile_ns + startup.first_inference_ns


def start_ns(result: CellResult) -> float | None:
    """Median start-up time over the cell's trials."""
    times = [total_ns(trial.startup) for trial in result.trials if trial.startup is not None]
    if not times and result.startup is not None:
        times = [total_ns(result.startup)]
    return float(median(times)) if times else None


def break_even(slow: CellResult, fast: CellResult) -> float | None:
    """Images after which the longer start of `fast` is earned back by its throughput; `None` if never."""
    first, second = start_ns(slow), start_ns(fast)
    if first is None or second is None or slow.throughput is None or fast.throughput is None:
        return None
    saved_ns = 1e9 / slow.throughput.value - 1e9 / fast.throughput.value
    return (second - first) / saved_ns if saved_ns > 0 and second > first else None


def startup(analysis: Analysis) -> Claim | None:
    """The shortest and the longest start, and the images that earn the difference back."""
    timed = [(result, start) for result in measured(analysis) if (start := start_ns(result)) is not None]
    if not timed:
        return None
    quick, shortest = min(timed, key=lambda each: each[1])
    slow, longest = max(timed, key=lambda each: each[1])
    numbers = [
        ("shortest", Number(value=shortest, unit="ns")),
        ("longest", Number(value=longest, unit="ns")),
        ("compile", Number(value=compile_ns(slow), unit="ns")),
        ("settings", count(len(timed))),
        ("rounds", count(analysis.rounds)),
    ]
    names = [("quick", quick.cell.id), ("slow", slow.cell.id)]
    variant = "single" if len(timed) == 1 else "alike" if longest <= ALIKE * shortest else "apart"
    cells = [quick.cell.id, slow.cell.id]
    chosen = best_of(analysis, "throughput")
    if variant == "apart" and chosen is not None:
        best = analysis.cell(chosen.best)
        images = break_even(quick, best)
        start = start_ns(best)
        if images is not None and start is not None and quick.cell.id not in chosen.tied:
            variant = "break-even"
            numbers += [("images", count(images)), ("start", Number(value=start, unit="ns"))]
            names.append(("best", best.cell.id))
            cells.append(best.cell.id)
    cells = list(dict.fromkeys(cells))
    return Claim(
        id="startup",
        kind=ClaimKind.STARTUP,
        variant=variant,
        numbers=tuple(numbers),
        names=tuple(names),
        cells=tuple(cells),
        records=hashes(analysis, cells),
        figure="startup",
        weight={"break-even": 1.05, "apart": 0.8}.get(variant, 0.4),
    )


def compile_ns(result: CellResult) -> float:
    """Median compile time over the cell's trials."""
    times = [trial.startup.compile_ns for trial in result.trials if trial.startup is not None]
    return float(median(times)) if times else 0.0
