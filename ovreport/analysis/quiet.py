"""Levels of the passes in which the rest of the host was quiet; `surroundings` finds them."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.analysis.metrics import ChosenBy
from ovreport.analysis.summaries import TrialSummary
from ovreport.records import Interval


@dataclass(frozen=True, kw_only=True, eq=False)
class QuietLevels:
    """Levels of a cell in those passes in which the rest of the host was quiet.

    Attributes:
        throughput, latency: As those of `results.CellResult`.
        passes, of: How many passes that is, of those that count.
        trials: The trials of the rounds that have enough such passes, reduced to these: their throughput,
            mean latency and `slice_turn`, while all else is that of the whole trial.
    """

    throughput: Interval
    latency: Interval
    passes: int
    of: int
    trials: tuple[TrialSummary, ...]

    def level(self, metric: ChosenBy) -> Interval:
        """Geometric mean over rounds with its interval."""
        match metric:
            case "throughput":
                return self.throughput
            case "latency":
                return self.latency
