"""English sentences in pieces."""

from __future__ import annotations

from ovreport.conclusions.english.names import capital
from ovreport.conclusions.text import Parts, fill


def sentence(clause: Parts) -> Parts:
    """A clause as a sentence."""
    return capital(fill("{clause}.", clause=clause))
