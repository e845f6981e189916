"""What sentences tell of one comparison: how much faster, with what proof, under which conditions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport import units
from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.claims.intervals import (
    estimate_of,
    hull_of,
    interval_of,
    judged_plainly,
    practical_rounds,
)
from ovreport.claims.naming import Noun
from ovreport.claims.speech import Speech, farther
from ovreport.claims.texts import Manner
from ovreport.language.locale import TIMES, Gap
from ovreport.language.messages import Message
from ovreport.language.spans import Piece, Text, key, number

TIMES_FROM = 1.5
"""A ratio from here on is told in times, below it in percent."""

NOTHING_TOLD = 10.0
"""An interval beyond that to both sides tells nothing, and its bounds say that no better."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a change of something is put.

    Attributes:
        times: For a ratio of 1.5 or more.
        more, less: For smaller changes, in percent.
    """

    times: Message
    more: Message
    less: Message

    def of(self, ratio: float) -> Message:
        """The template that fits a ratio."""
        return self.times if ratio >= TIMES_FROM else self.more if ratio >= 1 else self.less


@dataclass(frozen=True, kw_only=True)
class Wording(Change):
    """How a kind of comparison is put: templates with gaps for both sides, the verb and the amount.

    Attributes:
        only_more, only_less: The way of a change, without its amount.
        again: The same when both sides have been named just before.
        question, question_less: What is asked where rounds cannot tell, after "whether": as a rule, and of
            what is less for sure.
        same: The two sides are equivalent.
        up, down: The word for the way of a change, beside a percentage.
        circumstances: Both sides are told as circumstances ("with four requests"), not as nouns.
    """

    only_more: Message
    only_less: Message
    again: Change
    question: Message
    question_less: Message
    same: Message
    up: Message
    down: Message
    circumstances: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparing:
    """A language's words for comparisons.

    Attributes:
        wordings: By what a comparison is told.
        verbs: Gaps of a wording for a verb after its first side.
        everywhere: For the gap `{all}` of a wording that holds in all settings.
        sides: Both sides of a comparison, in the form that its wording wants.
        circumstances: Levels as circumstances; empty without levels.
        scoped: A clause with the levels that hold for all of it.
        placed: `{where}`, as it stands beside a clause.
        signed: An interval with a signed bound, `{low}` to `{high}` with their `{unit}`.
        range: From the `{first}` to the `{last}` amount.
        proof, proof_rounds, proofs: Intervals and rounds in parentheses, of one comparison and of several.
        apart: How far apart equivalent sides may be.
        between_times, between, one_way, up_to: What an interval leaves open.
        anything: What one leaves open that tells nothing.
        left_open: `{span}`, and the interval that says so.
        plain_interval, other_interval: The interval that an open verdict went by.
        at_most: An amount `{high}` or less.
        resolved, equal, unresolved: A whole comparison as a clause.
        by_margin: The question of one that is open about nothing but the margin.
        small: One that is open, but leaves out that there is no difference; and what is open about it.
        small_inside, small_few: One that is too small for a verdict, and one of too few rounds for it.
        in_both, in_all, in_some: In `{n}` of `{of}` settings.
        never, rounds, rounds_and_time, missing: What would settle `{what}`.
        it: What one open question is called there.
        stalling: What typical slices say, where `{cell}` stalls by itself and totals are judged.
    """

    wordings: Mapping[Manner, Wording]
    verbs: Mapping[str, Message]
    everywhere: Message
    sides: Callable[[Speech, Contrast], tuple[Noun, Noun]]
    circumstances: Callable[[Speech, Sequence[tuple[str, str]]], Text]
    scoped: Callable[[Speech, Text], Text]
    placed: Message
    signed: Message
    range: Message
    proof: Message
    proof_rounds: Message
    proofs: Message
    apart: Message
    between_times: Message
    anything: Message
    between: Message
    one_way: Message
    up_to: Message
    left_open: Message
    plain_interval: Message
    other_interval: Message
    at_most: Message
    resolved: Message
    equal: Message
    unresolved: Message
    by_margin: Message
    small: Message
    small_inside: Message
    small_few: Message
    in_both: Message
    in_all: Message
    in_some: Message
    never: Message
    rounds: Message
    rounds_and_time: Message
    missing: Message
    it: Message
    stalling: Message


def wording(speech: Speech, contrast: Contrast) -> Wording:
    """The wording for what a comparison varies."""
    return speech.words.comparing.wordings[speech.manner(contrast)]


def sides(speech: Speech, contrast: Contrast) -> tuple[Noun, Noun]:
    """Both sides of a comparison in the form that its wording wants."""
    return speech.words.comparing.sides(speech, contrast)


def put(
    speech: Speech, template: Message, sides: tuple[Noun, Noun], *, everywhere: bool = False, n: Piece = ""
) -> Text:
    """A wording with its sides and verbs filled in."""
    words, (first, second) = speech.words.comparing, sides
    verbs = {gap: verb.of(2 if first.plural else 1) for gap, verb in words.verbs.items()}
    holds: Gap = words.everywhere if everywhere else ""
    return speech.fill(template, a=first.words, b=second.words, n=n, all=holds, **verbs)


def verbs_after(speech: Speech, cell: str) -> dict[str, Gap]:
    """The verbs of the language as they stand after a cell's name."""
    return {
        gap: verb.of(2 if speech.is_plural(cell) else 1) for gap, verb in speech.words.comparing.verbs.items()
    }


