"""The data of the pictures: one compact object a page, the same in every language.

Latencies are in milliseconds, rates in images per second. Cells are referred to by their index in `cells`.
No picture gets more than about 5,000 points, and the extremes are always among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.results import GRID, CellResult, Interval, TrialSummary
from ovreport.claims.steadiness import full_windows
from ovreport.plan import Factor
from ovreport.records import Phase
from ovreport.render.context import Context
from ovreport.render.dots import thin

MOST_POINTS = 4_500
MOST_OVERLAID = 4
"""Configurations whose latency over time is drawn over one another."""
MOST_LANES = 4
MOST_SLOTS = 8
MOST_BARS = 16
MOST_LANE_BARS = 60
ROUND_GAP_MS = 300.0
MS = 1e6

Data = dict[str, Any]
"""What becomes JSON: numbers, texts, lists and objects of them."""


def data(context: Context) -> Data:
    """Everything that charts.js draws on a page."""
    cells = list(context.results.values())
    index = {result.cell.id: number for number, result in enumerate(cells)}
    chosen = [(index[result.cell.id], result) for result in context.selected]
    return {
        "cells": [_cell(context, result) for result in cells],
        "grid": list(GRID),
        "startup": [index[result.cell.id] for result in startup_cells(context) if result.startup],
        "chosen": [number for number, _ in chosen],
        "pareto": [index[cell_id] for cell_id in context.analysis.pareto],
        "lanes": [_lane(index[result.cell.id], result) for result in lane_cells(context)],
        "time": {"inRows": in_rows(context), **_time(chosen)},
        "windows": [_windows(number, result) for number, result in chosen],
        "heat": _heat(context, index),
        "published": _published(context, index),
    }


def _cell(context: Context, result: CellResult) -> Data:
    key = context.key(result.cell)
    found: Data = {"id": result.cell.id, "hue": key.hue, "fill": key.fill, "shape": key.shape}
    if result.throughput and result.latency:
        found["fps"] = _interval(result.throughput, 1.0)
        found["ms"] = _interval(result.latency, MS)
        found["rounds"] = [trial.round for trial in result.trials]
        found["fpsRounds"] = [_short(trial.throughput_fps) for trial in result.trials]
        found["msRounds"] = [_short(trial.latency_mean_ns / MS) for trial in result.trials]
        found["shares"] = [_short(share * 100) for share in result.slot_shares]
    if result.latency_grid_ns is not None:
        found["ecdf"] = [_short(value / MS) for value in result.latency_grid_ns]
    if result.startup:
        start = result.startup
        parts = (start.import_ns, start.read_ns, start.compile_ns, start.first_inference_ns)
        found["startup"] = [_short(part / MS) for part in parts]
    return found


def _interval(interval: Interval, size: float) -> list[float | None]:
    return [_finite(value / size) for value in (interval.value, interval.low, interval.high)]


def _finite(value: float) -> float | None:
    return _short(value) if np.isfinite(value) else None


def _short(value: float) -> float:
    """Five significant digits: more than a screen can show."""
    return float(f"{value:.5g}")


def in_rows(context: Context) -> bool:
    """Whether latency over time has a row for each configuration: more would hide one another."""
    return len(context.selected) > MOST_OVERLAID


# ---------------------------------------------------------------- lanes


def lane_cells(context: Context) -> list[CellResult]:
    """One cell for each number of requests in flight, fewest first: what the lanes compare.

    All of them differ from the baseline in at most one factor, so that their lanes can be compared.
    """
    found: dict[int, CellResult] = {}
    for result in context.measured:
        slots = len(result.slot_shares)
        near = context.distance(result.cell) <= 1 and 0 < slots <= MOST_SLOTS
        if near and lane_trial(result).lane.size:
            found.setdefault(slots, result)
    return [found[slots] for slots in sorted(found)][:MOST_LANES]


def startup_cells(context: Context) -> tuple[CellResult, ...]:
    """The cells whose start-up is drawn: all where they are few."""
    return context.measured if len(context.measured) <= MOST_BARS else context.selected


def lane_trial(result: CellResult) -> TrialSummary:
    """The trial whose throughput lies in the middle."""
    ordered = sorted(result.trials, key=lambda trial: (trial.throughput_fps, trial.sha256))
    return ordered[len(ordered) // 2]


def _lane(number: int, result: CellResult) -> Data:
    rows = lane_trial(result).lane
    begin = int(rows[:, 2].min())
    slots = []
    for slot in range(len(result.slot_shares)):
        mine = rows[rows[:, 1] == slot][:MOST_LANE_BARS]
        slots.append([[_short((r[2] - begin) / MS), _short((r[2] - begin + r[3]) / MS)] for r in mine])
    return {"cell": number, "slots": slots}


# ---------------------------------------------------------------- latency over time


def _time(chosen: Sequence[tuple[int, CellResult]]) -> Data:
    """Requests on one clock a round; the pauses between rounds are folded away."""
    spans = round_spans([result for _, result in chosen])
    starts: dict[int, float] = {}
    end = 0.0
    for number, span in spans.items():
        starts[number] = _short(end)
        end += span + ROUND_GAP_MS
    each = MOST_POINTS // max(len(chosen), 1)
    return {
        "rounds": [[number, start] for number, start in starts.items()],
        "end": _short(end),
        "cells": [_time_cell(number, result, starts, each) for number, result in chosen],
    }


def round_spans(results: Sequence[CellResult]) -> dict[int, float]:
    """How long the slices of a round lasted, in ms, by round."""
    spans: dict[int, float] = {}
    for result in results:
        for trial in result.trials:
            points = trial.points
            if len(points):
                last = float((points[:, 2] + points[:, 3]).max()) / MS
                spans[trial.round] = max(spans.get(trial.round, 0.0), last)
    return dict(sorted(spans.items()))


def _time_cell(number: int, result: CellResult, starts: dict[int, float], most: int) -> Data:
    parts, slices = [], []
    for trial in result.trials:
        if trial.round in starts and len(trial.points):
            parts.append(_shifted(trial.points, starts[trial.round]))
            slices += [
                (starts[trial.round] + begin / MS, latency / MS)
                for begin, latency in zip(trial.slice_begin_ns, trial.slice_latency_ns, strict=True)
            ]
    rows = np.concatenate(parts) if parts else np.empty((0, 3))
    slices = [slices[k] for k in range(0, len(slices), max(1, len(slices) // 200))]
    rows = (
        rows[thin((rows[:, 1] * 1000).astype(np.int64), max(most - len(slices), 50))] if len(rows) else rows
    )
    counted, warm = rows[rows[:, 2] == 1], rows[rows[:, 2] == 0]
    return {
        "cell": number,
        "x": _column(counted[:, 0], 0),
        "y": _column(counted[:, 1], 2),
        "wx": _column(warm[:, 0], 0),
        "wy": _column(warm[:, 1], 2),
        "sx": [round(x) for x, _ in slices],
        "sy": [_short(y) for _, y in slices],
    }


def _shifted(points: NDArray[np.int64], start: float) -> NDArray[np.float64]:
    """Columns time in ms, latency in ms, 1 for counted and 0 for warm-up; no tail, nothing before 0."""
    kept = points[(points[:, 4] != int(Phase.TAIL)) & (points[:, 2] >= 0)]
    counted = kept[:, 4] == int(Phase.MEASURED)
    return np.stack([start + kept[:, 2] / MS, kept[:, 3] / MS, counted.astype(float)], axis=1)


def _column(values: NDArray[np.float64], places: int) -> list[float]:
    rounded = np.round(values, places)
    return [int(value) if places == 0 else float(value) for value in rounded]


# ---------------------------------------------------------------- windows, heat map, published figures


def _windows(number: int, result: CellResult) -> Data:
    full = full_windows(result)
    kept = full[:: max(1, len(full) // 120)]
    return {
        "cell": number,
        "fps": [_short(window.throughput_fps) for window in kept],
        "ms": [_short(window.mean_latency_ns / MS) for window in kept],
        "round": [window.round for window in kept],
    }


def heat_factors(context: Context) -> tuple[Factor, Factor] | None:
    """The two factors with the most levels, if they span a map worth drawing."""
    factors = sorted(
        (factor for factor in context.plan.factors if len(factor.levels) > 1),
        key=lambda factor: -len(factor.levels),
    )
    if len(factors) < 2 or len(factors[0].levels) < 3 or len(context.measured) < 6:
        return None
    return factors[0], factors[1]


def heat_cells(context: Context) -> dict[tuple[str, str], CellResult]:
    """Cells of the map by the levels of its two factors; all other factors as in the baseline."""
    pair = heat_factors(context)
    if pair is None:
        return {}
    names = {pair[0].name, pair[1].name}
    fixed = {k: v for k, v in context.plan.cell(context.plan.baseline).levels if k not in names}
    found = {}
    for result in context.measured:
        levels = dict(result.cell.levels)
        if all(levels.get(name) == level for name, level in fixed.items()):
            found[levels.get(pair[0].name, ""), levels.get(pair[1].name, "")] = result
    return found


def _heat(context: Context, index: dict[str, int]) -> Data | None:
    pair, cells = heat_factors(context), heat_cells(context)
    if pair is None or len(cells) < 6:
        return None
    columns, rows = pair
    return {
        "x": list(columns.levels),
        "y": list(rows.levels),
        "cells": [
            [index[cells[x, y].cell.id] if (x, y) in cells else None for x in columns.levels]
            for y in rows.levels
        ],
    }


def _published(context: Context, index: dict[str, int]) -> list[Data]:
    return [
        {
            "cell": index[figure.cell_id],
            "source": number,
            "fps": figure.throughput_fps,
            "ms": figure.latency_ms,
        }
        for number, published in enumerate(context.plan.published)
        for figure in published.figures
        if figure.cell_id in index
    ]
