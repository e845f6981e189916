"""What published figures say about the levels of a factor, and of several devices together.

These claims tell what is printed. They say nothing about a machine that was measured, so they have no truth
condition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ovreport.analysis.results import Metric
from ovreport.claims.amounts import amount, range_of
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import put
from ovreport.claims.concurrency import concurrency_factors
from ovreport.claims.place import Place
from ovreport.claims.published_pairs import (
    IN_BRIEF,
    MOST_PAIRS,
    SINGLE_FIGURES,
    OnPairs,
    PublishedPair,
    Rated,
    by_latency,
    by_throughput,
    cells_behind,
    direction,
    ends,
    level_pairs,
    levels_told,
    members,
    pairs_of,
)
from ovreport.claims.published_words import BorneOut, Refuted
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.locale import FULL_STOP
from ovreport.language.messages import Message, msg, msg_in, msgs
from ovreport.language.spans import Span, Text, key, name
from ovreport.limits import PRINTED_SAME
from ovreport.plan import Plan


@dataclass(frozen=True, kw_only=True)
class PublishedEffect(OnPairs):
    """What printed figures say about one level of a factor beside another."""

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_EFFECT)
    place: Place = field(init=False, default=Place.ANSWER_SHOWN)

    @property
    def answers(self) -> str:
        """The factor whose question it answers."""
        return self.factor

    def changes(self, t: Texts, ratios: Sequence[float], *, everywhere: bool) -> Text:
        """Changes that all go one way, from the smallest to the largest."""
        _, farthest = ends(ratios)
        n = key(range_of(t, ratios))
        return put(t, self.wording(t).of(ratios[farthest]), self.sides(t), everywhere=everywhere, n=n)

    def caution(self, t: Texts) -> Text:
        """That only one other batch size has figures, where that is so."""
        if t.field(self.factor) != "batch" or len(levels_told(t.plan, self.factor)) != 2:
            return ()
        return t.tell(
            msg("No other batch size was tried, so nothing here says how smaller or larger ones do.")
        )


def in_words(t: Texts, claim: OnPairs) -> Text:
    """What the source says in words about the same levels."""
    return t.together(*(note.check(t) for note in claim.notes if isinstance(note, BorneOut | Refuted)))


@dataclass(frozen=True, kw_only=True)
class FewPairs(PublishedEffect):
    """One or two pairs of figures that go one way, each told."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words; a remark of the source on the only pair belongs to its brief form too."""
        remarks = [(name(remark),) for remark in self.remarks(t)]
        said = t.claim_text(
            SINGLE_FIGURES,
            IN_BRIEF,
            t.together(*remarks, self.basis(t), self.caution(t), in_words(t, self)),
            lead=self.lead(t),
            told=self.told(t),
        )
        if len(self.pairs) > 1 or not remarks:
            return said
        *first, last = t.together(*remarks)
        unended = Span(text=last.text.rstrip(t.locale.word(FULL_STOP)), role=last.role)
        return replace(said, short=t.fill(msg("{said}. {told}"), said=said.short, told=(*first, unended)))

    def told(self, t: Texts) -> Text:
        """Every pair."""
        first, *others = (self.compared(t, place, again=place > 0) for place in range(len(self.pairs)))
        if others and len({self.wording(t).of(ratio) for ratio in self.ratios}) == 1:
            alone = key(amount(t, self.ratios[1]))
            others = [
                t.fill(
                    msg_in("put like the one before", "{amount}", also="again"), amount=alone, again=others[0]
                )
            ]
        return self.in_row(t, first, others)

    def remarks(self, t: Texts) -> tuple[str, ...]:
        """The remarks on these figures, in the author's words for this language, each once."""
        figures = [figure for source in t.plan.published for figure in source.figures]
        notes = [t.label(each.note) for each in figures if each.note and each.cell_id in self.cells]
        return tuple(dict.fromkeys(notes))


@dataclass(frozen=True, kw_only=True)
class ManyPairs(PublishedEffect):
    """More pairs of figures that go one way, told by the range of their changes."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words, and where both ends of the range are."""
        return t.claim_text(
            msg(
                "in all {n} pairs of published figures, {said} (single figures, so no interval){ends}.",
                also="lead",
            ),
            msg("{lead}{said}"),
            t.together(self.caution(t), in_words(t, self)),
            lead=self.lead(t),
            n=len(self.ratios),
            said=self.changes(t, self.ratios, everywhere=True),
            ends=self.ends_told(t),
        )


