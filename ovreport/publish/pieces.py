"""What a page says, piece by piece: its sentences, table cells and labels, and the data of its pictures."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

# Markup inside a sentence; every other element begins a new piece.
INLINE = frozenset(
    "a abbr b bdi cite code em i kbd mark q s small span strong sub sup time var wbr".split()  # noqa: SIM905
)
# Attributes that state something: to a reader, or to the eye as a length or a position.
STATING = frozenset(
    "alt aria-label content d datetime href points src style title value".split()  # noqa: SIM905 - reads best so
)


SENTENCE = re.compile(r"[.。!?！？:：]$|(?:\S+\s+){3}|[\u3400-\u9fff].*[，；、].*[\u3400-\u9fff]")
"""What tells a sentence from a label or a number in a table: its end, four words, or a Chinese comma."""


@dataclass(frozen=True)
class Piece:
    """A piece of a page.

    Attributes:
        sentence: Running text, and neither a label, a cell of a table, an attribute nor a picture's data.
    """

    text: str
    sentence: bool = False


def of(content: bytes, name: str) -> list[Piece]:
    """The pieces of a page, or of the data of its pictures, in their order."""
    text = content.decode("utf-8", "replace")
    if not name.endswith((".html", ".xml")):
        return [Piece(piece) for piece in re.split(r"(?<=[,;\[\]{}])", text) if piece.strip()]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_piece()
    return reader.pieces


def differing(stated: list[Piece], recomputed: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pairs of pieces that differ; one of the two is empty where the other has no counterpart.

    Sentences are held against sentences only, so that what differs beside one does not take its place.
    """
    for sentence in (True, False):
        one, other = (
            [piece for piece in all_ if piece.sentence is sentence] for all_ in (stated, recomputed)
        )
        yield from _differing(one, other)


def _differing(stated: list[Piece], recomputed: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    matcher = difflib.SequenceMatcher(a=stated, b=recomputed, autojunk=False)
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag != "equal":
            one, other = stated[begin:end], recomputed[other_begin:other_end]
            yield from itertools.zip_longest(one, other, fillvalue=Piece(""))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.current: list[str] = []
        self.spoken = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_piece()
            self.spoken = tag not in {"script", "style", "pre"}
        self.pieces += [Piece(f"{tag} {name}={value}") for name, value in attrs if name in STATING and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_piece()
            self.spoken = True

    def handle_data(self, data: str) -> None:
        self.current.append(data)

    def end_piece(self) -> None:
        text = " ".join("".join(self.current).split())
        self.current.clear()
        if text:
            self.pieces.append(Piece(text, self.spoken and bool(SENTENCE.search(text))))
