"""The interval that a sentence about comparisons states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.results import Contrast, Estimate, Verdict


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
