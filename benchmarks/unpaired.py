"""Two results that were not interleaved: what their intervals cover, and how often a change is claimed.

Run it from the root of a checkout: `python -m benchmarks.unpaired [--effort full|quick|trial]`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.command import run
from benchmarks.tables import Effort, Table
from ovreport.analysis import stats, unpaired
from ovreport.analysis.results import Verdict
from ovreport.limits import LEAST_MARGIN

Floats = NDArray[np.float64]
CONFIGURATIONS = 8
LIMIT = math.log(1.05)
"""Beyond which a change is to be claimed: `--fail-on slower:5%`."""


@dataclass(frozen=True)
class Results:
    """What two results are like. Noise is given as standard deviations of logarithms.

    Attributes:
        rounds: Of the first and of the second.
        processes: What fresh processes change, in the first and in the second.
        heavy: Rounds follow Student's t with three degrees of freedom.
        session: What a session changes for all of its rounds and configurations.
    """

    name: str
    rounds: tuple[int, int] = (5, 5)
    processes: tuple[float, float] = (0.02, 0.02)
    heavy: bool = False
    session: float = 0.0

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Log levels of both, of shape `(configurations, rounds)`; the true ratios are 1."""
        first, second = (
            self._noise(rng, (CONFIGURATIONS, count)) * sd + rng.normal(0, self.session)
            for count, sd in zip(self.rounds, self.processes, strict=True)
        )
        return first, second

    def _noise(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        return rng.standard_t(3, shape) / math.sqrt(3) if self.heavy else rng.normal(0, 1, shape)


EVERY = (
    Results("alike"),
    Results("three rounds each", rounds=(3, 3)),
    Results("ten rounds each", rounds=(10, 10)),
    Results("three rounds beside ten", rounds=(3, 10)),
    Results("the second four times as noisy", processes=(0.01, 0.04)),
    Results("the same, three rounds beside ten", rounds=(3, 10), processes=(0.04, 0.01)),
    Results("heavy tails", heavy=True),
    Results("sessions differ by 1 %", session=0.01),
    Results("sessions differ by 3 %", session=0.03),
)


def covered(results: Results, runs: int, seed: int) -> float:
    """Share of 95 % intervals that hold the true ratio."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(runs):
        for first, second in zip(*results.draw(rng), strict=True):
            interval = unpaired.ratio(first, second).interval()
            found.append(interval.low <= 1 <= interval.high)
    return float(np.mean(found))


def claimed(results: Results, true: float, runs: int, seed: int) -> float:
    """Share of comparisons of eight configurations in which any is called slower by more than 5 %.

    Args:
        results: What is drawn.
        true: Log of the factor by which all of the second are slower; a level is a throughput.
        runs: Comparisons.
        seed: Of the noise.
    """
    rng, found = np.random.default_rng(seed), []
    limits = stats.Limits(LIMIT, math.log1p(LEAST_MARGIN))
    for _ in range(runs):
        first, second = results.draw(rng)
        ratios = [unpaired.ratio(*pair) for pair in zip(first, second - true, strict=True)]
        family = unpaired.judge(ratios, [min(results.rounds)] * CONFIGURATIONS, limits)
        found.append(Verdict.SLOWER in family.verdicts)
    return float(np.mean(found))


def tables(effort: Effort) -> Iterator[Table]:
    """For the page of benchmarks."""
    runs = effort.count(4000, 400, 5)
    table = Table(
        title="Two results that were not interleaved",
        columns=(
            "results",
            "95 % intervals that hold the truth",
            "slower by more than 5 % claimed: all alike",
            "all 5 % slower",
            "all 10 % slower",
            "all 20 % slower",
        ),
        before=f"{runs} comparisons a row of {CONFIGURATIONS} configurations in 5 rounds each, where nothing "
        "else is said; fresh processes differ by 2 %. An interval knows what rounds differ by, not what "
        "sessions do: the last rows say what that costs.",
    )
    for seed, results in enumerate(EVERY):
        claims = [claimed(results, math.log(true), runs, seed) for true in (1.0, 1.05, 1.1, 1.2)]
        shares = (covered(results, runs, seed), *claims)
        table.rows.append((results.name, *(f"{share:.1%}" for share in shares)))
    yield table


def _tables(effort: Effort) -> list[Table]:
    return list(tables(effort))


if __name__ == "__main__":
    run(_tables, __doc__)
