"""How many rounds a question that is still open needs, and how well so few rounds can know that.

The rounds of a pilot are judged again with those that follow, which is a second look at them. In 250
simulated reports each (three cells, pilot of 3 rounds) about 1 % then claimed a difference between equal
cells, and 10 % instead of 5 % where the true difference was the margin itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ovreport.analysis import stats
from ovreport.analysis.results import Contrast
from ovreport.limits import NEAR_MARGIN

MOST_ROUNDS = stats.MOST_ROUNDS


@dataclass(frozen=True, kw_only=True)
class RequiredRounds:
    """The rounds that would resolve a question, all rounds together; `None` stands for more than 1,000.

    Attributes:
        rounds: If the ratio and the variance are those seen so far.
        fewest, most: If the variance lies at the bounds of its 80 % interval.
    """

    rounds: int | None
    fewest: int | None
    most: int | None


def required_rounds(contrast: Contrast) -> RequiredRounds | None:
    """What an open question needs; `None` where its rounds have no spread to go by."""
    if contrast.rounds_range is None:
        return None
    fewest, most = contrast.rounds_range
    return RequiredRounds(rounds=contrast.rounds_needed, fewest=fewest, most=most)


def near_margin(contrast: Contrast) -> bool:
    """Whether it is the nearness of its ratio to the margin that makes a question hard."""
    if contrast.estimate is None:
        return False
    margin = math.log1p(contrast.margin)
    return abs(abs(math.log(contrast.estimate.ratio)) - margin) <= NEAR_MARGIN * margin
