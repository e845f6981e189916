"""The pictures of a page: which ones have something to say, what they answer, how they are read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ovreport.analysis.results import CellResult
from ovreport.claims import naming
from ovreport.claims.basis import takes_turns
from ovreport.claims.claim import Claim
from ovreport.claims.steadiness import first_windows, full_windows, windows
from ovreport.language.spans import Span, Text
from ovreport.plan import Factor
from ovreport.render import figure_tables as tables
from ovreport.render.context import Context
from ovreport.render.pictures import heat_cells, heat_factors, in_rows, lane_cells
from ovreport.render.views import Figure, Key, KeyEntry, KeyRow, Table

FEWEST_WINDOWS = 5
MOST_TOLD_ROWS = 8
"""Rows of a picture's table that its text for those who cannot see it tells."""

MOST_TOLD_NUMBERS = 3

NEUTRAL = "c0"
"""The hue of a mark that stands for a fill or a shape alone: ink."""

MOST_SINGLE_ROWS = 14
"""Configurations up to which a picture has a row for each."""


@dataclass(frozen=True)
class Picture:
    """A kind of picture.

    Attributes:
        kind: Its drawing in charts.js; also the anchor under which the report gives its caption.
        wanted: Whether it has something to say about a report.
        lines: It draws lines that may lack room for labels.
    """

    kind: str
    wanted: Callable[[Context], bool]
    table: Callable[[Context], Table]
    lines: bool = False


def _several(context: Context) -> bool:
    return len(context.measured) >= 2


def _some_slots(context: Context) -> bool:
    return any(len(result.slot_shares) > 1 for result in context.selected)


def _enough_windows(context: Context) -> bool:
    counts = [len(full_windows(result)) for result in context.selected]
    return max(counts, default=0) >= FEWEST_WINDOWS


def _rounds(context: Context) -> bool:
    return _several(context) and context.analysis.rounds >= 3


def _startup(context: Context) -> bool:
    return any(result.startup for result in context.measured)


def _published(context: Context) -> bool:
    return sum(len(published.figures) for published in context.plan.published) >= 2


def _lanes(context: Context) -> bool:
    """Whether there are several numbers of requests in flight to be compared."""
    return len(lane_cells(context)) > 1


PICTURES = (
    Picture("throughput", _several, tables.throughput),
    Picture("latency", _several, tables.latency),
    Picture("trade", lambda context: len(context.measured) >= 3, tables.trade),
    Picture("heat", lambda context: len(heat_cells(context)) >= 6, tables.heat),
    Picture("rounds", _rounds, tables.rounds, lines=True),
    Picture("ecdf", lambda context: bool(context.measured), tables.ecdf, lines=True),
    Picture("lanes", _lanes, tables.lanes),
    Picture("time", lambda context: bool(context.measured), tables.time, lines=True),
    Picture("windows", _enough_windows, tables.windows, lines=True),
    Picture("shares", _some_slots, tables.shares),
    Picture("startup", _startup, tables.startup),
    Picture("published", _published, tables.published),
)


def figures(context: Context) -> tuple[Figure, ...]:
    """The pictures of a page in their order."""
    wanted = [picture for picture in PICTURES if picture.wanted(context)]
    return tuple(_figure(context, number, picture) for number, picture in enumerate(wanted, 1))


def _figure(context: Context, number: int, picture: Picture) -> Figure:
    tongue = context.tongue
    answer = _answer(context, picture.kind)
    table = picture.table(context)
    how = tongue("Figure {number}.", number=number)
    keyed = picture.lines and not (picture.kind == "time" and in_rows(context))
    by_level = picture.kind in {"throughput", "latency", "trade"} and crowded(context)
    return Figure(
        anchor=f"figure-{picture.kind}",
        kind=picture.kind,
        number=number,
        answer=answer,
        how=tongue.sentences(how, reading(context, picture.kind), _selection(context, picture)),
        alt=_alternative(context, picture.kind, answer, table),
        table=table,
        keys=palette(context) if by_level else line_keys(context) if keyed else (),
        always=by_level,
    )


