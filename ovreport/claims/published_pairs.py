"""Pairs of published figures that differ in one factor alone, and what stands behind all claims about them.

Such figures come without repeats: their ratios have no interval and never get a verdict. Claims about them
tell what is printed, and nothing about a machine that was measured: they have no truth condition. A sentence
tells one or two pairs each by itself and the range of more; the table of the evidence has all of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ovreport import units
from ovreport.analysis.metrics import ChosenBy
from ovreport.analysis.results import Analysis
from ovreport.claims.amounts import times_range
from ovreport.claims.claim import Claim, Provenance
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing
from ovreport.claims.texts import RANGE, Texts
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, plain
from ovreport.limits import PRINTED_SAME
from ovreport.plan import Cell, Plan, PublishedFigure, PublishedSet

MOST_PAIRS = 2
"""Pairs of figures that a sentence tells one by one."""

# The figures


def requests_of(plan: Plan, figure: PublishedFigure) -> int | None:
    """Requests in flight behind a figure, where the source or the setting tells."""
    if figure.requests is not None:
        return figure.requests
    setting = plan.cell(figure.cell_id).setting
    return 1 if setting.mode == "sync" else setting.requests if isinstance(setting.requests, int) else None


def images_in_flight(plan: Plan, figure: PublishedFigure) -> int | None:
    """Images of all requests in flight behind a figure, where their number is known."""
    requests = requests_of(plan, figure)
    return None if requests is None else requests * plan.cell(figure.cell_id).setting.images


def machine(source: PublishedSet) -> str:
    """The part of a platform's name before the first comma: sources that share it describe one machine."""
    return source.platform.partition(",")[0].strip()


def machine_key(plan: Plan, place: int) -> str:
    """What tells the machine of a source from others; one without a platform is a machine of its own."""
    return machine(plan.published[place]) or f"source {place}"


def source_key(plan: Plan, place: int) -> str:
    """What a source is called in ids: by its name, and those of one name are counted."""
    named = [source.source for source in plan.published[: place + 1]]
    number = named.count(named[-1])
    return named[-1] if number == 1 else f"{named[-1]}/{number}"


def machines(plan: Plan) -> dict[str, dict[str, tuple[int, PublishedFigure]]]:
    """For every machine and cell the first source that prints a figure, by its place, and the figure."""
    found: dict[str, dict[str, tuple[int, PublishedFigure]]] = {}
    for place, source in enumerate(plan.published):
        figures = found.setdefault(machine_key(plan, place), {})
        for figure in source.figures:
            figures.setdefault(figure.cell_id, (place, figure))
    return found


def levels_told(plan: Plan, factor: str) -> set[str]:
    """The levels of a factor among all cells that have figures."""
    printed = {figure.cell_id for source in plan.published for figure in source.figures}
    return {dict(cell.levels).get(factor, "") for cell in plan.cells if cell.id in printed}


# Pairs of them


@dataclass(frozen=True, kw_only=True)
class PublishedPair:
    """Two figures of one machine whose cells differ in one factor alone.

    Attributes:
        source: Place of the source that printed the first one.
        conditions: Levels that both cells share, of factors that vary among the printed figures.
        metric: What is compared: throughput, or latency where that alone is printed of both.
        numbers: What is printed of it: FPS, or ms of a request.
    """

    source: int
    figure: PublishedFigure
    other: PublishedFigure
    conditions: tuple[tuple[str, str], ...]
    metric: ChosenBy
    numbers: tuple[float, float]

    @property
    def ratio(self) -> float:
        """The first number over the second: 2 is twice as fast, or of latency twice as long."""
        return self.numbers[0] / self.numbers[1]

    @property
    def latency_ratio(self) -> float | None:
        """Latency over latency, where both are printed."""
        if self.figure.latency_ms and self.other.latency_ms:
            return self.figure.latency_ms / self.other.latency_ms
        return None


def paired(plan: Plan, source: int, figure: PublishedFigure, other: PublishedFigure) -> PublishedPair | None:
    """Two figures as a pair; `None` where one prints throughput alone and the other one latency alone."""
    levels, others = plan.cell(figure.cell_id).levels, plan.cell(other.cell_id).levels
    shared = [level for level in levels if level in others and len(levels_told(plan, level[0])) > 1]
    printed: tuple[tuple[ChosenBy, float | None, float | None], ...] = (
        ("throughput", figure.throughput_fps, other.throughput_fps),
        ("latency", figure.latency_ms, other.latency_ms),
    )
    for metric, first, second in printed:
        if first and second:
            return PublishedPair(
                source=source,
                figure=figure,
                other=other,
                conditions=tuple(shared),
                metric=metric,
                numbers=(first, second),
            )
    return None


def pairs_of(plan: Plan, factor: str, level: str, reference: str) -> tuple[PublishedPair, ...]:
    """All pairs of figures that show what `level` does beside `reference`, the largest change first."""
    found = []
    for figures in machines(plan).values():
        told = [cell for cell in plan.cells if cell.id in figures]
        for cell in told:
            other = partner(told, cell, factor, level, reference)
            pair = paired(plan, *figures[cell.id], figures[other.id][1]) if other is not None else None
            found += [pair] if pair is not None else []
    return tuple(sorted(found, key=lambda pair: -abs(math.log(pair.ratio))))


