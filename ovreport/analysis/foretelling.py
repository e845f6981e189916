"""How many rounds a question that is still open needs, and how well so few rounds can know that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats as scipy_stats

from ovreport.analysis import stats
from ovreport.analysis.results import Contrast, Estimate

MOST_ROUNDS = stats.MOST_ROUNDS
CONFIDENCE = 0.8
"""Of the interval of the variance; its upper bound holds with 90 %."""

_NEAR = 1 / 3
"""A ratio is near the margin if its distance to it is at most this share of it."""


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """The rounds that would resolve a question, all rounds together; `None` stands for more than 1,000.

    Attributes:
        rounds: If the ratio and the variance are those seen so far.
        fewest, most: If the variance lies at the bounds of its 80 % interval.
    """

    rounds: int | None
    fewest: int | None
    most: int | None


def foretold(contrast: Contrast, family: Sequence[Contrast]) -> Foretold | None:
    """What an open question needs; `None` where its rounds have no spread to go by.

    The number of rounds is all but proportional to the variance of a round's log ratio, and that is
    estimated with few degrees of freedom: of normal values, df * s^2 / sigma^2 follows chi-square, which
    bounds sigma^2. Planning by the upper bound instead of by s^2 is R. H. Browne's advice ("On the use of a
    pilot sample for sample size determination", Statistics in Medicine 14, 1995, pages 1933-1940, doi
    10.1002/sim.4780141709): so planned, a study has its power with the confidence of that bound, if the
    ratio is the true one. What comes of it where the ratio too is only estimated is counted in
    `tests/analysis/test_foretelling.py`.

    The rounds of the pilot are judged again with those that follow, which is a second look at them. In 250
    simulated reports each (three cells, pilot of 3 rounds) about 1 % then claimed a difference between equal
    cells, and 10 % instead of 5 % where the true difference was the margin itself.

    Args:
        contrast: The question.
        family: All contrasts of its family, which set how strict its test is.
    """
    estimate = contrast.estimate
    if estimate is None or estimate.rounds < 2:
        return None
    deviation, df = _deviation(estimate)
    if deviation <= 0:
        return None
    mean, margin = math.log(estimate.ratio), math.log1p(contrast.margin)
    divisor = _difference(estimate) if abs(mean) > margin else _equivalence(family)
    tail = (1 - CONFIDENCE) / 2
    low, high = (math.sqrt(df / scipy_stats.chi2.ppf(share, df)) for share in (1 - tail, tail))

    def needed(factor: float) -> int | None:
        rounds = stats.rounds_needed(mean, factor * deviation, margin, divisor=divisor)
        return max(rounds, estimate.rounds + 1) if rounds else None

    return Foretold(rounds=needed(1.0), fewest=needed(low), most=needed(high))


def near_margin(contrast: Contrast) -> bool:
    """Whether it is the nearness of its ratio to the margin that makes a question hard."""
    if contrast.estimate is None:
        return False
    margin = math.log1p(contrast.margin)
    return abs(abs(math.log(contrast.estimate.ratio)) - margin) <= _NEAR * margin


def _deviation(estimate: Estimate) -> tuple[float, float]:
    """The larger standard deviation of one round's log ratio, as in `stats.judge`, and its freedom."""
    plain = float(np.std(estimate.log_ratios, ddof=1))
    tested = estimate.standard_error * math.sqrt(estimate.rounds)
    return (tested, estimate.df) if tested >= plain else (plain, estimate.rounds - 1.0)


def _difference(estimate: Estimate) -> float:
    """By how much Holm's procedure divided: it is in the level of the interval that the verdict used."""
    return 2 * stats.ALPHA / (1 - estimate.adjusted_level)


def _equivalence(family: Sequence[Contrast]) -> float:
    """By how much Benjamini and Hochberg's procedure divided."""
    known = [each.estimate.p_equivalent for each in family if each.estimate]
    share = sum(p < stats.ALPHA for p in known) / len(known)
    return 1 / max(share, 1 / len(known))
