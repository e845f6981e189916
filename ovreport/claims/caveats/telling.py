"""What caveats are told with: the words of a kind, and the configurations that one touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ovreport.analysis.results import Caveat
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import Message, msg, msg_in
from ovreport.language.spans import Text

MOST_NAMED = 3
"""Configurations that a sentence names; more are only counted."""

Kind = TypeVar("Kind", bound=Caveat)


@dataclass(frozen=True)
class CaveatWords(Generic[Kind]):
    """One kind of caveat in words; `{where}` in any of them are the configurations that it touches.

    Each may tell the `{rounds}` of the analysis as well.

    Attributes:
        headline: A bold claim.
        context: Its number, and what follows from it.
        remedy: What to do about it.
        pieces: What goes into the other gaps.
        count: The number that chooses between the forms for one and for many.
    """

    kind: type[Kind]
    headline: Message
    context: Message
    remedy: Message
    pieces: Callable[[Texts, Kind], Gaps] = lambda *_: {}
    count: Callable[[Texts, Kind], int] = lambda *_: 1


def everywhere(t: Texts, caveat: Caveat) -> bool:
    """Whether it touches all configurations."""
    return not caveat.cells or len(caveat.cells) == len(t.analysis.cells)


def where(t: Texts, caveat: Caveat) -> Text:
    """The configurations that it touches."""
    if everywhere(t, caveat):
        few = {1: msg("the only configuration"), 2: msg("both configurations")}
        return t.fill(few.get(len(t.analysis.cells), msg("all configurations")))
    if len(caveat.cells) > MOST_NAMED:
        return t.fill(msg("{n} configurations"), n=len(caveat.cells))
    between, last = msg_in("between configurations", ", "), msg_in("between configurations", " and ")
    return t.locale.joined(map(t.cell, caveat.cells), between, last)
