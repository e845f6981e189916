"""What other tests would give and cost: simulated levels, one a configuration and round, no slices.

Run it from the root of a checkout: `python -m benchmarks.trades [--effort full|quick|trial]`.

Two choices of the analysis are set beside their alternatives: the test of whether rounds remember
(`ovreport/analysis/autocorrelation.py`), with the best that any test could do, and the procedure that holds
statements of equivalence (`ovreport/analysis/stats.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import stats as distributions

from benchmarks.command import run
from benchmarks.tables import Effort, Table
from ovreport.analysis import autocorrelation, stats
from tests.noises import Draw, HalfShared, Normal, Remembering

Floats = NDArray[np.float64]
PHI = 0.8
REMEMBERS, CALM, SHARED = Remembering(0.02, PHI), Normal(0.01), HalfShared(0.005, 0.02)
WITHIN = math.log(1.03)
JUST_BEYOND = math.log(1.0301)
ROTATIONS = 5000


def tables(effort: Effort) -> Iterator[Table]:
    """For the page of benchmarks."""
    reports = effort.count(2000, 200, 10)
    yield _of_memory(reports)
    yield _of_equivalence(reports)


# ---------------------------------------------------------------- memory from round to round


def _of_memory(reports: int) -> Table:
    table = Table(
        title="Rounds that remember: what a test can see",
        columns=(
            "configurations, rounds",
            "the page warns",
            "of calm rounds",
            "of rounds in which half share their luck",
            "each configuration by its own variance",
            "the best where luck may be shared",
            "the best where it is not",
        ),
        before=f"Levels follow AR(1) {PHI}; share of {reports} draws in which memory is shown at 5 %.",
        after="“The best where luck may be shared” puts the true AR(1) into the likelihood ratio and turns "
        "the rounds every way: no test whose 5 % are exact whatever configurations share in a round is more "
        "powerful. “Where it is not” knows besides that all configurations are independent and equally noisy "
        "(the most powerful test that knows neither their levels nor their noise); of independent rounds in "
        "which half share their luck it would warn as well, four times as often as it may.",
    )
    for cells, rounds in ((2, 5), (4, 5), (8, 5), (24, 5), (8, 6), (8, 7), (8, 10)):
        rng = np.random.default_rng((cells, rounds))
        every = [_levels(REMEMBERS, rng, (cells, rounds)) for _ in range(reports)]
        best = _Best(rng, (cells, rounds))
        shares = (
            _share(_shown, every),
            _share(_shown, [_levels(CALM, rng, (cells, rounds)) for _ in range(reports)]),
            _share(_shown, [_levels(SHARED, rng, (cells, rounds)) for _ in range(reports)]),
            _share(lambda logs: _shown(_by_own_variance(logs)), every),
            _share(best.shared, every),
            _share(best.independent, every),
        )
        table.rows.append((f"{cells}, {rounds}", *(f"{share:.0%}" for share in shares)))
    return table


def _levels(draw: Draw, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Log levels with the noise of what a trial is summed from, and with what a round does to all."""
    return np.asarray(draw(rng, shape) + rng.normal(0, 0.0026, shape) + rng.normal(0, 0.03, shape[1]))


def _share(shown: Callable[[Floats], bool], every: list[Floats]) -> float:
    return float(np.mean([shown(logs) for logs in every]))


def _shown(logs: Floats) -> bool:
    found = autocorrelation.alike_in_a_row(logs)
    return found is not None and found.p <= autocorrelation.SHOWN and found.correlation > 0


def _centred(logs: Floats) -> Floats:
    beside = logs - logs.mean(axis=0)
    return np.asarray(beside - beside.mean(axis=1, keepdims=True))


def _by_own_variance(logs: Floats) -> Floats:
    beside = _centred(logs)
    return np.asarray(beside / np.sqrt((beside**2).sum(axis=1, keepdims=True)))


