"""What sentences tell of published figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ovreport import units
from ovreport.claims.claim import ClaimKind
from ovreport.claims.published import direction
from ovreport.claims.sentences import compare
from ovreport.claims.sentences.compare import Wording
from ovreport.claims.sentences.pairs_told import (
    common,
    is_no_doubling,
    lone_batch,
    own,
    pairs_told,
    platform_of,
    predicted_ratios,
    ratios,
    remarks_on,
)
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.locale import FULL_STOP, Gaps
from ovreport.language.messages import Message
from ovreport.language.spans import Span, Text, key, name, number, quote

MOST_PAIRS = 3
"""Pairs of figures that a sentence tells one by one; of more it tells the range."""

LEAST_CHANGE = 0.0005
"""A change that is printed as one, if only as 0.1 %."""

LEAST_LOSS = 0.005
"""What throughput must lose beyond its peak to be told as a loss."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A language's words for published figures; `{lead}` is what stands before a clause about them.

    Attributes:
        lead, lead_levels, levels_alone: "By the published figures", and the levels that all pairs share.
        levels: Those levels.
        platform: Where a pair comes from.
        scope, scope_beside: What is particular to a pair, alone and beside a clause.
        pair, further_pair: A comparison with it, and one after another.
        amount_alone: Whether its amount tells a further pair that is put like the first.
        between, last: Between pairs.
        effect, ranged, same, turned: Claims about pairs.
        partly, rest: A claim about pairs of which some show a difference, and what the others show.
        same_clause: No difference between both sides.
        remarked: Half a line with its remark.
        basis: What the ratios rest on, by the number of pairs.
        lone_batch: One other batch size has figures.
        combined: Several devices beside the better of them.
        most, most_alone, least: By how much at the most.
        always, never, not_always: How often.
        said: What the source says.
        borne_out, not_borne_out, no_doubling: And what its figures say of it.
        ratio, ratios_between, ratios_last: The ratios of those figures.
        stress: How they are marked in a whole sentence.
        quoted, translated: The source's own words.
        reaches, reaches_further: What more requests reach in times.
        buys, buys_further: What they buy, by how many they are.
        saturation: Both, as a claim.
        gain_times, gain_more, gain_less, gain_none: How much.
        beyond_less, beyond_same: What still more requests deliver.
        takes, law, by_law: What a request takes then.
        times_span: Ratios in times, from one to another.
    """

    lead: Message
    lead_levels: Message
    levels_alone: Message
    levels: Callable[[Speech, Sequence[tuple[str, str]]], Text]
    platform: Message
    scope: Message
    scope_beside: Message
    pair: Message
    further_pair: Message
    amount_alone: bool
    between: Message
    last: Message
    effect: Phrases
    ranged: Phrases
    same: Phrases
    same_clause: Message
    turned: Phrases
    partly: Phrases
    rest: Message
    remarked: Message
    basis: Message
    lone_batch: Message
    combined: Phrases
    most: Message
    most_alone: Message
    least: Message
    always: Message
    never: Message
    not_always: Message
    said: Message
    borne_out: Message
    not_borne_out: Message
    no_doubling: Message
    ratio: Message
    ratios_between: Message
    ratios_last: Message
    stress: Callable[[str], Span]
    quoted: Message
    translated: Message
    reaches: Message
    reaches_further: Message
    buys: Message
    buys_further: Message
    saturation: Phrases
    gain_times: Message
    gain_more: Message
    gain_less: Message
    gain_none: Message
    beyond_less: Message
    beyond_same: Message
    takes: Message
    law: Message
    by_law: Message
    times_span: Message


def lead(speech: Speech) -> Text:
    """What marks a clause as published, with the circumstances that all its pairs share."""
    words, levels = speech.words.published, common(speech)
    told = words.levels(speech, levels) if levels else ()
    if not speech.beside_measurements:
        return speech.fill(words.levels_alone, levels=told) if told else ()
    return speech.fill(words.lead, levels=speech.fill(words.lead_levels, levels=told) if told else "")


def platform(speech: Speech, place: int) -> Text:
    """Where a pair comes from, when there are several sources."""
    where = platform_of(speech, place)
    return speech.fill(speech.words.published.platform, platform=name(where)) if where else ()


def scope(speech: Speech, place: int) -> Text:
    """What is particular to a pair: its platform and its conditions."""
    where = compare.circumstances(speech, own(speech, place))
    placed = compare.placed(speech, where)
    return speech.fill(
        speech.words.published.scope, where=where, placed=placed, platform=platform(speech, place)
    )


def pair(speech: Speech, place: int, said: Text) -> Text:
    """A clause about a pair with what is particular to it."""
    words, there = speech.words.published, scope(speech, place)
    beside = speech.fill(words.scope_beside, scope=there) if there else ()
    return speech.fill(words.pair, said=said, scope=beside)


def further_pair(speech: Speech, place: int, said: Text) -> Text:
    """The same after another pair."""
    return speech.fill(speech.words.published.further_pair, said=said, scope=scope(speech, place))


def listed(speech: Speech, pairs: Sequence[Text]) -> Text:
    """Pairs in a row."""
    words = speech.words.published
    return speech.locale.joined(pairs, words.between, words.last)


def wording(speech: Speech) -> Wording:
    """The wording for what the figures vary, or for the latency that they alone print."""
    if speech.text("metric") == "latency":
        return compare.WORDINGS["latency"]
    return compare.WORDINGS[speech.manner_of(speech.text("factor"), speech.text("reference"))]


def sides(speech: Speech) -> Gaps:
    """Both levels as gaps of a wording."""
    factor, first, second = (speech.text(word) for word in ("factor", "level", "reference"))
    return compare.level_sides(speech, factor, first, second)


def compared(speech: Speech, place: int, *, again: bool = False) -> Text:
    """One pair of figures as a comparison, without an interval."""
    ratio = speech.value(f"ratio:{place}")
    if is_nothing(ratio):
        return alike(speech)
    words = wording(speech)
    template = (words.again if again else words).of(ratio)
    return compare.put(speech, template, sides(speech), n=key(compare.amount(speech, ratio)))


def is_nothing(ratio: float) -> bool:
    """Whether a change would be printed as 0 %."""
    return abs(ratio - 1) < LEAST_CHANGE


def repeated(speech: Speech, place: int) -> Text:
    """A further pair: perhaps the amount alone where it is put like the first one."""
    first, ratio = speech.value("ratio:0"), speech.value(f"ratio:{place}")
    alike = wording(speech).of(first) == wording(speech).of(ratio)
    if alike and speech.words.published.amount_alone:
        return (key(compare.amount(speech, ratio)),)
    return compared(speech, place, again=True)


def basis(speech: Speech) -> Text:
    """What the ratios rest on."""
    n = pairs_told(speech)
    return speech.tell(speech.words.published.basis.of(n), n=n)


def single_value(speech: Speech) -> Text:
    """A caution where only one other level was tried."""
    return speech.tell(speech.words.published.lone_batch) if lone_batch(speech) else ()


def effect(speech: Speech) -> ClaimText:
    """One or a few pairs of figures, all told."""
    n = pairs_told(speech)
    if n > MOST_PAIRS:
        return ranged(speech)
    told = [pair(speech, 0, compared(speech, 0))]
    told += [further_pair(speech, place, repeated(speech, place)) for place in range(1, n)]
    remarks = [(name(remark),) for remark in remarks_on(speech)]
    said = speech.said(
        speech.words.published.effect,
        speech.together(*remarks, basis(speech), single_value(speech), stated(speech)),
        lead=lead(speech),
        told=listed(speech, told),
    )
    return replace(said, short=with_remark(speech, said.short, remarks)) if n == 1 and remarks else said


def with_remark(speech: Speech, short: Text, remarks: Sequence[Text]) -> Text:
    """Half a line with the remark on its only pair of figures, which may decide what is compared at all."""
    *first, last = speech.together(*remarks)
    unended = Span(text=last.text.rstrip(speech.locale.word(FULL_STOP)), role=last.role)
    return speech.fill(speech.words.published.remarked, said=short, told=(*first, unended))


def ranged(speech: Speech) -> ClaimText:
    """Many pairs of figures that go one way: the range of their changes, and where its ends are."""
    values = ratios(speech)
    low, high = ends(values)
    return speech.said(
        speech.words.published.ranged,
        speech.together(single_value(speech), stated(speech)),
        lead=lead(speech),
        n=len(values),
        said=changes(speech, values, everywhere=True),
        least=scope(speech, low),
        most=scope(speech, high),
    )


def ends(values: Sequence[float]) -> tuple[int, int]:
    """Places of the smallest and of the largest change, be they gains or losses."""
    order = sorted(range(len(values)), key=lambda place: abs(math.log(values[place])))
    return order[0], order[-1]


def changes(speech: Speech, values: Sequence[float], *, everywhere: bool) -> Text:
    """Changes that all go one way, from the smallest to the largest."""
    _, farthest = ends(values)
    return compare.put(
        speech,
        wording(speech).of(values[farthest]),
        sides(speech),
        everywhere=everywhere,
        n=key(compare.range_of(speech, values)),
    )


def partly(speech: Speech) -> ClaimText:
    """A difference one way in a part of the pairs, and none worth telling in the others."""
    words, values = speech.words.published, ratios(speech)
    apart = [ratio for ratio in values if direction(ratio)]
    others = [ratio for ratio in values if not direction(ratio)]
    return speech.said(
        words.partly,
        speech.together(single_value(speech), stated(speech)),
        lead=lead(speech),
        k=len(apart),
        n=len(values),
        said=changes(speech, apart, everywhere=False),
        rest=speech.fill(
            words.rest.of(len(others)),
            m=len(others),
            n=key(speech.locale.percent_at_most(max(abs(ratio - 1) for ratio in others))),
        ),
    )


def same(speech: Speech) -> ClaimText:
    """The figures show no difference worth telling."""
    farthest = max(abs(ratio - 1) for ratio in ratios(speech))
    return speech.said(
        speech.words.published.same,
        speech.together(basis(speech), stated(speech)),
        lead=lead(speech),
        same=alike(speech),
        n=key(speech.locale.percent_at_most(farthest)),
    )


def alike(speech: Speech) -> Text:
    """No difference between both sides: by the wording of latency, or in the figures' own plain words."""
    words = wording(speech)
    by_circumstances = (compare.WORDINGS["latency"], compare.WORDINGS["beside"])
    template = words.same if words in by_circumstances else speech.words.published.same_clause
    return compare.put(speech, template, sides(speech))


