"""English words for published figures."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.english.compare import circumstances
from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.published import Published
from ovreport.conclusions.sentences.published_words import PublishedWords
from ovreport.conclusions.text import number

PUBLISHED = Published(
    lead="by the published figures{levels}, ",
    lead_levels=" {levels}",
    levels_alone="{levels}, ",
    levels=circumstances,
    platform=" on {platform}",
    scope="{placed}{platform}",
    scope_beside="{scope}",
    pair="{said}{scope}",
    further_pair="{said}{scope}",
    amount_alone=True,
    between=", ",
    last=" and ",
    effect=Phrases("{lead}{told} (single figures, so no interval).", "{lead}{told}"),
    ranged=Phrases(
        "in all {n} pairs of published figures, {said} (single figures, so no interval): least{least}, "
        "most{most}.",
        "{lead}{said}",
    ),
    same=Phrases("{lead}{same}: within {n} (single figures, so no interval).", "{lead}{same}"),
    same_clause="{a} and {b} are the same",
    turned=Phrases(
        "{lead}{first}, but {again}{there} (single figures, so no interval).",
        "{lead}{first}, but {again}{there}",
    ),
    partly=Phrases(
        "{lead}in {k} of {n} pairs of figures {said}; {rest} (single figures, so no interval).",
        "{lead}in {k} of {n} pairs of figures {said}",
    ),
    rest=Counted(
        "in the other one they are within {n} of each other",
        "in the other {m} they are within {n} of each other",
    ),
    remarked="{said}. {told}",
    basis=Counted("{n} pair of figures carries this.", "{n} pairs of figures carry this."),
    lone_batch="No other batch size was tried, so nothing here says how smaller or larger ones do.",
    combined=Phrases(
        "{level} beats the better of its devices in {wins} of {n} published pairs{most}{least} (single "
        "figures, so no interval).",
        "{level} is {often} better than one device",
    ),
    most=", by {n} at most{platform}",
    most_alone=" by {n} at most{platform}",
    least=" and falls behind by up to {n}{platform}",
    always="always",
    never="never",
    not_always="not always",
    said="The source says {text}",
    borne_out="{said}; its figures bear this out.",
    not_borne_out="{said}; its own figures give {ratios} times{verdict}.",
    no_doubling=": a clear gain, not a doubling",
    ratio="{n}",
    ratios_between=", ",
    ratios_last=" and ",
    stress=number,
    quoted="“{text}”",
    translated="“{text}” ({meant})",
    reaches="{last} in flight reach {times} the throughput of {first}",
    reaches_further="{times}",
    buys=Counted(
        "{n} more request in flight buys {gain} throughput",
        "{n} more requests in flight buy {gain} throughput",
    ),
    buys_further="{gain}",
    saturation=Phrases("{lead}{told} (single figures, so no interval).", "{lead}{told}"),
    gain_times="{n} the",
    gain_more="{n}",
    gain_less="{n} less",
    gain_none="no more",
    beyond_less="That is the most that is printed: {n} requests deliver {loss} less.",
    beyond_same="That is the most that is printed: {n} requests deliver no more.",
    takes="A request then takes {n} as long{law}.",
    law="; Little’s law makes it {value}",
    by_law="The source prints no latency for them; by Little’s law a request takes {n} as long.",
    times_span=f"{{span}}{units.NO_BREAK}times",
)

PUBLISHED_WORDS = PublishedWords(
    smallest=Phrases(
        "A smaller setting is good enough: throughput with {small} is {share} of that with {best} (single "
        "figures, so no interval).",
        "throughput with {small} is {share} of the best published figure",
    ),
    smallest_marked=Phrases(
        "By the published figures, a smaller setting is good enough: throughput with {small} is {share} of "
        "that with {best} (single figures, so no interval).",
        "throughput with {small} is {share} of the best published figure",
    ),
    smallest_by_words=Counted(
        "by the source’s words, {a} stays within {loss} of {b}: {text}.",
        "by the source’s words, {a} stay within {loss} of {b}: {text}.",
    ),
    smallest_by_words_short="{a} within {loss} of {b}, by the source’s words",
    not_measured="What it leaves to other programs was not measured.",
    nothing_to_check="It prints no figure for it, so nothing can be checked. What is left to other programs "
    "was not measured.",
    refuted="“{text}” is {ratios} times by the source’s own figures",
    held="“{text}” agrees with the source’s figures",
    no_figures=Phrases(
        "The source says {quoted} and prints no figures that it can be held against.",
        "“{text}” stands without figures",
    ),
    agree=Phrases(
        "The published latencies and throughputs fit together: requests × images ÷ FPS gives the printed "
        "latency within {off} {where}.",
        "Published latency and throughput fit together within {off}",
    ),
    rows_one="in the one row that prints both",
    rows_two="in both rows that print both",
    rows="in all {n} rows that print both",
    disagree=Phrases(
        "Published latency and throughput contradict each other: {cell} should take {predicted} a request "
        "by its FPS (Little’s law), but {printed} is printed.",
        "Published latency and throughput of {cell} do not fit together",
    ),
    why_not="The figure may count requests instead of images, or come from another run.",
    beside=Phrases(
        "This machine reaches {n} the throughput that {source} printed. The source gives no repeats, so no "
        "interval can be put beside its figures.",
        "{n} the published throughput",
    ),
    machine="Its machine: {platform}.",
    least_and_most="Least for {low}, most for {high}.",
    nothing_alone="Another machine and other software: the ratio says nothing about either alone.",
    there_alike="{same}, within {n}",
    there_and_here="There, {said}; here {again} {proof}.",
    there_and_open="There, {said}; here {span}.",
    there_and_same="There, {said}; here the two are equivalent, within {n} {proof}.",
)
