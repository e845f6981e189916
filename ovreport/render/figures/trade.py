"""What throughput costs in latency."""

from __future__ import annotations

from typing import ClassVar

from ovreport.language.messages import msg
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.interval_rows import crowded
from ovreport.render.figures.tables import full, table
from ovreport.render.legend import colours
from ovreport.render.views import LegendEntry, NumberCell, Table


class TradeChart(FigureKind):
    """Throughput against latency, with a line through the configurations that none beats in both."""

    kind, place = "trade", 30
    leading = (2, -1)
    question = msg("What does throughput cost in latency?")
    how = msg("Throughput against mean latency, both with 95 % intervals.")
    labels: ClassVar[Labels] = {"latency": msg("mean latency of a request")}

    def wanted(self) -> bool:
        """Whether there are enough configurations for a shape."""
        return len(self.context.measured) >= 3

    def data(self) -> list[int]:
        """The configurations of the line, from the quickest to the one with the most throughput."""
        return [self.context.places[cell_id] for cell_id in self.context.analysis.pareto]

    def table(self) -> Table:
        """Both quantities side by side; of many configurations those of the line alone."""
        context, locale, pareto = self.context, self.locale, self.context.analysis.pareto
        unit = locale("latency, {unit}", unit=context.latency_unit)
        rows = []
        for result in context.measured:
            front = result.cell.id in pareto
            if result.latency and result.throughput and (front or not context.many):
                ms, fps = context.latency(result.latency), context.throughput(result.throughput)
                rate = NumberCell(text=full(fps), value=result.throughput.value)
                rows.append((context.names[result.cell.id], full(ms), rate, locale("yes") if front else ""))
        note = locale("The figures of all configurations stand below the pictures of throughput and latency.")
        heads = (locale("configuration"), unit, context.rate, locale("on the Pareto front"))
        return table(heads, rows, note=note if context.many else "")

    def legend(self) -> tuple[LegendEntry, ...]:
        """The colours where most marks have no name beside them."""
        return colours(self.context) if crowded(self.context) else ()

    def reading(self) -> str:
        """What the axes and the line are."""
        line = self.locale("The line joins the configurations that no other is shown to beat.")
        return self.locale.sentences(super().reading(), line if len(self.context.analysis.pareto) > 1 else "")
