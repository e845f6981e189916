"""English sentences about steadiness and start-up."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.basis import takes_turns
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, fill, key, number, parts, together


def throttling(speech: Speech) -> Parts:
    """What is known about throttling."""
    if not speech.has("throttled"):
        return parts("This host does not tell whether it throttled, so nothing is said about heat.")
    return parts("No throttling was recorded.") if speech.count("throttled") == 0 else ()


def steady(speech: Speech) -> Said:
    """All rounds close to their setting's mean."""
    far = key(units.percent_at_most(speech.value("departure")))
    return Said(
        headline=fill(
            "Every one of the {rounds} stayed within {far} of its setting’s mean throughput.",
            far=far,
            rounds=counted(speech.count("rounds"), "round"),
        ),
        short=fill("Every round stayed within {far} of its setting’s mean throughput", far=far),
        context=throttling(speech),
    )


def moving(speech: Speech) -> Said:
    """Some round far from its setting's mean."""
    far = key(units.percent(speech.value("departure")))
    return Said(
        headline=fill(
            "One round lay {far} from its setting’s mean throughput: round {round}, with {cell}.",
            far=far,
            round=str(speech.count("round")),
            cell=speech.cell(speech.text("cell")),
        ),
        short=fill("One round lay {far} from its setting’s mean throughput", far=far),
        context=together(
            slow_moment(speech),
            throttling(speech),
        ),
    )


def slow_moment(speech: Speech) -> Parts:
    """What a slow moment of the machine does to ratios."""
    if takes_turns(speech.plan):
        return parts("Ratios are formed within a round, where a slow moment falls on all settings.")
    return parts(
        "Within a round one setting was measured after the other, so a slow moment falls on some of them "
        "alone and is part of their ratios."
    )


def throttled(speech: Speech) -> Said:
    """The processor throttled."""
    n = speech.count("throttled")
    return Said(
        headline=fill(
            "The processor throttled {n} during the run: levels belong to a hot machine.",
            n=key("once" if n == 1 else f"{units.count(n)} times"),
        ),
        short=fill("The processor throttled {n}", n=key("once" if n == 1 else f"{units.count(n)} times")),
        context=fill(
            "One round lay {far} from its setting’s mean throughput. Cool the machine, or lengthen the "
            "pauses, and measure again.",
            far=number(units.percent(speech.value("departure"))),
        ),
    )


def level(speech: Speech) -> Said:
    """No drift inside trials."""
    far = key(units.percent_at_most(speech.value("change")))
    return Said(
        headline=fill(
            "Within a typical round latency stays level: it drifts by less than {far} in every setting.",
            far=far,
        ),
        short=fill("Within a typical round latency stays level, within {far}", far=far),
    )


def drifting(speech: Speech) -> Said:
    """A drift inside trials."""
    change = speech.value("change")
    told = fill(
        "in a typical round of {cell}, latency drifts {moves} by {far} from the first slice to the last",
        moves="up" if change > 0 else "down",
        far=key(units.percent(abs(change))),
        cell=speech.cell(speech.text("cell")),
    )
    brief = fill(
        "Latency drifts by {far} in a typical round of the setting that drifts most",
        far=key(units.percent(abs(change))),
    )
    return Said(
        headline=sentence(told),
        short=brief,
        context=whose_drift(speech),
    )


def whose_drift(speech: Speech) -> Parts:
    """Whom else a drift of the machine touches."""
    if takes_turns(speech.plan):
        return parts("Slices of all settings take turns, so a drift of the machine falls on all.")
    return parts("Each setting was measured in one go, so a drift of the machine falls on one at a time.")


def windows(speech: Speech) -> Said:
    """Windows of a hundred requests."""
    low, high = speech.quantity("lowest"), speech.quantity("highest")
    told = fill(
        "with {cell}, throughput over 100 requests lies between {low} and {high}",
        low=key(low.value),
        high=key(high),
        cell=speech.cell(speech.text("cell")),
    )
    first = f", the first {speech.count('first')} of each round" if speech.has("first") else ""
    n = digits(speech.count("windows"))
    headline = fill("{told} ({n} full windows{first})", told=told, n=n, first=first)
    return Said(headline=sentence(headline), short=capital(told))


def medians(speech: Speech) -> str:
    """What a start-up time is."""
    n = speech.count("rounds")
    return f"medians of {n} rounds" if n > 1 else "one round"


def from_cache(speech: Speech) -> Parts:
    """How many starts took the compiled network from a cache, and what that means for the times told."""
    if not speech.has("cached"):
        return ()
    n, of = speech.count("cached"), speech.count("starts")
    if n == of:
        return parts("Every start took the compiled network from the cache, so none of them compiled it.")
    verb = "start took" if n == 1 else "starts took"
    left = "it is" if n == 1 else "they are"
    return parts(
        f"{digits(n).capitalize()} of {digits(of)} {verb} the compiled network from the cache; "
        f"{left} left out of these times."
    )


