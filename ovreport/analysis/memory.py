"""Whether the rounds of an experiment are independent repeats: a level may remember the round before.

Intervals and tests take rounds as independent. Few of them cannot show that a level lasts over several (in
simulations with a memory of AR(1) 0.8 five rounds claim a false difference in half of the reports), but many
cells together can: what each has beside the others is put in every order.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import CellResult, by_round

FEWEST_ROUNDS = 5
"""Fewer have too few orders: of four, the best of 24 and its reverse come up by chance once in twelve."""
SHOWN = 0.05
"""p-value up to which memory counts as shown; of five rounds, the three most regular of sixty orders."""
MOST_ORDERS = 2000


@dataclass(frozen=True)
class Memory:
    """What all cells together show.

    Attributes:
        correlation: Of each cell's level, beside the others', with that of the round before; the mean over
            cells, above what independent rounds about their own mean have, -1 / rounds.
        p: Share of all orders of the rounds in which neighbours are at least as alike.
    """

    correlation: float
    p: float
    rounds: int


def remembered(cells: Sequence[CellResult]) -> Memory | None:
    """The von Neumann ratio of the rounds' levels, against every order of the rounds.

    J. von Neumann, Annals of Mathematical Statistics 12, 1941: the mean square of successive differences over
    the variance. Every round is moved as a whole, so that what cells share within one stays as it is. `None`
    with fewer than two cells that have all rounds, or fewer than `FEWEST_ROUNDS`.
    """
    levels = [by_round(cell.trials, lambda trial: trial.throughput_fps) for cell in cells]
    rounds = sorted({number for found in levels for number in found})
    whole = [found for found in levels if len(found) == len(rounds)]
    if len(rounds) < FEWEST_ROUNDS or len(whole) < 2:
        return None
    logs = np.log([[found[number] for number in rounds] for found in whole])
    logs -= logs.mean(axis=0)
    logs -= logs.mean(axis=1, keepdims=True)
    squares = (logs**2).sum(axis=1)
    kept = squares > 0
    if not kept.any():
        return None
    scaled = logs[kept] / np.sqrt(squares[kept])[:, None]
    orders = _orders(len(rounds))
    steps = _steps(scaled, orders)
    own = _steps(scaled, np.arange(len(rounds))[None])[0]
    products = (scaled[:, 1:] * scaled[:, :-1]).sum(axis=1)
    excess = float(products.mean()) + 1 / len(rounds)
    return Memory(excess, float((steps <= own * (1 + 1e-9)).mean()), len(rounds))


def _steps(scaled: NDArray[np.float64], orders: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum of squared steps from round to round over all cells, for every order."""
    alike = np.einsum("ct,cu->tu", scaled, scaled)
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
