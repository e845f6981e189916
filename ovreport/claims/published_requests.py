"""What published figures say about requests in flight: what more of them buy, and how few are enough.

These claims tell what is printed. They say nothing about a machine that was measured, so they have no truth
condition.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ovreport.analysis.results import Analysis
from ovreport.claims.amounts import RANGE, amount, bounds, range_of
from ovreport.claims.claim import Claim, ClaimKind, Provenance
from ovreport.claims.concurrency import concurrency_factors
from ovreport.claims.evidence import EvidenceTable, Recomputation, printing
from ovreport.claims.in_flight import REQUESTS, REQUESTS_AGAIN
from ovreport.claims.place import Place
from ovreport.claims.published import in_words
from ovreport.claims.published_pairs import (
    IN_BRIEF,
    MOST_PAIRS,
    SINGLE_FIGURES,
    OnPairs,
    PublishedPair,
    Rated,
    by_throughput,
    cells_behind,
    in_times,
    is_nothing,
    largest_first,
    level_pairs,
    machine,
    pairs_of,
    predicted_ms,
    requests_of,
    span_of,
)
from ovreport.claims.published_words import quoted, stated_cells
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import msg, msg_in, msgs
from ovreport.language.spans import Text, key, number, plain
from ovreport.limits import PRINTED_CHANGE, PRINTED_LOSS, TIMES_FROM
from ovreport.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """What the most requests deliver where the highest throughput is printed for fewer.

    Attributes:
        least, most: Share of the highest throughput, over all conditions.
    """

    requests: int
    least: float
    most: float

    def text(self, t: Texts) -> Text:
        """That the throughput told is the highest, and how far below it they are."""
        if 1 - self.least < PRINTED_LOSS:
            told = msg("That is the most that is printed: {n} requests deliver no more.")
            return t.tell(told, n=self.requests)
        low, high = t.numbers.percent_range((1 - self.most, 1 - self.least))
        span = high if low == high else t.locale.format(RANGE, first=low, last=high)
        told = msg("That is the most that is printed: {n} requests deliver {loss} less.")
        return t.tell(told, n=self.requests, loss=key(f"{span}{t.numbers.percent(0).gap}%"))


@dataclass(frozen=True, kw_only=True)
class PublishedSaturation(OnPairs):
    """What a step up in requests in flight buys on one device by the figures, and what it costs.

    Attributes:
        first, last: Requests in flight before and after.
        predicted: For each pair how many times as long a request takes by Little's law, where it tells.
        beyond: Where the figures go on after their highest throughput.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_SATURATION)
    first: int
    last: int
    predicted: tuple[float | None, ...]
    beyond: Beyond | None = None

    @property
    def answers(self) -> str:
        """The factor whose question it answers."""
        return self.factor

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        context = t.together(self.beyond.text(t) if self.beyond else (), self.latency(t), in_words(t, self))
        lead = self.lead(t)
        if len(self.pairs) <= MOST_PAIRS:
            one, *others = (self.gain(t, each, again=place > 0) for place, each in enumerate(self.ratios))
            return t.claim_text(
                SINGLE_FIGURES, IN_BRIEF, context, lead=lead, told=self.in_row(t, one, others)
            )
        return t.claim_text(
            msg("{lead}{said} in {n} pairs of figures (single figures, so no interval){ends}."),
            msg("{lead}{said}"),
            context,
            lead=lead,
            n=len(self.ratios),
            said=self.gain(t, *self.ratios),
            ends=self.ends_told(t),
        )

    def gain(self, t: Texts, *ratios: float, again: bool = False) -> Text:
        """What the requests buy in one pair or in several; `again` after it was told of another one."""
        if max(self.ratios) >= TIMES_FROM:
            times = key(in_times(t, ratios))
            if again:
                return t.fill(msg_in("what requests reach, of a further pair", "{times}"), times=times)
            return t.fill(
                msg("{last} in flight reach {times} the throughput of {first}"),
                last=t.fill(REQUESTS.of(self.last), n=self.last),
                first=t.fill(REQUESTS_AGAIN.of(self.first), n=self.first),
                times=times,
            )
        low, high, added = min(ratios), max(ratios), self.last - self.first
        n = range_of(t, ratios) if len(ratios) > 1 else str(amount(t, low))
        if is_nothing(low) and is_nothing(high):
            gain = t.fill(msg("no more"))
        elif low > 1 + PRINTED_CHANGE or high < 1 - PRINTED_CHANGE:
            gain = t.fill(
                msg_in("what requests buy", "{n}") if low > 1 else msg_in("what requests buy", "{n} less"),
                n=n,
            )
        else:
            change = msgs(
                "{n} more request in flight changes throughput by {change}",
                "{n} more requests in flight change throughput by {change}",
            )
            span = bounds(t, t.numbers.percent(low - 1, low - 1, high - 1), signed=True)
            return t.fill(change.of(added), n=added, change=key(span))
        gain = (key(plain(gain)),)
        if again:
            return gain
        buys = msgs(
            "{n} more request in flight buys {gain} throughput",
            "{n} more requests in flight buy {gain} throughput",
        )
        return t.fill(buys.of(added), n=added, gain=gain)

    def latency(self, t: Texts) -> Text:
        """What the added requests cost: printed, or by Little's law."""
        known = [each for each in self.predicted if each is not None]
        printed = [
            (pair.latency_ratio, by_law)
            for pair, by_law in zip(self.pairs, self.predicted, strict=True)
            if pair.latency_ratio is not None
        ]
        if not printed:
            told = msg("The source prints no latency for them; by Little’s law a request takes {n} as long.")
            return t.tell(told, n=number(in_times(t, known))) if known else ()
        beside = [by_law for _, by_law in printed if by_law is not None]
        law: Text = ()
        if beside:
            value, n = span_of(t, beside), in_times(t, beside)
            law = t.fill(msg("; Little’s law makes it {value}", also="n"), value=value, n=n)
        told = msg("A request then takes {n} as long{law}.")
        return t.tell(told, n=number(in_times(t, [ratio for ratio, _ in printed])), law=law)


