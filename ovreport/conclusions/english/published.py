"""English sentences about published figures."""

from __future__ import annotations

from ovreport import units
from ovreport.conclusions.claims import ClaimKind, Part, Said
from ovreport.conclusions.english.names import capital, counted, digits
from ovreport.conclusions.english.text import sentence
from ovreport.conclusions.naming import Noun
from ovreport.conclusions.pairs_told import (
    common,
    is_no_doubling,
    lone_batch,
    own,
    pairs_told,
    platform_of,
    predicted_ratios,
    ratios,
    remarks_on,
)
from ovreport.conclusions.sentences import compare
from ovreport.conclusions.speech import Speech, Templates
from ovreport.conclusions.text import Parts, fill, joined, key, name, number, parts, quote, together

NO_INTERVAL = "single figures, so no interval"
MOST_PAIRS = 3


def shared(speech: Speech, place: int) -> Parts:
    """What is particular to a pair, with a blank before."""
    return compare.placed(speech, compare.circumstances(speech, own(speech, place)))


def by_figures(speech: Speech, told: Parts) -> Parts:
    """A clause marked as published, after the circumstances that all its pairs share."""
    scope = compare.circumstances(speech, common(speech))
    if speech.beside_measurements:
        placed = compare.placed(speech, scope)
        return fill("by the published figures{scope}, {told}", scope=placed, told=told)
    return fill("{scope}, {told}", scope=scope, told=told) if scope else told


def platform(speech: Speech, place: int) -> Parts:
    """Where a pair comes from, when there are several sources."""
    where = platform_of(speech, place)
    return fill(" on {platform}", platform=name(where)) if where else ()


def wording(speech: Speech) -> compare.Wording:
    """The wording for what the figures vary."""
    return speech.words.comparing.wordings[speech.manner_of(speech.text("factor"))]


def sides(speech: Speech) -> tuple[Noun, Noun]:
    """Both levels as nouns."""
    factor = speech.text("factor")
    return speech.level(factor, speech.text("level")), speech.level(factor, speech.text("reference"))


def compared(speech: Speech, place: int, *, again: bool = False) -> Parts:
    """One pair of figures as a comparison, without an interval."""
    ratio = speech.value(f"ratio:{place}")
    template = compare.changed(wording(speech), ratio, again=again)
    return compare.put(speech, template, sides(speech), n=(key(compare.amount(speech, ratio)),))


def repeated(speech: Speech, place: int) -> Parts:
    """A further pair: the amount alone where it is put like the first one."""
    first, ratio = speech.value("ratio:0"), speech.value(f"ratio:{place}")
    words = wording(speech)
    if compare.changed(words, first) == compare.changed(words, ratio):
        return (key(compare.amount(speech, ratio)),)
    return compared(speech, place, again=True)


def basis(speech: Speech) -> Parts:
    """What the ratios rest on."""
    n = pairs_told(speech)
    return parts(f"{counted(n, 'pair').capitalize()} of figures {'carries' if n == 1 else 'carry'} this.")


def single_value(speech: Speech) -> Parts:
    """A caution where only one other level was tried, or one pair printed."""
    if lone_batch(speech):
        return parts("No other batch size was tried, so nothing here says how smaller or larger ones do.")
    return ()


def effect(speech: Speech) -> Said:
    """One or a few pairs of figures, all told."""
    n = pairs_told(speech)
    if n > MOST_PAIRS:
        return ranged(speech)
    told = fill(
        "{said}{where}{on}", said=compared(speech, 0), where=shared(speech, 0), on=platform(speech, 0)
    )
    others = [
        fill(
            "{again}{where}{on}",
            again=repeated(speech, place),
            where=shared(speech, place),
            on=platform(speech, place),
        )
        for place in range(1, n)
    ]
    all_told = joined([told, *others], ", ", " and ")
    headline = fill("{told} ({none})", told=by_figures(speech, all_told), none=NO_INTERVAL)
    return Said(
        headline=sentence(headline),
        short=with_remark(speech, capital(by_figures(speech, all_told))),
        context=together(remarks(speech), basis(speech), single_value(speech), stated(speech)),
    )


def remarks(speech: Speech) -> Parts:
    """What the source's figures behind a claim are annotated with."""
    return together(*((name(remark),) for remark in remarks_on(speech)))


