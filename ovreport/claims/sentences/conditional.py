"""What sentences tell of effects that depend on the conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import amounts, comparing, wordings
from ovreport.claims.amounts import proof
from ovreport.claims.basis import RESOLVED
from ovreport.claims.claim import ClaimKind
from ovreport.claims.comparing import plainly, where
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences.effects import asked, context, ranged, ratios, scoped, short, uniform
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key


@dataclass(frozen=True, kw_only=True)
class Conditional:
    """A language's words for effects that depend on the conditions.

    Attributes:
        both, both_short: An effect under two conditions.
        alike: The second amount after a first one in times.
        one, one_short: An effect under the first of two conditions, and something else under the second.
        equivalent, unclear: What holds there.
        graded: The largest and the smallest of several effects.
        no_effect, not_shown: What holds under the conditions of an exception.
        exception, exceptions: One exception, and `{n}` of them.
        between, last: Between kinds of exceptions.
        other: The settings with an effect.
        excepting: An effect in one setting, none in others.
        excepted, excepted_short: An effect in some settings, none in others.
        mostly_same, mostly_same_short: No effect in some settings, something else in the others.
        in_one, in_others: What holds there.
        turned, turned_short: Faster somewhere, slower elsewhere.
        tally: How often which.
        decided, decided_short: The same where one factor decides.
    """

    both: Message
    both_short: Message
    alike: Message
    one: Message
    one_short: Message
    equivalent: Message
    unclear: Message
    graded: Message
    no_effect: Message
    not_shown: Message
    exception: Message
    exceptions: Message
    between: Message
    last: Message
    other: Message
    excepting: Message
    excepted: Message
    excepted_short: Message
    mostly_same: Message
    mostly_same_short: Message
    in_one: Message
    in_others: Message
    turned: Message
    turned_short: Message
    tally: Message
    decided: Message
    decided_short: Message


def of_verdict(contrasts: Sequence[Contrast], verdict: Verdict) -> list[Contrast]:
    """The comparisons with this verdict."""
    return [contrast for contrast in contrasts if contrast.verdict is verdict]


def conditional(speech: Speech) -> ClaimText:
    """The size or the verdict depends on the conditions; the exception is named first."""
    contrasts = speech.claim.contrasts
    if len(contrasts) == 2:
        return two_sided(speech)
    resolved = [each for each in contrasts if each.verdict in RESOLVED]
    if not resolved:
        return mostly_same(speech)
    if len(resolved) == len(contrasts):
        return graded(speech)
    return with_exceptions(speech, resolved)


def two_sided(speech: Speech) -> ClaimText:
    """Two conditions, both told."""
    words, (first, second) = speech.words.conditional, speech.claim.contrasts
    said, brief, there = (
        comparing.clause(speech, first, speech.claim.contrasts),
        short(speech, first),
        where(speech, second, speech.claim.contrasts),
    )
    if second.verdict in RESOLVED:
        also = again(speech, first, second)
        proven = proof(speech, second, rounds=False)
        told = speech.fill(words.both, said=said, also=also, there=there, proof=proven)
        brief = speech.fill(words.both_short, said=brief, also=also, there=there)
    else:
        told = speech.fill(words.one, said=said, there=there, rest=rest(speech, second))
        if second.verdict is Verdict.EQUIVALENT and first.verdict in RESOLVED:
            brief = speech.fill(words.one_short, said=brief, there=there)
    return scoped(speech, told, brief, context(speech))


def again(speech: Speech, first: Contrast, second: Contrast) -> Text:
    """The second amount after the first one."""
    estimate = estimate_of(second)
    if min(estimate_of(first).ratio, estimate.ratio) >= wordings.TIMES_FROM:
        return speech.fill(speech.words.conditional.alike, n=key(amounts.estimated(speech, estimate)))
    return plainly(speech, second, speech.claim.contrasts, again=True)


def rest(speech: Speech, contrast: Contrast) -> Text:
    """What holds where the effect does not, after its condition has been named."""
    words = speech.words.conditional
    if contrast.verdict is Verdict.EQUIVALENT:
        proven = proof(speech, contrast, rounds=False)
        return speech.fill(words.equivalent, apart=amounts.apart(speech, contrast), proof=proven)
    if is_small(contrast):
        return amounts.size_open(
            speech, contrast, comparing.smally(speech, contrast, speech.claim.contrasts, again=True), ()
        )
    return speech.fill(
        words.unclear, open=amounts.left_open(speech, comparing.wording(speech, contrast), contrast)
    )


def in_short(speech: Speech, contrast: Contrast) -> Text:
    """What holds where the rounds resolve nothing, without the proof."""
    if is_small(contrast):
        return comparing.smally(speech, contrast, speech.claim.contrasts, again=True)
    return speech.fill(speech.words.conditional.not_shown)


def graded(speech: Speech) -> ClaimText:
    """The same verdict everywhere, in different sizes."""
    contrasts = speech.claim.contrasts
    most, least = contrasts[0], contrasts[-1]
    brief = speech.fill(
        speech.words.effects.everywhere,
        everywhere=comparing.in_settings(speech, len(contrasts), len(contrasts)),
        said=ranged(speech, contrasts),
    )
    told = speech.fill(
        speech.words.conditional.graded,
        brief=brief,
        where=where(speech, most, speech.claim.contrasts),
        proof=proof(speech, most),
        there=where(speech, least, speech.claim.contrasts),
        also=proof(speech, least, rounds=False, times=estimate_of(most).ratio >= wordings.TIMES_FROM),
    )
    return scoped(speech, told, brief, context(speech))


def exceptions(speech: Speech) -> Text:
    """Conditions under which there is no effect, or none that the rounds show."""
    words, contrasts = speech.words.conditional, speech.claim.contrasts
    told = []
    for verdict, what in (
        (Verdict.EQUIVALENT, words.no_effect),
        (Verdict.NOT_RESOLVED, words.not_shown),
    ):
        group = of_verdict(contrasts, verdict)
        if len(group) == 1:
            holds = in_short(speech, group[0]) if verdict is Verdict.NOT_RESOLVED else what
            told.append(
                speech.fill(
                    words.exception, where=where(speech, group[0], speech.claim.contrasts), what=holds
                )
            )
        elif group:
            told.append(speech.fill(words.exceptions, n=len(group), of=len(contrasts), what=what))
    return speech.locale.joined(told, words.between, words.last)


def with_exceptions(speech: Speech, resolved: Sequence[Contrast]) -> ClaimText:
    """An effect in some settings, none in others; where it shows in one alone, that one comes first."""
    words, most = speech.words.conditional, resolved[0]
    there, excepted = where(speech, most, speech.claim.contrasts), exceptions(speech)
    if len(resolved) == 1:
        told = speech.fill(
            words.excepting, said=comparing.clause(speech, most, speech.claim.contrasts), exceptions=excepted
        )
    else:
        told = speech.fill(
            words.excepted,
            exceptions=excepted,
            somewhere=speech.fill(words.other, n=len(resolved)),
            direction=direction(speech, most),
            said=plainly(speech, most, speech.claim.contrasts, again=True),
            where=there,
            proof=proof(speech, most),
        )
    said = plainly(speech, most, speech.claim.contrasts)
    brief = speech.fill(words.excepted_short, said=said, where=there, exceptions=excepted)
    return scoped(speech, told, brief, context(speech))


def direction(speech: Speech, contrast: Contrast) -> Text:
    """Which way a resolved comparison goes, without a number."""
    words = comparing.wording(speech, contrast)
    template = words.only_more if estimate_of(contrast).ratio >= 1 else words.only_less
    return comparing.put(speech, template, comparing.sides(speech, contrast, speech.claim.contrasts))


def mostly_same(speech: Speech) -> ClaimText:
    """No setting shows an effect; in some the rounds cannot tell."""
    words, contrasts = speech.words.conditional, speech.claim.contrasts
    same, unclear = (of_verdict(contrasts, each) for each in (Verdict.EQUIVALENT, Verdict.NOT_RESOLVED))
    if not same or not unclear:
        return uniform(speech)
    alike = comparing.same(speech, same[0], speech.claim.contrasts)
    somewhere = comparing.in_settings(speech, len(same), len(contrasts))
    told = speech.fill(
        words.mostly_same,
        somewhere=somewhere,
        same=alike,
        apart=amounts.apart(speech, *same),
        proof=amounts.proofs(speech, same),
        rest=elsewhere(speech, unclear),
    )
    brief = speech.fill(
        words.mostly_same_short, same=alike, somewhere=somewhere, rest=elsewhere(speech, unclear, brief=True)
    )
    return scoped(speech, told, brief, context(speech))


def elsewhere(speech: Speech, unclear: Sequence[Contrast], *, brief: bool = False) -> Text:
    """What the comparisons that are open leave open, after those that are not."""
    words, first = speech.words.conditional, unclear[0]
    if len(unclear) == 1:
        told = in_short(speech, first) if brief else rest(speech, first)
        return speech.fill(words.in_one, where=where(speech, first, speech.claim.contrasts), rest=told)
    estimates = [estimate_of(contrast) for contrast in unclear]
    span = amounts.span(
        speech,
        comparing.wording(speech, first),
        min(estimate.adjusted_low for estimate in estimates),
        max(estimate.adjusted_high for estimate in estimates),
        estimates[0].ratio,
    )
    return speech.fill(words.in_others, n=len(unclear), span=span)


def reversed_(speech: Speech) -> ClaimText:
    """Faster somewhere, slower elsewhere: both ends are told."""
    words, contrasts = speech.words.conditional, speech.claim.contrasts
    resolved = [contrast for contrast in contrasts if contrast.verdict in RESOLVED]
    up = [contrast for contrast in resolved if estimate_of(contrast).ratio > 1]
    down = [contrast for contrast in resolved if estimate_of(contrast).ratio < 1]
    decided = decided_by(speech, up, down)
    if decided is not None and len(resolved) == len(contrasts) > 2:
        return decided
    best, worst = up[0], down[0]
    also, there = (
        plainly(speech, worst, speech.claim.contrasts, again=True),
        where(speech, worst, speech.claim.contrasts),
    )
    told = speech.fill(
        words.turned,
        first=comparing.clause(speech, best, speech.claim.contrasts),
        again=also,
        where=there,
        proof=proof(speech, worst, rounds=False),
    )
    brief = speech.fill(words.turned_short, first=short(speech, best), again=also, where=there)
    tally: Text = ()
    if len(contrasts) > 2:
        ways = comparing.wording(speech, best)
        tally = speech.tell(
            words.tally, up=len(up), of=len(contrasts), more=ways.up, down=len(down), less=ways.down
        )
    return scoped(speech, told, brief, speech.together(tally, context(speech)))


def decided_by(speech: Speech, up: Sequence[Contrast], down: Sequence[Contrast]) -> ClaimText | None:
    """Both groups of a reversal, where one factor alone tells them apart."""
    words, factor = speech.words.conditional, speech.deciding(up, down)
    if factor is None:
        return None
    there, here = (speech.condition(factor, dict(group[0].conditions)[factor]) for group in (up, down))
    less = comparing.put(
        speech,
        comparing.wording(speech, down[0]).again.of(estimate_of(down[0]).ratio),
        comparing.sides(speech, down[0], speech.claim.contrasts),
        n=key(amounts.range_of(speech, ratios(down))),
    )
    said = ranged(speech, up, everywhere=False)
    proven, also = (amounts.proofs(speech, group) for group in (up, down))
    told = speech.fill(words.decided, there=there, said=said, proof=proven, here=here, less=less, also=also)
    return ClaimText(
        headline=speech.locale.sentence(told),
        short=speech.tell(words.decided_short, there=there, said=said, here=here, less=less),
        context=context(speech),
    )


TEMPLATES: Templates = {
    (kind, variant): asked(template)
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (("conditional", conditional), ("reversed", reversed_))
}
