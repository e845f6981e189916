"""Start-ups of configurations: which of them are alike, and what is told of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ovreport.analysis.cells import middle_start
from ovreport.analysis.results import Analysis, CellResult
from ovreport.claims.basis import measured
from ovreport.records import Startup


def middle(result: CellResult) -> Startup | None:
    """The start in the middle of the cell's trials: what the sentence, the table and the picture tell."""
    return middle_start([trial.startup for trial in result.trials if trial.startup is not None])


def start_ns(result: CellResult) -> float | None:
    """Median start-up time over the cell's trials."""
    start = middle(result)
    return None if start is None else float(start.total_ns)


def starts_of(results: Iterable[CellResult]) -> list[Startup]:
    """All starts of these cells."""
    return [trial.startup for result in results for trial in result.trials if trial.startup is not None]


def compiled_alike(analysis: Analysis) -> Analysis:
    """The analysis without the starts that took the compiled model from a cache, where there are others.

    A start that compiles and one that does not are different things; a mean over both describes neither.
    """
    starts = starts_of(measured(analysis))
    if len({bool(start.from_cache) for start in starts}) < 2:
        return analysis
    return replace(analysis, cells=tuple(of_kind(result, cached=False) for result in analysis.cells))


def often_enough(analysis: Analysis) -> Analysis:
    """The analysis without the starts of cells that have one alone, where others have more.

    A cell with a cache compiles once, when it fills it: that is no median.
    """
    if not any(rounds_of(result) > 1 for result in measured(analysis)):
        return analysis
    return replace(
        analysis,
        cells=tuple(
            result
            if rounds_of(result) > 1
            else replace(result, trials=tuple(replace(trial, startup=None) for trial in result.trials))
            for result in analysis.cells
        ),
    )


def rounds_of(result: CellResult) -> int:
    """In how many rounds the cell has a start."""
    return len({trial.round for trial in result.trials if trial.startup is not None})


def of_kind(result: CellResult, *, cached: bool) -> CellResult:
    """The cell with nothing but its starts from the cache, or nothing but those that compiled."""
    trials = tuple(
        trial
        if trial.startup is not None and bool(trial.startup.from_cache) is cached
        else replace(trial, startup=None)
        for trial in result.trials
    )
    return replace(result, trials=trials)