def saturations(plan: Plan) -> tuple[PublishedSaturation, ...]:
    """What more requests buy by the figures: for every factor, device and peak the step up to the peak.

    The peak leads, not the most requests: 30, 55, 96, 97 and 95 FPS at 1, 2, 4, 8 and 16 requests are told
    by the 97, and the 95 as what lies beyond. Conditions whose peaks differ get a claim each.
    """
    found: list[PublishedSaturation] = []
    for factor in concurrency_factors(plan):
        steps = {
            levels: by_throughput(
                pair for pair in pairs_of(plan, factor, *levels) if more_requests(plan, pair)
            )
            for levels in level_pairs(plan, factor)
        }
        for device in dict.fromkeys(device_of(plan, pair) for told in steps.values() for pair, _ in told):
            found += peaks(plan, factor, device, steps)
    return tuple(found)


Step = tuple[str, str]
"""The level of a factor with more requests, and the one that it is compared with."""

Condition = tuple[str, tuple[tuple[str, str], ...]]
"""A machine, and the levels that both cells of a pair share."""


def peaks(
    plan: Plan, factor: str, device: str, steps: Mapping[Step, Sequence[Rated]]
) -> Iterator[PublishedSaturation]:
    """The claims of one factor on one device: one a peak, the other steps of its conditions as notes."""
    every: dict[Condition, dict[Step, Rated]] = {}
    for step, told in steps.items():
        for pair, ratio in told:
            if device_of(plan, pair) == device:
                every.setdefault(condition_of(plan, pair), {})[step] = (pair, ratio)
    groups: dict[Step, list[dict[Step, Rated]]] = {}
    for rated in every.values():
        groups.setdefault(peak(plan, rated), []).append(rated)
    for top, conditions in groups.items():
        claims = {
            step: saturation(plan, factor, step, device, told)
            for step in steps
            if (told := [rated[step] for rated in conditions if step in rated])
        }
        notes = tuple(claim for step, claim in claims.items() if step != top)
        yield replace(claims[top], beyond=beyond(plan, claims[top].last, conditions), notes=notes)


