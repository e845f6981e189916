"""Throughput as a map of the two factors with the most levels."""

from __future__ import annotations

from functools import cached_property

from ovreport.analysis.results import CellResult
from ovreport.claims.claim import Claim
from ovreport.language.messages import msg
from ovreport.language.spans import Span, Text
from ovreport.plan import Factor
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.tables import table
from ovreport.render.views import Table

FEWEST_CELLS = 6


class HeatChart(FigureKind):
    """A square for each pair of levels, darker where throughput is higher."""

    kind, place = "heat", 40
    question = msg("Where on the map is the most throughput?")
    how = msg("{rate} by two factors, the others as in the baseline. What stands out more is more.")

    @cached_property
    def axes(self) -> tuple[Factor, Factor]:
        """The factors from left to right and from top to bottom; asked for only where the map is wanted."""
        factors = [factor for factor in self.context.plan.factors if len(factor.levels) > 1]
        across, down, *_ = sorted(factors, key=lambda factor: -len(factor.levels))
        return across, down

    @cached_property
    def cells(self) -> dict[tuple[str, str], CellResult]:
        """Cells of the map by the levels of its two factors; all other factors as in the baseline."""
        names, plan = {factor.name for factor in self.axes}, self.context.plan
        fixed = {name: level for name, level in plan.cell(plan.baseline).levels if name not in names}
        found = {}
        for result in self.context.measured:
            levels = dict(result.cell.levels)
            if all(levels.get(name) == level for name, level in fixed.items()):
                across, down = (levels.get(factor.name, "") for factor in self.axes)
                found[across, down] = result
        return found

    def wanted(self) -> bool:
        """Whether two factors span a map with enough squares."""
        sizes = [len(factor.levels) for factor in self.context.plan.factors if len(factor.levels) > 1]
        spanned = len(sizes) >= 2 and max(sizes) >= 3 and len(self.context.measured) >= FEWEST_CELLS
        return spanned and len(self.cells) >= FEWEST_CELLS

    def data(self) -> list[list[int | None]]:
        """Rows of the map; `None` where nothing was measured."""
        across, down = self.axes
        return [
            [
                self.context.places[self.cells[x, y].cell.id] if (x, y) in self.cells else None
                for x in across.levels
            ]
            for y in down.levels
        ]

    def words(self) -> dict[str, object]:
        """The two factors and their levels."""
        context, (across, down) = self.context, self.axes
        return {
            "x": [context.label(level) for level in across.levels],
            "y": [context.label(level) for level in down.levels],
            "xTitle": context.factor_title(across.name),
            "yTitle": context.factor_title(down.name),
        }

    def table(self) -> Table:
        """The map in numbers."""
        context, (across, down) = self.context, self.axes

        def value(result: CellResult | None) -> str:
            return context.throughput(result.throughput).value if result and result.throughput else "–"

        rows = [
            (context.level_title(down.name, y), *(value(self.cells.get((x, y))) for x in across.levels))
            for y in down.levels
        ]
        return table((context.rate, *(context.level_title(across.name, x) for x in across.levels)), rows)

    def claim(self) -> Claim | None:
        """The report's claim about an effect, where it is that of a factor of the map."""
        claim = super().claim()
        names = {factor.name for factor in self.axes}
        return claim if claim and claim.answers in names else None

    def answer(self) -> Text:
        """The claim, or the highest number of the map."""
        return super().answer() if self.claim() else self.highest()

    def highest(self) -> Text:
        """Where on the map throughput is highest, by its estimate alone."""
        context = self.context
        known = [(one.throughput, one.cell.id) for one in self.cells.values() if one.throughput]
        level, best = max(known, key=lambda each: each[0].value)
        text = self.locale(
            "{name}: the highest estimate on the map, {number}",
            name=context.names[best],
            number=context.in_sentence(context.throughput(level), level),
        )
        return (Span(text=text),)
