"""What a page says, piece by piece: its sentences, table cells and labels, and the data of its pictures."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

# Markup inside a sentence; every other element begins a new piece.
INLINE = frozenset(
    "a abbr b bdi cite code em i kbd mark q s small span strong sub sup time var wbr".split()  # noqa: SIM905
)
# Attributes that state something: to a reader, or to the eye as a length or a position.
STATING = frozenset(
    "alt aria-label content d datetime href points src style title value".split()  # noqa: SIM905 - reads best so
)


def of(content: bytes, name: str) -> list[str]:
    """The pieces of a page, or of the data of its pictures, in their order."""
    text = content.decode("utf-8", "replace")
    if not name.endswith(".html"):
        return [piece for piece in re.split(r"(?<=[,;\[\]{}])", text) if piece.strip()]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_piece()
    return reader.pieces


def differing(stated: list[str], recomputed: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of pieces that differ; one of the two is empty where the other has no counterpart."""
    matcher = difflib.SequenceMatcher(a=stated, b=recomputed, autojunk=False)
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag != "equal":
            one, other = stated[begin:end], recomputed[other_begin:other_end]
            longest = max(len(one), len(other))
            yield from zip(_filled(one, longest), _filled(other, longest), strict=True)


def _filled(pieces: list[str], length: int) -> list[str]:
    return pieces + [""] * (length - len(pieces))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.current: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_piece()
        self.pieces += [f"{tag} {name}={value}" for name, value in attrs if name in STATING and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_piece()

    def handle_data(self, data: str) -> None:
        self.current.append(data)

    def end_piece(self) -> None:
        text = " ".join("".join(self.current).split())
        self.current.clear()
        if text:
            self.pieces.append(text)
