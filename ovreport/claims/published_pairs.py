"""Pairs of published figures that differ in one factor alone, and what all claims about such pairs have.

Such figures come without repeats. Their ratios are told without an interval and never get a verdict. One or
two pairs are told one by one, more of them by the range of their ratios; the table of the evidence has all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ovreport import units
from ovreport.analysis.results import Analysis, Metric
from ovreport.claims.amounts import RANGE, amount
from ovreport.claims.claim import Claim, Provenance
from ovreport.claims.comparing import circumstances, level_sides, nouns, placed, put
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing
from ovreport.claims.texts import Texts
from ovreport.claims.wordings import WORDINGS, Wording
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msg_in, msgs
from ovreport.language.spans import Text, key, name, plain
from ovreport.limits import PRINTED_CHANGE, PRINTED_SAME
from ovreport.naming import is_quiet
from ovreport.plan import Cell, Plan, PublishedFigure, PublishedSet

MOST_PAIRS = 2
"""Pairs of figures that a sentence tells one by one."""

SINGLE_FIGURES = msg("{lead}{told} (single figures, so no interval).")
IN_BRIEF = msg("{lead}{told}")

# The figures


def requests_of(plan: Plan, figure: PublishedFigure) -> int | None:
    """Requests in flight behind a figure, where the source or the setting tells."""
    if figure.requests is not None:
        return figure.requests
    setting = plan.cell(figure.cell_id).setting
    return 1 if setting.mode == "sync" else setting.requests if isinstance(setting.requests, int) else None


def predicted_ms(plan: Plan, figure: PublishedFigure) -> float | None:
    """Latency by Little's law from the printed throughput."""
    requests = requests_of(plan, figure)
    if requests is None or not figure.throughput_fps:
        return None
    return requests * plan.cell(figure.cell_id).setting.images / figure.throughput_fps * 1000


def machine(source: PublishedSet) -> str:
    """The part of a platform's name before the first comma: sources that share it describe one machine."""
    return source.platform.partition(",")[0].strip()


