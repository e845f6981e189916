"""One configuration beside one that came before it and differs in one factor alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.amounts import apart, estimated, openly, proof, size_open, small, unproven
from ovreport.claims.basis import RESOLVED, labels_in_force
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import PROVEN, stalling
from ovreport.claims.intervals import estimate_of
from ovreport.claims.texts import ClaimText, Manner, Texts
from ovreport.claims.wordings import WORDINGS, Bounded, Change
from ovreport.language.messages import Message, msg, msg_in, msgs
from ovreport.language.spans import Text, key, number


@dataclass(frozen=True, kw_only=True)
class BesideNeighbour(Claim):
    """What throughput, and latency where it is known, do beside those of an earlier configuration.

    Attributes:
        factor: In which the two differ.
        level, reference_level: Its levels, that of the earlier one last.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.EFFECT)
    figure: str = field(init=False, default="throughput")
    factor: str
    level: str
    reference_level: str

    def text(self, t: Texts) -> ClaimText:
        told = [self._by_factor(t, contrast) for contrast in self.contrasts]
        throughput, latency = self.contrasts[0], self.contrasts[1:]
        short = t.fill(
            msg("{opening}: {gained}"), opening=_opening(t, told[0]), gained=_gained(t, throughput)
        )
        headline = short
        if latency and latency[0].verdict in RESOLVED:
            estimate = estimate_of(latency[0])
            price = t.fill(PRICE.of(estimate.ratio), n=number(estimated(t, estimate)))
            headline = t.fill(msg("{told}; {price}"), told=short, price=price)
        elif latency and latency[0].verdict is Verdict.EQUIVALENT:
            stays = msg("{told}; latency stays {apart}")
            headline = t.fill(stays, told=short, apart=apart(t, latency[0]))
        return ClaimText(
            headline=t.locale.sentence(headline), short=t.locale.capital(short), context=stalling(t, told)
        )

    def _by_factor(self, t: Texts, contrast: Contrast) -> Contrast:
        """A comparison by the factor of the claim: the one that was found may be of whole cells."""
        alone = replace(
            contrast,
            factor=self.factor,
            level=self.level,
            reference_level=self.reference_level,
            conditions=(),
        )
        level, reference = labels_in_force(self.contrasts, alone, t.analysis)
        return replace(alone, level=level, reference_level=reference)


@dataclass(frozen=True, kw_only=True)
class Gain(Bounded):
    """How throughput is told.

    Attributes:
        same: It stays.
        manner: By whose words the ways of a change are told.
    """

    same: Message
    manner: Manner


THROUGHPUT = Gain(
    times=msg_in("beside an earlier one", "{n} the throughput"),
    more=msg("{n} more throughput"),
    less=msg("{n} less throughput"),
    same=msg("the same throughput, {apart}"),
    about=msg("about the same throughput"),
    between=msg("between {low} less and {high} more throughput"),
    manner="throughput",
)
IMAGES = Gain(
    times=msg("{n} the {things} per second"),
    more=msg("{n} more {things} per second"),
    less=msg("{n} fewer {things} per second"),
    same=msg("as many {things} per second, {apart}"),
    about=msg("about as many {things} per second"),
    between=msg("between {low} fewer and {high} more {things} per second"),
    manner="images",
)
PRICE = Change(
    times=msg("a request takes {n} as long"),
    more=msg("a request takes {n} longer"),
    less=msg("a request takes {n} less time"),
)


def _opening(t: Texts, told: Contrast) -> Text:
    """What changed: "three more requests", "batch 3 beside batch 1"."""
    factor, level, reference = told.factor, told.level, told.reference_level
    if t.field(factor) == "disturbance" and reference == "none":
        return t.condition(factor, level)
    a, b = (t.level(factor, label).words for label in (level, reference))
    numbers = level.isdecimal() and reference.isdecimal()
    if t.field(factor) == "requests" and numbers and int(level) > int(reference):
        added = int(level) - int(reference)
        more = msgs("{n} more request", "{n} more requests", also="b")
        return t.fill(more.of(added), n=added, b=b)
    return t.fill(msg_in("beside an earlier one", "{a} beside {b}"), a=a, b=b)


def _gained(t: Texts, contrast: Contrast) -> Text:
    """What throughput does."""
    words = IMAGES if t.manner(contrast) == "images" else THROUGHPUT
    if is_small(contrast):
        template, n = small(t, contrast, words)
        return size_open(t, contrast, t.fill(template, n=n), ())
    if contrast.verdict is Verdict.NOT_RESOLVED:
        found = openly(t, words, WORDINGS[words.manner], contrast, msg(", {span}"))
        said = t.fill(msg("{said}{tail}"), said=t.fill(found.template, **found.gaps), tail=found.tail)
        return t.fill(PROVEN, said=said, proof=unproven(t, contrast, rounds=False))
    if contrast.verdict is Verdict.EQUIVALENT:
        said = t.fill(words.same, apart=apart(t, contrast))
    else:
        estimate = estimate_of(contrast)
        said = t.fill(words.of(estimate.ratio), n=key(estimated(t, estimate)))
    return t.fill(PROVEN, said=said, proof=proof(t, contrast, rounds=False))
