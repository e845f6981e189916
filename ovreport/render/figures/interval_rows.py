"""Estimates with their intervals, as throughput and latency are drawn: a row a configuration, or fewer."""

from __future__ import annotations

from abc import abstractmethod

from ovreport import naming
from ovreport.analysis.results import CellResult, Interval
from ovreport.analysis.summaries import TrialSummary
from ovreport.render.context import Context
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.tables import RoundColumns, table
from ovreport.render.legend import colours
from ovreport.render.views import LegendEntry, NumberCell, Row, Table
from ovreport.units import Quantity

MOST_SINGLE_ROWS = 14
"""Configurations up to which a figure has a row for each."""


class IntervalRows(FigureKind):
    """A figure of one quantity of every configuration, with its intervals and rounds."""

    @abstractmethod
    def unit(self) -> str:
        """The head of the estimates' column."""

    @abstractmethod
    def estimate(self, result: CellResult) -> Interval | None:
        """The quantity of a configuration: the geometric mean of its rounds."""

    @abstractmethod
    def printed(self, estimate: Interval) -> Quantity:
        """An estimate in the page's unit."""

    @abstractmethod
    def value(self, trial: TrialSummary) -> float:
        """The quantity of one trial, in the page's unit."""

    def wanted(self) -> bool:
        """Whether there is something to compare."""
        return len(self.context.measured) >= 2

    def table(self) -> Table:
        """The estimates with their intervals, and the value of each round where the page has room."""
        context, locale, rounds = self.context, self.locale, RoundColumns(self.context)
        heads = [locale("configuration"), self.unit(), locale("95 % from"), locale("to")]
        rows: list[Row] = []
        for result in context.measured:
            estimate = self.estimate(result)
            if estimate is not None:
                told = self.printed(estimate)
                level = NumberCell(text=told.value, value=estimate.value)
                by_round = [] if context.many else rounds.cells(result, self.value)
                rows.append(
                    (context.names[result.cell.id], level, told.low or "–", told.high or "–", *by_round)
                )
        return table(heads if context.many else [*heads, *rounds.heads], rows)

    def legend(self) -> tuple[LegendEntry, ...]:
        """The colours where a row holds several configurations; else each row has its name."""
        return colours(self.context) if crowded(self.context) else ()


def crowded(context: Context) -> bool:
    """Whether the cells are too many for a row each: then a row holds all levels of the coloured factor."""
    return len(context.measured) > MOST_SINGLE_ROWS and len(context.plan.factors) > 1


def crowd(context: Context) -> dict[str, object] | None:
    """Names of the rows that hold all levels of the coloured factor, and for each cell its row and level."""
    hue = context.encoding.hue
    if hue is None or not crowded(context):
        return None
    titles: dict[tuple[str, ...], str] = {}
    row, level = [], []
    for result in context.analysis.cells:
        others = [(name, label) for name, label in result.cell.levels if name != hue.name]
        labels = tuple(label for _, label in others)
        if labels not in titles:
            words = [
                naming.level_name(name, label, context.plan, context.locale.tag) for name, label in others
            ]
            titles[labels] = context.locale.list(words)
        row.append(list(titles).index(labels))
        level.append(hue.levels.index(dict(result.cell.levels)[hue.name]))
    return {"rows": list(titles.values()), "row": row, "level": level}
