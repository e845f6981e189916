"""What a language does with a phrase: fills its gaps, counts, joins, and begins and ends a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ovreport import units
from ovreport.conclusions import text
from ovreport.conclusions.claims import Said
from ovreport.conclusions.text import Parts, Piece

Pieces = Mapping[str, Piece | int]
"""What goes into the gaps of a template, by their names; a bare count is told as the language counts."""


@dataclass(frozen=True)
class Phrases:
    """A claim's templates; both take their gaps from the same pieces.

    Attributes:
        headline: A whole sentence with its full stop.
        short: The same in half a line.
    """

    headline: str
    short: str


@dataclass(frozen=True)
class Counted:
    """A template for one of something, and for more where the language makes a difference."""

    one: str
    more: str = ""

    def of(self, number: int) -> str:
        """The template that fits a number."""
        return self.one if number == 1 else self.more or self.one


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
    def spaced(self, phrase: Parts) -> Parts:
        """A phrase with the blanks that its parts need between them."""

    @abstractmethod
    def capital(self, sentence: Parts) -> Parts:
        """A phrase where a sentence begins with it."""

    @abstractmethod
    def continued(self, sentence: Parts) -> Parts:
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

    def fill(self, template: str, **pieces: Piece | int) -> Parts:
        """The template with every `{gap}` filled."""
        told = {gap: self.digits(each) if isinstance(each, int) else each for gap, each in pieces.items()}
        return self.spaced(text.fill(template, **told))

    def tell(self, template: str, **pieces: Piece | int) -> Parts:
        """A whole sentence from a template that has its full stop."""
        return self.capital(self.fill(template, **pieces))

    def said(self, phrases: Phrases, context: Parts = (), **pieces: Piece | int) -> Said:
        """A claim whose headline and short form have the same pieces."""
        headline, short = (self.tell(each, **pieces) for each in (phrases.headline, phrases.short))
        return Said(headline=headline, short=short, context=context)

    def joined(self, pieces: Iterable[Piece], between: str, last: str | None = None) -> Parts:
        """Pieces in a row."""
        return self.spaced(text.joined(pieces, between, last))

    def together(self, *sentences: Parts) -> Parts:
        """Sentences one after another; empty ones leave no gap."""
        return text.together(*sentences, between=self.gap)

    def sentence(self, clause: Parts) -> Parts:
        """A clause as a sentence."""
        return self.capital((*clause, *text.parts(self.full_stop)))

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
