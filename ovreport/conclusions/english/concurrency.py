"""English sentences about requests in flight."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of, open_pair
from ovreport.conclusions.text import Parts, fill, key, number, parts, together


def conditions(speech: Speech) -> Parts:
    """What the cells of the chain share, with a blank before."""
    return compare.placed(speech, compare.circumstances(speech, speech.shared_by_cells()))


def gain(speech: Speech) -> units.Quantity:
    """What the last setting has over the first, in times or percent."""
    return compare.estimated(speech, estimate_of(speech.claim.contrasts[0]))


def price(speech: Speech) -> Parts:
    """What a request's latency becomes; empty where it was not compared."""
    if not speech.has("latency-ratio"):
        return ()
    found = speech.claim.number("latency-ratio")
    ratio = units.times(found.value, found.low, found.high)
    return fill(
        "{n} the latency (95{gap}% CI {interval})",
        n=key(ratio),
        gap=units.NO_BREAK,
        interval=number(ratio.interval),
    )


def little(speech: Speech) -> Parts:
    """Little's law beside the measured latency, where it predicts one."""
    if not speech.has("predicted") or not speech.has("latency:last"):
        return ()
    measured, predicted = speech.value("latency:last"), speech.value("predicted")
    agrees = abs(measured / predicted - 1) <= 0.1
    requests, batch = speech.count("requests:last"), speech.count("batch")
    load = (
        counted(requests, "request")
        if batch == 1
        else f"{counted(requests, 'request')} of {digits(batch)} images"
    )
    return fill(
        "Little’s law {verb}: {load} in flight at {fps} make {predicted} a request, and {measured} "
        "were measured.",
        verb="agrees" if agrees else "does not fit",
        load=load,
        fps=number(units.throughput(speech.value("fps:last"))),
        predicted=number(units.latency(predicted)),
        measured=number(units.latency(measured)),
    )


