"""Every request as a dot: a picture of a cell in one SVG path, small enough to stand in the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import GRID, CellResult, TrialSummary
from ovreport.records import Phase
from ovreport.render.context import Context
from ovreport.render.scales import halved
from ovreport.render.views import Dots, Tick
from ovreport.units import TIME_UNITS

WIDTH, HEIGHT = 1000, 100
PAGE_DOTS = 12_000
"""Dots of all pictures of a page together: about 80 kB."""
MOST_DOTS, FEWEST_DOTS = 1_500, 120
INSET = 0.04


def ceiling_ns(results: Sequence[CellResult]) -> float:
    """A latency that nearly all requests of these cells stay below, for a shared axis.

    A few stragglers must not flatten all the rest: they are drawn at the edge and counted.
    """
    return max((_top_ns(_latencies(result.trials)) for result in results if result.trials), default=1.0)


def _top_ns(latencies: NDArray[np.int64]) -> float:
    most, usual = np.quantile(latencies, [0.995, 0.9]).tolist()
    return float(min(most * 1.1, usual * 2))


def draw(context: Context, result: CellResult, top_ns: float) -> Dots | None:
    """The dots of a cell below an axis that ends at a round number above `top_ns`."""
    if not result.trials:
        return None
    size = dict(TIME_UNITS)[context.latency_unit]
    scale = halved(top_ns / size)
    by_round = rounds_of(result.trials)
    most = max(min(PAGE_DOTS // max(len(context.measured), 1), MOST_DOTS), FEWEST_DOTS) // len(by_round)
    columns = [_column(trials, most) for trials in by_round.values()]
    beyond = sum(int((column[:, 1] > scale.high * size).sum()) for column in columns)
    marks = scale.marks()
    return Dots(
        points=_path(columns, scale.high * size),
        bounds="".join(f"M{WIDTH * k // len(columns)} 0v{HEIGHT}" for k in range(1, len(columns))),
        medians=_medians(by_round, scale.high * size),
        ticks=tuple(
            Tick(
                at=100 - mark.at,
                label=f"{mark.label} {context.latency_unit}" if mark is marks[-1] else mark.label,
            )
            for mark in marks
        ),
        rounds=_round_labels(context, list(by_round)),
        label=_label(context, by_round),
        note=_note(context, result, columns, beyond, marks[-1].label),
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


def _path(columns: Sequence[NDArray[np.int64]], top_ns: float) -> str:
    pixels: list[tuple[int, int]] = []
    for number, rows in enumerate(columns):
        if not len(rows):
            continue
        begin, span = rows[0, 0], max(int(rows[-1, 0] - rows[0, 0]), 1)
        share = INSET + (1 - 2 * INSET) * (rows[:, 0] - begin) / span
        x = np.rint((number + share) * WIDTH / len(columns)).astype(int)
        y = np.rint(HEIGHT * (1 - np.minimum(rows[:, 1] / top_ns, 1))).astype(int)
        pixels += dict.fromkeys(zip(x.tolist(), y.tolist(), strict=True))
    return _relative(pixels)


def _relative(pixels: Sequence[tuple[int, int]]) -> str:
    """Dots as moves from one to the next, each followed by a line of no length."""
    text, at = [], (0, 0)
    for x, y in pixels:
        dx, dy = x - at[0], y - at[1]
        text.append(f"m{dx}{dy}h0" if dy < 0 else f"m{dx} {dy}h0")
        at = (x, y)
    return "".join(text)


def _medians(by_round: dict[int, list[TrialSummary]], top_ns: float) -> str:
    wide = WIDTH / len(by_round)
    return "".join(
        f"M{(number + INSET) * wide:.0f} {HEIGHT * (1 - min(_median(trials) / top_ns, 1)):.1f}"
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


def _round_labels(context: Context, rounds: Sequence[int]) -> tuple[str, ...]:
    first = context.tongue("round {number}", number=rounds[0])
    return (first, *(str(number) for number in rounds[1:]))


def _label(context: Context, by_round: dict[int, list[TrialSummary]]) -> str:
    medians = [_median(trials) for trials in by_round.values()]
    return context.tongue(
        "Latency of the requests of this configuration, round by round; the rounds' medians lie between "
        "{low} and {high}.",
        low=context.time(min(medians)),
        high=context.time(max(medians)),
    )


def _note(
    context: Context, result: CellResult, columns: Sequence[NDArray[np.int64]], beyond: int, top: str
) -> str:
    tongue = context.tongue
    drawn = sum(len(rows) for rows in columns)
    counted = sum(trial.requests for trial in result.trials)
    sample = ""
    if drawn < counted:
        sample = tongue(
            "{drawn} of {all} requests drawn, the extremes among them.",
            drawn=f"{drawn:,}",
            all=f"{counted:,}",
        )
    edge = ""
    if beyond:
        edge = tongue.plural(
            "One request above {top} is drawn at the edge.",
            "{number} requests above {top} are drawn at the edge.",
            beyond,
            top=f"{top} {context.latency_unit}",
        )
    return tongue.sentences(sample, edge)
