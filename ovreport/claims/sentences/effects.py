"""What sentences tell of the effect of a factor: under one condition, or the same under all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import amounts, comparing
from ovreport.claims.basis import RESOLVED, Computed, computed_apart
from ovreport.claims.claim import ClaimKind
from ovreport.claims.intervals import estimate_of, practical_rounds, still_open
from ovreport.claims.speech import Speech, Template, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key, name, number

MOST_OTHERS = 3
"""Levels beside the leading one that a conclusion's context tells."""


@dataclass(frozen=True, kw_only=True)
class Effects:
    """A language's words for effects of factors.

    Attributes:
        asked: Before a sentence, where the device did not compute in the precision asked for.
        not_asked: What that leaves open.
        computing: Before a sentence about devices that do not compute in the same precision.
        precision_and, emulated: Between precisions of several devices, and one that a device lacks.
        resolved, equal, unresolved: A comparison in half a line.
        equal_everywhere: Equivalent in all settings.
        everywhere, disturbed_everywhere: What holds in all settings.
        proven: A clause with its proof.
        in_either, in_any: In all settings, where a question is open.
        open_everywhere, open_together: A question that is open in all settings, and what it leaves open.
        pair: Both sides of a comparison.
        silent: Too few rounds have both sides.
        some_of_these, rest, open, all_open: What would be settled, and what would not.
        some_settled: How many rounds would settle `{settled}` of the `{open}` comparisons, `{time}` more.
        other, up_to, between, others: What the other levels do.
    """

    asked: Message
    not_asked: Message
    computing: Message
    precision_and: Message
    emulated: Message
    resolved: Message
    equal: Message
    unresolved: Message
    equal_everywhere: Message
    everywhere: Message
    disturbed_everywhere: Message
    proven: Message
    in_either: Message
    in_any: Message
    open_everywhere: Message
    open_together: Message
    pair: Message
    silent: Phrases
    some_of_these: Message
    rest: Message
    open: Message
    all_open: Message
    some_settled: Message
    other: Message
    up_to: Message
    between: Message
    others: Message


def asked(template: Template) -> Template:
    """A template whose sentences begin with what was asked for, where the device computed something else."""

    def told(speech: Speech) -> ClaimText:
        said, wish = template(speech), speech.wish()
        if wish is None:
            return computing(speech, said)
        words, locale = speech.words.effects, speech.locale
        first, second = (name(locale.precision(label)) for label in wish)
        device = speech.plan.cell(speech.claim.contrasts[0].cell).setting.device
        headline, short = (
            speech.tell(
                words.asked,
                asked=first,
                given=second,
                device=speech.level("device", device).words,
                rest=locale.continued(rest),
            )
            for rest in (said.headline, said.short)
        )
        doubt = speech.tell(words.not_asked, asked=first)
        return ClaimText(headline=headline, short=short, context=speech.together(said.context, doubt))

    return told


def computing(speech: Speech, said: ClaimText) -> ClaimText:
    """What is said of devices, after the precisions that they compute in where these differ."""
    found = computed_apart(speech.claim.contrasts, speech.analysis)
    if found is None:
        return said
    words, contrast = speech.words.effects, speech.claim.contrasts[0]
    labels = (contrast.level, contrast.reference_level)
    devices = (speech.level(contrast.factor, label).words for label in labels)
    first, second = (precisions(speech, each) for each in found)
    a, b = devices
    headline, short = (
        speech.tell(words.computing, first=first, second=second, a=a, b=b, rest=speech.locale.continued(rest))
        for rest in (said.headline, said.short)
    )
    return ClaimText(headline=headline, short=short, context=said.context)


def precisions(speech: Speech, computed: Computed) -> Text:
    """Precisions as they are told of a device: `f16 (emulated)`."""
    words, (labels, emulated) = speech.words.effects, computed
    named = speech.locale.joined(
        [(name(speech.locale.precision(label)),) for label in labels], words.precision_and
    )
    return speech.fill(words.emulated, precision=named) if emulated else named


def scoped(speech: Speech, told: Text, brief: Text, context: Text) -> ClaimText:
    """A claim under the circumstances that all its comparisons share."""
    return ClaimText(
        headline=speech.locale.sentence(comparing.scoped(speech, told, speech.claim.contrasts)),
        short=speech.locale.capital(comparing.scoped(speech, brief, speech.claim.contrasts)),
        context=context,
    )


