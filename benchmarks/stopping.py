"""When measuring may stop: rules that look at what was seen, beside a fixed number of rounds.

Run it from the root of a checkout: `python -m benchmarks.stopping [--effort full|quick|trial]`.

One comparison of two configurations each, whose rounds have a log ratio drawn from a normal distribution. It
is judged after 5, 8, 12, 19 and 30 rounds (`plan.looks`) and ends with a difference (the interval lies beyond
the margin of 3 %), with equivalence (the two one-sided intervals lie within it), or after 30 rounds with
neither.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from benchmarks.command import run
from benchmarks.tables import Effort, Table
from ovreport.analysis import stats

Floats = NDArray[np.float64]
LOOKS = (5, 8, 12, 19, 30)
MARGIN = math.log(1.03)
TRUTHS = (0.0, MARGIN / 2, MARGIN, math.log(1.06))
DEVIATIONS = (0.015, 0.03, 0.06)
NARROW = MARGIN / 2
"""Half width at which a rule that stops by it alone is done."""
TUNED = 10
"""Rounds at which the sequence that is always valid is narrowest."""

Tail = Callable[[int, float], float]
"""Of the rounds there are, and a tail probability: how many standard errors an interval reaches."""


@dataclass(frozen=True)
class Rule:
    """When it is looked, and how wide intervals are then.

    Attributes:
        by_width: It goes on until the interval is `NARROW`, whatever it says.
    """

    name: str
    looks: tuple[int, ...]
    reach: Tail
    by_width: bool = False


def student(rounds: int, tail: float) -> float:
    """Student's t, as if there were no other look."""
    return float(stats.t_quantile(1 - tail, rounds - 1))


def pocock(rounds: int, tail: float) -> float:
    """In use: the same nominal level at all looks."""
    return float(stats.t_quantile(1 - tail, rounds - 1, LOOKS))


def obrien_fleming(rounds: int, tail: float) -> float:
    """Bounds in proportion to the root of the last number of rounds over the present one.

    P. C. O'Brien and T. R. Fleming, Biometrics 35, 1979; the levels of normal means, on tails of Student's t.
    """
    place = _constant(tail) * math.sqrt(LOOKS[-1] / rounds)
    return float(-special.stdtrit(rounds - 1, special.ndtr(-place)))


def _constant(tail: float) -> float:
    """Of 400,000 walks, the quantile of the largest sum of rounds at any look."""
    if tail not in _CONSTANTS:
        steps = np.diff(LOOKS, prepend=0)
        sums = np.cumsum(np.random.default_rng(1).normal(size=(400_000, len(LOOKS))) * np.sqrt(steps), axis=1)
        _CONSTANTS[tail] = float(np.quantile(sums.max(axis=1), 1 - tail) / math.sqrt(LOOKS[-1]))
    return _CONSTANTS[tail]


_CONSTANTS: dict[float, float] = {}


def always_valid(rounds: int, tail: float) -> float:
    """The asymptotic confidence sequence with a normal mixture, one-sided tails taken as half of two.

    I. Waudby-Smith and others (arXiv 2103.06476), after S. R. Howard and others (Annals of Statistics 49,
    2021).
    """
    alpha = 2 * tail
    scale = _tuned(alpha)
    inside = rounds * scale + 1
    return math.sqrt(2 * inside / (rounds * scale) * math.log(math.sqrt(inside) / alpha))


def _tuned(alpha: float) -> float:
    def width(logarithm: float) -> float:
        scale = math.exp(logarithm)
        inside = TUNED * scale + 1
        return inside / scale * math.log(math.sqrt(inside) / alpha)

    return math.exp(float(optimize.minimize_scalar(width, bounds=(-9, 9), method="bounded").x))


EVERY = tuple(range(LOOKS[0], LOOKS[-1] + 1))
RULES = (
    Rule("5 rounds", (LOOKS[0],), student),
    Rule("30 rounds", (LOOKS[-1],), student),
    Rule("until answered, nothing adjusted", LOOKS, student),
    Rule("until answered, Pocock’s level (in use)", LOOKS, pocock),
    Rule("until answered, O’Brien and Fleming’s", LOOKS, obrien_fleming),
    Rule("until answered, always valid", EVERY, always_valid),
    Rule("until narrow, by width alone (Chow and Robbins)", EVERY, student, by_width=True),
)


