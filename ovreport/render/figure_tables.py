"""The numbers behind every picture, as a table in the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from ovreport import units
from ovreport.analysis.results import GRID, CellResult, TrialSummary, by_round
from ovreport.claims.startup import middle, of_kind
from ovreport.claims.steadiness import full_windows
from ovreport.render.context import Context
from ovreport.render.overview import printed
from ovreport.render.pictures import heat_cells, heat_factors, lane_cells, lane_trial, startup_cells
from ovreport.render.views import Column, Shown, Table

SHOWN_PERCENTILES = (5, 25, 50, 75, 90, 95)
MOST_ROUND_COLUMNS = 12

Row = tuple[str, ...]


def throughput(context: Context) -> Table:
    """Images per second with intervals and rounds."""

    def level(result: CellResult) -> Shown | None:
        return context.throughput(result.throughput) if result.throughput else None

    return _per_cell(context, context.rate, level, lambda trial: trial.throughput_fps, 1.0)


def latency(context: Context) -> Table:
    """Mean latencies with intervals and rounds."""
    size = _size(context)
    unit = context.tongue("latency, {unit}", unit=context.latency_unit)

    def level(result: CellResult) -> Shown | None:
        return context.latency(result.latency) if result.latency else None

    return _per_cell(context, unit, level, lambda trial: trial.latency_mean_ns, size)


def trade(context: Context) -> Table:
    """Throughput and latency side by side, and who is beaten by none."""
    tongue = context.tongue
    heads = (
        tongue("configuration"),
        tongue("latency, {unit}", unit=context.latency_unit),
        context.rate,
        tongue("unbeaten"),
    )
    rows = []
    shown = (
        [r for r in context.measured if r.cell.id in context.analysis.pareto]
        if context.many
        else context.measured
    )
    for result in shown:
        best = tongue("yes") if result.cell.id in context.analysis.pareto else ""
        if result.latency and result.throughput:
            ms, fps = context.latency(result.latency), context.throughput(result.throughput)
            rows.append((_name(context, result), _full(ms), _full(fps), best))
    note = tongue("The figures of all configurations stand below the two pictures before this one.")
    return replace(_table(heads, rows), note=note if context.many else "")


def heat(context: Context) -> Table:
    """The map as a table."""
    pair, cells = heat_factors(context), heat_cells(context)
    if pair is None:
        return _table(("",), ())
    columns, lines = pair
    heads = (context.rate, *(context.level_title(columns.name, level) for level in columns.levels))
    rows = [
        (
            context.level_title(lines.name, y),
            *(_value(context, cells.get((x, y))) for x in columns.levels),
        )
        for y in lines.levels
    ]
    return _table(heads, rows)


def rounds(context: Context) -> Table:
    """Throughput of every round."""
    numbers = _round_numbers(context)
    rows = [
        (_name(context, result), *_by_round(result, numbers, lambda t: t.throughput_fps, 1.0))
        for result in context.selected
    ]
    return _table((context.rate, *_round_heads(context, numbers)), rows)


def ecdf(context: Context) -> Table:
    """Percentiles of latency."""
    tongue = context.tongue
    unit = tongue("latency, {unit}", unit=context.latency_unit)
    supported = {
        r.cell.id: {p.percent for p in r.percentiles if p.latency_ns is None} for r in context.selected
    }
    rows = []
    for result in context.selected:
        if result.latency_grid_ns is None:
            continue
        values = np.interp(SHOWN_PERCENTILES, GRID, result.latency_grid_ns) / _size(context)
        missing = supported[result.cell.id]
        cells = [
            "–" if percent in missing else _digits(value)
            for percent, value in zip(SHOWN_PERCENTILES, values.tolist(), strict=True)
        ]
        rows.append((_name(context, result), *cells))
    return _table((unit, *(f"p{percent}" for percent in SHOWN_PERCENTILES)), rows)


def lanes(context: Context) -> Table:
    """The bars of the lanes, summed up by slot."""
    tongue = context.tongue
    heads = (
        tongue("configuration"),
        tongue("slot"),
        tongue("requests"),
        tongue("latency, {unit}", unit=context.latency_unit),
    )
    rows = []
    for result in lane_cells(context):
        lane = lane_trial(result).lane
        for slot in range(len(result.slot_shares)):
            mine = lane[lane[:, 1] == slot]
            if len(mine):
                mean = float(mine[:, 3].mean()) / _size(context)
                rows.append((_name(context, result), str(slot), str(len(mine)), _digits(mean)))
    return _table(heads, rows)


def time(context: Context) -> Table:
    """Median latency of every round."""
    numbers = _round_numbers(context)
    unit = context.tongue("median latency, {unit}", unit=context.latency_unit)
    rows = [
        (_name(context, result), *_by_round(result, numbers, _median, _size(context)))
        for result in context.selected
    ]
    return _table((unit, *_round_heads(context, numbers)), rows)


def windows(context: Context) -> Table:
    """How far the windows of a hundred requests lie apart."""
    tongue = context.tongue
    heads = (context.rate, tongue("windows"), tongue("lowest"), tongue("middle"), tongue("highest"))
    rows = []
    for result in context.selected:
        values = sorted(window.throughput_fps for window in full_windows(result))
        if values:
            picks = (values[0], values[len(values) // 2], values[-1])
            rows.append((_name(context, result), str(len(values)), *(_digits(value) for value in picks)))
    return _table(heads, rows)


def shares(context: Context) -> Table:
    """Share of every slot."""
    tongue = context.tongue
    chosen = [result for result in context.selected if len(result.slot_shares) > 1]
    most = max((len(result.slot_shares) for result in chosen), default=0)
    heads = (tongue("share of requests, %"), *(tongue("slot {number}", number=slot) for slot in range(most)))
    rows = []
    for result in chosen:
        cells = [units.fixed(share * 100, 1) for share in result.slot_shares]
        rows.append((_name(context, result), *cells, *[""] * (most - len(cells))))
    return _table(heads, rows)


def startup(context: Context) -> Table:
    """Start-up times in milliseconds."""
    tongue = context.tongue
    heads = (
        tongue("time, ms"),
        tongue("import"),
        tongue("read"),
        tongue("compile"),
        tongue("first inference"),
        tongue("all but the import"),
    )
    rows = []
    for result in startup_cells(context):
        warm = middle(of_kind(result, cached=True))
        cached = tongue("{name}, from the cache", name=_name(context, result))
        for name, start in ((_name(context, result), middle(of_kind(result, cached=False))), (cached, warm)):
            if start:
                parts = (
                    start.import_ns,
                    start.read_ns,
                    start.compile_ns,
                    start.first_inference_ns,
                    start.total_ns,
                )
                rows.append((name, *(_digits(part / 1e6) for part in parts)))
    return _table(heads, rows)


def published(context: Context) -> Table:
    """Measured beside published figures; each in its own columns."""
    tongue = context.tongue
    heads = (
        tongue("configuration"),
        tongue("measured here, {unit}", unit=context.rate),
        tongue("published, {unit}", unit=context.rate),
        tongue("measured here, latency"),
        tongue("published, latency"),
        tongue("source"),
    )
    rows = []
    for one in context.plan.published:
        for figure in one.figures:
            result = context.results.get(figure.cell_id)
            if result is None:
                continue
            fps = "–" if figure.throughput_fps is None else printed(figure.throughput_fps)
            ms = "–" if figure.latency_ms is None else f"{printed(figure.latency_ms)}{units.NO_BREAK}ms"
            mine_ms = _full(context.latency(result.latency)) if result.latency else "–"
            unit = f"{units.NO_BREAK}{context.latency_unit}" if result.latency else ""
            mine_fps = _full(context.throughput(result.throughput)) if result.throughput else "–"
            rows.append(
                (_name(context, result), mine_fps, fps, f"{mine_ms}{unit}", ms, context.label(one.source))
            )
    return _table(heads, rows, words={5})


# ---------------------------------------------------------------- pieces


def _table(heads: Iterable[str], rows: Iterable[Row], words: Iterable[int] = ()) -> Table:
    wordy = {0, *words}
    columns = tuple(Column(head=head, words=number in wordy) for number, head in enumerate(heads))
    return Table(columns=columns, rows=tuple(rows))


def _per_cell(
    context: Context,
    unit: str,
    interval: Callable[[CellResult], Shown | None],
    value: Callable[[TrialSummary], float],
    size: float,
) -> Table:
    tongue = context.tongue
    numbers = [] if context.many else _round_numbers(context)
    heads = (
        tongue("configuration"),
        unit,
        tongue("95 % from"),
        tongue("to"),
        *_round_heads(context, numbers),
    )
    rows = []
    for result in context.measured:
        level = interval(result)
        if level is not None:
            low, _, high = level.interval.partition(units.DASH)
            cells = (level.value, low or "–", high or "–")
            rows.append((_name(context, result), *cells, *_by_round(result, numbers, value, size)))
    return _table(heads, rows)


def _round_numbers(context: Context) -> list[int]:
    found = {trial.round for result in context.measured for trial in result.trials}
    return sorted(found)[:MOST_ROUND_COLUMNS]


def _round_heads(context: Context, numbers: list[int]) -> list[str]:
    first = [context.tongue("round {number}", number=number) for number in numbers[:1]]
    return first + [str(number) for number in numbers[1:]]


def _by_round(
    result: CellResult, numbers: list[int], value: Callable[[TrialSummary], float], size: float
) -> list[str]:
    found = by_round(result.trials, lambda trial: value(trial) / size)
    return [_digits(found[number]) if number in found else "–" for number in numbers]


def _median(trial: TrialSummary) -> float:
    """Of all counted requests of a trial; the points of its picture hold a sample and all extremes."""
    return float(trial.latency_grid_ns[GRID.index(50)])


def _size(context: Context) -> float:
    return dict(units.TIME_UNITS)[context.latency_unit]


def _name(context: Context, result: CellResult) -> str:
    return context.names[result.cell.id]


def _digits(value: float) -> str:
    return units.fixed(value, units.significant(value, 4))


def _full(shown: Shown) -> str:
    return f"{shown.value} ({shown.interval})" if shown.interval else shown.value


def _value(context: Context, result: CellResult | None) -> str:
    return context.throughput(result.throughput).value if result and result.throughput else "–"