def amount(
    speech: Speech, ratio: float, low: float | None = None, high: float | None = None, *, times: bool = False
) -> units.Quantity:
    """How far a ratio is from 1: `1.55 times`, or `7 %` whichever way it goes."""
    if times or ratio >= TIMES_FROM:
        return speech.locale.times(ratio, low, high)
    if low is None or high is None:
        return speech.locale.percent(abs(ratio - 1))
    bounds = (low - 1, high - 1) if ratio >= 1 else (1 - high, 1 - low)
    return speech.locale.percent(abs(ratio - 1), *bounds)


def estimated(speech: Speech, estimate: Estimate) -> units.Quantity:
    """The amount of an estimate with its 95 % interval."""
    return amount(speech, estimate.ratio, estimate.low, estimate.high)


def bounds(speech: Speech, quantity: units.Quantity, *, signed: bool = False) -> str:
    """An interval in parentheses: `1.48–1.63`, `5–9 %`; signed bounds are joined by a word.

    `signed`: no word tells the way of the amount, so both bounds do.
    """
    unit = f"{quantity.gap}%" if quantity.unit == "%" else ""
    if signed or units.MINUS in quantity.interval:
        low, high = (with_sign(bound) for bound in (quantity.low, quantity.high))
        return speech.locale.format(speech.words.comparing.signed, low=low, high=high, unit=unit)
    return f"{quantity.interval}{unit}"


def with_sign(bound: str) -> str:
    """A rounded bound with its sign: `+0.3`, `−2.0`, `0.0`."""
    return bound if bound.startswith(units.MINUS) or not bound.strip("0.,") else f"+{bound}"


def range_of(speech: Speech, ratios: Sequence[float]) -> str:
    """The smallest and largest amount of several comparisons: `1.5 to 1.7 times`, `8 to 12 %`."""
    low, high = min(ratios), max(ratios)
    if high >= TIMES_FROM:
        first, last = units.quantity(low).value, units.quantity(high).value
        unit = f"{units.NO_BREAK}{speech.locale.word(TIMES)}"
    else:
        first, last = units.percent_range((low - 1, high - 1))
        unit = f"{speech.locale.percent(0).gap}%"
    span = (
        first if first == last else speech.locale.format(speech.words.comparing.range, first=first, last=last)
    )
    return f"{span}{unit}"


def proof(speech: Speech, contrast: Contrast, *, rounds: bool = True, times: bool = False) -> Text:
    """Interval and rounds in parentheses."""
    words, shown, estimate = speech.words.comparing, interval_of(contrast), estimate_of(contrast)
    equivalent = contrast.verdict is Verdict.EQUIVALENT
    told = (
        apart_by(speech, [contrast])
        if equivalent
        else amount(speech, estimate.ratio, shown.low, shown.high, times=times)
    )
    return speech.fill(
        words.proof,
        level=speech.locale.confidence(shown.confidence),
        interval=number(bounds(speech, told, signed=equivalent)),
        rounds=speech.fill(words.proof_rounds, n=str(estimate.rounds)) if rounds else "",
    )