def crowded(context: Context) -> bool:
    """Whether the cells are too many for a row each: then a row holds all levels of the coloured factor."""
    return len(context.measured) > MOST_SINGLE_ROWS and len(context.plan.factors) > 1


def palette(context: Context) -> tuple[KeyEntry, ...]:
    """The levels of the factor that is drawn by colour."""
    factor = context.encoding.hue
    if factor is None:
        return ()
    found: dict[str, KeyEntry] = {}
    for result in context.analysis.cells:
        level = dict(result.cell.levels).get(factor.name)
        if level is not None and level not in found:
            key = Key(hue=context.key(result.cell).hue)
            found[level] = KeyEntry(name=context.level_title(factor.name, level), key=key)
    return tuple(found[level] for level in factor.levels if level in found)


def legend(context: Context) -> tuple[KeyRow, ...]:
    """What every colour and mark of the page stands for."""
    return _legend(context, context.analysis.cells)


def line_keys(context: Context) -> tuple[KeyEntry, ...]:
    """The key of a picture of lines: what sets them apart, or their names where marks alone do not."""
    cells = [result.cell for result in context.selected]
    rows = _legend(context, context.selected)
    if len(rows) > 1 and context.encoding.tells_apart(cells):
        return tuple(entry for row in rows for entry in row.entries)
    return tuple(KeyEntry(name=context.names[cell.id], key=context.key(cell)) for cell in cells)


def _legend(context: Context, results: Sequence[CellResult]) -> tuple[KeyRow, ...]:
    """A row for colour, for fill and for shape, each where it sets some of these cells apart."""
    encoding, keys = context.encoding, [context.key(result.cell) for result in results]
    marks: list[tuple[Sequence[str], Key]]
    hues, fills, shapes = ({getattr(key, name) for key in keys} for name in ("hue", "fill", "shape"))
    found = []
    if encoding.hue is not None and len(hues) > 1:
        by_hue = {key.hue: result for key, result in zip(keys, results, strict=True)}
        levels = {dict(by_hue[hue].cell.levels).get(encoding.hue.name): Key(hue=hue) for hue in by_hue}
        marks = [((level,), levels[level]) for level in encoding.hue.levels if level in levels]
        found.append(_key_row(context, (encoding.hue,), marks))
    if encoding.fill is not None and len(fills) > 1:
        marks = [
            ((level,), Key(hue=NEUTRAL, fill=fill))
            for fill, level in enumerate(encoding.fill.levels)
            if fill in fills
        ]
        found.append(_key_row(context, (encoding.fill,), marks))
    if len(shapes) > 1:
        marks = [
            (levels, Key(hue=NEUTRAL, shape=shape))
            for shape, levels in enumerate(encoding.shapes)
            if shape in shapes
        ]
        found.append(_key_row(context, encoding.shape, marks))
    return tuple(found)


def _key_row(
    context: Context, factors: Sequence[Factor], marks: Sequence[tuple[Sequence[str], Key]]
) -> KeyRow:
    """The levels in words beside their marks."""
    language = context.tongue.language
    entries = []
    for levels, key in marks:
        words = [
            naming.level_name(factor.name, level, context.plan, language)
            for factor, level in zip(factors, levels, strict=True)
        ]
        entries.append(KeyEntry(name=context.tongue.list(words), key=key))
    titles = [context.factor_title(factors[0].name)]
    titles += [naming.factor_name(factor.name, context.plan, language) for factor in factors[1:]]
    return KeyRow(title=context.tongue.list(titles), entries=tuple(entries))


