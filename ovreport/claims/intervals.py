"""The interval that a sentence about comparisons states, and what would settle those that are open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.limits import PRACTICAL_ROUNDS, PRACTICAL_SECONDS


def estimate_of(contrast: Contrast) -> Estimate:
    """The estimate of a contrast that has one.

    Raises:
        ValueError: It has none.
    """
    if contrast.estimate is None:
        raise ValueError(f"no estimate for {contrast.cell} beside {contrast.reference}")
    return contrast.estimate


@dataclass(frozen=True)
class Stated:
    """The interval that a sentence states.

    Attributes:
        confidence: 0.95 for a 95 % interval.
    """

    low: float
    high: float
    confidence: float


def plain_interval(contrast: Contrast) -> Stated:
    """The plain 95 % interval."""
    estimate = estimate_of(contrast)
    return Stated(estimate.low, estimate.high, 0.95)


def verdict_interval(contrast: Contrast) -> Stated:
    """The interval that the verdict goes by."""
    estimate = estimate_of(contrast)
    return Stated(estimate.adjusted_low, estimate.adjusted_high, estimate.adjusted_level)


def interval_of(contrast: Contrast) -> Stated:
    """The plain 95 % interval, or the verdict's own where the plain one reaches beyond the margin.

    Equivalence is found by two one-sided tests, whose interval may have less than 95 %.
    """
    plain = plain_interval(contrast)
    reaches = max(abs(plain.low - 1), abs(plain.high - 1))
    beyond = contrast.verdict is Verdict.EQUIVALENT and reaches > contrast.alike
    return verdict_interval(contrast) if beyond else plain


def hull_of(contrasts: Sequence[Contrast]) -> Stated:
    """The smallest interval that holds those of all comparisons, at the lowest of their confidences."""
    shown = [interval_of(contrast) for contrast in contrasts]
    return Stated(
        min(each.low for each in shown),
        max(each.high for each in shown),
        min(each.confidence for each in shown),
    )


def judged_plainly(estimate: Estimate) -> bool:
    """Whether the verdict went by the plain 95 % interval itself."""
    pairs = ((estimate.low, estimate.adjusted_low), (estimate.high, estimate.adjusted_high))
    return all(math.isclose(plain, used, rel_tol=1e-9) for plain, used in pairs)


def practical_rounds(contrast: Contrast) -> int | None:
    """Rounds that would settle a comparison, where they and their time can be asked of a reader."""
    rounds, seconds = contrast.rounds_needed, contrast.seconds_needed
    if rounds is None or rounds > PRACTICAL_ROUNDS or (seconds or 0.0) > PRACTICAL_SECONDS:
        return None
    return rounds


@dataclass(frozen=True)
class Open:
    """What would settle the comparisons of a claim that are not resolved.

    Attributes:
        longest: Of those that a practical number of rounds would settle, the one that needs most; any of them
            where there is none such.
        settled: How many that number would settle.
        number: How many are not resolved.
        of: How many there are.
    """

    longest: Contrast
    settled: int
    number: int
    of: int


def still_open(contrasts: Sequence[Contrast]) -> Open | None:
    """The open ones of several comparisons; `None` where none is."""
    unsettled = [each for each in contrasts if each.verdict is Verdict.NOT_RESOLVED and each.estimate]
    if not unsettled:
        return None
    within_reach = [each for each in unsettled if practical_rounds(each) is not None]
    longest = max(within_reach or unsettled, key=lambda each: each.rounds_needed or 0)
    return Open(longest, len(within_reach), len(unsettled), len(contrasts))
