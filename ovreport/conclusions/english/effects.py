"""English sentences about effects of factors."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english import compare
from ovreport.conclusions.english.compare import in_settings, plainly, put, sides, where, wording
from ovreport.conclusions.english.names import capital, counted
from ovreport.conclusions.speech import Speech, Templates, estimate_of, hull_of
from ovreport.conclusions.text import Parts, fill, joined, key, number, parts, together

MOST_OTHERS = 3
"""Levels beside the leading one that a conclusion's context tells."""


def sentence(clause: Parts) -> Parts:
    """A clause as a sentence."""
    return capital(fill("{clause}.", clause=clause))


def single(speech: Speech) -> Said:
    """One condition."""
    lead = speech.claim.contrasts[0]
    return Said(
        headline=sentence(compare.clause(speech, lead)),
        short=capital(short(speech, lead)),
        context=context(speech),
    )


def short(speech: Speech, contrast: Contrast) -> Parts:
    """A comparison in half a line."""
    if contrast.verdict is Verdict.EQUIVALENT:
        return compare.equivalent(speech, contrast)
    if contrast.verdict is Verdict.NOT_RESOLVED:
        words = wording(speech, contrast)
        return fill(
            "{rounds} cannot tell whether {question}{where}",
            rounds=counted(estimate_of(contrast).rounds, "round"),
            question=put(words.faster, sides(speech, contrast)),
            where=where(speech, contrast),
        )
    return fill("{said}{where}", said=plainly(speech, contrast), where=where(speech, contrast))


def uniform(speech: Speech) -> Said:
    """The same everywhere: one sentence for all settings."""
    contrasts = speech.claim.contrasts
    lead = contrasts[0]
    everywhere = in_settings(len(contrasts), len(contrasts))
    if lead.verdict is Verdict.NOT_RESOLVED:
        told = fill("{everywhere}, {open}", everywhere=everywhere, open=open_everywhere(speech, contrasts))
        return Said(
            headline=sentence(compare.scoped(speech, told)),
            short=capital(compare.scoped(speech, short_open(speech, everywhere))),
            context=context(speech),
        )
    if lead.verdict is Verdict.EQUIVALENT:
        said = fill(
            "{same}: {apart}",
            same=put(wording(speech, lead).same, sides(speech, lead)),
            apart=compare.apart(*contrasts),
        )
    else:
        said = ranged(speech, contrasts)
    if speech.claim.kind is ClaimKind.DISTURBANCE:
        everywhere += ","
    told = fill("{everywhere} {said} {proof}", everywhere=everywhere, said=said, proof=proofs(contrasts))
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, fill("{everywhere} {said}", everywhere=everywhere, said=said))),
        context=context(speech),
    )


def ranged(speech: Speech, contrasts: Sequence[Contrast]) -> Parts:
    """A comparison with the smallest and the largest of its ratios."""
    lead = contrasts[0]
    return put(
        compare.changed(wording(speech, lead), estimate_of(lead).ratio),
        sides(speech, lead),
        n=(key(range_of(contrasts)),),
    )


def range_of(contrasts: Sequence[Contrast]) -> str:
    """The smallest and largest amount of several comparisons: `1.5 to 1.7 times`."""
    ratios = sorted(estimate_of(contrast).ratio for contrast in contrasts)
    if ratios[-1] >= compare.TIMES_FROM:
        first, last = (units.quantity(ratio).value for ratio in (ratios[0], ratios[-1]))
        unit = "times"
    else:
        first, last = units.percent_range((ratios[0] - 1, ratios[-1] - 1))
        unit = "%"
    return f"{first}{units.NO_BREAK}{unit}" if first == last else f"{first} to {last}{units.NO_BREAK}{unit}"


def proofs(contrasts: Sequence[Contrast]) -> Parts:
    """All intervals and the fewest rounds in parentheses."""
    rounds = min(estimate_of(contrast).rounds for contrast in contrasts)
    hull = hull_of(contrasts)
    return fill(
        "(all {level} CIs within {interval}, {rounds})",
        level=str(units.percent(hull.level)),
        interval=number(compare.bounds(compare.amount(estimate_of(contrasts[0]).ratio, hull.low, hull.high))),
        rounds=f"{rounds} rounds",
    )


def open_everywhere(speech: Speech, contrasts: Sequence[Contrast]) -> Parts:
    """A question that is open under every condition."""
    estimates = [estimate_of(contrast) for contrast in contrasts]
    words = wording(speech, contrasts[0])
    return fill(
        "whether {question} cannot be told from {rounds}: together {span}",
        question=put(words.faster, sides(speech, contrasts[0])),
        rounds=counted(min(estimate.rounds for estimate in estimates), "round"),
        span=compare.span(
            words,
            min(estimate.adjusted_low for estimate in estimates),
            max(estimate.adjusted_high for estimate in estimates),
            estimates[0].ratio,
        ),
    )


def short_open(speech: Speech, everywhere: str) -> Parts:
    """The same in half a line."""
    lead = speech.claim.contrasts[0]
    return fill(
        "{rounds} cannot tell whether {question} {everywhere}",
        rounds=counted(estimate_of(lead).rounds, "round"),
        question=put(wording(speech, lead).faster, sides(speech, lead)),
        everywhere=everywhere,
    )


def silent(speech: Speech) -> Said:
    """Too few rounds have both sides."""
    lead = speech.claim.contrasts[0]
    told = fill(
        "{question} was not measured in enough rounds: a comparison needs at least two that have both sides",
        question=put("{a} beside {b}", sides(speech, lead)),
    )
    return Said(
        headline=sentence(told),
        short=capital(
            fill("{question}: too few rounds", question=put("{a} beside {b}", sides(speech, lead)))
        ),
    )


def context(speech: Speech) -> Parts:
    """What a conclusion adds: the way out, the price in latency, and what the other levels do."""
    lead = speech.claim.contrasts[0]
    outs = parts("")
    if lead.verdict is Verdict.NOT_RESOLVED and lead.estimate is not None:
        outs = compare.way_out(lead)
    return together(outs, latency(speech), others(speech))


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
    resolved = [each for each in speech.claim.contrasts if each.verdict in {Verdict.FASTER, Verdict.SLOWER}]
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
        if contrast.verdict not in {Verdict.FASTER, Verdict.SLOWER} or contrast.estimate is None:
            continue
        about = speech.about(note)
        up_to = "up to " if len(note.contrasts) > 1 else ""
        told.append(
            fill(
                "{level} {up_to}{again}",
                level=about.level(contrast.factor, contrast.level).words,
                up_to=up_to,
                again=plainly(about, contrast, again=True),
            )
        )
    if not told:
        return ()
    beside = speech.level(lead.factor, lead.reference_level).words if lead else ()
    return sentence(
        fill("the others beside {beside}: {told}", beside=beside, told=joined(told[:MOST_OTHERS], "; "))
    )


TEMPLATES: Templates = {
    (kind, variant): template
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (
        ("single", single),
        ("uniform", uniform),
        ("silent", silent),
    )
}
