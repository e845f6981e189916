"""What sentences tell of published words, figures that fit or do not, and measurements beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ovreport.claims.claim import ClaimKind
from ovreport.claims.published import direction
from ovreport.claims.sentences import compare
from ovreport.claims.sentences.published import (
    alike,
    basis,
    check,
    given,
    quoted,
    sides,
    times_span,
    wording,
)
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key, name, quote


@dataclass(frozen=True, kw_only=True)
class PublishedWords:
    """A language's words for published words and for measurements beside figures.

    Attributes:
        smallest, smallest_marked: Fewer requests are nearly as good, and that on a page with measurements.
        smallest_by_words, smallest_by_words_short: The same by the source's words; the whole sentence by the
            number of its first side.
        not_measured, nothing_to_check: What that leaves open.
        refuted, held: The source's words beside its figures, in half a line.
        no_figures: Those words without figures.
        agree, disagree, why_not: Printed latency and throughput.
        rows_one, rows_two, rows: Where both are printed.
        beside, beside_one_of: Measured throughput over published, and of one of several sources in brief.
        machine, least_and_most, nothing_alone: What is told beside that.
        there_alike: Nothing worth telling, there.
        there_and_here, there_and_open: What a change does there and here, or that it is open here.
        there_and_same: The same where it makes no difference here.
    """

    smallest: Phrases
    smallest_marked: Phrases
    smallest_by_words: Message
    smallest_by_words_short: Message
    not_measured: Message
    nothing_to_check: Message
    refuted: Message
    held: Message
    no_figures: Phrases
    agree: Phrases
    rows_one: Message
    rows_two: Message
    rows: Message
    disagree: Phrases
    why_not: Message
    beside: Phrases
    beside_one_of: Message
    machine: Message
    least_and_most: Message
    nothing_alone: Message
    there_alike: Message
    there_and_here: Message
    there_and_open: Message
    there_and_same: Message


def smallest_by_figures(speech: Speech) -> ClaimText:
    """Fewer requests are nearly as good, by the figures."""
    words = speech.words.published_words
    return speech.said(
        words.smallest_marked if speech.beside_measurements else words.smallest,
        speech.tell(words.not_measured),
        small=speech.cell(speech.text("smallest")),
        best=speech.cell(speech.text("best")),
        share=key(speech.locale.percent(speech.value("ratio"))),
    )


def smallest_by_words(speech: Speech) -> ClaimText:
    """Fewer requests are nearly as good, by the source's words alone."""
    words = speech.words.published_words
    first, second = (
        speech.level(speech.text("factor"), speech.text(each)) for each in ("level", "reference")
    )
    return speech.said(
        Phrases(words.smallest_by_words.of(2 if first.plural else 1), words.smallest_by_words_short),
        speech.tell(words.nothing_to_check),
        a=first.words,
        b=second.words,
        loss=key(speech.locale.percent_at_most(1 - speech.value("ratio"))),
        text=quoted(speech),
    )


def statement(speech: Speech) -> ClaimText:
    """Words that the source's own figures do not bear out."""
    text, ratios = quote(speech.text("text")), given(speech, key)
    short = speech.tell(speech.words.published_words.refuted, text=text, ratios=ratios)
    return ClaimText(headline=check(speech), short=short, context=basis(speech))


def statement_holds(speech: Speech) -> ClaimText:
    """Words that the source's own figures bear out."""
    short = speech.tell(speech.words.published_words.held, text=quote(speech.text("text")))
    return ClaimText(headline=check(speech), short=short, context=basis(speech))


def statement_open(speech: Speech) -> ClaimText:
    """Words without figures."""
    text = quote(speech.text("text"))
    return speech.said(speech.words.published_words.no_figures, quoted=quoted(speech), text=text)


def little_agrees(speech: Speech) -> ClaimText:
    """Printed latency and throughput fit together."""
    words, rows = speech.words.published_words, speech.count("rows")
    where = {1: words.rows_one, 2: words.rows_two}.get(rows, words.rows)
    return speech.said(
        words.agree,
        off=key(speech.locale.percent_at_most(speech.value("off"))),
        where=speech.fill(where, n=rows),
    )


def little_contradicts(speech: Speech) -> ClaimText:
    """Printed latency and throughput cannot both be right."""
    words = speech.words.published_words
    return speech.said(
        words.disagree,
        speech.tell(words.why_not),
        cell=speech.cell(speech.text("cell")),
        predicted=key(speech.quantity("predicted")),
        printed=speech.quantity("printed"),
    )


def beside(speech: Speech) -> ClaimText:
    """Measured throughput over published."""
    words, machine, ends = speech.words.published_words, speech.translated("platform"), ("lowest", "highest")
    told: Text = ()
    if speech.text("platform"):
        told = speech.tell(words.machine, platform=name(machine))
    least_and_most: Text = ()
    if speech.claim.variant == "several":
        low, high = (speech.cell(speech.text(end)) for end in ends)
        least_and_most = speech.tell(words.least_and_most, low=low, high=high)
    phrases = words.beside
    if len(speech.plan.published) > 1:
        phrases = replace(phrases, short=words.beside_one_of)
    return speech.said(
        phrases,
        speech.together(least_and_most, told, there_and_here(speech), speech.tell(words.nothing_alone)),
        n=key(times_span(speech, *(speech.value(end) for end in ends), digits=2)),
        source=name(speech.translated("source")),
    )


def there_and_here(speech: Speech) -> Text:
    """What a change did by the source's figures, and what it does here."""
    if not speech.has("there"):
        return ()
    words, found = wording(speech), speech.claim.number("here")
    if "open" in dict(speech.claim.names):
        return there_and_open(speech)
    if "alike" in dict(speech.claim.names):
        return there_and_same(speech)
    here = compare.amount(speech, found.value, found.low, found.high)
    again = words.again.of(found.value)
    return speech.tell(
        speech.words.published_words.there_and_here,
        said=said_there(speech),
        again=compare.put(speech, again, sides(speech), n=key(here)),
        proof=compare.interval(speech, compare.bounds(speech, here)),
    )


def said_there(speech: Speech) -> Text:
    """What a change did by the source's figures; a change too small to tell has no way."""
    ratio = speech.value("there")
    if direction(ratio):
        return compare.put(
            speech, wording(speech).of(ratio), sides(speech), n=key(compare.amount(speech, ratio))
        )
    within = key(speech.locale.percent_at_most(abs(ratio - 1)))
    return speech.fill(speech.words.published_words.there_alike, same=alike(speech), n=within)


def there_and_open(speech: Speech) -> Text:
    """What a change did by the source's figures, where it is open what it does here."""
    words, found = wording(speech), speech.claim.number("here")
    return speech.tell(
        speech.words.published_words.there_and_open,
        said=said_there(speech),
        span=compare.span(speech, words, found.low or 0.0, found.high or 0.0, found.value),
    )


def there_and_same(speech: Speech) -> Text:
    """What a change did by the source's figures, where it makes no difference here."""
    found = speech.claim.number("here")
    low, high = (found.value if bound is None else bound for bound in (found.low, found.high))
    apart = speech.locale.percent(found.value - 1, low - 1, high - 1)
    return speech.tell(
        speech.words.published_words.there_and_same,
        said=said_there(speech),
        n=key(compare.farther(apart)),
        proof=compare.interval(speech, compare.bounds(speech, apart, signed=True)),
    )


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
