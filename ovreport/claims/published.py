"""What published figures say about the levels of a factor, and of several devices together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ovreport.claims.amounts import amount, range_of
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import circumstances, level_sides, nouns, placed, put, verbs, where
from ovreport.claims.concurrency import concurrency_factors
from ovreport.claims.place import Place
from ovreport.claims.published_pairs import (
    MOST_PAIRS,
    OnPairs,
    PublishedPair,
    cells_behind,
    direction,
    level_pairs,
    levels_told,
    machine,
    machine_key,
    machines,
    members,
    pairs_of,
)
from ovreport.claims.published_words import BorneOut, Refuted
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.wordings import WORDINGS, Wording
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import Text, key, name
from ovreport.limits import PRINTED_BOUND
from ovreport.naming import is_quiet
from ovreport.plan import Plan


@dataclass(frozen=True, kw_only=True)
class PublishedEffect(OnPairs):
    """What printed figures say about one level of a factor beside another.

    Attributes:
        level, reference: What sets the figures of a pair apart; the second is empty where it differs.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_EFFECT)
    place: Place = field(init=False, default=Place.ANSWER_SHOWN)
    factor: str
    level: str
    reference: str

    @property
    def answers(self) -> str:
        """The factor whose question it answers."""
        return self.factor

    def text(self, t: Texts) -> ClaimText:
        """The claim in words; a remark of the source on the only pair belongs to its brief form too."""
        told = msg("{lead}{told}")
        if len(self.pairs) > MOST_PAIRS:
            told = msg("{lead}in {n} pairs of figures{platform}, {told}")
        one = len({machine_key(t.plan, pair.source) for pair in self.pairs}) == 1
        platform = self.platform(t, 0) if one else ()
        said = t.fill(told, lead=self.lead(t), told=self.told(t), n=len(self.pairs), platform=platform)
        remark = self.remark(t)
        return t.claim_text(
            msg("{said} (single figures, so no interval)."),
            msg("{said}. {remark}") if remark else msg("{said}"),
            t.together((name(remark),) if remark else (), self.context(t)),
            said=said,
            remark=name(remark.rstrip(t.locale.stop)),
        )

    def told(self, t: Texts) -> Text:
        """What one or two pairs say each by itself; of more, the range of what is more, less or alike."""
        ways = tuple(dict.fromkeys(map(direction, self.ratios)))
        if len(self.pairs) > (1 if ways == (0,) else MOST_PAIRS):
            groups = ([ratio for ratio in self.ratios if direction(ratio) == way] for way in ways)
            clauses = (
                self.clause(t, group, again=place > 0, everywhere=len(ways) == 1)
                for place, group in enumerate(groups)
            )
            return t.locale.joined(
                clauses, msg_in("between ranges", ", "), msg_in("before the last range", ", or ")
            )
        first, scope = self.clause(t, self.ratios[:1]), self.scope(t, 0)
        if scope:
            first = t.fill(msg_in("the first pair", "{said}{scope}"), said=first, scope=scope)
        return t.together_closely(first, self.second(t)) if len(self.pairs) > 1 else first

    def second(self, t: Texts) -> Text:
        """The second of two pairs after the first one: by its amount alone where that is put alike."""
        one, other = self.ratios
        said, words = self.clause(t, [other], again=True), self.wording(t)
        if direction(other) and words.of(one) == words.of(other):
            alike = msg_in("put like the one before", "{amount}", also="again")
            said = t.fill(alike, amount=key(amount(t, other)), again=said)
        template = msg_in("a further pair", " and {said}{scope}")
        if direction(one) == -direction(other):
            template = msg_in("a pair that goes the other way", ", but {said}{scope}")
        return t.fill(template, said=said, scope=self.scope(t, 1))

    def clause(
        self, t: Texts, ratios: Sequence[float], *, again: bool = False, everywhere: bool = False
    ) -> Text:
        """Ratios that go one way, or none, the farthest first; `again` where both sides have been named."""
        farthest = ratios[0]
        if not direction(farthest):
            return self.alike(t, farthest, again=again)
        words = self.wording(t)
        n = key(amount(t, farthest)) if len(ratios) == 1 else key(range_of(t, ratios))
        return put(
            t, (words.again if again else words).of(farthest), self.sides(t), everywhere=everywhere, n=n
        )

    def alike(self, t: Texts, ratio: float, *, again: bool) -> Text:
        """No difference that is worth telling: this ratio is the farthest one from it."""
        n = key(t.numbers.percent_at_most(max(PRINTED_BOUND, abs(ratio - 1))))
        alike = msg("{a} and {b} differ in throughput by {n} at most")
        if again:
            alike = msg_in("after another amount", "the same within {n}")
        elif self.pairs[0].metric == "latency":
            alike = msg("a request takes as long {with_a} as {with_b}, within {n}", also="of_a of_b")
        return put(t, alike, self.sides(t), n=n)

    def wording(self, t: Texts) -> Wording:
        """How a ratio is put."""
        latency = self.pairs[0].metric == "latency"
        return WORDINGS["latency" if latency else t.manner_of(self.factor, self.reference)]

    def sides(self, t: Texts) -> Gaps:
        """Both levels as gaps of a wording."""
        return level_sides(t, self.factor, self.level, self.reference)

    # Under which conditions

    def lead(self, t: Texts) -> Text:
        """What marks a clause as published, with the circumstances that all its pairs share."""
        first, *others = (pair.conditions for pair in self.pairs)
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
        there = where(t, self.pairs[place], self.pairs)
        return t.fill(
            msg("{placed}{platform}", also="where"),
            where=there,
            placed=placed(t, there),
            platform=self.platform(t, place),
        )

    def platform(self, t: Texts, place: int) -> Text:
        """The machine of a pair, where the sources describe several; else empty."""
        told = t.label(machine(t.plan.published[self.pairs[place].source]))
        return (
            t.fill(msg(" on {platform}"), platform=name(told)) if told and len(machines(t.plan)) > 1 else ()
        )

    # What stands beside it

    def context(self, t: Texts) -> Text:
        """What the claim rests on and leaves open, and what the source says in words about it."""
        basis = self.basis(t) if len(self.pairs) <= MOST_PAIRS else ()
        caution: Text = ()
        if t.field(self.factor) == "batch" and len(levels_told(t.plan, self.factor)) == 2:
            caution = t.tell(
                msg("No other batch size was tried, so nothing here says how smaller or larger ones do.")
            )
        return t.together(basis, caution, self.in_words(t))

    def in_words(self, t: Texts) -> Text:
        """What the source says in words about the same levels."""
        words = (note for note in self.notes if isinstance(note, BorneOut | Refuted))
        return t.together(*(note.text(t).headline for note in words))

    def remark(self, t: Texts) -> str:
        """What the source remarks on the only pair, in the author's words for this language."""
        figures = (self.pairs[0].figure, self.pairs[0].other) if len(self.pairs) == 1 else ()
        return t.locale.sentences(*dict.fromkeys(t.label(each.note) for each in figures))


