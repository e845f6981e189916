"""Published words and figures held against each other: what a source says, and what it prints.

These claims tell what is printed. They say nothing about a machine that was measured, so they have no truth
condition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ovreport import units
from ovreport.analysis.results import Analysis
from ovreport.claims.claim import Claim, ClaimKind, Provenance
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.published_pairs import (
    MOST_PAIRS,
    OnPairs,
    PublishedPair,
    Rated,
    by_latency,
    by_throughput,
    largest_first,
    machine,
    pairs_of,
    requests_of,
    span_of,
)
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import Text, key, name, number, plain, quote
from ovreport.limits import ABOUT, LITTLE_TOLERANCE, MORE_OR_LESS, NO_DOUBLING
from ovreport.plan import Plan, PublishedFigure, PublishedStatement


@dataclass(frozen=True, kw_only=True)
class SourceWords(OnPairs):
    """A sentence of a source about one level beside another, and the figures that it can be held against.

    Attributes:
        source: Who says it.
        words: The sentence as it stands.
        times, relation: The ratio of throughput that it claims: about that, more, or less.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_CONTRADICTION)
    source: str
    words: str
    times: float
    relation: str

    def said(self, t: Texts) -> Text:
        """That the source says so."""
        return t.fill(msg("The source says {text}"), text=quoted(t, self.words))


@dataclass(frozen=True, kw_only=True)
class BorneOut(SourceWords):
    """Words that the source's own figures bear out."""

    place: Place = field(init=False, default=Place.STATEMENT_HOLDS)

    def check(self, t: Texts) -> Text:
        """That the figures bear them out."""
        return t.tell(msg("{said}; its figures bear this out."), said=self.said(t))

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        short = t.tell(msg("“{text}” agrees with the source’s figures"), text=quote(self.words))
        return ClaimText(headline=self.check(t), short=short, context=self.basis(t))


@dataclass(frozen=True, kw_only=True)
class Refuted(SourceWords):
    """Words that the source's own figures do not bear out."""

    place: Place = field(init=False, default=Place.SOURCE_CONTRADICTED)

    def given(self, t: Texts) -> str:
        """The ratios of the figures, of many their range."""
        ratio = msg_in("a published ratio", "{n}")
        if len(self.ratios) > MOST_PAIRS:
            return t.locale.format(ratio, n=span_of(t, self.ratios))
        told = [t.locale.format(ratio, n=t.numbers.quantity(value).value) for value in self.ratios]
        return plain(t.locale.joined(told, "", msg_in("between published ratios", " and ")))

    def check(self, t: Texts) -> Text:
        """What the figures give instead."""
        no_doubling = abs(self.times - 2) < 0.01 and NO_DOUBLING[0] <= max(self.ratios) < NO_DOUBLING[1]
        return t.tell(
            msg("{said}; its own figures give {ratios} times{verdict}."),
            said=self.said(t),
            ratios=number(self.given(t)),
            verdict=msg(": a clear gain, not a doubling") if no_doubling else "",
        )

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        short = msg("“{text}” is {ratios} times by the source’s own figures")
        return ClaimText(
            headline=self.check(t),
            short=t.tell(short, text=quote(self.words), ratios=key(self.given(t))),
            context=self.basis(t),
        )


@dataclass(frozen=True, kw_only=True)
class WithoutFigures(SourceWords):
    """Words without figures that they could be held against."""

    place: Place = field(init=False, default=Place.STATEMENT_OPEN)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        return t.claim_text(
            msg("{said} and prints no figures that it can be held against."),
            msg("“{text}” stands without figures"),
            said=self.said(t),
            text=quote(self.words),
        )


def quoted(t: Texts, words: str) -> Text:
    """A source's words as they stand, and what they mean where the author translates them."""
    meant = t.label(words)
    if meant == words:
        return t.fill(msg("“{text}”"), text=quote(words))
    return t.fill(msg("“{text}” ({meant})"), text=quote(words), meant=name(meant))


def statements(plan: Plan) -> tuple[SourceWords, ...]:
    """The sources' sentences held against their own figures."""
    return tuple(
        checked(plan, place, number, statement)
        for place, source in enumerate(plan.published)
        for number, statement in enumerate(source.statements)
    )


def checked(plan: Plan, place: int, number: int, statement: PublishedStatement) -> SourceWords:
    """One sentence of a source beside its figures."""
    told = speeds(
        plan,
        [
            pair
            for pair in pairs_of(plan, statement.factor, statement.level, statement.reference)
            if machine(plan.published[pair.source]) == machine(plan.published[place])
            and all(level in plan.cell(pair.figure.cell_id).levels for level in statement.conditions)
        ],
    )
    ratios = tuple(ratio for _, ratio in told)
    made = WithoutFigures if not told else BorneOut if holds(statement, ratios) else Refuted
    return made(
        id=f"published-contradiction/{place}/statement-{number}",
        source=plan.published[place].source,
        words=statement.text,
        times=statement.times,
        relation=statement.relation,
        factor=statement.factor,
        level=statement.level,
        reference=statement.reference,
        pairs=tuple(pair for pair, _ in told),
        ratios=ratios,
        cells=stated_cells(plan, statement),
    )


