"""One log ratio a round for any two cells, from slices that are neighbours in time.

The ratio of a round is the **median of its slice-pair ratios**. On a shared machine noise comes in bursts of
seconds that hit one slice of a pair and miss the other; such pairs are few, far out on either side, and the
median leaves them alone. Of the candidates (ratio of totals, mean, trimmed means, Hodges-Lehmann, medians of
each cell by itself) it had the smallest spread in simulated bursts, up to eightfold below that of totals,
no measurable bias, and on a quiet machine a spread within a tenth of the best (`benchmarks/error_rates.py`
prints the table). A burst that lasts for many passes hits more than half of the pairs at times, and long
slices more often than short ones; so **pairs with a slice that others hit** are left out, wherever enough
others remain (`TrialSummary.slice_hit`). That goes by what others took, never by what was measured.

What the median cannot see is a cell that stalls by itself in fewer than half of its slices; so the
**ratio of totals** stands beside it (`Ratios.totals`), and `contrasts` judges by that where the two differ
beyond chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import weights
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.summaries import TrialSummary
from ovreport.limits import QUIET_PAIRS

Floats = NDArray[np.float64]
Trials = Mapping[str, Sequence[TrialSummary]]


@dataclass(frozen=True, eq=False)
class _Block:
    """Cells that took turns: logarithms of their slices, NaN where a turn is missing.

    Attributes:
        places: Row of every cell of the block among all cells, ascending.
        logs: Shape `(cells, turns)`.
        hit: Where others hit the slice. Shape `(cells, turns)`.
        totals: Logarithm of the whole trial's figure. Shape `(cells,)`.
    """

    round: int
    places: NDArray[np.int64]
    logs: Floats
    hit: NDArray[np.bool_]
    totals: Floats

    def holds(self, place: int) -> bool:
        """Whether the cell is in this block."""
        return bool((self.places == place).any())

    def row(self, place: int) -> int:
        """The row of a cell that is in this block."""
        return int(np.searchsorted(self.places, place))

    def overall(self, place: int) -> Floats:
        """Log ratio of the totals of every cell of the block to that of the one at `place`."""
        return np.asarray(self.totals - self.totals[self.row(place)])

    def against(self, place: int) -> Floats:
        """Log ratio of every cell of the block to the one at `place`."""
        differences = self._pairs(place)
        seen = np.isfinite(differences)
        if seen.size and seen.all():
            return np.asarray(np.median(differences, axis=1))
        ratios = self.overall(place)  # for cells that share no turn with the reference
        paired = seen.any(axis=1)
        ratios[paired] = np.nanmedian(differences[paired], axis=1)
        return ratios

    def _pairs(self, place: int) -> Floats:
        """Log ratios of slices to those of the cell at `place`, NaN where there is none that counts.

        Shape `(cells, turns)`.
        """
        row = self.row(place)
        differences = self.logs - self.logs[row]
        quiet = np.isfinite(differences) & ~(self.hit | self.hit[row])
        some = quiet.sum(axis=1) >= QUIET_PAIRS
        differences[some[:, None] & ~quiet] = np.nan
        return np.asarray(differences)

    def variances(self, place: int) -> Floats:
        """Variance of what `against` tells, from slices; NaN where they are too few, or the cell is its own.

        Shape `(cells,)`.
        """
        differences = self._pairs(place)
        found = np.array([weights.of_median(row[np.isfinite(row)]) for row in differences])
        found[self.row(place)] = np.nan
        return found


class Ratios:
    """All cells of an experiment by one metric.

    Args:
        quiet: Whether pairs that others hit are left out: not where a disturbance is what is asked about.

    Attributes:
        cells: Ids in the order given.
        rounds: Round numbers, ascending.
    """

    def __init__(self, trials: Trials, metric: Metric, baseline: str, *, quiet: bool = True) -> None:
        self.cells = tuple(cell for cell, found in trials.items() if found)
        self.rounds = tuple(sorted({trial.round for found in trials.values() for trial in found}))
        self._rows = {cell: row for row, cell in enumerate(self.cells)}
        self._baseline = self._rows.get(baseline)
        self._blocks: dict[int, list[_Block]] = {number: [] for number in self.rounds}
        for block in _blocks(trials, self._rows, metric, quiet=quiet):
            self._blocks[block.round].append(block)
        self._known: dict[str, Floats] = {}
        self._totals: dict[str, Floats] = {}

    def row(self, cell: str) -> int:
        """The row of `cell` in what `against` returns."""
        return self._rows[cell]

    def against(self, reference: str) -> Floats:
        """Log ratios of all cells to `reference`, NaN where a round lacks one. Shape `(cells, rounds)`."""
        if reference not in self._known:
            columns = [self._round(self._blocks[number], self._rows[reference]) for number in self.rounds]
            self._known[reference] = np.stack(columns, axis=1)
        return self._known[reference]

    def totals(self, reference: str) -> Floats:
        """Log ratios of whole trials' figures, for cells that took turns with `reference`; else NaN."""
        if reference not in self._totals:
            row = self._rows[reference]
            homes = ([block for block in self._blocks[number] if block.holds(row)] for number in self.rounds)
            columns = [self._mean((block.places, block.overall(row)) for block in each) for each in homes]
            self._totals[reference] = np.stack(columns, axis=1)
        return self._totals[reference]

    @cached_property
    def weights(self) -> Floats:
        """How much each round counts, with a mean of 1: one quality of the machine, whatever is compared.

        It is told by the pairs with the baseline. See `weights`. Shape `(rounds,)`.
        """
        found = np.full((len(self.cells), len(self.rounds)), np.nan)
        for column, number in enumerate(self.rounds):
            for block in self._blocks[number]:
                if self._baseline is not None and block.holds(self._baseline):
                    found[block.places, column] = block.variances(self._baseline)
        return weights.of_rounds(found)

    def _round(self, blocks: Sequence[_Block], reference: int) -> Floats:
        """Blocks that hold the reference speak for themselves; others are joined to it by the baseline."""
        homes = [block for block in blocks if block.holds(reference)]
        told = [(block.places, block.against(reference)) for block in homes]
        direct = np.concatenate([np.empty(0, np.int64), *(block.places for block in homes)])
        for block in blocks if homes else ():
            if not block.holds(reference):
                new = ~np.isin(block.places, direct)
                told.append((block.places[new], self._bridge(block, homes[0], reference)[new]))
        return self._mean(told)

    def _mean(self, told: Iterable[tuple[NDArray[np.int64], Floats]]) -> Floats:
        """Mean of what is told of each cell, NaN where nothing is; places of cells, and their values."""
        sums, counts = np.zeros(len(self.cells)), np.zeros(len(self.cells))
        for places, values in told:
            sums[places] += values
            counts[places] += 1
        with np.errstate(invalid="ignore"):
            return np.asarray(sums / np.where(counts > 0, counts, np.nan))

    def _bridge(self, block: _Block, home: _Block, reference: int) -> Floats:
        baseline = self._baseline
        if baseline is not None and block.holds(baseline) and home.holds(baseline):
            step = home.against(reference)[home.row(baseline)]
            return np.asarray(block.against(baseline) + step)
        return np.asarray(block.totals - home.totals[home.row(reference)])


