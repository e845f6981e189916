"""Whether more requests in flight work, or wait: the requests of a slice, slot by slot."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.language.messages import msg
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import digits, table
from ovreport.render.views import Table

DECIDING = ("requests", "streams", "threads", "hint", "mode")
"""Fields of a setting on which the number of requests in flight depends, where all else is the same."""
MOST_CELLS = 4
MOST_SLOTS = 8
MOST_BARS = 60
"""Of one slot."""


class TimelineChart(FigureKind):
    """A row for each request slot, a bar for each request in it."""

    kind, place = "timeline", 70
    question = msg("Do more requests in flight work, or wait?")
    how = msg(
        "Each row is one request slot, each bar one request from submission to completion, "
        "neighbours in two tints. One slice of a middling round."
    )
    labels: ClassVar[Labels] = {"slot": msg("slot {n}")}

    @cached_property
    def cells(self) -> list[CellResult]:
        """One cell for each number of requests in flight, fewest first.

        All of them differ from the baseline in at most one factor, and in nothing but what decides that
        number: another device may have another one as well, but its rows tell nothing of waiting.
        """
        base = self.context.plan.cell(self.context.plan.baseline).setting
        found: dict[int, CellResult] = {}
        for result in self.context.measured:
            slots, setting = len(result.slot_shares), result.cell.setting
            alike = replace(setting, **{name: getattr(base, name) for name in DECIDING}) == base
            near = self.context.distance(result.cell) <= 1 and 0 < slots <= MOST_SLOTS
            if alike and near and _middle(result).lane.size:
                found.setdefault(slots, result)
        return [found[slots] for slots in sorted(found)][:MOST_CELLS]

    def wanted(self) -> bool:
        """Whether there are several numbers of requests in flight to be compared."""
        return len(self.cells) > 1

    def data(self) -> list[Data]:
        """Begin and end of each request in milliseconds, by slot."""
        return [
            {"cell": self.context.places[result.cell.id], "slots": _slots(result)} for result in self.cells
        ]

    def table(self) -> Table:
        """The requests summed up by slot."""
        context, locale = self.context, self.locale
        rows = []
        for result in self.cells:
            lane = _middle(result).lane
            for slot in range(len(result.slot_shares)):
                mine = lane[lane[:, 1] == slot]
                if len(mine):
                    mean = float(mine[:, 3].mean()) / context.latency_size
                    rows.append(
                        (
                            context.names[result.cell.id],
                            str(slot),
                            str(len(mine)),
                            digits(self.context.numbers, mean),
                        )
                    )
        unit = locale("latency, {unit}", unit=context.latency_unit)
        return table((locale("configuration"), locale("slot"), locale("requests"), unit), rows)


def _middle(result: CellResult) -> TrialSummary:
    """The trial whose throughput lies in the middle."""
    ordered = sorted(result.trials, key=lambda trial: (trial.throughput_fps, trial.sha256))
    return ordered[len(ordered) // 2]


def _slots(result: CellResult) -> list[list[list[float]]]:
    rows = _middle(result).lane
    begin = int(rows[:, 2].min())
    return [
        [
            [short((row[2] - begin) / MS), short((row[2] - begin + row[3]) / MS)]
            for row in rows[rows[:, 1] == slot][:MOST_BARS]
        ]
        for slot in range(len(result.slot_shares))
    ]
