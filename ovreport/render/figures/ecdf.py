"""How long most requests take, and how long the slowest."""

from __future__ import annotations

import math
from typing import ClassVar

from ovreport.analysis.results import Interval
from ovreport.analysis.summaries import GRID
from ovreport.claims.claim import Claim
from ovreport.language.messages import msg
from ovreport.language.spans import Span, Text
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import table
from ovreport.render.views import Table

SHOWN_PERCENTILES = (5, 25, 50, 75, 90, 95)


class EcdfChart(FigureKind):
    """The share of requests that took at most so long."""

    kind, place = "ecdf", 60
    lines = True
    question = msg("How long do most requests take, and how long do the slowest?")
    how = msg("Share of requests that finished within a given time.")
    labels: ClassVar[Labels] = {
        "latency": msg("latency"),
        "share": msg("share of requests"),
        "atMost": msg("{share} took at most {time}"),
    }

    def data(self) -> Data:
        """Latency in milliseconds at the percentiles of the grid."""
        curves = [
            {
                "cell": self.context.places[one.cell.id],
                "values": [short(value / MS) for value in one.latency_grid_ns],
            }
            for one in self.context.selected
            if one.latency_grid_ns is not None
        ]
        return {"grid": list(GRID), "curves": curves}

    def table(self) -> Table:
        """Percentiles of latency; a dash where the requests are too few for one."""
        context = self.context
        rows = []
        for result in context.selected:
            if result.latency_grid_ns is None:
                continue
            missing = {one.percent for one in result.percentiles if one.latency_ns is None}
            cells = []
            for percent in SHOWN_PERCENTILES:
                value = float(result.latency_grid_ns[GRID.index(percent)])
                found = Interval(value=value, low=math.nan, high=math.nan)
                cells.append("–" if percent in missing else context.percentile(found).value)
            rows.append((context.names[result.cell.id], *cells))
        unit = self.locale("latency, {unit}", unit=context.latency_unit)
        return table((unit, *(f"p{percent}" for percent in SHOWN_PERCENTILES)), rows)

    def claim(self) -> Claim | None:
        """Where requests take the shortest, unless the figure of latencies tells it already."""
        several = len(self.context.measured) >= 2
        return None if several else dict(self.context.report.captions).get("latency")

    def answer(self) -> Text:
        """The claim, or how long half and nine tenths of the requests take where they take the shortest."""
        context = self.context
        best = [one.best for one in context.analysis.best if one.metric == "latency"]
        result = context.results[best[0]] if best else context.measured[0]
        half, most = result.percentile(50), result.percentile(90)
        if self.claim() or half is None or most is None:
            return super().answer()
        text = self.locale(
            "{name}: half of the requests finish within {half}, nine in ten within {most}",
            name=context.names[result.cell.id],
            half=context.in_sentence(context.percentile(half), half),
            most=context.in_sentence(context.percentile(most), most),
        )
        return (Span(text=text),)
