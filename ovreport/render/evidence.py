"""Conclusions as they stand on the page: badge, ruler, and the evidence behind a heading."""

from __future__ import annotations

import math

from ovreport import units
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.claims import Texts, facts, recompute, tables
from ovreport.claims.best import Best
from ovreport.claims.claim import Claim
from ovreport.claims.evidence import MOST_SHOWN, EvidenceTable
from ovreport.claims.wordings import VERDICTS
from ovreport.language.locale import Locale
from ovreport.language.messages import Message
from ovreport.language.spans import Text, plain
from ovreport.render.context import Context
from ovreport.render.scales import ratios
from ovreport.render.views import Badge, Column, Conclusion, Evidence, Ruler, Table

HASH_DIGITS = 8
MOST_HASHES = 40
MOST_ROWS_OF_MANY = 8
"""Rows of the longest table where every configuration has a page of its own: the first view stays light."""


def conclusions_of(context: Context) -> tuple[Conclusion, ...]:
    """The numbered summary."""
    return tuple(
        _conclusion(context, number, claim) for number, claim in enumerate(context.report.conclusions, 1)
    )


def further_of(context: Context) -> tuple[tuple[str, tuple[str, ...], Text], ...]:
    """What found no room in the summary: anchor, anchors of what it answers too, sentence."""
    links = context.permalinks
    return tuple(
        (links.claims[each.id], links.inherited.get(each.id, ()), context.locale.capital(said.headline))
        for each in context.report.further
        for said in (context.say(each),)
    )


def _conclusion(context: Context, number: int, claim: Claim) -> Conclusion:
    t = Texts(context.analysis, context.locale.tag)
    said = claim.text(t)
    contrast = next((one for one in claim.contrasts if one.estimate), None)
    links = context.permalinks
    return Conclusion(
        anchor=links.claims[claim.id],
        inherited=links.inherited.get(claim.id, ()),
        number=number,
        headline=t.locale.capital(said.headline),
        context=said.context,
        badge=badge(claim.verdict, context.locale),
        ruler=ruler(context.numbers, contrast.estimate, judged_by(contrast))
        if contrast and contrast.estimate
        else None,
        evidence=_evidence(context, claim, t),
        notes=_notes(t, claim, plain(said.context)),
        published=claim.provenance == "printed",
    )


def _notes(t: Texts, claim: Claim, told: str) -> tuple[Text, ...]:
    """Remarks to a conclusion that neither its context nor the table of its comparisons has made already."""
    own = [
        note
        for note in claim.notes
        if not isinstance(note, Best) and all(contrast.estimate is None for contrast in note.contrasts)
    ]
    notes = [note.text(t).headline for note in own]
    return tuple(t.locale.capital(note) for note in notes if plain(note).strip() not in told)


def badge(verdict: Verdict | None, locale: Locale) -> Badge | None:
    """A verdict as word and shape."""
    return Badge(kind=verdict.value, word=locale.word(VERDICTS[verdict])) if verdict else None


def judged_by(contrast: Contrast) -> float:
    """The margin that a comparison was judged by: that of equivalence where it was found equivalent."""
    return contrast.alike if contrast.verdict is Verdict.EQUIVALENT else contrast.margin


def ruler(numbers: units.Numbers, estimate: Estimate, margin: float) -> Ruler | None:
    """A ratio on its scale; `None` where it has no interval to draw."""
    bounds = [estimate.low, estimate.high, estimate.adjusted_low, estimate.adjusted_high]
    if not all(math.isfinite(bound) and bound > 0 for bound in bounds):
        return None
    low, high = 1 / (1 + margin), 1 + margin
    scale = ratios([*bounds, low, high])
    return Ruler(
        band=scale.strip(1.0, low, high),
        one=scale.at(1.0),
        interval=scale.strip(estimate.ratio, estimate.low, estimate.high),
        adjusted=scale.strip(estimate.ratio, estimate.adjusted_low, estimate.adjusted_high),
        ticks=scale.marks(numbers),
    )


def _evidence(context: Context, claim: Claim, t: Texts) -> Evidence | None:
    """What a conclusion opens to: its numbers, the test behind them, the records, and a program.

    Statements about what was not measured have none of these, and nothing to open.
    """
    told = facts(claim, t)
    found = tuple(_table(context, table) for table in tables(claim, t))
    hashes = tuple(sha[:HASH_DIGITS] for sha in claim.records)
    if not (told or found or hashes):
        return None
    if len(hashes) > MOST_HASHES:
        rest = context.locale("and {number} more", number=len(hashes) - MOST_HASHES)
        hashes = (*hashes[:MOST_HASHES], rest)
    program = recompute(claim, context.analysis)
    return Evidence(facts=told, tables=found, hashes=hashes, python=program.python if program else "")


def _table(context: Context, table: EvidenceTable) -> Table:
    """A table that a claim brings, with its first rows where it is long, and how many it leaves out."""
    locale, rows = context.locale, table.rows
    if not table.whole:
        rows = rows[: MOST_ROWS_OF_MANY if context.many else MOST_SHOWN]
    left = (len(table.rows) if table.of is None else table.of) - len(rows)
    columns = tuple(
        Column(head=locale.word(head) if isinstance(head, Message) else head, words=place in table.words)
        for place, head in enumerate(table.heads)
    )
    more = locale("and {number} more", number=left) if left > 0 else ""
    return Table(columns=columns, rows=rows, note=locale.sentences(table.caption, more))
