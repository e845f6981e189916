"""English words for settings that turned out to be one."""

from __future__ import annotations

from ovreport.conclusions.grammar import Phrases
from ovreport.conclusions.sentences.sameness import Sameness

SAMENESS = Sameness(
    same_twice="{n} settings are one and the same in force, measured twice",
    same="{n} settings are one and the same in force, measured {n} times",
    same_short="{n} settings are one and the same in force",
    idle="varying {factor} changes nothing here: {levels} are one and the same in force",
    idle_short="varying {factor} changes nothing here",
    idle_apart="{levels} are one and the same in force",
    level_between=", ",
    level_last=" and ",
    same_of_wish="{wish}. {told}",
    same_of_wish_short="{wish}: {told}",
    same_of_wishes="Whatever was asked for, {given} is in force. {told}",
    same_of_wishes_short="{told}: {given} is in force whatever was asked for",
    cells="They are: {named}.",
    between="; ",
    alike=" = ",
    agree_in_force=Phrases("{same}, and agree: {apart} {proof}.", "{brief}"),
    apart=Phrases(
        "{same}, yet {n} apart {proof}: this run cannot be trusted with differences of that size.",
        "{brief}, yet came out apart",
    ),
    chance=Phrases(
        "{same}; whatever sets them apart is not their setting: {span} ({level} CI, {n} rounds).", "{brief}"
    ),
    silent=Phrases("{same}.", "{brief}"),
    apart_too="So did, though one and the same: {named}.",
    groups=Phrases(
        "{cells} come down to {groups} in force; those that are one and the same agree: {apart} {proof}.",
        "{cells} come down to {groups} in force",
    ),
    groups_open=Phrases(
        "{cells} come down to {groups} in force; whatever sets those apart that are one and the same is "
        "not their setting, the widest interval being {span} ({level} CI, {n} rounds).",
        "{cells} come down to {groups} in force",
    ),
    groups_silent=Phrases(
        "{cells} come down to {groups} in force.", "{cells} come down to {groups} in force"
    ),
)
