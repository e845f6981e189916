"""Whether the rounds agree."""

from __future__ import annotations

from ovreport.language.messages import msg
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.tables import RoundColumns, table
from ovreport.render.views import Table


class RoundsChart(FigureKind):
    """Throughput in each round."""

    kind, place = "rounds", 50
    lines = True
    question = msg("Do the rounds agree?")
    how = msg("Throughput in each round. Lines that move together show the machine, not the configurations.")

    def wanted(self) -> bool:
        """Whether there are enough rounds and configurations to move together or not."""
        return len(self.context.measured) >= 2 and self.context.analysis.rounds >= 3

    def table(self) -> Table:
        """Throughput by configuration and round."""
        context, rounds = self.context, RoundColumns(self.context)
        rows = [
            (context.names[result.cell.id], *rounds.cells(result, lambda trial: trial.throughput_fps))
            for result in context.selected
        ]
        return table((context.rate, *rounds.heads), rows)
