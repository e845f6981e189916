"""What a language does with a phrase: fills its gaps, counts, joins, and begins and ends a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ovreport import units
from ovreport.claims.claim import Said
from ovreport.language import spans
from ovreport.language.catalogue import translated
from ovreport.language.messages import Message
from ovreport.language.spans import Piece, Text

Gap = Piece | Message | int
"""What goes into a gap; a bare count is told as the language counts."""

Pieces = Mapping[str, Gap]
"""What goes into the gaps of a template, by their names."""


@dataclass(frozen=True)
class Phrases:
    """A claim's templates; both take their gaps from the same pieces.

    Attributes:
        headline: A whole sentence with its full stop.
        short: The same in half a line.
    """

    headline: Message
    short: Message


class Grammar(ABC):
    """How a language puts phrases together."""

    tag: str
    """BCP 47 tag by which `units` writes numbers."""
    gap: str
    """Between two sentences."""
    full_stop: str
    times_word: str
    """After a ratio: `1.55 times`."""

    @abstractmethod
    def spaced(self, phrase: Text) -> Text:
        """A phrase with the blanks that its parts need between them."""

    @abstractmethod
    def capital(self, sentence: Text) -> Text:
        """A phrase where a sentence begins with it."""

    @abstractmethod
    def continued(self, sentence: Text) -> Text:
        """A sentence as it goes on after a colon."""

    @abstractmethod
    def digits(self, number: int) -> str:
        """A count in running text: `four`, `4`."""

    @abstractmethod
    def counted(self, number: int, noun: str) -> str:
        """A count with an English noun, alone where the templates hold the noun: `four rounds`, `4`."""

    @abstractmethod
    def every(self, number: int) -> str:
        """Before the noun where something holds for all of a number: `both`, `all`, `各`."""

    @abstractmethod
    def precision(self, label: str) -> str:
        """The usual spelling of a precision: `f16`, `FP16`; any other label as it is."""

    def fill(self, template: Message, **pieces: Gap) -> Text:
        """A message in this language with every `{gap}` filled."""
        told = {gap: self._piece(each) for gap, each in pieces.items()}
        return self.spaced(spans.fill(self.word(template), **told))

    def _piece(self, gap: Gap) -> Piece:
        if isinstance(gap, int):
            return self.digits(gap)
        return self.word(gap) if isinstance(gap, Message) else gap

    def word(self, message: Message) -> str:
        """A message in this language as it is, its gaps open."""
        return translated(message, self.tag)

    def tell(self, template: Message, **pieces: Gap) -> Text:
        """A whole sentence from a template that has its full stop."""
        return self.capital(self.fill(template, **pieces))

    def said(self, phrases: Phrases, context: Text = (), **pieces: Gap) -> Said:
        """A claim whose headline and short form have the same pieces."""
        headline, short = (self.tell(each, **pieces) for each in (phrases.headline, phrases.short))
        return Said(headline=headline, short=short, context=context)

    def format(self, template: Message, **words: object) -> str:
        """A message in this language as a string."""
        return self.word(template).format(**words)

    def joined(self, pieces: Iterable[Piece], between: Message | str, last: Message | None = None) -> Text:
        """Pieces in a row."""
        comma = self.word(between) if isinstance(between, Message) else between
        return self.spaced(spans.joined(pieces, comma, None if last is None else self.word(last)))

    def together(self, *sentences: Text) -> Text:
        """Sentences one after another; empty ones leave no gap."""
        return spans.together(*sentences, between=self.gap)

    def sentence(self, clause: Text) -> Text:
        """A clause as a sentence."""
        return self.capital((*clause, *spans.spans(self.full_stop)))

    def percent(self, share: float, low: float | None = None, high: float | None = None) -> units.Quantity:
        """A share as percent."""
        return units.percent(share, low, high, language=self.tag)

    def percent_at_most(self, share: float) -> units.Quantity:
        """A bound as percent, rounded away from zero."""
        return units.percent_at_most(share, language=self.tag)

    def confidence(self, level: float) -> units.Quantity:
        """The level of an interval as percent, never as certainty."""
        return units.confidence(level, language=self.tag)

    def percent_as_given(self, share: float) -> units.Quantity:
        """A share that somebody set, as percent."""
        return units.percent_as_given(share, language=self.tag)

    def times(self, ratio: float, low: float | None = None, high: float | None = None) -> units.Quantity:
        """A ratio in words."""
        return units.times(ratio, low, high, word=self.times_word)
