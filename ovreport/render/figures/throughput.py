"""How much each configuration delivers."""

from __future__ import annotations

from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.claims.basis import takes_turns
from ovreport.render.figures.interval_rows import IntervalRows, crowded
from ovreport.render.views import Shown


class ThroughputChart(IntervalRows):
    """Throughput of every configuration with its interval."""

    kind = "throughput"
    leading = (1, -1.0)

    def unit(self) -> str:
        """Images per second, or what the page counts."""
        return self.context.rate

    def level(self, result: CellResult) -> Shown | None:
        """The geometric mean of the rounds."""
        return self.context.throughput(result.throughput) if result.throughput else None

    def value(self, trial: TrialSummary) -> float:
        """The throughput of a trial."""
        return trial.throughput_fps

    def question(self) -> str:
        """Which one delivers the most."""
        things = self.context.counted.many
        return self.locale("Which configuration delivers the most {things}?", things=things)

    def reading(self) -> str:
        """What dots, lines and ticks are, and why lines that overlap decide nothing."""
        locale, per_second = self.locale, self.context.per_second
        rate = locale.initial(per_second)
        return locale.sentences(
            locale(
                "{rate}: the dot is the geometric mean of the rounds, the line its 95 % interval.", rate=rate
            ),
            "" if crowded(self.context) else locale("Each tick is one round."),
            self._overlap(),
        )

    def _overlap(self) -> str:
        if takes_turns(self.context.plan):
            return self.locale(
                "A bad moment of the machine hits all configurations, so the conclusions rest on ratios "
                "within a round, not on whether these lines overlap."
            )
        return self.locale(
            "The conclusions rest on ratios within a round, not on whether these lines overlap."
        )