def _blocks(trials: Trials, rows: Mapping[str, int], metric: Metric, *, quiet: bool) -> list[_Block]:
    grouped: dict[tuple[int, int, str], list[tuple[int, TrialSummary]]] = {}
    for cell, row in rows.items():
        for trial in trials[cell]:
            grouped.setdefault((trial.round, trial.group, trial.session), []).append((row, trial))
    return [_block(key[0], members, metric, quiet=quiet) for key, members in sorted(grouped.items())]


def _block(number: int, members: list[tuple[int, TrialSummary]], metric: Metric, *, quiet: bool) -> _Block:
    definition = METRICS[metric]
    places = np.array([place for place, _ in members])
    totals = np.log([definition.of_trial(trial) for _, trial in members])
    if definition.of_slices is None:
        return _Block(
            number, places, np.empty((len(members), 0)), np.empty((len(members), 0), np.bool), totals
        )
    turns = np.unique(np.concatenate([trial.slice_turn for _, trial in members]))
    logs = np.full((len(members), len(turns)), np.nan)
    disturbed = np.zeros(logs.shape, np.bool)
    for row, (_, trial) in enumerate(members):
        columns = np.searchsorted(turns, trial.slice_turn)
        logs[row, columns] = np.log(definition.of_slices(trial))
        disturbed[row, columns] = quiet & trial.slice_hit
    return _Block(number, places, logs, disturbed, totals)
