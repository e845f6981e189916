"""Comparisons that were repeated in another session or on another machine: does the other one bear them out?

Each session compares its own configurations in turns, so what a session does to all of them is in neither
ratio. The two ratios of one comparison know nothing of one another, and their own ratio has Welch's interval
(`unpaired.difference`). What lies between two sessions and moves one configuration alone, such as where
memory happened to lie, is part of it: a ratio of ratios has to be shown to lie beyond the margin before
anything is called contradicted, at `ALPHA` over all comparisons of a page (Holm).

On a machine that differs in nothing that was recorded the ratio itself has to come out again. Elsewhere its
size is the machine's own business, and only verdicts that exclude one another contradict: faster and slower,
either of them and equivalent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ovreport.analysis import stats, unpaired
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.records import Interval

ALPHA = 0.01
"""Of pages that are borne out in all they say, the share that is called contradicted anywhere is below."""


class ReplicationOutcome(Enum):
    """What became of a claim on another machine."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_RESOLVED = "not-resolved"
    NOT_HERE = "not-here"


@dataclass(frozen=True, kw_only=True)
class RepeatedContrast:
    """A comparison there and here.

    Attributes:
        here: `None` where fewer than two rounds have both configurations here.
        ratio: That of here to that of there, at 95 %; `None` where either is not known.
        p: Of "the two ratios differ by no more than the margin", adjusted over all of a page.
    """

    there: Contrast
    here: Contrast | None
    ratio: Interval | None
    p: float
    outcome: ReplicationOutcome


def repeated(
    pairs: Sequence[tuple[Contrast, Contrast | None]], *, alike: bool
) -> tuple[RepeatedContrast, ...]:
    """Judge comparisons by those that repeat them, as one family, in their order.

    Args:
        pairs: A comparison there, and the one of the same configurations here.
        alike: The two machines differ in nothing that was recorded.
    """
    known = [_difference(there, here) for there, here in pairs]
    raw = [
        1.0 if ratio is None else _p(ratio, there, here)
        for ratio, (there, here) in zip(known, pairs, strict=True)
    ]
    adjusted = stats.holm(np.array(raw))[0] if raw else np.empty(0)
    return tuple(
        RepeatedContrast(
            there=there,
            here=here,
            ratio=ratio.interval() if ratio else None,
            p=float(p),
            outcome=_outcome(there, here, shown=bool(p < ALPHA), alike=alike),
        )
        for (there, here), ratio, p in zip(pairs, known, adjusted, strict=True)
    )


def _difference(there: Contrast, here: Contrast | None) -> unpaired.LogEstimate | None:
    if there.estimate is None or here is None or here.estimate is None:
        return None
    return unpaired.difference(_log(there.estimate), _log(here.estimate))


def _log(estimate: Estimate) -> unpaired.LogEstimate:
    return unpaired.LogEstimate(
        value=math.log(estimate.ratio), standard_error=estimate.standard_error, df=estimate.df
    )


def _p(ratio: unpaired.LogEstimate, there: Contrast, here: Contrast | None) -> float:
    """Of "within the margin": the wider one of both sides, and what neighbours leave behind on either."""
    sides = [each for each in (there, here) if each is not None]
    carried = sum(each.estimate.carried for each in sides if each.estimate)
    margin = math.log1p(max(each.margin for each in sides)) + carried
    errors = stats.Errors(np.array([ratio.standard_error]), np.array([ratio.df]))
    return float(stats.p_within(np.array([ratio.value]), errors, margin)[0])


def _outcome(there: Contrast, here: Contrast | None, *, shown: bool, alike: bool) -> ReplicationOutcome:
    if here is None or here.estimate is None:
        return ReplicationOutcome.NOT_RESOLVED
    told = {there.verdict, here.verdict} - {Verdict.NOT_RESOLVED}
    if shown and (alike or len(told) > 1):
        return ReplicationOutcome.CONTRADICTED
    both = there.verdict is here.verdict is not Verdict.NOT_RESOLVED
    return ReplicationOutcome.CONFIRMED if both else ReplicationOutcome.NOT_RESOLVED


def together(outcomes: Sequence[ReplicationOutcome]) -> ReplicationOutcome:
    """Of a claim that rests on several comparisons: contradicted by any, confirmed by all."""
    if ReplicationOutcome.CONTRADICTED in outcomes:
        return ReplicationOutcome.CONTRADICTED
    return (
        ReplicationOutcome.CONFIRMED
        if set(outcomes) == {ReplicationOutcome.CONFIRMED}
        else ReplicationOutcome.NOT_RESOLVED
    )