def grows(speech: Speech) -> Said:
    """Throughput is higher at the end; how much, and at what price."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    estimate = estimate_of(speech.claim.contrasts[0])
    where = conditions(speech)
    proof = compare.proof(speech, speech.claim.contrasts[0])
    cost = price(speech)
    if estimate.ratio >= compare.TIMES_FROM:
        what = fill(
            "{last} in flight deliver {n} the throughput of {first}",
            last=counted(last, "request"),
            n=key(gain(speech)),
            first=digits(first),
        )
        told = fill(
            "{what}{where} {proof}{cost}",
            what=what,
            where=where,
            proof=proof,
            cost=fill(", at {p}", p=cost) if cost else (),
        )
    else:
        what = fill(
            "{more} in flight {buy} {n} throughput",
            buy="buys" if last - first == 1 else "buy",
            more=more(last - first),
            n=key(gain(speech)),
        )
        told = fill(
            "{what}{where} {proof}{cost}",
            what=what,
            where=where,
            proof=proof,
            cost=fill(" and {cost} {p}", cost="costs" if last - first == 1 else "cost", p=cost)
            if cost
            else (),
        )
    return Said(
        headline=sentence(told),
        short=capital(brief(speech, what)),
        context=together(little(speech), bundled(speech)),
    )


def levels_off(speech: Speech) -> Said:
    """The gain is there before the last requests are added; those only take longer, as far as is shown."""
    gain_contrast, open_contrast = open_pair(speech)
    middle, last, first = (speech.count(f"requests:{end}") for end in ("middle", "last", "first"))
    streams = counted(speech.count("streams:middle"), "stream") if speech.has("streams:middle") else ""
    who = (
        f"{counted(middle, 'request')} on {streams}" if streams else f"{counted(middle, 'request')} in flight"
    )
    estimate = estimate_of(gain_contrast)
    template = "{who} {deliver} {n} the throughput of {first}"
    if estimate.ratio < compare.TIMES_FROM:
        template = "{who} {deliver} {n} more throughput than {first}"
    what = fill(
        template,
        who=who,
        deliver="delivers" if middle == 1 else "deliver",
        n=key(compare.estimated(speech, estimate)),
        first=digits(first),
    )
    added = last - middle
    further = f"{digits(added)} further {'one shows' if added == 1 else 'ones show'} no gain"
    wait: Parts = ()
    if speech.has("wait-ratio"):
        found = speech.claim.number("wait-ratio")
        wait = fill(", at {n} the latency", n=number(units.times(found.value, found.low, found.high)))
    tail = fill("{further}{wait}", further=further, wait=wait)
    told = fill(
        "{what}{where} {proof}; {tail}: {open}",
        what=what,
        where=conditions(speech),
        proof=compare.proof(speech, gain_contrast),
        tail=tail,
        open=compare.left_open(speech, speech.words.comparing.wordings["throughput"], open_contrast),
    )
    cost: Parts = ()
    if speech.has("latency-ratio"):
        cost = sentence(
            fill("With {n} the latency is {price}", n=digits(middle), price=compared_price(speech))
        )
    return Said(
        headline=sentence(told),
        short=capital(fill("{what}; {tail}", what=what, tail=tail)),
        context=together(
            compare.way_out(speech, open_contrast, "whether they gain anything"),
            cost,
            little(speech),
            bundled(speech),
        ),
    )


def compared_price(speech: Speech) -> Parts:
    """The latency in the middle of a chain: `1.74 times that of one (95 % CI 1.63–1.86)`."""
    found = speech.claim.number("latency-ratio")
    ratio = units.times(found.value, found.low, found.high)
    return fill(
        "{n} that of {first} (95{gap}% CI {interval})",
        n=number(ratio),
        first=digits(speech.count("requests:first")),
        gap=units.NO_BREAK,
        interval=number(ratio.interval),
    )


def more(added: int) -> str:
    """`one more request`, `three more requests`."""
    return f"{digits(added)} more request{'' if added == 1 else 's'}"


def brief(speech: Speech, what: Parts) -> Parts:
    """The gain with its price, without the proof."""
    if not speech.has("latency-ratio"):
        return what
    ratio = units.times(speech.value("latency-ratio"))
    found = speech.claim.number("latency-ratio")
    ratio = units.times(found.value, found.low, found.high)
    return fill("{what} for {n} the latency", what=what, n=number(ratio))


def saturated(speech: Speech) -> Said:
    """From some number of requests on, throughput does not grow any more."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    contrast = speech.claim.contrasts[0]
    from_here = fill(
        "from {n} on{where}, throughput no longer grows",
        n=counted(first, "request"),
        where=conditions(speech),
    )
    told = fill(
        "{from_here}: with {last} it is the same, {apart} {proof}, and a request only waits {wait} longer",
        from_here=from_here,
        last=digits(last),
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
        wait=key(units.latency(speech.value("wait"))),
    )
    short = fill(
        "{from_here}: with {last} a request only waits {wait} longer",
        from_here=from_here,
        last=digits(last),
        wait=key(units.latency(speech.value("wait"))),
    )
    return Said(
        headline=sentence(told), short=capital(short), context=together(little(speech), bundled(speech))
    )


def falls(speech: Speech) -> Said:
    """More requests cost throughput."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    what = fill(
        "{last} in flight deliver {n} less throughput than {first}",
        last=counted(last, "request"),
        n=key(gain(speech)),
        first=digits(first),
    )
    told = fill(
        "{what}{where} {proof}",
        what=what,
        where=conditions(speech),
        proof=compare.proof(speech, speech.claim.contrasts[0]),
    )
    wait = fill("A request waits {wait} longer.", wait=number(units.latency(speech.value("wait"))))
    return Said(
        headline=sentence(told), short=capital(what), context=together(wait, little(speech), bundled(speech))
    )


def unresolved(speech: Speech) -> Said:
    """The rounds cannot tell whether more requests buy anything."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    contrast = speech.claim.contrasts[0]
    estimate = estimate_of(contrast)
    question = f"{counted(last, 'request')} in flight deliver more throughput than {digits(first)}"
    told = fill(
        "{rounds} cannot tell whether {question}{where}: {open}",
        rounds=counted(estimate.rounds, "round"),
        question=question,
        where=conditions(speech),
        open=compare.left_open(speech, speech.words.comparing.wordings["throughput"], contrast),
    )
    cost = price(speech)
    sure = capital(fill("{p} is certain.", p=cost)) if cost and speech.value("latency-ratio") > 1.1 else ()
    return Said(
        headline=sentence(told),
        short=fill(
            "{rounds} cannot tell whether {question}",
            rounds=counted(estimate.rounds, "round").capitalize(),
            question=question,
        ),
        context=together(compare.way_out(speech, contrast), sure, little(speech)),
    )


