"""A language: its grammar, and its words for every family of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport import units
from ovreport.claims.sentences.beside import Beside
from ovreport.claims.sentences.concurrency import Concurrency
from ovreport.claims.sentences.conditional import Conditional
from ovreport.claims.sentences.effects import Effects
from ovreport.claims.sentences.published import Published
from ovreport.claims.sentences.published_words import PublishedWords
from ovreport.claims.sentences.running import Running


@dataclass(frozen=True, kw_only=True)
class Language:
    """What `sentences` needs of a language: phrases with gaps, and how they are put together."""

    effects: Effects
    conditional: Conditional
    running: Running
    concurrency: Concurrency
    published: Published
    published_words: PublishedWords
    beside: Beside


def words_of(language: str) -> Language:
    """The words of a language (BCP 47 tag): Chinese for `zh` and its kin, English for all others."""
    from ovreport.claims.chinese import CHINESE
    from ovreport.claims.english import ENGLISH

    return CHINESE if units.is_chinese(language) else ENGLISH
