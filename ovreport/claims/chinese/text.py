"""Chinese sentences in pieces: like `claims.text`, with air between Chinese and Latin characters.

Templates are written without blanks around their gaps; what stands in a gap decides whether one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ovreport.language import spans
from ovreport.language.spans import Piece, Span, Text

HAN = "\u4e00-\u9fff"
LATIN = "A-Za-z0-9%=×\u2212+"
BORDER = re.compile(f"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
OURS = frozenset({"text", "key", "number"})
WITHIN = str.maketrans("“”", "‘’")


def spaced(sentence: Text) -> Text:
    """The sentence with a blank wherever a Chinese and a Latin character touch."""
    found: list[Span] = []
    for part in sentence:
        shown = Span(text=BORDER.sub(" ", part.text), role=part.role) if part.role in OURS else part
        if found and BORDER.search(found[-1].text[-1:] + shown.text[:1]):
            found.append(Span(text=" "))
        found.append(shown)
    return spans.merged(quoted_once(found))


def quoted_once(sentence: Iterable[Span]) -> list[Span]:
    """The sentence with one pair of quotation marks around a quoted name, and single ones inside it."""
    found = list(sentence)
    for place in range(1, len(found) - 1):
        before, inner, after = found[place - 1 : place + 2]
        if inner.role != "name" or not before.text.endswith("“") or not after.text.startswith("”"):
            continue
        if before.text.endswith("““") and after.text.startswith("””"):
            found[place - 1] = Span(text=before.text[:-1], role=before.role)
            found[place + 1] = Span(text=after.text[1:], role=after.role)
        whole = inner.text.startswith("“") and inner.text.find("”") == len(inner.text) - 1
        own = inner.text[1:-1] if whole else inner.text
        found[place] = Span(text=own.translate(WITHIN), role=inner.role)
    return found


def fill(template: str, **pieces: Piece) -> Text:
    """The template with every `{gap}` filled, and air where it is needed."""
    return spaced(spans.fill(template, **pieces))


def joined(pieces: Iterable[Piece], between: str = "、", last: str | None = None) -> Text:
    """Pieces in a row."""
    return spaced(spans.joined(pieces, between, last))