@dataclass(frozen=True, kw_only=True)
class DevicesTogether(PublishedEffect):
    """Several devices beside the better one of them, which differs from pair to pair."""

    def sides(self, t: Texts) -> Gaps:
        """The devices together, and the better one."""
        together = t.level("device", self.level)
        b = msg("the better of its devices")
        return {"a": together.words, "b": b, **verbs(plural=together.plural)}


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
        return t.claim_text(headline, msg("{told}"), told=self.clause(t, self.ratios), source=source)


# What figures say


def effects(plan: Plan) -> tuple[PublishedEffect, ...]:
    """What the figures say about every factor, in the order of the discussion.

    What more requests buy is told by itself (`published_requests`); what they cost is told here, where
    latency alone is printed: with other requests in flight, or another batch, it says nothing of throughput.
    """
    queued = concurrency_factors(plan)
    found: list[PublishedEffect] = []
    for factor in (*(each for each in plan.discuss if each not in queued), *queued):
        for level, reference in level_pairs(plan, factor):
            pairs = pairs_of(plan, factor, level, reference)
            own = [pair for pair in pairs if pair.metric == "throughput" and factor not in queued]
            found += effect(PublishedEffect, factor, level, reference, own)
            waits = [pair for pair in pairs if pair.metric == "latency"]
            found += effect(PublishedEffect, factor, level, reference, waits)
    devices = next((each.levels for each in plan.factors if each.name == "device"), ())
    for level in devices:
        found += effect(DevicesTogether, "device", level, "", beside_the_better(plan, level))
    return tuple(found)


def effect(
    made: type[PublishedEffect], factor: str, level: str, reference: str, pairs: Sequence[PublishedPair]
) -> tuple[PublishedEffect, ...]:
    """What pairs of figures say in one metric; nothing without pairs."""
    if not pairs:
        return ()
    ending = "" if pairs[0].metric == "throughput" else "/latency"
    return (
        made(
            id=f"published-effect/{factor}/{level}-{reference or 'better'}{ending}",
            factor=factor,
            level=level,
            reference=reference,
            pairs=tuple(pairs),
            cells=cells_behind(pairs),
            size=abs(math.log(pairs[0].ratio)),
        ),
    )


def beside_the_better(plan: Plan, level: str) -> list[PublishedPair]:
    """Several devices beside the better one of them, where throughput is printed for all."""
    alone = members(level)
    sides: dict[tuple[int, str], list[PublishedPair]] = {}
    for pair in (each for member in alone for each in pairs_of(plan, "device", level, member)):
        if pair.metric == "throughput":
            sides.setdefault((pair.source, pair.figure.cell_id), []).append(pair)
    best = [min(group, key=lambda pair: pair.ratio) for group in sides.values() if len(group) == len(alone)]
    return sorted(best, key=lambda pair: -abs(math.log(pair.ratio)))
