"""Figures that a source printed beside measured ones."""

from __future__ import annotations

from ovreport.language.messages import msg
from ovreport.render.figures.common import Data
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.tables import full, table
from ovreport.render.unmeasured import printed
from ovreport.render.views import Table

SOURCE = 5
"""The column of the table that holds words."""


class PublishedChart(FigureKind):
    """Measured and printed throughput in one line for each configuration, in marks of their own."""

    kind, place = "published", 120
    question = msg("How do the published figures compare?")

    def wanted(self) -> bool:
        """Whether sources print enough for a figure."""
        return sum(len(source.figures) for source in self.context.plan.published) >= 2

    def data(self) -> list[Data]:
        """Printed throughputs; `source` is the place in the words."""
        places = self.context.places
        return [
            {"cell": places[figure.cell_id], "source": number, "fps": figure.throughput_fps}
            for number, source in enumerate(self.context.plan.published)
            for figure in source.figures
            if figure.cell_id in places and figure.throughput_fps is not None
        ]

    def words(self) -> dict[str, object]:
        """What a mark is, and the names of the sources."""
        return {
            "measured": self.locale("measured here"),
            "published": self.locale("published"),
            "sources": [self.context.label(source.source) for source in self.context.plan.published],
        }

    def table(self) -> Table:
        """Measured beside printed figures; each in its own columns."""
        context, locale = self.context, self.locale
        heads = (
            locale("configuration"),
            locale("measured here, {unit}", unit=context.rate),
            locale("published, {unit}", unit=context.rate),
            locale("measured here, latency"),
            locale("published, latency"),
            locale("source"),
        )
        rows = []
        for source in context.plan.published:
            for figure in source.figures:
                result = context.results.get(figure.cell_id)
                if result is None:
                    continue
                ms, fps = printed(context, figure)
                here = context.latency(result.latency) if result.latency else None
                rows.append(
                    (
                        context.names[figure.cell_id],
                        full(context.throughput(result.throughput)) if result.throughput else "–",
                        fps.value if fps else "–",
                        f"{full(here)}{here.gap}{here.unit}" if here else "–",
                        str(ms or "–"),
                        context.label(source.source),
                    )
                )
        return table(heads, rows, words={SOURCE})

    def reading(self) -> str:
        """What the marks are, and that they are never pooled."""
        if not self.context.measured:
            return self.locale("Open diamonds are printed by the source, without intervals.")
        return self.locale(
            "Circles are measured here, open diamonds are printed by the source, on another "
            "machine and without intervals. They are never pooled."
        )
