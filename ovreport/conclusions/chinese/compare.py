"""Chinese for one comparison: how much faster, with what proof, under which conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.conclusions.chinese.text import fill, joined
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
from ovreport.conclusions.text import Parts, Piece, key, number

TIMES_FROM = 1.5
"""A ratio from here on is told in times, below it in percent."""

ZH = "zh"


@dataclass(frozen=True)
class Wording:
    """How a kind of comparison is put: templates with gaps for both sides, 都 and the amount.

    Attributes:
        times: For a ratio of 1.5 or more.
        more, less: For smaller changes, in percent.
        again_times, again_more, again_less: The same when both sides have been named just before.
        whether: What is asked where rounds cannot tell.
        same: The two sides are equivalent.
        up, down: The verb of a change.
    """

    times: str
    more: str
    less: str
    again_times: str
    again_more: str
    again_less: str
    whether: str
    same: str
    up: str
    down: str


FAST = Wording(
    times="{a}的速度{all}是{b}的{n}",
    more="{a}{all}比{b}快{n}",
    less="{a}{all}比{b}慢{n}",
    again_times="是{n}",
    again_more="快{n}",
    again_less="慢{n}",
    whether="{a}是否比{b}快",
    same="{a}和{b}{all}没有实际差别",
    up="快",
    down="慢",
)
THROUGHPUT = Wording(
    times="{a}的吞吐量{all}是{b}的{n}",
    more="{a}的吞吐量{all}比{b}高{n}",
    less="{a}的吞吐量{all}比{b}低{n}",
    again_times="是{n}",
    again_more="高{n}",
    again_less="低{n}",
    whether="{a}的吞吐量是否比{b}高",
    same="{a}和{b}的吞吐量{all}没有实际差别",
    up="高",
    down="低",
)
IMAGES = Wording(
    times="{a}每秒处理的图片数{all}是{b}的{n}",
    more="{a}每秒处理的图片数{all}比{b}多{n}",
    less="{a}每秒处理的图片数{all}比{b}少{n}",
    again_times="是{n}",
    again_more="多{n}",
    again_less="少{n}",
    whether="{a}每秒处理的图片数是否比{b}多",
    same="{a}和{b}每秒处理的图片数{all}没有实际差别",
    up="多",
    down="少",
)
LATENCY = Wording(
    times="{a}的单次推理延迟{all}是{b}的{n}",
    more="{a}的单次推理延迟{all}比{b}长{n}",
    less="{a}的单次推理延迟{all}比{b}短{n}",
    again_times="是{n}",
    again_more="长{n}",
    again_less="短{n}",
    whether="{a}的单次推理延迟是否比{b}长",
    same="{a}和{b}的单次推理延迟{all}没有实际差别",
    up="长",
    down="短",
)
DISTURBED = Wording(
    times="{a}时，吞吐量{all}是{b}时的{n}",
    more="{a}时，吞吐量{all}上升{n}",
    less="{a}时，吞吐量{all}下降{n}",
    again_times="是{n}",
    again_more="上升{n}",
    again_less="下降{n}",
    whether="{a}是否影响吞吐量",
    same="{a}对吞吐量{all}没有实际影响",
    up="上升",
    down="下降",
)

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
    """Both sides of a comparison."""
    labels = speech.labels(contrast)
    if contrast.metric == "latency" and speech.field(contrast.factor) == "disturbance":
        first, second = (Noun(speech.condition(contrast.factor, label)) for label in labels)
    else:
        first, second = (speech.level(contrast.factor, label) for label in labels)
    return first, second


def put(template: str, sides: tuple[Noun, Noun], *, everywhere: bool = False, n: Piece = "") -> Parts:
    """A wording with its sides filled in."""
    first, second = sides
    return fill(template, a=first.words, b=second.words, all="都" if everywhere else "", n=n)


def amount(
    ratio: float, low: float | None = None, high: float | None = None, *, times: bool = False
) -> units.Quantity:
    """How far a ratio is from 1: `1.55 倍`, or `7%` whichever way it goes."""
    if times or ratio >= TIMES_FROM:
        return units.times(ratio, low, high, word="倍")
    if low is None or high is None:
        return units.percent(abs(ratio - 1), language=ZH)
    bounds = (low - 1, high - 1) if ratio >= 1 else (1 - high, 1 - low)
    return units.percent(abs(ratio - 1), *bounds, language=ZH)


def estimated(estimate: Estimate) -> units.Quantity:
    """The amount of an estimate with its 95 % interval."""
    return amount(estimate.ratio, estimate.low, estimate.high)


def bounds(quantity: units.Quantity) -> str:
    """An interval in parentheses: `1.48–1.63`, `5–9%`; signed bounds are joined by 至."""
    unit = "%" if quantity.unit == "%" else ""
    if units.MINUS in quantity.interval:
        plus = "" if quantity.high.startswith(units.MINUS) or not quantity.high.strip("0.,") else "+"
        return f"{quantity.low}{unit} 至 {plus}{quantity.high}{unit}"
    return f"{quantity.interval}{unit}"


def proof(contrast: Contrast, *, rounds: bool = True, times: bool = False) -> Parts:
    """Interval and rounds in parentheses."""
    shown = interval_of(contrast)
    estimate = estimate_of(contrast)
    return fill(
        "（{level} 置信区间{interval}{rounds}）",
        level=str(units.percent(shown.level, language=ZH)),
        interval=number(bounds(amount(estimate.ratio, shown.low, shown.high, times=times))),
        rounds=f"，{estimate.rounds} 轮" if rounds else "",
    )


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Parts:
    """Levels as circumstances: "batch=3、4 路并发时"; empty where there are none."""
    if not levels:
        return ()
    if len(levels) == 1:
        return speech.condition(*levels[0])
    return fill("{told}时", told=joined([speech.level(*level).words for level in levels]))


def where(speech: Speech, contrast: Contrast) -> Parts:
    """What is particular to a comparison, as circumstances; empty where nothing is."""
    return circumstances(speech, speech.own(contrast))


def after(circumstances: Parts, clause: Parts) -> Parts:
    """A clause after its circumstances."""
    return fill("{where}，{clause}", where=circumstances, clause=clause) if circumstances else clause


def scoped(speech: Speech, clause: Parts) -> Parts:
    """A clause after the circumstances that all its comparisons share."""
    return given(speech, speech.shared(), clause)


def given(speech: Speech, levels: Sequence[tuple[str, str]], clause: Parts) -> Parts:
    """A clause under levels that hold throughout: "batch=1 的情况下，..."."""
    if not levels:
        return clause
    nouns = joined([speech.level(*level).words for level in levels])
    return fill("{nouns}的情况下，{clause}", nouns=nouns, clause=clause)


def changed(words: Wording, ratio: float, *, again: bool = False) -> str:
    """The template that fits a ratio."""
    if ratio >= TIMES_FROM:
        return words.again_times if again else words.times
    if ratio >= 1:
        return words.again_more if again else words.more
    return words.again_less if again else words.less


def plainly(speech: Speech, contrast: Contrast, *, again: bool = False) -> Parts:
    """The comparison without its proof."""
    estimate = estimate_of(contrast)
    words = wording(speech, contrast)
    return put(
        changed(words, estimate.ratio, again=again), sides(speech, contrast), n=(key(estimated(estimate)),)
    )


def span(words: Wording, low: float, high: float, value: float) -> Parts:
    """What an interval leaves open: "可能慢 4%，也可能快 6%"."""
    if high >= TIMES_FROM or low <= 1 / TIMES_FROM:
        shown = units.quantity(value, "", low, high)
        return fill("在{low}到{high}倍之间", low=number(shown.low), high=number(shown.high))
    shown = units.percent(value - 1, low - 1, high - 1, language=ZH)
    first, second = (f"{text.lstrip(units.MINUS)}%" for text in (shown.low, shown.high))
    if low < 1 < high:
        return fill(
            "可能{down}{low}，也可能{up}{high}",
            low=number(first),
            high=number(second),
            up=words.up,
            down=words.down,
        )
    smaller, larger = (first, second) if low >= 1 else (second, first)
    way = words.up if low >= 1 else words.down
    if not smaller.strip("0.%"):
        return fill("最多{way}{high}", way=way, high=number(larger))
    return fill("{way}{low}到{high}", low=number(smaller), high=number(larger), way=way)


def apart(*contrasts: Contrast) -> Parts:
    """How far apart equivalent sides may be: the farther bound as the proof prints it."""
    hull = hull_of(contrasts)
    shown = amount(estimate_of(contrasts[0]).ratio, hull.low, hull.high)
    return fill("相差不超过{n}", n=key(farther(shown)))


def same(speech: Speech, contrast: Contrast, *, everywhere: bool = False) -> Parts:
    """Two sides that make no difference."""
    return put(wording(speech, contrast).same, sides(speech, contrast), everywhere=everywhere)


def rounds(estimate: Estimate) -> str:
    """How many rounds."""
    return f"{estimate.rounds} 轮测量"


def beyond(contrast: Contrast) -> str:
    """The margin, where the interval leaves no difference out but not a small one."""
    estimate = estimate_of(contrast)
    if estimate.adjusted_low <= 1 <= estimate.adjusted_high:
        return ""
    return f" {units.percent_as_given(contrast.margin, language=ZH)} 以上"


def unresolved(speech: Speech, contrast: Contrast) -> Parts:
    """A question that the rounds leave open, with what they leave open."""
    words = wording(speech, contrast)
    return fill(
        "{rounds}还看不出{question}{beyond}：{open}",
        rounds=rounds(estimate_of(contrast)),
        beyond=beyond(contrast),
        question=put(words.whether, sides(speech, contrast)),
        open=left_open(words, contrast),
    )


def left_open(words: Wording, contrast: Contrast) -> Parts:
    """What the rounds leave open, with the interval that says so."""
    estimate = estimate_of(contrast)
    return fill(
        "{span}（{what}）",
        span=span(words, estimate.adjusted_low, estimate.adjusted_high, estimate.ratio),
        what=judged_by(estimate),
    )


def judged_by(estimate: Estimate) -> str:
    """The interval that an open verdict went by: `95% 置信区间`, `判定所用区间，97%`."""
    level = units.percent(estimate.adjusted_level, language=ZH)
    return f"{level} 置信区间" if judged_plainly(estimate) else f"判定所用区间，{level}"


def way_out(contrast: Contrast, what: str = "") -> Parts:
    """How many rounds would settle an open question, and how long they take; `what` of several."""
    if contrast.rounds_needed is None:
        return fill("再多测几轮也很难{what}得出结论。", what=what)
    if contrast.seconds_needed is None:
        return fill("大约{n}轮才能{what}得出结论。", n=number(str(contrast.rounds_needed)), what=what)
    return fill(
        "大约{n}轮才能{what}得出结论，还需要{time}左右。",
        n=number(str(contrast.rounds_needed)),
        what=what,
        time=number(units.about(contrast.seconds_needed, language=ZH)),
    )


def clause(speech: Speech, contrast: Contrast) -> Parts:
    """A whole comparison as a clause: under which conditions, what, and the proof."""
    there = where(speech, contrast)
    if contrast.verdict is Verdict.NOT_RESOLVED:
        return after(there, unresolved(speech, contrast))
    if contrast.verdict is Verdict.EQUIVALENT:
        told = fill(
            "{same}：{apart}{proof}",
            same=same(speech, contrast),
            apart=apart(contrast),
            proof=proof(contrast),
        )
        return after(there, told)
    return after(there, fill("{said}{proof}", said=plainly(speech, contrast), proof=proof(contrast)))


def in_settings(number_of: int, total: int) -> str:
    """`在全部 4 种配置下`, `在 4 种配置中的 3 种下`."""
    if number_of == total:
        return "在两种配置下" if total == 2 else f"在全部 {total} 种配置下"
    return f"{total} 种配置中有 {number_of} 种"
