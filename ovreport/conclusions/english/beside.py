"""English sentences about one configuration beside one that came before it."""

from __future__ import annotations

from ovreport.analysis.results import Contrast, Verdict
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, counted
from ovreport.conclusions.english.published import compared
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, fill, key, number


def beside(speech: Speech) -> Said:
    """Throughput and latency beside the other configuration's."""
    throughput, *rest = speech.claim.contrasts
    latency = next((each for each in rest if each.metric == "latency"), None)
    lead, again = opening(speech), gained(speech, throughput)
    told = fill("{lead}: {again}", lead=lead, again=again)
    if latency is not None and latency.verdict in {Verdict.FASTER, Verdict.SLOWER}:
        told = fill("{told}; {price}", told=told, price=price(speech, latency))
    elif latency is not None and latency.verdict is Verdict.EQUIVALENT:
        told = fill("{told}; latency stays {apart}", told=told, apart=compare.apart(speech, latency))
    return Said(
        headline=capital(fill("{told}.", told=told)),
        short=capital(fill("{lead}: {again}", lead=lead, again=again)),
    )


def opening(speech: Speech) -> Parts:
    """What changed: "three more requests", "batch 3 beside batch 1"."""
    factor, level, reference = speech.told_levels()
    if (
        speech.field(factor) == "requests"
        and level.isdecimal()
        and reference.isdecimal()
        and int(level) > int(reference)
    ):
        return fill(counted(int(level) - int(reference), "more request"))
    if speech.field(factor) == "disturbance" and reference == "none":
        return speech.condition(factor, level)
    return fill(
        "{a} beside {b}", a=speech.level(factor, level).words, b=speech.level(factor, reference).words
    )


def images(speech: Speech) -> bool:
    """Whether what changed is the number of images in a request."""
    return speech.field(speech.text("factor")) == "batch"


def noun(speech: Speech) -> str:
    """What is compared."""
    return "images per second" if images(speech) else "throughput"


def gained(speech: Speech, contrast: Contrast) -> Parts:
    """What throughput does."""
    estimate = estimate_of(contrast)
    if contrast.verdict is Verdict.EQUIVALENT:
        return fill(
            "the same {noun}, {apart} {proof}",
            noun=noun(speech),
            apart=compare.apart(speech, contrast),
            proof=compare.proof(speech, contrast, rounds=False),
        )
    if contrast.verdict is Verdict.NOT_RESOLVED:
        words = (
            speech.words.comparing.wordings["images"]
            if images(speech)
            else speech.words.comparing.wordings["throughput"]
        )
        return fill(
            "{what} not resolved, {open}", what=noun(speech), open=compare.left_open(speech, words, contrast)
        )
    amount = key(compare.estimated(speech, estimate))
    less = "fewer" if images(speech) else "less"
    return fill(
        "{n} the {noun} {proof}" if estimate.ratio >= compare.TIMES_FROM else "{n} {way} {noun} {proof}",
        n=amount,
        noun=noun(speech),
        way="more" if estimate.ratio >= 1 else less,
        proof=compare.proof(speech, contrast, rounds=False),
    )


def price(speech: Speech, contrast: Contrast) -> Parts:
    """What a request's latency does."""
    estimate = estimate_of(contrast)
    amount = number(compare.estimated(speech, estimate))
    template = compare.changed(speech.words.comparing.wordings["latency"], estimate.ratio, again=True)
    return fill("a request takes {what}", what=fill(template, n=amount))


def published_beside(speech: Speech) -> Said:
    """The same by published figures."""
    told = compared(speech, 0)
    whose = ", by the source’s figures" if speech.beside_measurements else ""
    return Said(headline=capital(fill("{told}{whose}.", told=told, whose=whose)), short=capital(told))


TEMPLATES: Templates = {
    (ClaimKind.EFFECT, "beside"): beside,
    (ClaimKind.PUBLISHED_EFFECT, "beside"): published_beside,
}
