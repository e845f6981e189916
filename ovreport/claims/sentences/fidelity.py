"""What sentences tell of what was asked, given, answered and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from ovreport import units
from ovreport.analysis.mismatches import What
from ovreport.claims.claim import ClaimKind
from ovreport.claims.naming import is_quiet
from ovreport.claims.sentences import compare
from ovreport.claims.sentences.recommendations import named
from ovreport.claims.speech import Speech, Templates
from ovreport.claims.texts import ClaimText, Phrases
from ovreport.language.messages import Message
from ovreport.language.spans import Text, key, name


@dataclass(frozen=True)
class WishPhrases:
    """A setting that was asked for and not given, as clauses.

    Attributes:
        long: What was asked for and what the device did.
        short: The same in half a line.
        consequence: What follows for the reader.
    """

    long: Message
    short: Message
    consequence: Message


@dataclass(frozen=True, kw_only=True)
class Fidelity:
    """A language's words for what was asked, given, answered and left out.

    Attributes:
        wishes: By the claim's variant.
        amounts: Numbers of what can be asked for.
        wish_alone, wish_in: A wish of the only setting, and one with how many settings it touches.
        in_both, in_all, in_some: That number.
        all_compared, some_compared: How many output values were compared.
        among: Whose answers were compared, where it is not all settings.
        every_setting: All settings, by the language's word for how many they are.
        answers, outputs: The answers, or outputs, of all settings, and of some.
        identical, agree, each, close, differ, uninformative: Answers; each output where there are several.
        reordered, reordered_rows: Scores whose first place changes, in the only row or in some of several.
        numbers, shape: Answers that cannot be subtracted.
        of_output, in_output: Which output it is, where there are several.
        most_between, accuracy_open, different, other_input, first_place: What is told beside them.
        no_device: A device that this machine lacks.
        no_part: Several devices in one, of which this machine lacks some.
        its_settings, not_measured, only_published, some_published: What is shown of it.
        failed, reason: Settings that failed.
        pending, run_again: Settings without records yet.
        steadiness, steadiness_takes, graphics, graphics_takes: What published figures say nothing about.
    """

    wishes: Mapping[str, WishPhrases]
    amounts: Mapping[str, Message]
    wish_alone: Message
    wish_in: Message
    in_both: Message
    in_all: Message
    in_some: Message
    all_compared: Message
    some_compared: Message
    among: Mapping[str, Message]
    every_setting: Message
    answers: tuple[Message, Message]
    outputs: tuple[Message, Message]
    identical: Phrases
    agree: Phrases
    each: Phrases
    close: Phrases
    differ: Phrases
    reordered: Phrases
    reordered_rows: Phrases
    numbers: Phrases
    shape: Phrases
    of_output: Message
    in_output: Message
    first_place: Message
    uninformative: Phrases
    most_between: Message
    accuracy_open: Message
    different: Message
    other_input: Message
    no_device: Phrases
    no_part: Phrases
    its_settings: Message
    not_measured: Message
    only_published: Message
    some_published: Message
    failed: Phrases
    reason: Message
    pending: Message
    run_again: Message
    steadiness: Phrases
    steadiness_takes: Message
    graphics: Phrases
    graphics_takes: Message


def wish(speech: Speech, template: Message) -> Text:
    """What was asked for and not given."""
    asked, given = (value(speech, speech.text(side)) for side in ("asked", "given"))
    return speech.fill(template, asked=asked, given=given)


def value(speech: Speech, told: str) -> Text:
    """A setting in words."""
    amount = speech.words.fidelity.amounts.get(speech.claim.variant)
    if amount is not None and told.isdecimal():
        return speech.fill(amount.of(int(told)), n=int(told))
    return (name(speech.locale.precision(told)),)


def not_granted(speech: Speech) -> ClaimText:
    """What was asked for comes first, what the device did second."""
    words, n, settings = speech.words.fidelity, speech.count("cells"), speech.count("settings")
    phrases = words.wishes[speech.claim.variant]
    scope = words.in_some
    if n == settings:
        scope = words.in_both if settings == 2 else words.in_all
    return ClaimText(
        headline=speech.tell(
            words.wish_alone if settings == 1 else words.wish_in,
            said=wish(speech, phrases.long),
            scope=speech.fill(scope, n=n, of=settings),
        ),
        short=speech.locale.capital(wish(speech, phrases.short)),
        context=speech.tell(phrases.consequence),
    )


def sampled(speech: Speech) -> Text:
    """How many values were compared."""
    words, compared, total = speech.words.fidelity, speech.count("sampled"), speech.count("total")
    if compared >= total:
        return speech.tell(words.all_compared, n=units.count(total))
    return speech.tell(words.some_compared, n=units.count(compared), of=units.count(total))


def pair(speech: Speech) -> dict[str, Text]:
    """The cells that differ most: by the level that tells them apart, where one alone does."""
    first, second = (speech.plan.cell(speech.text(side)) for side in ("cell", "reference"))
    levels = list(zip(first.levels, second.levels, strict=True))
    apart = [(mine[0], mine[1], theirs[1]) for mine, theirs in levels if mine != theirs]
    if len(apart) != 1:
        return {"a": speech.cell(first.id), "b": speech.cell(second.id), "where": ()}
    factor, mine, theirs = apart[0]
    shared = [each for each, other in levels if each == other and not is_quiet(speech.plan, *each)]
    return {
        "a": speech.level(factor, mine).words,
        "b": speech.level(factor, theirs).words,
        "where": compare.placed(speech, compare.circumstances(speech, shared)),
    }


def whose(speech: Speech, words: tuple[Message, Message] | None = None) -> Text:
    """Whose answers, or the answers (outputs) of all settings or of those that were compared."""
    told, among = speech.words.fidelity, speech.text("among")
    some = told.among.get(among)
    if words is not None:
        return speech.fill(words[0] if some is None else words[1], who=some or "")
    if some is not None:
        return speech.fill(some)
    return speech.fill(told.every_setting, every=speech.locale.every(len(speech.claim.cells)))


def output(speech: Speech, phrase: Message) -> Text:
    """Which output, where there are several."""
    told = speech.text("output")
    return speech.fill(phrase, output=name(told)) if told else ()


def identical(speech: Speech) -> ClaimText:
    """All bytes equal."""
    return speech.said(speech.words.fidelity.identical, who=whose(speech))


def agree(speech: Speech) -> ClaimText:
    """Different bytes, the same for practical purposes."""
    words, largest = speech.words.fidelity, speech.value("largest")
    several = speech.text("output")
    return speech.said(
        words.each if several else words.agree,
        speech.together(speech.tell(words.most_between, **pair(speech)), sampled(speech)),
        answers=whose(speech, words.answers),
        n=key(units.fixed(largest, units.significant(largest, 2))),
        share=speech.locale.percent_at_most(speech.value("relative")),
        output=name(several),
    )


def close(speech: Speech) -> ClaimText:
    """Answers that differ enough to ask for an accuracy check."""
    words = speech.words.fidelity
    return speech.said(
        words.close,
        speech.together(speech.tell(words.accuracy_open), sampled(speech)),
        outputs=whose(speech, words.outputs),
        share=key(speech.locale.percent(speech.value("relative"))),
        of=output(speech, words.of_output),
        **pair(speech),
    )


def differ(speech: Speech) -> ClaimText:
    """Settings that compute something else."""
    words, n, scores = speech.words.fidelity, speech.count("different"), speech.text("scores")
    first = speech.tell(words.first_place, scores=name(scores)) if scores else ()
    return speech.said(
        words.differ,
        speech.together(first, speech.tell(words.different.of(n), n=n)),
        share=key(speech.locale.percent(speech.value("relative"))),
        of=output(speech, words.of_output),
        **pair(speech),
    )


def reordered(speech: Speech) -> ClaimText:
    """Answers that are close and yet put another score first."""
    words, rows = speech.words.fidelity, speech.count("rows")
    return speech.said(
        words.reordered if rows == 1 else words.reordered_rows,
        speech.together(speech.tell(words.accuracy_open), sampled(speech)),
        scores=name(speech.text("scores")),
        n=key(units.count(speech.count("moved"))),
        rows=units.count(rows),
        share=speech.locale.percent_at_most(speech.value("relative")),
        **pair(speech),
    )


def incomparable(speech: Speech) -> ClaimText:
    """Answers that cannot be subtracted: other shapes, or no numbers in one of them."""
    words = speech.words.fidelity
    phrases = words.shape if speech.claim.variant == "shape" else words.numbers
    return speech.said(phrases, where_in=output(speech, words.in_output), **pair(speech))


def uninformative(speech: Speech) -> ClaimText:
    """Agreement that proves little."""
    words = speech.words.fidelity
    outputs = whose(speech, words.outputs)
    return speech.said(words.uninformative, speech.tell(words.other_input), outputs=outputs)


def no_device(speech: Speech) -> ClaimText:
    """A device that this machine lacks."""
    words, n, published = speech.words.fidelity, speech.count("cells"), speech.count("published")
    device = name(speech.text("device"))
    shown = words.not_measured.of(n)
    if published == n:
        shown = words.only_published.of(n)
    elif published:
        shown = words.some_published.of(published)
    return speech.said(
        words.no_part if ":" in speech.text("device") else words.no_device,
        device=device,
        settings=speech.fill(words.its_settings.of(n), n=n, device=device),
        shown=speech.fill(shown, n=published),
    )


def failed(speech: Speech) -> ClaimText:
    """Settings that failed."""
    words, reason = speech.words.fidelity, speech.text("reason")
    return speech.said(
        words.failed,
        speech.tell(words.reason, reason=name(reason)) if reason else (),
        settings=key(speech.locale.counted(speech.count("cells"), "setting")),
        named=named(speech, speech.claim.cells),
    )


def pending(speech: Speech) -> ClaimText:
    """Settings without records yet."""
    words, n = speech.words.fidelity, speech.count("cells")
    told = speech.fill(words.pending.of(n), n=n, of=speech.count("settings"))
    return ClaimText(
        headline=speech.locale.sentence(told),
        short=speech.locale.capital(told),
        context=speech.tell(words.run_again),
    )


def steadiness_open(speech: Speech) -> ClaimText:
    """What published figures say nothing about: steadiness."""
    words = speech.words.fidelity
    return speech.said(words.steadiness, speech.tell(words.steadiness_takes))


def graphics_open(speech: Speech) -> ClaimText:
    """What published figures say nothing about: other programs on the GPU."""
    words = speech.words.fidelity
    return speech.said(words.graphics, speech.tell(words.graphics_takes))


TEMPLATES: Templates = {
    **{(ClaimKind.NOT_GRANTED, what): not_granted for what in get_args(What)},
    (ClaimKind.OUTPUTS, "identical"): identical,
    (ClaimKind.OUTPUTS, "agree"): agree,
    (ClaimKind.OUTPUTS, "close"): close,
    (ClaimKind.OUTPUTS, "differ"): differ,
    (ClaimKind.OUTPUTS, "reordered"): reordered,
    (ClaimKind.OUTPUTS, "numbers"): incomparable,
    (ClaimKind.OUTPUTS, "shape"): incomparable,
    (ClaimKind.OUTPUTS, "uninformative"): uninformative,
    (ClaimKind.NOT_MEASURED, "device"): no_device,
    (ClaimKind.NOT_MEASURED, "failed"): failed,
    (ClaimKind.NOT_MEASURED, "pending"): pending,
    (ClaimKind.NOT_MEASURED, "steadiness"): steadiness_open,
    (ClaimKind.NOT_MEASURED, "graphics"): graphics_open,
}
