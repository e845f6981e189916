"""Whether the requests in flight share the work evenly."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from ovreport.analysis.results import CellResult
from ovreport.language.messages import msg
from ovreport.render.figures.common import Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import table
from ovreport.render.views import Table


class SharesChart(FigureKind):
    """The share of the completed requests that each slot served."""

    kind, place = "shares", 100
    question = msg("Do the requests in flight share the work evenly?")
    how = msg("Share of the completed requests that each request slot served. The even share is marked.")
    labels: ClassVar[Labels] = {"slot": msg("slot {n}")}

    @cached_property
    def cells(self) -> list[CellResult]:
        """Configurations with several slots, of those that figures of lines show."""
        return [result for result in self.context.selected if len(result.slot_shares) > 1]

    def wanted(self) -> bool:
        """Whether anything can be shared."""
        return bool(self.cells)

    def data(self) -> list[Data]:
        """Shares in percent."""
        return [
            {
                "cell": self.context.places[result.cell.id],
                "shares": [short(share * 100) for share in result.slot_shares],
            }
            for result in self.cells
        ]

    def table(self) -> Table:
        """Shares in percent, a column a slot."""
        locale = self.locale
        most = max(len(result.slot_shares) for result in self.cells)
        rows = []
        for result in self.cells:
            cells = [self.context.numbers.fixed(share * 100, 1) for share in result.slot_shares]
            rows.append((self.context.names[result.cell.id], *cells, *[""] * (most - len(cells))))
        slots = [locale("slot {number}", number=slot) for slot in range(most)]
        return table((locale("share of requests, %"), *slots), rows)
