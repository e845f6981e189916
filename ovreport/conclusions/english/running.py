"""English words for steadiness and start-up."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.running import Running

RUNNING = Running(
    heat_unknown="This host does not tell whether it throttled, so nothing is said about heat.",
    not_throttled="No throttling was recorded.",
    steady=Phrases(
        "Every one of the {rounds} stayed within {far} of its setting’s mean throughput.",
        "Every round stayed within {far} of its setting’s mean throughput",
    ),
    moving=Phrases(
        "Round {round} of {cell} lay {far} from its mean throughput, farther than any other round.",
        "Round {round} of {cell} lay {far} from its mean throughput",
    ),
    slow_for_all="Ratios are formed within a round, where a slow moment falls on all settings.",
    slow_for_some="Within a round one setting was measured after the other, so a slow moment falls on some "
    "of them alone and is part of their ratios.",
    throttled=Phrases(
        "The processor throttled {n} during the run: levels belong to a hot machine.",
        "The processor throttled {n}",
    ),
    cool="One round lay {far} from its setting’s mean throughput. Cool the machine, or lengthen the pauses, "
    "and measure again.",
    times=Counted("once", "{n} times"),
    level=Phrases(
        "Latency has no trend within a typical round: from the first slice to the last it moves by less than "
        "{far} in every setting.",
        "Latency has no trend within a typical round: it moves by less than {far}",
    ),
    drifting=Phrases(
        "In a typical round of {cell}, latency drifts {moves} by {far} from the first slice to the last.",
        "{cell}: latency drifts {moves} by {far} in a typical round",
    ),
    up="up",
    down="down",
    drift_of_all="Slices of all settings take turns, so a drift of the machine falls on all.",
    drift_of_one="Each setting was measured in one go, so a drift of the machine falls on one at a time.",
    windows=Phrases(
        "{cell}: throughput over 100 requests lies between {low} and {high} ({n} full windows{first}).",
        "{cell}: throughput over 100 requests lies between {low} and {high}",
    ),
    first_windows=", the first {first} of each round",
    medians=Counted("one round", "medians of {n} rounds"),
    all_cached="Every start took the compiled network from the cache, so none of them compiled it.",
    some_cached=Counted(
        "{n} of {of} start took the compiled network from the cache; it is left out of these times.",
        "{n} of {of} starts took the compiled network from the cache; they are left out of these times.",
    ),
    one_start=Phrases(
        "Once OpenVINO is loaded, the first answer takes {total} ({medians}), {compile} of it for compiling.",
        "Once OpenVINO is loaded, the first answer takes {total}",
    ),
    starts_alike=Phrases(
        "{every} settings start alike: {apart} {proof}.",
        "Once OpenVINO is loaded, every setting gives its first answer within {high}",
    ),
    starts_open=Phrases(
        "No setting is shown to start later than another: once OpenVINO is loaded, the first answer takes "
        "{span} ({medians}).",
        "{rounds} cannot tell the start-up times apart",
    ),
    start_span="{low} to {high}",
    start_levels="Once OpenVINO is loaded, the first answer takes {span} ({medians}).",
    start_levels_short="Once OpenVINO is loaded, the first answer takes {span}",
    starts_apart="Once OpenVINO is loaded, the first answer takes {n} longer with {slow} than with {quick} "
    "{proof}: {high} against {low}.",
    starts_times_apart="Once OpenVINO is loaded, the first answer takes {n} as long with {slow} as with "
    "{quick} {proof}: {high} against {low}.",
    break_even=Phrases(
        "{best} {take} {extra} longer to its first answer than {quick}, {n} {proof}; its throughput earns "
        "that back after about {images} {amount_of}.",
        "The longer start pays after about {images} {amount_of}",
    ),
    cached_longer=Phrases(
        "With the compiled network from the cache the first answer takes {low} ({medians}); compiling it, "
        "with {slow}, takes {n} longer {proof}: {high} ({slow_medians}).",
        "From the cache the first answer takes {low} instead of {high}",
    ),
    cached_shorter=Phrases(
        "With the compiled network from the cache the first answer takes {low} ({medians}); compiling it, "
        "with {slow}, takes {n} less {proof}: {high} ({slow_medians}).",
        "From the cache the first answer takes {low} instead of {high}",
    ),
    cached_times=Phrases(
        "With the compiled network from the cache the first answer takes {low} ({medians}); compiling it, "
        "with {slow}, takes {n} as long {proof}: {high} ({slow_medians}).",
        "From the cache the first answer takes {low} instead of {high}",
    ),
    cached_filled=Phrases(
        "With the compiled network from the cache the first answer takes {low} ({medians}), the start that "
        "filled the cache {high} ({slow_medians}).",
        "From the cache the first answer takes {low}, filling it {high}",
    ),
    cached_open=Phrases(
        "With the compiled network from the cache the first answer takes {low} ({medians}), compiling it, "
        "with {slow}, {high} ({slow_medians}); the rounds do not tell the two apart.",
        "The rounds do not tell starts from the cache from others",
    ),
    cache_filled="The start that filled the cache took {fill}.",
)
