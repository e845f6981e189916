"""Chinese sentences about effects that depend on the conditions."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.chinese import compare
from ovreport.conclusions.chinese.compare import (
    after,
    in_settings,
    plainly,
    proof,
    put,
    sides,
    where,
    wording,
)
from ovreport.conclusions.chinese.effects import (
    RESOLVED,
    asked,
    context,
    proofs,
    range_of,
    ranged,
    short,
    uniform,
)
from ovreport.conclusions.chinese.text import fill, joined, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, key, parts


def conditional(speech: Speech) -> Said:
    """The size or the verdict depends on the conditions."""
    contrasts = speech.claim.contrasts
    if len(contrasts) == 2:
        return two_sided(speech)
    resolved = [each for each in contrasts if each.verdict in RESOLVED]
    if not resolved:
        return mostly_same(speech, contrasts)
    if len(resolved) == len(contrasts):
        return graded(speech, resolved)
    return with_exceptions(speech, resolved)


def two_sided(speech: Speech) -> Said:
    """Two conditions, both told."""
    first, second = speech.claim.contrasts
    there = where(speech, second)
    if second.verdict in RESOLVED:
        also = fill("{there}{also}", there=there, also=plainly(speech, second, again=True))
        told = fill(
            "{said}，{also}{proof}",
            said=compare.clause(speech, first),
            also=also,
            proof=proof(second, rounds=False),
        )
        brief = fill("{said}，{also}", said=short(speech, first), also=also)
    else:
        told = fill(
            "{said}；{there}{rest}",
            said=compare.clause(speech, first),
            there=there,
            rest=rest(speech, second),
        )
        brief = short(speech, first)
        if second.verdict is Verdict.EQUIVALENT and first.verdict in RESOLVED:
            brief = fill("{said}，{there}则没有差别", said=brief, there=there)
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def rest(speech: Speech, contrast: Contrast) -> Parts:
    """What holds where the effect does not, after its condition has been named."""
    if contrast.verdict is Verdict.EQUIVALENT:
        return fill(
            "没有实际差别：{apart}{proof}", apart=compare.apart(contrast), proof=proof(contrast, rounds=False)
        )
    return fill("还看不出来：{open}", open=compare.left_open(wording(speech, contrast), contrast))


def graded(speech: Speech, resolved: Sequence[Contrast]) -> Said:
    """The same verdict everywhere, in different sizes."""
    most, least = resolved[0], resolved[-1]
    brief = fill(
        "{everywhere}，{said}",
        everywhere=in_settings(len(resolved), len(resolved)),
        said=ranged(speech, resolved),
    )
    told = fill(
        "{brief}，{where}差别最大{proof}，{there}最小{also}",
        brief=brief,
        where=where(speech, most),
        proof=proof(most),
        there=where(speech, least),
        also=proof(least, rounds=False, times=estimate_of(most).ratio >= compare.TIMES_FROM),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def exceptions(speech: Speech, others: Sequence[Contrast]) -> Parts:
    """Conditions under which there is no effect, or none that the rounds show."""
    same = [contrast for contrast in others if contrast.verdict is Verdict.EQUIVALENT]
    unclear = [contrast for contrast in others if contrast.verdict is Verdict.NOT_RESOLVED]
    told = []
    for group, what in ((same, "两者没有实际差别"), (unclear, "还看不出差别")):
        if len(group) == 1:
            told.append(fill("{where}{what}", where=where(speech, group[0]), what=what))
        elif group:
            total = str(len(speech.claim.contrasts))
            told.append(fill("{total}种配置中有{n}种{what}", total=total, n=str(len(group)), what=what))
    return joined(told, "，")


def with_exceptions(speech: Speech, resolved: Sequence[Contrast]) -> Said:
    """An effect in some settings, none in others."""
    contrasts = speech.claim.contrasts
    others = [each for each in contrasts if each not in resolved]
    most = resolved[0]
    told = fill(
        "{exceptions}；{somewhere}{direction}，{where}{most}{said}{proof}",
        exceptions=exceptions(speech, others),
        somewhere=f"其余 {len(resolved)} 种配置下" if len(resolved) > 1 else "其余配置下",
        direction=direction(speech, most),
        where=where(speech, most),
        most="最明显：" if len(resolved) > 1 else "",
        said=plainly(speech, most, again=True),
        proof=proof(most),
    )
    brief = fill(
        "{said}，但{where_not}",
        said=after(where(speech, most), plainly(speech, most)),
        where_not=exceptions(speech, others),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def direction(speech: Speech, contrast: Contrast) -> Parts:
    """Which way a resolved comparison goes, without a number."""
    words = wording(speech, contrast)
    template = words.more if estimate_of(contrast).ratio >= 1 else words.less
    return put(template, sides(speech, contrast))


def mostly_same(speech: Speech, contrasts: Sequence[Contrast]) -> Said:
    """No setting shows an effect; in some the rounds cannot tell."""
    same = [contrast for contrast in contrasts if contrast.verdict is Verdict.EQUIVALENT]
    unclear = [contrast for contrast in contrasts if contrast.verdict is Verdict.NOT_RESOLVED]
    if not same or not unclear:
        return uniform(speech)
    somewhere = in_settings(len(same), len(contrasts))
    brief = fill("{somewhere}，{same}", somewhere=somewhere, same=compare.same(speech, same[0]))
    told = fill(
        "{brief}：{apart}{proof}；其余{n}种还看不出来",
        brief=brief,
        apart=compare.apart(*same),
        proof=proofs(same),
        n=str(len(unclear)),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def reversed_(speech: Speech) -> Said:
    """Faster somewhere, slower elsewhere: both ends are told."""
    contrasts = speech.claim.contrasts
    up = [
        contrast for contrast in contrasts if estimate_of(contrast).ratio > 1 and contrast.verdict in RESOLVED
    ]
    down = [
        contrast for contrast in contrasts if estimate_of(contrast).ratio < 1 and contrast.verdict in RESOLVED
    ]
    decided = decided_by(speech, up, down)
    if decided is not None and len(up) + len(down) == len(contrasts) > 2:
        return decided
    best, worst = up[0], down[0]
    turn = fill("{there}反而{again}", there=where(speech, worst), again=plainly(speech, worst, again=True))
    told = fill(
        "{first}，{turn}{proof}",
        first=compare.clause(speech, best),
        turn=turn,
        proof=proof(worst, rounds=False),
    )
    brief = fill("{first}，{turn}", first=short(speech, best), turn=turn)
    tally: Parts = ()
    if len(contrasts) > 2:
        words = wording(speech, best)
        tally = parts(f"{len(contrasts)} 种配置中，{len(up)} 种更{words.up}，{len(down)} 种更{words.down}。")
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=together(tally, context(speech)),
    )


def decided_by(speech: Speech, up: Sequence[Contrast], down: Sequence[Contrast]) -> Said | None:
    """Both groups of a reversal, where one factor alone tells them apart."""
    factor = speech.deciding(up, down)
    if factor is None:
        return None
    there, here = (speech.condition(factor, dict(group[0].conditions)[factor]) for group in (up, down))
    less = put(
        compare.changed(wording(speech, down[0]), estimate_of(down[0]).ratio, again=True),
        sides(speech, down[0]),
        n=(key(range_of([estimate_of(contrast).ratio for contrast in down])),),
    )
    first, turn = (
        after(there, ranged(speech, up, everywhere=False)),
        fill("{here}反而{less}", here=here, less=less),
    )
    told = fill("{first}{proof}，{turn}{also}", first=first, proof=proofs(up), turn=turn, also=proofs(down))
    return Said(
        headline=sentence(told),
        short=fill("{first}，{turn}", first=first, turn=turn),
        context=context(speech),
    )


TEMPLATES: Templates = {
    (kind, variant): asked(template)
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (("conditional", conditional), ("reversed", reversed_))
}