def reversed_(speech: Speech) -> ClaimText:
    """Faster in some figures, slower in others."""
    values = ratios(speech)
    best, worst = values.index(max(values)), values.index(min(values))
    return speech.said(
        speech.words.published.turned,
        speech.together(basis(speech), stated(speech)),
        lead=lead(speech),
        first=pair(speech, best, compared(speech, best)),
        again=compared(speech, worst, again=True),
        there=scope(speech, worst),
    )


def combined(speech: Speech) -> ClaimText:
    """Several devices together beside the better of them."""
    words, values, wins = speech.words.published, ratios(speech), speech.count("wins")
    most: Text = ()
    least: Text = ()
    if wins:
        template = words.most if values[-1] < 1 else words.most_alone
        most = farthest(speech, template, 0)
    if values[-1] < 1:
        least = farthest(speech, words.least, len(values) - 1)
    often = words.always if wins == len(values) else words.never if wins == 0 else words.not_always
    return speech.said(
        words.combined,
        level=speech.level("device", speech.text("level")).words,
        wins=key(speech.locale.digits(wins)),
        n=len(values),
        most=most,
        least=least,
        often=often,
    )


def farthest(speech: Speech, template: Message, place: int) -> Text:
    """By how much several devices are ahead or behind in one pair."""
    amount = compare.amount(speech, speech.value(f"ratio:{place}"))
    return speech.fill(template, n=amount, platform=platform(speech, place), scope=scope(speech, place))


