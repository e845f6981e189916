"""What sentences tell of start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Verdict
from ovreport.claims.claim import ClaimKind
from ovreport.claims.intervals import estimate_of
from ovreport.claims.sentences import compare
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.locale import Gap
from ovreport.language.messages import Message
from ovreport.language.spans import Span, Text, key, number


@dataclass(frozen=True, kw_only=True)
class Running:
    """A language's words for start-up.

    Attributes:
        medians, median: What start-up times are, and a single one is, by the number of rounds.
        all_cached, some_cached: Starts that compiled nothing.
        one_start, starts_alike, starts_open: Start-up times.
        start_span, start_levels, start_levels_short: The shortest and the longest start.
        starts_apart, starts_times_apart: A start that is longer, by percent or times.
        break_even: A longer start that is earned back.
        cached_longer, cached_shorter, cached_times: A start that compiles beside one from the cache.
        cached_filled, cached_open: The same where they are not compared, or not told apart.
        cache_filled: What the start took that filled the cache.
    """

    medians: Message
    median: Message
    all_cached: Message
    some_cached: Message
    one_start: Phrases
    starts_alike: Phrases
    starts_open: Phrases
    start_span: Message
    start_levels: Message
    start_levels_short: Message
    starts_apart: Message
    starts_times_apart: Message
    break_even: Phrases
    cached_longer: Phrases
    cached_shorter: Phrases
    cached_times: Phrases
    cached_filled: Phrases
    cached_open: Phrases
    cache_filled: Message


def medians(speech: Speech, rounds: str = "rounds") -> Text:
    """What a start-up time is."""
    n = speech.count(rounds)
    return speech.fill(speech.words.running.medians.of(max(n, 1)), n=str(n))


def from_cache(speech: Speech) -> Text:
    """How many starts took the compiled network from a cache, and what that means for the times told."""
    words = speech.words.running
    if not speech.has("cached"):
        return ()
    n, of = speech.count("cached"), speech.count("starts")
    return speech.tell(words.all_cached if n == of else words.some_cached.of(n), n=n, of=of)


def one_start(speech: Speech) -> ClaimText:
    """Start-up of one setting."""
    n = max(speech.count("rounds"), 1)
    return speech.said(
        speech.words.running.one_start,
        from_cache(speech),
        total=key(speech.quantity("longest")),
        medians=speech.fill(speech.words.running.median.of(n), n=str(n)),
        compile=speech.quantity("compile"),
    )


def span(speech: Speech, mark: Callable[[object], Span] = number) -> Text:
    """The shortest and the longest start, once where they are printed alike."""
    low, high = speech.quantity("shortest"), speech.quantity("longest")
    if str(low) == str(high):
        return (mark(low),)
    return speech.fill(speech.words.running.start_span, low=mark(low), high=mark(high))


def start_levels(speech: Speech) -> Text:
    """The shortest and the longest start."""
    return speech.tell(speech.words.running.start_levels, span=span(speech), medians=medians(speech))


def start_levels_short(speech: Speech) -> Text:
    """The same in half a line; loading OpenVINO itself is left out."""
    return speech.tell(speech.words.running.start_levels_short, span=span(speech, key))


def starts_alike(speech: Speech) -> ClaimText:
    """No setting starts later than another."""
    contrast = speech.claim.contrasts[0]
    return speech.said(
        speech.words.running.starts_alike,
        speech.together(start_levels(speech), from_cache(speech)),
        every=speech.locale.every(speech.count("settings")),
        apart=compare.apart(speech, contrast),
        proof=compare.proof(speech, contrast),
        high=key(speech.quantity("longest")),
    )


def starts_open(speech: Speech) -> ClaimText:
    """Whether a setting starts later cannot be told."""
    contrast = speech.claim.contrasts[0]
    return speech.said(
        speech.words.running.starts_open,
        speech.together(compare.way_out(speech, contrast), from_cache(speech)),
        span=span(speech, key),
        medians=medians(speech),
        rounds=compare.rounds_told(speech, estimate_of(contrast).rounds),
    )


def starts_told(speech: Speech) -> ClaimText:
    """Start-up times of too few rounds to compare them."""
    return ClaimText(
        headline=start_levels(speech), short=start_levels_short(speech), context=from_cache(speech)
    )


def starts_apart(speech: Speech) -> ClaimText:
    """Some setting starts later than another."""
    words, contrast = speech.words.running, speech.claim.contrasts[0]
    more = compare.estimated(speech, estimate_of(contrast))
    headline = speech.tell(
        words.starts_apart if more.unit == "%" else words.starts_times_apart,
        n=key(more),
        slow=speech.cell(speech.text("slow")),
        quick=speech.cell(speech.text("quick")),
        proof=compare.proof(speech, contrast),
        high=speech.quantity("longest"),
        low=speech.quantity("shortest"),
    )
    return ClaimText(headline=headline, short=start_levels_short(speech), context=from_cache(speech))


def break_even(speech: Speech) -> ClaimText:
    """The longer start of the best setting is earned back."""
    contrast, images = speech.claim.contrasts[0], speech.value("images")
    return speech.said(
        speech.words.running.break_even,
        speech.together(start_levels(speech), from_cache(speech)),
        best=speech.cell(speech.text("best")),
        quick=speech.cell(speech.text("quick")),
        extra=number(units.latency(speech.value("start") - speech.value("shortest"))),
        n=compare.amount(speech, estimate_of(contrast).ratio, times=True),
        proof=compare.proof(speech, contrast, times=True),
        images=key(units.fixed(images, min(units.significant(images, 2), 0))),
        **compare.verbs_after(speech, speech.text("best")),
    )


def cached_levels(speech: Speech) -> dict[str, Gap]:
    """The start from the cache and the one that compiles, each with its number of rounds."""
    return {
        "low": key(speech.quantity("shortest")),
        "high": key(speech.quantity("longest")),
        "medians": medians(speech),
        "slow_medians": medians(speech, "rounds:longest"),
        "quick": speech.cell(speech.text("quick")),
        "slow": speech.cell(speech.text("slow")),
    }


def filled(speech: Speech) -> Text:
    """What the start took that filled the cache."""
    if not speech.has("fill"):
        return ()
    return speech.tell(speech.words.running.cache_filled, fill=speech.quantity("fill"))


def cached(speech: Speech) -> ClaimText:
    """A start from the cache is shown to be shorter, or longer, than one that compiles."""
    words, contrast = speech.words.running, speech.claim.contrasts[0]
    more = compare.estimated(speech, estimate_of(contrast))
    longer = estimate_of(contrast).ratio >= 1
    template = words.cached_longer if longer else words.cached_shorter
    return speech.said(
        template if more.unit == "%" else words.cached_times,
        filled(speech),
        n=key(more),
        proof=compare.proof(speech, contrast, times=more.unit != "%"),
        **cached_levels(speech),
    )


def cached_filled(speech: Speech) -> ClaimText:
    """The start from the cache beside the one that filled it: other rounds, so they are not compared."""
    return speech.said(speech.words.running.cached_filled, (), **cached_levels(speech))


def cached_open(speech: Speech) -> ClaimText:
    """The start from the cache beside one that compiles, without a difference that is shown."""
    contrasts = speech.claim.contrasts
    open_one = bool(contrasts) and contrasts[0].verdict is Verdict.NOT_RESOLVED
    way_out = compare.way_out(speech, contrasts[0]) if open_one else ()
    return speech.said(
        speech.words.running.cached_open, speech.together(filled(speech), way_out), **cached_levels(speech)
    )


TEMPLATES: Templates = {
    (ClaimKind.STARTUP, "single"): one_start,
    (ClaimKind.STARTUP, "levels"): starts_told,
    (ClaimKind.STARTUP, "open"): starts_open,
    (ClaimKind.STARTUP, "alike"): starts_alike,
    (ClaimKind.STARTUP, "apart"): starts_apart,
    (ClaimKind.STARTUP, "break-even"): break_even,
    (ClaimKind.STARTUP, "cached"): cached,
    (ClaimKind.STARTUP, "cached-filled"): cached_filled,
    (ClaimKind.STARTUP, "cached-open"): cached_open,
}
