"""Chinese words for effects of factors."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.conditional import Conditional
from ovreport.conclusions.sentences.effects import Effects

EFFECTS = Effects(
    asked="请求{asked}，{device}实际用{given}计算：{rest}",
    not_asked="{asked}本身有多快，这里看不出来。",
    computing="{a}用{first}计算、{b}用{second}计算：{rest}",
    precision_and="和",
    emulated="{precision}（模拟执行）",
    resolved="{where}{said}",
    equal="{where}{same}，{apart}",
    unresolved="{where}{rounds}轮测量还看不出{question}",
    equal_everywhere="{same}：{apart}",
    everywhere="{everywhere}，{said}",
    disturbed_everywhere="{everywhere}，{said}",
    proven="{said}{proof}",
    in_either="在两种条件下",
    in_any="在全部{n}种条件下",
    open_everywhere="{everywhere}，{rounds}轮测量都还看不出{question}",
    open_together="{brief}：合起来{span}",
    pair="{a}与{b}",
    silent=Phrases("{pair}的共同轮次不够，无法比较：至少需要两轮。", "{pair}：轮次不够"),
    some_of_these="对其中{n}种条件",
    rest="其余的在可行的轮数之内无法得出结论。",
    open=Counted("", "全部"),
    all_open="全部",
    some_settled="{open}项未定的比较中，有{settled}项总共大约{n}轮能得出结论，还要再测{time}左右。",
    other="{level}{up_to}{again}",
    up_to="最多",
    between="，",
    others="同样与{beside}相比，{told}。",
)

CONDITIONAL = Conditional(
    both="{said}，{there}{also}{proof}",
    both_short="{said}，{there}{also}",
    alike="是{n}",
    one="{said}；{there}{rest}",
    one_short="{said}，{there}则没有差别",
    equivalent="没有实际差别：{apart}{proof}",
    unclear="还看不出来：{open}",
    graded="{brief}，{where}差别最大{proof}，{there}最小{also}",
    no_effect="没有实际差别",
    not_shown="尚无定论",
    exception="{where}{what}",
    exceptions="{of}种条件中有{n}种{what}",
    between="，",
    last="，",
    other="在其余{n}种条件下，",
    excepting="{said}；{exceptions}",
    excepted="{exceptions}；{somewhere}{direction}，{where}最明显：{said}{proof}",
    excepted_short="{where}，{said}，但{exceptions}",
    mostly_same="{somewhere}，{same}：{apart}{proof}；{rest}",
    mostly_same_short="{somewhere}，{same}；{rest}",
    in_one="{where}，{rest}",
    in_others="其余{n}种尚无定论：{span}",
    turned="{first}，{where}反而{again}{proof}",
    turned_short="{first}，{where}反而{again}",
    tally="{of}种条件中，{up}种{more}了，{down}种{less}了。",
    decided="{there}，{said}{proof}，{here}反而{less}{also}",
    decided_short="{there}，{said}，{here}反而{less}",
)
