"""What published figures say about requests in flight: what more of them buy, and how few are enough."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ovreport.claims.claim import Claim, ClaimKind, Provenance
from ovreport.claims.concurrency import concurrency_factors
from ovreport.claims.in_flight import REQUESTS, REQUESTS_AGAIN
from ovreport.claims.place import Place
from ovreport.claims.published import PublishedEffect
from ovreport.claims.published_pairs import (
    OnPairs,
    PublishedPair,
    cells_behind,
    images_in_flight,
    in_times,
    level_pairs,
    machine_key,
    paired,
    pairs_of,
    requests_of,
    source_key,
    span_of,
)
from ovreport.claims.published_words import quoted, stated_cells
from ovreport.claims.saturation import DELIVER
from ovreport.claims.texts import RANGE, ClaimText, Texts
from ovreport.claims.wordings import WORDINGS, Wording
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msgs
from ovreport.language.spans import Text, key, number
from ovreport.limits import PRINTED_LOSS
from ovreport.plan import Plan, PublishedStatement


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
class PublishedSaturation(PublishedEffect):
    """What a step up in requests in flight buys on one device by the figures, and what it costs.

    Attributes:
        first, last: Requests in flight before and after.
        beyond: Where the figures go on after their highest throughput.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_SATURATION)
    place: Place = Place.ANSWER_SHOWN
    first: int
    last: int
    beyond: Beyond | None = None

    def wording(self, t: Texts) -> Wording:  # noqa: ARG002 - of levels it depends on the factor
        """How a ratio is put: as measured requests are."""
        return replace(WORDINGS["throughput"], times=DELIVER.times, more=DELIVER.more, less=DELIVER.less)

    def sides(self, t: Texts) -> Gaps:
        """The requests after and before."""
        last, before = (t.fill(REQUESTS.of(n), n=n) for n in (self.last, self.first))
        first = t.fill(REQUESTS_AGAIN.of(self.first), n=self.first)
        return {"last": last, "first": first, "a": last, "b": before}

    def context(self, t: Texts) -> Text:
        """What lies beyond the peak, what a request costs, and the source's own words."""
        return t.together(self.beyond.text(t) if self.beyond else (), self.latency(t), self.in_words(t))

    def remark(self, t: Texts) -> str:  # noqa: ARG002 - it stands beside the figure itself
        """None: what is told is the peak of a row of figures."""
        return ""

    def latency(self, t: Texts) -> Text:
        """What the added requests cost: printed, or by Little's law."""
        every = [(pair.latency_ratio, predicted_ratio(t.plan, pair)) for pair in self.pairs]
        printed = [ratio for ratio, _ in every if ratio is not None]
        known = [law for ratio, law in every if law is not None and (ratio is not None or not printed)]
        if not printed:
            told = msg("The source prints no latency for them; by Little’s law a request takes {n} as long.")
            return t.tell(told, n=number(in_times(t, known))) if known else ()
        law: Text = ()
        if known:
            value, n = span_of(t, known), in_times(t, known)
            law = t.fill(msg("; Little’s law makes it {value}", also="n"), value=value, n=n)
        return t.tell(msg("A request then takes {n} as long{law}."), n=number(in_times(t, printed)), law=law)


def predicted_ratio(plan: Plan, pair: PublishedPair) -> float | None:
    """How many times as long a request takes by Little's law from throughput, where both sides tell it."""
    before, after = (images_in_flight(plan, figure) for figure in (pair.other, pair.figure))
    return after / before / pair.ratio if before and after else None


Step = tuple[str, str, int, int]
"""A level with more requests, the one that it is compared with, and the requests of this one and of that."""

Steps = Mapping[Step, PublishedPair]
"""The steps under one condition."""


def saturations(plan: Plan) -> tuple[PublishedSaturation, ...]:
    """What more requests buy by the figures: for every factor, device and peak the step up to the peak.

    The peak leads, not the most requests: 30, 55, 96, 97 and 95 FPS at 1, 2, 4, 8 and 16 requests are told
    by the 97, and the 95 as what lies beyond. Conditions whose peaks differ get a claim each.
    """
    return tuple(claim for factor in concurrency_factors(plan) for claim in peaks(plan, factor))


def peaks(plan: Plan, factor: str) -> Iterator[PublishedSaturation]:
    """The claims of one factor: one a device and peak, the other steps of its conditions as notes."""
    every: dict[tuple[str, object], dict[Step, PublishedPair]] = {}
    for levels in level_pairs(plan, factor):
        for pair in pairs_of(plan, factor, *levels):
            last, first = (requests_of(plan, figure) or 0 for figure in (pair.figure, pair.other))
            if pair.metric == "throughput" and last > first > 0:
                device = plan.cell(pair.figure.cell_id).setting.device
                condition = machine_key(plan, pair.source), pair.conditions
                every.setdefault((device, condition), {})[*levels, last, first] = pair
    groups: dict[tuple[str, Step], list[Steps]] = {}
    for (device, _), steps in every.items():
        groups.setdefault((device, peak(steps)), []).append(steps)
    for (device, top), conditions in groups.items():
        claims = {
            step: saturation(plan, factor, step, device, [each[step] for each in conditions if step in each])
            for step in dict.fromkeys(step for steps in conditions for step in steps)
        }
        notes = tuple(claim for step, claim in claims.items() if step != top)
        yield replace(claims[top], beyond=beyond(top, conditions), notes=notes)


