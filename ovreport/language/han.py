"""Air between Chinese and Latin characters, which templates leave out: what stands in a gap decides."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ovreport.language.spans import Span, Text, merged

HAN = "\u4e00-\u9fff"
LATIN = "A-Za-z0-9%=×\u2212+"
BORDER = re.compile(f"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
OURS = frozenset({"text", "key", "number"})
WITHIN = str.maketrans("“”", "‘’")


def spaced(sentence: Text) -> Text:
    """The sentence with a blank wherever a Chinese and a Latin character touch."""
    found: list[Span] = []
    for span in sentence:
        shown = Span(text=BORDER.sub(" ", span.text), role=span.role) if span.role in OURS else span
        if found and BORDER.search(found[-1].text[-1:] + shown.text[:1]):
            found.append(Span(text=" "))
        found.append(shown)
    return merged(quoted_once(found))


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
