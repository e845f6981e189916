"""English words for requests in flight."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.compare import Change
from ovreport.conclusions.sentences.concurrency import Concurrency, Evenness

CONCURRENCY = Concurrency(
    requests=Counted("{n} request", "{n} requests"),
    again=Counted("{n}"),
    streams=Counted("{n} stream", "{n} streams"),
    little="Little’s law {verb}: {load} in flight at {fps} make {predicted} a request, and {measured} were "
    "measured.",
    fits="agrees",
    fits_not="does not fit",
    fewer="By Little’s law {fps} at {measured} a request make {n} in flight on average, not {load}: the "
    "others waited to be submitted anew.",
    load="{requests}",
    load_of_images="{requests} of {batch} {amount_of}",
    proven="{what}{where} {proof}{cost}",
    times_more="{last} in flight deliver {n} the throughput of {first}",
    more=Counted(
        "{n} more request in flight buys {gain} throughput",
        "{n} more requests in flight buy {gain} throughput",
    ),
    at_times=", at {n} the latency {ci}",
    at=Counted(" and costs {n} the latency {ci}", " and cost {n} the latency {ci}"),
    at_times_short=" for {n} the latency",
    at_short=" for {n} the latency",
    who="{requests} in flight",
    who_on_streams="{requests} on {streams}",
    levels_times=Counted(
        "{who} delivers {n} the throughput of {first}", "{who} deliver {n} the throughput of {first}"
    ),
    levels=Counted(
        "{who} delivers {n} more throughput than {first}", "{who} deliver {n} more throughput than {first}"
    ),
    further=Counted("what {n} further one adds{wait} is open", "what {n} further ones add{wait} is open"),
    waits=" at {n} the latency",
    levels_off="{what}{where} {proof}; {tail}: {open}",
    levels_off_short="{what}; {tail}",
    latency_there="With {middle} the latency is {n} that of {first} {ci}.",
    whether="what they add",
    saturated=Phrases(
        "Beyond {first}{where}, more of them gain less than the margin of {margin}: with {last}, throughput "
        "stays {apart} {proof}, and {longer}.",
        "Beyond {first}{where}, more of them gain less than {margin}: with {last}, {longer}",
    ),
    ends=Change(
        times="{last} in flight deliver {n} the throughput of {first}",
        more="{last} in flight deliver {n} more throughput than {first}",
        less="{last} in flight deliver {n} less throughput than {first}",
    ),
    unresolved=Phrases(
        "{rounds} cannot tell whether {last} in flight deliver more throughput than {first}{where}: {open}.",
        "{rounds} cannot tell whether {last} in flight deliver more throughput than {first}",
    ),
    takes_longer="a request takes {wait} longer",
    only_waits="a request only waits {wait} longer",
    certain="A request takes {n} as long {ci}.",
    stays="With {middle}, throughput stays {apart} of that with {first} {proof}{at}.",
    stays_at=", at {n} the latency",
    bundled="Streams change along with the requests, so the two are not told apart here.",
    share=f"{{low}}{units.NO_BREAK}%",
    shares=f"{{low}} to {{high}}{units.NO_BREAK}%",
    each="{n} each over the whole run",
    evenness={
        "even": Evenness("share the work evenly"),
        "slightly": Evenness("share the work slightly unevenly"),
        "uneven": Evenness("share the work unevenly"),
    },
    even="the {n} requests {verb}: {shares}",
    even_in_both="in both settings with more than one request in flight, the requests {verb}: at worst "
    "{shares} ({cell})",
    even_in_all="in all {settings} settings with more than one request in flight, the requests {verb}: at "
    "worst {shares} ({cell})",
    alike="the {n} requests {verb}: their shares differ by less than {far} of an equal one",
    alike_of="the {n} requests of {cell} {verb}: their shares differ by less than {far} of an equal one",
    alike_in_both="in both settings with more than one request in flight, the requests {verb}: their shares "
    "differ by less than {far} of an equal one",
    alike_in_all="in all {settings} settings with more than one request in flight, the requests {verb}: "
    "their shares differ by less than {far} of an equal one",
    equal_in_both="in both settings with more than one request in flight, the requests {verb}: each did the "
    "same number",
    equal_in_all="in all {settings} settings with more than one request in flight, the requests {verb}: each "
    "did the same number",
    uneven_in="the {n} requests of {cell} {verb}: {shares}",
    worst="The requests {verb}: at worst {shares}",
    coarse="A slice holds only about {requests}, so the shares are coarse.",
    in_order="{there}{share} of the requests completed in the order in which they were submitted.",
    there="there, ",
    there_of="with {cell}, ",
)