def peak(steps: Steps) -> Step:
    """The step to the highest throughput; where none gains anything, the one to the most requests."""
    best = max(steps, key=lambda step: steps[step].ratio)
    return best if steps[best].ratio > 1 else max(steps, key=lambda step: step[2])


def beyond(top: Step, conditions: Sequence[Steps]) -> Beyond | None:
    """What the most requests deliver beside the peak, where one number of them lies beyond it everywhere."""
    most = [max(steps, key=lambda step: step[2]) for steps in conditions]
    requests = most[0][2]
    if requests <= top[2] or any(step[2] != requests for step in most):
        return None
    shares = [steps[step].ratio / steps[top].ratio for steps, step in zip(conditions, most, strict=True)]
    return Beyond(requests=requests, least=min(shares), most=max(shares))


def saturation(
    plan: Plan, factor: str, step: Step, device: str, told: Sequence[PublishedPair]
) -> PublishedSaturation:
    """One step up in requests on one device, over the conditions that have figures."""
    pairs = tuple(sorted(told, key=lambda pair: -abs(math.log(pair.ratio))))
    level, reference, last, first = step
    aside = device != plan.cell(plan.baseline).setting.device  # the one that the study is about
    return PublishedSaturation(
        id=f"published-saturation/{factor}/{level}-{reference}/{device}/{last}-{first}",
        place=Place.PUBLISHED_ASIDE if aside else Place.ANSWER_SHOWN,
        factor=factor,
        level=level,
        reference=reference,
        pairs=pairs,
        first=first,
        last=last,
        cells=cells_behind(pairs),
        size=abs(math.log(max(pair.ratio for pair in pairs))),
        aside=aside,
    )


@dataclass(frozen=True, kw_only=True)
class SmallestByFigures(OnPairs):
    """Fewer requests come within `good_enough` of the highest throughput that a source prints.

    The one pair is their figure beside the highest.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_SMALLEST)
    place: Place = field(init=False, default=Place.PUBLISHED_SMALLEST)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        (pair,) = self.pairs
        return t.claim_text(
            msg(
                "{lead}a smaller configuration is good enough: throughput with {small} is {share} of that "
                "with {best} (single figures, so no interval)."
            ),
            msg("throughput with {small} is {share} of the best published figure"),
            t.tell(msg("What it leaves to other programs was not measured.")),
            lead=t.fill(msg("by the published figures, ")) if t.beside_measurements else (),
            small=t.cell(pair.figure.cell_id),
            best=t.cell(pair.other.cell_id),
            share=key(t.numbers.percent(pair.ratio)),
        )


@dataclass(frozen=True, kw_only=True)
class SmallestByWords(Claim):
    """Fewer requests come that near by a sentence of the source, where its figures do not show it."""

    kind: ClaimKind = field(init=False, default=ClaimKind.PUBLISHED_SMALLEST)
    place: Place = field(init=False, default=Place.PUBLISHED_SMALLEST)
    provenance: Provenance = field(init=False, default="printed")
    figure: str = field(init=False, default="published")
    said: PublishedStatement

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        said = self.said
        few, many = (t.level(said.factor, label) for label in (said.level, said.reference))
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
            loss=key(t.numbers.percent_at_most(1 - said.times)),
            text=quoted(t, said.text),
        )


def smallest(plan: Plan) -> tuple[SmallestByFigures | SmallestByWords, ...]:
    """The fewest requests that come near the best, for every source that prints or says so."""
    found = (smallest_of(plan, place) for place in range(len(plan.published)))
    return tuple(claim for claim in found if claim is not None)


def smallest_of(plan: Plan, place: int) -> SmallestByFigures | SmallestByWords | None:
    """Those of one source: by its figures, or else by its words; `None` where it has neither."""
    source, near = plan.published[place], 1 - plan.good_enough
    id_ = f"published-smallest/{source_key(plan, place)}"
    rated = [(each.throughput_fps, requests_of(plan, each), each) for each in source.figures]
    known = [(fps, requests, figure) for fps, requests, figure in rated if fps and requests]
    if len(known) < 2:
        return None
    top, most, best = max(known, key=lambda each: each[0])
    enough = [each for each in known if each[0] >= top * near and each[1] < most]
    pair = paired(plan, place, min(enough, key=lambda each: each[1])[2], best) if enough else None
    if pair is not None:
        return SmallestByFigures(id=id_, pairs=(pair,), cells=cells_behind([pair]))
    queued = concurrency_factors(plan)
    for said in source.statements:
        if said.factor in queued and said.relation != "less" and near <= said.times <= 1:
            return SmallestByWords(id=id_, said=said, cells=stated_cells(plan, said))
    return None
