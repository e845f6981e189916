"""How long until the first answer."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from ovreport.claims.starts import middle, of_kind
from ovreport.language.messages import msg
from ovreport.records import Startup
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import digits, table
from ovreport.render.views import Table

MOST_BARS = 16
"""Starts up to which those of all configurations are drawn."""


class StartupChart(FigureKind):
    """The parts of the time to the first answer, apart for starts that compile and starts from the cache."""

    kind, place = "startup", 110
    question = msg("How long until the first answer?")
    how = msg(
        "Time to the first answer in the round whose start was the median one: importing OpenVINO, "
        "reading the model, compiling it, first inference. The number after the plus leaves the "
        "import out, as comparisons do."
    )
    labels: ClassVar[Labels] = {"cached": msg("{name}, from the cache")}

    @cached_property
    def starts(self) -> list[tuple[str, bool, Startup]]:
        """By cell the median start of those that compiled, and of those from the cache (true)."""
        found = [
            (result.cell.id, cached, start)
            for result in self.context.measured
            for cached in (False, True)
            if (start := middle(of_kind(result, cached=cached)))
        ]
        chosen = {result.cell.id for result in self.context.selected}
        return found if len(found) <= MOST_BARS else [one for one in found if one[0] in chosen]

    def wanted(self) -> bool:
        """Whether any start was recorded."""
        return bool(self.starts)

    def data(self) -> list[Data]:
        """Milliseconds of each part; `cached` where the start was one from the cache."""
        return [
            {
                "cell": self.context.places[cell],
                "parts": [short(part / MS) for part in _parts(start)],
                **({"cached": True} if cached else {}),
            }
            for cell, cached, start in self.starts
        ]

    def words(self) -> dict[str, object]:
        """The names of the parts, and what is said of a start from the cache."""
        return {**super().words(), "parts": self._part_names()}

    def _part_names(self) -> list[str]:
        locale = self.locale
        return [locale("import"), locale("read"), locale("compile"), locale("first inference")]

    def table(self) -> Table:
        """The parts in milliseconds."""
        locale, rows = self.locale, []
        for cell, cached, start in self.starts:
            name, parts = self.context.names[cell], (*_parts(start), start.total_ns)
            told = locale.format(self.labels["cached"], name=name) if cached else name
            rows.append((told, *(digits(self.context.numbers, part / MS) for part in parts)))
        return table((locale("time, ms"), *self._part_names(), locale("all but the import")), rows)

    def reading(self) -> str:
        """What the parts are, which of them comparisons count, and which starts are drawn."""
        own = self.locale("Starts that took the compiled model from the cache have a bar of their own.")
        cached = any(cached for _, cached, _ in self.starts)
        return self.locale.sentences(super().reading(), own if cached else "")


def _parts(start: Startup) -> tuple[int, int, int, int]:
    return start.import_ns, start.read_ns, start.compile_ns, start.first_inference_ns
