"""English sentences about published words, figures that fit or do not, and measurements beside them."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Said
from ovreport.conclusions.english.names import capital, digits
from ovreport.conclusions.english.published import NO_INTERVAL, basis, check, quoted, sides
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.pairs_told import (
    pairs_told,
)
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates
from ovreport.conclusions.text import Parts, fill, joined, key, name, number, parts, quote, together


def smallest_by_figures(speech: Speech) -> Said:
    """Fewer requests are nearly as good, by the figures."""
    small, best = speech.cell(speech.text("smallest")), speech.cell(speech.text("best"))
    share = key(units.percent(speech.value("ratio")))
    return Said(
        headline=fill(
            "{by} smaller setting is good enough: {small} reaches {share} of {best} ({none}).",
            by="By the published figures, a" if speech.beside_measurements else "A",
            small=small,
            share=share,
            best=best,
            none=NO_INTERVAL,
        ),
        short=fill(
            "{small} reaches {share} of the best published figure",
            small=speech.start(speech.text("smallest")),
            share=share,
        ),
        context=parts("What it leaves to other programs was not measured."),
    )


def smallest_by_words(speech: Speech) -> Said:
    """Fewer requests are nearly as good, by the source's words alone."""
    first, second = sides(speech)
    loss = key(units.percent_at_most(1 - speech.value("ratio")))
    told = fill(
        "by the source’s words, {a} {stay} within {loss} of {b}: {text}",
        a=first.words,
        stay="stay" if first.plural else "stays",
        loss=loss,
        b=second.words,
        text=quoted(speech),
    )
    return Said(
        headline=sentence(told),
        short=capital(
            fill("{a} within {loss} of {b}, by the source’s words", a=first.words, loss=loss, b=second.words)
        ),
        context=parts(
            "It prints no figure for it, so nothing can be checked. What is left to other programs "
            "was not measured."
        ),
    )


def statement(speech: Speech) -> Said:
    """Words that the source's own figures do not bear out."""
    return Said(headline=check(speech), short=short_check(speech), context=basis(speech))


def short_check(speech: Speech) -> Parts:
    """The same in half a line."""
    n = pairs_told(speech)
    shown = joined(
        [key(units.quantity(speech.value(f"ratio:{place}")).value) for place in range(n)], ", ", " and "
    )
    return fill(
        "“{text}” is {ratios} times by the source’s own figures",
        text=quote(speech.text("text")),
        ratios=shown,
    )


def statement_holds(speech: Speech) -> Said:
    """Words that the source's own figures bear out."""
    return Said(
        headline=check(speech),
        short=fill("“{text}” agrees with the source’s figures", text=quote(speech.text("text"))),
        context=basis(speech),
    )


def statement_open(speech: Speech) -> Said:
    """Words without figures."""
    return Said(
        headline=fill(
            "The source says {text} and prints no figures that it can be held against.", text=quoted(speech)
        ),
        short=fill("“{text}” stands without figures", text=quote(speech.text("text"))),
    )


def little_agrees(speech: Speech) -> Said:
    """Printed latency and throughput fit together."""
    rows = speech.count("rows")
    off = key(units.percent_at_most(speech.value("off")))
    every = "both" if rows == 2 else f"all {digits(rows)}"
    where = "in the one row that prints both" if rows == 1 else f"in {every} rows that print both"
    return Said(
        headline=fill(
            "The published latencies and throughputs fit together: requests × images ÷ FPS gives "
            "the printed latency "
            "within {off} {where}.",
            off=off,
            where=where,
        ),
        short=fill("Published latency and throughput fit together within {off}", off=off),
    )


def little_contradicts(speech: Speech) -> Said:
    """Printed latency and throughput cannot both be right."""
    cell = speech.cell(speech.text("cell"))
    return Said(
        headline=fill(
            "Published latency and throughput contradict each other: {cell} should take "
            "{predicted} a request by its FPS "
            "(Little’s law), but {printed} is printed.",
            cell=cell,
            predicted=key(speech.quantity("predicted")),
            printed=number(speech.quantity("printed")),
        ),
        short=fill("Published latency and throughput of {cell} do not fit together", cell=cell),
        context=parts("The figure may count requests instead of images, or come from another run."),
    )


def beside(speech: Speech) -> Said:
    """Measured throughput over published."""
    low, high = speech.value("lowest"), speech.value("highest")
    shown = range_of_ratios(low, high)
    where = (name(speech.translated("source")),)
    machine: Parts = ()
    if speech.text("platform"):
        machine = fill("Its machine: {platform}.", platform=name(speech.translated("platform")))
    headline = fill(
        "This machine reaches {n} the throughput that {where} printed. The source gives no "
        "repeats, so no interval can "
        "be put beside its figures.",
        n=key(shown),
        where=where,
    )
    context: Parts = ()
    if speech.claim.variant == "several":
        context = fill(
            "Least for {low}, most for {high}.",
            low=speech.cell(speech.text("lowest")),
            high=speech.cell(speech.text("highest")),
        )
    return Said(
        headline=headline,
        short=fill("{n} the published throughput", n=key(shown)),
        context=together(
            there_and_here(speech),
            machine,
            context,
            parts("Another machine and other software: the ratio says nothing about either alone."),
        ),
    )


def there_and_here(speech: Speech) -> Parts:
    """What a change did by the source's figures, and what it does here."""
    if not speech.has("there"):
        return ()
    words = speech.words.comparing.wordings[speech.manner_of(speech.text("factor"))]
    found, ratio = speech.claim.number("here"), speech.value("there")
    here = compare.amount(speech, found.value, found.low, found.high)
    return fill(
        "There, {said}; here {again} (95{gap}% CI {interval}).",
        said=compare.put(
            speech, compare.changed(words, ratio), sides(speech), n=(key(compare.amount(speech, ratio)),)
        ),
        again=compare.put(
            speech, compare.changed(words, found.value, again=True), sides(speech), n=(key(here),)
        ),
        gap=units.NO_BREAK,
        interval=number(compare.bounds(speech, here)),
    )


def range_of_ratios(low: float, high: float) -> str:
    """`0.8 to 2.1 times`."""
    first, last = units.quantity(low).value, units.quantity(high).value
    return f"{first}{units.NO_BREAK}times" if first == last else f"{first} to {last}{units.NO_BREAK}times"


TEMPLATES: Templates = {
    (ClaimKind.PUBLISHED_SMALLEST, "figures"): smallest_by_figures,
    (ClaimKind.PUBLISHED_SMALLEST, "words"): smallest_by_words,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement"): statement,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement-holds"): statement_holds,
    (ClaimKind.PUBLISHED_CONTRADICTION, "statement-open"): statement_open,
    (ClaimKind.PUBLISHED_CONTRADICTION, "little"): little_contradicts,
    (ClaimKind.PUBLISHED_CONTRADICTION, "little-agrees"): little_agrees,
    (ClaimKind.BESIDE_PUBLISHED, "single"): beside,
    (ClaimKind.BESIDE_PUBLISHED, "several"): beside,
}
