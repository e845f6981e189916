"""Chinese words for settings that turned out to be one."""

from __future__ import annotations

from ovreport.conclusions.grammar import Phrases
from ovreport.conclusions.sentences.sameness import Sameness

SAME = "有{n}个配置实际生效的设置完全相同，等于同一个配置测了{n}次"

SAMENESS = Sameness(
    same_twice=SAME,
    same=SAME,
    same_short="有{n}个配置实际上是同一个配置",
    idle="{factor}在这里不起作用：{levels}实际生效的设置完全相同",
    idle_short="{factor}在这里不起作用",
    idle_apart="{levels}实际生效的设置完全相同",
    level_between="、",
    level_last="和",
    same_of_wish="{wish}，所以{told}",
    same_of_wish_short="{wish}，所以{told}",
    same_of_wishes="无论请求什么，实际生效的都是{given}，所以{told}",
    same_of_wishes_short="无论请求什么，实际生效的都是{given}",
    cells="它们是：{named}。",
    between="；",
    alike=" = ",
    agree_in_force=Phrases("{same}，结果{apart}{proof}。", "{brief}"),
    apart=Phrases("{same}，结果却相差{n}{proof}：本次测量里这么大的差别不可信。", "{brief}，结果却不一致"),
    chance=Phrases("{same}，差别与设置无关：{span}（{level} 置信区间，{n}轮）。", "{brief}"),
    silent=Phrases("{same}。", "{brief}"),
    apart_too="设置相同而结果不一致的还有：{named}。",
    groups=Phrases(
        "{cells}个配置实际上只有{groups}种，设置相同的几个结果一致：{apart}{proof}。",
        "{cells}个配置实际上只有{groups}种",
    ),
    groups_open=Phrases(
        "{cells}个配置实际上只有{groups}种，设置相同的几个之间差别与设置无关，"
        "最宽的区间为{span}（{level} 置信区间，{n}轮）。",
        "{cells}个配置实际上只有{groups}种",
    ),
    groups_silent=Phrases("{cells}个配置实际上只有{groups}种。", "{cells}个配置实际上只有{groups}种"),
)
