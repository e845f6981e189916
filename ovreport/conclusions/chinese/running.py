"""Chinese words for steadiness and start-up."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.running import Running

RUNNING = Running(
    heat_unknown="本机读不到降频计数，所以对过热降频不作结论。",
    not_throttled="没有记录到降频。",
    steady=Phrases(
        "{rounds}轮测量中，单轮吞吐量偏离该配置平均值都不超过{far}。",
        "{rounds}轮测量中，单轮吞吐量偏离该配置平均值都不超过{far}",
    ),
    moving=Phrases(
        "单轮吞吐量偏离该配置平均值最多{far}，出现在第{round}轮的{cell}。",
        "第{round}轮的{cell}偏离平均吞吐量{far}",
    ),
    slow_for_all="比值都在同一轮之内计算，机器变慢时各配置一起受影响。",
    slow_for_some="同一轮里各配置是一个接一个测的，机器一时变慢只影响其中几个，也就混进了比值。",
    throttled=Phrases(
        "测试过程中处理器降频{n}次，这里的绝对数值是在机器过热时测得的。", "测试过程中处理器降频{n}次"
    ),
    cool="单轮吞吐量偏离该配置平均值最多{far}。改善散热，或者加长轮间停顿，再测一遍。",
    times=Counted("{n}"),
    level=Phrases(
        "典型的一轮里延迟没有趋势：从第一个时间片到最后一个，各配置的变化都不超过{far}。",
        "典型的一轮里延迟没有趋势，变化不超过{far}",
    ),
    drifting=Phrases(
        "典型的一轮里，{cell}的延迟从头到尾漂移{far}（{moves}）。",
        "{cell}：典型的一轮里延迟漂移{far}（{moves}）",
    ),
    up="上升",
    down="下降",
    drift_of_all="各配置的时间片轮流进行，机器的漂移由各配置共同承担。",
    drift_of_one="每个配置都是一口气测完的，机器的漂移只影响当时在测的那一个。",
    windows=Phrases(
        "{cell}：每 100 次推理统计一次，吞吐量在{span}之间（{n}个完整窗口{first}）。",
        "{cell}：每 100 次推理统计一次，吞吐量在{span}之间",
    ),
    first_windows="，每轮取前{first}个",
    medians=Counted("只有一轮", "{n}轮的中位数"),
    all_cached="每次启动都从缓存读取了编译好的网络，没有重新编译。",
    some_cached=Counted("{of}次启动中有{n}次从缓存读取了编译好的网络，这里的时间不含它们。"),
    one_start=Phrases(
        "导入 OpenVINO 之后，第一个结果需要{total}（{medians}），其中编译占{compile}。",
        "导入 OpenVINO 之后，第一个结果需要{total}",
    ),
    starts_alike=Phrases(
        "{every}配置的启动时间没有实际差别：{apart}{proof}。",
        "导入 OpenVINO 之后，各配置都能在{high}内给出第一个结果",
    ),
    starts_open=Phrases(
        "看不出哪个配置启动更慢：导入 OpenVINO 之后，第一个结果需要{span}（{medians}）。",
        "看不出哪个配置启动更慢",
    ),
    start_span="{low}到{high}",
    start_levels="导入 OpenVINO 之后，第一个结果需要{span}（{medians}）。",
    start_levels_short="导入 OpenVINO 之后，第一个结果需要{span}",
    starts_apart="导入 OpenVINO 之后，第一个结果所需的时间，“{slow}”比“{quick}”长{n}{proof}：{high}对{low}。",
    starts_times_apart="导入 OpenVINO 之后，第一个结果所需的时间，“{slow}”是“{quick}”的{n}{proof}："
    "{high}对{low}。",
    break_even=Phrases(
        "“{best}”的启动比“{quick}”慢{extra}，是后者的{n}{proof}；大约处理{images}{amount_of}之后就能靠吞吐量追回来。",
        "启动多花的时间，大约{images}{amount_of}之后追回",
    ),
    cached_longer=Phrases(
        "从缓存读取编译好的网络，首次推理需要 {low}（{medians}）；"
        "{slow}需要重新编译，要多用{n}{proof}：{high}（{slow_medians}）。",
        "从缓存启动需要 {low}，重新编译需要 {high}",
    ),
    cached_shorter=Phrases(
        "从缓存读取编译好的网络，首次推理需要 {low}（{medians}）；"
        "{slow}需要重新编译，反而少用{n}{proof}：{high}（{slow_medians}）。",
        "从缓存启动需要 {low}，重新编译需要 {high}",
    ),
    cached_times=Phrases(
        "从缓存读取编译好的网络，首次推理需要 {low}（{medians}）；"
        "{slow}需要重新编译，用时是它的{n}{proof}：{high}（{slow_medians}）。",
        "从缓存启动需要 {low}，重新编译需要 {high}",
    ),
    cached_filled=Phrases(
        "从缓存读取编译好的网络，首次推理需要 {low}（{medians}），"
        "写入缓存的那次启动用了 {high}（{slow_medians}）。",
        "从缓存启动需要 {low}，写入缓存的那次用了 {high}",
    ),
    cached_open=Phrases(
        "从缓存读取编译好的网络，首次推理需要 {low}（{medians}）；"
        "{slow}需要重新编译，用了 {high}（{slow_medians}），这几轮分不出两者的快慢。",
        "这几轮分不出从缓存启动和重新编译的快慢",
    ),
    cache_filled="写入缓存的那次启动用了 {fill}。",
)
