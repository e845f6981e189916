"""A configuration's block: setting in words, two figures, every request, comparing sentences, details."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ovreport import units
from ovreport.analysis.results import CellResult, Percentile, Status, TrialSummary, Window
from ovreport.conclusions import naming
from ovreport.plan import PublishedFigure, PublishedSet
from ovreport.records import Failure
from ovreport.render import dots
from ovreport.render.context import Context, throughput
from ovreport.render.overview import first_published, part, printed, status_word
from ovreport.render.views import (
    BigFigure,
    Block,
    Column,
    Drawer,
    Link,
    Published,
    Section,
    Shown,
    Table,
    Text,
)

HASH_DIGITS = 16
MOST_WINDOWS = 40
"""Windows of 100 in a page's table; a cell with more shows the first ones of every round."""


def sections(context: Context) -> tuple[Section, ...]:
    """A section for every level of the leading factor, or one where a single factor is varied."""
    factor = context.encoding.section
    if factor is None:
        title = context.tongue("The configurations")
        return (_section(context, "configurations", title, context.analysis.cells),)
    found = []
    for number, level in enumerate(factor.levels, 1):
        mine = [cell for cell in context.analysis.cells if dict(cell.cell.levels).get(factor.name) == level]
        if mine:
            title = context.level_title(factor.name, level)
            found.append(_section(context, f"part-{number}", title, mine))
    return tuple(found)


def _section(context: Context, anchor: str, title: str, results: Sequence[CellResult]) -> Section:
    if context.many:
        intro = context.tongue("Every configuration has a page of its own behind its name.")
        return Section(anchor=anchor, title=title, intro=intro, blocks=(), overview=part(context, results))
    measured = [result for result in results if result.status is Status.MEASURED]
    top = dots.ceiling_ns(measured)
    intro = _intro(context, measured)
    blocks = tuple(block(context, result, top) for result in results)
    return Section(anchor=anchor, title=title, intro=intro, blocks=blocks)


def ceilings(context: Context) -> dict[str, float]:
    """The top of the latency axis of every cell: shared within its section."""
    factor, found = context.encoding.section, {}
    groups: dict[str, list[CellResult]] = {}
    for result in context.analysis.cells:
        level = dict(result.cell.levels).get(factor.name, "") if factor else ""
        groups.setdefault(level, []).append(result)
    for group in groups.values():
        top = dots.ceiling_ns([result for result in group if result.status is Status.MEASURED])
        found |= {result.cell.id: top for result in group}
    return found


def records(context: Context, result: CellResult, addresses: Mapping[str, str]) -> Table | None:
    """The records of one cell with their hashes, linked where they can be had."""
    if not result.trials:
        return None
    tongue = context.tongue
    heads = [Column(head=tongue("round")), Column(head=tongue("requests")), Column(head=tongue("warm-up"))]
    columns = (*heads, Column(head="SHA-256", words=True))
    rows = tuple(
        (str(trial.round), f"{trial.requests:,}", f"{trial.warmup:,}", _file(trial.sha256, addresses))
        for trial in result.trials
    )
    return Table(columns=columns, rows=rows)


def _file(sha256: str, addresses: Mapping[str, str]) -> str | Link:
    short = sha256[:HASH_DIGITS]
    return Link(text=short, href=addresses[sha256]) if sha256 in addresses else short


def _intro(context: Context, measured: Sequence[CellResult]) -> str:
    if not measured:
        return ""
    tongue = context.tongue
    return tongue.sentences(
        tongue("The dots beside the figures are requests in the order of time, each at its latency."),
        tongue("The axis is the same within this section, and dark lines are the medians of the rounds."),
    )


def block(context: Context, result: CellResult, top_ns: float) -> Block:
    """One configuration, measured or not."""
    common = Block(
        anchor=f"cell-{result.cell.id}",
        name=context.names[result.cell.id],
        key=context.key(result.cell),
        setting=naming.setting_sentence(result, context.tongue.language),
        sentences=_sentences(context, result),
    )
    if result.status is Status.MEASURED:
        return replace(
            common,
            figures=_measured(context, result),
            dots=dots.draw(context, result, top_ns),
            drawers=_drawers(context, result),
            trouble=_part_failed(context, result),
            published=_published(context, result),
        )
    trouble, lines = _trouble(context, result)
    return replace(
        common,
        figures=_printed(context, result),
        foreign=True,
        trouble=trouble,
        trouble_lines=lines,
        published=_published(context, result),
    )


def _measured(context: Context, result: CellResult) -> tuple[BigFigure, ...]:
    if result.latency is None or result.throughput is None:
        return ()
    tongue = context.tongue
    remark = _percentiles(context, result.percentiles)
    latency = BigFigure(name=tongue("Latency"), shown=context.latency(result.latency), remark=remark)
    rate = BigFigure(
        name=tongue("Throughput"), shown=throughput(result.throughput), remark=_effort(context, result)
    )
    return latency, rate


def _printed(context: Context, result: CellResult) -> tuple[BigFigure, ...]:
    """The figures of the first source, set large where nothing was measured."""
    figure, tongue, found = first_published(context, result), context.tongue, []
    if figure is None:
        return ()
    remark = tongue("published, without an interval")
    if figure.latency_ms is not None:
        shown = Shown(value=printed(figure.latency_ms), unit="ms")
        found.append(BigFigure(name=tongue("Latency"), shown=shown, remark=remark))
    if figure.throughput_fps is not None:
        shown = Shown(value=printed(figure.throughput_fps), unit="FPS")
        found.append(BigFigure(name=tongue("Throughput"), shown=shown, remark=remark))
    return tuple(found)