def _answer(context: Context, kind: str) -> Text:
    """The report's own answer, or the question where it has none."""
    captions: dict[str, Claim | None] = dict(context.report.captions)
    if _several(context):  # the least latency is told by the picture of latencies
        captions["latency"] = captions.get("latency") or captions.pop("ecdf", None)
    claim = _windows_claim(context) if kind == "windows" else captions.get(kind)
    if claim is not None and (kind != "heat" or _on_the_map(context, claim)):
        return context.say(claim).short
    own = {"ecdf": _percentile_answer, "heat": _map_answer}.get(kind)
    return own(context) if own else (Span(text=questions(context)[kind]),)


def _map_answer(context: Context) -> Text:
    """The highest number of the map, where no claim is about its two factors."""
    cells = [result for result in heat_cells(context).values() if result.throughput]
    best = max(cells, key=lambda result: result.throughput.value if result.throughput else 0.0)
    assert best.throughput is not None
    shown, tongue = context.throughput(best.throughput), context.tongue
    text = tongue(
        "{name}: the highest estimate on the map, {number}",
        name=context.names[best.cell.id],
        number=f"{shown.value}{shown.gap}{shown.unit}",
    )
    return (Span(text=text),)


def _windows_claim(context: Context) -> Claim | None:
    """About the longest of the lines that are drawn, which the report's own may not be."""
    longest = max(context.selected, key=lambda result: len(full_windows(result)))
    return windows(context.analysis, longest)


def _on_the_map(context: Context, claim: Claim) -> bool:
    """Whether a claim speaks of a factor that the heat map spans."""
    pair = heat_factors(context)
    return pair is not None and claim.effect is not None and claim.effect.factor in {one.name for one in pair}


def _percentile_answer(context: Context) -> Text:
    """How long half and nine tenths of the requests take where they take the shortest."""
    best = [one.best for one in context.analysis.best if one.metric == "latency"]
    result = context.results[best[0]] if best else context.measured[0]
    known = {one.percent: one.latency_ns for one in result.percentiles if one.latency_ns is not None}
    if 50 not in known or 90 not in known:
        return (Span(text=questions(context)["ecdf"]),)
    text = context.tongue(
        "{name}: half of the requests finish within {half}, nine in ten within {most}",
        name=context.names[result.cell.id],
        half=context.time(known[50]),
        most=context.time(known[90]),
    )
    return (Span(text=text),)


def _selection(context: Context, picture: Picture) -> str:
    if not picture.lines or not selective(context):
        return ""
    return context.tongue(
        "{number} of {all} configurations.", number=len(context.selected), all=len(context.measured)
    )


def selective(context: Context) -> bool:
    """Whether pictures of lines leave configurations out."""
    return len(context.selected) < len(context.measured)


LEADING = {"throughput": (1, -1.0), "latency": (1, 1.0), "trade": (2, -1.0)}
"""By which column of its table a picture is told in words, and whether the largest or the smallest leads."""


def _alternative(context: Context, kind: str, answer: Text, table: Table) -> str:
    """The claim, and the first numbers of the picture's own table, the best ones first."""
    tongue = context.tongue
    heads = [column.head for column in table.columns]
    rows = [[str(cell) for cell in row] for row in table.rows]
    if kind in LEADING:
        place, sign = LEADING[kind]
        rows.sort(key=lambda row: sign * _leading(row[place]))
    told = []
    for name, *cells in rows[:MOST_TOLD_ROWS]:
        known = [(head, cell) for head, cell in zip(heads[1:], cells, strict=True) if cell not in {"", "–"}]
        numbers = [f"{head} {cell}" for head, cell in known[:MOST_TOLD_NUMBERS]]
        told.append(f"{name}{tongue.colon}{tongue.clause_comma.join(numbers)}")
    claim = "".join(part.text for part in answer)
    ended = claim if claim.endswith(("?", "？")) else f"{claim}{tongue.stop}"
    return tongue.sentences(ended, tongue.semicolon.join(told))


def _leading(cell: str) -> float:
    """The number that a cell of a table begins with; one without a number goes last."""
    try:
        return float(cell.split(" ")[0].replace(",", ""))
    except ValueError:
        return math.inf