def stated(speech: Speech) -> Text:
    """What the source says in words about the same ratio."""
    words = (ClaimKind.PUBLISHED_CONTRADICTION,)
    return speech.together(*(check(speech.about(note)) for note in speech.claim.notes if note.kind in words))


def given(speech: Speech, stress: Callable[[str], Span]) -> Text:
    """The ratios of a statement's figures."""
    words = speech.words.published
    told = [
        stress(speech.locale.format(words.ratio, n=units.quantity(ratio).value)) for ratio in ratios(speech)
    ]
    return speech.locale.joined(told, words.ratios_between, words.ratios_last)


def check(speech: Speech) -> Text:
    """One sentence of a source beside its figures."""
    words = speech.words.published
    said = speech.fill(words.said, text=quoted(speech))
    if speech.claim.variant == "statement-holds":
        return speech.tell(words.borne_out, said=said)
    gentle = is_no_doubling(speech.value("times"), max(ratios(speech)))
    verdict = words.no_doubling if gentle else ""
    ratios_told = given(speech, words.stress)
    return speech.tell(words.not_borne_out, said=said, ratios=ratios_told, verdict=verdict)


def quoted(speech: Speech) -> Text:
    """A source's words as they stand, and what they mean where the author translates them."""
    words, text, meant = speech.words.published, speech.text("text"), speech.translated("text")
    if meant == text:
        return speech.fill(words.quoted, text=quote(text))
    return speech.fill(words.translated, text=quote(text), meant=name(meant))


