"""The numbers behind a conclusion that is no comparison: by round, by configuration, by slot, by source."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ovreport import units
from ovreport.analysis import compare
from ovreport.analysis.choice import candidates, rivals
from ovreport.analysis.results import BestSet, CellResult, Estimate, Metric
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import EvidenceTable, Level
from ovreport.claims.programs import leading_level, stated_together
from ovreport.claims.recompute import (
    beside_division,
    beside_rows,
    figures_behind,
    printed_rows,
    source_of,
    starts_ms,
)
from ovreport.claims.texts import Texts
from ovreport.language.locale import Locale
from ovreport.language.messages import Message
from ovreport.render.context import Context
from ovreport.render.views import Column, Table

MOST_ROWS = 30
MOST_ROWS_OF_MANY = 8
"""The same where every configuration has a page of its own: the first view must stay light."""

LEVELLED = frozenset(
    {
        ClaimKind.BEST_THROUGHPUT,
        ClaimKind.BEST_LATENCY,
        ClaimKind.BEST_OVERALL,
        ClaimKind.PARETO,
        ClaimKind.SMALLEST,
        ClaimKind.WITHIN_BOUND,
        ClaimKind.SAME_IN_FORCE,
    }
)
"""Claims that name configurations by their levels; the table has them all."""


METRICS: tuple[Metric, ...] = ("throughput", "latency")

LEADERS: Mapping[ClaimKind, tuple[Metric, ...]] = {
    ClaimKind.BEST_THROUGHPUT: ("throughput",),
    ClaimKind.BEST_LATENCY: ("latency",),
    ClaimKind.BEST_OVERALL: METRICS,
}
"""Claims about a best configuration, and by what it is the best: the table has the others beside it."""


def facts(context: Context, claim: Claim) -> list[tuple[str, str]]:
    """The estimate and the test of a claim that leads with a level; empty for all others."""
    level = leading_level(claim, context.analysis)
    found = level.result.throughput if level and level.metric == "throughput" else None
    shown = context.throughput(found) if found is not None else None
    if level is not None and level.metric == "latency" and level.result.latency is not None:
        found = level.result.latency
        shown = context.latency(found)
    if level is None or found is None or shown is None or not math.isfinite(found.low):
        return []
    tongue = context.tongue
    estimate = tongue(
        "{value} {unit}, 95 % interval {interval}",
        value=shown.value,
        unit=shown.unit,
        interval=shown.interval,
    )
    test = tongue("t interval on the logarithms of {number} rounds", number=len(level.rounds))
    return [
        (tongue("Level of"), context.names[level.result.cell.id]),
        (tongue("Estimate"), estimate),
        (tongue("Test"), test),
    ]


def tables(context: Context, claim: Claim) -> list[Table]:
    """What a claim rests on beside its comparisons."""
    found = []
    level = leading_level(claim, context.analysis)
    if level is not None and level.result.trials and not stated_together(claim, context.analysis):
        found.append(_rounds(context, level))
    if claim.kind in LEVELLED:
        found.append(_levels(context, claim))
        found += [
            _behind(context, best)
            for best in context.analysis.best
            if best.metric in LEADERS.get(claim.kind, ())
        ]
        found += [_beaten(context)] if claim.kind is ClaimKind.PARETO else []
    elif claim.kind in TABLES and not stated_together(claim, context.analysis):
        found += TABLES[claim.kind](context, claim)
    found += [
        _evidence(context, table) for table in claim.rows(Texts(context.analysis, context.tongue.language))
    ]
    return [table for table in found if table.rows]


def _evidence(context: Context, table: EvidenceTable) -> Table:
    """A table that a claim brings."""
    locale = Locale(context.tongue.language)
    columns = tuple(
        Column(head=locale.word(head) if isinstance(head, Message) else head, words=place in table.words)
        for place, head in enumerate(table.heads)
    )
    return _limited(context, columns, table.rows, table.caption)


def _limited(
    context: Context,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]],
    note: str = "",
    every: int | None = None,
) -> Table:
    """A table with its first rows, and how many it leaves out of `every` one."""
    shown = rows[: most_rows(context)]
    left = (len(rows) if every is None else every) - len(shown)
    more = context.tongue("and {number} more", number=left) if left > 0 else ""
    return Table(columns=columns, rows=tuple(shown), note=context.tongue.sentences(note, more))


def most_rows(context: Context) -> int:
    """Rows of the longest table."""
    return MOST_ROWS_OF_MANY if context.many else MOST_ROWS


def _figure(value: float, digits: int = 4) -> str:
    """A number with a few significant digits; a dash where there is none."""
    return units.fixed(value, units.significant(value, digits)) if math.isfinite(value) else "–"


def _rounds(context: Context, level: Level) -> Table:
    """What one configuration came to in every round."""
    tongue = context.tongue
    latency = level.metric == "latency"
    size = dict(units.TIME_UNITS)[context.latency_unit] / 1e6 if latency else 1.0
    columns = (Column(head=tongue("round")), Column(head=context.names[level.result.cell.id]))
    rows = [(str(number), _figure(value / size)) for number, value in level.rounds.items()]
    unit = context.latency_unit if latency else context.rate
    return _limited(context, columns, rows, tongue("In {unit}, the mean of each round.", unit=unit))


def _levels(context: Context, claim: Claim) -> Table:
    """Throughput and latency of every configuration that a claim speaks of."""
    tongue = context.tongue
    percent = claim.number("percentile").value if claim.kind is ClaimKind.WITHIN_BOUND else None
    heads = [context.rate, tongue("95 % interval"), tongue("latency, {unit}", unit=context.latency_unit)]
    heads.append(tongue("95 % interval"))
    if percent is not None:
        told = f"p{percent:g}, {context.latency_unit}"
        heads += [told, tongue("95 % interval"), tongue("effective requests")]
    columns = (Column(head=tongue("configuration"), words=True), *(Column(head=head) for head in heads))
    rows = [_level_row(context, context.results[cell], percent) for cell in claim.cells]
    return _limited(context, columns, rows)


def _level_row(context: Context, result: CellResult, percent: float | None) -> tuple[str, ...]:
    row = [context.names[result.cell.id]]
    for level, show in ((result.throughput, context.throughput), (result.latency, context.latency)):
        shown = show(level) if level is not None else None
        row += [shown.value, shown.interval or "–"] if shown is not None else ["–", "–"]
    if percent is not None:
        known = next((each for each in result.percentiles if each.percent == percent), None)
        row += context.percentile(known) if known is not None else ("–", "–")
        row += [units.count(result.effective_requests)]
    return tuple(row)


def beside_best(context: Context, best: BestSet) -> list[tuple[str, Estimate | None, bool]]:
    """The others beside the best one, nearest first: cell, ratio, and whether it is shown to be behind."""
    fast = best.metric == "throughput"

    def level(result: CellResult) -> float:
        interval = result.throughput if fast else result.latency
        return (-1.0 if fast else 1.0) * (math.inf if interval is None else interval.value)

    others = sorted(candidates(context.analysis.cells), key=level)
    pairs = [(other.cell.id, best.best) for other in others if other.cell.id != best.best]
    made = compare(context.analysis, best.metric, pairs[: most_rows(context)], "best")
    return [(each.cell, each.estimate, each.cell not in best.tied) for each in made]


def _behind(context: Context, best: BestSet) -> Table:
    """Who is shown to be behind the best one."""
    tongue = context.tongue
    metric = tongue("throughput") if best.metric == "throughput" else tongue("latency")
    columns = (
        Column(head=tongue("configuration"), words=True),
        Column(head=tongue("ratio")),
        Column(head=tongue("95 % interval")),
        Column(head=tongue("behind"), words=True),
    )
    rows = [
        (context.names[cell], *_ratio(estimate), tongue("shown") if behind else tongue("not shown"))
        for cell, estimate, behind in beside_best(context, best)
    ]
    number = len(candidates(context.analysis.cells)) - 1
    note = tongue(
        "Ratios of {metric} to “{name}”. Behind is by more than {margin}, by verdicts adjusted for all that "
        "might have come out best.",
        metric=metric,
        name=context.names[best.best],
        margin=units.percent_as_given(context.analysis.margin, language=tongue.language),
    )
    return _limited(context, columns, rows, note, number)


def _beaten(context: Context) -> Table:
    """Those off the front, beside one that is ahead of it in a metric, and alike or ahead in the other."""
    tongue, analysis = context.tongue, context.analysis
    near = rivals(analysis.cells, math.log1p(analysis.alike))
    pairs = [pair for pair in near if pair[0] not in analysis.pareto]
    shown = pairs[: most_rows(context)]
    rates, times = (compare(analysis, metric, shown, "front") for metric in METRICS)
    columns = (
        Column(head=tongue("configuration"), words=True),
        Column(head=tongue("beside"), words=True),
        Column(head=tongue("throughput")),
        Column(head=tongue("95 % interval")),
        Column(head=tongue("latency")),
        Column(head=tongue("95 % interval")),
    )
    rows = [
        (
            context.names[rate.cell],
            context.names[rate.reference],
            *_ratio(rate.estimate),
            *_ratio(time.estimate),
        )
        for rate, time in zip(rates, times, strict=True)
    ]
    note = tongue(
        "Ratios to one that is ahead in one of the two by its estimates, and not {margin} behind in the "
        "other.",
        margin=units.percent_as_given(analysis.alike, language=tongue.language),
    )
    return _limited(context, columns, rows, note, len(pairs))


def _ratio(estimate: Estimate | None) -> tuple[str, str]:
    """A ratio and its interval."""
    if estimate is None:
        return "–", "–"
    shown = units.ratio(estimate.ratio, estimate.low, estimate.high)
    return str(shown), shown.interval or "–"


def _startup(context: Context, claim: Claim) -> list[Table]:
    """Every start of the configurations with the shortest and the longest median."""
    words = {claim.name(word): word for word in ("quick", "slow")}
    cells = list(words)
    starts = [starts_ms(claim, context.analysis, word) for word in words.values()]
    columns = (
        Column(head=context.tongue("start")),
        *(Column(head=context.names[cell]) for cell in cells),
    )
    rows = [
        (str(place + 1), *(_figure(each[place]) if place < len(each) else "–" for each in starts))
        for place in range(max(map(len, starts)))
    ]
    return [_limited(context, columns, rows, context.tongue("In {unit}; one start a round.", unit="ms"))]


def _published(context: Context, claim: Claim) -> list[Table]:
    """The printed figures behind every ratio."""
    if claim.kind is ClaimKind.PUBLISHED_CONTRADICTION and claim.variant.startswith("little"):
        return [_little(context, claim)]
    tongue = context.tongue
    columns = (
        Column(head=tongue("configuration"), words=True),
        Column(head=tongue("printed")),
        Column(head=tongue("beside"), words=True),
        Column(head=tongue("printed")),
        Column(head=tongue("ratio")),
    )
    rows = []
    for place, (first, second) in enumerate(figures_behind(claim, context.analysis)):
        rates = bool(first.throughput_fps and second.throughput_fps)
        values = [figure.throughput_fps if rates else figure.latency_ms for figure in (first, second)]
        unit = context.rate if rates else "ms"
        mine, theirs = (f"{value:g} {unit}" for value in values if value is not None)
        ratio = units.fixed(claim.number(f"ratio:{place}").value, 3)
        rows.append((context.names[first.cell_id], mine, context.names[second.cell_id], theirs, ratio))
    return [_limited(context, columns, rows)]


def _little(context: Context, claim: Claim) -> Table:
    """Printed latency beside what Little's law makes of the printed throughput."""
    tongue = context.tongue
    heads = (
        tongue("{things} in flight", things=context.counted.many),
        context.rate,
        tongue("printed, ms"),
        tongue("by Little’s law, ms"),
    )
    only = claim.name("cell") if claim.variant == "little" else ""
    rows = [
        (f"{images:g}", f"{fps:g}", f"{latency:g}", _figure(1000 * images / fps))
        for images, fps, latency in printed_rows(context.analysis, only)
    ]
    return _limited(context, tuple(Column(head=head) for head in heads), rows)


