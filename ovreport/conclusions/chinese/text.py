"""Chinese sentences in pieces: like `conclusions.text`, with air between Chinese and Latin characters.

Templates are written without blanks around their gaps; what stands in a gap decides whether one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ovreport.conclusions import text
from ovreport.conclusions.claims import Part
from ovreport.conclusions.text import Parts, Piece

HAN = "\u4e00-\u9fff"
LATIN = "A-Za-z0-9%=×\u2212+"
BORDER = re.compile(f"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
OURS = frozenset({"text", "key", "number"})


def spaced(sentence: Parts) -> Parts:
    """The sentence with a blank wherever a Chinese and a Latin character touch."""
    found: list[Part] = []
    for part in sentence:
        shown = Part(text=BORDER.sub(" ", part.text), role=part.role) if part.role in OURS else part
        if found and BORDER.search(found[-1].text[-1:] + shown.text[:1]):
            found.append(Part(text=" "))
        found.append(shown)
    return text.merged(found)


def fill(template: str, **pieces: Piece) -> Parts:
    """The template with every `{gap}` filled, and air where it is needed."""
    return spaced(text.fill(template, **pieces))


def joined(pieces: Iterable[Piece], between: str = "、", last: str | None = None) -> Parts:
    """Pieces in a row."""
    return spaced(text.joined(pieces, between, last))
