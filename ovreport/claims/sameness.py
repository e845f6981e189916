"""Settings that were asked for differently and turned out to be one on this device."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.claims.amounts import apart, estimated, proof, span
from ovreport.claims.basis import RESOLVED, hashes, measured, records_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import EvidenceTable
from ovreport.claims.granted import NotGranted
from ovreport.claims.intervals import Stated, estimate_of, interval_of
from ovreport.claims.levels import levels_table
from ovreport.claims.pairs import compared
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.wordings import WORDINGS
from ovreport.language.locale import Gap
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text, key, name
from ovreport.naming import factor_of, field_of
from ovreport.plan import Cell, Factor

BETWEEN_NAMES = msg_in("between names", "; ")

NOUNLESS = frozenset({"property", "bundle", "requests", "streams", "threads"})
"""Fields of factors that are called by a name or in the plural, without an article."""


@dataclass(frozen=True, kw_only=True)
class SameInForce(Claim):
    """Configurations that are one: what they were asked for is not what is in force.

    The comparison that lies farthest apart comes first and stands for all.

    Attributes:
        factor: The factor that changes nothing, where all its levels are one whatever the others are.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.SAME_IN_FORCE)
    figure: str = field(init=False, default="throughput")
    place: Place = field(init=False, default=Place.SAME_IN_FORCE)
    factor: str | None

    def interval(self, contrast: Contrast) -> Stated:
        """The plain one of an open question too: nothing is asked here."""
        return interval_of(contrast)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The levels of all of them."""
        return (levels_table(t, self.cells),)

    def same(self, t: Texts) -> tuple[Text, Text]:
        """That they are one, after the wish that explains it where there is one; and in half a line."""
        if self.factor is not None:
            long, brief = self.idle(t, self.factor)
        else:
            twice = msg("{n} configurations are one and the same in force, measured twice")
            often = msg("{n} configurations are one and the same in force, measured {n} times")
            n = len(self.cells)
            long = t.fill(twice if n == 2 else often, n=n)
            brief = t.fill(msg("{n} configurations are one and the same in force"), n=n)
        wishes = [note for note in self.notes if isinstance(note, NotGranted)]
        given = {note.wish.effective for note in wishes}
        if len(given) != 1:
            return long, brief
        wish = wishes[0].clause(t)
        if len(wishes) > 1:
            value = wishes[0].value(t, given.pop())
            wish = t.fill(msg("whatever was asked for, {given} is in force"), given=value)
        return (
            t.fill(msg("{wish}. {told}"), wish=wish, told=t.locale.capital(long)),
            t.fill(msg("{wish}: {told}"), wish=wish, told=brief),
        )

    def idle(self, t: Texts, factor: str) -> tuple[Text, Text]:
        """That a factor changes nothing, at length and in brief."""
        named: Gap = t.factor(factor)
        if t.field(factor) not in NOUNLESS:
            named = t.fill(msg("the {factor}"), factor=named)
        alone = t.field(factor) == "property"  # it has been named: a value tells its level
        levels = self.levels(t, factor, alone=alone)
        return (
            t.fill(
                msg("varying {factor} changes nothing here: {levels} are one and the same in force"),
                factor=named,
                levels=levels,
            ),
            t.fill(msg("varying {factor} changes nothing here"), factor=named),
        )

    def levels(self, t: Texts, factor: str, *, alone: bool = False) -> Text:
        """The levels of a factor that these configurations have."""
        labels = dict.fromkeys(t.plan.cell(cell).level(factor) for cell in self.cells)
        return t.locale.joined(
            [(name(label),) if alone else t.level(factor, label).words for label in labels],
            msg_in("between levels that are one", ", "),
            msg_in("between levels that are one", " and "),
        )

    def named(self, t: Texts) -> Text:
        """The names of the configurations, where no factor tells who they are."""
        return () if self.factor is not None else t.tell(msg("They are: {named}."), named=self.row(t))

    @property
    def topic(self) -> str:
        """Its factor, or whatever was not asked for alike, whichever configurations it comes down to."""
        return f"{self.kind.value}/{self.factor}" if self.factor else self.kind.value

    def row(self, t: Texts, between: Message | str = BETWEEN_NAMES) -> Text:
        """The names of the configurations in a row."""
        return t.locale.joined([t.full(cell) for cell in self.cells], between)

    def told(self, t: Texts, headline: Message, short: Message | None = None, **pieces: Gap) -> ClaimText:
        """The claim in words, from `{same}` in the headline and `{brief}` in a short form."""
        same, brief = self.same(t)
        return ClaimText(
            headline=t.tell(headline, same=same, **pieces),
            short=t.locale.capital(brief if short is None else t.fill(short, brief=brief)),
            context=self.named(t),
        )

    def chance(self, t: Texts) -> dict[str, Gap]:
        """The interval that reaches farthest from "no difference"."""
        estimate, wording = estimate_of(self.contrasts[0]), WORDINGS["throughput"]
        return {
            "span": span(t, wording, estimate.low, estimate.high, estimate.ratio),
            "level": t.numbers.percent(0.95),
            "n": str(estimate.rounds),
        }


@dataclass(frozen=True, kw_only=True)
class SameAndAgree(SameInForce):
    """All comparisons show them to be equivalent."""

    def text(self, t: Texts) -> ClaimText:
        headline, widest = msg("{same}, and agree: {apart} {proof}."), self.contrasts[0]
        return self.told(t, headline, apart=apart(t, widest), proof=proof(t, widest))


@dataclass(frozen=True, kw_only=True)
class SameYetApart(SameInForce):
    """Some came out faster than others: a warning. Further such groups are its notes."""

    place: Place = field(init=False, default=Place.SAME_YET_APART)

    @property
    def topic(self) -> str:
        """Beside one about groups that agree it has a question of its own."""
        return super().topic if self.factor else "same-yet-apart"

    def idle(self, t: Texts, factor: str) -> tuple[Text, Text]:
        """Which levels are one: where they came out apart, nothing is said to change nothing."""
        told = t.fill(msg("{levels} are one and the same in force"), levels=self.levels(t, factor))
        return told, told

    def named(self, t: Texts) -> Text:
        """The names of the configurations, and those of further groups."""
        others = [note.row(t, " = ") for note in self.notes if isinstance(note, SameInForce)]
        if self.factor is not None or not others:
            return super().named(t)
        also = t.tell(
            msg("One and the same too, and as far from agreeing: {named}."),
            named=t.locale.joined(others, BETWEEN_NAMES),
        )
        return t.together(super().named(t), also)

    def text(self, t: Texts) -> ClaimText:
        widest = self.contrasts[0]
        return self.told(
            t,
            msg("{same}, yet {n} apart {proof}: this run cannot be trusted with differences of that size."),
            msg("{brief}, yet came out apart"),
            n=key(estimated(t, estimate_of(widest))),
            proof=proof(t, widest),
        )


@dataclass(frozen=True, kw_only=True)
class SameWithinChance(SameInForce):
    """Some interval is wider than the margin."""

    def text(self, t: Texts) -> ClaimText:
        headline = msg(
            "{same}; whatever sets them apart is not their configuration: {span} ({level} CI, {n} rounds)."
        )
        return self.told(t, headline, None, **self.chance(t))


@dataclass(frozen=True, kw_only=True)
class SameUncompared(SameInForce):
    """Too few rounds to compare them."""

    def text(self, t: Texts) -> ClaimText:
        return self.told(t, msg("{same}."))


@dataclass(frozen=True, kw_only=True)
class SeveralSame(SameInForce):
    """Several groups of configurations, each one setting; the groups are its notes, none came out apart."""

    def named(self, t: Texts) -> Text:
        """The names of the configurations, group by group."""
        groups = [note.row(t, " = ") for note in self.notes if isinstance(note, SameInForce)]
        return t.tell(msg("They are: {named}."), named=t.locale.joined(groups, BETWEEN_NAMES))

    @property
    def agree(self) -> bool:
        """Whether all that is the same was shown to be equivalent."""
        return all(contrast.verdict is Verdict.EQUIVALENT for contrast in self.contrasts)

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:
        """All comparisons where they agree: the headline tells them together."""
        return self.contrasts if self.agree else super().stated(analysis)

    def text(self, t: Texts) -> ClaimText:
        pieces: dict[str, Gap] = {
            "cells": t.locale.counted(len(self.cells), "configuration"),
            "groups": len(self.notes),
        }
        if not self.contrasts:
            headline = msg("{cells} come down to {groups} in force.")
        elif self.agree:
            headline = msg(
                "{cells} come down to {groups} in force; those that are one and the same agree: {apart} "
                "{proof}."
            )
            pieces["apart"] = apart(t, *self.contrasts)
            pieces["proof"] = proof(t, *self.contrasts)
        else:
            headline = msg(
                "{cells} come down to {groups} in force; whatever sets those apart that are one and the "
                "same is not their configuration, the widest interval being {span} ({level} CI, {n} "
                "rounds)."
            )
            pieces |= self.chance(t)
        return t.claim_text(headline, msg("{cells} come down to {groups} in force"), self.named(t), **pieces)


def same_in_force(analysis: Analysis) -> tuple[SameInForce, ...]:
    """Cells that turned out to be one setting: how far apart they came out.

    A factor that changes nothing has one claim about all of its levels. Groups that no such factor makes are
    one claim too, but for those that came out apart, which are a warning of their own.
    """
    made = {factor.name: idle_groups(analysis, factor) for factor in analysis.plan.factors}
    idle = {factor: groups for factor, groups in made.items() if groups}

    def is_told(group: tuple[str, ...]) -> bool:
        """Whether its cells differ in idle factors alone."""
        levels = (analysis.plan.cell(cell).levels for cell in group)
        return len({tuple(level for level in each if level[0] not in idle) for each in levels}) == 1

    left = [same_claim(analysis, (group,)) for group in analysis.same_in_force if not is_told(group)]
    claims = [same_claim(analysis, groups, factor) for factor, groups in idle.items()]
    return (*claims, *grouped(analysis, left))


def idle_groups(analysis: Analysis, factor: Factor) -> tuple[tuple[str, ...], ...]:
    """The sets of cells that a factor makes which changes nothing; empty where it may change something.

    It changes nothing where cells that differ in it alone are one setting everywhere, with all of its levels.
    Sets that were asked for alike are left out.
    """
    beside: dict[object, list[Cell]] = {}
    for result in measured(analysis):
        rest = tuple(level for level in result.cell.levels if level[0] != factor.name)
        beside.setdefault(rest, []).append(result.cell)
    sets = [cells for cells in beside.values() if len(cells) > 1]
    seen = {cell.level(factor.name) for cells in sets for cell in cells}
    together = [set(group) for group in analysis.same_in_force]
    if not set(factor.levels) <= seen or not all(
        any(group.issuperset(cell.id for cell in cells) for group in together) for cells in sets
    ):
        return ()
    varied = (cells for cells in sets if any(cell.setting != cells[0].setting for cell in cells))
    return tuple(tuple(cell.id for cell in cells) for cells in varied)


def same_claim(
    analysis: Analysis,
    groups: Sequence[tuple[str, ...]],
    factor: str | None = None,
    notes: tuple[SameInForce, ...] = (),
) -> SameInForce:
    """Groups of cells that are one setting each, by `factor` where it changes nothing; else one a note."""
    pairs = [(cell, group[0]) for group in groups for cell in group[1:]]
    told = compared(analysis, "throughput", pairs, "same configuration in force")
    contrasts = tuple(sorted((each for each in told if each is not None and each.estimate), key=_nearest))
    verdicts = {each.verdict for each in contrasts}
    made: type[SameInForce] = SameWithinChance
    if notes:
        made = SeveralSame
    elif not contrasts:
        made = SameUncompared
    elif verdicts == {Verdict.EQUIVALENT}:
        made = SameAndAgree
    elif verdicts & RESOLVED:
        made = SameYetApart
        contrasts = tuple(sorted(contrasts, key=lambda each: each.verdict not in RESOLVED))
    cells = tuple(cell for group in groups for cell in group)
    return made(
        id="same-in-force" if notes else f"same-in-force/{factor or cells[0]}",
        factor=factor,
        notes=notes,
        verdict=contrasts[0].verdict if contrasts else None,
        contrasts=contrasts,
        cells=cells,
        records=records_of(contrasts) or hashes(analysis, cells),
    )


def _nearest(contrast: Contrast) -> float:
    """Sorts the comparison whose interval reaches farthest from "no difference" first."""
    estimate = contrast.estimate
    return 0.0 if estimate is None else -max(abs(estimate.low - 1), abs(estimate.high - 1))


def grouped(analysis: Analysis, claims: Sequence[SameInForce]) -> tuple[SameInForce, ...]:
    """Several groups of equal cells as one claim with them as notes; those that came out apart as another."""
    apart = tuple(claim for claim in claims if isinstance(claim, SameYetApart))
    rest = tuple(claim for claim in claims if not isinstance(claim, SameYetApart))
    if len(apart) > 1:
        first, *others = sorted(apart, key=lambda claim: _nearest(claim.contrasts[0]))
        apart = (replace(first, notes=tuple(others)),)
    if len(rest) > 1:
        rest = (same_claim(analysis, [claim.cells for claim in rest], notes=rest),)
    return (*apart, *rest)


def joined_up(
    analysis: Analysis, wishes: Iterable[NotGranted], same: Iterable[SameInForce]
) -> tuple[Claim, ...]:
    """Wishes that were not granted as notes of the cells that became one setting by them."""
    left = list(wishes)
    found = []
    for claim in same:
        notes = tuple(
            wish
            for wish in left
            if set(wish.cells) <= set(claim.cells) and not claim.notes and makes_one(analysis, wish, claim)
        )
        left = [wish for wish in left if wish not in notes]
        found.append(replace(claim, notes=(*notes, *claim.notes)))
    return (*left, *found)


def makes_one(analysis: Analysis, claim: NotGranted, same: SameInForce) -> bool:
    """Whether a wish is about what an idle factor varies; without such a factor any may be the reason."""
    if same.factor is None:
        return True
    what, requested = claim.wish.what, claim.wish.requested
    about = {"property": requested.partition("=")[0], "emulated": "precision", "rest": "precision"}
    is_bundle = field_of(factor_of(analysis.plan, same.factor)) == "bundle"
    return is_bundle or about.get(what, what) == same.factor
