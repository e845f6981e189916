"""A configuration's block: setting in words, two figures, every request, comparing sentences, details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ovreport import naming
from ovreport.analysis.results import CellResult, Interval, Status
from ovreport.claims import say_way_out, setting_sentence
from ovreport.claims.anchors import slugs
from ovreport.claims.levels import ROUGHLY
from ovreport.claims.number import is_wide
from ovreport.language.locale import Locale
from ovreport.language.spans import plain
from ovreport.plan import PublishedFigure, PublishedSet, Setting
from ovreport.records import Failure
from ovreport.render.context import Context
from ovreport.render.details import details
from ovreport.render.glance import of_section
from ovreport.render.request_plot import LatencyAxis, draw, latency_axis
from ovreport.render.unmeasured import first_published, printed, status_word
from ovreport.render.views import BigFigure, CellBlock, Column, Link, PrintedFigures, Section, Table
from ovreport.units import Quantity

HASH_DIGITS = 16


def sections(context: Context) -> tuple[Section, ...]:
    """A section for every level of the leading factor, or one where a single factor is varied."""
    factor = context.encoding.section
    if factor is None:
        title = context.locale("The configurations")
        return (_section(context, "configurations", title, context.analysis.cells),)
    found = []
    named = slugs(f"part/{factor.name}/{level}" for level in factor.levels)
    for level in factor.levels:
        mine = [cell for cell in context.analysis.cells if dict(cell.cell.levels).get(factor.name) == level]
        if mine:
            title = context.level_title(factor.name, level)
            found.append(_section(context, named[f"part/{factor.name}/{level}"], title, mine))
    return tuple(found)


def _section(context: Context, anchor: str, title: str, results: Sequence[CellResult]) -> Section:
    if context.many:
        intro = context.locale("Every configuration has a page of its own behind its name.")
        table = of_section(context, results)
        return Section(anchor=anchor, title=title, intro=intro, blocks=(), glance=table)
    measured = [result for result in results if result.status is Status.MEASURED]
    axis = latency_axis(measured)
    intro = _intro(context, measured, axis)
    bare = [result for result in results if _is_bare(context, result)]
    results = [result for result in results if result not in bare]
    blocks = tuple(replace(block(context, result, axis), name=_within(context, result)) for result in results)
    folded = tuple((f"cell-{result.cell.id}", _within(context, result)) for result in bare)
    return Section(anchor=anchor, title=title, intro=intro, blocks=blocks, bare=folded)


def _is_bare(context: Context, result: CellResult) -> bool:
    """Whether there is nothing to show: no figure of anybody, on a page that has measured nothing."""
    if context.measured or not context.plan.published or result.status is Status.FAILED:
        return False
    return first_published(context, result) is None


def _within(context: Context, result: CellResult) -> str:
    """A cell's name below its section's heading."""
    factor = context.encoding.section
    if factor is None:
        return context.names[result.cell.id]
    return naming.name_within(result.cell, context.plan, context.locale.tag, factor.name)


def latency_axes(context: Context) -> dict[str, LatencyAxis]:
    """The latency axis of every cell: shared within its section."""
    factor = context.encoding.section
    found: dict[str, LatencyAxis] = {}
    groups: dict[str, list[CellResult]] = {}
    for result in context.analysis.cells:
        level = dict(result.cell.levels).get(factor.name, "") if factor else ""
        groups.setdefault(level, []).append(result)
    for group in groups.values():
        axis = latency_axis(group)
        found |= {result.cell.id: axis for result in group}
    return found


def records(context: Context, result: CellResult, addresses: Mapping[str, str]) -> Table | None:
    """The records of one cell with their hashes, linked where they can be had."""
    if not result.trials:
        return None
    locale, count = context.locale, context.numbers.count
    heads = [Column(head=locale("round")), Column(head=locale("requests")), Column(head=locale("warm-up"))]
    columns = (*heads, Column(head="SHA-256", words=True))
    rows = tuple(
        (str(trial.round), count(trial.requests), count(trial.warmup), _file(trial.sha256, addresses))
        for trial in result.trials
    )
    return Table(columns=columns, rows=rows)


def _file(sha256: str, addresses: Mapping[str, str]) -> str | Link:
    short = sha256[:HASH_DIGITS]
    return Link(text=short, href=addresses[sha256]) if sha256 in addresses else short


def _intro(context: Context, measured: Sequence[CellResult], axis: LatencyAxis) -> str:
    """How the pictures of a section are read: the whole of it once, what differs in each."""
    if not measured:
        return ""
    locale = context.locale
    ratios = locale("The axis is logarithmic: equal ratios are equally long.") if axis.log else ""
    if measured[0] is not context.measured[0]:
        return ratios
    return locale.sentences(
        locale("The dots beside the figures are requests in the order of time, each at its latency."),
        locale("The axis is the same within a section, and dark lines are the medians of the rounds."),
        ratios,
    )


def block(context: Context, result: CellResult, axis: LatencyAxis) -> CellBlock:
    """One configuration, measured or not."""
    claims = dict(context.report.commentary).get(result.cell.id, ())
    common = CellBlock(
        anchor=f"cell-{result.cell.id}",
        name=context.names[result.cell.id],
        key=context.key(result.cell),
        setting=setting_sentence(result, context.locale.tag),
        sentences=tuple(context.locale.capital(context.say(claim).headline) for claim in claims),
        way_out=plain(say_way_out(claims, "throughput", context.analysis, context.locale.tag)),
    )
    if result.status is Status.MEASURED:
        return replace(
            common,
            figures=_measured(context, result),
            request_plot=draw(context, result, axis),
            details=details(context, result),
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
    locale = context.locale
    remark = _percentiles(context, result)
    latency, rate = context.latency(result.latency), context.throughput(result.throughput)
    return (
        replace(
            _large(context, locale("Latency"), latency, result.latency, remark),
            quiet=context.quiet(result, "latency"),
        ),
        replace(
            _large(context, locale("Throughput"), rate, result.throughput, _effort(context, result)),
            quiet=context.quiet(result, "throughput"),
        ),
    )


def _large(context: Context, name: str, shown: Quantity, level: Interval, remark: str) -> BigFigure:
    """A level set large, or its interval where that is told in its place."""
    if not is_wide(level.low, level.high):
        proof = context.locale("95 % CI {interval}", interval=shown.interval) if shown.interval else ""
        return BigFigure(name=name, shown=shown, proof=proof, remark=remark)
    proof = context.locale("95 % CI; estimate {value}", value=shown.value.removeprefix(ROUGHLY))
    ends = replace(shown, value=shown.interval, low="", high="")  # shorter than in a sentence
    return BigFigure(name=name, shown=ends, proof=proof, remark=remark)


def _printed(context: Context, result: CellResult) -> tuple[BigFigure, ...]:
    """The figures of the first source, set large where nothing was measured."""
    figure, locale = first_published(context, result), context.locale
    if figure is None:
        return ()
    remark = locale("published, without an interval")
    names = (locale("Latency"), locale("Throughput"))
    return tuple(
        BigFigure(name=name, shown=shown, remark=remark)
        for name, shown in zip(names, printed(context, figure), strict=True)
        if shown
    )


def _percentiles(context: Context, result: CellResult) -> str:
    """The median and the farthest percentile that the requests support."""
    known = [one.percent for one in result.percentiles if one.latency_ns is not None]
    words = []
    for percent in [50] * (50 in known) + [each for each in known if each > 50][-1:]:
        name = context.locale("median") if percent == 50 else f"p{percent:g}"
        if found := result.percentile(percent):
            words.append(f"{name} {context.percentile(found).value}")
    return context.locale.list(words)


def _effort(context: Context, result: CellResult) -> str:
    locale = context.locale
    requests = sum(trial.requests for trial in result.trials)
    rounds = len({trial.round for trial in result.trials})
    return locale.list(
        [
            locale.plural("one request", "{number} requests", requests),
            locale.plural("one round", "{number} rounds", rounds),
        ]
    )


def _part_failed(context: Context, result: CellResult) -> str:
    if not result.failures:
        return ""
    count = context.locale.plural(
        "One trial of this configuration failed and is left out.",
        "{number} trials of this configuration failed and are left out.",
        len(result.failures),
    )
    return context.locale.sentences(count, _failure_words(context, result.failures[0]))


def _trouble(context: Context, result: CellResult) -> tuple[str, tuple[str, ...]]:
    locale = context.locale
    if result.status is Status.FAILED and result.failures:
        failure = result.failures[-1]
        return _failure_words(context, failure), failure.last_lines
    if not context.measured and context.plan.published:
        return "", ()  # said once, above all numbers
    if result.status is Status.PUBLISHED:
        nothing = locale("Not measured here, and the source prints no figure for it.")
        return "" if _printed(context, result) else nothing, ()
    return f"{locale.initial(status_word(context, result))}{locale.stop}", ()


def _failure_words(context: Context, failure: Failure) -> str:
    locale = context.locale
    kinds = {
        "no-device": locale("The device is not there"),
        "no-release": locale("The release of OpenVINO cannot be used here"),
        "model": locale("The model was refused"),
        "compile": locale("OpenVINO could not compile it"),
        "crash": locale("The worker process ended by itself"),
        "timeout": locale("It took longer than the time limit"),
        "memory": locale("It needed more memory than allowed"),
        "inference": locale("Inference failed"),
    }
    return f"{kinds[failure.kind]}{locale.colon}{failure.message}"


def _published(context: Context, result: CellResult) -> tuple[PrintedFigures, ...]:
    found = [
        (published, figure)
        for published in context.plan.published
        for figure in published.figures
        if figure.cell_id == result.cell.id
    ]
    large = result.status is not Status.MEASURED
    setting = result.cell.setting
    return tuple(
        _figures_of(context, published, figure, setting, large=large and number == 0)
        for number, (published, figure) in enumerate(found)
    )


def _figures_of(
    context: Context, published: PublishedSet, figure: PublishedFigure, setting: Setting, *, large: bool
) -> PrintedFigures:
    locale = context.locale
    words = []
    latency, throughput = printed(context, figure)
    if latency:
        words.append(locale("Latency = {number} ms", number=latency.value))
    if throughput:
        words.append(locale("Throughput = {number} {unit}", number=throughput.value, unit=throughput.unit))
    label = locale("Published, on another machine:")
    if large:
        foreign = locale("Not measured here; the figures are those of the source.")
        label = foreign if context.measured else ""
    return PrintedFigures(
        label=label,
        figures="" if large else _sentence(locale, words),
        source=Link(text=context.label(published.source), href=web(published.url)),
        platform=context.label(published.platform),
        in_force=_in_force_there(context, figure, setting),
        note=context.label(figure.note),
    )


def _in_force_there(context: Context, figure: PublishedFigure, setting: Setting) -> str:
    """The streams and requests of a source where the setting names no number of its own."""
    names = naming.names(context.locale.tag)
    words = []
    if figure.streams is not None and figure.streams != setting.streams:
        words.append(names.word("streams", replace(setting, streams=figure.streams)))
    if figure.requests is not None and figure.requests != setting.requests:
        words.append(names.word("requests", replace(setting, requests=figure.requests)))
    if not words:
        return ""
    return context.locale("In force there: {settings}.", settings=context.locale.list(words))


def _sentence(locale: Locale, words: Sequence[str]) -> str:
    return f"{locale.clause_comma.join(words)}{locale.stop}"


def web(address: str) -> str:
    """The address of a web page; empty for anything that is none."""
    return address if address.startswith(("https://", "http://")) else ""
