"""English words for effects of factors."""

from __future__ import annotations

from ovreport.claims.sentences.conditional import Conditional
from ovreport.claims.sentences.effects import Effects
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msg_in, msgs

EFFECTS = Effects(
    asked=msg("asked for {asked}, {device} computes in {given}: {rest}"),
    not_asked=msg("Nothing here says how fast {asked} itself would be."),
    computing=msg("with {first} on {a} and {second} on {b}, {rest}"),
    precision_and=msg_in("effects precision and", " and "),
    emulated=msg("{precision} (emulated)"),
    resolved=msg("{said}{where}"),
    equal=msg("{same}{where}: {apart}"),
    unresolved=msg("{rounds} cannot tell whether {question}{where}"),
    equal_everywhere=msg("{same}: {apart}"),
    everywhere=msg("{everywhere} {said}"),
    disturbed_everywhere=msg("{everywhere}, {said}"),
    proven=msg("{said} {proof}"),
    in_either=msg("in either setting"),
    in_any=msg("in any of the {n} settings"),
    open_everywhere=msg("{rounds} cannot tell whether {question} {everywhere}"),
    open_together=msg("{brief}: together {span}"),
    pair=msg_in("effects pair", "{a} beside {b}"),
    silent=Phrases(
        msg(
            "{pair} was not measured in enough rounds: a comparison needs at least two that have both sides."
        ),
        msg("{pair}: too few rounds"),
    ),
    some_of_these=msg("{n} of these {of}"),
    rest=msg("No practical number would settle the rest."),
    open=msgs("what is open", "what is open"),
    all_open=msg("all of it"),
    some_settled=msg("About {n} rounds would settle {settled} of {open} open comparisons, some {time} more."),
    other=msg("{level} {up_to}{again}"),
    up_to=msg("up to "),
    between=msg_in("effects between", "; "),
    others=msg("also beside {beside}: {told}."),
)

CONDITIONAL = Conditional(
    both=msg("{said} and {also} {there} {proof}"),
    both_short=msg("{said} and {also} {there}"),
    alike=msg_in("conditional alike", "{n}"),
    one=msg("{said}; {there} {rest}"),
    one_short=msg("{said}, but not {there}"),
    equivalent=msg("the two are equivalent: {apart} {proof}"),
    unclear=msg("the rounds cannot tell: {open}"),
    graded=msg("{brief}: most {where} {proof}, least {there} {also}"),
    no_effect=msg("the two are equivalent"),
    not_shown=msg("the rounds cannot tell"),
    exception=msg("{where} {what}"),
    exceptions=msg("in {n} of {of} settings {what}"),
    between=msg_in("conditional between", ", "),
    last=msg_in("conditional last", " and "),
    other=msg("in the other {n}"),
    excepting=msg("{said}; {exceptions}"),
    excepted=msg("{exceptions}; {somewhere} {direction}, up to {said} {where} {proof}"),
    excepted_short=msg("{said} {where}, but {exceptions}"),
    mostly_same=msg("{somewhere} {same}: {apart} {proof}; {rest}"),
    mostly_same_short=msg("{same} {somewhere}; {rest}"),
    in_one=msg("{where} {rest}"),
    in_others=msg("in the other {n} the rounds cannot tell: {span}"),
    turned=msg("{first}, but {again} {where} {proof}"),
    turned_short=msg("{first}, but {again} {where}"),
    tally=msg("In {up} of {of} settings it is {more}, in {down} {less}."),
    decided=msg("{there} {said} {proof}, but {here} {less} {also}"),
    decided_short=msg("{there} {said}, but {here} {less}"),
)