def _published_smallest(context: Context, claim: Claim) -> list[Table]:
    """The two printed throughputs; none where the source has words alone."""
    if claim.variant != "figures":
        return []
    printed = {figure.cell_id: figure for figure in source_of(claim, context.plan).figures}
    columns = (Column(head=context.tongue("configuration"), words=True), Column(head=context.rate))
    rows = [(context.names[cell], f"{printed[cell].throughput_fps:g}") for cell in claim.cells]
    return [_limited(context, columns, rows)]


def _beside(context: Context, claim: Claim) -> list[Table]:
    """Measured and printed figures, and their ratio."""
    tongue = context.tongue
    columns = (
        Column(head=tongue("configuration"), words=True),
        Column(head=tongue("measured")),
        Column(head=tongue("printed")),
        Column(head=tongue("ratio")),
    )
    rows = []
    for result, figure in beside_rows(claim, context.analysis):
        first, second = beside_division(result, figure)
        rates = figure.throughput_fps is not None and result.throughput is not None
        here, there = (first, second) if rates else (second, first)
        unit = context.rate if rates else "ms"
        cells = (f"{_figure(here)} {unit}", f"{there:g} {unit}", units.fixed(first / second, 3))
        rows.append((context.names[result.cell.id], *cells))
    return [_limited(context, columns, rows)]


TABLES: Mapping[ClaimKind, Callable[[Context, Claim], list[Table]]] = {
    ClaimKind.STARTUP: _startup,
    ClaimKind.PUBLISHED_EFFECT: _published,
    ClaimKind.PUBLISHED_SATURATION: _published,
    ClaimKind.PUBLISHED_CONTRADICTION: _published,
    ClaimKind.PUBLISHED_SMALLEST: _published_smallest,
    ClaimKind.BESIDE_PUBLISHED: _beside,
}
