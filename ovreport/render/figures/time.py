"""Whether latency holds over time."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import CellResult
from ovreport.language.messages import msg
from ovreport.records import Phase
from ovreport.render.figures.common import MS, Data, short
from ovreport.render.figures.figure import FigureKind, Labels
from ovreport.render.figures.tables import RoundColumns, median_ns, table
from ovreport.render.request_plot import thin
from ovreport.render.views import LegendEntry, Table

MOST_POINTS = 4_500
"""Of the whole figure, so that it draws in a moment; the extremes are always among them."""
FEWEST_POINTS = 50
MOST_SLICES = 200
"""Means of slices of one configuration."""
MOST_OVERLAID = 4
"""Configurations that are drawn over one another; more would hide each other and have rows."""
ROUND_GAP_MS = 300.0


class TimeChart(FigureKind):
    """Requests and means of slices in the order of time."""

    kind, place = "time", 80
    lines = True
    question = msg("Does latency hold over time?")
    labels: ClassVar[Labels] = {"warmup": msg("not counted"), "sliceMean": msg("mean of a slice")}

    @property
    def in_rows(self) -> bool:
        """Whether each configuration has a row."""
        return len(self.context.selected) > MOST_OVERLAID

    def data(self) -> Data:
        """Requests on one clock a round, in milliseconds; the pauses between rounds are folded away."""
        starts: dict[int, float] = {}
        end = 0.0
        for number, span in self._spans().items():
            starts[number] = short(end)
            end += span + ROUND_GAP_MS
        return {
            "inRows": self.in_rows,
            "rounds": [[number, start] for number, start in starts.items()],
            "end": short(end),
            "cells": [self._cell(result, starts) for result in self.context.selected],
        }

    def _spans(self) -> dict[int, float]:
        """How long the slices of a round lasted, in ms, by round."""
        spans: dict[int, float] = {}
        for trial in (trial for result in self.context.selected for trial in result.trials):
            if len(trial.points):
                last = float((trial.points[:, 2] + trial.points[:, 3]).max()) / MS
                spans[trial.round] = max(spans.get(trial.round, 0.0), last)
        return dict(sorted(spans.items()))

    def _cell(self, result: CellResult, starts: dict[int, float]) -> Data:
        """Counted requests, those that do not count (`w`), and means of slices (`s`)."""
        parts, slices = [np.empty((0, 3))], []
        for trial in result.trials:
            if trial.round in starts and len(trial.points):
                start = starts[trial.round]
                parts.append(_shifted(trial.points, start))
                slices += [
                    (start + begin / MS, latency / MS)
                    for begin, latency in zip(trial.slice_begin_ns, trial.slice_latency_ns, strict=True)
                ]
        slices = slices[:: max(1, len(slices) // MOST_SLICES)]
        rows, room = np.concatenate(parts), MOST_POINTS // len(self.context.selected) - len(slices)
        rows = rows[thin((rows[:, 1] * 1000).astype(np.int64), max(room, FEWEST_POINTS))]
        counted, warm = rows[rows[:, 2] == 1], rows[rows[:, 2] == 0]
        return {
            "cell": self.context.places[result.cell.id],
            "x": np.rint(counted[:, 0]).astype(np.int64).tolist(),
            "y": counted[:, 1].round(2).tolist(),
            "wx": np.rint(warm[:, 0]).astype(np.int64).tolist(),
            "wy": warm[:, 1].round(2).tolist(),
            "sx": [round(x) for x, _ in slices],
            "sy": [short(y) for _, y in slices],
        }

    def table(self) -> Table:
        """Median latency of every round."""
        context, rounds = self.context, RoundColumns(self.context)
        unit = self.locale("median latency, {unit}", unit=context.latency_unit)
        rows = [
            (
                context.names[result.cell.id],
                *rounds.cells(result, lambda trial: median_ns(trial) / context.latency_size),
            )
            for result in context.selected
        ]
        return table((unit, *rounds.heads), rows)

    def legend(self) -> tuple[LegendEntry, ...]:
        """None where rows have names."""
        return () if self.in_rows else super().legend()

    def reading(self) -> str:
        """What rows and dots are."""
        if self.in_rows:
            return self.locale(
                "One row per configuration, time from left to right. Large dots are slice means, small dots "
                "requests, relative to the row’s median slice (its value stands at the right). Values off "
                "the scale sit at the edge. What happens in all rows at once is the machine."
            )
        if any(trial.slices_set_aside for result in self.context.selected for trial in result.trials):
            return self.locale(
                "Requests in the order of time, the pauses between rounds folded away. Large dots are means "
                "of slices; small grey rings are warm-up and passes that were repeated, kept in the record "
                "and left out of every number."
            )
        return self.locale(
            "Requests in the order of time, the pauses between rounds folded away. Large dots are means of "
            "slices; small grey rings are warm-up, kept in the record and left out of every number."
        )


def _shifted(points: NDArray[np.int64], start: float) -> NDArray[np.float64]:
    """Columns time in ms, latency in ms, 1 for counted and 0 for others; no tail, nothing before 0."""
    kept = points[(points[:, 4] != int(Phase.TAIL)) & (points[:, 2] >= 0)]
    counted = kept[:, 4] == int(Phase.MEASURED)
    return np.stack([start + kept[:, 2] / MS, kept[:, 3] / MS, counted.astype(np.float64)], axis=1)
