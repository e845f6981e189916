"""Chinese words for published figures."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.conclusions.chinese.text import joined
from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.published import Published
from ovreport.conclusions.sentences.published_words import PublishedWords
from ovreport.conclusions.speech import Speech
from ovreport.conclusions.text import Parts, key

SMALLEST_BY_WORDS = "按原文的说法，{a}与{b}相差不到{loss}"
ROWS = "在同时给出两者的{n}行里"


def levels(speech: Speech, shared: Sequence[tuple[str, str]]) -> Parts:
    """The levels that all pairs share."""
    return joined([speech.level(*level).words for level in shared], "，")


PUBLISHED = Published(
    lead="按公布的数据{levels}，",
    lead_levels="（{levels}）",
    levels_alone="{levels}：",
    levels=levels,
    platform="{platform}上",
    scope="{platform}{where}",
    scope_beside="{scope}，",
    pair="{scope}{said}",
    further_pair="{scope}{said}",
    amount_alone=False,
    between="，",
    last="，",
    effect=Phrases("{lead}{told}（没有重复测量，无法给出误差范围）。", "{lead}{told}"),
    ranged=Phrases(
        "{lead}{n}组对比中{said}，{least}最低，{most}最高（没有重复测量，无法给出误差范围）。", "{lead}{said}"
    ),
    same=Phrases("{lead}{same}，相差不超过{n}（没有重复测量，无法给出误差范围）。", "{lead}{same}"),
    same_clause="{a}和{b}没有差别",
    turned=Phrases(
        "{lead}{first}，{there}反而{again}（没有重复测量，无法给出误差范围）。",
        "{lead}{first}，{there}反而{again}",
    ),
    partly=Phrases(
        "{lead}{n}组对比中有{k}组{said}，{rest}（没有重复测量，无法给出误差范围）。",
        "{lead}{n}组对比中有{k}组{said}",
    ),
    rest=Counted("另外{m}组相差不超过{n}"),
    remarked="{said}。{told}",
    basis=Counted("依据只有{n}组数据。"),
    lone_batch="没有试过别的 batch 大小，所以更大或更小的 batch 如何并不清楚。",
    combined=Phrases(
        "{n}组公布的数据中，{level}有{wins}组好于其中较快的单个设备{most}{least}；没有重复测量，无法给出误差范围。",
        "{level}{often}好于单个设备",
    ),
    most="，最多高{n}（{scope}）",
    most_alone="，最多高{n}（{scope}）",
    least="，最差时反而低{n}（{scope}）",
    always="总是",
    never="从不",
    not_always="并不总是",
    said="原文说{text}",
    borne_out="{said}，与其数据相符。",
    not_borne_out="{said}，按它自己的数据却是{ratios}{verdict}。",
    no_doubling="：提升明显，但还谈不上翻倍",
    ratio="{n} 倍",
    ratios_between="、",
    ratios_last="和",
    stress=key,
    quoted="“{text}”",
    translated="“{text}”（{meant}）",
    reaches="{last}的吞吐量是{first}的{times}",
    reaches_further="是{times}",
    buys=Counted("多出来的{n}路请求让吞吐量{gain}"),
    buys_further="{gain}",
    saturation=Phrases("{lead}{told}（没有重复测量，无法给出误差范围）。", "{lead}{told}"),
    gain_times="达到 {n}",
    gain_more="提升 {n}",
    gain_less="下降 {n}",
    gain_none="没有变化",
    beyond_less="这已经是公布数据里的最高值：{n}路并发反而低{loss}。",
    beyond_same="这已经是公布数据里的最高值：{n}路并发并没有更高。",
    takes="单次推理所需的时间随之变为原来的{n}{law}。",
    law="（按利特尔法则推算是{n}）",
    by_law="来源没有给出延迟；按利特尔法则推算，单次推理所需的时间变为原来的{n}倍。",
    times_span="{span}",
)

PUBLISHED_WORDS = PublishedWords(
    smallest=Phrases(
        "小一点的配置也够用：{small}已经达到{best}的{share}（没有重复测量，无法给出误差范围）。",
        "{small}已经达到公布的最好成绩的{share}",
    ),
    smallest_marked=Phrases(
        "按公布的数据，小一点的配置也够用：{small}已经达到{best}的{share}（没有重复测量，无法给出误差范围）。",
        "{small}已经达到公布的最好成绩的{share}",
    ),
    smallest_by_words=Counted(f"{SMALLEST_BY_WORDS}：{{text}}。"),
    smallest_by_words_short=SMALLEST_BY_WORDS,
    not_measured="省下的资源对其他程序有多大好处，没有测量。",
    nothing_to_check="来源没有给出具体数字，无从核对；省下的资源对其他程序有多大好处，也没有测量。",
    refuted="“{text}”按来源自己的数据是{ratios}",
    held="“{text}”与来源的数据相符",
    no_figures=Phrases("原文说{quoted}，但没有给出可以对照的数据。", "“{text}”没有数据可以对照"),
    agree=Phrases(
        "公布的延迟与吞吐量彼此吻合：{where}，并发数 × 图片数 ÷ FPS 与所给延迟相差不超过{off}。",
        "公布的延迟与吞吐量彼此吻合，相差不超过{off}",
    ),
    rows_one=ROWS,
    rows_two=ROWS,
    rows=ROWS,
    disagree=Phrases(
        "公布的延迟与吞吐量互相矛盾：按 FPS 推算（利特尔法则），{cell}单次推理应为{predicted}，给出的却是"
        "{printed}。",
        "{cell}公布的延迟与吞吐量对不上",
    ),
    why_not="可能是按请求而不是按图片计数，也可能两者来自不同的测试。",
    beside=Phrases(
        "本机的吞吐量是“{source}”所给数据的{n}倍。来源没有重复测量，因此无法给出误差范围。",
        "本机的吞吐量是公布数据的{n}倍",
    ),
    machine="来源的机器：{platform}。",
    least_and_most="比值最低的是{low}，最高的是{high}。",
    nothing_alone="机器和软件都不同，这个比值不能单独说明其中任何一个。",
    there_alike="{same}，相差不超过{n}",
    there_and_here="在来源的机器上，{said}；本机{again}{proof}。",
    there_and_open="在来源的机器上，{said}；本机{span}。",
    there_and_same="在来源的机器上，{said}；本机两者没有实际差别，相差不超过{n}{proof}。",
)
