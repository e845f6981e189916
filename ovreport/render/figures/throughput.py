"""How much each configuration delivers."""

from __future__ import annotations

from ovreport.analysis.results import CellResult, Interval
from ovreport.analysis.summaries import TrialSummary
from ovreport.claims.basis import takes_turns
from ovreport.language.messages import msg
from ovreport.render.figures.interval_rows import IntervalRows, crowded
from ovreport.units import Quantity


class ThroughputChart(IntervalRows):
    """Throughput of every configuration with its interval."""

    kind, place = "throughput", 10
    leading = (1, -1)
    question = msg("Which configuration delivers the most {things}?")
    how = msg("{rate}: the dot is the geometric mean of the rounds, the line its 95 % interval.")

    def unit(self) -> str:
        """Images per second, or what the page counts."""
        return self.context.rate

    def estimate(self, result: CellResult) -> Interval | None:
        """Its throughput."""
        return result.throughput

    def printed(self, estimate: Interval) -> Quantity:
        """As everywhere on the page."""
        return self.context.throughput(estimate)

    def value(self, trial: TrialSummary) -> float:
        """The throughput of a trial."""
        return trial.throughput_fps

    def reading(self) -> str:
        """What dots, lines and ticks are, and why lines that overlap decide nothing."""
        locale = self.locale
        if takes_turns(self.context.plan):
            overlap = locale(
                "A bad moment of the machine hits all configurations, so the conclusions rest on ratios "
                "within a round, not on whether these lines overlap."
            )
        else:
            overlap = locale(
                "The conclusions rest on ratios within a round, not on whether these lines overlap."
            )
        ticks = "" if crowded(self.context) else locale("Each tick is one round.")
        return locale.sentences(super().reading(), ticks, overlap)