def device_of(plan: Plan, pair: PublishedPair) -> str:
    """The device of the first figure of a pair."""
    return plan.cell(pair.figure.cell_id).setting.device


def condition_of(plan: Plan, pair: PublishedPair) -> Condition:
    """Under what a pair was measured; a source without a platform is a machine of its own."""
    return machine(plan.published[pair.source]) or f"source {pair.source}", pair.conditions


def peak(plan: Plan, rated: Mapping[Step, Rated]) -> Step:
    """The step to the highest throughput; where none gains anything, the one to the most requests."""
    best = max(rated, key=lambda step: rated[step][1])
    if rated[best][1] > 1:
        return best
    return max(rated, key=lambda step: requests_of(plan, rated[step][0].figure) or 0)


def beyond(plan: Plan, top: int, conditions: Sequence[Mapping[Step, Rated]]) -> Beyond | None:
    """What the most requests deliver beside a peak at `top`, where there are more than there."""
    found: list[tuple[int, float]] = []
    for rated in conditions:
        of_peak = max(ratio for _, ratio in rated.values())
        requests, ratio = max((requests_of(plan, pair.figure) or 0, ratio) for pair, ratio in rated.values())
        found += [(requests, ratio / of_peak)] if requests > top else []
    if len(found) < len(conditions) or len({requests for requests, _ in found}) > 1:
        return None  # no one number of requests lies beyond the peak everywhere
    shares = [share for _, share in found]
    return Beyond(requests=found[0][0], least=min(shares), most=max(shares))


def more_requests(plan: Plan, pair: PublishedPair) -> bool:
    """Whether the first figure has more requests in flight than the second."""
    first, second = requests_of(plan, pair.figure), requests_of(plan, pair.other)
    return first is not None and second is not None and first > second


def saturation(
    plan: Plan, factor: str, step: Step, device: str, told: Sequence[Rated]
) -> PublishedSaturation:
    """One step up in requests on one device, over the conditions that have figures."""
    told = largest_first(told)
    pairs, ratios = tuple(pair for pair, _ in told), tuple(ratio for _, ratio in told)
    level, reference = step
    aside = device != plan.cell(plan.baseline).setting.device  # the one that the study is about
    return PublishedSaturation(
        id=f"published-saturation/{factor}/{level}-{reference}/{device}",
        place=Place.PUBLISHED_ASIDE if aside else Place.ANSWER_SHOWN,
        factor=factor,
        level=level,
        reference=reference,
        pairs=pairs,
        ratios=ratios,
        first=requests_of(plan, pairs[0].other) or 0,
        last=requests_of(plan, pairs[0].figure) or 0,
        predicted=tuple(predicted_ratio(plan, pair) for pair in pairs),
        cells=cells_behind(pairs),
        size=abs(math.log(max(ratios))),
        aside=aside,
    )


def predicted_ratio(plan: Plan, pair: PublishedPair) -> float | None:
    """How many times as long a request takes by Little's law."""
    before, after = predicted_ms(plan, pair.other), predicted_ms(plan, pair.figure)
    return after / before if before and after else None


