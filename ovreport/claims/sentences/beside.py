"""What sentences tell of one configuration beside one that came before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ovreport.analysis.choice import is_small
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims.basis import RESOLVED
from ovreport.claims.claim import ClaimKind
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences import compare
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Manner
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key, number


@dataclass(frozen=True, kw_only=True)
class Throughput(compare.Change):
    """How throughput is told: as such, or as images per second.

    Attributes:
        same, unresolved: It stays, or the rounds cannot tell.
        manner: By whose words that is told.
    """

    same: Message
    unresolved: Message
    manner: Manner


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A language's words for one configuration beside another.

    Attributes:
        more_requests: What changed, where it is requests, by how many they are more.
        pair: What changed else.
        throughput, images: What throughput does.
        latency: What a request's latency does.
        told, told_latency, told_same_latency: All together.
    """

    more_requests: Message
    pair: Message
    throughput: Throughput
    images: Throughput
    latency: compare.Change
    told: Message
    told_latency: Message
    told_same_latency: Message


def beside(speech: Speech) -> ClaimText:
    """Throughput and latency beside the other configuration's."""
    words, (throughput, *rest) = speech.words.beside, speech.claim.contrasts
    latency = next((each for each in rest if each.metric == "latency"), None)
    brief = told = speech.fill(words.told, opening=opening(speech), gained=gained(speech, throughput))
    if latency is not None and latency.verdict in RESOLVED:
        told = speech.fill(words.told_latency, told=told, price=price(speech, latency))
    elif latency is not None and latency.verdict is Verdict.EQUIVALENT:
        told = speech.fill(words.told_same_latency, told=told, apart=compare.apart(speech, latency))
    return ClaimText(
        headline=speech.locale.sentence(told),
        short=speech.locale.capital(brief),
        context=compare.stalling(speech, [told_by(speech, each) for each in speech.claim.contrasts]),
    )


def told_by(speech: Speech, contrast: Contrast) -> Contrast:
    """A comparison by the factor of its claim: the one that was found may be of whole cells."""
    factor, level, reference = speech.told_levels()
    return replace(contrast, factor=factor, level=level, reference_level=reference, conditions=())


def opening(speech: Speech) -> Text:
    """What changed: "three more requests", "batch 3 beside batch 1"."""
    words, (factor, level, reference) = speech.words.beside, speech.told_levels()
    if speech.field(factor) == "disturbance" and reference == "none":
        return speech.condition(factor, level)
    first, second = (speech.level(factor, label).words for label in (level, reference))
    numbers = level.isdecimal() and reference.isdecimal()
    if speech.field(factor) == "requests" and numbers and int(level) > int(reference):
        added = int(level) - int(reference)
        return speech.fill(words.more_requests.of(added), n=added, b=second)
    return speech.fill(words.pair, a=first, b=second)


def gained(speech: Speech, contrast: Contrast) -> Text:
    """What throughput does."""
    images = speech.manner(contrast) == "images"
    words = speech.words.beside.images if images else speech.words.beside.throughput
    if contrast.verdict is Verdict.EQUIVALENT:
        return proven(speech, contrast, speech.fill(words.same, apart=compare.apart(speech, contrast)))
    if is_small(contrast):
        template, n = compare.small(speech, contrast, words)
        return compare.size_open(speech, contrast, speech.fill(template, n=n), ())
    if contrast.verdict is Verdict.NOT_RESOLVED:
        wording = compare.WORDINGS[words.manner]
        return speech.fill(words.unresolved, open=compare.left_open(speech, wording, contrast))
    estimate = estimate_of(contrast)
    said = speech.fill(words.of(estimate.ratio), n=key(compare.estimated(speech, estimate)))
    return proven(speech, contrast, said)


def proven(speech: Speech, contrast: Contrast, said: Text) -> Text:
    """What throughput does, with its interval."""
    interval = compare.proof(speech, contrast, rounds=False)
    return speech.fill(speech.words.effects.proven, said=said, proof=interval)


def price(speech: Speech, contrast: Contrast) -> Text:
    """What a request's latency does."""
    estimate = estimate_of(contrast)
    template = speech.words.beside.latency.of(estimate.ratio)
    return speech.fill(template, n=number(compare.estimated(speech, estimate)))


TEMPLATES: Templates = {
    (ClaimKind.EFFECT, "beside"): beside,
}
