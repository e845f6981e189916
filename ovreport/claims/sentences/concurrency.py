"""What sentences tell of requests in flight."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ovreport import units
from ovreport.analysis.choice import is_small
from ovreport.claims.claim import ClaimKind
from ovreport.claims.concurrency import LITTLE_TOLERANCE
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences import compare
from ovreport.claims.speech import Speech, Templates, open_pair
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.messages import Message
from ovreport.language.spans import Piece, Text, key, number

CERTAIN = 1.1
"""Latency ratio from which on a longer wait is told although throughput is open."""


@dataclass(frozen=True, kw_only=True)
class Concurrency:
    """A language's words for requests in flight.

    Attributes:
        requests, again: `{n}` requests, and another number of them beside a first one.
        streams: `{n}` streams.
        little, fits, fits_not: Little's law beside the measured latency.
        fewer: What that law tells where fewer requests are in flight than asked for: `{n}` on average.
        load, load_of_images: The requests in flight there.
        proven: A clause under its conditions, with its proof and the cost.
        times_more, more: What more requests deliver, in times, and in percent by how many they are.
        at_times, at: What that costs in latency.
        at_times_short, at_short: The same without the proof.
        who, who_on_streams: The requests in the middle of a chain.
        levels_times, levels: What they deliver, by how many they are.
        further, waits: What those beyond do.
        levels_off, levels_off_short: Both together.
        latency_there: The latency of those in the middle.
        whether: What is open beyond them, after "settle".
        saturated, unresolved: What more requests buy else.
        unresolved_more, unresolved_less: The same of what is more, or less, for sure.
        ends: More and less throughput at the end than at the beginning.
        takes_longer, only_waits: A request's latency, by whether streams and threads are the same.
        certain: The latency where throughput is open.
        stays, stays_at: Up to where throughput is that of the fewest requests, and at what latency.
        bundled: Streams change along with the requests.
    """

    requests: Message
    again: Message
    streams: Message
    little: Message
    fits: Message
    fits_not: Message
    fewer: Message
    load: Message
    load_of_images: Message
    proven: Message
    times_more: Message
    more: Message
    at_times: Message
    at: Message
    at_times_short: Message
    at_short: Message
    who: Message
    who_on_streams: Message
    levels_times: Message
    levels: Message
    further: Message
    waits: Message
    levels_off: Message
    levels_off_short: Message
    latency_there: Message
    whether: Message
    saturated: Phrases
    ends: compare.Change
    unresolved: Phrases
    unresolved_more: Phrases
    unresolved_less: Phrases
    takes_longer: Message
    only_waits: Message
    certain: Message
    stays: Message
    stays_at: Message
    bundled: Message


def requests(speech: Speech, end: str) -> Text:
    """The requests at one end of the chain: `four requests`."""
    n = speech.count(f"requests:{end}")
    return speech.fill(speech.words.concurrency.requests.of(n), n=n)


def again(speech: Speech, end: str) -> Text:
    """The same after others have been named: `four`."""
    n = speech.count(f"requests:{end}")
    return speech.fill(speech.words.concurrency.again.of(n), n=n)


def conditions(speech: Speech) -> Text:
    """What the cells of the chain share, as it stands beside a clause."""
    return compare.placed(speech, compare.circumstances(speech, speech.shared_by_cells()))


def gain(speech: Speech) -> Piece:
    """What the last setting has over the first, in times or percent."""
    return key(compare.estimated(speech, estimate_of(speech.claim.contrasts[0])))


def latency_ratio(speech: Speech, name: str = "latency-ratio") -> units.Quantity | None:
    """How many times as long a request takes, where it was compared."""
    if not speech.has(name):
        return None
    found = speech.claim.number(name)
    return speech.locale.times(found.value, found.low, found.high)


def proven(speech: Speech, what: Text, cost: Piece = "") -> Text:
    """A clause under its conditions, with its proof and the cost."""
    return speech.locale.sentence(
        speech.fill(
            speech.words.concurrency.proven,
            what=what,
            where=conditions(speech),
            proof=compare.proof(speech, speech.claim.contrasts[0]),
            cost=cost,
        )
    )


def stalling(speech: Speech) -> Text:
    """Which setting stalls by itself, where one does, by the factor of the chain."""
    factor, plan = speech.text("factor"), speech.plan
    told = [
        replace(
            each,
            factor=factor,
            level=plan.cell(each.cell).level(factor),
            reference_level=plan.cell(each.reference).level(factor),
            conditions=(),
        )
        for each in speech.claim.contrasts
        if each.estimate is not None and each.estimate.typical is not None
    ]
    return compare.stalling(speech, told)


def little(speech: Speech) -> Text:
    """Little's law beside the measured latency, where it predicts one.

    A latency below the predicted one tells that slots lay idle until they were submitted anew.
    """
    if not speech.has("predicted") or not speech.has("latency:last"):
        return ()
    words, batch = speech.words.concurrency, speech.count("batch")
    measured, predicted = speech.value("latency:last"), speech.value("predicted")
    fps = units.throughput(speech.value("fps:last"), unit=speech.counted.rate)
    load = words.load if batch == 1 else words.load_of_images
    flight = speech.locale.counted(speech.count("requests:last"), "request")
    served = measured / predicted
    return speech.tell(
        words.fewer if served < 1 - LITTLE_TOLERANCE else words.little,
        verb=words.fits if served <= 1 + LITTLE_TOLERANCE else words.fits_not,
        n=units.quantity(speech.count("requests:last") * served, places=1),
        load=speech.fill(load, requests=flight, batch=batch),
        fps=fps,
        rate=fps.value,
        predicted=units.latency(predicted),
        measured=units.latency(measured),
    )


def grows(speech: Speech) -> ClaimText:
    """Throughput is higher at the end; how much, and at what price."""
    words, ratio = speech.words.concurrency, latency_ratio(speech)
    added = speech.count("requests:last") - speech.count("requests:first")
    if estimate_of(speech.claim.contrasts[0]).ratio >= compare.TIMES_FROM:
        pieces = {"last": requests(speech, "last"), "first": again(speech, "first")}
        what = speech.fill(words.times_more, n=gain(speech), **pieces)
        at, at_short = words.at_times, words.at_times_short
    else:
        what = speech.fill(words.more.of(added), n=added, gain=gain(speech))
        at, at_short = words.at.of(added), words.at_short
    cost: Text = ()
    brief: Text = ()
    if ratio is not None:
        cost = speech.fill(at, n=key(ratio), ci=compare.interval(speech, ratio.interval))
        brief = speech.fill(at_short, n=number(ratio))
    return ClaimText(
        headline=proven(speech, what, cost),
        short=speech.locale.capital(speech.together_closely(what, brief)),
        context=speech.together(stalling(speech), little(speech), bundled(speech)),
    )


def levels_off(speech: Speech) -> ClaimText:
    """The gain is there before the last requests are added; what those add is open."""
    words, (gain_contrast, open_contrast) = speech.words.concurrency, open_pair(speech)
    what, tail = levelled(speech), further(speech)
    told = speech.fill(
        words.levels_off,
        what=what,
        where=conditions(speech),
        proof=compare.proof(speech, gain_contrast),
        tail=tail,
        open=compare.left_open(speech, compare.WORDINGS["throughput"], open_contrast),
    )
    return ClaimText(
        headline=speech.locale.sentence(told),
        short=speech.tell(words.levels_off_short, what=what, tail=tail),
        context=speech.together(
            compare.way_out(speech, open_contrast, words.whether),
            stalling(speech),
            latency_there(speech),
            little(speech),
            bundled(speech),
        ),
    )


def levelled(speech: Speech) -> Text:
    """What the requests in the middle of a chain deliver."""
    words, estimate = speech.words.concurrency, estimate_of(open_pair(speech)[0])
    middle, who = speech.count("requests:middle"), words.who
    streams: Text = ()
    if speech.has("streams:middle"):
        n, who = speech.count("streams:middle"), words.who_on_streams
        streams = speech.fill(words.streams.of(n), n=n)
    template = words.levels_times if estimate.ratio >= compare.TIMES_FROM else words.levels
    return speech.fill(
        template.of(middle),
        who=speech.fill(who, requests=requests(speech, "middle"), streams=streams),
        n=key(compare.estimated(speech, estimate)),
        first=again(speech, "first"),
    )


def further(speech: Speech) -> Text:
    """What the requests beyond the middle of a chain do."""
    words, ratio = speech.words.concurrency, latency_ratio(speech, "wait-ratio")
    added = speech.count("requests:last") - speech.count("requests:middle")
    wait = () if ratio is None else speech.fill(words.waits, n=number(ratio))
    return speech.fill(words.further.of(added), n=added, wait=wait)


def latency_there(speech: Speech) -> Text:
    """The latency in the middle of a chain, where it was compared with the beginning."""
    ratio = latency_ratio(speech)
    if ratio is None:
        return ()
    return speech.tell(
        speech.words.concurrency.latency_there,
        middle=again(speech, "middle"),
        first=again(speech, "first"),
        n=number(ratio),
        ci=compare.interval(speech, ratio.interval),
    )


def saturated(speech: Speech) -> ClaimText:
    """From some number of requests on, throughput does not grow by more than the margin."""
    contrast = speech.claim.contrasts[0]
    return speech.said(
        speech.words.concurrency.saturated,
        speech.together(stalling(speech), little(speech), bundled(speech)),
        where=conditions(speech),
        first=requests(speech, "first"),
        n=speech.count("requests:first"),
        last=again(speech, "last"),
        margin=speech.locale.percent_as_given(contrast.alike),
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
        longer=longer(speech),
    )


def longer(speech: Speech) -> Text:
    """By how much a request takes longer at the end; it only waits where each has as much of the device."""
    words, wait = speech.words.concurrency, key(units.latency(speech.value("wait")))
    first, last = (speech.analysis.cell(speech.text(end)).in_force for end in ("first", "last"))
    alike = first and last and (first.streams, first.threads) == (last.streams, last.threads)
    return speech.fill(words.only_waits if alike else words.takes_longer, wait=wait)


def ends(speech: Speech, template: Message, n: Piece) -> Text:
    """What the requests at the end deliver beside those at the beginning."""
    return speech.fill(template, last=requests(speech, "last"), first=again(speech, "first"), n=n)


def falls(speech: Speech) -> ClaimText:
    """More requests cost throughput."""
    what = ends(speech, speech.words.concurrency.ends.less, gain(speech))
    return ClaimText(
        headline=proven(speech, what),
        short=speech.locale.capital(what),
        context=speech.together(
            speech.locale.sentence(longer(speech)), stalling(speech), little(speech), bundled(speech)
        ),
    )


def unresolved(speech: Speech) -> ClaimText:
    """The rounds cannot tell whether more requests buy anything, or anything that matters."""
    words, contrast, ratio = speech.words.concurrency, speech.claim.contrasts[0], latency_ratio(speech)
    sure: Text = ()
    if ratio is not None and is_longer(speech):
        sure = speech.tell(words.certain, n=key(ratio), ci=compare.interval(speech, ratio.interval))
    context = speech.together(
        sure, stays(speech), compare.way_out(speech, contrast), stalling(speech), little(speech)
    )
    if is_small(contrast):
        what = ends(speech, *compare.small(speech, contrast, words.ends))
        cost = speech.fill(words.at_short, n=number(ratio)) if sure and ratio is not None else ()
        return ClaimText(
            headline=speech.locale.sentence(compare.size_open(speech, contrast, what, conditions(speech))),
            short=speech.locale.capital(speech.together_closely(what, cost)),
            context=context,
        )
    less = estimate_of(contrast).adjusted_high < 1
    by_margin = words.unresolved_less if less else words.unresolved_more
    return speech.said(
        by_margin if compare.beyond_none(contrast) else words.unresolved,
        context,
        margin=speech.locale.percent_as_given(contrast.margin),
        rounds=compare.rounds_told(speech, estimate_of(contrast).rounds),
        last=requests(speech, "last"),
        first=again(speech, "first"),
        where=conditions(speech),
        open=compare.left_open(speech, compare.WORDINGS["throughput"], contrast),
    )


def is_longer(speech: Speech) -> bool:
    """Whether a request is shown to take longer, by more than goes without saying."""
    found = speech.claim.number("latency-ratio")
    return found.value > CERTAIN and (found.low or 0.0) > 1


def stays(speech: Speech) -> Text:
    """Up to how many requests throughput is that of the fewest, and what they cost in latency."""
    if not speech.has("requests:middle"):
        return ()
    words, ratio = speech.words.concurrency, latency_ratio(speech, "middle-ratio")
    *_, step = (each for each in speech.claim.contrasts if each.metric == "throughput")
    return speech.tell(
        words.stays,
        middle=requests(speech, "middle"),
        first=again(speech, "first"),
        apart=compare.apart(speech, step),
        proof=compare.proof(speech, step, rounds=False),
        at=() if ratio is None else speech.fill(words.stays_at, n=number(ratio)),
    )


def bundled(speech: Speech) -> Text:
    """A warning where streams change together with the requests."""
    first, last = (speech.analysis.cell(speech.text(end)) for end in ("first", "last"))
    if first.in_force is None or last.in_force is None or first.in_force.streams == last.in_force.streams:
        return ()
    return speech.tell(speech.words.concurrency.bundled)


TEMPLATES: Templates = {
    (ClaimKind.SATURATION, "grows"): grows,
    (ClaimKind.SATURATION, "levels-off"): levels_off,
    (ClaimKind.SATURATION, "saturated"): saturated,
    (ClaimKind.SATURATION, "falls"): falls,
    (ClaimKind.SATURATION, "unresolved"): unresolved,
}
