"""Published words and figures held against each other: what a source says, and what it prints."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ovreport import units
from ovreport.analysis.results import Analysis
from ovreport.claims.claim import Claim, ClaimKind, Provenance
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.published_pairs import (
    MOST_PAIRS,
    OnPairs,
    PublishedPair,
    images_in_flight,
    machine,
    pairs_of,
    requests_of,
    source_key,
    span_of,
)
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.locale import Gap
from ovreport.language.messages import Message, msg, msg_in, msgs
from ovreport.language.spans import Text, key, name, plain, quote
from ovreport.limits import ABOUT, LITTLE_TOLERANCE, MORE_OR_LESS, NO_DOUBLING
from ovreport.plan import Plan, PublishedStatement


@dataclass(frozen=True, kw_only=True)
class SourceWords(OnPairs):
    """A sentence of a source about one level beside another, and the figures that it can be held against.

    Each ratio tells how many times as fast the level is.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_CONTRADICTION)
    statement: PublishedStatement

    @property
    def asked(self) -> tuple[str, str, str]:
        """The factor, the level and the reference that it speaks of."""
        return (self.statement.factor, self.statement.level, self.statement.reference)

    def put(self, t: Texts, headline: Message, short: Message, **gaps: Gap) -> ClaimText:
        """The claim in words, from messages about what the source `{said}` and its `{text}`."""
        said = t.fill(msg("The source says {text}"), text=quoted(t, self.statement.text))
        basis = self.basis(t) if self.pairs else ()
        return t.claim_text(headline, short, basis, said=said, text=quote(self.statement.text), **gaps)


@dataclass(frozen=True, kw_only=True)
class BorneOut(SourceWords):
    """Words that the source's own figures bear out."""

    place: Place = field(init=False, default=Place.STATEMENT_HOLDS)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        return self.put(
            t,
            msg("{said}; its figures bear this out."),
            msg("“{text}” agrees with the source’s figures"),
        )


@dataclass(frozen=True, kw_only=True)
class Refuted(SourceWords):
    """Words that the source's own figures do not bear out."""

    place: Place = field(init=False, default=Place.SOURCE_CONTRADICTED)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: one or two ratios, of more their range, of throughput or else of speed."""
        told: Text = (key(span_of(t, self.ratios)),)
        if len(self.ratios) <= MOST_PAIRS:
            each = [key(t.numbers.quantity(ratio).value) for ratio in self.ratios]
            told = t.locale.joined(each, "", msg_in("between published ratios", " and "))
        of_throughput = all(pair.metric == "throughput" for pair in self.pairs)
        given = msg("{ratios} times the throughput") if of_throughput else msg("{ratios} times the speed")
        low, high = NO_DOUBLING
        no_doubling = abs(self.statement.times - 2) < 0.01 and low <= max(self.ratios) < high
        return self.put(
            t,
            msg("{said}; its own figures give {given}{verdict}."),
            msg("“{text}”: the source’s own figures give {given}"),
            given=t.fill(given, ratios=told),
            verdict=msg(": a clear gain, not a doubling") if no_doubling else "",
        )


@dataclass(frozen=True, kw_only=True)
class WithoutFigures(SourceWords):
    """Words without figures that they could be held against."""

    place: Place = field(init=False, default=Place.STATEMENT_OPEN)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        return self.put(
            t,
            msg("{said} and prints no figures that it can be held against."),
            msg("“{text}” stands without figures"),
        )


def quoted(t: Texts, words: str) -> Text:
    """A source's words as they stand, and what they mean where the author translates them."""
    meant = t.label(words)
    if meant == words:
        return t.fill(msg("“{text}”"), text=quote(words))
    return t.fill(msg("“{text}” ({meant})"), text=quote(words), meant=name(meant))


def statements(plan: Plan) -> Iterator[SourceWords]:
    """The sources' sentences held against the figures of their own machines."""
    for place, source in enumerate(plan.published):
        for said in source.statements:
            pairs = tuple(
                as_speed(pair)
                for pair in pairs_of(plan, said.factor, said.level, said.reference)
                if machine(plan.published[pair.source]) == machine(source)
                and set(said.conditions) <= set(plan.cell(pair.figure.cell_id).levels)
                and tells_speed(plan, pair)
            )
            holding = pairs and holds(said, [pair.ratio for pair in pairs])
            made = BorneOut if holding else Refuted if pairs else WithoutFigures
            levels = (f"{said.level}-{said.reference}", *(level for _, level in said.conditions))
            about = "/".join((source_key(plan, place), said.factor, *levels, said.text))
            id_ = f"published-contradiction/{about}"
            yield made(id=id_, statement=said, pairs=pairs, cells=stated_cells(plan, said))


def tells_speed(plan: Plan, pair: PublishedPair) -> bool:
    """Whether a pair tells how fast the whole is: by throughput, or by latency with equal work in flight."""
    figures = (pair.figure, pair.other)
    images = {plan.cell(each.cell_id).setting.images for each in figures}
    first, second = (requests_of(plan, each) for each in figures)
    return pair.metric == "throughput" or (len(images) == 1 and first == second is not None)


def as_speed(pair: PublishedPair) -> PublishedPair:
    """A pair whose ratio tells how many times as fast the first one was: latency the other way round."""
    if pair.metric == "throughput":
        return pair
    return replace(pair, figure=pair.other, other=pair.figure, numbers=pair.numbers[::-1])


