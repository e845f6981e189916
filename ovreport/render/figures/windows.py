"""Whether throughput holds from one hundred requests to the next."""

from __future__ import annotations

from typing import ClassVar

from ovreport.claims import steadiness
from ovreport.claims.claim import Claim
from ovreport.claims.steadiness import first_windows, full_windows
from ovreport.language.messages import msg
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import digits, table
from ovreport.render.views import Table

FEWEST_WINDOWS = 5
MOST_WINDOWS = 120
"""That are drawn of one configuration."""


class WindowsChart(FigureKind):
    """Throughput of every hundred completed requests."""

    kind, place = "windows", 90
    lines = True
    question = msg("Does throughput hold from one hundred requests to the next?")
    how = msg("Throughput over every hundred completed requests, in the order of time.")
    labels: ClassVar[Labels] = {"window": msg("window {n}")}

    def wanted(self) -> bool:
        """Whether some configuration has enough of them."""
        counts = [len(full_windows(result)) for result in self.context.selected]
        return max(counts, default=0) >= FEWEST_WINDOWS

    def data(self) -> list[Data]:
        """Throughput, mean latency in milliseconds and round of the windows of each configuration."""
        found = []
        for result in self.context.selected:
            full = full_windows(result)
            kept = full[:: max(1, len(full) // MOST_WINDOWS)]
            found.append(
                {
                    "cell": self.context.places[result.cell.id],
                    "fps": [short(window.throughput_fps) for window in kept],
                    "ms": [short(window.mean_latency_ns / MS) for window in kept],
                    "round": [window.round for window in kept],
                }
            )
        return found

    def table(self) -> Table:
        """How far the windows lie apart."""
        context, locale = self.context, self.locale
        rows = []
        for result in context.selected:
            values = sorted(window.throughput_fps for window in full_windows(result))
            if values:
                picks = (values[0], values[len(values) // 2], values[-1])
                name = context.names[result.cell.id]
                rows.append(
                    (name, str(len(values)), *(digits(self.context.numbers, value) for value in picks))
                )
        heads = (context.rate, locale("windows"), locale("lowest"), locale("middle"), locale("highest"))
        return table(heads, rows)

    def claim(self) -> Claim | None:
        """About the longest of the lines that are drawn, which the report's own may not be."""
        longest = max(self.context.selected, key=lambda result: len(full_windows(result)))
        return steadiness.windows(self.context.analysis, longest)

    def reading(self) -> str:
        """What a point is, and how far into a round the windows go."""
        locale = self.locale
        first = [kept for result in self.context.selected if (kept := first_windows(result)) is not None]
        return locale.sentences(
            super().reading(),
            locale("Of a long round the first {number} windows are shown.", number=max(first))
            if first
            else "",
        )
