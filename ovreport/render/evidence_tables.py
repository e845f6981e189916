"""The numbers behind a conclusion that is no comparison: by round, by configuration, by slot, by source."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ovreport import units
from ovreport.claims.claim import Claim
from ovreport.claims.evidence import MOST_SHOWN, EvidenceTable, Level
from ovreport.claims.texts import Texts
from ovreport.language.messages import Message
from ovreport.render.context import Context
from ovreport.render.views import Column, Table

MOST_ROWS_OF_MANY = 8
"""Rows of the longest table where every configuration has a page of its own: the first view stays light."""


def facts(context: Context, claim: Claim) -> list[tuple[str, str]]:
    """The estimate and the test of a claim that leads with a level; empty for all others."""
    level = claim.leading(context.analysis)
    found = level.result.throughput if level and level.metric == "throughput" else None
    shown = context.throughput(found) if found is not None else None
    if level is not None and level.metric == "latency" and level.result.latency is not None:
        found = level.result.latency
        shown = context.latency(found)
    if level is None or found is None or shown is None or not math.isfinite(found.low):
        return []
    locale = context.locale
    estimate = locale(
        "{value} {unit}, 95 % interval {interval}",
        value=shown.value,
        unit=shown.unit,
        interval=shown.interval,
    )
    test = locale("t interval on the logarithms of {number} rounds", number=len(level.rounds))
    return [
        (locale("Level of"), context.names[level.result.cell.id]),
        (locale("Estimate"), estimate),
        (locale("Test"), test),
    ]


def tables(context: Context, claim: Claim) -> list[Table]:
    """What a claim rests on beside its comparisons."""
    found = []
    level = claim.leading(context.analysis)
    if level is not None and level.result.trials and not claim.stated(context.analysis):
        found.append(_rounds(context, level))
    t = Texts(context.analysis, context.locale.tag)
    found += [_evidence(context, table) for table in claim.rows(t)]
    return [table for table in found if table.rows]


def _evidence(context: Context, table: EvidenceTable) -> Table:
    """A table that a claim brings."""
    locale = context.locale
    columns = tuple(
        Column(head=locale.word(head) if isinstance(head, Message) else head, words=place in table.words)
        for place, head in enumerate(table.heads)
    )
    return _limited(context, columns, table.rows, table.caption, table.of)


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
    more = context.locale("and {number} more", number=left) if left > 0 else ""
    return Table(columns=columns, rows=tuple(shown), note=context.locale.sentences(note, more))


def most_rows(context: Context) -> int:
    """Rows of the longest table."""
    return MOST_ROWS_OF_MANY if context.many else MOST_SHOWN


def _figure(context: Context, value: float, digits: int = 4) -> str:
    """A number with a few significant digits; a dash where there is none."""
    return context.numbers.fixed(value, units.significant(value, digits)) if math.isfinite(value) else "–"


def _rounds(context: Context, level: Level) -> Table:
    """What one configuration came to in every round."""
    locale = context.locale
    latency = level.metric == "latency"
    size = dict(units.TIME_UNITS)[context.latency_unit] / 1e6 if latency else 1.0
    columns = (Column(head=locale("round")), Column(head=context.names[level.result.cell.id]))
    rows = [(str(number), _figure(context, value / size)) for number, value in level.rounds.items()]
    unit = context.latency_unit if latency else context.rate
    return _limited(context, columns, rows, locale("In {unit}, the mean of each round.", unit=unit))
