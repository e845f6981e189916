"""How long until the first answer."""

from __future__ import annotations

from ovreport.analysis.results import CellResult
from ovreport.claims.starts import middle, of_kind
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind
from ovreport.render.figures.tables import digits, table
from ovreport.render.views import Table

MOST_BARS = 16
"""Configurations up to which all of them are drawn."""


class StartupChart(FigureKind):
    """The parts of the time to the first answer."""

    kind = "startup"

    def wanted(self) -> bool:
        """Whether any start was recorded."""
        return any(result.startup for result in self.context.measured)

    def _cells(self) -> tuple[CellResult, ...]:
        measured = self.context.measured
        return measured if len(measured) <= MOST_BARS else self.context.selected

    def data(self) -> list[Data]:
        """Milliseconds of each part in the round whose start was the median one."""
        found = []
        for result in self._cells():
            if (start := result.startup) is not None:
                parts = (start.import_ns, start.read_ns, start.compile_ns, start.first_inference_ns)
                place = self.context.places[result.cell.id]
                found.append({"cell": place, "parts": [short(part / MS) for part in parts]})
        return found

    def words(self) -> dict[str, object]:
        """The names of the parts."""
        return {"parts": self._parts()}

    def _parts(self) -> list[str]:
        locale = self.locale
        return [locale("import"), locale("read"), locale("compile"), locale("first inference")]

    def table(self) -> Table:
        """The parts in milliseconds, also of starts from a cache."""
        locale, rows = self.locale, []
        for result in self._cells():
            name = self.context.names[result.cell.id]
            cached = locale("{name}, from the cache", name=name)
            for told, from_cache in ((name, False), (cached, True)):
                if start := middle(of_kind(result, cached=from_cache)):
                    parts = (start.import_ns, start.read_ns, start.compile_ns, start.first_inference_ns)
                    rows.append(
                        (
                            told,
                            *(digits(self.context.numbers, part / MS) for part in (*parts, start.total_ns)),
                        )
                    )
        return table((locale("time, ms"), *self._parts(), locale("all but the import")), rows)

    def question(self) -> str:
        """How long it takes."""
        return self.locale("How long until the first answer?")

    def reading(self) -> str:
        """What the parts are, and which of them comparisons count."""
        return self.locale(
            "Time to the first answer in the round whose start was the median one: importing OpenVINO, "
            "reading the model, compiling it, first inference. The number after the plus leaves the "
            "import out, as comparisons do."
        )
