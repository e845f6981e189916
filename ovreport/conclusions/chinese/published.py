"""Chinese sentences about published figures."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.chinese.compare import ZH
from ovreport.conclusions.chinese.names import ways
from ovreport.conclusions.chinese.text import after, fill, joined, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.naming import Noun
from ovreport.conclusions.pairs_told import (
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
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.sentences.compare import range_of
from ovreport.conclusions.speech import Speech, Templates
from ovreport.conclusions.text import Parts, key, name, number, parts, quote

NO_INTERVAL = "没有重复测量，无法给出误差范围"
MOST_PAIRS = 3


def scope(speech: Speech, place: int) -> Parts:
    """What is particular to a pair: its platform and its conditions."""
    platform = platform_of(speech, place)
    where = compare.circumstances(speech, own(speech, place))
    return fill(
        "{platform}{where}", platform=fill("{p}上", p=name(platform)) if platform else (), where=where
    )


def by_figures(speech: Speech, told: Parts) -> Parts:
    """A clause marked as published, after the circumstances that all its pairs share."""
    levels = [speech.level(*level).words for level in common(speech)]
    if not speech.beside_measurements:
        return fill("{levels}：{told}", levels=joined(levels, "，"), told=told) if levels else told
    scope_told = fill("（{levels}）", levels=joined(levels, "，")) if levels else ()
    return fill("按公布的数据{scope}，{told}", scope=scope_told, told=told)


def marked(speech: Speech, told: Parts) -> Parts:
    """The same as a sentence that says that there is no interval."""
    return fill("{told}（{none}）。", told=by_figures(speech, told), none=NO_INTERVAL)


def wording(speech: Speech) -> compare.Wording:
    """The wording for what the figures vary."""
    return speech.words.comparing.wordings[speech.manner_of(speech.text("factor"))]


def sides(speech: Speech) -> tuple[Noun, Noun]:
    """Both levels as nouns."""
    factor = speech.text("factor")
    return speech.level(factor, speech.text("level")), speech.level(factor, speech.text("reference"))


def compared(speech: Speech, place: int, *, again: bool = False) -> Parts:
    """One pair of figures as a comparison, without an interval."""
    ratio = speech.value(f"ratio:{place}")
    template = compare.changed(wording(speech), ratio, again=again)
    return compare.put(speech, template, sides(speech), n=(key(compare.amount(speech, ratio)),))


def basis(speech: Speech) -> Parts:
    """What the ratios rest on."""
    return parts(f"依据只有 {pairs_told(speech)} 组数据。")


def single_value(speech: Speech) -> Parts:
    """A caution where only one other level was tried."""
    return (
        parts("没有试过别的 batch 大小，所以更大或更小的 batch 如何并不清楚。") if lone_batch(speech) else ()
    )


def effect(speech: Speech) -> Said:
    """One or a few pairs of figures, all told."""
    n = pairs_told(speech)
    if n > MOST_PAIRS:
        return ranged(speech)
    told = [after(scope(speech, 0), compared(speech, 0))]
    told += [
        fill("{where}{again}", where=scope(speech, place), again=compared(speech, place, again=True))
        for place in range(1, n)
    ]
    every = joined(told, "，")
    return Said(
        headline=marked(speech, every),
        short=with_remark(speech, by_figures(speech, every)),
        context=together(remarks(speech), basis(speech), single_value(speech), stated(speech)),
    )


def remarks(speech: Speech) -> Parts:
    """What the source's figures behind a claim are annotated with."""
    return together(*((name(remark),) for remark in remarks_on(speech)))


def with_remark(speech: Speech, said: Parts) -> Parts:
    """Half a line with the remark on its only pair of figures, which may decide what is compared at all."""
    told = remarks_on(speech) if pairs_told(speech) == 1 else ()
    return fill("{said}。{told}", said=said, told=(name("".join(told).rstrip("。")),)) if told else said


def ranged(speech: Speech) -> Said:
    """Many pairs of figures: the range of their ratios, and where its ends are."""
    values = ratios(speech)
    order = sorted(range(len(values)), key=values.__getitem__)
    low, high = order[0], order[-1]
    said = compare.put(
        speech,
        compare.changed(wording(speech), values[high]),
        sides(speech),
        everywhere=True,
        n=(key(range_of(speech, values)),),
    )
    told = fill(
        "{n}组对比中{said}，{least}最低，{most}最高",
        n=str(len(values)),
        said=said,
        least=scope(speech, low),
        most=scope(speech, high),
    )
    return Said(
        headline=marked(speech, told),
        short=by_figures(speech, said),
        context=together(single_value(speech), stated(speech)),
    )


def same(speech: Speech) -> Said:
    """The figures show no difference worth telling."""
    farthest = max(abs(ratio - 1) for ratio in ratios(speech))
    told = compare.put(speech, "{a}和{b}没有差别", sides(speech))
    bound = key(units.percent_at_most(farthest, language=ZH))
    return Said(
        headline=marked(speech, fill("{told}，相差不到{n}", told=told, n=bound)),
        short=by_figures(speech, told),
        context=together(basis(speech), stated(speech)),
    )


