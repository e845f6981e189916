"""Effects that depend on the conditions: told by their ends, and by the exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.claims.amounts import apart, estimated, left_open, proof, range_of, size_open
from ovreport.claims.basis import RESOLVED
from ovreport.claims.comparing import (
    brief,
    clause,
    in_cases,
    plainly,
    put,
    same,
    sides,
    spans_of,
    where,
    wording,
)
from ovreport.claims.factor_effects import FactorEffect, Said, in_every_case, ranged, ratios
from ovreport.claims.intervals import estimate_of
from ovreport.claims.texts import Texts
from ovreport.language.messages import msg, msg_in
from ovreport.language.spans import Text, key
from ovreport.limits import TIMES_FROM


@dataclass(frozen=True, kw_only=True)
class PairedEffect(FactorEffect):
    """Two conditions that differ in what they show, both told."""

    def said(self, t: Texts) -> Said:
        """The stronger comparison, and the other one beside it."""
        first, second = among = self.contrasts
        told, short = clause(t, first, among), brief(t, first, among)
        there = where(t, second, among)
        if second.verdict in RESOLVED:
            also = self._again(t)
            proven = proof(t, second, rounds=False)
            return (
                t.fill(
                    msg("{said} and {also} {there} {proof}"), said=told, also=also, there=there, proof=proven
                ),
                t.fill(msg("{said} and {also} {there}"), said=short, also=also, there=there),
            )
        told = t.fill(msg("{said}; {there} {rest}"), said=told, there=there, rest=_rest(t, second, among))
        if second.verdict is Verdict.EQUIVALENT and first.verdict in RESOLVED:
            short = t.fill(msg("{said}, but not {there}"), said=short, there=there)
        return told, short

    def _again(self, t: Texts) -> Text:
        """The second amount after the first one."""
        first, second = (estimate_of(contrast) for contrast in self.contrasts)
        if min(first.ratio, second.ratio) >= TIMES_FROM:
            return t.fill(msg_in("after an amount in times", "{n}"), n=key(estimated(t, second)))
        return plainly(t, self.contrasts[1], self.contrasts, again=True)


@dataclass(frozen=True, kw_only=True)
class GradedEffect(FactorEffect):
    """One verdict under all conditions, in different sizes."""

    def said(self, t: Texts) -> Said:
        """The range, and where its ends are."""
        among = self.contrasts
        most, least = among[0], among[-1]
        short = in_every_case(t, len(among), ranged(t, among, among))
        told = t.fill(
            msg("{brief}: most {where} {proof}, least {there} {also}"),
            brief=short,
            where=where(t, most, among),
            proof=proof(t, most),
            there=where(t, least, among),
            also=proof(t, least, rounds=False, times=estimate_of(most).ratio >= TIMES_FROM),
        )
        return told, short


@dataclass(frozen=True, kw_only=True)
class ExceptedEffect(FactorEffect):
    """An effect under some conditions, none under others; where it shows in one alone, that comes first."""

    def said(self, t: Texts) -> Said:
        """The effect and its exceptions."""
        among = self.contrasts
        resolved = [each for each in among if each.verdict in RESOLVED]
        most, exceptions = resolved[0], self._exceptions(t)
        there = where(t, most, among)
        if len(resolved) == 1:
            told = t.fill(msg("{said}; {exceptions}"), said=clause(t, most, among), exceptions=exceptions)
        else:
            words = wording(t, most)
            way = words.only_more if estimate_of(most).ratio >= 1 else words.only_less
            alike = all(each.verdict in {*RESOLVED, Verdict.EQUIVALENT} for each in among)
            somewhere = t.fill(msg("in the other {n}"), n=len(resolved))
            template = msg(
                "{exceptions}; {somewhere} {direction}, up to {said} {where} {proof}", also="sentence"
            )
            if not alike:  # bounds are of something that has been named
                somewhere = in_cases(t, len(resolved), len(among))
                template = msg(
                    "{somewhere} {direction}, up to {said} {where} {proof}; {exceptions}", also="sentence"
                )
            direction = put(t, way, sides(t, most, among))
            told = t.fill(
                template,
                exceptions=exceptions,
                somewhere=somewhere,
                direction=direction,
                sentence=t.locale.capital(direction),
                said=plainly(t, most, among, again=True),
                where=there,
                proof=proof(t, most),
            )
        short = msg("{said} {where}, but {exceptions}")
        return told, t.fill(short, said=plainly(t, most, among), where=there, exceptions=exceptions)

    def _exceptions(self, t: Texts) -> Text:
        """Conditions under which there is no effect, or none that the rounds show."""
        among = self.contrasts
        told = []
        for verdict in (Verdict.EQUIVALENT, Verdict.NOT_RESOLVED):
            group = [contrast for contrast in among if contrast.verdict is verdict]
            if len(group) == 1:
                what = in_short(t, group, among)
                told.append(t.fill(msg("{where} {what}"), where=where(t, group[0], among), what=what))
            elif group:
                some = msg("in {n} of {of} cases {what}")
                told.append(t.fill(some, n=len(group), of=len(among), what=in_short(t, group, among)))
        return t.locale.joined(
            told, msg_in("between exceptions", ", "), msg_in("between exceptions", " and ")
        )


@dataclass(frozen=True, kw_only=True)
class FaintEffect(FactorEffect):
    """No condition shows an effect: under some there is none, under the others that is open."""

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - of some kinds
        """Those that are equivalent."""
        return tuple(each for each in self.contrasts if each.verdict is Verdict.EQUIVALENT)

    def said(self, t: Texts) -> Said:
        """What holds, and what is open."""
        among, alike = self.contrasts, self.stated(t.analysis)
        unclear = [each for each in among if each.verdict is Verdict.NOT_RESOLVED]
        told, somewhere = same(t, alike[0], among), in_cases(t, len(alike), len(among))
        rest, short_rest = (self._elsewhere(t, unclear, short=short) for short in (False, True))
        return (
            t.fill(
                msg("{somewhere} {same}: {apart} {proof}; {rest}"),
                somewhere=somewhere,
                same=told,
                apart=apart(t, *alike),
                proof=proof(t, *alike),
                rest=rest,
            ),
            t.fill(msg("{same} {somewhere}; {rest}"), same=told, somewhere=somewhere, rest=short_rest),
        )

    def _elsewhere(self, t: Texts, unclear: Sequence[Contrast], *, short: bool) -> Text:
        """What the comparisons that are open leave open, after those that are not."""
        first, among = unclear[0], self.contrasts
        if len(unclear) > 1:
            others = msg("in the other {n} {what}")
            return t.fill(others, n=len(unclear), what=in_short(t, unclear, among))
        rest = in_short(t, unclear, among) if short else _rest(t, first, among)
        return t.fill(msg("{where} {rest}"), where=where(t, first, among), rest=rest)


@dataclass(frozen=True, kw_only=True)
class ReversedEffect(FactorEffect):
    """Faster under some conditions, slower under others: both ends are told."""

    def said(self, t: Texts) -> Said:
        """The strongest comparison of either way."""
        among, (ups, downs) = self.contrasts, directions(self.contrasts)
        best, worst = ups[0], downs[0]
        also, there = plainly(t, worst, among, again=True), where(t, worst, among)
        proven = proof(t, worst, rounds=False)
        told = msg("{first}, but {again} {where} {proof}")
        short = msg("{first}, but {again} {where}")
        return (
            t.fill(told, first=clause(t, best, among), again=also, where=there, proof=proven),
            t.fill(short, first=brief(t, best, among), again=also, where=there),
        )

    def context(self, t: Texts) -> Text:
        """How often which, before the rest."""
        (ups, downs), of = directions(self.contrasts), len(self.contrasts)
        if of == 2:
            return super().context(t)
        ways = wording(t, ups[0])
        tally = t.tell(
            msg("In {up} of {of} cases it is {more}, in {down} {less}."),
            up=len(ups),
            of=of,
            more=ways.up,
            down=len(downs),
            less=ways.down,
        )
        return t.together(tally, super().context(t))


@dataclass(frozen=True, kw_only=True)
class DecidedReversal(FactorEffect):
    """Faster under some conditions, slower under others, and one factor alone decides.

    Attributes:
        decider: That factor.
    """

    decider: str

    def stated(self, analysis: Analysis) -> tuple[Contrast, ...]:  # noqa: ARG002 - of some kinds
        """The side of the strongest comparison, as a range."""
        return next(group for group in directions(self.contrasts) if self.contrasts[0] in group)

    def said(self, t: Texts) -> Said:
        """Either group with its range."""
        among, (ups, downs) = self.contrasts, directions(self.contrasts)
        there, here = (
            t.condition(self.decider, dict(group[0].conditions)[self.decider]) for group in (ups, downs)
        )
        again = wording(t, downs[0]).again.of(estimate_of(downs[0]).ratio)
        less = put(t, again, sides(t, downs[0], among), n=key(range_of(t, ratios(downs))))
        said = ranged(t, ups, among, everywhere=False)
        told = msg("{there} {said} {proof}, but {here} {less} {also}")
        proven, also = (proof(t, *group) for group in (ups, downs))
        return (
            t.fill(told, there=there, said=said, proof=proven, here=here, less=less, also=also),
            t.fill(msg("{there} {said}, but {here} {less}"), there=there, said=said, here=here, less=less),
        )


ALIKE = msg("the two are equivalent")
LEFT = msg("it is {span}")


def directions(contrasts: Sequence[Contrast]) -> tuple[tuple[Contrast, ...], tuple[Contrast, ...]]:
    """The resolved comparisons with more, and those with less."""
    resolved = [contrast for contrast in contrasts if contrast.verdict in RESOLVED]
    ups = tuple(contrast for contrast in resolved if estimate_of(contrast).ratio > 1)
    return ups, tuple(contrast for contrast in resolved if contrast not in ups)


def _rest(t: Texts, contrast: Contrast, among: Sequence[Contrast]) -> Text:
    """What holds where the effect does not, after its condition has been named."""
    if contrast.verdict is Verdict.EQUIVALENT:
        alike = msg("the two are equivalent: {apart} {proof}")
        return t.fill(alike, apart=apart(t, contrast), proof=proof(t, contrast, rounds=False))
    if is_small(contrast):
        return size_open(t, contrast, t.fill(LEFT, span=plainly(t, contrast, among, again=True)), ())
    return t.fill(LEFT, span=left_open(t, wording(t, contrast), contrast))


def in_short(t: Texts, group: Sequence[Contrast], among: Sequence[Contrast]) -> Text:
    """What holds where there is no effect or none that is shown, without the proof."""
    if group[0].verdict is Verdict.EQUIVALENT:
        return t.fill(ALIKE)
    if len(group) == 1 and is_small(group[0]):
        return t.fill(LEFT, span=plainly(t, group[0], among, again=True))
    return t.fill(LEFT, span=spans_of(t, group))