def proofs(speech: Speech, contrasts: Sequence[Contrast]) -> Text:
    """All intervals of comparisons with one verdict, and the fewest rounds, in parentheses."""
    words, hull = speech.words.comparing, hull_of(contrasts)
    equivalent = contrasts[0].verdict is Verdict.EQUIVALENT
    told = (
        apart_by(speech, contrasts)
        if equivalent
        else amount(speech, estimate_of(contrasts[0]).ratio, hull.low, hull.high)
    )
    fewest = min(estimate_of(contrast).rounds for contrast in contrasts)
    return speech.fill(
        words.proofs,
        level=speech.locale.confidence(hull.confidence),
        interval=number(bounds(speech, told, signed=equivalent)),
        rounds=speech.fill(words.proof_rounds, n=str(fewest)),
    )


def interval(speech: Speech, told: str, rounds: int | None = None) -> Text:
    """A plain 95 % interval in parentheses, with its rounds where they are given."""
    words = speech.words.comparing
    return speech.fill(
        words.proof,
        level=speech.locale.confidence(0.95),
        interval=number(told),
        rounds="" if rounds is None else speech.fill(words.proof_rounds, n=str(rounds)),
    )


def where(speech: Speech, contrast: Contrast) -> Text:
    """What is particular to a comparison, as circumstances; empty where nothing is."""
    return circumstances(speech, speech.own(contrast))


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Text:
    """Levels as circumstances; empty without any."""
    return speech.words.comparing.circumstances(speech, levels)


def placed(speech: Speech, where: Text) -> Text:
    """Circumstances as they stand beside a clause; empty where there are none."""
    return speech.fill(speech.words.comparing.placed, where=where) if where else ()


def scoped(speech: Speech, clause: Text) -> Text:
    """A clause with the circumstances that all its comparisons share: "at batch 1, ..."."""
    return speech.words.comparing.scoped(speech, clause)


def plainly(speech: Speech, contrast: Contrast, *, again: bool = False) -> Text:
    """The comparison without its proof: "f16 is 1.55 times as fast as f32"."""
    estimate, words = estimate_of(contrast), wording(speech, contrast)
    template = (words.again if again else words).of(estimate.ratio)
    return put(speech, template, sides(speech, contrast), n=key(estimated(speech, estimate)))


def span(speech: Speech, wording: Wording, low: float, high: float, value: float) -> Text:
    """What an interval leaves open: "between 4 % slower and 6 % faster"."""
    words = speech.words.comparing
    if low < 1 / NOTHING_TOLD and high > NOTHING_TOLD:
        return speech.fill(words.anything)
    if high >= TIMES_FROM or low <= 1 / TIMES_FROM:
        ends = (number(units.fixed(end, units.significant(end, end_digits(end)))) for end in (low, high))
        return speech.fill(words.between_times, low=next(ends), high=next(ends))
    if low < 1 < high:
        shown = speech.locale.percent(value - 1, low - 1, high - 1)
        first, second = (
            f"{not_nil(text.lstrip(units.MINUS), abs(end - 1))}{shown.gap}%"
            for text, end in ((shown.low, low), (shown.high, high))
        )
        return speech.fill(
            words.between, low=number(first), high=number(second), up=wording.up, down=wording.down
        )
    smaller, larger = one_sided(speech, low, high, value)
    way = wording.up if low >= 1 else wording.down
    template = words.one_way if smaller else words.up_to
    return speech.fill(template, low=number(str(smaller)), high=number(str(larger)), way=way)


def not_nil(percent: str, share: float) -> str:
    """An end of an interval around no difference, finer than rounded where nothing were left of it."""
    if percent.strip("0.") or not share:
        return percent
    return units.fixed(100 * share, units.significant(100 * share, 1))


