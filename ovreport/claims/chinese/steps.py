"""Steps of sentences that Chinese takes otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.claims.chinese.text import joined
from ovreport.claims.speech import Speech
from ovreport.language.spans import Text


def levels(speech: Speech, shared: Sequence[tuple[str, str]]) -> Text:
    """The levels that all pairs share."""
    return joined([speech.level(*level).words for level in shared], "，")
