"""One log ratio a round for any two cells, from slices that are neighbours in time.

The ratio of a round is the **median of its slice-pair ratios**. On a shared machine noise comes in bursts of
seconds that hit one slice of a pair and miss the other; such pairs are few, far out on either side, and the
median leaves them alone. Of the candidates (ratio of totals, mean, trimmed means, Hodges-Lehmann, medians of
each cell by itself) it had the smallest spread in simulated bursts, up to tenfold below the ratio of totals,
no measurable bias, and on a quiet machine a spread within a tenth of the best (`benchmarks/error_rates.py`
prints the table). What it cannot see is a cell that stalls by itself in fewer than half of its slices; levels
and percentiles show that.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import Metric, TrialSummary

Floats = NDArray[np.float64]
Trials = Mapping[str, Sequence[TrialSummary]]


@dataclass(frozen=True, eq=False)
class _Block:
    """Cells that took turns: logarithms of their slices, NaN where a turn is missing."""

    round: int
    rows: dict[str, int]
    logs: Floats  # (cells, turns)
    totals: Floats  # (cells,) logarithm of the whole trial's figure

    def against(self, reference: str) -> dict[str, float]:
        """Log ratio of every cell of the block to `reference`."""
        at = self.rows[reference]
        differences = self.logs - self.logs[at]
        paired = np.isfinite(differences).any(axis=1)
        ratios = self.totals - self.totals[at]  # for cells that share no turn with the reference
        if paired.any():
            ratios[paired] = _median(differences[paired])
        return {cell: float(ratios[row]) for cell, row in self.rows.items()}


def _median(differences: Floats) -> Floats:
    whole = np.isfinite(differences).all()
    return np.asarray((np.median if whole else np.nanmedian)(differences, axis=1))


class Ratios:
    """All cells of an experiment by one metric.

    Attributes:
        cells: Ids in the order given.
        rounds: Round numbers, ascending.
    """

    def __init__(self, trials: Trials, metric: Metric, baseline: str) -> None:
        self.cells = tuple(cell for cell, found in trials.items() if found)
        self.rounds = tuple(sorted({trial.round for found in trials.values() for trial in found}))
        self._rows = {cell: row for row, cell in enumerate(self.cells)}
        self._baseline = baseline
        self._blocks: dict[int, list[_Block]] = {number: [] for number in self.rounds}
        for block in _blocks(trials, metric):
            self._blocks[block.round].append(block)
        self._known: dict[str, Floats] = {}

    def row(self, cell: str) -> int:
        """The row of `cell` in what `against` returns."""
        return self._rows[cell]

    def against(self, reference: str) -> Floats:
        """Log ratios of all cells to `reference`, NaN where a round lacks one. Shape `(cells, rounds)`."""
        if reference not in self._known:
            ratios = np.full((len(self.cells), len(self.rounds)), np.nan)
            for column, number in enumerate(self.rounds):
                for cell, ratio in self._round(number, reference).items():
                    ratios[self._rows[cell], column] = ratio
            self._known[reference] = ratios
        return self._known[reference]

    def _round(self, number: int, reference: str) -> dict[str, float]:
        """Blocks that hold the reference speak for themselves; others are joined to it by the baseline."""
        blocks = self._blocks[number]
        with_reference = [block for block in blocks if reference in block.rows]
        if not with_reference:
            return {}
        found: dict[str, list[float]] = {}
        for block in with_reference:
            for cell, ratio in block.against(reference).items():
                found.setdefault(cell, []).append(ratio)
        for block in blocks:
            if reference not in block.rows:
                for cell, ratio in self._bridge(block, with_reference[0], reference).items():
                    if not any(cell in known.rows for known in with_reference):
                        found.setdefault(cell, []).append(ratio)
        return {cell: statistics.fmean(ratios) for cell, ratios in found.items()}

    def _bridge(self, block: _Block, home: _Block, reference: str) -> dict[str, float]:
        if self._baseline in block.rows and self._baseline in home.rows:
            step = home.against(reference)[self._baseline]
            return {cell: ratio + step for cell, ratio in block.against(self._baseline).items()}
        whole = home.totals[home.rows[reference]]
        return {cell: float(block.totals[row] - whole) for cell, row in block.rows.items()}


def _blocks(trials: Trials, metric: Metric) -> list[_Block]:
    grouped: dict[tuple[int, int, str], list[tuple[str, TrialSummary]]] = {}
    for cell, found in trials.items():
        for trial in found:
            grouped.setdefault((trial.round, trial.group, trial.session), []).append((cell, trial))
    return [_block(key[0], members, metric) for key, members in sorted(grouped.items())]


def _block(number: int, members: list[tuple[str, TrialSummary]], metric: Metric) -> _Block:
    turns = np.unique(np.concatenate([trial.slice_turn for _, trial in members]))
    logs = np.full((len(members), len(turns)), np.nan)
    totals = np.empty(len(members))
    for row, (_, trial) in enumerate(members):
        throughput = metric == "throughput"
        slices = trial.slice_fps if throughput else trial.slice_latency_ns
        logs[row, np.searchsorted(turns, trial.slice_turn)] = np.log(slices)
        totals[row] = np.log(trial.throughput_fps if throughput else trial.latency_mean_ns)
    return _Block(number, {cell: row for row, (cell, _) in enumerate(members)}, logs, totals)