def machines(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """Places of the sources that describe one machine; a source without a platform stands alone."""
    groups: dict[str, list[int]] = {}
    for place, source in enumerate(plan.published):
        groups.setdefault(machine(source) or f"source {place}", []).append(place)
    return tuple(tuple(group) for group in groups.values())


def figures_of(plan: Plan, group: Iterable[int]) -> dict[str, tuple[int, PublishedFigure]]:
    """What one machine's sources print for each cell: the first source that does, and the figure."""
    figures: dict[str, tuple[int, PublishedFigure]] = {}
    for place in group:
        for figure in plan.published[place].figures:
            figures.setdefault(figure.cell_id, (place, figure))
    return figures


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
        conditions: Levels that both cells share.
    """

    source: int
    figure: PublishedFigure
    other: PublishedFigure
    conditions: tuple[tuple[str, str], ...]

    @property
    def ratio(self) -> float | None:
        """Throughput over throughput, where both are printed."""
        if self.figure.throughput_fps and self.other.throughput_fps:
            return self.figure.throughput_fps / self.other.throughput_fps
        return None

    @property
    def latency_ratio(self) -> float | None:
        """Latency over latency, where both are printed."""
        if self.figure.latency_ms and self.other.latency_ms:
            return self.figure.latency_ms / self.other.latency_ms
        return None


def paired(plan: Plan, source: int, figure: PublishedFigure, other: PublishedFigure) -> PublishedPair:
    """Two figures as a pair."""
    levels, others = plan.cell(figure.cell_id).levels, plan.cell(other.cell_id).levels
    shared = tuple(level for level in levels if level in others)
    return PublishedPair(source=source, figure=figure, other=other, conditions=shared)


def pairs_of(plan: Plan, factor: str, level: str, reference: str) -> tuple[PublishedPair, ...]:
    """All pairs of figures of one machine that show what `level` does beside `reference`."""
    found = []
    for group in machines(plan):
        figures = figures_of(plan, group)
        told = [cell for cell in plan.cells if cell.id in figures]
        for cell in told:
            other = partner(told, cell, factor, level, reference)
            if other is not None:
                found.append(paired(plan, *figures[cell.id], figures[other.id][1]))
    return tuple(found)


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


Rated = tuple[PublishedPair, float]
"""A pair of figures and its ratio of what a claim compares."""


def by_throughput(found: Iterable[PublishedPair]) -> tuple[Rated, ...]:
    """Pairs that print throughput, with its ratio; the largest change first."""
    return largest_first((pair, pair.ratio) for pair in found)


def by_latency(found: Iterable[PublishedPair]) -> tuple[Rated, ...]:
    """Pairs that print latency alone, with its ratio (2 is twice as long); the largest change first.

    It is told as latency. With other requests in flight, or another batch, it says nothing of throughput.
    """
    return largest_first((pair, pair.latency_ratio) for pair in found if pair.ratio is None)


def largest_first(pairs: Iterable[tuple[PublishedPair, float | None]]) -> tuple[Rated, ...]:
    """Pairs that have a ratio, the largest change first."""
    known = [(pair, ratio) for pair, ratio in pairs if ratio is not None]
    return tuple(sorted(known, key=lambda each: -abs(math.log(each[1]))))


# Claims about them


@dataclass(frozen=True, kw_only=True)
class OnPairs(Claim):
    """What pairs of printed figures say about one level of a factor.

    Attributes:
        level, reference: What sets the figures of a pair apart; the second is empty where it differs.
        metric: Latency where nothing else is printed of these pairs.
        pairs: As a rule the one with the largest change first.
        ratios: One a pair: throughput over throughput, or latency over latency.
    """

    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    factor: str
    level: str
    reference: str = ""
    metric: Metric = "throughput"
    pairs: tuple[PublishedPair, ...]
    ratios: tuple[float, ...]

    # One ratio

    def wording(self, t: Texts) -> Wording:
        """How a ratio is put."""
        return WORDINGS["latency" if self.metric == "latency" else t.manner_of(self.factor, self.reference)]

    def sides(self, t: Texts) -> Gaps:
        """Both levels as gaps of a wording."""
        return level_sides(t, self.factor, self.level, self.reference)

    def compared(self, t: Texts, place: int, *, again: bool = False) -> Text:
        """One pair as a comparison, without an interval."""
        ratio, words = self.ratios[place], self.wording(t)
        if is_nothing(ratio):
            return self.alike(t)
        template = (words.again if again else words).of(ratio)
        return put(t, template, self.sides(t), n=key(amount(t, ratio)))

    def alike(self, t: Texts) -> Text:
        """No difference between both sides: by the wording of latency, or in plain words."""
        words = self.wording(t)
        by_circumstances = words in (WORDINGS["latency"], WORDINGS["beside"])
        return put(t, words.same if by_circumstances else msg("{a} and {b} are the same"), self.sides(t))

    # Under which conditions

    def conditions(self, t: Texts) -> list[list[tuple[str, str]]]:
        """For every pair the levels that its cells share, of factors that vary among the printed figures."""
        return [
            [level for level in pair.conditions if len(levels_told(t.plan, level[0])) > 1]
            for pair in self.pairs
        ]

    def lead(self, t: Texts) -> Text:
        """What marks a clause as published, with the circumstances that all its pairs share."""
        first, *others = self.conditions(t)
        shared = [level for level in first if others and all(level in each for each in others)]
        if self.factor != "device":  # other hardware is compared as a whole: nothing goes without saying
            shared = [level for level in shared if not is_quiet(t.plan, *level)]
        gaps = {"levels": circumstances(t, shared), "nouns": nouns(t, shared)}
        if not t.beside_measurements:
            return t.fill(msg("{levels}, ", also="nouns"), **gaps) if shared else ()
        if not shared:
            return t.fill(msg("by the published figures, "))
        return t.fill(msg("by the published figures {levels}, ", also="nouns"), **gaps)

    def scope(self, t: Texts, place: int) -> Text:
        """What is particular to a pair: its conditions, and its machine where there are several."""
        every = self.conditions(t)
        own = [level for level in every[place] if not all(level in each for each in every)]
        if len(every) == 1:
            own = [level for level in every[0] if not is_quiet(t.plan, *level)]
        where = circumstances(t, own)
        return t.fill(
            msg("{placed}{platform}", also="where"),
            where=where,
            placed=placed(t, where),
            platform=self.platform(t, place),
        )

    def platform(self, t: Texts, place: int) -> Text:
        """The machine of a pair, where the sources describe several; else empty."""
        told = t.label(machine(t.plan.published[self.pairs[place].source]))
        return (
            t.fill(msg(" on {platform}"), platform=name(told)) if told and len(machines(t.plan)) > 1 else ()
        )

    def at(self, t: Texts, place: int, said: Text) -> Text:
        """A clause about a pair, with what is particular to it."""
        there = self.scope(t, place)
        return t.fill(msg_in("the first pair", "{said}{scope}"), said=said, scope=there) if there else said

    def in_row(self, t: Texts, first: Text, further: Sequence[Text]) -> Text:
        """Clauses about all pairs, each with what is particular to it."""
        rest = [
            t.fill(msg_in("a further pair", "{said}{scope}"), said=said, scope=self.scope(t, place))
            for place, said in enumerate(further, 1)
        ]
        comma, last = msg_in("between pairs", ", "), msg_in("before the last pair", " and ")
        return t.locale.joined([self.at(t, 0, first), *rest], comma, last)

    def ends_told(self, t: Texts) -> Text:
        """Where a range begins and ends; empty where all ratios are the same."""
        least, most = ends(self.ratios)
        if is_nothing(self.ratios[most] / self.ratios[least]):
            return ()
        where = {"least": self.scope(t, least), "most": self.scope(t, most)}
        return t.fill(msg(": least{least}, most{most}"), **where)

    def basis(self, t: Texts) -> Text:
        """How much the ratios rest on."""
        n = len(self.pairs)
        return t.tell(
            msgs("{n} pair of figures carries this.", "{n} pairs of figures carry this.").of(n), n=n
        )

    # Evidence

    def restated(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """What the sentence states of `ratios`, as expressions of a program and as numbers."""
        if len(self.ratios) > MOST_PAIRS:
            return ("min(ratios)", "max(ratios)"), (min(self.ratios), max(self.ratios))
        return ("*ratios",), self.ratios

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The divisions behind the ratios, and of them what the sentence states."""
        if not self.pairs or len(self.pairs) > MOST_ROWS:
            return None
        divisions = ", ".join(self.division(pair) for pair in self.pairs)
        shown, prints = self.restated()
        head = "import math\n" if any("math." in each for each in shown) else ""
        return Recomputation(
            body=f"{head}ratios = [{divisions}]  # as printed\n{printing(*shown)}", prints=prints
        )

    def division(self, pair: PublishedPair) -> str:
        """What is divided by what: latency the other way round where it is told as speed."""
        first, second = pair.figure, pair.other
        if pair.ratio is not None:
            return f"{first.throughput_fps:g} / {second.throughput_fps:g}"
        over, under = (first, second) if self.metric == "latency" else (second, first)
        return f"{over.latency_ms:g} / {under.latency_ms:g}"

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The two printed figures of every pair."""
        rows = []
        for pair, ratio in zip(self.pairs, self.ratios, strict=True):
            told = []
            for figure in (pair.figure, pair.other):
                value, unit = figure.throughput_fps, t.counted.rate
                if pair.ratio is None:
                    value, unit = figure.latency_ms, "ms"
                told += [plain(t.full(figure.cell_id)), f"{value:g} {unit}"]
            rows.append((*told, t.numbers.fixed(ratio, 3)))
        printed = msg("printed")
        heads = (msg("configuration"), printed, msg("beside"), printed, msg("ratio"))
        return (EvidenceTable(heads=heads, rows=tuple(rows), words=frozenset({0, 2})),)


def is_nothing(ratio: float) -> bool:
    """Whether a change would be printed as 0 %."""
    return abs(ratio - 1) < PRINTED_CHANGE


def ends(values: Sequence[float]) -> tuple[int, int]:
    """Places of the least and of the most: of the smallest and the largest loss where all are losses."""
    order = sorted(range(len(values)), key=lambda place: values[place], reverse=max(values) <= 1)
    return order[0], order[-1]


def cells_behind(pairs: Iterable[PublishedPair]) -> tuple[str, ...]:
    """Ids of the cells of pairs, each once."""
    return tuple(dict.fromkeys(each.cell_id for pair in pairs for each in (pair.figure, pair.other)))


def span_of(t: Texts, ratios: Sequence[float], digits: int = units.PLAIN_DIGITS) -> str:
    """Ratios from the smallest to the largest: `1.43`, `0.8 to 2.1`."""
    low, high = (t.numbers.fixed(end, units.significant(end, digits)) for end in (min(ratios), max(ratios)))
    return low if low == high else t.locale.format(RANGE, first=low, last=high)


def in_times(t: Texts, ratios: Sequence[float], digits: int = units.PLAIN_DIGITS) -> str:
    """Ratios in times: `1.43 times`, `0.8 to 2.1 times`."""
    return f"{span_of(t, ratios, digits)}{t.numbers.times_unit}"