def partner(cells: Sequence[Cell], cell: Cell, factor: str, level: str, reference: str) -> Cell | None:
    """The cell that has `reference` where `cell` has `level`, all else being equal."""
    levels = dict(cell.levels)
    if levels.get(factor) != level:
        return None
    wanted = levels | {factor: reference}
    return next((other for other in cells if dict(other.levels) == wanted), None)


def level_pairs(plan: Plan, factor: str) -> tuple[tuple[str, str], ...]:
    """Every level of a factor with the one that it is compared with: the baseline's."""
    levels = next((each.levels for each in plan.factors if each.name == factor), ())
    reference = dict(plan.cell(plan.baseline).levels).get(factor, "")
    if factor == "device":  # the study's own device is the one that is spoken of
        return tuple((reference, level) for level in levels if level != reference and not members(level))
    return tuple((level, reference) for level in levels if level != reference)


def members(device: str) -> tuple[str, ...]:
    """The devices behind `AUTO:GPU,CPU`; a single device has none."""
    _, _, listed = device.partition(":")
    return tuple(part.strip().split("(")[0] for part in listed.split(",")) if "," in listed else ()


def direction(ratio: float) -> int:
    """1 for faster, -1 for slower, 0 for no difference worth telling."""
    return 0 if abs(math.log(ratio)) <= math.log1p(PRINTED_SAME) else 1 if ratio > 1 else -1


# Claims about them


@dataclass(frozen=True, kw_only=True)
class OnPairs(Claim):
    """A claim that rests on pairs of printed figures, and its evidence.

    Attributes:
        pairs: The one with the largest change first.
    """

    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    pairs: tuple[PublishedPair, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """What is told of each pair."""
        return tuple(pair.ratio for pair in self.pairs)

    def basis(self, t: Texts) -> Text:
        """How much the ratios rest on."""
        n = len(self.pairs)
        return t.tell(
            msgs("{n} pair of figures carries this.", "{n} pairs of figures carry this.").of(n), n=n
        )

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The divisions behind the ratios, and of them what the sentence states: all, or both ends."""
        if not self.pairs or len(self.pairs) > MOST_ROWS:
            return None
        divisions = ", ".join("{:g} / {:g}".format(*pair.numbers) for pair in self.pairs)
        shown: tuple[str, ...] = ("*ratios",)
        prints = self.ratios
        if len(self.ratios) > MOST_PAIRS:
            shown, prints = ("min(ratios)", "max(ratios)"), (min(self.ratios), max(self.ratios))
        body = f"ratios = [{divisions}]  # as printed\n{printing(*shown)}"
        return Recomputation(body=body, prints=prints)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The pairs of the claim, and those of its notes."""
        others = (note for note in self.notes if isinstance(note, OnPairs) and note.pairs != self.pairs)
        return (self.table(t), *tables_of(t, others))

    def table(self, t: Texts) -> EvidenceTable:
        """The two printed figures of every pair, and the machine where there are several."""
        several = len(machines(t.plan)) > 1
        rows = []
        for pair, ratio in zip(self.pairs, self.ratios, strict=True):
            told = [t.label(machine(t.plan.published[pair.source]))] if several else []
            unit = {"throughput": t.counted.rate, "latency": "ms"}[pair.metric]
            for figure, value in zip((pair.figure, pair.other), pair.numbers, strict=True):
                told += [plain(t.full(figure.cell_id)), f"{t.numbers.as_given(value)} {unit}"]
            rows.append((*told, t.numbers.fixed(ratio, 3)))
        printed, first = msg("printed"), (msg("machine"),) if several else ()
        heads = (*first, msg("configuration"), printed, msg("beside"), printed, msg("ratio"))
        words = frozenset({0, 1, 3} if several else {0, 2})
        return EvidenceTable(heads=heads, rows=tuple(rows), words=words)


def tables_of(t: Texts, claims: Iterable[Claim]) -> tuple[EvidenceTable, ...]:
    """The pairs of claims that tell no more than their range, each under its claim in brief and once."""
    every = (claim for claim in claims if isinstance(claim, OnPairs) and len(claim.pairs) > MOST_PAIRS)
    apart = {claim.pairs: claim for claim in reversed(list(every))}
    return tuple(
        replace(claim.table(t), caption=plain(claim.text(t).short)) for claim in reversed(apart.values())
    )


def cells_behind(pairs: Iterable[PublishedPair]) -> tuple[str, ...]:
    """Ids of the cells of pairs, each once."""
    return tuple(dict.fromkeys(each.cell_id for pair in pairs for each in (pair.figure, pair.other)))


def span_of(t: Texts, ratios: Sequence[float], digits: int = units.PLAIN_DIGITS) -> str:
    """Ratios from the smallest to the largest: `1.43`, `0.8 to 2.1`."""
    low, high = _ends(t, ratios, digits)
    return low if low == high else t.locale.format(RANGE, first=low, last=high)


def in_times(t: Texts, ratios: Sequence[float], digits: int = units.PLAIN_DIGITS) -> str:
    """Ratios in times: `1.43 times`, `0.8 to 2.1 times`."""
    return times_range(t, *_ends(t, ratios, digits))


def _ends(t: Texts, ratios: Sequence[float], digits: int) -> tuple[str, str]:
    low, high = (t.numbers.fixed(end, units.significant(end, digits)) for end in (min(ratios), max(ratios)))
    return low, high
