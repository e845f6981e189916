"""How the amounts of comparisons are told: ratios and percentages, intervals, and what rounds leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ovreport import units
from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.claims.intervals import (
    Stated,
    estimate_of,
    hull_of,
)
from ovreport.claims.texts import RANGE, Texts
from ovreport.claims.wordings import WORDINGS, Bounded, Change, Wording
from ovreport.language.locale import Gaps
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text, key, number
from ovreport.limits import FAR_AHEAD, NOTHING_TOLD, TIMES_FROM

AT_MOST = msg("up to {high}")
TAIL = msg(": {span}")


def amount(
    t: Texts, ratio: float, low: float | None = None, high: float | None = None, *, times: bool = False
) -> units.Quantity:
    """How far a ratio is from 1: `1.55 times`, or `7 %` whichever way it goes (see `TIMES_FROM`).

    The end of an interval that leaves 1 out is told so finely that it does so in words, too.
    """
    in_times = times or ratio >= TIMES_FROM
    if low is None or high is None:
        return t.numbers.times(ratio) if in_times else t.numbers.percent(abs(ratio - 1))
    if in_times:
        told = t.numbers.times(ratio, low, high)
        touches = low > 1 and told.low in {t.numbers.fixed(1, places) for places in range(3)}
        return replace(told, low=end_of(t, low)) if touches else told
    nearer, farther = (low - 1, high - 1) if ratio >= 1 else (1 - high, 1 - low)
    told = t.numbers.percent(abs(ratio - 1), nearer, farther)
    return replace(told, low=not_nil(t, told.low, nearer)) if nearer > 0 else told


def estimated(t: Texts, estimate: Estimate) -> units.Quantity:
    """The amount of an estimate with its 95 % interval."""
    return amount(t, estimate.ratio, estimate.low, estimate.high)


def bounds(t: Texts, quantity: units.Quantity, *, signed: bool = False) -> str:
    """An interval in parentheses: `1.48–1.63`, `5–9 %`; signed bounds are joined by a word.

    `signed`: no word tells the way of the amount, so both bounds do.
    """
    unit = f"{quantity.gap}%" if quantity.unit == "%" else ""
    if signed or units.MINUS in quantity.interval:
        # "+0.3", "−2.0", and "0.0" without a sign
        low, high = (
            bound if bound.startswith(units.MINUS) or not bound.strip("0.,") else f"+{bound}"
            for bound in (quantity.low, quantity.high)
        )
        return t.locale.format(msg("{low} to {high}{unit}"), low=low, high=high, unit=unit)
    return f"{quantity.interval}{unit}"


def range_of(t: Texts, ratios: Sequence[float]) -> str:
    """The smallest and largest amount of several comparisons: `1.5 to 1.7 times`, `8 to 12 %`."""
    low, high = min(ratios), max(ratios)
    if high >= TIMES_FROM:
        return times_range(t, t.numbers.quantity(low).value, t.numbers.quantity(high).value)
    first, last = t.numbers.percent_range((low - 1, high - 1))
    span = first if first == last else t.locale.format(RANGE, first=first, last=last)
    return f"{span}{t.numbers.percent(0).gap}%"


def times_range(t: Texts, first: str, last: str) -> str:
    """Two amounts in times: `1.5 to 1.7 times`; both have the hyphen of a word that hangs on its number."""
    if first == last:
        return f"{last}{t.numbers.times_unit}"
    hyphen = "" if t.numbers.times_gap else "-"
    return f"{t.locale.format(RANGE, first=f'{first}{hyphen}', last=last)}{t.numbers.times_unit}"


def proof(t: Texts, *contrasts: Contrast, rounds: bool = True, times: bool = False) -> Text:
    """The interval of comparisons with one verdict, and their rounds, in parentheses.

    Of several it is what holds all of their intervals, and the fewest rounds.
    """
    hull, first = hull_of(contrasts), estimate_of(contrasts[0])
    equivalent = contrasts[0].verdict is Verdict.EQUIVALENT
    told = apart_by(t, contrasts) if equivalent else amount(t, first.ratio, hull.low, hull.high, times=times)
    fewest = min(estimate_of(contrast).rounds for contrast in contrasts) if rounds else None
    written = bounds(t, told, signed=equivalent)
    return interval(t, written, fewest, hull.confidence, of_all=len(contrasts) > 1)


def interval(
    t: Texts, told: str, rounds: int | None = None, confidence: float = 0.95, *, of_all: bool = False
) -> Text:
    """An interval in parentheses, with its rounds where they are given; `of_all`: several lie in it."""
    one, all_ = msg("({level} CI {interval}{rounds})"), msg("(all {level} CIs within {interval}{rounds})")
    return t.fill(
        all_ if of_all else one,
        level=t.numbers.confidence(confidence),
        interval=number(told),
        rounds="" if rounds is None else t.fill(msg(", {n} rounds"), n=str(rounds)),
    )


def apart(t: Texts, *contrasts: Contrast) -> Text:
    """How far apart equivalent sides may be: the farther bound as the proof prints it."""
    return t.fill(msg("within {n}"), n=key(farther(apart_by(t, contrasts), hull_of(contrasts))))


def apart_by(t: Texts, contrasts: Sequence[Contrast]) -> units.Quantity:
    """By how many percent equivalent sides differ; below zero where the first has less."""
    hull = hull_of(contrasts)
    return t.numbers.percent(estimate_of(contrasts[0]).ratio - 1, hull.low - 1, hull.high - 1)


def farther(shown: units.Quantity, interval: Stated) -> units.Quantity:
    """The bound of a rounded interval that lies farther from "no difference", as it was printed."""
    bound = shown.low if abs(interval.low - 1) > abs(interval.high - 1) else shown.high
    return replace(shown, value=bound.lstrip(units.MINUS), low="", high="")


# What rounds leave open


def span(t: Texts, wording: Wording, low: float, high: float, value: float) -> Text:
    """What an interval leaves open: "between 4 % slower and 6 % faster"."""
    if low < 1 / NOTHING_TOLD and high > NOTHING_TOLD:
        return t.fill(msg("anything from a tenth to ten times and beyond"))
    if high >= TIMES_FROM:
        return t.fill(
            msg("between {low} and {high} times"), low=number(end_of(t, low)), high=number(end_of(t, high))
        )
    if low < 1 < high:
        less, more = two_sided(t, low, high, value)
        both = msg("between {low} {down} and {high} {up}")
        return t.fill(both, low=number(less), high=number(more), up=wording.up, down=wording.down)
    smaller, larger = one_sided(t, low, high, value)
    way = wording.up if low >= 1 else wording.down
    template = msg("between {low} and {high} {way}") if smaller else msg("up to {high} {way}")
    return t.fill(template, low=number(str(smaller)), high=number(str(larger)), way=way)


def two_sided(t: Texts, low: float, high: float, value: float) -> tuple[str, str]:
    """By how much less and how much more an interval around 1 reaches: `4 %` and `6 %`."""
    shown = t.numbers.percent(value - 1, low - 1, high - 1)
    less, more = (
        f"{not_nil(t, text.lstrip(units.MINUS), abs(end - 1))}{shown.gap}%"
        for text, end in ((shown.low, low), (shown.high, high))
    )
    return less, more


def not_nil(t: Texts, percent: str, share: float) -> str:
    """An end of an interval around no difference, finer than rounded where nothing were left of it."""
    if percent.strip("0.,") or not share:
        return percent
    return t.numbers.fixed(100 * share, units.significant(100 * share, 1))


def one_sided(
    t: Texts, low: float, high: float, value: float
) -> tuple[units.Quantity | None, units.Quantity]:
    """The smaller and the larger amount of an interval on one side of 1; no smaller one where it is nil."""
    shown = t.numbers.percent(value - 1, low - 1, high - 1)
    ends = [text.lstrip(units.MINUS) for text in (shown.low, shown.high)]
    smaller, larger = (
        replace(shown, value=end, low="", high="") for end in (ends if low >= 1 else ends[::-1])
    )
    return smaller if smaller.value.strip("0.,") else None, larger


def end_of(t: Texts, ratio: float) -> str:
    """An end of a wide interval: rounded by itself, with enough digits to tell it from no difference."""
    return t.numbers.fixed(ratio, units.significant(ratio, 3 if abs(ratio - 1) < 0.05 else 2))


def is_near(contrast: Contrast) -> bool:
    """Whether an open comparison may be told as "about as much".

    Its estimate is what equivalent sides would differ by, and its interval leaves out what nobody would call
    the same.
    """
    estimate = estimate_of(contrast)
    farthest = max(estimate.adjusted_high, 1 / estimate.adjusted_low)
    return _is_nil(contrast) and farthest < FAR_AHEAD


@dataclass(frozen=True)
class Openly:
    """An open comparison in pieces.

    Attributes:
        template, gaps: What is said, and what fills its gaps beside the two sides.
        tail: The bounds or the estimate, where they are not said yet.
    """

    template: Message
    gaps: Gaps
    tail: Text = ()


def tells_estimate(contrast: Contrast) -> bool:
    """Whether the ratio of an open comparison is told: not near none, nor where its size alone is open."""
    if contrast.verdict is not Verdict.NOT_RESOLVED or contrast.estimate is None or is_small(contrast):
        return False
    return not _is_nil(contrast) and not _is_boundless(contrast.estimate)


def _is_boundless(estimate: Estimate) -> bool:
    """Whether an interval tells nothing."""
    return estimate.adjusted_low < 1 / NOTHING_TOLD and estimate.adjusted_high > NOTHING_TOLD


def _is_nil(contrast: Contrast) -> bool:
    """Whether an estimate is what equivalent sides would differ by."""
    return abs(math.log(estimate_of(contrast).ratio)) <= math.log1p(contrast.alike)


def openly(
    t: Texts,
    words: Bounded,
    wording: Wording,
    contrast: Contrast,
    after: Message = TAIL,
    *,
    short: bool = False,
) -> Openly:
    """What is known of a comparison that is not resolved: its interval, and the estimate.

    That it is "about as much" is followed by the bounds; else the bounds come first, and one that lies within
    the margin alone: what it leaves out, a gain or a loss that is worth having, is an answer.

    Args:
        t: The language.
        words: Of the statement.
        wording: Of the amounts.
        contrast: The comparison.
        after: How bounds follow a statement.
        short: Whether an estimate is left out.
    """
    estimate = estimate_of(contrast)
    low, high, value = estimate.adjusted_low, estimate.adjusted_high, estimate.ratio
    if is_near(contrast):
        return Openly(words.about, {}, t.fill(after, span=span(t, wording, low, high, value)))
    template, gaps = bounded(t, words, low, high, value)
    if short or _is_nil(contrast) or _is_boundless(estimate):
        return Openly(template, gaps)
    told = amount(t, value, low, high)
    if not told.value.strip("0.,"):
        told = amount(t, value)  # finer than its wide interval would have it
    less, more = 1 / low <= 1 + contrast.alike, high <= 1 + contrast.alike
    if less == more or not low < 1 < high or high >= TIMES_FROM or wording is WORDINGS["disturbed"]:
        again = t.fill(wording.again.of(value), n=key(told))
        return Openly(template, gaps, t.fill(msg(", by estimate {again}"), again=again))
    ends = two_sided(t, low, high, value)
    nearer, farther = ends if less else ends[::-1]
    tail = t.fill(
        msg(", by estimate {n} and at most {high} {way}"),
        n=number(told),
        high=number(farther),
        way=wording.up if less else wording.down,
    )
    most = t.fill(msg("at most {high}"), high=key(nearer))
    return Openly(words.less if less else words.more, {"n": most}, tail)


def bounded(t: Texts, words: Bounded, low: float, high: float, value: float) -> tuple[Message, Gaps]:
    """What an interval leaves open: a template of these words, and what fills its gaps."""
    if low < 1 / NOTHING_TOLD and high > NOTHING_TOLD:
        return words.times, {"n": t.fill(msg("from less than a tenth to more than ten times"))}
    if high >= TIMES_FROM:
        times = msg_in("an amount", "between {low} and {high} times")
        return words.times, {"n": t.fill(times, low=key(end_of(t, low)), high=key(end_of(t, high)))}
    if low < 1 < high:
        less, more = two_sided(t, low, high, value)
        return words.between, {"low": key(less), "high": key(more)}
    smaller, larger = one_sided(t, low, high, value)
    if smaller is None:
        n = t.fill(AT_MOST, high=key(larger))
    else:
        n = (key(t.locale.format(RANGE, first=smaller.value, last=str(larger))),)
    return words.more if low >= 1 else words.less, {"n": n}


def unproven(t: Texts, *contrasts: Contrast, rounds: bool = True) -> Text:
    """Which interval open verdicts went by, where a sentence has told it, and the fewest rounds."""
    fewest = min(estimate_of(contrast).rounds for contrast in contrasts)
    if len(contrasts) > 1:
        return within_that(t, fewest)
    n: Text = t.fill(msg(", {n} rounds"), n=str(fewest)) if rounds else ()
    return t.fill(msg("({what}{rounds})"), what=interval_used(t, contrasts[0]), rounds=n)


def left_open(t: Texts, wording: Wording, contrast: Contrast) -> Text:
    """What the rounds leave open, with the interval that says so."""
    estimate = estimate_of(contrast)
    return t.fill(
        msg("{span} ({what})"),
        span=span(t, wording, estimate.adjusted_low, estimate.adjusted_high, estimate.ratio),
        what=interval_used(t, contrast),
    )


def interval_used(t: Texts, contrast: Contrast) -> Text:
    """Which interval an open verdict went by."""
    estimate = estimate_of(contrast)
    ends = ((estimate.low, estimate.adjusted_low), (estimate.high, estimate.adjusted_high))
    plain = all(math.isclose(each, used, rel_tol=1e-9) for each, used in ends)
    return t.fill(
        msg("{level} CI") if plain else msg("{level} CI, adjusted"), level=t.numbers.confidence(0.95)
    )


def within_that(t: Texts, rounds: int) -> Text:
    """That the intervals of several comparisons lie within what was told, and their fewest rounds."""
    told = msg("(all {level} CIs lie within that{rounds})")
    n = t.fill(msg(", {n} rounds"), n=str(rounds))
    return t.fill(told, level=t.numbers.confidence(0.95), rounds=n)


def small(t: Texts, contrast: Contrast, change: Change) -> tuple[Message, Text]:
    """For a comparison whose size is open: its template, and its amount: `2.1 to 5.0 %`, `up to 4 %`."""
    estimate = estimate_of(contrast)
    low, high = estimate.adjusted_low, estimate.adjusted_high
    template = change.of(high if low >= 1 else low)
    if high >= TIMES_FROM:
        return template, (key(times_range(t, end_of(t, low), end_of(t, high))),)
    smaller, larger = one_sided(t, low, high, estimate.ratio)
    if smaller is None:
        return template, t.fill(AT_MOST, high=key(larger))
    return template, (key(t.locale.format(RANGE, first=smaller.value, last=str(larger))),)


def size_open(t: Texts, contrast: Contrast, said: Text, where: Text) -> Text:
    """A clause about such a comparison, with its interval, and what is open or why there is no verdict.

    Its size beside the margin is open only where the interval holds the margin.
    """
    estimate, limit = estimate_of(contrast), math.log1p(contrast.margin)
    near, far = sorted(abs(math.log(end)) for end in (estimate.adjusted_low, estimate.adjusted_high))
    template = msg(
        "{said}{where} ({what}); {rounds} leave open whether that is beyond the margin of {margin}"
    )
    if far <= limit:
        template = msg(
            "{said}{where} ({what}); that is inside the margin of {margin}, so there is no verdict"
        )
    elif near > limit:
        template = msg("{said}{where} ({what}); {rounds} are too few for a verdict")
    return t.fill(
        template,
        said=said,
        where=where,
        what=interval_used(t, contrast),
        rounds=t.locale.counted(estimate.rounds, "round"),
        margin=t.numbers.percent_as_given(contrast.margin),
    )