class _Best:
    """Tests that know what the memory is, for so many cells and rounds.

    Point-optimal invariant tests (M. L. King, Sankhya A 42, 1980): the sum of squares weighed by the inverse
    of the true correlation of centred rounds. `independent` sets it in proportion to the plain sum of
    squares and has its limit from draws. `shared` compares it with the same rounds turned at random, which
    is all that may be used where cells are correlated in any way (O. Langsrud, Statistics and Computing 15,
    2005).
    """

    def __init__(self, rng: np.random.Generator, shape: tuple[int, int]) -> None:
        rounds = shape[1]
        places = np.arange(rounds)
        self._basis = np.linalg.svd(np.eye(rounds) - 1 / rounds)[0][:, : rounds - 1]
        correlation = self._basis.T @ PHI ** np.abs(np.subtract.outer(places, places)) @ self._basis
        self._inverse = np.linalg.inv(correlation)
        turns = distributions.ortho_group.rvs(rounds - 1, ROTATIONS, random_state=rng)
        self._turned = np.einsum("kab,bc,kdc->kad", turns, self._inverse, turns)
        calm = [self._proportion(rng.normal(size=shape)) for _ in range(20_000)]
        self._limit = float(np.quantile(calm, autocorrelation.SHOWN))

    def independent(self, logs: Floats) -> bool:
        """Whether memory is shown, if every cell has its own luck of one size."""
        return self._proportion(logs) <= self._limit

    def shared(self, logs: Floats) -> bool:
        """Whether memory is shown, whatever cells have in common."""
        squares = self._squares(logs)
        turned = np.einsum("kab,ab->k", self._turned, squares)
        return bool((turned <= (self._inverse * squares).sum()).mean() <= autocorrelation.SHOWN)

    def _squares(self, logs: Floats) -> Floats:
        turned = _centred(logs) @ self._basis
        return np.asarray(turned.T @ turned)

    def _proportion(self, logs: Floats) -> float:
        squares = self._squares(logs)
        return float((self._inverse * squares).sum() / np.trace(squares))


# ---------------------------------------------------------------- equivalence


Rule = Callable[[Floats, Floats], NDArray[np.bool_]]
"""Which contrasts are equivalent, by the p-values of the max-variance tests and of the pairs' own."""

RULES: dict[str, Rule] = {
    "each pair by itself": lambda p, own: _both(p, own),
    "false-discovery rate": lambda p, own: _both(distributions.false_discovery_control(p), own),
    "Hochberg's procedure (in use)": lambda p, own: _both(stats.hochberg(p)[0], own),
    "Holm's procedure": lambda p, own: _both(stats.holm(p)[0], own),
    "Hochberg's, over two families": lambda p, own: _both(2 * stats.hochberg(p)[0], own),
    "Hochberg's, by the larger of both p-values": lambda p, own: (
        stats.hochberg(np.maximum(p, own))[0] < stats.ALPHA
    ),
}


def _both(p: Floats, own: Floats) -> NDArray[np.bool_]:
    return (p < stats.ALPHA) & (own < stats.ALPHA)


def _of_equivalence(reports: int) -> Table:
    equal = [(cells, deviation) for cells in (8, 24) for deviation in (0.01, 0.0125, 0.015)]
    beyond = [(cells, draw) for draw in (CALM, SHARED) for cells in (8, 24)]
    table = Table(
        title="Equivalence: what holds it, and what that costs",
        columns=(
            "rule",
            *(f"{cells} identical, trials {deviation:.2%}" for cells, deviation in equal),
            *(
                f"{cells}, half just beyond{', half share their luck' if draw is SHARED else ''}"
                for cells, draw in beyond
            ),
        ),
        before=f"{reports} draws of 5 rounds, one family each: all beside the first. Where all are "
        "identical, the share of pairs called equivalent; where half lie just beyond the margin, that of "
        "families in which any of these is called so.",
    )
    kept = [_called(reports, cells, Normal(deviation), beyond=False)[0] for cells, deviation in equal]
    false = [_called(reports, cells, draw, beyond=True)[1] for cells, draw in beyond]
    for place, rule in enumerate(RULES):
        shares = [f"{each[place]:.0%}" for each in kept] + [f"{each[place]:.1%}" for each in false]
        table.rows.append((rule, *shares))
    return table


def _called(reports: int, cells: int, draw: Draw, *, beyond: bool) -> tuple[list[float], list[float]]:
    """By rule: the share of truly equal pairs called equivalent, and of families with a false one."""
    rng = np.random.default_rng(cells)
    truth = np.where(np.arange(cells) % 2 == 1, JUST_BEYOND if beyond else 0.0, 0.0)
    same = truth[1:] == 0
    right, wrong = np.zeros(len(RULES)), np.zeros(len(RULES))
    for _ in range(reports):
        levels = draw(rng, (cells, 5)) + truth[:, None]
        mean, plain = stats.paired(levels[1:] - levels[0])
        errors = stats.max_variance(stats.two_way(levels), np.arange(1, cells), 0)
        p, own = stats.p_outside(mean, errors, WITHIN), stats.p_outside(mean, plain, WITHIN)
        for place, rule in enumerate(RULES.values()):
            called = rule(p, own)
            right[place] += called[same].mean() / reports
            wrong[place] += (called & ~same).any() / reports
    return right.tolist(), wrong.tolist()


if __name__ == "__main__":
    run(tables, __doc__)
