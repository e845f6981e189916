"""English words for requests in flight."""

from __future__ import annotations

from ovreport.claims.sentences.compare import Change
from ovreport.claims.sentences.concurrency import Concurrency
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msg_in, msgs, msgs_in

CONCURRENCY = Concurrency(
    requests=msgs("{n} request", "{n} requests"),
    again=msgs_in("requests after others", "{n}", "{n}"),
    streams=msgs("{n} stream", "{n} streams"),
    little=msg(
        "Little’s law {verb}: {load} in flight at {fps} make {predicted} a request, and {measured} were "
        "measured.",
        also="brief_of rate",
    ),
    fits=msg("agrees"),
    fits_not=msg("does not fit"),
    fewer=msg(
        "By Little’s law {fps} at {measured} a request make {n} in flight on average, not {load}: the "
        "others waited to be submitted anew.",
        also="brief_of rate",
    ),
    load=msg("{requests}"),
    load_of_images=msg("{requests} of {batch} {amount_of}", also="brief_of"),
    proven=msg("{what}{where} {proof}{cost}"),
    times_more=msg("{last} in flight deliver {n} the throughput of {first}"),
    more=msgs_in(
        "concurrency more",
        "{n} more request in flight buys {gain} throughput",
        "{n} more requests in flight buy {gain} throughput",
    ),
    at_times=msg(", at {n} the latency {ci}"),
    at=msgs(" and costs {n} the latency {ci}", " and cost {n} the latency {ci}"),
    at_times_short=msg_in("concurrency at times short", " for {n} the latency"),
    at_short=msg_in("concurrency at short", " for {n} the latency"),
    who=msg("{requests} in flight"),
    who_on_streams=msg("{requests} on {streams}"),
    levels_times=msgs(
        "{who} delivers {n} the throughput of {first}", "{who} deliver {n} the throughput of {first}"
    ),
    levels=msgs(
        "{who} delivers {n} more throughput than {first}", "{who} deliver {n} more throughput than {first}"
    ),
    further=msgs("what {n} further one adds{wait} is open", "what {n} further ones add{wait} is open"),
    waits=msg(" at {n} the latency"),
    levels_off=msg("{what}{where} {proof}; {tail}: {open}"),
    levels_off_short=msg("{what}; {tail}"),
    latency_there=msg("With {middle} the latency is {n} that of {first} {ci}."),
    whether=msg("what they add"),
    saturated=Phrases(
        msg(
            "Beyond {first}{where}, more of them gain less than the margin of {margin}: with {last}, "
            "throughput stays {apart} {proof}, and {longer}.",
            also="n",
        ),
        msg("Beyond {first}{where}, more of them gain less than {margin}: with {last}, {longer}", also="n"),
    ),
    ends=Change(
        times=msg("{last} in flight deliver {n} the throughput of {first}"),
        more=msg("{last} in flight deliver {n} more throughput than {first}"),
        less=msg("{last} in flight deliver {n} less throughput than {first}"),
    ),
    unresolved=Phrases(
        msg(
            "{rounds} cannot tell whether {last} in flight deliver more throughput than {first}{where}: "
            "{open}."
        ),
        msg("{rounds} cannot tell whether {last} in flight deliver more throughput than {first}"),
    ),
    unresolved_more=Phrases(
        msg(
            "{rounds} cannot tell whether {last} in flight deliver more throughput than {first}{where} by "
            "more than {margin}: {open}."
        ),
        msg(
            "{rounds} cannot tell whether {last} in flight deliver more throughput than {first} by more "
            "than {margin}"
        ),
    ),
    unresolved_less=Phrases(
        msg(
            "{rounds} cannot tell whether {last} in flight deliver less throughput than {first}{where} by "
            "more than {margin}: {open}."
        ),
        msg(
            "{rounds} cannot tell whether {last} in flight deliver less throughput than {first} by more "
            "than {margin}"
        ),
    ),
    takes_longer=msg("a request takes {wait} longer"),
    only_waits=msg("a request only waits {wait} longer"),
    certain=msg("A request takes {n} as long {ci}."),
    stays=msg("With {middle}, throughput stays {apart} of that with {first} {proof}{at}."),
    stays_at=msg(", at {n} the latency"),
    bundled=msg("Streams change along with the requests, so the two are not told apart here."),
)
