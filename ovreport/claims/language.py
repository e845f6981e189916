"""A language: its grammar, and its words for every family of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ovreport.claims.sentences.concurrency import Concurrency


@dataclass(frozen=True, kw_only=True)
class Language:
    """What `sentences` needs of a language: phrases with gaps, and how they are put together."""

    concurrency: Concurrency


def words() -> Language:
    """The words in English; every other language translates them."""
    from ovreport.claims.english import ENGLISH

    return ENGLISH
