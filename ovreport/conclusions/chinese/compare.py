"""Chinese words for one comparison."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import Contrast
from ovreport.conclusions.chinese.text import fill, joined
from ovreport.conclusions.naming import Noun
from ovreport.conclusions.sentences.compare import Change, Comparing, Wording
from ovreport.conclusions.speech import Speech
from ovreport.conclusions.text import Parts

FAST = Wording(
    times="{a}的速度{all}是{b}的{n}",
    more="{a}{all}比{b}快{n}",
    less="{a}{all}比{b}慢{n}",
    only_more="{a}{all}比{b}快",
    only_less="{a}{all}比{b}慢",
    again=Change(times="是{n}", more="快{n}", less="慢{n}"),
    question="{a}是否比{b}快",
    same="{a}和{b}{all}没有实际差别",
    up="快",
    down="慢",
)
THROUGHPUT = Wording(
    times="{a}的吞吐量{all}是{b}的{n}",
    more="{a}的吞吐量{all}比{b}高{n}",
    less="{a}的吞吐量{all}比{b}低{n}",
    only_more="{a}的吞吐量{all}比{b}高",
    only_less="{a}的吞吐量{all}比{b}低",
    again=Change(times="是{n}", more="高{n}", less="低{n}"),
    question="{a}的吞吐量是否比{b}高",
    same="{a}和{b}的吞吐量{all}没有实际差别",
    up="高",
    down="低",
)
IMAGES = Wording(
    times="{a}每秒处理的{things}数{all}是{b}的{n}",
    more="{a}每秒处理的{things}数{all}比{b}多{n}",
    less="{a}每秒处理的{things}数{all}比{b}少{n}",
    only_more="{a}每秒处理的{things}数{all}比{b}多",
    only_less="{a}每秒处理的{things}数{all}比{b}少",
    again=Change(times="是{n}", more="多{n}", less="少{n}"),
    question="{a}每秒处理的{things}数是否比{b}多",
    same="{a}和{b}每秒处理的{things}数{all}没有实际差别",
    up="多",
    down="少",
)
LATENCY = Wording(
    times="{a}的单次推理延迟{all}是{b}的{n}",
    more="{a}的单次推理延迟{all}比{b}长{n}",
    less="{a}的单次推理延迟{all}比{b}短{n}",
    only_more="{a}的单次推理延迟{all}比{b}长",
    only_less="{a}的单次推理延迟{all}比{b}短",
    again=Change(times="是{n}", more="长{n}", less="短{n}"),
    question="{a}的单次推理延迟是否比{b}长",
    same="{a}和{b}的单次推理延迟{all}没有实际差别",
    up="长",
    down="短",
)
DISTURBED = Wording(
    times="{a}{all}使吞吐量变为{b}时的{n}",
    more="{a}{all}使吞吐量上升{n}",
    less="{a}{all}使吞吐量下降{n}",
    only_more="{a}{all}使吞吐量上升",
    only_less="{a}{all}使吞吐量下降",
    again=Change(times="是{n}", more="上升{n}", less="下降{n}"),
    question="{a}是否使吞吐量变化",
    same="{a}对吞吐量{all}没有实际影响",
    up="上升",
    down="下降",
)


def sides(speech: Speech, contrast: Contrast) -> tuple[Noun, Noun]:
    """Both sides of a comparison."""
    labels = speech.labels(contrast)
    if contrast.metric == "latency" and speech.field(contrast.factor) == "disturbance":
        first, second = (Noun(speech.condition(contrast.factor, label)) for label in labels)
    else:
        first, second = (speech.level(contrast.factor, label) for label in labels)
    return first, second


def circumstances(speech: Speech, levels: Sequence[tuple[str, str]]) -> Parts:
    """Levels as circumstances: "GPU 上 batch=3、4 路并发时"; empty where there are none."""
    devices = [level for level in levels if speech.field(level[0]) == "device"]
    others = [level for level in levels if level not in devices]
    told = [speech.condition(*level) for level in devices]
    if len(others) == 1:
        told.append(speech.condition(*others[0]))
    elif others:
        told.append(fill("{told}时", told=joined([speech.level(*level).words for level in others])))
    return joined(told, "")


def scoped(speech: Speech, clause: Parts) -> Parts:
    """A clause under levels that hold throughout: "batch=1 的情况下，..."."""
    nouns = joined([speech.level(*level).words for level in speech.shared()])
    return fill("{nouns}的情况下，{clause}", nouns=nouns, clause=clause) if nouns else clause


COMPARING = Comparing(
    wordings={
        "latency": LATENCY,
        "disturbed": DISTURBED,
        "images": IMAGES,
        "fast": FAST,
        "throughput": THROUGHPUT,
    },
    verbs={},
    everywhere="都",
    sides=sides,
    circumstances=circumstances,
    scoped=scoped,
    placed="{where}，",
    signed="{low}{unit} 至 {high}{unit}",
    range=units.joined("{first}", "{last}"),
    proof="（{level} 置信区间{interval}{rounds}）",
    proof_rounds="，{n}轮",
    proofs="（{level} 置信区间都在{interval}以内{rounds}）",
    apart="相差不超过{n}",
    between_times="在{low}到{high}倍之间",
    between="可能{down}{low}，也可能{up}{high}",
    one_way="{way}{low}到{high}",
    up_to="最多{way}{high}",
    left_open="{span}（{what}）",
    plain_interval="{level} 置信区间",
    other_interval="校正后的 {level} 置信区间",
    at_most="至多{high}",
    resolved="{where}{said}{proof}",
    equal="{where}{same}：{apart}{proof}",
    by_margin="{question}（以 {margin} 为界）",
    unresolved="{where}{rounds}轮测量还看不出{question}：{open}",
    small="{where}{said}（{what}；{rounds}轮测量还看不出是否超过 {margin} 的界限）",
    in_both="在两种条件下",
    in_all="在全部{n}种条件下",
    in_some="{of}种条件中有{n}种",
    never="按这样的轮次，可行的轮数之内{what}无法得出结论；每轮测得更久也许可以。",
    rounds="总共大约{n}轮才能{what}得出结论。",
    rounds_and_time="总共大约{n}轮才能{what}得出结论，还要再测{time}左右。",
    it="",
    stalling="按典型时间片，{where}{said}；但{cell}自身不时停顿，因此判定以全部推理及其总时间为准。",
)
