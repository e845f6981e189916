"""How long a request takes in each configuration."""

from __future__ import annotations

from typing import ClassVar

from ovreport.analysis.results import CellResult, Interval
from ovreport.analysis.summaries import TrialSummary
from ovreport.language.messages import msg
from ovreport.render.figures.figure import Labels
from ovreport.render.figures.interval_rows import IntervalRows
from ovreport.units import Quantity


class LatencyChart(IntervalRows):
    """Mean latency of a request in every configuration with its interval."""

    kind, place = "latency", 20
    leading = (1, 1)
    question = msg("Which configuration answers soonest?")
    how = msg("Mean latency of a request: dot and 95 % interval.")
    labels: ClassVar[Labels] = {"title": msg("mean latency of a request")}

    def unit(self) -> str:
        """The page's unit of time."""
        return self.locale("latency, {unit}", unit=self.context.latency_unit)

    def estimate(self, result: CellResult) -> Interval | None:
        """The mean latency of its requests."""
        return result.latency

    def printed(self, estimate: Interval) -> Quantity:
        """As everywhere on the page."""
        return self.context.latency(estimate)

    def value(self, trial: TrialSummary) -> float:
        """The mean latency of a trial."""
        return trial.latency_mean_ns / self.context.latency_size