def one_sided(
    speech: Speech, low: float, high: float, value: float
) -> tuple[units.Quantity | None, units.Quantity]:
    """The smaller and the larger amount of an interval on one side of 1; no smaller one where it is nil."""
    shown = speech.locale.percent(value - 1, low - 1, high - 1)
    ends = [text.lstrip(units.MINUS) for text in (shown.low, shown.high)]
    smaller, larger = (
        replace(shown, value=end, low="", high="") for end in (ends if low >= 1 else ends[::-1])
    )
    return smaller if smaller.value.strip("0.") else None, larger


def end_digits(ratio: float) -> int:
    """Digits of an end of a wide interval: each by itself, and enough to tell it from no difference."""
    return 3 if abs(ratio - 1) < 0.05 else 2


def apart(speech: Speech, *contrasts: Contrast) -> Text:
    """How far apart equivalent sides may be: the farther bound as the proof prints it."""
    return speech.fill(speech.words.comparing.apart, n=key(farther(apart_by(speech, contrasts))))


def apart_by(speech: Speech, contrasts: Sequence[Contrast]) -> units.Quantity:
    """By how many percent equivalent sides differ; below zero where the first has less."""
    hull = hull_of(contrasts)
    return speech.locale.percent(estimate_of(contrasts[0]).ratio - 1, hull.low - 1, hull.high - 1)


def same(speech: Speech, contrast: Contrast, *, everywhere: bool = False) -> Text:
    """Two sides that make no difference."""
    template = wording(speech, contrast).same
    return put(speech, template, sides(speech, contrast), everywhere=everywhere)


def question(speech: Speech, contrast: Contrast) -> Text:
    """What is asked of a comparison, after "whether"."""
    return put(speech, wording(speech, contrast).question, sides(speech, contrast))


def asked(speech: Speech, contrast: Contrast) -> Text:
    """The question that one open comparison leaves open.

    Where its interval reaches to one side of no difference only, the margin is what is asked about.
    """
    if not beyond_none(contrast):
        return question(speech, contrast)
    words = wording(speech, contrast)
    less = estimate_of(contrast).adjusted_high < 1
    told = put(speech, words.question_less if less else words.question, sides(speech, contrast))
    margin = speech.locale.percent_as_given(contrast.margin)
    return speech.fill(speech.words.comparing.by_margin, question=told, margin=margin)


def beyond_none(contrast: Contrast) -> bool:
    """Whether an open comparison has an interval without "no difference" that reaches beyond the margin."""
    estimate = estimate_of(contrast)
    ends = (math.log(estimate.adjusted_low), math.log(estimate.adjusted_high))
    return ends[0] * ends[1] > 0 and max(map(abs, ends)) > math.log1p(contrast.margin)


def small(speech: Speech, contrast: Contrast, change: Change) -> tuple[Message, Text]:
    """The template for such a comparison, and its amount: `2.1 to 5.0 %`, `up to 4 %`."""
    words, estimate = speech.words.comparing, estimate_of(contrast)
    low, high = estimate.adjusted_low, estimate.adjusted_high
    template = change.of(high if low >= 1 else low)
    if high >= TIMES_FROM:
        first, last = (units.fixed(end, units.significant(end, end_digits(end))) for end in (low, high))
        told = speech.locale.format(words.range, first=first, last=last)
        return template, (key(f"{told}{units.NO_BREAK}{speech.locale.word(TIMES)}"),)
    smaller, larger = one_sided(speech, low, high, estimate.ratio)
    if smaller is None:
        return template, speech.fill(words.at_most, high=key(larger))
    return template, (key(speech.locale.format(words.range, first=smaller.value, last=str(larger))),)


def smally(speech: Speech, contrast: Contrast, *, again: bool = False) -> Text:
    """Such a comparison without its proof: "batch 3 delivers 2.1 to 5.0 % fewer images than batch 1"."""
    words = wording(speech, contrast)
    template, n = small(speech, contrast, words.again if again else words)
    return put(speech, template, sides(speech, contrast), n=n)