def single(speech: Speech) -> ClaimText:
    """One condition."""
    lead = speech.claim.contrasts[0]
    return ClaimText(
        headline=speech.locale.sentence(comparing.clause(speech, lead, speech.claim.contrasts)),
        short=speech.locale.capital(short(speech, lead)),
        context=context(speech),
    )


def short(speech: Speech, contrast: Contrast) -> Text:
    """A comparison in half a line."""
    words, there = (
        speech.words.effects,
        comparing.placed(speech, comparing.where(speech, contrast, speech.claim.contrasts)),
    )
    if contrast.verdict is Verdict.EQUIVALENT:
        same = comparing.same(speech, contrast, speech.claim.contrasts)
        return speech.fill(words.equal, same=same, where=there, apart=amounts.apart(speech, contrast))
    if is_small(contrast):
        return speech.fill(
            words.resolved, said=comparing.smally(speech, contrast, speech.claim.contrasts), where=there
        )
    if contrast.verdict is Verdict.NOT_RESOLVED:
        rounds = amounts.rounds_told(speech, estimate_of(contrast).rounds)
        question = comparing.asked(speech, contrast, speech.claim.contrasts)
        return speech.fill(words.unresolved, rounds=rounds, question=question, where=there)
    return speech.fill(
        words.resolved, said=comparing.plainly(speech, contrast, speech.claim.contrasts), where=there
    )


def uniform(speech: Speech) -> ClaimText:
    """The same everywhere: one sentence for all settings."""
    contrasts, words = speech.claim.contrasts, speech.words.effects
    lead = contrasts[0]
    if lead.verdict is Verdict.NOT_RESOLVED:
        return open_everywhere(speech)
    said = ranged(speech, contrasts)
    if lead.verdict is Verdict.EQUIVALENT:
        same = comparing.same(speech, lead, speech.claim.contrasts, everywhere=True)
        said = speech.fill(words.equal_everywhere, same=same, apart=amounts.apart(speech, *contrasts))
    disturbed = speech.claim.kind is ClaimKind.DISTURBANCE
    brief = speech.fill(
        words.disturbed_everywhere if disturbed else words.everywhere,
        everywhere=comparing.in_settings(speech, len(contrasts), len(contrasts)),
        said=said,
    )
    told = speech.fill(words.proven, said=brief, proof=amounts.proofs(speech, contrasts))
    return scoped(speech, told, brief, context(speech))


def ranged(speech: Speech, contrasts: Sequence[Contrast], *, everywhere: bool = True) -> Text:
    """A comparison with the smallest and the largest of its ratios."""
    lead = contrasts[0]
    return comparing.put(
        speech,
        comparing.wording(speech, lead).of(estimate_of(lead).ratio),
        comparing.sides(speech, lead, speech.claim.contrasts),
        everywhere=everywhere,
        n=key(amounts.range_of(speech, ratios(contrasts))),
    )


def ratios(contrasts: Sequence[Contrast]) -> list[float]:
    """The ratio of every comparison."""
    return [estimate_of(contrast).ratio for contrast in contrasts]


def open_everywhere(speech: Speech) -> ClaimText:
    """A question that is open under every condition."""
    contrasts, words = speech.claim.contrasts, speech.words.effects
    estimates = [estimate_of(contrast) for contrast in contrasts]
    beyond = (contrast for contrast in contrasts if amounts.beyond_none(contrast))
    brief = speech.fill(
        words.open_everywhere,
        rounds=amounts.rounds_told(speech, min(estimate.rounds for estimate in estimates)),
        question=comparing.asked(speech, next(beyond, contrasts[0]), speech.claim.contrasts),
        everywhere=speech.fill(words.in_either if len(contrasts) == 2 else words.in_any, n=len(contrasts)),
    )
    span = amounts.span(
        speech,
        comparing.wording(speech, contrasts[0]),
        min(estimate.adjusted_low for estimate in estimates),
        max(estimate.adjusted_high for estimate in estimates),
        estimates[0].ratio,
    )
    told = speech.fill(words.open_together, brief=brief, span=span)
    return scoped(speech, told, brief, context(speech))