def questions(context: Context) -> dict[str, str]:
    """The question that each picture answers."""
    tongue, things = context.tongue, context.counted.many
    return {
        "throughput": tongue("Which configuration delivers the most {things}?", things=things),
        "latency": tongue("Which configuration answers soonest?"),
        "trade": tongue("What does throughput cost in latency?"),
        "heat": tongue("Where on the map is the most throughput?"),
        "rounds": tongue("Do the rounds agree?"),
        "ecdf": tongue("How long do most requests take, and how long do the slowest?"),
        "lanes": tongue("Do more requests in flight work, or wait?"),
        "time": tongue("Does latency hold over time?"),
        "windows": tongue("Does throughput hold from one hundred requests to the next?"),
        "shares": tongue("Do the requests in flight share the work evenly?"),
        "startup": tongue("How long until the first answer?"),
        "published": tongue("How do the published figures compare?"),
    }


def _overlap(context: Context) -> str:
    """Why intervals that overlap say nothing about the conclusions."""
    tongue = context.tongue
    if takes_turns(context.plan):
        return tongue(
            "A bad moment of the machine hits all configurations, so the conclusions rest on ratios "
            "within a round, not on whether these lines overlap."
        )
    return tongue("The conclusions rest on ratios within a round, not on whether these lines overlap.")


def _windows_read(context: Context) -> str:
    """What a point is, and how far into a round the windows go."""
    tongue = context.tongue
    first = [kept for result in context.selected if (kept := first_windows(result)) is not None]
    told = tongue("Throughput over every hundred completed requests, in the order of time.")
    more = tongue("Of a long round the first {number} windows are shown.", number=max(first)) if first else ""
    return tongue.sentences(told, more)


def reading(context: Context, kind: str) -> str:
    """How a picture is read."""
    tongue = context.tongue
    rate = context.per_second[:1].upper() + context.per_second[1:]
    texts = {
        "throughput": tongue.sentences(
            tongue(
                "{rate}: the dot is the geometric mean of the rounds, the line its 95 % interval.", rate=rate
            ),
            "" if crowded(context) else tongue("Each tick is one round."),
            _overlap(context),
        ),
        "latency": tongue("Mean latency of a request: dot and 95 % interval."),
        "trade": tongue.sentences(
            tongue("Throughput against mean latency, both with 95 % intervals."),
            tongue("The line joins the configurations that no other is shown to beat.")
            if len(context.analysis.pareto) > 1
            else "",
        ),
        "heat": tongue(
            "{rate} by two factors, the others as in the baseline. What stands out more is more.", rate=rate
        ),
        "rounds": tongue(
            "Throughput in each round. Lines that move together show the machine, not the configurations."
        ),
        "ecdf": tongue("Share of requests that finished within a given time."),
        "lanes": tongue(
            "Each row is one request slot, each bar one request from submission to completion, "
            "neighbours in two tints. One slice of a middling round."
        ),
        "time": tongue(
            "One row per configuration, time from left to right. Large dots are slice means, small dots "
            "requests, relative to the row’s median slice (its value stands at the right). Values off the "
            "scale sit at the edge. What happens in all rows at once is the machine."
        )
        if in_rows(context)
        else tongue(
            "Requests in the order of time, the pauses between rounds folded away. Large dots are means of "
            "slices; small grey rings are warm-up, kept in the record and left out of every number."
        ),
        "windows": _windows_read(context),
        "shares": tongue(
            "Share of the completed requests that each request slot served. The even share is marked."
        ),
        "startup": tongue(
            "Time to the first answer in the round whose start was the median one: importing OpenVINO, "
            "reading the network, compiling it, first inference. The number after the plus leaves the "
            "import out, as comparisons do."
        ),
        "published": tongue(
            "Circles are measured here, open diamonds are printed by the source, on another "
            "machine and without intervals. They are never pooled."
        )
        if context.measured
        else tongue("Open diamonds are printed by the source, without intervals."),
    }
    return texts[kind]
