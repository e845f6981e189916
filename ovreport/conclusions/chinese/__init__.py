"""How the tool writes in Chinese (simplified)."""

from ovreport.conclusions.english import DOUBTS, TEMPLATES  # stands in until the Chinese sentences are there

__all__ = ["DOUBTS", "TEMPLATES"]