def holds(statement: PublishedStatement, ratios: Sequence[float]) -> bool:
    """Whether figures bear out what the words say."""
    if statement.relation == "more":
        return all(ratio >= statement.times * (1 - MORE_OR_LESS) for ratio in ratios)
    if statement.relation == "less":
        return all(ratio <= statement.times * (1 + MORE_OR_LESS) for ratio in ratios)
    return all(abs(ratio / statement.times - 1) <= ABOUT for ratio in ratios)


def stated_cells(plan: Plan, statement: PublishedStatement) -> tuple[str, ...]:
    """Cells that a statement speaks of."""
    labels = {statement.level, statement.reference}
    return tuple(
        cell.id
        for cell in plan.cells
        if dict(cell.levels).get(statement.factor) in labels and set(statement.conditions) <= set(cell.levels)
    )


@dataclass(frozen=True, kw_only=True)
class PrintedRow:
    """A figure that prints both throughput and latency.

    Attributes:
        images: In flight there.
    """

    cell: str
    images: int
    throughput_fps: float
    latency_ms: float

    @property
    def predicted_ms(self) -> float:
        """Latency by Little's law."""
        return self.images / self.throughput_fps * 1000

    @property
    def ratio(self) -> float:
        """Printed latency over that."""
        return self.latency_ms / self.predicted_ms


@dataclass(frozen=True, kw_only=True)
class PrintedLatencies(Claim):
    """Printed latency beside requests over printed throughput (Little's law).

    Attributes:
        told: The rows that the sentence speaks of; the one that is farthest off first.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_CONTRADICTION)
    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    told: tuple[PrintedRow, ...]

    def program_of(self, expressions: Sequence[str], prints: Sequence[float]) -> Recomputation | None:
        """A program over these rows."""
        if len(self.told) > MOST_ROWS:
            return None
        rows = ", ".join(
            f"({written((row.images, row.throughput_fps, row.latency_ms))})" for row in self.told
        )
        head = f"rows = [{rows}]  # images in flight, FPS, ms as printed\n"
        return Recomputation(body=f"{head}{printing(*expressions)}", prints=tuple(prints))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """What is printed, and what Little's law makes of it."""
        heads = (
            plain(t.fill(msg("{things} in flight"))),
            t.counted.rate,
            msg("printed, ms"),
            msg("by Little’s law, ms"),
        )
        rows = tuple(
            (
                *map(t.numbers.as_given, (row.images, row.throughput_fps, row.latency_ms)),
                t.numbers.fixed(row.predicted_ms, units.significant(row.predicted_ms, 4)),
            )
            for row in self.told
        )
        return (EvidenceTable(heads=heads, rows=rows),)


@dataclass(frozen=True, kw_only=True)
class LatenciesFit(PrintedLatencies):
    """Printed latency and throughput fit together."""

    place: Place = field(init=False, default=Place.SOURCE_AGREES)

    @property
    def off(self) -> float:
        """How far a printed latency is from its prediction at most, as a share of that."""
        return abs(self.told[0].ratio - 1)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        n = len(self.told)
        where = msgs("in the one row that prints both", "in the {n} rows that print both", also="n")
        return t.claim_text(
            msg(
                "The published latencies and throughputs fit together: requests × images ÷ FPS gives the "
                "printed latency within {off} {where}."
            ),
            msg("Published latency and throughput fit together within {off}"),
            off=key(t.numbers.percent_at_most(self.off)),
            where=t.fill(where.of(n), n=n),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """How far the farthest row is off."""
        return self.program_of(["max(abs(ms * fps / 1000 / n - 1) for n, fps, ms in rows)"], [self.off])


@dataclass(frozen=True, kw_only=True)
class LatencyUnfit(PrintedLatencies):
    """A printed latency and its throughput cannot both be right: the row that is farthest off."""

    place: Place = field(init=False, default=Place.SOURCE_CONTRADICTED)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        worst = self.told[0]
        return t.claim_text(
            msg(
                "Published latency and throughput contradict each other: by the FPS of {cell} and Little’s "
                "law, a request should take {predicted}, but {printed} is printed."
            ),
            msg("Published latency and throughput of {cell} do not fit together"),
            t.tell(msg("The figure may count requests instead of images, or come from another run.")),
            cell=t.cell(worst.cell),
            predicted=key(t.numbers.latency(worst.predicted_ms * 1e6)),
            printed=t.numbers.latency(worst.latency_ms * 1e6),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The latency by Little's law, and the printed one."""
        worst = self.told[0]
        return self.program_of(
            ["1000 * rows[0][0] / rows[0][1]", "rows[0][2]"], [worst.predicted_ms, worst.latency_ms]
        )


def little(plan: Plan) -> Iterator[PrintedLatencies]:
    """Printed latency beside requests over printed throughput, where a row prints both."""
    found = [
        PrintedRow(
            cell=figure.cell_id,
            images=images,
            throughput_fps=figure.throughput_fps,
            latency_ms=figure.latency_ms,
        )
        for source in plan.published
        for figure in source.figures
        if (images := images_in_flight(plan, figure)) and figure.throughput_fps and figure.latency_ms
    ]
    told = tuple(sorted(found, key=lambda row: -abs(math.log(row.ratio))))
    cells, id_ = tuple(row.cell for row in told), "published-contradiction/little"
    if told and abs(told[0].ratio - 1) <= LITTLE_TOLERANCE:
        yield LatenciesFit(id=id_, told=told, cells=cells)
    elif told:
        yield LatencyUnfit(id=id_, told=told[:1], cells=cells)