def bundled(speech: Speech) -> Parts:
    """A warning where streams change together with the requests."""
    first, last = (speech.analysis.cell(speech.text(end)) for end in ("first", "last"))
    if first.in_force is None or last.in_force is None or first.in_force.streams == last.in_force.streams:
        return ()
    return parts("Streams change along with the requests, so the two are not told apart here.")


def shares_told(speech: Speech) -> str:
    """The smallest and the largest share over all rounds: `24 to 26 %`."""
    low, high = (round(speech.value(bound) * 100) for bound in ("lowest", "highest"))
    return f"{low}{units.NO_BREAK}%" if low == high else f"{low} to {high}{units.NO_BREAK}%"


def evenness(speech: Speech) -> Said:
    """How evenly the requests share the work."""
    n = digits(speech.count("requests"))
    verb = {
        "even": "share the work evenly",
        "slightly": "share the work slightly unevenly",
        "uneven": "share the work unevenly",
    }[speech.claim.variant]
    settings = speech.count("settings")
    shares = fill("{n} each over the whole run", n=key(shares_told(speech)))
    what = fill("the {n} requests {verb}: {shares}", n=n, verb=verb, shares=shares)
    if settings == 1 or " to " not in shares_told(speech):
        return Said(headline=sentence(what), short=capital(what), context=order(speech))
    cell = speech.cell(speech.text("cell"))
    if speech.claim.variant == "even":
        told = fill(
            "in {all} settings with more than one request in flight, the requests share the work "
            "evenly: at worst {shares} ({cell})",
            all="both" if settings == 2 else f"all {digits(settings)}",
            shares=shares,
            cell=cell,
        )
    else:
        told = fill("the {n} requests of {cell} {verb}: {shares}", n=n, cell=cell, verb=verb, shares=shares)
    brief = fill("The requests {verb}: at worst {shares}", verb=verb, shares=shares)
    return Said(headline=sentence(told), short=brief, context=order(speech))


def order(speech: Speech) -> Parts:
    """How many requests completed in the order in which they were submitted."""
    coarse: Parts = ()
    if speech.has("per-slice"):
        held = counted(speech.count("per-slice"), "request")
        coarse = parts(f"A slice holds only about {held}, so the shares are coarse.")
    if not speech.has("in-order"):
        return coarse
    share = units.percent(speech.value("in-order"))
    there: Parts = ()
    if speech.count("settings") > 1:
        named = " to " in shares_told(speech)
        there = parts("there, ") if named else fill("with {cell}, ", cell=speech.cell(speech.text("cell")))
    ordered = fill(
        "{there}{share} of the requests completed in the order in which they were submitted.",
        there=there,
        share=number(share),
    )
    return together(capital(ordered), coarse)


TEMPLATES: Templates = {
    (ClaimKind.SATURATION, "grows"): grows,
    (ClaimKind.SATURATION, "levels-off"): levels_off,
    (ClaimKind.SATURATION, "saturated"): saturated,
    (ClaimKind.SATURATION, "falls"): falls,
    (ClaimKind.SATURATION, "unresolved"): unresolved,
    (ClaimKind.EVENNESS, "even"): evenness,
    (ClaimKind.EVENNESS, "slightly"): evenness,
    (ClaimKind.EVENNESS, "uneven"): evenness,
}