def with_remark(speech: Speech, said: Parts) -> Parts:
    """Half a line with the remark on its only pair of figures, which may decide what is compared at all."""
    told = remarks(speech) if pairs_told(speech) == 1 else ()
    return fill("{said}. {told}", said=said, told=unended(told)) if told else said


def unended(told: Parts) -> Parts:
    """A sentence without its full stop."""
    *first, last = told
    return (*first, Part(text=last.text.rstrip("."), role=last.role))


def ranged(speech: Speech) -> Said:
    """Many pairs of figures: the range of their ratios, and where its ends are."""
    n = pairs_told(speech)
    values = ratios(speech)
    order = sorted(range(n), key=values.__getitem__)
    low, high = order[0], order[-1]
    amount = range_of(values[low], values[high])
    words = wording(speech)
    said = compare.put(speech, compare.changed(words, values[high]), sides(speech), n=(key(amount),))
    told = fill(
        "in all {n} pairs of published figures, {said} ({none}): least{least}, most{most}",
        n=digits(n),
        said=said,
        none=NO_INTERVAL,
        least=fill("{where}{on}", where=shared(speech, low), on=platform(speech, low)),
        most=fill("{where}{on}", where=shared(speech, high), on=platform(speech, high)),
    )
    return Said(
        headline=sentence(told),
        short=capital(by_figures(speech, said)),
        context=together(single_value(speech), stated(speech)),
    )


def range_of(low: float, high: float) -> str:
    """The smallest and the largest amount: `1.46 to 1.66 times`, `8 to 12 %`."""
    if max(low, high) >= compare.TIMES_FROM:
        return f"{units.quantity(low).value} to {units.quantity(high).value}{units.NO_BREAK}times"
    first, last = units.percent_range((low - 1, high - 1))
    return f"{first} to {last}{units.NO_BREAK}%"


def same(speech: Speech) -> Said:
    """The figures show no difference worth telling."""
    words = compare.put(speech, "{a} and {b} are the same", sides(speech))
    n = pairs_told(speech)
    farthest = max(abs(speech.value(f"ratio:{place}") - 1) for place in range(n))
    told = fill(
        "{told}: within {n} ({none})",
        told=by_figures(speech, words),
        n=key(units.percent_at_most(farthest)),
        none=NO_INTERVAL,
    )
    return Said(
        headline=sentence(told),
        short=capital(by_figures(speech, words)),
        context=together(basis(speech), stated(speech)),
    )


def reversed_(speech: Speech) -> Said:
    """Faster in some figures, slower in others."""
    values = ratios(speech)
    best, worst = values.index(max(values)), values.index(min(values))
    told = fill(
        "{said}{where}{on}, but {again}{there}{at}",
        said=compared(speech, best),
        where=shared(speech, best),
        on=platform(speech, best),
        again=compared(speech, worst, again=True),
        there=shared(speech, worst),
        at=platform(speech, worst),
    )
    return Said(
        headline=sentence(fill("{told} ({none})", told=by_figures(speech, told), none=NO_INTERVAL)),
        short=capital(by_figures(speech, told)),
        context=together(basis(speech), stated(speech)),
    )


def combined(speech: Speech) -> Said:
    """Several devices together beside the better of them."""
    n, wins = pairs_told(speech), speech.count("wins")
    level = speech.level("device", speech.text("level")).words
    best, worst = speech.value("ratio:0"), speech.value(f"ratio:{n - 1}")
    told = [
        fill(
            "{level} beats the better of its devices in {wins} of {n} published pairs",
            level=level,
            wins=key(digits(wins)),
            n=digits(n),
        )
    ]
    if wins:
        told.append(
            fill("by {most} at most{on}", most=number(compare.amount(speech, best)), on=platform(speech, 0))
        )
    if worst < 1:
        told.append(
            fill(
                "and falls behind by up to {least}{on}",
                least=number(compare.amount(speech, worst)),
                on=platform(speech, n - 1),
            )
        )
    headline = fill("{told} ({none})", told=joined(told, ", ", " "), none=NO_INTERVAL)
    brief = "always" if wins == n else "never" if wins == 0 else "not always"
    return Said(
        headline=sentence(headline),
        short=fill("{level} is {brief} better than one device", level=level, brief=brief),
    )