def reversed_(speech: Speech) -> Said:
    """Faster in some figures, slower in others."""
    values = ratios(speech)
    best, worst = values.index(max(values)), values.index(min(values))
    told = fill(
        "{first}，{there}反而{again}",
        first=after(scope(speech, best), compared(speech, best)),
        there=scope(speech, worst),
        again=compared(speech, worst, again=True),
    )
    return Said(
        headline=marked(speech, told),
        short=by_figures(speech, told),
        context=together(basis(speech), stated(speech)),
    )


def combined(speech: Speech) -> Said:
    """Several devices together beside the better of them."""
    values, wins = ratios(speech), speech.count("wins")
    level = speech.level("device", speech.text("level")).words
    told = fill(
        "{n}组公布的数据中，{level}有{wins}组好于其中较快的单个设备",
        n=str(len(values)),
        level=level,
        wins=key(str(wins)),
    )
    if wins:
        told = fill(
            "{told}，最多高{most}（{on}）",
            told=told,
            most=number(compare.amount(speech, values[0])),
            on=scope(speech, 0),
        )
    if values[-1] < 1:
        told = fill(
            "{told}，最差时反而低{least}（{on}）",
            told=told,
            least=number(compare.amount(speech, values[-1])),
            on=scope(speech, len(values) - 1),
        )
    brief = "总是" if wins == len(values) else "从不" if wins == 0 else "并不总是"
    return Said(
        headline=fill("{told}；{none}。", told=told, none=NO_INTERVAL),
        short=fill("{level}{brief}好于单个设备", level=level, brief=brief),
    )


def stated(speech: Speech) -> Parts:
    """What the source says in words about the same ratio."""
    words = (ClaimKind.PUBLISHED_CONTRADICTION,)
    return together(*(check(speech.about(note)) for note in speech.claim.notes if note.kind in words))


def given(speech: Speech) -> Parts:
    """The ratios of a statement's figures."""
    return joined([key(f"{units.quantity(ratio).value} 倍") for ratio in ratios(speech)], "、", "和")


def check(speech: Speech) -> Parts:
    """One sentence of a source beside its figures."""
    words = fill("原文说{text}", text=quoted(speech))
    if speech.claim.variant == "statement-holds":
        return fill("{words}，与其数据相符。", words=words)
    gentle = is_no_doubling(speech.value("times"), max(ratios(speech)))
    verdict = "：提升明显，但还谈不上翻倍" if gentle else ""
    return fill(
        "{words}，按它自己的数据却是{given}{verdict}。", words=words, given=given(speech), verdict=verdict
    )


def quoted(speech: Speech) -> Parts:
    """A source's words as they stand, and what they mean where the author translates them."""
    text, meant = speech.text("text"), speech.translated("text")
    if meant == text:
        return fill("“{text}”", text=quote(text))
    return fill("“{text}”（{meant}）", text=quote(text), meant=name(meant))


def saturation(speech: Speech) -> Said:
    """What more requests buy by the figures, and what they cost."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    values = ratios(speech)
    if speech.claim.variant == "grows":
        one = fill("{last}的吞吐量是{first}的", last=ways(str(last)), first=ways(str(first)))
        told = [fill("{one}{n}", one=one, n=key(compare.amount(speech, values[0])))]
        told += [fill("是{n}", n=key(compare.amount(speech, ratio))) for ratio in values[1:]]
    else:
        one = fill("多出来的{n}路请求让吞吐量", n=str(last - first))
        told = [fill("{one}{n}", one=one, n=key(gain(speech, values[0])))]
        told += [(key(gain(speech, ratio)),) for ratio in values[1:]]
    parts_told = [after(scope(speech, 0), told[0])]
    parts_told += [
        fill("{where}{n}", where=scope(speech, place), n=each) for place, each in enumerate(told[1:], 1)
    ]
    what = joined(parts_told, "，")
    return Said(
        headline=marked(speech, what),
        short=by_figures(speech, what),
        context=together(latency(speech), stated(speech)),
    )


def gain(speech: Speech, ratio: float) -> str:
    """`提升 7%`, `下降 3%`."""
    if ratio >= compare.TIMES_FROM:
        return f"达到 {compare.amount(speech, ratio)}"
    return f"{'提升' if ratio >= 1 else '下降'} {compare.amount(speech, ratio)}"


def latency(speech: Speech) -> Parts:
    """What the added requests cost: printed, or by Little's law."""
    predicted = predicted_ratios(speech)
    if speech.has("latency-ratio:0"):
        printed = number(units.times(speech.value("latency-ratio:0"), word="倍"))
        law: Parts = ()
        if predicted:
            law = fill("（按利特尔法则推算是{n}）", n=number(units.times(predicted[0], word="倍")))
        return fill("单次推理所需的时间随之变为{n}{law}。", n=printed, law=law)
    if not predicted:
        return ()
    first, last = (units.quantity(each).value for each in (min(predicted), max(predicted)))
    span = first if first == last else units.joined(first, last)
    return fill("原文没有给出延迟；按利特尔法则推算，单次推理所需的时间变为{n}倍。", n=number(span))


TEMPLATES: Templates = {
    (ClaimKind.PUBLISHED_EFFECT, "single"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "several"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "same"): same,
    (ClaimKind.PUBLISHED_EFFECT, "reversed"): reversed_,
    (ClaimKind.PUBLISHED_EFFECT, "combined"): combined,
    (ClaimKind.PUBLISHED_SATURATION, "grows"): saturation,
    (ClaimKind.PUBLISHED_SATURATION, "little"): saturation,
}
