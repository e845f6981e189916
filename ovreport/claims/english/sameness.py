"""English words for settings that turned out to be one."""

from __future__ import annotations

from ovreport.claims.sentences.sameness import Sameness
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msg_in

SAMENESS = Sameness(
    same_twice=msg("{n} settings are one and the same in force, measured twice"),
    same=msg("{n} settings are one and the same in force, measured {n} times"),
    same_short=msg("{n} settings are one and the same in force"),
    idle=msg("varying {factor} changes nothing here: {levels} are one and the same in force"),
    idle_short=msg("varying {factor} changes nothing here"),
    idle_apart=msg("{levels} are one and the same in force"),
    the_factor=msg("the {factor}"),
    level_between=msg_in("sameness level between", ", "),
    level_last=msg_in("sameness level last", " and "),
    same_of_wish=msg("{wish}. {told}"),
    same_of_wish_short=msg("{wish}: {told}"),
    same_of_wishes=msg("Whatever was asked for, {given} is in force. {told}"),
    same_of_wishes_short=msg("{told}: {given} is in force whatever was asked for"),
    cells=msg("They are: {named}."),
    between=msg_in("sameness between", "; "),
    alike=msg(" = "),
    agree_in_force=Phrases(msg("{same}, and agree: {apart} {proof}."), msg("{brief}")),
    apart=Phrases(
        msg("{same}, yet {n} apart {proof}: this run cannot be trusted with differences of that size."),
        msg("{brief}, yet came out apart"),
    ),
    chance=Phrases(
        msg("{same}; whatever sets them apart is not their setting: {span} ({level} CI, {n} rounds)."),
        msg("{brief}"),
    ),
    silent=Phrases(msg("{same}."), msg("{brief}")),
    apart_too=msg("One and the same too, and as far from agreeing: {named}."),
    groups=Phrases(
        msg(
            "{cells} come down to {groups} in force; those that are one and the same agree: {apart} {proof}."
        ),
        msg("{cells} come down to {groups} in force"),
    ),
    groups_open=Phrases(
        msg(
            "{cells} come down to {groups} in force; whatever sets those apart that are one and the same is "
            "not their setting, the widest interval being {span} ({level} CI, {n} rounds)."
        ),
        msg("{cells} come down to {groups} in force"),
    ),
    groups_silent=Phrases(
        msg("{cells} come down to {groups} in force."), msg("{cells} come down to {groups} in force")
    ),
)
