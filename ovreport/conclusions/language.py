"""A language: its grammar, and its words for every family of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.conclusions.grammar import Grammar
from ovreport.conclusions.sentences.doubts import Doubts


@dataclass(frozen=True, kw_only=True)
class Language:
    """What `sentences` needs of a language: phrases with gaps, and how they are put together."""

    grammar: Grammar
    doubts: Doubts