def silent(speech: Speech) -> ClaimText:
    """Too few rounds have both sides."""
    words, lead = speech.words.effects, speech.claim.contrasts[0]
    return speech.said(
        words.silent,
        pair=comparing.put(speech, words.pair, comparing.sides(speech, lead, speech.claim.contrasts)),
    )


def context(speech: Speech) -> Text:
    """What a conclusion adds: the way out, the price in latency, and what the other levels do."""
    judged = comparing.stalling(speech, speech.claim.contrasts, speech.claim.contrasts)
    return speech.together(way_out(speech), judged, latency(speech), others(speech))


def way_out(speech: Speech) -> Text:
    """What would settle the comparisons that are open; empty where none is."""
    words, found = speech.words.effects, still_open(speech.claim.contrasts)
    if found is None:
        return ()
    if 0 < found.settled < found.number:
        some = speech.fill(words.some_of_these, n=found.settled, of=found.number)
        return speech.together(amounts.way_out(speech, found.longest, some), speech.tell(words.rest))
    if found.of == 1:
        return amounts.way_out(speech, found.longest)
    what = words.open.of(found.number) if found.number < found.of else words.all_open
    return amounts.way_out(speech, found.longest, what)


def way_out_of_all(speech: Speech, contrasts: Sequence[Contrast]) -> Text:
    """What would settle what several sentences leave open together; empty where nothing is."""
    words, found = speech.words.effects, still_open(contrasts)
    if found is None:
        return ()
    rounds, seconds = practical_rounds(found.longest), found.longest.seconds_needed
    if rounds is None or seconds is None or found.settled == found.number:
        return amounts.way_out(speech, found.longest, words.open.of(1))
    return speech.tell(
        words.some_settled,
        n=number(f"{rounds:,}"),
        settled=str(found.settled),
        open=str(found.number),
        time=number(units.about(seconds, language=speech.language)),
    )


def latency(speech: Speech) -> Text:
    """The latency of the level that the headline is about."""
    note = speech.latency_note()
    if note is None:
        return ()
    about = speech.about(note)
    told = short(about, note.contrasts[0]) if note.variant == "single" else all_latencies(about)
    return speech.locale.sentence(told) if told else ()


def all_latencies(speech: Speech) -> Text:
    """Latency over several conditions, in one clause."""
    resolved = [each for each in speech.claim.contrasts if each.verdict in RESOLVED]
    directions = {ratio > 1 for ratio in ratios(resolved)}
    if len(resolved) == len(speech.claim.contrasts) and len(directions) == 1:
        return ranged(speech, resolved)
    return ()


def others(speech: Speech) -> Text:
    """What the other levels of the factor do, shortly, the strongest first."""
    words, lead = speech.words.effects, speech.claim.effect
    told = []
    for note in speech.claim.notes:
        if note.effect is None or note.effect.metric != "throughput":
            continue
        contrast, about = note.contrasts[0], speech.about(note)
        if contrast.verdict not in RESOLVED or contrast.estimate is None:
            continue
        if lead is None or note.effect.reference_level != lead.reference_level:
            continue
        if about.manner(contrast) == "disturbed":
            told.append(disturbed(about, contrast, most=len(note.contrasts) > 1))
        else:
            told.append(
                speech.fill(
                    words.other,
                    level=about.level(contrast.factor, contrast.level).words,
                    up_to=words.up_to if len(note.contrasts) > 1 else "",
                    again=comparing.plainly(about, contrast, about.claim.contrasts, again=True),
                )
            )
    if not told or lead is None:
        return ()
    if speech.manner(speech.claim.contrasts[0]) == "disturbed":
        return speech.locale.sentence(speech.locale.joined(told[:MOST_OTHERS], words.between))
    beside = speech.level(lead.factor, lead.reference_level).words
    listed = speech.locale.joined(told[:MOST_OTHERS], words.between)
    return speech.tell(words.others, beside=beside, told=listed)


def disturbed(speech: Speech, contrast: Contrast, *, most: bool) -> Text:
    """What another disturbance does, in a clause of its own: "27 % less" would leave open of what."""
    estimate = estimate_of(contrast)
    n: Text = (key(amounts.estimated(speech, estimate)),)
    template = comparing.wording(speech, contrast).of(estimate.ratio)
    return comparing.put(
        speech,
        template,
        comparing.sides(speech, contrast, speech.claim.contrasts),
        n=speech.fill(amounts.AT_MOST, high=n) if most else n,
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
