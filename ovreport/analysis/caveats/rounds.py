"""Caveats about how much was measured, and how steady it was."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ovreport.analysis import autocorrelation, neighbours, series
from ovreport.analysis.caveats.found import LargeShare, ids, measured
from ovreport.analysis.results import Analysis, Caveat, CellResult
from ovreport.plan import looks

FAR_PERCENT = 99
SHORT_SLICE = 3.0


@dataclass(frozen=True, kw_only=True)
class FewRounds(Caveat):
    """Fewer rounds were measured than are wanted."""

    WANTED: ClassVar = 5
    rounds: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        if measured(analysis) and analysis.rounds < cls.WANTED:
            yield cls(rounds=analysis.rounds)


@dataclass(frozen=True, kw_only=True)
class UnequalRounds(Caveat):
    """Cells lack rounds `of` those that they should have; `fewest` are a cell's.

    Where measuring goes on until questions are answered, a cell that is left alone lacks nothing: it should
    have the rounds of the first look, and those before its own last one.
    """

    fewest: int
    of: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        found = {cell.cell.id: {trial.round for trial in cell.trials} for cell in measured(analysis)}
        numbers = set().union(*found.values())
        first, *further = looks(analysis.plan.measure)
        due = {
            cell: sum(number <= max(first, *rounds) for number in numbers) if further else len(numbers)
            for cell, rounds in found.items()
        }
        short = tuple(cell for cell, rounds in found.items() if len(rounds) < due[cell])
        if short:
            fewest = min(len(found[cell]) for cell in short)
            yield cls(cells=short, fewest=fewest, of=max(due[cell] for cell in short))


@dataclass(frozen=True, kw_only=True)
class SessionSplit(Caveat):
    """So many `rounds`, `of` all, were measured in several sessions: their slices were no neighbours."""

    rounds: int
    of: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        sessions: dict[tuple[int, int], set[str]] = {}
        for cell in measured(analysis):
            for trial in cell.trials:
                sessions.setdefault((trial.round, trial.group), set()).add(trial.session)
        split = {number for (number, _), names in sessions.items() if len(names) > 1}
        if split:
            yield cls(rounds=len(split), of=analysis.rounds)


@dataclass(frozen=True, kw_only=True)
class Percentiles(Caveat):
    """A far percentile needs more effective requests than cells have, of which the fewest are told."""

    percent: float
    effective: float
    needed: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        needed = series.requests_needed(FAR_PERCENT)
        short = [cell for cell in measured(analysis) if cell.effective_requests < needed]
        if short:
            fewest = min(cell.effective_requests for cell in short)
            yield cls(cells=ids(short), percent=FAR_PERCENT, effective=fewest, needed=needed)


@dataclass(frozen=True, kw_only=True)
class ShortSlices(Caveat):
    """Few counted requests of a slot fit in a slice: on average the fewest of a cell."""

    requests: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        held = {cell.cell.id: _per_slot(cell) for cell in measured(analysis)}
        short = tuple(cell for cell, requests in held.items() if requests < SHORT_SLICE)
        if short:
            yield cls(cells=short, requests=min(held.values()))


def _per_slot(cell: CellResult) -> float:
    slots = max(1, len(cell.slot_shares))
    slices = sum(len(trial.slice_turn) for trial in cell.trials)
    return sum(trial.requests for trial in cell.trials) / max(1, slices * slots)


@dataclass(frozen=True, kw_only=True)
class Drift(Caveat):
    """A slope that has one sign over the rounds, and a `change` beyond the margin from end to end."""

    change: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        touched = {}
        for cell in measured(analysis):
            changes = [trial.latency_change for trial in cell.trials]
            if neighbours.consistent(changes) and abs(statistics.fmean(changes)) > analysis.margin:
                touched[cell.cell.id] = statistics.fmean(changes)
        if touched:
            yield cls(cells=tuple(touched), change=max(touched.values(), key=abs))


@dataclass(frozen=True, kw_only=True)
class Shift(Caveat):
    """Levels step by more than the margin within so many `trials` `of` all, by up to this `ratio`.

    They do whether the levels of other cells step with them or not.
    """

    ratio: float
    trials: int
    of: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        limit, steps = math.log1p(analysis.margin), []
        for cell in measured(analysis):
            sizes = [math.log(trial.shift[0]) for trial in cell.trials if trial.shift[1] >= 0]
            steps += [(size, cell) for size in sizes if abs(size) > limit]
        trials = sum(len(cell.trials) for cell in measured(analysis))
        if steps and len(steps) > 0.02 * trials:
            worst = max((size for size, _ in steps), key=abs)
            cells = ids(cell for _, cell in steps)
            yield cls(cells=cells, ratio=math.exp(worst), trials=len(steps), of=trials)


@dataclass(frozen=True, kw_only=True)
class Modes(Caveat):
    """Latencies fall into several groups in most trials of a cell: so many at the most."""

    modes: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        usual = {
            cell.cell.id: statistics.median_low(trial.modes for trial in cell.trials)
            for cell in measured(analysis)
        }
        touched = tuple(cell for cell, modes in usual.items() if modes > 1)
        if touched:
            yield cls(cells=touched, modes=max(usual.values()))


class Outliers(LargeShare):
    """This share of the requests lies far out."""

    LIMIT = 0.01

    @staticmethod
    def of(cell: CellResult) -> float:
        requests = sum(trial.requests for trial in cell.trials)
        return sum(trial.outliers for trial in cell.trials) / max(1, requests)


class Noisy(LargeShare):
    """Levels scatter from round to round, as pyperf judges it: a standard deviation of a tenth."""

    LIMIT = 0.10

    @staticmethod
    def of(cell: CellResult) -> float:
        logs = [math.log(trial.throughput_fps) for trial in cell.trials]
        return statistics.stdev(logs) if len(logs) > 1 else 0.0


@dataclass(frozen=True, kw_only=True)
class Remembered(Caveat):
    """Levels resemble those of the round before, beside the other cells'."""

    carryover: autocorrelation.Carryover

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        found = autocorrelation.remembered(measured(analysis))
        if found is not None and found.p <= autocorrelation.SHOWN and found.correlation > 0:
            yield cls(carryover=found)


class NoSpread(Caveat):
    """Ratios repeat themselves exactly: no clock does that, so nothing is claimed from them."""

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        cells: list[str] = []
        for contrast in analysis.contrasts:
            estimate = contrast.estimate
            if estimate is not None and estimate.rounds > 1 and np.ptp(estimate.log_ratios) < 1e-12:
                cells += (contrast.cell, contrast.reference)
        if cells:
            yield cls(cells=tuple(dict.fromkeys(cells)))


@dataclass(frozen=True, kw_only=True)
class Neighbours(Caveat):
    """A request takes up to `ratio` times as long after others had the caches as after its own cell."""

    ratio: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        found = neighbours.touched(measured(analysis))
        if found:
            yield cls(cells=tuple(found), ratio=math.exp(max(found.values())))
