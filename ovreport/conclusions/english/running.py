"""English sentences about steadiness and start-up."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english import compare
from ovreport.conclusions.english.effects import sentence
from ovreport.conclusions.english.names import counted, digits
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
            "Throughput held to {far} from round to round, in all {rounds} of every setting.",
            far=far,
            rounds=counted(speech.count("rounds"), "round"),
        ),
        short=fill("Throughput held to {far} from round to round", far=far),
        context=throttling(speech),
    )


def moving(speech: Speech) -> Said:
    """Some round far from its setting's mean."""
    far = key(units.percent(speech.value("departure")))
    return Said(
        headline=fill(
            "Throughput moved by up to {far} from round to round: most in round {round}, with {cell}.",
            far=far,
            round=str(speech.count("round")),
            cell=speech.cell(speech.text("cell")),
        ),
        short=fill("Throughput moved by up to {far} from round to round", far=far),
        context=together(
            parts("Ratios are formed within a round, where a slow moment falls on all settings alike."),
            throttling(speech),
        ),
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
            "Throughput moved by up to {far} from round to round. Cool the machine, or lengthen "
            "the pauses, and "
            "measure again.",
            far=number(units.percent(speech.value("departure"))),
        ),
    )


def level(speech: Speech) -> Said:
    """No drift inside trials."""
    far = key(units.percent_at_most(speech.value("change")))
    return Said(
        headline=fill(
            "Within a trial, latency stays level: it moves by {far} at most from first to last slice.",
            far=far,
        ),
        short=fill("Within a trial, latency stays level, within {far}", far=far),
    )


def drifting(speech: Speech) -> Said:
    """A drift inside trials."""
    change = speech.value("change")
    told = fill(
        "within a trial, latency {moves} by {far} from first to last slice, most with {cell}",
        moves="rises" if change > 0 else "falls",
        far=key(units.percent(abs(change))),
        cell=speech.cell(speech.text("cell")),
    )
    brief = fill(
        "Within a trial, latency {moves} by up to {far}",
        moves="rises" if change > 0 else "falls",
        far=key(units.percent(abs(change))),
    )
    return Said(
        headline=sentence(told),
        short=brief,
        context=parts("Slices of all settings take turns, so the drift falls on all."),
    )


def windows(speech: Speech) -> Said:
    """Windows of a hundred requests."""
    low, high = speech.quantity("lowest"), speech.quantity("highest")
    told = fill(
        "{n} windows of 100 requests run from {low} to {high} ({cell})",
        n=digits(speech.count("windows")).capitalize(),
        low=key(low.value),
        high=key(high),
        cell=speech.cell(speech.text("cell")),
    )
    return Said(
        headline=fill("{told}.", told=told),
        short=fill("Windows of 100 requests run from {low} to {high}", low=key(low.value), high=key(high)),
    )


def medians(speech: Speech) -> str:
    """What a start-up time is."""
    n = speech.count("rounds")
    return f"medians of {n} rounds" if n > 1 else "one round"


def one_start(speech: Speech) -> Said:
    """Start-up of one setting."""
    total = key(speech.quantity("longest"))
    return Said(
        headline=fill(
            "Reading, compiling and the first inference take {total} ({medians}), {compile} of it "
            "for compiling.",
            total=total,
            medians=medians(speech),
            compile=number(speech.quantity("compile")),
        ),
        short=fill("{total} to the first answer", total=total),
    )


def start_levels(speech: Speech) -> Parts:
    """The shortest and the longest start."""
    return fill(
        "Reading, compiling and the first inference take {low} to {high} ({medians}).",
        low=speech.quantity("shortest"),
        high=speech.quantity("longest"),
        medians=medians(speech),
    )


def starts_alike(speech: Speech) -> Said:
    """No setting starts later than another."""
    contrast, high = speech.claim.contrasts[0], speech.quantity("longest")
    return Said(
        headline=fill(
            "All settings start alike: {apart} {proof}.",
            apart=compare.apart(contrast),
            proof=compare.proof(contrast),
        ),
        short=fill("All settings give their first answer within {high}", high=key(high)),
        context=start_levels(speech),
    )


def starts_open(speech: Speech) -> Said:
    """Whether a setting starts later cannot be told."""
    rounds = counted(estimate_of(speech.claim.contrasts[0]).rounds, "round")
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            "No setting is shown to start later than another: {low} to {high} for reading, compiling and "
            "the first inference ({medians}).",
            low=key(low),
            high=key(high),
            medians=medians(speech),
        ),
        short=fill("{rounds} cannot tell the start-up times apart", rounds=rounds.capitalize()),
    )


def starts_told(speech: Speech) -> Said:
    """Start-up times of too few rounds to compare them."""
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=start_levels(speech),
        short=fill("The first answer takes from {low} to {high}", low=key(low), high=key(high)),
    )


def starts_apart(speech: Speech) -> Said:
    """Some setting starts later than another."""
    contrast = speech.claim.contrasts[0]
    more = compare.estimated(estimate_of(contrast))
    longer = "{n} longer {slow} than {quick}" if more.unit == "%" else "{n} as long {slow} as {quick}"
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    return Said(
        headline=fill(
            f"The first answer takes {longer} {{proof}}: {{high}} against {{low}}.",
            n=key(more),
            slow=fill("with {cell}", cell=speech.cell(speech.text("slow"))),
            quick=fill("with {cell}", cell=speech.cell(speech.text("quick"))),
            proof=compare.proof(contrast),
            high=high,
            low=low,
        ),
        short=fill("The first answer takes from {low} to {high}", low=key(low), high=key(high)),
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
            n=compare.amount(estimate_of(contrast).ratio, times=True),
            proof=compare.proof(contrast, times=True),
            images=key(images),
        ),
        short=fill("The longer start pays after about {images} images", images=key(images)),
        context=start_levels(speech),
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