def size_open(speech: Speech, contrast: Contrast, said: Text, where: Text) -> Text:
    """A clause about such a comparison, with its interval, and what is open or why there is no verdict.

    Its size beside the margin is open only where the interval holds the margin.
    """
    words, estimate = speech.words.comparing, estimate_of(contrast)
    near, far = sorted(abs(math.log(end)) for end in (estimate.adjusted_low, estimate.adjusted_high))
    limit = math.log1p(contrast.margin)
    template = words.small_inside if far <= limit else words.small_few if near > limit else words.small
    return speech.fill(
        template,
        said=said,
        where=where,
        what=interval_used(speech, contrast),
        rounds=rounds_told(speech, estimate_of(contrast).rounds),
        margin=speech.locale.percent_as_given(contrast.margin),
    )


def rounds_told(speech: Speech, rounds: int) -> str:
    """A number of rounds: `seven rounds`, `7`."""
    return speech.locale.counted(rounds, "round")


def left_open(speech: Speech, wording: Wording, contrast: Contrast) -> Text:
    """What the rounds leave open, with the interval that says so."""
    estimate = estimate_of(contrast)
    return speech.fill(
        speech.words.comparing.left_open,
        span=span(speech, wording, estimate.adjusted_low, estimate.adjusted_high, estimate.ratio),
        what=interval_used(speech, contrast),
    )


def interval_used(speech: Speech, contrast: Contrast) -> Text:
    """Which interval an open verdict went by."""
    words, estimate = speech.words.comparing, estimate_of(contrast)
    template = words.plain_interval if judged_plainly(estimate) else words.other_interval
    return speech.fill(template, level=speech.locale.confidence(0.95))


def way_out(speech: Speech, contrast: Contrast, what: Gap | None = None) -> Text:
    """How many rounds would settle an open question, and how long they take."""
    words = speech.words.comparing
    what = words.it if what is None else what
    rounds = practical_rounds(contrast)
    if rounds is None:
        return speech.tell(words.never, what=what)
    if rounds <= speech.analysis.rounds:
        return speech.tell(words.missing, what=what)
    n = number(f"{rounds:,}")
    if contrast.seconds_needed is None:
        return speech.tell(words.rounds, n=n, what=what)
    time = units.about(contrast.seconds_needed, language=speech.language)
    return speech.tell(words.rounds_and_time, n=n, what=what, time=number(time))


def stalling(speech: Speech, contrasts: Sequence[Contrast]) -> Text:
    """Of the first comparison that is judged by totals: what typical slices say, and who stalls."""
    found = next((each for each in contrasts if each.estimate and each.estimate.typical), None)
    if found is None:
        return ()
    estimate, words = estimate_of(found), wording(speech, found)
    typical = estimate.typical or estimate.ratio
    first_stalls = (estimate.ratio < typical) == (found.metric == "throughput")
    said = put(speech, words.of(typical), sides(speech, found), n=key(amount(speech, typical)))
    return speech.tell(
        speech.words.comparing.stalling,
        said=said,
        where=placed(speech, where(speech, found)),
        cell=speech.cell(found.cell if first_stalls else found.reference),
    )


def clause(speech: Speech, contrast: Contrast) -> Text:
    """A whole comparison as a clause: what, under which conditions, and the proof."""
    words, there = speech.words.comparing, placed(speech, where(speech, contrast))
    if is_small(contrast):
        return size_open(speech, contrast, smally(speech, contrast), there)
    if contrast.verdict is Verdict.NOT_RESOLVED:
        return speech.fill(
            words.unresolved,
            rounds=rounds_told(speech, estimate_of(contrast).rounds),
            question=asked(speech, contrast),
            where=there,
            open=left_open(speech, wording(speech, contrast), contrast),
        )
    proven = proof(speech, contrast)
    if contrast.verdict is Verdict.EQUIVALENT:
        told = same(speech, contrast)
        return speech.fill(words.equal, same=told, where=there, apart=apart(speech, contrast), proof=proven)
    return speech.fill(words.resolved, said=plainly(speech, contrast), where=there, proof=proven)


def in_settings(speech: Speech, number_of: int, total: int) -> Text:
    """`in all four settings`, `in three of four settings`."""
    words = speech.words.comparing
    if number_of == total:
        return speech.fill(words.in_both if total == 2 else words.in_all, n=total)
    return speech.fill(words.in_some, n=number_of, of=total)
