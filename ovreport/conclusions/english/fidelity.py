"""English sentences about what was asked, given, answered and left out."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.sentences.compare import proofs
from ovreport.conclusions.sentences.recommendations import named
from ovreport.conclusions.speech import Speech, Templates, estimate_of
from ovreport.conclusions.text import Parts, fill, joined, key, name, number, parts

WISHES = {
    "precision": (
        "Asked for {asked}; the device computed in {given}",
        "{asked} was asked for, {given} was computed",
    ),
    "emulated": (
        "Asked for {asked}; the device lacks it and emulates it",
        "{asked} is emulated on this device",
    ),
    "device": ("Asked for {asked}; it ran on {given}", "{asked} was asked for, {given} did the work"),
    "streams": ("Asked for {asked}; {given} in force", "{asked} asked for, {given} in force"),
    "threads": ("Asked for {asked}; {given} in force", "{asked} asked for, {given} in force"),
}


def not_granted(speech: Speech) -> Said:
    """What was asked for comes first, what the device did second."""
    what = speech.claim.variant
    asked, given = (told(what, speech.text(side)) for side in ("asked", "given"))
    long, short = WISHES[what]
    cells = speech.count("cells")
    scope = everywhere(cells, speech.count("settings"))
    said = fill(long, asked=asked, given=given)
    return Said(
        headline=fill("{said}, {scope}.", said=said, scope=scope) if scope else sentence(said),
        short=capital(fill(short, asked=asked, given=given)),
        context=consequence(what),
    )


def told(what: str, value: str) -> Parts:
    """A wish in words."""
    if what in {"streams", "threads"} and value.isdecimal():
        return parts(counted(int(value), what.removesuffix("s")))
    return (name(value),)


def everywhere(cells: int, settings: int) -> str:
    """In how many settings."""
    if cells == settings:
        return (
            "" if settings == 1 else f"in {'both' if settings == 2 else f'all {digits(settings)}'} settings"
        )
    return f"in {digits(cells)} of {digits(settings)} settings"


def consequence(what: str) -> Parts:
    """What follows for the reader."""
    texts = {
        "precision": "Nothing here says how fast the precision asked for would be.",
        "emulated": "Its speed here says nothing about a device that has it.",
        "device": "Nothing here says how fast the device asked for would be.",
    }
    return parts(texts.get(what, "The figures belong to the setting in force."))


def same_in_force(speech: Speech) -> Said:
    """Cells that are one setting, and agree."""
    contrast = speech.claim.contrasts[0]
    what = same(speech)
    headline = fill(
        "{what}, and agree: {apart} {proof}.",
        what=what,
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
    )
    return Said(headline=capital(headline), short=capital(short_same(speech)), context=cells(speech))


def same(speech: Speech) -> Parts:
    """How many settings are one."""
    n = speech.count("cells")
    times = "twice" if n == 2 else f"{digits(n)} times"
    told = f"{digits(n)} settings are one and the same in force, measured {times}"
    return (
        fill("{wish}. {told}", wish=wish(speech), told=capital(parts(told)))
        if speech.claim.notes
        else parts(told)
    )


def wish(speech: Speech) -> Parts:
    """What was asked for and not given, where that made settings one."""
    note = speech.about(speech.claim.notes[0])
    what = note.claim.variant
    return fill(WISHES[what][0], **{side: told(what, note.text(side)) for side in ("asked", "given")})


def short_same(speech: Speech) -> Parts:
    """The same in half a line."""
    n = speech.count("cells")
    told = f"{digits(n)} settings are one and the same in force"
    return fill("{wish}: {told}", wish=wish(speech), told=told) if speech.claim.notes else parts(told)


def cells(speech: Speech) -> Parts:
    """The names of the cells."""
    return fill("They are: {named}.", named=joined([speech.full(cell) for cell in speech.claim.cells], "; "))


def same_groups(speech: Speech) -> Said:
    """Several groups of cells, each one setting, and all agree."""
    told = (
        f"{counted(speech.count('cells'), 'setting')} come down to {digits(speech.count('groups'))} in force"
    )
    contrasts = speech.claim.contrasts
    headline = fill(
        "{told}; those that are one and the same agree: {apart} {proof}.",
        told=told,
        apart=compare.apart(speech, *contrasts),
        proof=proofs(speech, contrasts),
    )
    return Said(headline=capital(headline), short=capital(parts(told)))


def same_but_apart(speech: Speech) -> Said:
    """One setting, two results: a warning."""
    contrast = speech.claim.contrasts[0]
    headline = fill(
        "{what}, yet {n} apart {proof}: this run cannot be trusted with differences of that size.",
        what=same(speech),
        n=key(compare.estimated(speech, estimate_of(contrast))),
        proof=compare.proof(speech, contrast),
    )
    return Said(
        headline=capital(headline),
        short=capital(fill("{same}, yet came out apart", same=short_same(speech))),
        context=cells(speech),
    )


def same_unresolved(speech: Speech) -> Said:
    """One setting, and an interval wider than the margin."""
    contrast = speech.claim.contrasts[0]
    estimate = estimate_of(contrast)
    headline = fill(
        "{what}; they differ by chance alone, {span} (95{gap}% CI, {rounds}).",
        what=same(speech),
        span=compare.span(
            speech, speech.words.comparing.wordings["throughput"], estimate.low, estimate.high, estimate.ratio
        ),
        gap=units.NO_BREAK,
        rounds=f"{estimate.rounds} rounds",
    )
    return Said(headline=capital(headline), short=capital(short_same(speech)), context=cells(speech))


def same_silent(speech: Speech) -> Said:
    """One setting, too few rounds to compare."""
    return Said(
        headline=capital(fill("{what}.", what=same(speech))),
        short=capital(short_same(speech)),
        context=cells(speech),
    )


def largest(speech: Speech) -> Parts:
    """The largest difference of two outputs."""
    return (key(units.quantity(speech.value("largest"), "")),)


def sampled(speech: Speech) -> Parts:
    """How many values were compared."""
    compared, total = speech.count("sampled"), speech.count("total")
    if compared >= total:
        return fill("All {n} output values were compared.", n=number(units.count(total)))
    return fill(
        "{n} of {total} output values were compared.",
        n=number(units.count(compared)),
        total=units.count(total),
    )


def identical(speech: Speech) -> Said:
    """All bytes equal."""
    every = "Both" if len(speech.claim.cells) == 2 else "All"
    return Said(
        headline=parts(f"{every} settings give the same answer to the same input, byte for byte."),
        short=parts("All answers are identical"),
    )


def agree(speech: Speech) -> Said:
    """Different bytes, the same for practical purposes."""
    return Said(
        headline=fill(
            "The answers are the same for practical purposes: outputs differ by at most {n}, "
            "{share} of the largest value.",
            n=largest(speech),
            share=number(units.percent_at_most(speech.value("relative"))),
        ),
        short=fill("Outputs differ by at most {n}: the same for practical purposes", n=largest(speech)),
        context=fill(
            "Most between {a} and {b}. {sampled}",
            a=pair(speech)[0],
            b=pair(speech)[1],
            sampled=sampled(speech),
        ),
    )


def pair(speech: Speech) -> tuple[Parts, Parts]:
    """The cells that differ most."""
    return speech.cell(speech.text("cell")), speech.cell(speech.text("reference"))


def close(speech: Speech) -> Said:
    """Answers that differ enough to ask for an accuracy check."""
    first, second = pair(speech)
    return Said(
        headline=fill(
            "Outputs differ by up to {share} of the largest value, most between {a} and {b}.",
            share=key(units.percent(speech.value("relative"))),
            a=first,
            b=second,
        ),
        short=fill("Outputs differ by up to {share}", share=key(units.percent(speech.value("relative")))),
        context=fill("Whether that costs accuracy was not measured. {sampled}", sampled=sampled(speech)),
    )


def differ(speech: Speech) -> Said:
    """Settings that compute something else."""
    first, second = speech.start(speech.text("cell")), pair(speech)[1]
    n = speech.count("different")
    return Said(
        headline=fill(
            "{a} and {b} give different answers to the same input: {share} of the largest value apart.",
            a=first,
            b=second,
            share=key(units.percent(speech.value("relative"))),
        ),
        short=fill("Answers differ by up to {share}", share=key(units.percent(speech.value("relative")))),
        context=parts(
            f"{counted(n, 'comparison').capitalize()} of outputs {'fails' if n == 1 else 'fail'}; "
            "a comparison of speed there compares two computations."
        ),
    )


def uninformative(_speech: Speech) -> Said:
    """Agreement that proves nothing."""
    return Said(
        headline=parts(
            "All outputs agree, but that proves nothing: this network's output is the same for any input."
        ),
        short=parts("Outputs agree, which proves nothing here"),
        context=parts("Compare an earlier layer, or use an input that the network has an answer to."),
    )


def no_device(speech: Speech) -> Said:
    """A device that this machine lacks."""
    n, published = speech.count("cells"), speech.count("published")
    device = name(speech.text("device"))
    which = f"the {counted(n, '{} setting')}" if n > 1 else "the {} setting"
    before, _, after = which.partition("{}")
    shown = parts(" was not measured" if n == 1 else " were not measured")
    if published == n:
        shown = parts(f" show{'s' if n == 1 else ''} the published figures only")
    elif published:
        have = "has" if published == 1 else "have"
        shown = parts(f" were not measured; {digits(published)} of them {have} published figures")
    headline = fill(
        "This machine has no {device}; {before}{device}{after}{shown}.",
        device=device,
        before=before,
        after=after,
        shown=shown,
    )
    return Said(headline=headline, short=fill("No {device} on this machine", device=device))


def failed(speech: Speech) -> Said:
    """Settings that failed."""
    n = speech.count("cells")
    reason = speech.text("reason")
    return Said(
        headline=fill(
            "{n} could not be measured: {named}.",
            n=key(counted(n, "setting").capitalize()),
            named=named(speech, speech.claim.cells),
        ),
        short=fill("{n} failed", n=key(counted(n, "setting").capitalize())),
        context=fill("The first reason given: {reason}", reason=name(reason)) if reason else (),
    )


def pending(speech: Speech) -> Said:
    """Settings without records yet."""
    n, settings = speech.count("cells"), speech.count("settings")
    what = f"{counted(n, 'setting')} of {digits(settings)} {'has' if n == 1 else 'have'} no records yet"
    return Said(
        headline=sentence(parts(what)),
        short=capital(parts(what)),
        context=parts("Another run measures what is missing."),
    )


def steadiness_open(_speech: Speech) -> Said:
    """What published figures say nothing about: steadiness."""
    return Said(
        headline=fill(
            "Whether heat, throttling or background programs change these figures cannot be told "
            "from them: the source "
            "shows no repeats and no readings."
        ),
        short=parts("Steadiness was not shown"),
        context=parts(
            "It takes repeated rounds with the schedule “whole”, throttle counters read before and "
            "after, and a "
            "factor “disturbance” with the levels none and cpu."
        ),
    )


def graphics_open(_speech: Speech) -> Said:
    """What published figures say nothing about: other programs on the GPU."""
    return Said(
        headline=parts(
            "Whether other programs that draw on the GPU slow inference down is not shown either: "
            "no figure with and without one is given."
        ),
        short=parts("Other programs on the GPU were not tried"),
        context=parts(
            "It takes a factor “disturbance” whose second level is a command that draws on the same GPU."
        ),
    )


TEMPLATES: Templates = {
    **{(ClaimKind.NOT_GRANTED, what): not_granted for what in WISHES},
    (ClaimKind.SAME_IN_FORCE, "agree"): same_in_force,
    (ClaimKind.SAME_IN_FORCE, "groups"): same_groups,
    (ClaimKind.SAME_IN_FORCE, "apart"): same_but_apart,
    (ClaimKind.SAME_IN_FORCE, "unresolved"): same_unresolved,
    (ClaimKind.SAME_IN_FORCE, "silent"): same_silent,
    (ClaimKind.OUTPUTS, "identical"): identical,
    (ClaimKind.OUTPUTS, "agree"): agree,
    (ClaimKind.OUTPUTS, "close"): close,
    (ClaimKind.OUTPUTS, "differ"): differ,
    (ClaimKind.OUTPUTS, "uninformative"): uninformative,
    (ClaimKind.NOT_MEASURED, "device"): no_device,
    (ClaimKind.NOT_MEASURED, "failed"): failed,
    (ClaimKind.NOT_MEASURED, "pending"): pending,
    (ClaimKind.NOT_MEASURED, "steadiness"): steadiness_open,
    (ClaimKind.NOT_MEASURED, "graphics"): graphics_open,
}