def saturation(speech: Speech) -> ClaimText:
    """What more requests buy by the figures, and what they cost."""
    tell = reached if speech.claim.variant == "grows" else bought
    first, *further = (tell(speech, place, ratio) for place, ratio in enumerate(ratios(speech)))
    told = [pair(speech, 0, first)]
    told += [further_pair(speech, place, each) for place, each in enumerate(further, 1)]
    return speech.said(
        speech.words.published.saturation,
        speech.together(beyond(speech), latency(speech), stated(speech)),
        lead=lead(speech),
        told=listed(speech, told),
    )


def reached(speech: Speech, place: int, ratio: float) -> Text:
    """What more requests reach, in times where the language tells all of it so."""
    words, requests = speech.words.published, speech.words.concurrency
    first, last = speech.count("requests:first"), speech.count("requests:last")
    return speech.fill(
        words.reaches_further if place else words.reaches,
        last=speech.fill(requests.requests.of(last), n=last),
        first=speech.fill(requests.again.of(first), n=first),
        n=key(compare.amount(speech, ratio)),
        times=key(speech.locale.times(ratio)),
    )


def bought(speech: Speech, place: int, ratio: float) -> Text:
    """What more requests buy; a loss is told as one."""
    words, added = speech.words.published, speech.count("requests:last") - speech.count("requests:first")
    template = words.gain_less if ratio < 1 else words.gain_more
    if ratio >= compare.TIMES_FROM:
        template = words.gain_times
    if is_nothing(ratio):
        template = words.gain_none
    gain = key(speech.locale.format(template, n=compare.amount(speech, ratio)))
    return speech.fill(words.buys_further if place else words.buys.of(added), n=added, gain=gain)


def beyond(speech: Speech) -> Text:
    """That the throughput told is the highest, and what the most requests deliver beside it."""
    if not speech.has("requests:beyond"):
        return ()
    words, requests = speech.words.published, speech.count("requests:beyond")
    losses = [1 - speech.value(f"beyond:{end}") for end in ("most", "least")]
    if losses[-1] < LEAST_LOSS:
        return speech.tell(words.beyond_same, n=requests)
    low, high = units.percent_range(losses)
    span = high if low == high else speech.locale.format(compare.RANGE, first=low, last=high)
    unit = f"{speech.locale.percent(0).gap}%"
    return speech.tell(words.beyond_less, n=requests, loss=key(f"{span}{unit}"))


def latency(speech: Speech) -> Text:
    """What the added requests cost: printed, or by Little's law."""
    words, predicted = speech.words.published, predicted_ratios(speech)
    if speech.has("latency-ratio:0"):
        law: Text = ()
        if predicted:
            times = speech.locale.times(predicted[0])
            law = speech.fill(words.law, n=times, value=units.quantity(predicted[0]).value)
        return speech.tell(words.takes, n=speech.locale.times(speech.value("latency-ratio:0")), law=law)
    if not predicted:
        return ()
    return speech.tell(words.by_law, n=number(times_span(speech, min(predicted), max(predicted))))


def times_span(speech: Speech, low: float, high: float, *, digits: int = units.PLAIN_DIGITS) -> str:
    """`0.8 to 2.1 times`."""
    first, last = (units.fixed(end, units.significant(end, digits)) for end in (low, high))
    span = first if first == last else speech.locale.format(compare.RANGE, first=first, last=last)
    return speech.locale.format(speech.words.published.times_span, span=span)


TEMPLATES: Templates = {
    (ClaimKind.PUBLISHED_EFFECT, "single"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "several"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "same"): same,
    (ClaimKind.PUBLISHED_EFFECT, "reversed"): reversed_,
    (ClaimKind.PUBLISHED_EFFECT, "partly"): partly,
    (ClaimKind.PUBLISHED_EFFECT, "combined"): combined,
    (ClaimKind.PUBLISHED_SATURATION, "grows"): saturation,
    (ClaimKind.PUBLISHED_SATURATION, "little"): saturation,
}
