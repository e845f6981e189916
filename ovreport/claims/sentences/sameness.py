"""What sentences tell of settings that turned out to be one."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.claims.claim import ClaimKind
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences import compare
from ovreport.claims.sentences.fidelity import value, wish
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.locale import Gap
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key, name


@dataclass(frozen=True, kw_only=True)
class Sameness:
    """A language's words for settings that are one in force.

    Attributes:
        same_twice, same, same_short: Settings that are one, by how many they are.
        idle, idle_short: A factor that changes nothing.
        idle_apart: Its levels, where they came out apart: no sentence says of those that nothing changes.
        the_factor: One that is called by a noun.
        level_between, level_last: Between the names of its levels.
        same_of_wish, same_of_wish_short: The same after the wish that made them one.
        same_of_wishes, same_of_wishes_short: The same after several wishes that came to one.
        cells, between, alike: Their names: between groups, and within one.
        agree_in_force, apart, chance, silent: How their results compare.
        apart_too: Further groups that came out apart.
        groups, groups_open, groups_silent: The same of several groups together.
    """

    same_twice: Message
    same: Message
    same_short: Message
    idle: Message
    idle_short: Message
    idle_apart: Message
    the_factor: Message
    level_between: Message
    level_last: Message
    same_of_wish: Message
    same_of_wish_short: Message
    same_of_wishes: Message
    same_of_wishes_short: Message
    cells: Message
    between: Message
    alike: Message
    agree_in_force: Phrases
    apart: Phrases
    chance: Phrases
    silent: Phrases
    apart_too: Message
    groups: Phrases
    groups_open: Phrases
    groups_silent: Phrases


def told_with_wish(speech: Speech, one: Message, several: Message, told: Text) -> Text:
    """A clause after the wish that explains it, where there is one, or what all such wishes came to."""
    wishes = [note for note in speech.claim.notes if note.kind is ClaimKind.NOT_GRANTED]
    given = {note.name("given") for note in wishes}
    if len(given) != 1:
        return told
    note = speech.about(wishes[0])
    if len(wishes) > 1:
        return speech.fill(several, given=value(note, given.pop()), told=told)
    long = speech.words.fidelity.wishes[note.claim.variant].long
    return speech.fill(one, wish=wish(note, long), told=told)


def same(speech: Speech) -> Text:
    """How many settings are one, or which factor changes nothing."""
    words, n = speech.words.sameness, speech.count("cells")
    told = speech.fill(words.same_twice if n == 2 else words.same, n=n)
    if speech.text("idle"):
        told = idle(speech, words.idle_apart if speech.claim.variant == "apart" else words.idle)
    if any(note.kind is ClaimKind.NOT_GRANTED for note in speech.claim.notes):
        told = speech.locale.capital(told)
    return told_with_wish(speech, words.same_of_wish, words.same_of_wishes, told)


def same_short(speech: Speech) -> Text:
    """The same in half a line."""
    words = speech.words.sameness
    told = speech.fill(words.same_short, n=speech.count("cells"))
    if speech.text("idle"):
        told = idle(speech, words.idle_apart if speech.claim.variant == "apart" else words.idle_short)
    return told_with_wish(speech, words.same_of_wish_short, words.same_of_wishes_short, told)


def idle(speech: Speech, template: Message) -> Text:
    """A factor that changes nothing, with its levels."""
    words, factor = speech.words.sameness, speech.text("idle")
    every = {speech.plan.cell(cell).level(factor): None for cell in speech.claim.cells}
    told_already = speech.claim.variant != "apart"
    alone = told_already and speech.field(factor) == "property"
    named: Gap = speech.factor(factor)
    if speech.field(factor) not in ("property", "bundle", "requests", "streams", "threads"):
        named = speech.fill(words.the_factor, factor=named)
    levels = [(name(label),) if alone else speech.level(factor, label).words for label in every]
    return speech.fill(
        template,
        factor=named,
        levels=speech.locale.joined(levels, words.level_between, words.level_last),
    )


def cells(speech: Speech) -> Text:
    """The names of the cells, group by group."""
    words = speech.words.sameness
    others = [note for note in speech.claim.notes if note.kind is ClaimKind.SAME_IN_FORCE]
    if speech.text("idle"):
        return ()
    if speech.claim.variant == "apart":
        told = speech.tell(words.cells, named=one_group(speech, words.between))
        also = speech.locale.joined(
            [one_group(speech.about(each), words.alike) for each in others], words.between
        )
        return speech.together(told, speech.tell(words.apart_too, named=also)) if others else told
    groups = [one_group(speech.about(each), words.alike) for each in others]
    named = groups or [one_group(speech, words.between)]
    return speech.tell(words.cells, named=speech.locale.joined(named, words.between))


def one_group(speech: Speech, between: Message) -> Text:
    """The names of a claim's cells."""
    return speech.locale.joined([speech.full(cell) for cell in speech.claim.cells], between)