def stated(speech: Speech) -> Parts:
    """What the source says in words about the same ratio."""
    words = (ClaimKind.PUBLISHED_CONTRADICTION,)
    told = [check(speech.about(note)) for note in speech.claim.notes if note.kind in words]
    return together(*told)


def check(speech: Speech) -> Parts:
    """One sentence of a source beside its figures."""
    n = pairs_told(speech)
    words = fill("The source says {text}", text=quoted(speech))
    if speech.claim.variant == "statement-holds":
        return fill("{words}; its figures bear this out.", words=words)
    shown = joined(
        [number(units.quantity(speech.value(f"ratio:{place}")).value) for place in range(n)], ", ", " and "
    )
    verdict = correction(speech.value("times"), max(speech.value(f"ratio:{place}") for place in range(n)))
    return fill(
        "{words}; its own figures give {ratios} times{verdict}.", words=words, ratios=shown, verdict=verdict
    )


def quoted(speech: Speech) -> Parts:
    """A source's words as they stand, and what they mean where the author translates them."""
    text, meant = speech.text("text"), speech.translated("text")
    if meant == text:
        return fill("“{text}”", text=quote(text))
    return fill("“{text}” ({meant})", text=quote(text), meant=name(meant))


def correction(times: float, largest: float) -> str:
    """What the figures allow to be said instead."""
    if is_no_doubling(times, largest):
        return ": a clear gain, not a doubling"
    return ""


def saturation(speech: Speech) -> Said:
    """What more requests buy by the figures, and what they cost."""
    first, last = speech.count("requests:first"), speech.count("requests:last")
    gains = []
    for place in range(pairs_told(speech)):
        gained = gain(speech.value(f"ratio:{place}"))
        gains.append(
            fill(
                "{n}{what}{where}{on}",
                n=key(gained),
                what=" throughput" if place == 0 else "",
                where=shared(speech, place),
                on=platform(speech, place),
            )
        )
    what = fill(
        "{more} in flight {buy} {gains}",
        buy="buys" if last - first == 1 else "buy",
        more=counted(last - first, "more request"),
        gains=joined(gains, ", ", " and "),
    )
    if speech.claim.variant == "grows":
        amounts = [
            fill(
                "{n} the throughput of {first}{where}{on}" if place == 0 else "{n}{where}{on}",
                n=key(units.times(ratio)),
                first=digits(first),
                where=shared(speech, place),
                on=platform(speech, place),
            )
            for place, ratio in enumerate(ratios(speech))
        ]
        told = joined(amounts, ", ", " and ")
        what = fill("{last} in flight reach {told}", last=counted(last, "request"), told=told)
    headline = fill("{told} ({none})", told=by_figures(speech, what), none=NO_INTERVAL)
    return Said(
        headline=sentence(headline),
        short=capital(by_figures(speech, what)),
        context=together(latency(speech), stated(speech)),
    )


def gain(ratio: float) -> str:
    """What is bought: `7 %`, `1.6 times the`; a loss is told as one."""
    if ratio >= compare.TIMES_FROM:
        return f"{units.times(ratio)} the"
    return f"{units.percent(abs(ratio - 1))}{'' if ratio >= 1 else ' less'}"


def latency(speech: Speech) -> Parts:
    """What the added requests cost: printed, or by Little's law."""
    predicted = predicted_ratios(speech)
    if speech.has("latency-ratio:0"):
        printed = number(units.times(speech.value("latency-ratio:0")))
        law: Parts = ()
        if predicted:
            law = fill("; Little’s law makes it {n}", n=number(units.quantity(predicted[0]).value))
        return fill("A request then takes {n} as long{law}.", n=printed, law=law)
    if not predicted:
        return ()
    return fill(
        "The source prints no latency for them; by Little’s law a request takes {n} as long.",
        n=number(
            range_of(min(predicted), max(predicted)) if len(predicted) > 1 else str(units.times(predicted[0]))
        ),
    )


TEMPLATES: Templates = {
    (ClaimKind.PUBLISHED_EFFECT, "single"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "several"): effect,
    (ClaimKind.PUBLISHED_EFFECT, "same"): same,
    (ClaimKind.PUBLISHED_EFFECT, "reversed"): reversed_,
    (ClaimKind.PUBLISHED_EFFECT, "combined"): combined,
    (ClaimKind.PUBLISHED_SATURATION, "grows"): saturation,
    (ClaimKind.PUBLISHED_SATURATION, "little"): saturation,
}
