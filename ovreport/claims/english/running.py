"""English words for start-up."""

from __future__ import annotations

from ovreport.claims.sentences.running import Running
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msgs, msgs_in

RUNNING = Running(
    medians=msgs_in("after a time", "one round", "medians of {n} rounds"),
    median=msgs_in("after one time", "one round", "median of {n} rounds"),
    all_cached=msg("Every start took the compiled network from the cache, so none of them compiled it."),
    some_cached=msgs(
        "{n} of {of} start took the compiled network from the cache; it is left out of these times.",
        "{n} of {of} starts took the compiled network from the cache; they are left out of these times.",
    ),
    one_start=Phrases(
        msg(
            "Once OpenVINO is loaded, the first answer takes {total} ({medians}), {compile} of it for "
            "compiling."
        ),
        msg("Once OpenVINO is loaded, the first answer takes {total}"),
    ),
    starts_alike=Phrases(
        msg("{every} settings start alike: {apart} {proof}."),
        msg("Once OpenVINO is loaded, every setting gives its first answer within {high}"),
    ),
    starts_open=Phrases(
        msg(
            "No setting is shown to start later than another: once OpenVINO is loaded, the first answer "
            "takes {span} ({medians})."
        ),
        msg("{rounds} cannot tell the start-up times apart"),
    ),
    start_span=msg("{low} to {high}"),
    start_levels=msg("Once OpenVINO is loaded, the first answer takes {span} ({medians})."),
    start_levels_short=msg("Once OpenVINO is loaded, the first answer takes {span}"),
    starts_apart=msg(
        "Once OpenVINO is loaded, the first answer takes {n} longer with {slow} than with {quick} "
        "{proof}: {high} against {low}."
    ),
    starts_times_apart=msg(
        "Once OpenVINO is loaded, the first answer takes {n} as long with {slow} as with "
        "{quick} {proof}: {high} against {low}."
    ),
    break_even=Phrases(
        msg(
            "{best} {take} {extra} longer to the first answer than {quick}, {n} {proof}; its throughput "
            "earns that back after about {images} {amount_of}."
        ),
        msg("The longer start pays after about {images} {amount_of}"),
    ),
    cached_longer=Phrases(
        msg(
            "With the compiled network from the cache the first answer takes {low} ({medians}); compiling "
            "it, with {slow}, takes {n} longer {proof}: {high} ({slow_medians})."
        ),
        msg("From the cache the first answer takes {low} instead of {high}"),
    ),
    cached_shorter=Phrases(
        msg(
            "With the compiled network from the cache the first answer takes {low} ({medians}); compiling "
            "it, with {slow}, takes {n} less {proof}: {high} ({slow_medians})."
        ),
        msg("From the cache the first answer takes {low} instead of {high}"),
    ),
    cached_times=Phrases(
        msg(
            "With the compiled network from the cache the first answer takes {low} ({medians}); compiling "
            "it, with {slow}, takes {n} as long {proof}: {high} ({slow_medians})."
        ),
        msg("From the cache the first answer takes {low} instead of {high}"),
    ),
    cached_filled=Phrases(
        msg(
            "With the compiled network from the cache the first answer takes {low} ({medians}), the start "
            "that filled the cache {high} ({slow_medians})."
        ),
        msg("From the cache the first answer takes {low}, filling it {high}"),
    ),
    cached_open=Phrases(
        msg(
            "With the compiled network from the cache the first answer takes {low} ({medians}), compiling "
            "it, with {slow}, {high} ({slow_medians}); the rounds do not tell the two apart."
        ),
        msg("The rounds do not tell starts from the cache from others"),
    ),
    cache_filled=msg("The start that filled the cache took {fill}."),
)