def same_in_force(speech: Speech) -> ClaimText:
    """Cells that are one setting, and agree: the pair that lies farthest apart stands for all."""
    contrast = speech.claim.contrasts[0]
    return speech.said(
        speech.words.sameness.agree_in_force,
        cells(speech),
        same=same(speech),
        brief=same_short(speech),
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
    )


def counted_groups(speech: Speech) -> dict[str, Gap]:
    """How many settings come down to how many."""
    return {
        "cells": speech.locale.counted(speech.count("cells"), "setting"),
        "groups": speech.count("groups"),
    }


def same_groups(speech: Speech) -> ClaimText:
    """Several groups of cells, each one setting, and all agree."""
    contrasts = speech.claim.contrasts
    return speech.said(
        speech.words.sameness.groups,
        cells(speech),
        **counted_groups(speech),
        apart=compare.apart(speech, *contrasts),
        proof=compare.proofs(speech, contrasts),
    )


def same_groups_open(speech: Speech) -> ClaimText:
    """Several groups, and an interval of one of them is wider than the margin."""
    return speech.said(
        speech.words.sameness.groups_open, cells(speech), **counted_groups(speech), **chance(speech)
    )


def same_groups_silent(speech: Speech) -> ClaimText:
    """Several groups, too few rounds to compare within them."""
    return speech.said(speech.words.sameness.groups_silent, cells(speech), **counted_groups(speech))


def same_but_apart(speech: Speech) -> ClaimText:
    """One setting, two results: a warning."""
    contrast = speech.claim.contrasts[0]
    return speech.said(
        speech.words.sameness.apart,
        cells(speech),
        same=same(speech),
        brief=same_short(speech),
        n=key(compare.estimated(speech, estimate_of(contrast))),
        proof=compare.proof(speech, contrast),
    )


def chance(speech: Speech) -> dict[str, Gap]:
    """The interval that reaches farthest from "no difference"."""
    estimate = estimate_of(speech.claim.contrasts[0])
    throughput = compare.WORDINGS["throughput"]
    return {
        "span": compare.span(speech, throughput, estimate.low, estimate.high, estimate.ratio),
        "level": speech.locale.percent(0.95),
        "n": str(estimate.rounds),
    }


def same_unresolved(speech: Speech) -> ClaimText:
    """One setting, and an interval wider than the margin."""
    return speech.said(
        speech.words.sameness.chance,
        cells(speech),
        same=same(speech),
        brief=same_short(speech),
        **chance(speech),
    )


def same_silent(speech: Speech) -> ClaimText:
    """One setting, too few rounds to compare."""
    silent = speech.words.sameness.silent
    return speech.said(silent, cells(speech), same=same(speech), brief=same_short(speech))


TEMPLATES: Templates = {
    (ClaimKind.SAME_IN_FORCE, "agree"): same_in_force,
    (ClaimKind.SAME_IN_FORCE, "groups"): same_groups,
    (ClaimKind.SAME_IN_FORCE, "groups-open"): same_groups_open,
    (ClaimKind.SAME_IN_FORCE, "groups-silent"): same_groups_silent,
    (ClaimKind.SAME_IN_FORCE, "apart"): same_but_apart,
    (ClaimKind.SAME_IN_FORCE, "unresolved"): same_unresolved,
    (ClaimKind.SAME_IN_FORCE, "silent"): same_silent,
}
