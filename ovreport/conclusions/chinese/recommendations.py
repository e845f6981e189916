"""Chinese words for what to choose."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.conclusions.chinese.text import fill, joined
from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.recommendations import Lead, MetricWords, Recommendations
from ovreport.conclusions.text import Parts, key

ALIKE = Phrases(
    "尚不能确认{n}个配置中有哪个的{metric}领先超过 {margin}，估计值{extreme}的是{best}。",
    "尚不能确认{n}个配置中有哪个的{metric}领先，最好的估计值为{level}",
)
NONE_LEADS = Phrases(
    "尚不能确认{n}个配置中有哪个在吞吐量或延迟上领先。", "尚不能确认{n}个配置中有哪个在吞吐量或延迟上领先"
)


def range_of_levels(first: units.Quantity, last: units.Quantity, settings: int) -> Parts:
    """`6.8 ms 与 7.2 ms`, `6.8 ms 到 7.5 ms`."""
    return fill("{first}与{last}" if settings == 2 else "{first}到{last}", first=key(first), last=key(last))


def lead(leads: Sequence[Lead], *, plural: bool) -> Parts:  # noqa: ARG001  English needs it
    """What one setting leads in, and where others may be as good."""
    told = []
    for each in leads:
        template = "{metric}{best}，{level}"
        if each.rivals:
            template = "{metric}估计值{best}，{level}，另有 {n} 个可能同样好"
        pieces = {"metric": each.words.noun, "best": each.words.extreme, "n": str(each.rivals)}
        told.append(fill(template, level=each.level, **pieces))
    return joined(told, "；")


RECOMMENDATIONS = Recommendations(
    metrics={"throughput": MetricWords("吞吐量", "最高"), "latency": MetricWords("延迟", "最低")},
    between="；",
    more="{told}等{all}个",
    cell_level="{level}（{cell}）",
    levels_between="，",
    levels_last="，",
    more_levels="另外{n}个",
    range_of_levels=range_of_levels,
    best_throughput=Phrases("要吞吐量，就用{best}：{fps}。", "吞吐量最高的是{best}，{level}"),
    best_latency=Phrases("要低延迟，就用{best}：单次推理{latency}。", "延迟最低的是{best}，{level}"),
    behind=Counted(
        "已确认另一个配置不如它；它的单次推理延迟为{latency}。",
        "已确认其余{n}个配置都不如它；它的单次推理延迟为{latency}。",
    ),
    its_throughput="它的吞吐量为{fps}。",
    same_in_force=Counted(
        "{named}实际生效的设置与{best}完全相同，两者之间的差别不能作为选择的理由。",
        "另有{n}个配置实际生效的设置与{best}完全相同，它们之间的差别不能作为选择的理由。",
    ),
    undisturbed="这里只在未受干扰的配置之间选择。",
    tied=Phrases(
        "{all}个配置中有{n}个的{metric}可能{extreme}，或者与之相差不超过 {margin}：{named}。",
        "{all}个配置中有{n}个的{metric}可能{extreme}或与之相近：{levels}",
    ),
    ahead=Phrases(
        "按估计值，{metric}{extreme}的是{best}，{level}；但{rounds}轮测量还不能排除{others}。",
        "{metric}估计值{extreme}：{level}，{best}",
    ),
    untold="{rounds}轮测量不能确认其中哪个落后更多。",
    untold_first="{rounds}轮测量不能确认其中哪个落后更多；排在前面的只是估计值最高，并不等于最好。",
    alike_two=ALIKE,
    alike=ALIKE,
    only_throughput=Phrases("吞吐量为{fps}，单次推理延迟为{latency}。", "{level}，单次推理{wait}"),
    only_latency=Phrases("单次推理延迟为{latency}。", "单次推理{level}"),
    nothing_compared="只测了一个配置，没有比较对象。",
    leads=Phrases("{best}的{leads}。", "{best}的{brief}"),
    lead=lead,
    behind_in_both=Counted(
        "已确认另一个配置的吞吐量和延迟都不如它。", "已确认其余{n}个配置的吞吐量和延迟都不如它。"
    ),
    one_as_good="{metric}上，尚不能确认{cell}（{level}）落后超过 {margin}。",
    some_as_good="{metric}上，有{n}个配置尚不能确认落后超过 {margin}：{named}。",
    none_leads_two=NONE_LEADS,
    none_leads=NONE_LEADS,
    highest_and_lowest="吞吐量的估计值最高为{fps}，延迟的估计值最低为{latency}。",
    smallest=Phrases("小一点的配置也够用：{small}已经{what}{proof}。", "{small}已经{what}"),
    share_of_best="达到最好成绩的{share}",
    all_of_best="达到了最好成绩",
    free_for_others="最好成绩来自{best}，{fps}。按实验设定，吞吐量低{loss}以内都算够用，省下的资源可以留给系统里的"
    "其他程序。",
    smallest_itself=Phrases(
        "没有哪个更小的配置能确认与最高吞吐量相差{loss}以内；最高的是{best}，{fps}。",
        "没有哪个更小的配置能确认与最高吞吐量相差{loss}以内",
    ),
    front=Counted(
        "{all}个配置中有{n}个值得考虑；其余的在吞吐量或延迟上落后于另一个配置，"
        "而在另一项上领先不到 {margin}。"
    ),
    front_of_two="两个配置中没有哪个被确认为较差的选择：延迟上落后的，吞吐量上可能领先。",
    front_of_all="{n}个配置中没有哪个被确认为较差的选择：延迟上落后的，吞吐量上可能领先。",
    front_short="从{low}、{few}到{high}、{many}：{all}个配置中有{n}个值得考虑",
    front_ends="延迟最低的是{quick}（{low}，{few}），吞吐量最高的是{fast}（{high}，{many}）。",
    different_work=Phrases(
        "不同配置下一次推理的工作量不同，因此不推荐用其中一个代替另一个。", "不同配置下一次推理的工作量不同"
    ),
    fed_in="输入一共有 {n} 种形状；这里比较的是一次推理要多久，以及每秒完成多少次。",
    single_front=Phrases(
        "{best}的吞吐量估计值最高，延迟估计值也最低：{fps}，{latency}。", "{best}的吞吐量和延迟的估计值都最好"
    ),
    leaders=Phrases(
        "{all}个配置中有{n}个对吞吐量和延迟来说都可能是最好的选择：{named}。其余的在其中一项上落后于另一个配置，"
        "而在另一项上领先不到 {margin}。",
        "{all}个配置中有{n}个对吞吐量和延迟来说都可能是最好的选择",
    ),
    highest="估计值最高的是{fps}。",
    no_front_of_two=Phrases(
        "两个配置里，没有哪个被确认为较差的选择：在吞吐量或延迟上落后于另一个，"
        "而在另一项上领先不到 {margin}。",
        "没有哪个配置被确认为较差的选择",
    ),
    no_front=Phrases(
        "{n}个配置里，没有哪个被确认为较差的选择：在吞吐量或延迟上落后于另一个，"
        "而在另一项上领先不到 {margin}。",
        "没有哪个配置被确认为较差的选择",
    ),
    bound_kept=Phrases(
        "{p}不超过{bound}的前提下，吞吐量最高的是{cell}：{fps}。", "{p}不超过{bound}时用{cell}，{level}"
    ),
    reached="它的{p}为{reached}。",
    reached_in_all="它的{p}为{reached}，{rounds}轮中每一轮单独看也都不超过。",
    reached_in_some="各轮合计，它的{p}为{reached}；单独看，{rounds}轮中有{kept}轮不超过。",
    bound_tied=Phrases(
        "{p}不超过{bound}的前提下，{n}个配置的吞吐量都可能最高：{named}。",
        "{p}不超过{bound}时，{n}个配置的吞吐量都可能最高：{levels}",
    ),
    bound_untold="现有轮次分不出高下；排在前面的只是估计值最高，并不等于最好。",
    unjudged=Counted("另有{n}个配置无法判断：{p}至少需要{needed}次有效推理。"),
    bound_open=Phrases(
        "没有哪个配置被确认能把{p}保持在{bound}以内，但{all}个中有{n}个可能做到：{named}。其中最低的{p}为{level}。",
        "{p}能否保持在{bound}以内尚无定论",
    ),
    bound_open_all=Phrases(
        "没有哪个配置被确认能把{p}保持在{bound}以内，但{n}个都有可能做到。最低的{p}为{level}。",
        "{p}能否保持在{bound}以内尚无定论",
    ),
    bound_open_alone=Phrases(
        "{p}能否保持在{bound}以内尚无定论，目前为{level}。", "{p}能否保持在{bound}以内尚无定论"
    ),
    open_too=Counted("另有{n}个配置能否做到尚无定论。"),
    bound_missed=Phrases(
        "没有哪个配置的{p}能保持在{bound}以内，{why}。", "没有哪个配置的{p}能保持在{bound}以内"
    ),
    bound_missed_of_one=Phrases(
        "唯一能判断的配置没能把{p}保持在{bound}以内：{why}。",
        "唯一能判断的配置没能把{p}保持在{bound}以内",
    ),
    bound_missed_of=Phrases(
        "能判断的{n}个配置中，没有哪个的{p}能保持在{bound}以内，{why}。",
        "能判断的{n}个配置中，没有哪个的{p}能保持在{bound}以内",
    ),
    bound_unsupported=Phrases(
        "是否有配置能把{p}控制在{bound}以内，本次测量无法判断：{p}至少需要{needed}次有效推理，最多的配置也只有"
        "{most}次。",
        "本次测量不足以给出{p}",
    ),
    bound_missed_by_it="它的{p}{already}是{least}",
    bound_missed_by="最低的{p}{already}是{least}",
    bound_missed_by_lower="较低的百分位就已经超出",
    already="就已经",
    measure_rounds="再测到大约{n}轮，就能对每个配置作出判断；也可以改用较低的百分位。",
    measure_longer="延长测量时间，或者改用较低的百分位。",
)
