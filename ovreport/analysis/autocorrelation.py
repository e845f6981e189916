"""Autocorrelation of rounds: whether they are independent repeats, or a level remembers the round before.

Intervals and tests take rounds as independent. Few of them cannot show that a level lasts over several (in
simulations with a memory of AR(1) 0.8 five rounds claim a false difference in a quarter to a half of the
reports), but many cells together can: what each has beside the others is put in every order.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import by_round

ORDERED_ROUNDS = 5
"""Fewer have too few orders: of four, the best of 24 and its reverse come up by chance once in twelve."""
SHOWN = 0.05
"""p-value up to which memory counts as shown; of five rounds, the three most regular of sixty orders."""
LOUD = 3.0
"""Of the usual variance: from here on a cell is noisier than others, rather than one whose level moved."""
MOST_ORDERS = 2000


@dataclass(frozen=True)
class Carryover:
    """What all cells together show.

    Attributes:
        correlation: Of the cells' levels, beside the others', with those of the round before, above what
            independent rounds about their own mean have, -1 / rounds.
        p: Share of all orders of the rounds in which neighbours are at least as alike.
    """

    correlation: float
    p: float
    rounds: int


def remembered(cells: Sequence[CellResult]) -> Carryover | None:
    """What the levels of the rounds show.

    `None` with fewer than two cells that have all rounds, or fewer rounds than `ORDERED_ROUNDS`.
    """
    levels = [by_round(cell.trials, lambda trial: trial.throughput_fps) for cell in cells]
    rounds = sorted({number for found in levels for number in found})
    whole = [found for found in levels if len(found) == len(rounds)]
    if len(rounds) < ORDERED_ROUNDS or len(whole) < 2:
        return None
    return alike_in_a_row(np.log([[found[number] for number in rounds] for found in whole]))


def alike_in_a_row(logs: NDArray[np.float64]) -> Carryover | None:
    """The von Neumann ratio of log levels, against every order of the rounds. Shape `(cells, rounds)`.

    J. von Neumann, Annals of Mathematical Statistics 12, 1941: the sum of squared successive differences over
    that of squares. Every round is moved as a whole, so that what cells share within one stays as it is, and
    at most `SHOWN` of independent rounds are shown to remember, whatever their noise. Sums are over cells as
    they are, not each by its own variance: who remembers goes far or stays near in few rounds, and those who
    went far tell most. (`benchmarks/trades.py` compares both, and the best test that there can be.) `None`
    without any spread.
    """
    beside = _weighed(logs)
    squares = float((beside**2).sum())
    if squares == 0:
        return None
    steps = _steps(beside, _orders(logs.shape[1]))
    own = _steps(beside, np.arange(logs.shape[1])[None])[0]
    products = float((beside[:, 1:] * beside[:, :-1]).sum())
    shown = float((steps <= own * (1 + 1e-9)).mean())
    return Carryover(products / squares + 1 / logs.shape[1], shown, logs.shape[1])


def _weighed(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Levels beside the others', with a mean of 0 over rounds; a cell that is `LOUD` weighs no more for it.

    The weights do not change with the order of the rounds, which keeps the test exact.
    """
    own = logs - logs.mean(axis=1, keepdims=True)
    rough = own - np.median(own, axis=0)
    variances = ((rough - rough.mean(axis=1, keepdims=True)) ** 2).mean(axis=1, keepdims=True)
    if not variances.any():
        return np.zeros_like(own)
    weights = 1 / np.maximum(variances, LOUD * np.median(variances[variances > 0]))
    beside = own - (weights * own).sum(axis=0) / weights.sum()
    return np.asarray(beside * np.sqrt(weights))


def _steps(beside: NDArray[np.float64], orders: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum of squared steps from round to round over all cells, for every order."""
    alike = np.einsum("ct,cu->tu", beside, beside)
    inner = alike[orders[:, 1:], orders[:, :-1]].sum(axis=1)
    ends = np.diagonal(alike)
    return np.asarray(2 * ends.sum() - ends[orders[:, 0]] - ends[orders[:, -1]] - 2 * inner)


def _orders(rounds: int) -> NDArray[np.int64]:
    """All orders of so many rounds, or as many as are enough, always the same ones."""
    if math.factorial(rounds) <= MOST_ORDERS:
        return np.array(list(itertools.permutations(range(rounds))), np.int64)
    rng = np.random.default_rng(rounds)
    drawn = np.argsort(rng.random((MOST_ORDERS - 1, rounds)), axis=1)
    return np.concatenate([np.arange(rounds)[None], drawn]).astype(np.int64)
