"""A page at a glance: configurations with figures and an interval strip, grouped where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ovreport import naming
from ovreport.analysis.results import CellResult, Status
from ovreport.claims.levels import read_range
from ovreport.claims.number import is_wide
from ovreport.plan import Factor
from ovreport.render.context import Context
from ovreport.render.scales import Scale, linear
from ovreport.render.unmeasured import first_published, printed, status_word
from ovreport.render.views import GlanceRow, GlanceTable

GROUP_FROM = 10


def of_page(context: Context) -> GlanceTable:
    """The table of all cells, or of those that the claims turn on where all are too many."""
    if not context.many:
        return _table(context, context.analysis.cells, context.encoding.section)
    chosen = context.selected or context.analysis.cells[:GROUP_FROM]
    shown = _table(context, chosen, None)
    every = context.locale(
        "{number} of {all} configurations: the baseline, the best, those that no other beats, and neighbours "
        "of the baseline. All of them follow below.",
        number=len(chosen),
        all=len(context.analysis.cells),
    )
    return replace(shown, note=context.locale.sentences(every, shown.note))


def of_section(context: Context, results: Sequence[CellResult]) -> GlanceTable:
    """The table of a section, grouped by the first factor that varies within it."""
    section = context.encoding.section
    inside = [
        factor
        for factor in context.plan.factors
        if factor is not section
        and len({dict(result.cell.levels).get(factor.name) for result in results}) > 1
    ]
    group = inside[0] if len(inside) > 1 else None
    return replace(_table(context, results, group), tight=True)


def _table(context: Context, results: Sequence[CellResult], group: Factor | None) -> GlanceTable:
    chosen = tuple(results)
    scale = _scale(context, chosen)
    return GlanceTable(
        groups=_groups(context, chosen, scale, group),
        ticks=() if context.bare else scale.marks(context.numbers),
        note=_note(context, chosen, scale),
    )


def _scale(context: Context, results: tuple[CellResult, ...]) -> Scale:
    values: list[float] = []
    for result in results:
        if result.throughput:
            values += [result.throughput.value, result.throughput.low, result.throughput.high]
        elif (figure := first_published(context, result)) and figure.throughput_fps:
            values.append(figure.throughput_fps)
    spread = max(values, default=1.0) / max(min(values, default=1.0), 1e-9)
    return linear(values, zero=spread > 2.5 or len(values) == 1)


def _groups(
    context: Context, results: Sequence[CellResult], scale: Scale, group: Factor | None
) -> tuple[tuple[str, tuple[GlanceRow, ...]], ...]:
    if group is None or len(results) < GROUP_FROM:
        return (("", tuple(_row(context, result, scale) for result in results)),)
    groups = []
    for level in group.levels:
        mine = [result for result in results if dict(result.cell.levels).get(group.name) == level]
        if mine:
            rows = tuple(_row(context, result, scale) for result in mine)
            groups.append((context.level_title(group.name, level), rows))
    return tuple(groups)


def _row(context: Context, result: CellResult, scale: Scale) -> GlanceRow:
    cell = result.cell
    name, href, key = context.names[cell.id], context.cell_href(cell.id), context.key(cell)
    anchor = f"cell-{cell.id}"
    if result.latency and result.throughput:
        rate = result.throughput
        return GlanceRow(
            name=name,
            anchor=anchor,
            href=href,
            key=key,
            latency=context.latency(result.latency),
            throughput=context.throughput(rate),
            quiet=(context.quiet(result, "latency"), context.quiet(result, "throughput")),
            strip=scale.strip(rate.value, rate.low, rate.high),
            remark=_computed(context, result),
        )
    figure = first_published(context, result)
    if figure is None:
        return GlanceRow(name=name, anchor=anchor, href=href, key=key, remark=_why(context, result))
    fps, (latency, throughput) = figure.throughput_fps, printed(context, figure)
    return GlanceRow(
        name=name,
        anchor=anchor,
        href=href,
        key=key,
        latency=latency,
        throughput=throughput,
        strip=scale.strip(fps, None, None) if fps else None,
        remark=context.locale("published, not measured here") if context.measured else "",
    )


def _computed(context: Context, result: CellResult) -> str:
    """The precision in force where another one was asked for, which the name tells."""
    given = [wish.effective for wish in result.mismatches if wish.what == "precision"]
    names = [naming.level_name("precision", one, context.plan, context.locale.tag) for one in given]
    return context.locale("computed in {precision}", precision=names[0]) if names else ""


def _why(context: Context, result: CellResult) -> str:
    if result.status is Status.PUBLISHED or (not context.measured and context.plan.published):
        return context.locale("the source prints no figure")
    return status_word(context, result)


def _unit(context: Context) -> str:
    """What throughput counts, with its abbreviation where there is one."""
    locale = context.locale
    if context.analysis.counts == "image":
        return locale("Throughput is in images per second (FPS).")
    return locale("Throughput is in {rate}.", rate=context.per_second)


def _note(context: Context, results: tuple[CellResult, ...], scale: Scale) -> str:
    locale = context.locale
    first = scale.marks(context.numbers)[0].label
    start = (
        "" if scale.low == 0 else locale("The axis starts at {value} {unit}.", value=first, unit=context.rate)
    )
    things = context.counted.many
    batches = any(result.batch > 1 for result in results)
    images = (
        locale(
            "Latency is that of a whole request, which carries as many {things} as its batch.", things=things
        )
        if batches
        else ""
    )
    if context.bare:
        return ""
    if not any(result.throughput for result in results):
        return locale.sentences(locale("As printed by the source, without intervals."), start)
    levels = (level for result in results for level in (result.throughput, result.latency))
    rough = any(is_wide(level.low, level.high) for level in levels if level)
    reading = read_range(locale) if rough else ""
    return locale.sentences(_rounds(context, results), _unit(context), start, images, reading)


def _rounds(context: Context, results: tuple[CellResult, ...]) -> str:
    """What the levels are of: those whose questions were answered have fewer rounds than the others."""
    counts = {len({trial.round for trial in result.trials}) for result in results if result.trials}
    if len(counts) > 1:
        return context.locale(
            "Geometric means of {fewest} to {most} rounds with 95 % intervals.",
            fewest=min(counts),
            most=max(counts),
        )
    return context.locale.plural(
        "One round: no interval can be given.",
        "Geometric means of {number} rounds with 95 % intervals.",
        max(counts, default=context.analysis.rounds),
    )