@dataclass(frozen=True)
class Outcome:
    """What a rule came to for one truth and one deviation, as shares of the runs; `rounds` is their mean."""

    covered: float
    different: float
    equivalent: float
    rounds: float


def follow(rule: Rule, levels: Floats, truth: float) -> Outcome:
    """Runs of the shape `(runs, 30)`, each stopped by the rule."""
    runs = len(levels)
    waiting = np.ones(runs, bool)
    covered, different, equivalent = (np.zeros(runs, bool) for _ in range(3))
    rounds = np.zeros(runs)
    for number in rule.looks:
        mean, errors = stats.paired(levels[:, :number])
        wide, inner = (rule.reach(number, tail) * errors.standard_error for tail in (0.025, 0.05))
        beyond, within = np.abs(mean) - wide > MARGIN, np.abs(mean) + inner < MARGIN
        done = wide <= NARROW if rule.by_width else beyond | within
        ends = waiting & (done | (number == rule.looks[-1]))
        covered[ends] = (np.abs(mean - truth) <= wide)[ends]
        different[ends], equivalent[ends] = beyond[ends], within[ends] & ~beyond[ends]
        rounds[ends] = number
        waiting &= ~ends
    return Outcome(covered.mean(), different.mean(), equivalent.mean(), rounds.mean())


def outcomes(rule: Rule, runs: int) -> Mapping[tuple[float, float], Outcome]:
    """By truth and deviation; every rule sees the same draws."""
    rng = np.random.default_rng(16)
    draws = rng.normal(size=(runs, LOOKS[-1]))
    return {
        (truth, deviation): follow(rule, truth + deviation * draws, truth)
        for truth in TRUTHS
        for deviation in DEVIATIONS
    }


def tables(effort: Effort) -> Iterator[Table]:
    """For the page of benchmarks."""
    runs = effort.count(20_000, 2000, 100)
    found = {rule.name: outcomes(rule, runs) for rule in RULES}
    yield _validity(found, runs)
    yield _cost(found, runs)


def _validity(found: Mapping[str, Mapping[tuple[float, float], Outcome]], runs: int) -> Table:
    table = Table(
        title="When measuring may stop: what is false",
        columns=(
            "rule",
            "95 % intervals cover, least and most",
            "a difference told where there is none",
            "a difference told at the margin",
            "equivalence told at the margin",
        ),
        before=f"{runs} runs each of one comparison with a normal log ratio a round of standard deviation "
        f"{', '.join(f'{each:.1%}' for each in DEVIATIONS)}; the worst of these is told. Looks after "
        f"{', '.join(map(str, LOOKS))} rounds.",
    )
    for name, of in found.items():
        cover = [each.covered for each in of.values()]
        table.rows.append(
            (
                name,
                f"{min(cover):.1%} to {max(cover):.1%}",
                f"{max(of[0.0, each].different for each in DEVIATIONS):.2%}",
                f"{max(of[MARGIN, each].different for each in DEVIATIONS):.2%}",
                f"{max(of[MARGIN, each].equivalent for each in DEVIATIONS):.2%}",
            )
        )
    return table


def _cost(found: Mapping[str, Mapping[tuple[float, float], Outcome]], runs: int) -> Table:
    table = Table(
        title="When measuring may stop: what is answered, and in how many rounds",
        columns=(
            "rule",
            *(
                f"{truth}, rounds scatter by {each:.1%}"
                for each in DEVIATIONS
                for truth in ("no difference", "6 % faster")
            ),
        ),
        before=f"The same {runs} runs: share that is answered, and the mean number of rounds.",
    )
    for name, of in found.items():
        cells = [of[truth, each] for each in DEVIATIONS for truth in (TRUTHS[0], TRUTHS[-1])]
        table.rows.append(
            (name, *(f"{each.different + each.equivalent:.0%}, {each.rounds:.1f}" for each in cells))
        )
    return table


if __name__ == "__main__":
    run(tables, __doc__)