@dataclass(frozen=True, kw_only=True)
class PublishedSmallest(Claim):
    """Fewer requests come within `good_enough` of the best, by what a source prints.

    Attributes:
        source: Its place.
        share: Of the best throughput.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_SMALLEST)
    place: Place = field(init=False, default=Place.PUBLISHED_SMALLEST)
    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    source: int
    share: float


@dataclass(frozen=True, kw_only=True)
class SmallestByFigures(PublishedSmallest):
    """By its figures.

    Attributes:
        smallest, best: The configurations with fewer requests, and with the highest throughput.
        throughput_fps, best_fps: What is printed for them.
    """

    smallest: str
    best: str
    throughput_fps: float
    best_fps: float

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        headline = msg(
            "A smaller configuration is good enough: throughput with {small} is {share} of that with "
            "{best} (single figures, so no interval)."
        )
        if t.beside_measurements:
            headline = msg(
                "By the published figures, a smaller configuration is good enough: throughput with "
                "{small} is {share} of that with {best} (single figures, so no interval)."
            )
        return t.claim_text(
            headline,
            msg("throughput with {small} is {share} of the best published figure"),
            t.tell(msg("What it leaves to other programs was not measured.")),
            small=t.cell(self.smallest),
            best=t.cell(self.best),
            share=key(t.numbers.percent(self.share)),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The smaller setting's printed throughput over the best one's."""
        body = printing(f"{self.throughput_fps:g} / {self.best_fps:g}")
        return Recomputation(body=body, prints=(self.share,))

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The two printed throughputs."""
        told = ((self.smallest, self.throughput_fps), (self.best, self.best_fps))
        rows = tuple((plain(t.full(cell)), f"{fps:g}") for cell, fps in told)
        heads = (msg("configuration"), t.counted.rate)
        return (EvidenceTable(heads=heads, rows=rows, words=frozenset({0})),)


@dataclass(frozen=True, kw_only=True)
class SmallestByWords(PublishedSmallest):
    """By a sentence of its own, where its figures do not show it.

    Attributes:
        words: The sentence as it stands.
    """

    words: str
    factor: str
    level: str
    reference: str

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        few, many = (t.level(self.factor, label) for label in (self.level, self.reference))
        headline = msgs(
            "by the source’s words, {a} stays within {loss} of {b}: {text}.",
            "by the source’s words, {a} stay within {loss} of {b}: {text}.",
        )
        return t.claim_text(
            headline.of(2 if few.plural else 1),
            msg("{a} within {loss} of {b}, by the source’s words"),
            t.tell(
                msg(
                    "It prints no figure for it, so nothing can be checked. What is left to other programs "
                    "was not measured."
                )
            ),
            a=few.words,
            b=many.words,
            loss=key(t.numbers.percent_at_most(1 - self.share)),
            text=quoted(t, self.words),
        )


def smallest(plan: Plan) -> tuple[PublishedSmallest, ...]:
    """The fewest requests that come near the best, for every source that prints or says so."""
    found = (smallest_of(plan, place) for place in range(len(plan.published)))
    return tuple(claim for claim in found if claim is not None)


def smallest_of(plan: Plan, place: int) -> PublishedSmallest | None:
    """Those of one source: by its figures, or else by its words; `None` where it has neither."""
    rated = [
        (figure.throughput_fps, requests_of(plan, figure), figure.cell_id)
        for figure in plan.published[place].figures
    ]
    known = [(fps, requests, cell) for fps, requests, cell in rated if fps and requests]
    if len(known) < 2:
        return None
    top, most, best = max(known, key=lambda each: each[0])
    enough = [each for each in known if each[0] >= top * (1 - plan.good_enough) and each[1] < most]
    if not enough:
        return smallest_in_words(plan, place)
    fps, _, small = min(enough, key=lambda each: each[1])
    return SmallestByFigures(
        id=f"published-smallest/{place}",
        source=place,
        share=fps / top,
        smallest=small,
        best=best,
        throughput_fps=fps,
        best_fps=top,
        cells=(small, best),
    )


def smallest_in_words(plan: Plan, place: int) -> SmallestByWords | None:
    """A sentence of the source that calls fewer requests nearly as good."""
    factors = concurrency_factors(plan)
    for statement in plan.published[place].statements:
        enough = statement.relation != "less" and 1 - plan.good_enough <= statement.times <= 1
        if statement.factor in factors and enough:
            return SmallestByWords(
                id=f"published-smallest/{place}",
                source=place,
                share=statement.times,
                words=statement.text,
                factor=statement.factor,
                level=statement.level,
                reference=statement.reference,
                cells=stated_cells(plan, statement),
            )
    return None
