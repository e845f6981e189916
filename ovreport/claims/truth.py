"""What is so about a simulated machine, and single statements that are so or are not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ovreport.analysis.choice import is_small
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.results import Contrast, Verdict

SLACK = 1e-9
"""Of the arithmetic, not of a statement."""


@dataclass(frozen=True)
class Statement:
    """One thing that a report says."""

    kind: str
    what: str
    true: bool


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so about each cell, by its id. Every ratio is that of totals: what a user pays.

    Attributes:
        log_fps: Logarithm of images over time.
        typical: The same in the middle of its slices, beside the others'.
        images: In flight.
        percentiles_ms: Latency by cell and percent.
        slots: Log ratio of the latency of a slot to that of the others of its cell; alike where left out.
        undisturbed: Logarithm of the latency of a request that nothing gets in the way of: what a cell does
            to some of its requests is not in it.
    """

    log_fps: Mapping[str, float]
    typical: Mapping[str, float]
    images: Mapping[str, int]
    percentiles_ms: Mapping[tuple[str, float], float] = field(default_factory=dict)
    slots: Mapping[tuple[str, int], float] = field(default_factory=dict)
    undisturbed: Mapping[str, float] = field(default_factory=dict)

    def ahead(self, metric: Metric, cell: str, other: str) -> float:
        """By how much, as a log ratio, a cell is better than another one."""
        return (1.0 if METRICS[metric].larger_is_better else -1.0) * self.ratio(metric, cell, other)

    def ratio(self, metric: Metric, cell: str, other: str, *, typical: bool = False) -> float:
        """Log ratio of a metric between two cells."""
        levels = self.typical if typical else self.log_fps
        faster = levels[cell] - levels[other]
        match metric:
            case "throughput":
                return faster
            case "latency":
                return math.log(self.images[cell] / self.images[other]) - faster
            case "undisturbed":
                return self.undisturbed[cell] - self.undisturbed[other]
            case "startup":
                return 0.0

    def of_verdict(self, contrast: Contrast) -> Iterator[Statement]:
        """Beyond the margin, within it, or (where that is open) on which side of no difference."""
        of = "undisturbed: " if contrast.metric == "undisturbed" else ""
        what = f"{contrast.metric} {contrast.cell} beside {contrast.reference}"
        ratio = self.ratio(contrast.metric, contrast.cell, contrast.reference)
        faster = ratio if METRICS[contrast.metric].larger_is_better else -ratio
        limit = math.log1p(contrast.margin) - SLACK
        if contrast.verdict is Verdict.FASTER:
            yield Statement(f"{of}faster or slower", what, faster > limit)
        elif contrast.verdict is Verdict.SLOWER:
            yield Statement(f"{of}faster or slower", what, -faster > limit)
        elif contrast.verdict is Verdict.EQUIVALENT:
            yield Statement(f"{of}equivalent", what, abs(ratio) <= math.log1p(contrast.alike) + SLACK)
        elif contrast.estimate is not None and is_small(contrast):
            above = contrast.estimate.adjusted_low > 1
            yield Statement(f"{of}an amount, size open", what, ratio > SLACK if above else ratio < -SLACK)
