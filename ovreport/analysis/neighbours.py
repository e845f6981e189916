"""What taking turns costs and how noisy it is, from slices of one cell in a row.

In some passes a cell runs a second slice right after its own (`records.REPEAT_OFFSET`). The first one comes
after other cells, which had the caches; the second one after itself. Their ratio is the level in slices over
the level alone, and its spread is the noise of slices where nothing differs.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats as distributions

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.limits import CONSISTENT, COSTLY, SLOWED
from ovreport.records import REPEAT_OFFSET

FEWEST_PAIRS = 10
"""Fewer say little about a spread."""


def _pairs(trial: TrialSummary) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of first slices and of those that follow them."""
    places = {turn: place for place, turn in enumerate(trial.slice_turn.tolist())}
    found = [
        (places[turn - REPEAT_OFFSET], places[turn]) for turn in places if turn - REPEAT_OFFSET in places
    ]
    first, second = np.array(found, np.int64).reshape(-1, 2).T
    return first, second


def cost(trial: TrialSummary, metric: Metric = "latency") -> float:
    """Mean log ratio of latency after a neighbour to latency after itself; NaN where it was not measured.

    `metric` says which latency of a slice: the mean one, or the least one (`undisturbed`).
    """
    first, second = _pairs(trial)
    latency = trial.slice_least_ns if metric == "undisturbed" else trial.slice_latency_ns
    return float(np.log(latency[first] / latency[second]).mean()) if len(first) else math.nan


def touched(cells: Iterable[CellResult]) -> dict[str, float]:
    """Cells shown to be slower after others than after themselves, with the mean log ratio over rounds."""
    return {cell: statistics.fmean(logs) for cell, logs in _slowed(cells, "latency")}


def carried(cells: Iterable[CellResult], metric: Metric) -> dict[str, float]:
    """How much slower each of those may be, as a log ratio: the upper end of the 95 % interval.

    The level of such a cell is that behind its neighbours, and another order of turns, or a longer slice,
    would have given another one. Start-ups follow nothing: each process starts by itself.
    """
    found = {}
    for cell, logs in _slowed(cells, metric) if metric != "startup" else ():
        error = statistics.stdev(logs) / math.sqrt(len(logs))
        found[cell] = statistics.fmean(logs) + float(distributions.t.ppf(0.975, len(logs) - 1)) * error
    return found


def _slowed(cells: Iterable[CellResult], metric: Metric) -> Iterator[tuple[str, list[float]]]:
    for cell in cells:
        logs = [log for trial in cell.trials if math.isfinite(log := cost(trial, metric))]
        if consistent(logs, SLOWED) and statistics.fmean(logs) > math.log1p(COSTLY):
            yield cell.cell.id, logs


def consistent(values: Sequence[float], level: float = CONSISTENT) -> bool:
    """Whether the mean of some rounds' values differs from 0 beyond chance."""
    if len(values) < 3 or statistics.stdev(values) == 0:
        return False
    return bool(distributions.ttest_1samp(values, 0.0).pvalue < level)


def _ratios(trial: TrialSummary) -> NDArray[np.float64]:
    first, second = _pairs(trial)
    return np.asarray(np.log(trial.slice_fps[second] / trial.slice_fps[first]))


def noise(cells: Iterable[CellResult]) -> float | None:
    """Standard deviation of the log ratio of throughput of two slices in a row, each cell about its mean.

    `None` where there are too few of them.
    """
    centred = []
    for cell in cells:
        known = np.concatenate([np.empty(0), *map(_ratios, cell.trials)])
        centred.append(known - known.mean() if len(known) else known)
    every = np.concatenate(centred) if centred else np.empty(0)
    return float(every.std(ddof=1)) if len(every) >= FEWEST_PAIRS else None
