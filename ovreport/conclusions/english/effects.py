"""English sentences about effects of factors."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport import units
from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.claims import ClaimKind, Part, Said
from ovreport.conclusions.english import compare
from ovreport.conclusions.english.compare import in_settings, plainly, put, sides, where, wording
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.speech import Speech, Template, Templates, estimate_of, hull_of, still_open
from ovreport.conclusions.text import Parts, fill, joined, key, name, number, parts, together

MOST_OTHERS = 3
"""Levels beside the leading one that a conclusion's context tells."""


def sentence(clause: Parts) -> Parts:
    """A clause as a sentence."""
    return capital(fill("{clause}.", clause=clause))


def asked(template: Template) -> Template:
    """A template whose sentences begin with what was asked for, where the device computed something else."""

    def told(speech: Speech) -> Said:
        said, wish = template(speech), speech.wish()
        if wish is None:
            return said
        lead = fill(
            "asked for {asked}, {device} computes in {given}",
            asked=name(wish[0]),
            device=device(speech),
            given=name(wish[1]),
        )
        doubt = fill("Nothing here says how fast {asked} itself would be.", asked=name(wish[0]))
        return Said(
            headline=capital(fill("{lead}: {rest}", lead=lead, rest=lowered(said.headline))),
            short=capital(fill("{lead}: {rest}", lead=lead, rest=lowered(said.short))),
            context=together(said.context, doubt),
        )

    return told


def device(speech: Speech) -> Parts:
    """The device of an effect's first comparison: "the CPU"."""
    label = speech.plan.cell(speech.claim.contrasts[0].cell).setting.device
    return fill("the {label}" if label.isalpha() else "{label}", label=name(label))


def lowered(sentence: Parts) -> Parts:
    """A sentence of ours as it goes on after a colon."""
    first, *rest = sentence
    if first.role != "text":
        return sentence
    return (Part(text=first.text[:1].lower() + first.text[1:]), *rest)


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
        return open_everywhere(speech)
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


def open_everywhere(speech: Speech) -> Said:
    """A question that is open under every condition."""
    contrasts = speech.claim.contrasts
    estimates = [estimate_of(contrast) for contrast in contrasts]
    words = wording(speech, contrasts[0])
    settings = "either setting" if len(contrasts) == 2 else f"any of the {digits(len(contrasts))} settings"
    brief = fill(
        "{rounds} cannot tell whether {question} in {settings}",
        rounds=counted(min(estimate.rounds for estimate in estimates), "round"),
        question=put(words.faster, sides(speech, contrasts[0])),
        settings=settings,
    )
    told = fill(
        "{brief}: together {span}",
        brief=brief,
        span=compare.span(
            words,
            min(estimate.adjusted_low for estimate in estimates),
            max(estimate.adjusted_high for estimate in estimates),
            estimates[0].ratio,
        ),
    )
    return Said(
        headline=sentence(compare.scoped(speech, told)),
        short=capital(compare.scoped(speech, brief)),
        context=context(speech),
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
    return together(way_out(speech.claim.contrasts), latency(speech), others(speech))


def way_out(contrasts: Sequence[Contrast]) -> Parts:
    """What would settle the comparisons that are open; empty where none is."""
    found = still_open(contrasts)
    if found is None:
        return ()
    if 0 < found.settled < found.number:
        most = compare.way_out(found.longest, f"{digits(found.settled)} of these {digits(found.number)}")
        return together(most, parts("No practical number would settle the rest."))
    what = "it" if found.of == 1 else "what is open" if found.number < found.of else "all of it"
    return compare.way_out(found.longest, what)


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
    (kind, variant): asked(template)
    for kind in (ClaimKind.EFFECT, ClaimKind.DISTURBANCE)
    for variant, template in (
        ("single", single),
        ("uniform", uniform),
        ("silent", silent),
    )
}
