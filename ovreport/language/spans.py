"""Sentences in pieces: a template's plain words, and the numbers and names that go into its gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ovreport import units


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of a sentence. All of it is text, never markup.

    Attributes:
        role: `text`, `key` (the number that the sentence is about), `number`, `name` (a level, a cell, a
            file: somebody else's words) or `quote`.
    """

    text: str
    role: str = "text"


Text = tuple[Span, ...]
Piece = str | Span | Text | units.Quantity

GAP = re.compile(r"\{(\w+)\}")


def key(text: object) -> Span:
    """The number that a sentence is about."""
    return Span(text=str(text), role="key")


def number(text: object) -> Span:
    """Another number."""
    return Span(text=str(text), role="number")


def name(text: str) -> Span:
    """Somebody else's words: a level, a file, a device."""
    return Span(text=text, role="name")


def quote(text: str) -> Span:
    """Words of a source, printed as they stand."""
    return Span(text=text, role="quote")


def spans(piece: Piece) -> Text:
    """A piece as spans; a bare quantity is a number, a bare string text."""
    if isinstance(piece, tuple):
        return piece
    if isinstance(piece, Span):
        return (piece,)
    if isinstance(piece, units.Quantity):
        return (number(piece),)
    return (Span(text=piece),) if piece else ()


def fill(template: str, **pieces: Piece) -> Text:
    """The template with every `{gap}` filled.

    Raises:
        KeyError: A gap has no piece.
    """
    found: list[Span] = []
    for index, text in enumerate(GAP.split(template)):
        found.extend(spans(pieces[text]) if index % 2 else (Span(text=text),))
    return merged(found)


def merged(pieces: Iterable[Span]) -> Text:
    """Neighbouring plain texts as one span; empty ones are gone."""
    found: list[Span] = []
    for span in pieces:
        if found and found[-1].role == span.role == "text":
            found[-1] = Span(text=found[-1].text + span.text)
        elif span.text:
            found.append(span)
    return tuple(found)


def joined(pieces: Iterable[Piece], between: str, last: str | None = None) -> Text:
    """Pieces in a row: `a, b and c` with `between=", "` and `last=" and "`."""
    rows = [spans(piece) for piece in pieces]
    found: list[Span] = []
    for index, row in enumerate(rows):
        if index:
            found.append(Span(text=last if last is not None and index == len(rows) - 1 else between))
        found.extend(row)
    return merged(found)


def together(*sentences: Text, between: str = " ") -> Text:
    """Sentences one after another; empty ones leave no gap."""
    return joined([sentence for sentence in sentences if sentence], between)


def plain(text: Iterable[Span]) -> str:
    """A text as one string, for consoles and for the alternative text of pictures."""
    return "".join(span.text for span in text)
