"""Chinese sentences about effects of factors."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.chinese import compare
from ovreport.conclusions.chinese.compare import (
    ZH,
    after,
    in_settings,
    plainly,
    put,
    sides,
    where,
    wording,
)
from ovreport.conclusions.chinese.names import precision
from ovreport.conclusions.chinese.text import fill, joined, sentence, together
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.speech import Speech, Template, Templates, estimate_of, hull_of, still_open
from ovreport.conclusions.text import Parts, key, name, number, parts

RESOLVED = frozenset({Verdict.FASTER, Verdict.SLOWER})
MOST_OTHERS = 3


def asked(template: Template) -> Template:
    """A template whose sentences begin with what was asked for, where the device computed something else."""

    def told(speech: Speech) -> Said:
        said, wish = template(speech), speech.wish()
        if wish is None:
            return said
        first, second = (name(precision(label)) for label in wish)
        lead = fill(
            "请求{asked}，{device}实际用{given}计算",
            asked=first,
            device=name(speech.plan.cell(speech.claim.contrasts[0].cell).setting.device),
            given=second,
        )
        return Said(
            headline=fill("{lead}：{rest}", lead=lead, rest=said.headline),
            short=fill("{lead}：{rest}", lead=lead, rest=said.short),
            context=together(said.context, fill("{asked}本身有多快，这里看不出来。", asked=first)),
        )

    return told


def single(speech: Speech) -> Said:
    """One condition."""
    lead = speech.claim.contrasts[0]
    return Said(
        headline=sentence(compare.clause(speech, lead)), short=short(speech, lead), context=context(speech)
    )


def short(speech: Speech, contrast: Contrast) -> Parts:
    """A comparison in half a line."""
    there = where(speech, contrast)
    if contrast.verdict is Verdict.EQUIVALENT:
        told = fill("{same}，{apart}", same=compare.same(speech, contrast), apart=compare.apart(contrast))
        return after(there, told)
    if contrast.verdict is Verdict.NOT_RESOLVED:
        question = put(wording(speech, contrast).whether, sides(speech, contrast))
        told = fill(
            "{rounds}还看不出{question}", rounds=compare.rounds(estimate_of(contrast)), question=question
        )
        return after(there, told)
    return after(there, plainly(speech, contrast))


def uniform(speech: Speech) -> Said:
    """The same everywhere: one sentence for all settings."""
    contrasts = speech.claim.contrasts
    lead = contrasts[0]
    everywhere = in_settings(len(contrasts), len(contrasts))
    if lead.verdict is Verdict.NOT_RESOLVED:
        return open_everywhere(speech)
    if lead.verdict is Verdict.EQUIVALENT:
        said = fill(
            "{same}：{apart}",
            same=compare.same(speech, lead, everywhere=True),
            apart=compare.apart(*contrasts),
        )
    else:
        said = ranged(speech, contrasts)
    brief = fill("{everywhere}，{said}", everywhere=everywhere, said=said)
    return Said(
        headline=sentence(
            compare.scoped(speech, fill("{brief}{proof}", brief=brief, proof=proofs(contrasts)))
        ),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def ranged(speech: Speech, contrasts: Sequence[Contrast], *, everywhere: bool = True) -> Parts:
    """A comparison with the smallest and the largest of its ratios."""
    lead = contrasts[0]
    return put(
        compare.changed(wording(speech, lead), estimate_of(lead).ratio),
        sides(speech, lead),
        everywhere=everywhere,
        n=(key(range_of([estimate_of(contrast).ratio for contrast in contrasts])),),
    )


def range_of(ratios: Sequence[float]) -> str:
    """The smallest and largest amount of several comparisons: `1.5–1.7 倍`."""
    low, high = min(ratios), max(ratios)
    if high >= compare.TIMES_FROM:
        first, last, unit = units.quantity(low).value, units.quantity(high).value, f"{units.NO_BREAK}倍"
    else:
        first, last = units.percent_range((low - 1, high - 1))
        unit = "%"
    return f"{first}{unit}" if first == last else f"{units.joined(first, last)}{unit}"


def proofs(contrasts: Sequence[Contrast]) -> Parts:
    """All intervals and the fewest rounds in parentheses."""
    hull = hull_of(contrasts)
    shown = compare.amount(estimate_of(contrasts[0]).ratio, hull.low, hull.high)
    return fill(
        "（{level} 置信区间都在{interval}以内，{rounds}轮）",
        level=str(units.percent(hull.level, language=ZH)),
        interval=number(compare.bounds(shown)),
        rounds=str(min(estimate_of(contrast).rounds for contrast in contrasts)),
    )


def open_everywhere(speech: Speech) -> Said:
    """A question that is open under every condition."""
    contrasts = speech.claim.contrasts
    estimates = [estimate_of(contrast) for contrast in contrasts]
    words = wording(speech, contrasts[0])
    brief = fill(
        "{everywhere}，{rounds}都还看不出{question}",
        everywhere=in_settings(len(contrasts), len(contrasts)),
        rounds=compare.rounds(estimates[0]),
        question=put(words.whether, sides(speech, contrasts[0])),
    )
    told = fill(
        "{brief}：合起来{span}",
        brief=brief,
        span=compare.span(
            words,
            min(each.adjusted_low for each in estimates),
            max(each.adjusted_high for each in estimates),
            estimates[0].ratio,
        ),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=compare.scoped(speech, brief),
        context=context(speech),
    )


def silent(speech: Speech) -> Said:
    """Too few rounds have both sides."""
    lead = speech.claim.contrasts[0]
    pair = put("{a}与{b}", sides(speech, lead))
    return Said(
        headline=fill("{pair}的共同轮次不够，无法比较：至少需要两轮。", pair=pair),
        short=fill("{pair}：轮次不够", pair=pair),
    )


def context(speech: Speech) -> Parts:
    """What a conclusion adds: the way out, the price in latency, and what the other levels do."""
    return together(way_out(speech.claim.contrasts), latency(speech), others(speech))


def way_out(contrasts: Sequence[Contrast]) -> Parts:
    """What would settle the comparisons that are open; empty where none is."""
    found = still_open(contrasts)
    if found is None:
        return ()
    if 0 < found.settled < found.number:
        most = compare.way_out(found.longest, f"对其中 {found.settled} 种")
        return together(most, parts("其余的再多测几轮也很难得出结论。"))
    return compare.way_out(found.longest, "全部" if found.number > 1 else "")


def latency(speech: Speech) -> Parts:
    """The latency of the level that the headline is about."""
    note = speech.latency_note()
    if note is None:
        return ()
    about = speech.about(note)
    told = short(about, note.contrasts[0]) if note.variant == "single" else all_latencies(about)
    return sentence(told) if told else ()


def all_latencies(speech: Speech) -> Parts:
    """Latency over several conditions, in one clause."""
    resolved = [each for each in speech.claim.contrasts if each.verdict in RESOLVED]
    directions = {estimate_of(each).ratio > 1 for each in resolved}
    if len(resolved) == len(speech.claim.contrasts) and len(directions) == 1:
        return ranged(speech, resolved)
    return ()


def others(speech: Speech) -> Parts:
    """What the other levels of the factor do, shortly, the strongest first."""
    lead = speech.claim.effect
    told = []
    for note in speech.claim.notes:
        if note.effect is None or note.effect.metric != "throughput" or lead is None:
            continue
        contrast = note.contrasts[0]
        if contrast.verdict not in RESOLVED or contrast.estimate is None:
            continue
        about = speech.about(note)
        told.append(
            fill(
                "{level}{up_to}{again}",
                level=about.level(contrast.factor, contrast.level).words,
                up_to="最多" if len(note.contrasts) > 1 else "",
                again=plainly(about, contrast, again=True),
            )
        )
    if not told or lead is None:
        return ()
    beside = speech.level(lead.factor, lead.reference_level).words
    return sentence(fill("同样与{beside}相比，{told}", beside=beside, told=joined(told[:MOST_OTHERS], "，")))


TEMPLATES: Templates = {
    (kind, variant): asked(template)
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (
        ("single", single),
        ("uniform", uniform),
        ("silent", silent),
    )
}