@dataclass(frozen=True, kw_only=True)
class NoDifference(PublishedEffect):
    """No pair of figures shows a difference worth telling."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        return t.claim_text(
            msg("{lead}{same}: within {n} (single figures, so no interval)."),
            msg("{lead}{same}"),
            t.together(self.basis(t), in_words(t, self)),
            lead=self.lead(t),
            same=self.alike(t),
            n=key(t.numbers.percent_at_most(max(abs(ratio - 1) for ratio in self.ratios))),
        )

    def restated(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """How far the figures are apart at most."""
        farthest = max(abs(ratio - 1) for ratio in self.ratios)
        return ("max(abs(ratio - 1) for ratio in ratios)",), (farthest,)


@dataclass(frozen=True, kw_only=True)
class BothWays(PublishedEffect):
    """Faster in some pairs of figures, slower in others."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: the best and the worst pair."""
        best, worst = (self.ratios.index(end) for end in (max(self.ratios), min(self.ratios)))
        return t.claim_text(
            msg("{lead}{first}, but {again}{there} (single figures, so no interval)."),
            msg("{lead}{first}, but {again}{there}"),
            t.together(self.basis(t), in_words(t, self)),
            lead=self.lead(t),
            first=self.at(t, best, self.compared(t, best)),
            again=self.compared(t, worst, again=True),
            there=self.scope(t, worst),
        )

    def restated(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Both ends."""
        return ("min(ratios)", "max(ratios)"), (min(self.ratios), max(self.ratios))


@dataclass(frozen=True, kw_only=True)
class SomePairs(PublishedEffect):
    """A difference one way in a part of the pairs, and none worth telling in the others."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        apart = [ratio for ratio in self.ratios if direction(ratio)]
        others = [ratio for ratio in self.ratios if not direction(ratio)]
        rest = msgs(
            "in the other one they are within {n} of each other",
            "in the other {m} they are within {n} of each other",
        ).of(len(others))
        within = key(t.numbers.percent_at_most(max(abs(ratio - 1) for ratio in others)))
        return t.claim_text(
            msg("{lead}in {k} of {n} pairs of figures {said}; {rest} (single figures, so no interval)."),
            msg("{lead}in {k} of {n} pairs of figures {said}"),
            t.together(self.caution(t), in_words(t, self)),
            lead=self.lead(t),
            k=len(apart),
            n=len(self.ratios),
            said=self.changes(t, apart, everywhere=False),
            rest=t.fill(rest, m=len(others), n=within),
        )

    def restated(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """In how many pairs there is one."""
        beyond = f"abs(math.log(ratio)) > math.log({1 + PRINTED_SAME:g})"
        number = sum(direction(ratio) != 0 for ratio in self.ratios)
        return (f"sum({beyond} for ratio in ratios)",), (float(number),)


@dataclass(frozen=True, kw_only=True)
class DevicesTogether(PublishedEffect):
    """Several devices beside the better one of them, which differs; where they gain most comes first.

    Attributes:
        wins: In how many pairs they are ahead.
    """

    wins: int

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        n, behind = len(self.ratios), self.ratios[-1] < 1
        most = msg(", by {n} at most{platform}", also="scope")
        if not behind:
            most = msg(" by {n} at most{platform}", also="scope")
        least = msg(" and falls behind by up to {n}{platform}", also="scope")
        often = msg("always") if self.wins == n else msg("not always") if self.wins else msg("never")
        return t.claim_text(
            msg(
                "{level} beats the better of its devices in {wins} of {n} published pairs{most}{least} "
                "(single figures, so no interval)."
            ),
            msg("{level} is {often} better than one device"),
            level=t.level("device", self.level).words,
            wins=key(t.locale.digits(self.wins)),
            n=n,
            most=self.end(t, most, 0) if self.wins else (),
            least=self.end(t, least, n - 1) if behind else (),
            often=often,
        )

    def end(self, t: Texts, template: Message, place: int) -> Text:
        """By how much they are ahead or behind in one pair."""
        n = amount(t, self.ratios[place])
        return t.fill(template, n=n, platform=self.platform(t, place), scope=self.scope(t, place))

    def restated(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """In how many pairs they are ahead."""
        return (f"sum(ratio > {1 + PRINTED_SAME:g} for ratio in ratios)",), (float(self.wins),)


@dataclass(frozen=True, kw_only=True)
class BesideEarlier(PublishedEffect):
    """The printed figure of a configuration beside that of one before it, as its block tells it."""

    def text(self, t: Texts) -> ClaimText:
        """The claim in words: where all figures on a page are published, it is not said."""
        sources, headline = t.plan.published, msg("{told}.")
        if len(sources) > 1:
            headline = msg("{told}, by the figures of {source}.")
        elif t.beside_measurements:
            headline = msg("{told}, by the source’s figures.")
        source = name(t.label(sources[self.pairs[0].source].source))
        return t.claim_text(headline, msg("{told}"), told=self.compared(t, 0), source=source)


# What figures say


def effects(plan: Plan) -> tuple[PublishedEffect, ...]:
    """What the figures say about every factor but concurrency, in the order of the discussion."""
    queued = concurrency_factors(plan)
    found: list[PublishedEffect] = []
    for factor in plan.discuss:
        if factor in queued:
            continue
        for level, reference in level_pairs(plan, factor):
            pairs = pairs_of(plan, factor, level, reference)
            found += effect("throughput", (factor, level, reference), by_throughput(pairs))
            found += effect("latency", (factor, level, reference), by_latency(pairs))
    return (*found, *waits(plan), *combined(plan))


def waits(plan: Plan) -> tuple[PublishedEffect, ...]:
    """What more requests cost where latency alone is printed, so that nothing tells what they buy."""
    return tuple(
        claim
        for factor in concurrency_factors(plan)
        for level, reference in level_pairs(plan, factor)
        for claim in effect(
            "latency",
            (factor, level, reference),
            by_latency(pairs_of(plan, factor, level, reference)),
        )
    )


def effect(
    metric: Metric, levels: tuple[str, str, str], told: Sequence[Rated]
) -> tuple[PublishedEffect, ...]:
    """Pairs of figures that vary one factor, held against each other in one metric; none without pairs."""
    if not told:
        return ()
    factor, level, reference = levels
    ratios = tuple(ratio for _, ratio in told)
    pairs = tuple(pair for pair, _ in told)
    ending = "" if metric == "throughput" else f"/{metric}"
    return (
        effect_type(ratios)(
            id=f"published-effect/{factor}/{level}-{reference}{ending}",
            factor=factor,
            level=level,
            reference=reference,
            metric=metric,
            pairs=pairs,
            ratios=ratios,
            cells=cells_behind(pairs),
            size=abs(math.log(ratios[0])),
        ),
    )


def effect_type(ratios: Sequence[float]) -> type[FewPairs | ManyPairs | NoDifference | BothWays | SomePairs]:
    """Which way the ratios go: one way, both, none, or one way in a part of the pairs."""
    ways = {direction(ratio) for ratio in ratios}
    if ways == {0}:
        return NoDifference
    if {1, -1} <= ways:
        return BothWays
    if 0 in ways:
        return SomePairs
    return ManyPairs if len(ratios) > MOST_PAIRS else FewPairs


def combined(plan: Plan) -> tuple[DevicesTogether, ...]:
    """Several devices together beside the better one of them."""
    levels = next((each.levels for each in plan.factors if each.name == "device"), ())
    found = (combined_level(plan, level) for level in levels if set(members(level)) <= set(levels))
    return tuple(claim for claim in found if claim is not None)


def combined_level(plan: Plan, level: str) -> DevicesTogether | None:
    """One combination of devices beside the better one of its members; `None` without figures for all."""
    sides: dict[tuple[int, str], list[PublishedPair]] = {}
    for member in members(level):
        for pair in pairs_of(plan, "device", level, member):
            sides.setdefault((pair.source, pair.figure.cell_id), []).append(pair)
    best = [
        min(group, key=lambda pair: pair.ratio or math.inf)
        for group in sides.values()
        if len(group) == len(members(level)) and all(pair.ratio is not None for pair in group)
    ]
    told = sorted(by_throughput(best), key=lambda each: -each[1])
    if not told:
        return None
    ratios, pairs = tuple(ratio for _, ratio in told), tuple(pair for pair, _ in told)
    return DevicesTogether(
        id=f"published-effect/device/{level}-better",
        factor="device",
        level=level,
        pairs=pairs,
        ratios=ratios,
        wins=sum(direction(ratio) > 0 for ratio in ratios),
        cells=cells_behind(pairs),
        size=abs(math.log(ratios[0])),
    )