def speeds(plan: Plan, found: Sequence[PublishedPair]) -> tuple[Rated, ...]:
    """How many times as fast: by throughput, or by latency where a request is the same work on both sides.

    With other requests in flight, or another batch, latency does not tell how fast the whole is.
    """
    turned = [
        (pair, 1 / ratio)
        for pair, ratio in by_latency(found)
        if len({plan.cell(each.cell_id).setting.images for each in (pair.figure, pair.other)}) == 1
        and requests_of(plan, pair.figure) == requests_of(plan, pair.other) is not None
    ]
    return largest_first((*by_throughput(found), *turned))


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
        if dict(cell.levels).get(statement.factor) in labels
        and all(level in cell.levels for level in statement.conditions)
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
        told: The rows that print both; the one that is farthest off first.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_CONTRADICTION)
    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    told: tuple[PrintedRow, ...]

    @property
    def off(self) -> float:
        """How far a printed latency is from its prediction at most, as a share of that."""
        return abs(self.told[0].ratio - 1)

    def behind(self) -> tuple[PrintedRow, ...]:
        """The rows that the sentence speaks of."""
        return self.told

    def program_of(self, expressions: Sequence[str], prints: Sequence[float]) -> Recomputation | None:
        """A program over these rows."""
        if len(self.behind()) > MOST_ROWS:
            return None
        rows = ", ".join(
            f"({written((row.images, row.throughput_fps, row.latency_ms))})" for row in self.behind()
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
                f"{row.images:g}",
                f"{row.throughput_fps:g}",
                f"{row.latency_ms:g}",
                t.numbers.fixed(row.predicted_ms, units.significant(row.predicted_ms, 4)),
            )
            for row in self.behind()
        )
        return (EvidenceTable(heads=heads, rows=rows),)


@dataclass(frozen=True, kw_only=True)
class LatenciesFit(PrintedLatencies):
    """Printed latency and throughput fit together."""

    place: Place = field(init=False, default=Place.SOURCE_AGREES)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        where = {
            1: msg("in the one row that prints both", also="n"),
            2: msg("in both rows that print both", also="n"),
        }.get(len(self.told), msg("in all {n} rows that print both"))
        return t.claim_text(
            msg(
                "The published latencies and throughputs fit together: requests × images ÷ FPS gives the "
                "printed latency within {off} {where}."
            ),
            msg("Published latency and throughput fit together within {off}"),
            off=key(t.numbers.percent_at_most(self.off)),
            where=t.fill(where, n=len(self.told)),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """How far the farthest row is off."""
        return self.program_of(["max(abs(ms * fps / 1000 / n - 1) for n, fps, ms in rows)"], [self.off])


@dataclass(frozen=True, kw_only=True)
class LatencyUnfit(PrintedLatencies):
    """A printed latency and its throughput cannot both be right."""

    place: Place = field(init=False, default=Place.SOURCE_CONTRADICTED)

    def behind(self) -> tuple[PrintedRow, ...]:
        """The row that is farthest off."""
        return self.told[:1]

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        worst = self.told[0]
        return t.claim_text(
            msg(
                "Published latency and throughput contradict each other: {cell} should take {predicted} a "
                "request by its FPS (Little’s law), but {printed} is printed."
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


def little(plan: Plan) -> PrintedLatencies | None:
    """Printed latency beside requests over printed throughput; `None` where no row prints both."""
    found = (printed_row(plan, figure) for source in plan.published for figure in source.figures)
    told = sorted((row for row in found if row is not None), key=lambda row: -abs(math.log(row.ratio)))
    if not told:
        return None
    made = LatenciesFit if abs(told[0].ratio - 1) <= LITTLE_TOLERANCE else LatencyUnfit
    return made(id="published-contradiction/little", told=tuple(told), cells=tuple(row.cell for row in told))


def printed_row(plan: Plan, figure: PublishedFigure) -> PrintedRow | None:
    """A figure that prints both, with its images in flight; `None` for others."""
    requests = requests_of(plan, figure)
    if requests is None or not figure.throughput_fps or not figure.latency_ms:
        return None
    return PrintedRow(
        cell=figure.cell_id,
        images=requests * plan.cell(figure.cell_id).setting.images,
        throughput_fps=figure.throughput_fps,
        latency_ms=figure.latency_ms,
    )
