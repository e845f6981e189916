"""English words for effects of factors."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.conditional import Conditional
from ovreport.conclusions.sentences.effects import Effects

EFFECTS = Effects(
    asked="asked for {asked}, {device} computes in {given}: {rest}",
    not_asked="Nothing here says how fast {asked} itself would be.",
    computing="with {first} on {a} and {second} on {b}, {rest}",
    precision_and=" and ",
    emulated="{precision} (emulated)",
    resolved="{said}{where}",
    equal="{same}{where}: {apart}",
    unresolved="{rounds} cannot tell whether {question}{where}",
    equal_everywhere="{same}: {apart}",
    everywhere="{everywhere} {said}",
    disturbed_everywhere="{everywhere}, {said}",
    proven="{said} {proof}",
    in_either="in either setting",
    in_any="in any of the {n} settings",
    open_everywhere="{rounds} cannot tell whether {question} {everywhere}",
    open_together="{brief}: together {span}",
    pair="{a} beside {b}",
    silent=Phrases(
        "{pair} was not measured in enough rounds: a comparison needs at least two that have both sides.",
        "{pair}: too few rounds",
    ),
    some_of_these="{n} of these {of}",
    rest="No practical number would settle the rest.",
    open=Counted("what is open"),
    all_open="all of it",
    some_settled="About {n} rounds would settle {settled} of {open} open comparisons, some {time} more.",
    other="{level} {up_to}{again}",
    up_to="up to ",
    between="; ",
    others="the others beside {beside}: {told}.",
)

CONDITIONAL = Conditional(
    both="{said} and {also} {there} {proof}",
    both_short="{said} and {also} {there}",
    alike="{n}",
    one="{said}; {there} {rest}",
    one_short="{said}, but not {there}",
    equivalent="the two are equivalent: {apart} {proof}",
    unclear="the rounds cannot tell: {open}",
    graded="{brief}: most {where} {proof}, least {there} {also}",
    no_effect="the two are equivalent",
    not_shown="the rounds cannot tell",
    exception="{where} {what}",
    exceptions="in {n} of {of} settings {what}",
    between=", ",
    last=" and ",
    other="in the other {n}",
    excepting="{said}; {exceptions}",
    excepted="{exceptions}; {somewhere} {direction}, up to {said} {where} {proof}",
    excepted_short="{said} {where}, but {exceptions}",
    mostly_same="{somewhere} {same}: {apart} {proof}; {rest}",
    mostly_same_short="{same} {somewhere}; {rest}",
    in_one="{where} {rest}",
    in_others="in the other {n} the rounds cannot tell: {span}",
    turned="{first}, but {again} {where} {proof}",
    turned_short="{first}, but {again} {where}",
    tally="In {up} of {of} settings it is {more}, in {down} {less}.",
    decided="{there} {said} {proof}, but {here} {less} {also}",
    decided_short="{there} {said}, but {here} {less}",
)