def _sentences(context: Context, result: CellResult) -> tuple[Text, ...]:
    claims = dict(context.report.commentary).get(result.cell.id, ())
    return tuple(context.say(claim).headline for claim in claims)


def _percentiles(context: Context, percentiles: Sequence[Percentile]) -> str:
    """The median and the farthest percentile that the requests support."""
    known = [one for one in percentiles if one.latency_ns is not None]
    chosen = [one for one in known if one.percent == 50] + [one for one in known if one.percent > 50][-1:]
    words = []
    for one in chosen:
        name = context.tongue("median") if one.percent == 50 else f"p{one.percent:g}"
        value = units.latency(one.latency_ns or math.nan, unit=context.latency_unit).value
        words.append(f"{name} {value}")
    return context.tongue.list(words)


def _effort(context: Context, result: CellResult) -> str:
    tongue = context.tongue
    requests = sum(trial.requests for trial in result.trials)
    rounds = len({trial.round for trial in result.trials})
    return tongue.list(
        [
            tongue.plural("one request", "{number} requests", requests),
            tongue.plural("one round", "{number} rounds", rounds),
        ]
    )


def _part_failed(context: Context, result: CellResult) -> str:
    if not result.failures:
        return ""
    count = tongue_count(context, len(result.failures))
    return context.tongue.sentences(count, _failure_words(context, result.failures[0]))


def tongue_count(context: Context, number: int) -> str:
    """How many trials of a cell failed."""
    return context.tongue.plural(
        "One trial of this configuration failed and is left out.",
        "{number} trials of this configuration failed and are left out.",
        number,
    )


def _trouble(context: Context, result: CellResult) -> tuple[str, tuple[str, ...]]:
    tongue = context.tongue
    if result.status is Status.FAILED and result.failures:
        failure = result.failures[-1]
        return _failure_words(context, failure), failure.last_lines
    if result.status is Status.NO_DEVICE:
        return _no_device(context, result), ()
    if result.status is Status.PUBLISHED:
        nothing = tongue("Not measured here, and the source prints no figure for it.")
        return "" if _printed(context, result) else nothing, ()
    return f"{_capital(status_word(context, result))}{'。' if tongue.chinese else '.'}", ()


def _no_device(context: Context, result: CellResult) -> str:
    tongue = context.tongue
    message = result.failures[-1].message if result.failures else ""
    words = tongue("Not measured here: no device {device}.", device=result.cell.setting.device)
    return tongue.sentences(words, message)


def _failure_words(context: Context, failure: Failure) -> str:
    tongue = context.tongue
    kinds = {
        "no-device": tongue("The device is not there"),
        "model": tongue("The network could not be read"),
        "compile": tongue("OpenVINO could not compile it"),
        "crash": tongue("The worker process ended by itself"),
        "timeout": tongue("It took longer than the time limit"),
        "memory": tongue("It needed more memory than allowed"),
        "inference": tongue("Inference failed"),
        "cancelled": tongue("The run was cancelled"),
    }
    return f"{kinds[failure.kind]}{tongue.colon}{failure.message}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _published(context: Context, result: CellResult) -> tuple[Published, ...]:
    found = [
        (published, figure)
        for published in context.plan.published
        for figure in published.figures
        if figure.cell_id == result.cell.id
    ]
    large = result.status is not Status.MEASURED
    return tuple(
        _figures_of(context, published, figure, large=large and number == 0)
        for number, (published, figure) in enumerate(found)
    )


def _figures_of(
    context: Context, published: PublishedSet, figure: PublishedFigure, *, large: bool
) -> Published:
    tongue = context.tongue
    words = []
    if figure.latency_ms is not None:
        words.append(tongue("Latency = {number} ms", number=printed(figure.latency_ms)))
    if figure.throughput_fps is not None:
        words.append(tongue("Throughput = {number} FPS", number=printed(figure.throughput_fps)))
    mine = tongue("Not measured here; the figures are those of the source.")
    return Published(
        label=mine if large else tongue("Published, on another machine:"),
        figures="" if large else tongue.list(words),
        source=Link(text=context.label(published.source), href=web(published.url)),
        platform=context.label(published.platform),
        note=context.label(figure.note),
    )


def web(address: str) -> str:
    """The address of a web page; empty for anything that is none."""
    return address if address.startswith(("https://", "http://")) else ""


# ---------------------------------------------------------------- details behind a heading


def _drawers(context: Context, result: CellResult) -> tuple[Drawer, ...]:
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
    every = sum(len(trial.windows) for trial in result.trials)
    batch = result.cell.setting.batch
    parts = [tongue("Warm-up requests are not counted, and the last window of a round may be short.")]
    if batch > 1:
        parts.append(tongue("One request carries {number} images.", number=batch))
    if shown < every:
        parts.append(tongue("{shown} of {all} windows; the rest is in the raw data.", shown=shown, all=every))
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
                tongue("p{percent} needs {needed}", percent=f"{one.percent:g}", needed=f"{one.needed:,}")
            )
        else:
            value = one.latency_ns / size
            rows.append((f"p{one.percent:g}", units.fixed(value, units.significant(value, 3))))
    note = tongue(
        "The requests are worth {effective} independent ones.",
        effective=units.count(result.effective_requests),
    )
    if missing:
        note = tongue.sentences(note, tongue("Not supported by them: {list}.", list=tongue.list(missing)))
    return Drawer(
        title=tongue("Percentiles of latency"), tables=(Table(columns=columns, rows=tuple(rows)),), note=note
    )
