"""Chinese text that is no message yet."""

from __future__ import annotations

from collections.abc import Iterable

from ovreport.language import han, spans
from ovreport.language.locale import Locale
from ovreport.language.spans import Piece, Text

CHINESE = Locale("zh-Hans")


def fill(template: str, **pieces: Piece) -> Text:
    """The template with every `{gap}` filled, and air where it is needed."""
    return han.spaced(spans.fill(template, **pieces))


def joined(pieces: Iterable[Piece], between: str = "、") -> Text:
    """Pieces in a row."""
    return han.spaced(spans.joined(pieces, between))
