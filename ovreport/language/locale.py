"""What a language does with a message: fills its gaps, counts, joins, and begins and ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from babel.numbers import get_decimal_symbol, get_group_symbol

from ovreport import units
from ovreport.language import han, spans
from ovreport.language.catalogue import catalogue, translated
from ovreport.language.messages import Message, msg, msg_in, msgs_in
from ovreport.language.registry import Language, language_of
from ovreport.language.spans import Piece, Span, Text

Gap = Piece | Message | int
"""What goes into a gap; a bare count is told as the language counts."""

Gaps = Mapping[str, Gap]
"""What goes into the gaps of a message, by their names."""


COUNTS = (
    msg_in("a count", "no"),
    msg_in("a count", "one"),
    msg_in("a count", "two"),
    msg_in("a count", "three"),
    msg_in("a count", "four"),
    msg_in("a count", "five"),
    msg_in("a count", "six"),
    msg_in("a count", "seven"),
    msg_in("a count", "eight"),
    msg_in("a count", "nine"),
    msg_in("a count", "ten"),
    msg_in("a count", "eleven"),
    msg_in("a count", "twelve"),
)
"""Small counts in running text; larger ones are digits."""

NOUNS: Mapping[str, Message] = {
    "event": msgs_in("a count", "{n} event", "{n} events"),
    "file": msgs_in("a count", "{n} file", "{n} files"),
    "latency": msgs_in("a count", "{n} latency", "{n} latencies"),
    "period": msgs_in("a count", "{n} period", "{n} periods"),
    "record": msgs_in("a count", "{n} record", "{n} records"),
    "request": msgs_in("a count", "{n} request", "{n} requests"),
    "round": msgs_in("a count", "{n} round", "{n} rounds"),
    "configuration": msgs_in("a count", "{n} configuration", "{n} configurations"),
    "stream": msgs_in("a count", "{n} stream", "{n} streams"),
    "thread": msgs_in("a count", "{n} thread", "{n} threads"),
    "trial": msgs_in("a count", "{n} trial", "{n} trials"),
}
"""What is counted in sentences. Where a sentence of a language holds the noun itself, the count is alone."""

PRECISIONS: Mapping[str, Message] = {
    "f16": msg_in("a precision", "f16"),
    "f32": msg_in("a precision", "f32"),
    "bf16": msg_in("a precision", "bf16"),
    "int8": msg_in("a precision", "int8"),
}

OPENERS = (
    *COUNTS,
    msg_in("first word of a name", "batch"),
    msg_in("first word of a name", "automatic"),
    msg_in("first word of a name", "default"),
    msg_in("first word of a name", "undisturbed"),
    msg_in("first word of a name", "with"),
    msg_in("first word of a name", "kept"),
    msg_in("first word of a name", "reset"),
    msg_in("first word of a name", "latency"),
    msg_in("first word of a name", "throughput"),
)
"""First words of names that are ours even where an author wrote them: a sentence may begin with them."""

DAY = msg_in("a day, as a pattern of CLDR", "d MMMM y")
# Translators: for languages in which the first day has a number of its own: French "'1er' MMMM y".
FIRST_DAY = msg_in("the first day of a month, as a pattern of CLDR", "d MMMM y")
MOMENT = msg_in("a moment, as a pattern of CLDR", "d MMMM y, HH:mm 'UTC'")
# Translators: like the pattern of the first day of a month, and the time.
MOMENT_OF_FIRST_DAY = msg_in("a moment of the first day, as a pattern of CLDR", "d MMMM y, HH:mm 'UTC'")

TERM = re.compile(r"[a-z]+\d")
"""How a word begins that keeps its small letter everywhere: p99, f16, int8."""


class Locale:
    """Speaks one language.

    Attributes:
        language: The language.
        numbers: How it writes numbers.
        counts: Its words for small counts.
        openers: First words of names that a sentence may begin with in a capital letter.
        comma: Between the items of a list; `semicolon` where they hold commas.
        clause_comma: Between the clauses of a sentence.
        colon: Between a label and what it labels.
        stop: What ends a sentence.
    """

    def __init__(self, tag: str) -> None:
        """Speak the language with this BCP 47 tag.

        Raises:
            KeyError: It is not spoken.
        """
        self.language: Language = language_of(tag)
        self.numbers = self._numbers()
        self.counts = frozenset(self.word(each) for each in COUNTS)
        self.openers = frozenset({*(self.word(each) for each in OPENERS), self.word(msg("the"))})
        self.comma = self.word(msg_in("between items", ", "))
        self.semicolon = self.word(msg_in("between items with commas", "; "))
        self.clause_comma = self.word(msg_in("between clauses", ", "))
        self.colon = self.word(msg_in("after a label", ": "))
        self.stop = self.word(msg_in("punctuation", "."))

    def _numbers(self) -> units.Numbers:
        """How numbers are written: marks as Babel knows them, words from the catalogue."""
        times = self.word(msg_in("after a ratio", "times"))
        return units.Numbers(
            decimal=get_decimal_symbol(self.language.babel),
            group=get_group_symbol(self.language.babel),
            percent_gap=self.language.percent_gap,
            times_word=times,
            times_gap=not times.startswith("-"),
            # Translators: it also stands behind k, M and G; French has "o".
            byte=self.word(msg_in("after a number of bytes", "B")),
            hour=self.word(msg_in("after hours", "h")),
            minute=self.word(msg_in("after minutes", "min")),
            whole_minutes=self.word(msg_in("after minutes alone", "min")),
            second=self.word(msg_in("after seconds", "s")),
            hours=self._both(msgs_in("in a forecast", "hour", "hours")),
            minutes=self._both(msgs_in("in a forecast", "minute", "minutes")),
            seconds=self._both(msgs_in("in a forecast", "second", "seconds")),
        )

    def _both(self, message: Message) -> tuple[str, str]:
        return self.word(message.of(1)), self.word(message.of(2))

    @property
    def tag(self) -> str:
        """BCP 47 tag."""
        return self.language.tag

    def word(self, message: Message) -> str:
        """A message in this language as it is, its gaps open."""
        return translated(message, self.tag)

    def format(self, message: Message, **words: object) -> str:
        """A message in this language as a string."""
        return self.word(message).format(**words)

    def __call__(self, message: str, **values: object) -> str:
        """A message of a page in this language, its `{names}` filled in."""
        text = str(catalogue(self.tag).gettext(message))
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The form of a page's message that goes with a number, which fills `{number}`."""
        text = str(catalogue(self.tag).ngettext(one, many, number))
        return text.format(number=self.numbers.count(number), **values)

    def list(self, words: Iterable[str]) -> str:
        """Words joined as a list."""
        return self.comma.join(words)

    def sentences(self, *texts: str) -> str:
        """Sentences after one another; empty ones are left out."""
        return self.language.gap.join(text for text in texts if text)

    def date(self, utc_ns: int) -> str:
        """A day in UTC; empty for a time that is not known."""
        from babel.dates import format_date  # only pages tell dates

        day = _moment(utc_ns)
        pattern = self.word(FIRST_DAY if day.day == 1 else DAY)
        return format_date(day, pattern, self.language.babel) if utc_ns else ""

    def moment(self, utc_ns: int) -> str:
        """A day and a minute in UTC; empty for a time that is not known."""
        from babel.dates import format_datetime  # only pages tell dates

        moment = _moment(utc_ns)
        pattern = self.word(MOMENT_OF_FIRST_DAY if moment.day == 1 else MOMENT)
        return format_datetime(moment, pattern, locale=self.language.babel) if utc_ns else ""

    def fill(self, message: Message, **pieces: Gap) -> Text:
        """A message in this language with every `{gap}` filled."""
        told = {gap: self._piece(each) for gap, each in pieces.items()}
        return self.spaced(spans.fill(self.word(message), **told))

    def _piece(self, gap: Gap) -> Piece:
        if isinstance(gap, int):
            return self.digits(gap)
        return self.word(gap) if isinstance(gap, Message) else gap

    def tell(self, message: Message, **pieces: Gap) -> Text:
        """A whole sentence from a message that has its full stop."""
        return self.capital(self.fill(message, **pieces))

    def spaced(self, phrase: Text) -> Text:
        """A phrase with the blanks that its parts need between them."""
        return han.spaced(phrase) if self.language.han else phrase

    def capital(self, sentence: Text) -> Text:
        """A phrase where a sentence begins with it; somebody else's word keeps its spelling."""
        if not sentence:
            return sentence
        first, *rest = sentence
        theirs = first.role == "name" and first_word(first.text) not in self.openers
        if first.role == "quote" or theirs:
            return sentence
        return (Span(text=self.initial(first.text), role=first.role), *rest)

    def initial(self, words: str) -> str:
        """Words as a line begins with them: a capital where the language has them, but for a `TERM`."""
        return words[:1].upper() + words[1:] if self.language.capitals and not TERM.match(words) else words

    def beginning(self, phrase: str) -> str:
        """A name where a line begins with it: a capital where its first word is ours."""
        return self.initial(phrase) if first_word(phrase) in self.openers else phrase

    def continued(self, sentence: Text) -> Text:
        """A sentence as it goes on after a colon: a small first letter, unless it is somebody else's word."""
        first, *rest = sentence
        theirs = first.role != "text" and first_word(first.text).lower() not in self.openers
        if theirs or not self.language.capitals or not self.language.small_after_colon:
            return sentence
        return (Span(text=first.text[:1].lower() + first.text[1:], role=first.role), *rest)

    def sentence(self, clause: Text) -> Text:
        """A clause as a sentence."""
        return self.capital((*clause, Span(text=self.stop)))

    def joined(self, pieces: Iterable[Piece], between: Message | str, last: Message | None = None) -> Text:
        """Pieces in a row."""
        comma = self.word(between) if isinstance(between, Message) else between
        return self.spaced(spans.joined(pieces, comma, None if last is None else self.word(last)))

    def together(self, *sentences: Text) -> Text:
        """Sentences one after another; empty ones leave no gap."""
        return spans.together(*sentences, between=self.language.gap)

    def digits(self, number: int) -> str:
        """A count in running text: a word for a small one."""
        return self.word(COUNTS[number]) if 0 <= number < len(COUNTS) else self.numbers.count(number)

    def counted(self, number: int, noun: str) -> str:
        """A count with its noun, or alone where this language's sentences hold the noun."""
        return self.format(NOUNS[noun].of(number), n=self.digits(number))

    def every(self, number: int) -> str:
        """Before the noun where something holds for all of a number."""
        return self.word(msg_in("before a noun", "both") if number == 2 else msg_in("before a noun", "all"))

    def precision(self, label: str) -> str:
        """The usual spelling of a precision: `f16`, `FP16`; any other label as it is."""
        return self.word(PRECISIONS[label]) if label in PRECISIONS else label


def _moment(utc_ns: int) -> datetime:
    return datetime.fromtimestamp(utc_ns // 1_000_000_000, tz=UTC)


def first_word(text: str) -> str:
    """The first word of a text without the comma after it."""
    return text.replace(",", "").split(" ")[0]
