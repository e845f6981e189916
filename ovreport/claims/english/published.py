"""English words for published figures."""

from __future__ import annotations

from ovreport.claims.comparing import circumstances
from ovreport.claims.sentences.published import Published
from ovreport.claims.sentences.published_words import PublishedWords
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msg_in, msgs, msgs_in
from ovreport.language.spans import number

PUBLISHED = Published(
    lead=msg("by the published figures{levels}, "),
    lead_levels=msg(" {levels}"),
    levels_alone=msg("{levels}, "),
    levels=circumstances,
    platform=msg(" on {platform}"),
    scope=msg("{placed}{platform}", also="where"),
    scope_beside=msg("{scope}"),
    pair=msg("{said}{scope}"),
    further_pair=msg("{said}{scope}"),
    amount_alone=True,
    between=msg_in("published between", ", "),
    last=msg_in("published last", " and "),
    effect=Phrases(msg("{lead}{told} (single figures, so no interval)."), msg("{lead}{told}")),
    ranged=Phrases(
        msg(
            "in all {n} pairs of published figures, {said} (single figures, so no interval): least{least}, "
            "most{most}.",
            also="lead",
        ),
        msg("{lead}{said}"),
    ),
    same=Phrases(msg("{lead}{same}: within {n} (single figures, so no interval)."), msg("{lead}{same}")),
    same_clause=msg("{a} and {b} are the same"),
    turned=Phrases(
        msg("{lead}{first}, but {again}{there} (single figures, so no interval)."),
        msg("{lead}{first}, but {again}{there}"),
    ),
    partly=Phrases(
        msg("{lead}in {k} of {n} pairs of figures {said}; {rest} (single figures, so no interval)."),
        msg("{lead}in {k} of {n} pairs of figures {said}"),
    ),
    rest=msgs(
        "in the other one they are within {n} of each other",
        "in the other {m} they are within {n} of each other",
    ),
    remarked=msg("{said}. {told}"),
    basis=msgs("{n} pair of figures carries this.", "{n} pairs of figures carry this."),
    lone_batch=msg("No other batch size was tried, so nothing here says how smaller or larger ones do."),
    combined=Phrases(
        msg(
            "{level} beats the better of its devices in {wins} of {n} published pairs{most}{least} (single "
            "figures, so no interval)."
        ),
        msg("{level} is {often} better than one device"),
    ),
    most=msg(", by {n} at most{platform}", also="scope"),
    most_alone=msg(" by {n} at most{platform}", also="scope"),
    least=msg(" and falls behind by up to {n}{platform}", also="scope"),
    always=msg("always"),
    never=msg("never"),
    not_always=msg("not always"),
    said=msg("The source says {text}"),
    borne_out=msg("{said}; its figures bear this out."),
    not_borne_out=msg("{said}; its own figures give {ratios} times{verdict}."),
    no_doubling=msg(": a clear gain, not a doubling"),
    ratio=msg_in("published ratio", "{n}"),
    ratios_between=msg_in("published ratios between", ", "),
    ratios_last=msg_in("published ratios last", " and "),
    stress=number,
    quoted=msg("“{text}”"),
    translated=msg("“{text}” ({meant})"),
    reaches=msg("{last} in flight reach {times} the throughput of {first}"),
    reaches_further=msg("{times}"),
    buys=msgs_in(
        "published buys",
        "{n} more request in flight buys {gain} throughput",
        "{n} more requests in flight buy {gain} throughput",
    ),
    buys_further=msg("{gain}"),
    saturation=Phrases(msg("{lead}{told} (single figures, so no interval)."), msg("{lead}{told}")),
    gain_times=msg("{n} the"),
    gain_more=msg_in("published gain more", "{n}"),
    gain_less=msg_in("published gain less", "{n} less"),
    gain_none=msg("no more"),
    beyond_less=msg("That is the most that is printed: {n} requests deliver {loss} less."),
    beyond_same=msg("That is the most that is printed: {n} requests deliver no more."),
    takes=msg("A request then takes {n} as long{law}."),
    law=msg("; Little’s law makes it {value}", also="n"),
    by_law=msg("The source prints no latency for them; by Little’s law a request takes {n} as long."),
    times_span=msg("{span}\xa0times"),
)

PUBLISHED_WORDS = PublishedWords(
    smallest=Phrases(
        msg(
            "A smaller setting is good enough: throughput with {small} is {share} of that with {best} "
            "(single figures, so no interval)."
        ),
        msg("throughput with {small} is {share} of the best published figure"),
    ),
    smallest_marked=Phrases(
        msg(
            "By the published figures, a smaller setting is good enough: throughput with {small} is {share} "
            "of that with {best} (single figures, so no interval)."
        ),
        msg("throughput with {small} is {share} of the best published figure"),
    ),
    smallest_by_words=msgs(
        "by the source’s words, {a} stays within {loss} of {b}: {text}.",
        "by the source’s words, {a} stay within {loss} of {b}: {text}.",
    ),
    smallest_by_words_short=msg("{a} within {loss} of {b}, by the source’s words"),
    not_measured=msg("What it leaves to other programs was not measured."),
    nothing_to_check=msg(
        "It prints no figure for it, so nothing can be checked. What is left to other programs "
        "was not measured."
    ),
    refuted=msg("“{text}” is {ratios} times by the source’s own figures"),
    held=msg("“{text}” agrees with the source’s figures"),
    no_figures=Phrases(
        msg("The source says {quoted} and prints no figures that it can be held against."),
        msg("“{text}” stands without figures"),
    ),
    agree=Phrases(
        msg(
            "The published latencies and throughputs fit together: requests × images ÷ FPS gives the printed "
            "latency within {off} {where}."
        ),
        msg("Published latency and throughput fit together within {off}"),
    ),
    rows_one=msg("in the one row that prints both", also="n"),
    rows_two=msg("in both rows that print both", also="n"),
    rows=msg("in all {n} rows that print both"),
    disagree=Phrases(
        msg(
            "Published latency and throughput contradict each other: {cell} should take {predicted} a "
            "request by its FPS (Little’s law), but {printed} is printed."
        ),
        msg("Published latency and throughput of {cell} do not fit together"),
    ),
    why_not=msg("The figure may count requests instead of images, or come from another run."),
    beside=Phrases(
        msg(
            "This machine reaches {n} the throughput that {source} printed. The source gives no repeats, so "
            "no interval can be put beside its figures."
        ),
        msg("{n} the published throughput"),
    ),
    beside_one_of=msg("{n} the throughput that {source} printed"),
    machine=msg("Its machine: {platform}."),
    least_and_most=msg("Least for {low}, most for {high}."),
    nothing_alone=msg("Another machine and other software: the ratio says nothing about either alone."),
    there_alike=msg("{same}, within {n}"),
    there_and_here=msg("There, {said}; here {again} {proof}."),
    there_and_open=msg("There, {said}; here {span}."),
    there_and_same=msg("There, {said}; here the two are equivalent, within {n} {proof}."),
)
