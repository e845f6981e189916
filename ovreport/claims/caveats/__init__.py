"""Caveats in words: a bold claim, its number, the remedy. Each kind is a row with all that it says."""

from __future__ import annotations

from typing import Any

from ovreport.analysis.results import Analysis, Caveat
from ovreport.claims.caveats import elsewhere, machine, records, rounds
from ovreport.claims.caveats.telling import CaveatWords, where
from ovreport.claims.claim import CaveatText
from ovreport.claims.texts import Texts

WORDS: dict[type[Caveat], CaveatWords[Any]] = {
    words.kind: words for words in (*records.WORDS, *machine.WORDS, *elsewhere.WORDS, *rounds.WORDS)
}
"""What every kind of caveat says."""


def caveat_text(caveat: Caveat, analysis: Analysis, language: str) -> CaveatText:
    """A caveat in words."""
    t, words = Texts(analysis, language), WORDS[type(caveat)]
    rounds_told = t.locale.counted(analysis.rounds, "round")
    pieces = {"where": where(t, caveat), "rounds": rounds_told, **words.pieces(t, caveat)}
    headline, context, remedy = (
        t.tell(message.of(words.count(t, caveat)), **pieces)
        for message in (words.headline, words.context, words.remedy)
    )
    return CaveatText(headline=headline, context=context, remedy=remedy)
