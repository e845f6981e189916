"""What caveats are told with: their numbers and words, and which configurations they touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Caveat
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text, name

MOST_NAMED = 3
"""Configurations that a sentence names; more are only counted."""


@dataclass(frozen=True, eq=False)
class CaveatTexts(Texts):
    """A caveat to be said in one language."""

    caveat: Caveat

    def value(self, key: str) -> float:
        """A number; 0 where the caveat has none of this name."""
        return dict(self.caveat.numbers).get(key, 0.0)

    def count(self, key: str) -> int:
        """A counting number."""
        return round(self.value(key))

    def many(self, key: str, noun: str) -> str:
        """A counting number with its noun."""
        return self.locale.counted(self.count(key), noun)

    def share(self, key: str) -> units.Quantity:
        """A share as percent, whichever way it goes."""
        return self.numbers.percent(abs(self.value(key)))

    def duration(self, key: str) -> str:
        """A span of seconds."""
        return self.numbers.duration(self.value(key))

    def word(self, key: str) -> str:
        """A word, or the empty string."""
        return dict(self.caveat.names).get(key, "")

    def precision(self, key: str) -> Text:
        """A word that may be a precision."""
        return (name(self.locale.precision(self.word(key))),)

    @property
    def everywhere(self) -> bool:
        """Whether it touches all configurations."""
        return not self.caveat.cells or len(self.caveat.cells) == len(self.analysis.cells)

    @property
    def where(self) -> Text:
        """The configurations that it touches."""
        touched, every = len(self.caveat.cells), len(self.analysis.cells)
        if self.everywhere:
            few = {1: msg("the only configuration"), 2: msg("both configurations")}
            return self.fill(few.get(every, msg("all configurations")))
        if touched > MOST_NAMED:
            return self.fill(msg("{n} configurations"), n=touched)
        between, last = msg_in("between configurations", ", "), msg_in("between configurations", " and ")
        return self.locale.joined(map(self.cell, self.caveat.cells), between, last)


def no_pieces(_: CaveatTexts) -> Gaps:
    """Of a caveat whose words have no gap beside `{where}`."""
    return {}


def one(_: CaveatTexts) -> int:
    """Of a caveat whose words have one form."""
    return 1


@dataclass(frozen=True)
class CaveatWords:
    """One kind of caveat in words; `{where}` in any of them are the configurations that it touches.

    Attributes:
        headline: A bold claim.
        context: Its number, and what follows from it.
        remedy: What to do about it.
        pieces: What goes into the other gaps.
        count: The number that chooses between the forms for one and for many.
    """

    headline: Message
    context: Message
    remedy: Message
    pieces: Callable[[CaveatTexts], Gaps] = no_pieces
    count: Callable[[CaveatTexts], int] = one
