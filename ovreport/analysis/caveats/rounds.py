"""Caveats about how much was measured, and how steady it was."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

import numpy as np

from ovreport.analysis import memory, neighbours, series
from ovreport.analysis.caveats.found import Finder, about, measured, where
from ovreport.analysis.results import (
    Analysis,
    Caveat,
    CaveatKind,
    CellResult,
    Contrast,
)

FEW_ROUNDS = 5
NOISE = 0.10
OUTLIER_SHARE = 0.01
SHORT_SLICE = 3.0


def _few_rounds(analysis: Analysis) -> Iterator[Caveat]:
    if measured(analysis) and analysis.rounds < FEW_ROUNDS:
        yield about(CaveatKind.FEW_ROUNDS, (), rounds=analysis.rounds, wanted=FEW_ROUNDS)


def _unequal_rounds(analysis: Analysis) -> Iterator[Caveat]:
    short = [cell for cell in measured(analysis) if _rounds(cell) < analysis.rounds]
    if short:
        fewest = min(_rounds(cell) for cell in short)
        yield about(CaveatKind.UNEQUAL_ROUNDS, short, fewest=fewest, rounds=analysis.rounds)


def _rounds(cell: CellResult) -> int:
    return len({trial.round for trial in cell.trials})


def _split(analysis: Analysis) -> Iterator[Caveat]:
    """Rounds whose cells were measured in several sessions: their slices were no neighbours in time."""
    sessions: dict[tuple[int, int], set[str]] = {}
    for cell in measured(analysis):
        for trial in cell.trials:
            sessions.setdefault((trial.round, trial.group), set()).add(trial.session)
    split = {number for (number, _), names in sessions.items() if len(names) > 1}
    if split:
        yield about(CaveatKind.SINGLE_SESSION_SPLIT, (), rounds=len(split), of=analysis.rounds)


def _percentiles(analysis: Analysis) -> Iterator[Caveat]:
    needed = series.requests_needed(99)
    short = [cell for cell in measured(analysis) if cell.effective_requests < needed]
    if short:
        fewest = min(cell.effective_requests for cell in short)
        yield about(CaveatKind.PERCENTILES, short, percent=99, effective=fewest, needed=needed)


def _short_slices(analysis: Analysis) -> Iterator[Caveat]:
    short = [(_per_slot(cell), cell) for cell in measured(analysis) if _per_slot(cell) < SHORT_SLICE]
    if short:
        fewest = min(number for number, _ in short)
        cells = [cell for _, cell in short]
        yield about(CaveatKind.SHORT_SLICES, cells, requests=fewest, wanted=SHORT_SLICE)


def _per_slot(cell: CellResult) -> float:
    """Counted requests of a slot in a slice."""
    slots = max(1, len(cell.slot_shares))
    slices = sum(len(trial.slice_turn) for trial in cell.trials)
    return sum(trial.requests for trial in cell.trials) / max(1, slices * slots)


def _drift(analysis: Analysis) -> Iterator[Caveat]:
    """A slope that has one sign over the rounds and adds up to more than the margin within a trial."""
    touched = []
    for cell in measured(analysis):
        changes = [trial.latency_change for trial in cell.trials]
        if neighbours.consistent(changes) and abs(statistics.fmean(changes)) > analysis.margin:
            touched.append((statistics.fmean(changes), cell))
    if touched:
        worst = max((change for change, _ in touched), key=abs)
        cells = [cell for _, cell in touched]
        yield about(CaveatKind.DRIFT, cells, change=worst, limit=analysis.margin)


def _shift(analysis: Analysis) -> Iterator[Caveat]:
    """Trials whose level steps by more than the margin, whether other cells step with it or not."""
    limit = math.log1p(analysis.margin)
    touched, steps, worst = [], 0, 0.0
    for cell in measured(analysis):
        sizes = [math.log(trial.shift[0]) for trial in cell.trials if trial.shift[1] >= 0]
        large = [size for size in sizes if abs(size) > limit]
        if large:
            touched.append(cell)
            steps += len(large)
            worst = max([worst, *large], key=abs)
    trials = sum(len(cell.trials) for cell in measured(analysis))
    if touched and steps > 0.02 * trials:
        yield about(CaveatKind.SHIFT, touched, ratio=math.exp(worst), trials=steps, of=trials)


def _modes(analysis: Analysis) -> Iterator[Caveat]:
    """Cells with several modes in most of their trials."""
    touched = [cell for cell in measured(analysis) if statistics.median_low(t.modes for t in cell.trials) > 1]
    if touched:
        most = max(statistics.median_low(trial.modes for trial in cell.trials) for cell in touched)
        yield about(CaveatKind.MODES, touched, modes=most)


def _outliers(analysis: Analysis) -> Iterator[Caveat]:
    yield from where(
        analysis,
        CaveatKind.OUTLIERS,
        "share",
        lambda cell: sum(t.outliers for t in cell.trials) / max(1, sum(t.requests for t in cell.trials)),
        OUTLIER_SHARE,
    )


def _noisy(analysis: Analysis) -> Iterator[Caveat]:
    """Levels that scatter from round to round, as pyperf judges it: a standard deviation of a tenth."""
    yield from where(analysis, CaveatKind.NOISY, "deviation", _scatter, NOISE)


def _scatter(cell: CellResult) -> float:
    logs = [math.log(trial.throughput_fps) for trial in cell.trials]
    return statistics.stdev(logs) if len(logs) > 1 else 0.0


def _memory(analysis: Analysis) -> Iterator[Caveat]:
    """Levels that resemble those of the round before, beside the other cells'."""
    found = memory.remembered(measured(analysis))
    if found is not None and found.p <= memory.SHOWN and found.correlation > 0:
        yield about(CaveatKind.MEMORY, (), correlation=found.correlation, p=found.p, rounds=found.rounds)


def _no_spread(analysis: Analysis) -> Iterator[Caveat]:
    """Ratios that repeat themselves exactly: no clock does that, so nothing is claimed from them."""
    still = [contrast for contrast in analysis.contrasts if _is_still(contrast)]
    if still:
        cells = dict.fromkeys(cell for contrast in still for cell in (contrast.cell, contrast.reference))
        results = [analysis.cell(cell) for cell in cells]
        yield about(CaveatKind.NO_SPREAD, results, rounds=analysis.rounds)


def _is_still(contrast: Contrast) -> bool:
    estimate = contrast.estimate
    return estimate is not None and estimate.rounds > 1 and float(np.ptp(estimate.log_ratios)) < 1e-12


def _neighbours(analysis: Analysis) -> Iterator[Caveat]:
    """Cells that are slower after others had the caches than after themselves."""
    found = neighbours.touched(measured(analysis))
    if found:
        ratio = math.exp(max(found.values()))
        yield about(CaveatKind.NEIGHBOURS, [analysis.cell(cell) for cell in found], ratio=ratio)


FINDERS: tuple[Finder, ...] = (
    _few_rounds,
    _unequal_rounds,
    _split,
    _drift,
    _shift,
    _modes,
    _outliers,
    _noisy,
    _memory,
    _no_spread,
    _short_slices,
    _neighbours,
    _percentiles,
)
