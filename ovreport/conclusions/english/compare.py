"""English for one comparison: how much faster, with what proof, under which conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.conclusions.english.names import counted, digits
from ovreport.conclusions.naming import Noun
from ovreport.conclusions.speech import (
    Manner,
    Speech,
    estimate_of,
    farther,
    hull_of,
    interval_of,
    judged_plainly,
)
from ovreport.conclusions.text import Parts, fill, joined, key, name, number, parts

TIMES_FROM = 1.5
"""A ratio from here on is told in times, below it in percent."""


@dataclass(frozen=True)
class Wording:
    """How a kind of comparison is put: templates with gaps for both sides, the verb and the amount.

    Attributes:
        times: For a ratio of 1.5 or more.
        more, less: For smaller changes, in percent.
        again_times, again_more, again_less: The same when both sides have been named just before.
        faster: What is asked where rounds cannot tell, after "whether".
        same: The two sides are equivalent.
        ups, downs: Adverbs after a percentage, for a span.
        circumstances: Both sides are told as circumstances ("with four requests"), not as nouns.
    """

    times: str
    more: str
    less: str
    again_times: str
    again_more: str
    again_less: str
    faster: str
    same: str
    ups: str
    downs: str
    circumstances: bool = False


FAST = Wording(
    times="{a} {is} {n} as fast as {b}",
    more="{a} {is} {n} faster than {b}",
    less="{a} {is} {n} slower than {b}",
    again_times="{n} as fast",
    again_more="{n} faster",
    again_less="{n} slower",
    faster="{a} {is} faster than {b}",
    same="{a} and {b} are equivalent",
    ups="faster",
    downs="slower",
)
THROUGHPUT = Wording(
    times="{a} {deliver} {n} the throughput of {b}",
    more="{a} {deliver} {n} more throughput than {b}",
    less="{a} {deliver} {n} less throughput than {b}",
    again_times="{n} the throughput",
    again_more="{n} more",
    again_less="{n} less",
    faster="{a} {deliver} more throughput than {b}",
    same="{a} and {b} are equivalent in throughput",
    ups="more",
    downs="less",
)
IMAGES = Wording(
    times="{a} {deliver} {n} the images per second of {b}",
    more="{a} {deliver} {n} more images per second than {b}",
    less="{a} {deliver} {n} fewer images per second than {b}",
    again_times="{n} the images",
    again_more="{n} more",
    again_less="{n} fewer",
    faster="{a} {deliver} more images per second than {b}",
    same="{a} and {b} are equivalent in images per second",
    ups="more",
    downs="fewer",
)
LATENCY = Wording(
    times="a request takes {n} as long {a} as {b}",
    more="a request takes {n} longer {a} than {b}",
    less="a request takes {n} less time {a} than {b}",
    again_times="{n} as long",
    again_more="{n} longer",
    again_less="{n} less time",
    faster="a request takes longer {a} than {b}",
    same="a request takes equally long {a} and {b}",
    ups="longer",
    downs="shorter",
    circumstances=True,
)
DISTURBED = Wording(
    times="with {a}, throughput is {n} that of {b}",
    more="with {a}, throughput rises by {n}",
    less="with {a}, throughput falls by {n}",
    again_times="{n} the throughput",
    again_more="{n} more",
    again_less="{n} less",
    faster="{a} changes throughput",
    same="{a} makes no difference to throughput",
    ups="more",
    downs="less",
)

COUNTED = frozenset({"requests", "streams", "threads"})
"""Fields whose second side is told by its number alone: "four requests ... than one"."""

WORDINGS: Mapping[Manner, Wording] = {
    "latency": LATENCY,
    "disturbed": DISTURBED,
    "images": IMAGES,
    "fast": FAST,
    "throughput": THROUGHPUT,
}


def wording(speech: Speech, contrast: Contrast) -> Wording:
    """The wording for what a comparison varies."""
    return WORDINGS[speech.manner(contrast)]


def sides(speech: Speech, contrast: Contrast) -> tuple[Noun, Noun]:
    """Both sides of a comparison in the form that its wording wants."""
    labels = speech.labels(contrast)
    if wording(speech, contrast).circumstances:
        first, second = (Noun(speech.condition(contrast.factor, label)) for label in labels)
    else:
        first, second = (speech.level(contrast.factor, label) for label in labels)
    if speech.field(contrast.factor) in COUNTED and contrast.reference_level.isdecimal():
        number_alone = digits(int(contrast.reference_level))
        second = Noun(
            parts(f"with {number_alone}" if wording(speech, contrast).circumstances else number_alone)
        )
    if speech.field(contrast.factor) == "storage" and contrast.reference_level.isalnum():
        one = "with an {level} one" if wording(speech, contrast).circumstances else "an {level} one"
        second = Noun(fill(one, level=name(contrast.reference_level)))
    return first, second


def put(template: str, sides: tuple[Noun, Noun], **more: Parts | str) -> Parts:
    """A wording with its sides and verbs filled in."""
    first, second = sides
    verbs = {"is": "are" if first.plural else "is", "deliver": "deliver" if first.plural else "delivers"}
    return fill(template, a=first.words, b=second.words, **verbs, **more)


def amount(
    ratio: float, low: float | None = None, high: float | None = None, *, times: bool = False
) -> units.Quantity:
    """How far a ratio is from 1: `1.55 times`, or `7 %` whichever way it goes."""
    if times or ratio >= TIMES_FROM:
        return units.times(ratio, low, high)
    if low is None or high is None:
        return units.percent(abs(ratio - 1))
    bounds = (low - 1, high - 1) if ratio >= 1 else (1 - high, 1 - low)
    return units.percent(abs(ratio - 1), *bounds)


def estimated(estimate: Estimate) -> units.Quantity:
    """The amount of an estimate with its 95 % interval."""
    return amount(estimate.ratio, estimate.low, estimate.high)


def bounds(quantity: units.Quantity) -> str:
    """An interval in parentheses: `1.48–1.63`, `5–9 %`; signed bounds are joined by "to"."""
    unit = f"{units.NO_BREAK}%" if quantity.unit == "%" else ""
    if units.MINUS in quantity.interval:
        plus = "" if quantity.high.startswith(units.MINUS) or not quantity.high.strip("0.,") else "+"
        return f"{quantity.low} to {plus}{quantity.high}{unit}"
    return f"{quantity.interval}{unit}"


def proof(contrast: Contrast, *, rounds: bool = True, times: bool = False) -> Parts:
    """Interval and rounds in parentheses."""
    shown = interval_of(contrast)
    estimate = estimate_of(contrast)
    return fill(
        "({level} CI {interval}{rounds})",
        level=str(units.percent(shown.level)),
        interval=number(bounds(amount(estimate.ratio, shown.low, shown.high, times=times))),
        rounds=f", {estimate.rounds} rounds" if rounds else "",
    )


def where(speech: Speech, contrast: Contrast) -> Parts:
    """What is particular to a comparison, as circumstances with a blank before; empty where nothing is."""
    return circumstances(speech, speech.own(contrast))


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Parts:
    """Levels as circumstances, with a blank before: " at batch 3 with four requests"."""
    told = [speech.condition(factor, label) for factor, label in levels]
    return fill(" {told}", told=joined(told, " " if len(told) == 2 else ", ")) if told else ()


def scoped(speech: Speech, clause: Parts) -> Parts:
    """A clause after the circumstances that all its comparisons share: "at batch 1, ..."."""
    shared = circumstances(speech, speech.shared())
    return fill("{shared}, {clause}", shared=stripped(shared), clause=clause) if shared else clause


def stripped(told: Parts) -> Parts:
    """The parts without a leading blank."""
    return (*parts(told[0].text.lstrip()), *told[1:]) if told and told[0].role == "text" else told


def changed(words: Wording, ratio: float, *, again: bool = False) -> str:
    """The template that fits a ratio."""
    if ratio >= TIMES_FROM:
        return words.again_times if again else words.times
    if ratio >= 1:
        return words.again_more if again else words.more
    return words.again_less if again else words.less


def plainly(speech: Speech, contrast: Contrast, *, again: bool = False) -> Parts:
    """The comparison without its proof: "f16 is 1.55 times as fast as f32"."""
    estimate = estimate_of(contrast)
    words = wording(speech, contrast)
    return put(
        changed(words, estimate.ratio, again=again),
        sides(speech, contrast),
        n=(key(estimated(estimate)),),
    )


def span(words: Wording, low: float, high: float, value: float) -> Parts:
    """What an interval leaves open: "between 4 % slower and 6 % faster"."""
    if high >= TIMES_FROM or low <= 1 / TIMES_FROM:
        shown = units.quantity(value, "", low, high)
        return fill("between {low} and {high} times", low=number(shown.low), high=number(shown.high))
    shown = units.percent(value - 1, low - 1, high - 1)
    percent = f"{units.NO_BREAK}%"
    first, second = (text.lstrip(units.MINUS) + percent for text in (shown.low, shown.high))
    if low < 1 < high:
        return fill(
            "between {low} {downs} and {high} {ups}",
            low=number(first),
            high=number(second),
            ups=words.ups,
            downs=words.downs,
        )
    smaller, larger = (first, second) if low >= 1 else (second, first)
    if not smaller.removesuffix(percent).strip("0."):
        return fill("up to {high} {way}", high=number(larger), way=words.ups if low >= 1 else words.downs)
    return fill(
        "between {low} and {high} {way}",
        low=number(smaller),
        high=number(larger),
        way=words.ups if low >= 1 else words.downs,
    )


def apart(*contrasts: Contrast) -> Parts:
    """How far apart equivalent sides may be: the farther bound as the proof prints it."""
    hull = hull_of(contrasts)
    return fill("within {n}", n=key(farther(amount(estimate_of(contrasts[0]).ratio, hull.low, hull.high))))


def equivalent(speech: Speech, contrast: Contrast) -> Parts:
    """Two sides that make no difference, without the proof."""
    words = wording(speech, contrast)
    same = put(words.same, sides(speech, contrast))
    return fill("{same}{where}: {apart}", same=same, where=where(speech, contrast), apart=apart(contrast))


def beyond(contrast: Contrast) -> str:
    """The margin, where the interval leaves no difference out but not a small one."""
    estimate = estimate_of(contrast)
    if estimate.adjusted_low <= 1 <= estimate.adjusted_high:
        return ""
    return f" by more than {units.percent_as_given(contrast.margin)}"


def unresolved(speech: Speech, contrast: Contrast) -> Parts:
    """A question that the rounds leave open, with what they leave open."""
    words = wording(speech, contrast)
    return fill(
        "{rounds} cannot tell whether {question}{beyond}{where}: {open}",
        rounds=counted(estimate_of(contrast).rounds, "round"),
        question=put(words.faster, sides(speech, contrast)),
        beyond=beyond(contrast),
        where=where(speech, contrast),
        open=left_open(words, contrast),
    )


def left_open(words: Wording, contrast: Contrast) -> Parts:
    """What the rounds leave open, with the interval that says so."""
    estimate = estimate_of(contrast)
    return fill(
        "{span} ({what})",
        span=span(words, estimate.adjusted_low, estimate.adjusted_high, estimate.ratio),
        what=judged_by(estimate),
    )


def judged_by(estimate: Estimate) -> str:
    """The interval that an open verdict went by: `95 % CI`, `interval of the verdict, 97 %`."""
    level = units.percent(estimate.adjusted_level)
    return f"{level} CI" if judged_plainly(estimate) else f"interval of the verdict, {level}"


def way_out(contrast: Contrast, what: str = "it") -> Parts:
    """How many rounds would settle an open question, and how long they take."""
    if contrast.rounds_needed is None:
        return parts(f"No practical number of rounds would settle {what}.")
    if contrast.seconds_needed is None:
        return fill("About {n} rounds would settle {what}.", n=number(str(contrast.rounds_needed)), what=what)
    return fill(
        "About {n} rounds would settle {what}, some {time} more.",
        n=number(str(contrast.rounds_needed)),
        what=what,
        time=number(units.about(contrast.seconds_needed)),
    )


def clause(speech: Speech, contrast: Contrast) -> Parts:
    """A whole comparison as a clause: what, under which conditions, and the proof."""
    if contrast.verdict is Verdict.NOT_RESOLVED:
        return unresolved(speech, contrast)
    if contrast.verdict is Verdict.EQUIVALENT:
        return fill("{same} {proof}", same=equivalent(speech, contrast), proof=proof(contrast))
    return fill(
        "{said}{where} {proof}",
        said=plainly(speech, contrast),
        where=where(speech, contrast),
        proof=proof(contrast),
    )


def in_settings(number_of: int, total: int) -> str:
    """`in all four settings`, `in three of four settings`."""
    if number_of == total:
        return f"in {'both' if total == 2 else f'all {digits(total)}'} settings"
    return f"in {digits(number_of)} of {digits(total)} settings"
