"""How long a request takes in each configuration."""

from __future__ import annotations

from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.render.figures.interval_rows import IntervalRows
from ovreport.render.views import Shown


class LatencyChart(IntervalRows):
    """Mean latency of a request in every configuration with its interval."""

    kind = "latency"
    leading = (1, 1.0)

    def unit(self) -> str:
        """The page's unit of time."""
        return self.locale("latency, {unit}", unit=self.context.latency_unit)

    def level(self, result: CellResult) -> Shown | None:
        """The geometric mean of the rounds."""
        return self.context.latency(result.latency) if result.latency else None

    def value(self, trial: TrialSummary) -> float:
        """The mean latency of a trial."""
        return trial.latency_mean_ns / self.context.latency_size

    def words(self) -> dict[str, object]:
        """The title of the axis."""
        return {"title": self.locale("mean latency of a request")}

    def question(self) -> str:
        """Which one answers soonest."""
        return self.locale("Which configuration answers soonest?")

    def reading(self) -> str:
        """What dots and lines are."""
        return self.locale("Mean latency of a request: dot and 95 % interval.")
