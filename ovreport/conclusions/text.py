"""Sentences in pieces: a template's plain words, and the numbers and names that go into its gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ovreport import units
from ovreport.conclusions.claims import Part

Parts = tuple[Part, ...]
Piece = str | Part | Parts | units.Quantity

GAP = re.compile(r"\{(\w+)\}")


def key(text: object) -> Part:
    """The number that a sentence is about."""
    return Part(text=str(text), role="key")


def number(text: object) -> Part:
    """Another number."""
    return Part(text=str(text), role="number")


def name(text: str) -> Part:
    """Somebody else's words: a level, a file, a device."""
    return Part(text=text, role="name")


def quote(text: str) -> Part:
    """Words of a source, printed as they stand."""
    return Part(text=text, role="quote")


def parts(piece: Piece) -> Parts:
    """A piece as parts; a bare quantity is a number, a bare string text."""
    if isinstance(piece, tuple):
        return piece
    if isinstance(piece, Part):
        return (piece,)
    if isinstance(piece, units.Quantity):
        return (number(piece),)
    return (Part(text=piece),) if piece else ()


def fill(template: str, **pieces: Piece) -> Parts:
    """The template with every `{gap}` filled.

    Raises:
        KeyError: A gap has no piece.
    """
    found: list[Part] = []
    for index, text in enumerate(GAP.split(template)):
        found.extend(parts(pieces[text]) if index % 2 else (Part(text=text),))
    return merged(found)


def merged(pieces: Iterable[Part]) -> Parts:
    """Neighbouring plain texts as one part; empty ones are gone."""
    found: list[Part] = []
    for part in pieces:
        if found and found[-1].role == part.role == "text":
            found[-1] = Part(text=found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return tuple(found)


def joined(pieces: Iterable[Piece], between: str, last: str | None = None) -> Parts:
    """Pieces in a row: `a, b and c` with `between=", "` and `last=" and "`."""
    rows = [parts(piece) for piece in pieces]
    found: list[Part] = []
    for index, row in enumerate(rows):
        if index:
            found.append(Part(text=last if last is not None and index == len(rows) - 1 else between))
        found.extend(row)
    return merged(found)


def together(*sentences: Parts, between: str = " ") -> Parts:
    """Sentences one after another; empty ones leave no gap."""
    return joined([sentence for sentence in sentences if sentence], between)


def plain(sentence: Parts) -> str:
    """The sentence as one string, for consoles and for the alternative text of pictures."""
    return "".join(part.text for part in sentence)
