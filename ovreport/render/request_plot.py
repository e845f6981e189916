"""Every request as a dot: a picture of a cell in one SVG path, small enough to stand in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import GRID, TrialSummary
from ovreport.records import Phase
from ovreport.render.context import Context
from ovreport.render.scales import Scale, decades, halved, tick_label
from ovreport.render.views import RequestPlot, Tick

WIDTH, HEIGHT = 1000, 100
PAGE_DOTS = 12_000
"""Dots of all plots of a page together: about 80 kB."""
MOST_DOTS, FEWEST_DOTS = 1_500, 120
INSET = 0.04

QUANTILES = (0.005, 0.05, 0.95, 0.995)
MOST_LINEAR = 5.0
"""How many times the fast requests of a section its slow ones may take on an axis that starts at zero."""


@dataclass(frozen=True)
class LatencyAxis:
    """What the axis of latencies shows, in nanoseconds: where the bulk of the requests lies.

    A few stragglers must not flatten all the rest: they are drawn as arrows at the edge. Where the bulk
    itself lies far apart, as with one request and sixteen in flight, equal ratios are equally long.
    """

    low: float = 0.0
    high: float = 1.0
    log: bool = False

    def axis(self, size: float) -> Scale:
        """The axis in units of so many nanoseconds."""
        return decades(self.low / size, self.high / size) if self.log else halved(self.high / size)


def latency_axis(results: Sequence[CellResult]) -> LatencyAxis:
    """The axis that these cells share."""
    found = [_latencies(result.trials) for result in results if result.trials]
    levels = np.array([np.quantile(latencies, QUANTILES) for latencies in found if len(latencies)])
    if not len(levels):
        return LatencyAxis()
    first, usual_low, usual_high, last = levels.T
    if usual_high.max() / max(usual_low.min(), 1.0) <= MOST_LINEAR:
        return LatencyAxis(high=float(np.minimum(last * 1.1, usual_high * 1.25).max()))
    low = np.maximum(first / 1.1, usual_low / 2).min()
    return LatencyAxis(float(low), float(np.minimum(last * 1.1, usual_high * 2).max()), log=True)


def draw(context: Context, result: CellResult, axis: LatencyAxis) -> RequestPlot | None:
    """The dots of a cell beside the axis of its section."""
    if not result.trials:
        return None
    size = context.latency_size
    scale = axis.axis(size)
    by_round = rounds_of(result.trials)
    most = max(min(PAGE_DOTS // max(len(context.measured), 1), MOST_DOTS), FEWEST_DOTS) // len(by_round)
    columns = [_column(trials, most) for trials in by_round.values()]
    pixels, far = _pixels(columns, scale, size)
    slowest = max(far, key=lambda one: one[1], default=None)
    marks = scale.marks(context.numbers)
    return RequestPlot(
        points=_relative(pixels),
        beyond="".join(f"M{x} -8l-7 7h14z" for x in dict.fromkeys(x for x, _ in far)),
        farthest=slowest and Tick(at=round(100 * slowest[0] / WIDTH, 1), label=context.time(slowest[1])),
        bounds="".join(f"M{WIDTH * k // len(columns)} 0v{HEIGHT}" for k in range(1, len(columns))),
        medians=_medians(by_round, scale, size),
        ticks=tuple(
            Tick(
                at=100 - mark.at,
                label=f"{mark.label} {context.latency_unit}" if mark is marks[-1] else mark.label,
            )
            for mark in marks
        ),
        rounds=tuple(
            str(number) if k else context.locale("round {number}", number=number)
            for k, number in enumerate(by_round)
        ),
        label=_label(context, by_round),
        note=_note(context, result, columns, len(far), tick_label(context.numbers, scale.high)),
    )


def rounds_of(trials: Sequence[TrialSummary]) -> dict[int, list[TrialSummary]]:
    """Trials by round, in order."""
    found: dict[int, list[TrialSummary]] = {}
    for trial in sorted(trials, key=lambda one: (one.round, one.group)):
        found.setdefault(trial.round, []).append(trial)
    return found


def thin(latency: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Indices of at most so many entries in their order: evenly spaced, and always the extremes."""
    if len(latency) <= most:
        return np.arange(len(latency))
    even = np.linspace(0, len(latency) - 1, max(most - 2, 1)).astype(np.int64)
    return np.unique(np.concatenate([even, [latency.argmin(), latency.argmax()]]))


