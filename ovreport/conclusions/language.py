"""A language: its grammar, and its words for every family of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport import units
from ovreport.conclusions.grammar import Grammar
from ovreport.conclusions.sentences.beside import Beside
from ovreport.conclusions.sentences.compare import Comparing
from ovreport.conclusions.sentences.concurrency import Concurrency
from ovreport.conclusions.sentences.conditional import Conditional
from ovreport.conclusions.sentences.doubts import Doubts
from ovreport.conclusions.sentences.effects import Effects
from ovreport.conclusions.sentences.fidelity import Fidelity
from ovreport.conclusions.sentences.published import Published
from ovreport.conclusions.sentences.published_words import PublishedWords
from ovreport.conclusions.sentences.recommendations import Recommendations
from ovreport.conclusions.sentences.running import Running
from ovreport.conclusions.sentences.sameness import Sameness


@dataclass(frozen=True, kw_only=True)
class Language:
    """What `sentences` needs of a language: phrases with gaps, and how they are put together."""

    grammar: Grammar
    comparing: Comparing
    effects: Effects
    conditional: Conditional
    running: Running
    recommendations: Recommendations
    concurrency: Concurrency
    published: Published
    published_words: PublishedWords
    beside: Beside
    fidelity: Fidelity
    sameness: Sameness
    doubts: Doubts


def words_of(language: str) -> Language:
    """The words of a language (BCP 47 tag): Chinese for `zh` and its kin, English for all others."""
    from ovreport.conclusions.chinese import CHINESE
    from ovreport.conclusions.english import ENGLISH

    return CHINESE if units.is_chinese(language) else ENGLISH
