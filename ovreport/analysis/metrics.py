"""What cells are compared by: every metric, its figures and which of two is the better one.

A further metric is a name here and its entry in `METRICS`; mypy then names the `match` statements that tell
metrics apart, and tests the tables of their words and pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.summaries import TrialSummary

ChosenBy = Literal["throughput", "latency"]
"""The metrics that every measured cell has a level of, with an interval: by these one is chosen."""

CHOSEN_BY: tuple[ChosenBy, ...] = ("throughput", "latency")
"""All of them, in the order in which they are judged and told."""

Metric = Literal[ChosenBy, "undisturbed", "startup"]
"""What cells are compared by.

`undisturbed` is the latency of a request that nothing got in the way of, by the least one of each slice (see
`analysis.undisturbed`), `startup` the time from opening the model to its first answer.

What a metric takes of a trial stands in `METRICS`, the level of a cell in `CellResult.level`.
"""

ANSWERING: tuple[Metric, ...] = ("throughput", "undisturbed")
"""Those that answer a question about a factor, see `open_questions`."""


@dataclass(frozen=True, kw_only=True)
class MetricDefinition:
    """Where the figures of a metric come from, and which of two is the better one.

    Attributes:
        unit: Of its figures: images per second (`fps`) or nanoseconds (`ns`).
        larger_is_better: Whether a ratio above 1 is faster.
        of_trial: The figure of a whole trial, NaN where it has none.
        of_slices: One figure a slice; `None` where there is only one a trial.
        by_totals: Whether the figure of a whole trial is what a user gets, and is judged where slices differ
            from it.
    """

    unit: Literal["fps", "ns"]
    larger_is_better: bool
    of_trial: Callable[[TrialSummary], float]
    of_slices: Callable[[TrialSummary], NDArray[np.float64]] | None
    by_totals: bool = True


METRICS: Mapping[Metric, MetricDefinition] = {
    "throughput": MetricDefinition(
        unit="fps",
        larger_is_better=True,
        of_trial=lambda trial: trial.throughput_fps,
        of_slices=lambda trial: trial.slice_fps,
    ),
    "latency": MetricDefinition(
        unit="ns",
        larger_is_better=False,
        of_trial=lambda trial: trial.latency_mean_ns,
        of_slices=lambda trial: trial.slice_latency_ns,
    ),
    "undisturbed": MetricDefinition(
        unit="ns",
        larger_is_better=False,
        of_trial=lambda trial: float(np.median(trial.slice_least_ns)),
        of_slices=lambda trial: trial.slice_least_ns,
        by_totals=False,
    ),
    "startup": MetricDefinition(
        unit="ns",
        larger_is_better=False,
        of_trial=lambda trial: (trial.startup.total_ns if trial.startup else 0) or math.nan,
        of_slices=None,
    ),
}
