"""How rounds of unequal quality may be weighed: what the intervals cover, and how wide they are.

Run it from the root of a checkout: `python -m benchmarks.weights [--effort full|quick|trial]`.

Ratios of a few cells to one, each round's a median of 15 slice pairs that scatter by 12 % in the usual round.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from benchmarks.command import run
from benchmarks.tables import Effort, Table
from ovreport.analysis import stats, weights

Floats = NDArray[np.float64]
PAIRS = 15
SLICES = 0.12
TAIL = math.sqrt(3)
"""Standard deviation of Student's t with three degrees of freedom."""

Rule = Callable[[Floats, Floats], Floats]
"""Weights of rounds from the log ratios of cells and rounds and from their variances."""


@dataclass(frozen=True)
class Rounds:
    """What rounds are like.

    Attributes:
        processes: Standard deviation of what fresh processes change.
        quality: That of the logarithm of how far slices of a round scatter.
        long_tails: Slices follow Student's t with three degrees of freedom.
    """

    name: str
    processes: float
    quality: float
    long_tails: bool = True


EVERY = (
    Rounds("alike", 0.01, 0.0, long_tails=False),
    Rounds("four times as good as others", 0.01, 0.4),
    Rounds("ten times as good as others", 0.01, 0.7),
    Rounds("the same, processes differ by 3 %", 0.03, 0.7),
    Rounds("a hundred times as good as others", 0.01, 1.2),
)


def tables(effort: Effort) -> Iterator[Table]:
    """For the page of benchmarks."""
    runs = effort.count(2000, 200, 5)
    table = Table(
        title="Rounds of unequal quality: how they are weighed",
        columns=("rounds; their number, configurations", *(f"{name}: covers, width" for name in RULES)),
        before=f"{runs} runs a row: share of 95 % intervals of the first ratio that hold the truth, and "
        f"their median width beside that of Student’s interval, where rounds count alike. A round’s ratio "
        f"is a median of {PAIRS} slice pairs, which scatter by {SLICES:.0%} in the usual round.",
    )
    for rounds in EVERY:
        for number in (3, 5, 10):
            for cells in (1, 7):
                rng = np.random.default_rng((number, cells))
                drawn = [_draw(rounds, (cells, number), rng) for _ in range(runs)]
                told = [_told(levels, variances) for levels, variances in drawn]
                covered, width = np.mean([each[0] for each in told], axis=0), [each[1] for each in told]
                beside = np.median(width, axis=0) / np.median([each[1][0] for each in told])
                texts = [f"{share:.1%}, {wide:.2f}" for share, wide in zip(covered, beside, strict=True)]
                table.rows.append((f"{rounds.name}; {number}, {cells + 1}", *texts))
    yield table


def _draw(rounds: Rounds, shape: tuple[int, int], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Log ratios whose truth is 0, and their variances from slices."""
    deviations = SLICES * np.exp(rng.normal(0, rounds.quality, shape[1]))[:, None]
    size = (*shape, PAIRS)
    noise = rng.standard_t(3, size) / TAIL if rounds.long_tails else rng.normal(size=size)
    slices = noise * deviations
    levels = np.median(slices, axis=2) + rng.normal(0, rounds.processes, shape)
    return levels, np.array([[weights.of_median(row) for row in cell] for cell in slices])


def _told(levels: Floats, variances: Floats) -> tuple[list[bool], list[float]]:
    """By rule: whether the interval of the first cell holds 0, and its width."""
    covered, widths = [], []
    for rule in RULES.values():
        mean, errors = stats.paired(levels[:1], rule(levels, variances))
        reach = float((stats.t_quantile(0.975, errors.df) * errors.standard_error)[0])
        covered.append(abs(float(mean[0])) <= reach)
        widths.append(reach)
    return covered, widths


def _in_use(_: Floats, variances: Floats) -> Floats:
    return weights.of_rounds(variances)


def _random_effects(levels: Floats, variances: Floats) -> Floats:
    """Reciprocals of a round's variance from slices and of Paule and Mandel's between rounds together."""
    within = np.exp(np.log(variances).mean(axis=0))
    freedom = levels.size - len(levels)

    def excess(between: float) -> float:
        weighing = 1 / (within + between)
        means = np.average(levels, axis=1, weights=weighing)
        return float((weighing * (levels - means[:, None]) ** 2).sum()) - freedom

    between = float(optimize.brentq(excess, 0.0, 100.0)) if excess(0.0) > 0 else 0.0
    return np.asarray(1 / (within + between))


RULES: dict[str, Rule] = {
    "all alike": lambda levels, _: np.ones(levels.shape[1]),
    "1 / (2 + q), in use": _in_use,
    "random effects": _random_effects,
    "to the power 0.7": lambda levels, variances: _random_effects(levels, variances) ** 0.7,
    "to the power 0.5": lambda levels, variances: _random_effects(levels, variances) ** 0.5,
    "1 / deviation of slices": lambda _, variances: np.exp(-np.log(variances).mean(axis=0) / 2),
}


if __name__ == "__main__":
    run(tables, __doc__)
