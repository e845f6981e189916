"""Comparisons that the text needs beside those of the effects: with the configuration before, along a chain.

They answer questions of their own, so each set of them is a family and is adjusted together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ovreport.analysis import stats
from ovreport.analysis.metrics import Metric
from ovreport.analysis.report import compare
from ovreport.analysis.results import Analysis, Contrast
from ovreport.claims.basis import find

Pair = tuple[str, str]
"""A cell and the cell that it is compared with, by their ids."""


def inverted(contrast: Contrast) -> Contrast:
    """A comparison seen from its other side: one over the ratio, with its bounds."""
    estimate = contrast.estimate
    return replace(
        contrast,
        cell=contrast.reference,
        reference=contrast.cell,
        level=contrast.reference_level,
        reference_level=contrast.level,
        verdict=stats.turned(contrast.verdict),
        estimate=estimate
        and replace(
            estimate,
            ratio=1 / estimate.ratio,
            low=1 / estimate.high,
            high=1 / estimate.low,
            adjusted_low=1 / estimate.adjusted_high,
            adjusted_high=1 / estimate.adjusted_low,
            log_ratios=tuple(-ratio for ratio in estimate.log_ratios),
        ),
    )


def made(analysis: Analysis, metric: Metric, pair: Pair) -> Contrast | None:
    """The comparison that the analysis made, in either direction; without an estimate it counts as none."""
    found = find(analysis, metric, *pair)
    if found is None and (other := find(analysis, metric, *reversed(pair))) is not None:
        found = inverted(other)
    return found if found is not None and found.estimate is not None else None


def compared(
    analysis: Analysis, metric: Metric, pairs: Sequence[Pair], family: str
) -> tuple[Contrast | None, ...]:
    """One comparison a pair, in the order of the pairs: the analysis's own, or one made now.

    Those made now are judged as one family. `None` where rounds are too few.
    """
    found = {pair: made(analysis, metric, pair) for pair in pairs}
    missing = [
        pair
        for pair, contrast in found.items()
        if contrast is None and all(analysis.cell(cell).trials for cell in pair)
    ]
    if missing:
        for pair, contrast in zip(missing, compare(analysis, metric, missing, family), strict=True):
            found[pair] = contrast if contrast.estimate is not None else None
    return tuple(found[pair] for pair in pairs)
