"""What opens below a configuration: windows of a hundred requests, shares of the slots, percentiles."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import CellResult, TrialSummary, Window
from ovreport.conclusions.steadiness import every_window
from ovreport.render.context import Context
from ovreport.render.views import Column, Drawer, Table

MOST_WINDOWS = 40
"""Windows of 100 in a page's table; a cell with more shows the first ones of every round."""


def drawers(context: Context, result: CellResult) -> tuple[Drawer, ...]:
    """All that opens below a measured configuration."""
    found = [_windows(context, result)]
    if len(result.slot_shares) > 1:
        found.append(_shares(context, result))
    found.append(_distribution(context, result))
    return tuple(found)


def _windows(context: Context, result: CellResult) -> Drawer:
    tongue, size = context.tongue, 1e3
    slots = max((len(window.shares) for trial in result.trials for window in trial.windows), default=0)
    heads = [tongue("window"), tongue("round"), tongue("requests"), tongue("latency, µs (mean)"), "FPS"]
    columns = [Column(head=head) for head in heads]
    if slots > 1:
        columns += [Column(head=tongue("slot {number}", number=slot)) for slot in range(slots)]
    windows = _some_windows(result.trials)
    rows = tuple(
        (
            str(number),
            str(window.round),
            str(window.requests),
            units.fixed(window.mean_latency_ns / size, 0),
            units.fixed(window.throughput_fps, 1),
            *([str(share) for share in window.shares] if slots > 1 else []),
        )
        for number, window in windows
    )
    return Drawer(
        title=tongue("Windows of 100 requests"),
        tables=(Table(columns=tuple(columns), rows=rows),),
        note=_window_note(context, result, len(rows)),
    )


def _some_windows(trials: Sequence[TrialSummary]) -> list[tuple[int, Window]]:
    everything = list(enumerate((window for trial in trials for window in trial.windows), 1))
    if len(everything) <= MOST_WINDOWS:
        return everything
    rounds = len({window.round for _, window in everything})
    each = max(MOST_WINDOWS // max(rounds, 1), 1)
    kept: list[tuple[int, Window]] = []
    for number, window in everything:
        if sum(one.round == window.round for _, one in kept) < each:
            kept.append((number, window))
    return kept


def _window_note(context: Context, result: CellResult, shown: int) -> str:
    tongue = context.tongue
    every = every_window(result)
    batch = result.cell.setting.batch
    parts = [tongue("Warm-up requests are not counted, and the last window of a round may be short.")]
    if batch > 1:
        parts.append(tongue("One request carries {number} images.", number=batch))
    if shown < every:
        parts.append(
            tongue(
                "{shown} of {all} windows, the first of each round; the rest is in the raw data.",
                shown=shown,
                all=every,
            )
        )
    return tongue.sentences(*parts)


def _shares(context: Context, result: CellResult) -> Drawer:
    tongue = context.tongue
    language = tongue.language
    columns = (Column(head=tongue("slot")), Column(head=tongue("requests")), Column(head=tongue("share")))
    totals = [0] * len(result.slot_shares)
    for trial in result.trials:
        for slot, number in enumerate(trial.slot_requests):
            totals[slot] += number
    rows = tuple(
        (str(slot), f"{totals[slot]:,}", str(units.percent(share, language=language)))
        for slot, share in enumerate(result.slot_shares)
    )
    order = (
        tongue(
            "{share} of the requests completed in the order of their submission.",
            share=units.percent(result.in_order, language=language),
        )
        if result.in_order is not None
        else ""
    )
    return Drawer(
        title=tongue("Share of each request slot"), tables=(Table(columns=columns, rows=rows),), note=order
    )


def _distribution(context: Context, result: CellResult) -> Drawer:
    tongue = context.tongue
    columns = (
        Column(head=tongue("percentile")),
        Column(head=tongue("latency, {unit}", unit=context.latency_unit)),
    )
    size = dict(units.TIME_UNITS)[context.latency_unit]
    rows, missing = [], []
    for one in result.percentiles:
        if one.latency_ns is None:
            missing.append(
                tongue("p{percent} (needs {needed})", percent=f"{one.percent:g}", needed=f"{one.needed:,}")
            )
        else:
            value = one.latency_ns / size
            rows.append((f"p{one.percent:g}", units.fixed(value, units.significant(value, 3))))
    effective = units.count(result.effective_requests)
    note = tongue("After autocorrelation, {effective} requests count.", effective=effective)
    if missing:
        note = tongue(
            "After autocorrelation, {effective} requests count: too few for {list}.",
            effective=effective,
            list=tongue.list(missing),
        )
    return Drawer(
        title=tongue("Percentiles of latency"), tables=(Table(columns=columns, rows=tuple(rows)),), note=note
    )
