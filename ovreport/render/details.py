"""What opens below a configuration: windows of a hundred requests, shares of the slots, percentiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import WINDOW, TrialSummary, Window
from ovreport.claims.levels import ROUGHLY, read_range
from ovreport.claims.steadiness import every_window
from ovreport.render.context import Context
from ovreport.render.views import Column, Table

MOST_WINDOWS = 40
"""Windows of 100 in a page's table; a cell with more shows the first ones of every round."""


def details(context: Context, result: CellResult) -> tuple[tuple[str, Table], ...]:
    """All that opens below a measured configuration: titles and tables."""
    found = [_windows(context, result)]
    if len(result.slot_shares) > 1:
        found.append(_shares(context, result))
    found.append(_distribution(context, result))
    return tuple(found)


def _windows(context: Context, result: CellResult) -> tuple[str, Table]:
    locale, unit, size = context.locale, context.latency_unit, context.latency_size
    slots = max((len(window.shares) for trial in result.trials for window in trial.windows), default=0)
    heads = [
        locale("window"),
        locale("round"),
        locale("requests"),
        locale("latency, {unit} (mean)", unit=unit),
        context.rate,
    ]
    columns = [Column(head=head) for head in heads]
    if slots > 1:
        columns += [Column(head=locale("slot {number}", number=slot)) for slot in range(slots)]
    windows = _some_windows(result.trials)
    smallest = min((window.mean_latency_ns / size for _, window in windows), default=1.0)
    places = max(units.significant(smallest, 3), 0)
    rows = tuple(
        (
            str(number),
            str(window.round),
            str(window.requests),
            context.numbers.fixed(window.mean_latency_ns / size, places),
            context.numbers.fixed(window.throughput_fps, 1),
            *([str(share) for share in window.shares] if slots > 1 else []),
        )
        for number, window in windows
    )
    note = _window_note(context, result, [window for _, window in windows])
    return locale("Windows of 100 requests"), Table(columns=tuple(columns), rows=rows, note=note)


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


def _window_note(context: Context, result: CellResult, shown: Sequence[Window]) -> str:
    locale = context.locale
    every = every_window(result)
    batch = result.batch
    parts = [
        locale("Warm-up requests are not counted, and the last window of a round may be short.")
        if any(window.requests < WINDOW for window in shown)
        else locale("Warm-up requests are not counted.")
    ]
    if batch > 1:
        parts.append(
            locale("One request carries {number} {things}.", number=batch, things=context.counted.amount)
        )
    if len(shown) < every:
        parts.append(
            locale.plural(
                "{shown} of {all} windows, the first of each round; the rest is in the raw data.",
                "{shown} of {all} windows, the first {number} of each round; the rest is in the raw data.",
                max(Counter(window.round for window in shown).values()),
                shown=len(shown),
                all=every,
            )
        )
    return locale.sentences(*parts)


def _shares(context: Context, result: CellResult) -> tuple[str, Table]:
    locale = context.locale
    columns = (Column(head=locale("slot")), Column(head=locale("requests")), Column(head=locale("share")))
    totals = [0] * len(result.slot_shares)
    for trial in result.trials:
        for slot, number in enumerate(trial.slot_requests):
            totals[slot] += number
    rows = tuple(
        (str(slot), context.numbers.count(totals[slot]), str(context.numbers.percent(share)))
        for slot, share in enumerate(result.slot_shares)
    )
    order = (
        locale(
            "{share} of the requests completed in the order of their submission.",
            share=context.numbers.percent(result.in_order),
        )
        if result.in_order is not None
        else ""
    )
    return locale("Share of each request slot"), Table(columns=columns, rows=rows, note=order)


def _distribution(context: Context, result: CellResult) -> tuple[str, Table]:
    locale = context.locale
    columns = (
        Column(head=locale("percentile")),
        Column(head=locale("latency, {unit}", unit=context.latency_unit)),
        Column(head=locale("95 % interval")),
    )
    rows = []
    for one in result.percentiles:
        if found := result.percentile(one.percent):
            shown = context.percentile(found)
            rows.append((f"p{one.percent:g}", shown.value, shown.interval or "–"))
    marked = any(value.startswith(ROUGHLY) for _, value, _ in rows)
    note = locale.sentences(_support(context, result), read_range(locale) if marked else "")
    return locale("Percentiles of latency"), Table(columns=columns, rows=tuple(rows), note=note)


def _support(context: Context, result: CellResult) -> str:
    """How many requests the percentiles rest on, and which of them need more."""
    locale = context.locale
    requests = context.numbers.count(sum(trial.requests for trial in result.trials))
    effective = context.numbers.count(result.effective_requests)
    counted = locale(
        "Allowing for autocorrelation, the {requests} requests count as {effective}",
        requests=requests,
        effective=effective,
    )
    if effective == requests:
        counted = locale(
            "The {requests} requests count in full, with nothing taken off for autocorrelation",
            requests=requests,
        )
    missing = [
        (f"{one.percent:g}", context.numbers.count(one.needed))
        for one in result.percentiles
        if one.latency_ns is None
    ]
    if not missing:
        return locale("{counted}.", counted=counted)
    if len(missing) == 1:
        ((percent, needed),) = missing
        return locale(
            "{counted}: too few for p{percent}, which needs {needed}.",
            counted=counted,
            percent=percent,
            needed=needed,
        )
    named = [
        locale("p{percent} (needs {needed})", percent=percent, needed=needed) for percent, needed in missing
    ]
    return locale("{counted}: too few for {list}.", counted=counted, list=locale.list(named))
