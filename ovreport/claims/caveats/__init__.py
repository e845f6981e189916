"""Caveats in words: a bold claim, its number, the remedy. Each kind is a row with all that it says."""

from __future__ import annotations

from collections.abc import Mapping

from ovreport.analysis.results import Analysis, Caveat, CaveatKind
from ovreport.claims.caveats import machine, records, rounds
from ovreport.claims.caveats.telling import CaveatTexts, CaveatWords
from ovreport.claims.claim import CaveatText

WORDS: Mapping[CaveatKind, CaveatWords] = {**records.WORDS, **machine.WORDS, **rounds.WORDS}
"""What every kind of caveat says."""


def caveat_text(caveat: Caveat, analysis: Analysis, language: str) -> CaveatText:
    """A caveat in words."""
    t, words = CaveatTexts(analysis, language, caveat), WORDS[caveat.kind]
    pieces, count = {"where": t.where, **words.pieces(t)}, words.count(t)
    headline, context, remedy = (
        t.tell(message.of(count), **pieces) for message in (words.headline, words.context, words.remedy)
    )
    return CaveatText(headline=headline, context=context, remedy=remedy)
