"""English sentences about effects that depend on the conditions."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english import compare
from ovreport.conclusions.english.compare import in_settings, plainly, proof, put, sides, where, wording
from ovreport.conclusions.english.effects import (
    asked,
    context,
    proofs,
    range_of,
    ranged,
    sentence,
    short,
    uniform,
)
from ovreport.conclusions.english.names import capital, digits
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, fill, joined, key, parts, together


def conditional(speech: Speech) -> Said:
    """The size or the verdict depends on the conditions; the exception is named first."""
    contrasts = speech.claim.contrasts
    if len(contrasts) == 2:
        return two_sided(speech)
    resolved = [each for each in contrasts if each.verdict in {Verdict.FASTER, Verdict.SLOWER}]
    if not resolved:
        return mostly_same(speech, contrasts)
    if len(resolved) == len(contrasts):
        return graded(speech, resolved)
    return with_exceptions(speech, resolved)


def two_sided(speech: Speech) -> Said:
    """Two conditions, both told."""
    first, second = speech.claim.contrasts
    if second.verdict in {Verdict.FASTER, Verdict.SLOWER}:
        also, proven = again(speech, first, second), proof(second, rounds=False)
        there = where(speech, second)
        told = fill(
            "{said} and {also}{there} {proof}",
            said=compare.clause(speech, first),
            also=also,
            there=there,
            proof=proven,
        )
        brief = fill("{said} and {also}{there}", said=short(speech, first), also=also, there=there)
    else:
        there = compare.stripped(where(speech, second))
        told = fill(
            "{said}; {there} {rest}",
            said=compare.clause(speech, first),
            there=there,
            rest=rest(speech, second),
        )
        brief = fill("{said}, but not {there}", said=short(speech, first), there=there)
        if second.verdict is Verdict.NOT_RESOLVED or first.verdict is Verdict.EQUIVALENT:
            brief = short(speech, first)
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=context(speech),
    )


def rest(speech: Speech, contrast: Contrast) -> Parts:
    """What holds where the effect does not, after its condition has been named."""
    if contrast.verdict is Verdict.EQUIVALENT:
        return fill(
            "the two are equivalent: {apart} {proof}",
            apart=compare.apart(contrast),
            proof=proof(contrast, rounds=False),
        )
    return fill("the rounds cannot tell: {open}", open=compare.left_open(wording(speech, contrast), contrast))


def graded(speech: Speech, resolved: Sequence[Contrast]) -> Said:
    """The same verdict everywhere, in different sizes."""
    least, most = resolved[-1], resolved[0]
    everywhere = in_settings(len(resolved), len(resolved))
    brief = fill("{everywhere} {said}", everywhere=everywhere, said=ranged(speech, resolved))
    told = fill(
        "{brief}: most{where} {proof}, least{there} {also}",
        brief=brief,
        where=where(speech, most),
        proof=proof(most),
        there=where(speech, least),
        also=proof(least, rounds=False, times=estimate_of(most).ratio >= compare.TIMES_FROM),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=context(speech),
    )


def exceptions(speech: Speech, others: Sequence[Contrast]) -> Parts:
    """Conditions under which there is no effect, or none that the rounds show."""
    same = [contrast for contrast in others if contrast.verdict is Verdict.EQUIVALENT]
    unclear = [contrast for contrast in others if contrast.verdict is Verdict.NOT_RESOLVED]
    told = []
    for group, what in ((same, "the two are equivalent"), (unclear, "the rounds cannot tell")):
        if len(group) == 1:
            told.append(fill("{where} {what}", where=compare.stripped(where(speech, group[0])), what=what))
        elif group:
            total = digits(len(speech.claim.contrasts))
            told.append(parts(f"in {digits(len(group))} of {total} settings {what}"))
    return joined(told, ", ", " and ")


def with_exceptions(speech: Speech, resolved: Sequence[Contrast]) -> Said:
    """An effect in some settings, none in others."""
    contrasts = speech.claim.contrasts
    others = [each for each in contrasts if each not in resolved]
    most = resolved[0]
    told = fill(
        "{exceptions}; {somewhere} {question}, {up_to}{said}{where} {proof}",
        exceptions=exceptions(speech, others),
        somewhere=f"in the other {digits(len(resolved))}" if len(resolved) > 1 else "in the other",
        question=direction(speech, most),
        up_to="up to " if len(resolved) > 1 else "",
        said=plainly(speech, most, again=True),
        where=where(speech, most),
        proof=proof(most),
    )
    brief = fill(
        "{said}{where}, but {where_not}",
        said=plainly(speech, most),
        where=where(speech, most),
        where_not=exceptions(speech, others),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=context(speech),
    )


def direction(speech: Speech, contrast: Contrast) -> Parts:
    """Which way a resolved comparison goes, without a number."""
    words = wording(speech, contrast)
    ratio = estimate_of(contrast).ratio
    template = (words.more if ratio >= 1 else words.less).replace("{n} ", "").replace(" by {n}", "")
    return put(template, sides(speech, contrast))


def mostly_same(speech: Speech, contrasts: Sequence[Contrast]) -> Said:
    """No setting shows an effect; in some the rounds cannot tell."""
    same = [contrast for contrast in contrasts if contrast.verdict is Verdict.EQUIVALENT]
    unclear = [contrast for contrast in contrasts if contrast.verdict is Verdict.NOT_RESOLVED]
    if not same or not unclear:
        return uniform(speech)
    told = fill(
        "{somewhere} {same}: {apart} {proof}; in the other {n} the rounds cannot tell",
        somewhere=in_settings(len(same), len(contrasts)),
        same=put(wording(speech, same[0]).same, sides(speech, same[0])),
        apart=compare.apart(*same),
        proof=proofs(same),
        n=digits(len(unclear)),
    )
    brief = fill(
        "{same} {somewhere}",
        same=put(wording(speech, same[0]).same, sides(speech, same[0])),
        somewhere=in_settings(len(same), len(contrasts)),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=context(speech),
    )


def reversed_(speech: Speech) -> Said:
    """Faster somewhere, slower elsewhere: both ends are told."""
    contrasts = speech.claim.contrasts
    resolved = [contrast for contrast in contrasts if contrast.verdict in {Verdict.FASTER, Verdict.SLOWER}]
    up = [contrast for contrast in resolved if estimate_of(contrast).ratio > 1]
    down = [contrast for contrast in resolved if estimate_of(contrast).ratio < 1]
    decided = decided_by(speech, up, down)
    if decided is not None and len(resolved) == len(contrasts) > 2:
        return decided
    best, worst = up[0], down[0]
    told = fill(
        "{first}, but {again}{where} {proof}",
        first=compare.clause(speech, best),
        again=plainly(speech, worst, again=True),
        where=where(speech, worst),
        proof=proof(worst, rounds=False),
    )
    brief = fill(
        "{first}, but {again}{where}",
        first=short(speech, best),
        again=plainly(speech, worst, again=True),
        where=where(speech, worst),
    )
    tally = parts("")
    if len(contrasts) > 2:
        words = wording(speech, best)
        tally = parts(
            f"In {digits(len(up))} of {digits(len(contrasts))} settings it is {words.ups}, "
            f"in {digits(len(down))} {words.downs}."
        )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=together(tally, context(speech)),
    )


def decided_by(speech: Speech, up: Sequence[Contrast], down: Sequence[Contrast]) -> Said | None:
    """Both groups of a reversal, where one factor alone tells them apart."""
    factor = speech.deciding(up, down)
    if factor is None:
        return None
    there, here = (speech.condition(factor, dict(group[0].conditions)[factor]) for group in (up, down))
    again = wording(speech, down[0])
    less = put(
        compare.changed(again, estimate_of(down[0]).ratio, again=True),
        sides(speech, down[0]),
        n=(key(range_of(down)),),
    )
    brief = fill(
        "{there} {said}, but {here} {less}", there=there, said=ranged(speech, up), here=here, less=less
    )
    told = fill(
        "{there} {said} {proof}, but {here} {less} {also}",
        there=there,
        said=ranged(speech, up),
        proof=proofs(up),
        here=here,
        less=less,
        also=proofs(down),
    )
    return Said(headline=sentence(told), short=capital(brief), context=context(speech))


def again(speech: Speech, first: Contrast, second: Contrast) -> Parts:
    """The second amount after the first: the number alone where both are put the same way."""
    words = wording(speech, first)
    ratios = [estimate_of(first).ratio, estimate_of(second).ratio]
    if (
        compare.changed(words, ratios[0]) == compare.changed(words, ratios[1])
        and ratios[0] >= compare.TIMES_FROM
    ):
        return (key(compare.estimated(estimate_of(second))),)
    return plainly(speech, second, again=True)


TEMPLATES: Templates = {
    (kind, variant): asked(template)
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (("conditional", conditional), ("reversed", reversed_))
}
