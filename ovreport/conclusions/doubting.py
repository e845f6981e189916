"""What a sentence about a doubt is given: its numbers, its names and its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ovreport import units
from ovreport.analysis.results import Analysis, Doubt
from ovreport.conclusions.naming import cell_phrase
from ovreport.conclusions.text import Parts, name, number

MOST_NAMED = 3


@dataclass(frozen=True)
class Words:
    """A doubt's numbers and names, ready for a sentence in one language."""

    doubt: Doubt
    analysis: Analysis
    language: str

    def value(self, key: str) -> float:
        """A number; 0 where the doubt has none of this name."""
        return dict(self.doubt.numbers).get(key, 0.0)

    def count(self, key: str) -> int:
        """A counting number."""
        return round(self.value(key))

    def share(self, key: str) -> Parts:
        """A share as percent."""
        return (number(units.percent(abs(self.value(key)), language=self.language)),)

    def word(self, key: str) -> str:
        """A word, or the empty string."""
        return dict(self.doubt.names).get(key, "")

    def text(self, key: str) -> Parts:
        """A word, as somebody else's."""
        return (name(self.word(key)),)

    @property
    def everywhere(self) -> bool:
        """Whether it touches all cells."""
        return not self.doubt.cells or len(self.doubt.cells) == len(self.analysis.cells)

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the cells that it touches."""
        plan = self.analysis.plan
        return tuple(cell_phrase(plan.cell(cell), plan, self.language) for cell in self.doubt.cells)


Lines = tuple[Parts | str, Parts | str, Parts | str]
"""A bold claim, its number, the remedy."""

Template = Callable[[Words], Lines]