def _column(trials: Sequence[TrialSummary], most: int) -> NDArray[np.int64]:
    """Time and latency of the counted requests of a round. Shape `(n, 2)`."""
    parts = []
    for trial in trials:
        counted = trial.points[trial.points[:, 4] == int(Phase.MEASURED)]
        parts.append(counted[:, [2, 3]])
    rows = np.concatenate(parts)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    return rows[thin(rows[:, 1], most)]


def _pixels(
    columns: Sequence[NDArray[np.int64]], scale: Scale, size: float
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where the requests fall in the box, and those above it: place from the left, and latency in ns."""
    pixels: dict[tuple[int, int], None] = {}
    far: list[tuple[int, int]] = []
    for number, rows in enumerate(columns):
        if not len(rows):
            continue
        begin, span = rows[0, 0], max(int(rows[-1, 0] - rows[0, 0]), 1)
        share = INSET + (1 - 2 * INSET) * (rows[:, 0] - begin) / span
        x = np.rint((number + share) * WIDTH / len(columns)).astype(np.int64).tolist()
        for place, latency in zip(x, rows[:, 1].tolist(), strict=True):
            if latency > scale.high * size:
                far.append((place, latency))
            else:
                pixels[place, round(_down(scale, latency / size))] = None
    return list(pixels), far


def _down(scale: Scale, value: float) -> float:
    """How far below the top of the box a latency lies."""
    return HEIGHT * (1 - scale.at(value) / 100)


def _relative(pixels: Sequence[tuple[int, int]]) -> str:
    """Dots as moves from one to the next, each followed by a line of no length."""
    text, at = [], (0, 0)
    for x, y in pixels:
        dx, dy = x - at[0], y - at[1]
        text.append(f"m{dx}{dy}h0" if dy < 0 else f"m{dx} {dy}h0")
        at = (x, y)
    return "".join(text)


def _medians(by_round: dict[int, list[TrialSummary]], scale: Scale, size: float) -> str:
    wide = WIDTH / len(by_round)
    return "".join(
        f"M{(number + INSET) * wide:.0f} {_down(scale, _median(trials) / size):.1f}"
        f"h{wide * (1 - 2 * INSET):.0f}"
        for number, trials in enumerate(by_round.values())
    )


def _latencies(trials: Sequence[TrialSummary]) -> NDArray[np.int64]:
    rows = np.concatenate([trial.points for trial in trials])
    latencies: NDArray[np.int64] = rows[rows[:, 4] == int(Phase.MEASURED), 3]
    return latencies


def _median(trials: Sequence[TrialSummary]) -> float:
    """Of all counted requests of a round, not of the few that are drawn; of its groups the middle one's."""
    return float(np.median([trial.latency_grid_ns[GRID.index(50)] for trial in trials]))


def _label(context: Context, by_round: dict[int, list[TrialSummary]]) -> str:
    medians = [_median(trials) for trials in by_round.values()]
    return context.locale(
        "Latency of the requests of this configuration, round by round; the rounds' medians lie between "
        "{low} and {high}.",
        low=context.time(min(medians)),
        high=context.time(max(medians)),
    )


def _note(
    context: Context, result: CellResult, columns: Sequence[NDArray[np.int64]], beyond: int, top: str
) -> str:
    locale = context.locale
    drawn = sum(len(rows) for rows in columns)
    counted = sum(trial.requests for trial in result.trials)
    sample = ""
    if drawn < counted:
        sample = locale(
            "{drawn} of {all} requests drawn, the extremes among them.",
            drawn=context.numbers.count(drawn),
            all=context.numbers.count(counted),
        )
    edge = ""
    if beyond:
        edge = locale.plural(
            "One request drawn took longer than {top}: the arrow at the edge.",
            "{number} requests drawn took longer than {top}: arrows at the edge, the slowest with its time.",
            beyond,
            top=f"{top} {context.latency_unit}",
        )
    return locale.sentences(sample, edge)