def one_start(speech: Speech) -> Said:
    """Start-up of one setting."""
    total = key(speech.quantity("longest"))
    return Said(
        headline=fill(
            "Once OpenVINO is loaded, the first answer takes {total} ({medians}), {compile} of it for "
            "compiling.",
            total=total,
            medians=medians(speech),
            compile=number(speech.quantity("compile")),
        ),
        short=fill("Once OpenVINO is loaded, the first answer takes {total}", total=total),
        context=from_cache(speech),
    )


def start_levels(speech: Speech) -> Parts:
    """The shortest and the longest start."""
    return fill(
        "Once OpenVINO is loaded, the first answer takes {low} to {high} ({medians}).",
        low=speech.quantity("shortest"),
        high=speech.quantity("longest"),
        medians=medians(speech),
    )


def starts_alike(speech: Speech) -> Said:
    """No setting starts later than another."""
    contrast, high = speech.claim.contrasts[0], speech.quantity("longest")
    return Said(
        headline=fill(
            "{all} settings start alike: {apart} {proof}.",
            all="Both" if speech.count("settings") == 2 else "All",
            apart=compare.apart(speech, contrast),
            proof=compare.proof(speech, contrast),
        ),
        short=fill(
            "Once OpenVINO is loaded, every setting gives its first answer within {high}", high=key(high)
        ),
        context=together(start_levels(speech), from_cache(speech)),
    )


def starts_open(speech: Speech) -> Said:
    """Whether a setting starts later cannot be told."""
    rounds = counted(estimate_of(speech.claim.contrasts[0]).rounds, "round")
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            "No setting is shown to start later than another: once OpenVINO is loaded, the first answer "
            "takes {low} to {high} ({medians}).",
            low=key(low),
            high=key(high),
            medians=medians(speech),
        ),
        short=fill("{rounds} cannot tell the start-up times apart", rounds=rounds.capitalize()),
        context=together(compare.way_out(speech, speech.claim.contrasts[0]), from_cache(speech)),
    )


def starts_told(speech: Speech) -> Said:
    """Start-up times of too few rounds to compare them."""
    return Said(
        headline=start_levels(speech),
        short=short_levels(speech),
        context=from_cache(speech),
    )


def short_levels(speech: Speech) -> Parts:
    """The shortest and the longest start in half a line; loading OpenVINO itself is left out."""
    return fill(
        "Once OpenVINO is loaded, the first answer takes {low} to {high}",
        low=key(speech.quantity("shortest")),
        high=key(speech.quantity("longest")),
    )


def starts_apart(speech: Speech) -> Said:
    """Some setting starts later than another."""
    contrast = speech.claim.contrasts[0]
    more = compare.estimated(speech, estimate_of(contrast))
    longer = "{n} longer {slow} than {quick}" if more.unit == "%" else "{n} as long {slow} as {quick}"
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            f"Once OpenVINO is loaded, the first answer takes {longer} {{proof}}: {{high}} against {{low}}.",
            n=key(more),
            slow=fill("with {cell}", cell=speech.cell(speech.text("slow"))),
            quick=fill("with {cell}", cell=speech.cell(speech.text("quick"))),
            proof=compare.proof(speech, contrast),
            high=high,
            low=low,
        ),
        short=short_levels(speech),
        context=from_cache(speech),
    )


def break_even(speech: Speech) -> Said:
    """The longer start of the best setting is earned back."""
    contrast = speech.claim.contrasts[0]
    images = units.fixed(speech.value("images"), min(units.significant(speech.value("images"), 2), 0))
    extra = units.latency(speech.value("start") - speech.value("shortest"))
    return Said(
        headline=fill(
            "{best} takes {extra} longer to its first answer than {quick}, {n} {proof}; its throughput earns "
            "that back after about {images} images.",
            best=speech.start(speech.text("best")),
            extra=number(extra),
            quick=speech.cell(speech.text("quick")),
            n=compare.amount(speech, estimate_of(contrast).ratio, times=True),
            proof=compare.proof(speech, contrast, times=True),
            images=key(images),
        ),
        short=fill("The longer start pays after about {images} images", images=key(images)),
        context=together(start_levels(speech), from_cache(speech)),
    )


TEMPLATES: Templates = {
    (ClaimKind.STEADINESS, "steady"): steady,
    (ClaimKind.STEADINESS, "moving"): moving,
    (ClaimKind.STEADINESS, "throttled"): throttled,
    (ClaimKind.STEADINESS, "level"): level,
    (ClaimKind.STEADINESS, "drift"): drifting,
    (ClaimKind.STEADINESS, "windows"): windows,
    (ClaimKind.STARTUP, "single"): one_start,
    (ClaimKind.STARTUP, "levels"): starts_told,
    (ClaimKind.STARTUP, "open"): starts_open,
    (ClaimKind.STARTUP, "alike"): starts_alike,
    (ClaimKind.STARTUP, "apart"): starts_apart,
    (ClaimKind.STARTUP, "break-even"): break_even,
}
