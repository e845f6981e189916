"""What a sentence template is given: the claim, beside the words and names that all claims are told with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ovreport import units
from ovreport.analysis.results import Contrast
from ovreport.claims import naming
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.texts import ClaimText, Texts

if TYPE_CHECKING:
    from ovreport.claims.language import Language


@dataclass(frozen=True, eq=False)
class Speech(Texts):
    """A claim to be said in one language."""

    claim: Claim

    @property
    def words(self) -> Language:
        """The words of the language."""
        from ovreport.claims.language import words

        return words()

    def about(self, claim: Claim) -> Speech:
        """The same speech about another claim."""
        return Speech(self.analysis, self.language, claim)

    def shared_by_cells(self) -> tuple[tuple[str, str], ...]:
        """Levels that all cells of the claim share and that do not go without saying."""
        first, *others = (self.plan.cell(cell).levels for cell in self.claim.cells)
        return tuple(
            level
            for level in first
            if all(level in each for each in others) and not naming.is_quiet(self.plan, *level)
        )

    def translated(self, word: str) -> str:
        """A word of the claim that is the author's (a source, a platform), as this language says it."""
        return self.plan.article.words(self.language).label(self.text(word))

    def quantity(self, number: str) -> units.Quantity:
        """A number of the claim, rounded and with its unit; levels as the page's columns round them."""
        return self.told(self.claim.number(number))

    def value(self, number: str) -> float:
        """A number of the claim as it is."""
        return self.claim.number(number).value

    def count(self, number: str) -> int:
        """A counting number of the claim."""
        return round(self.claim.number(number).value)

    def has(self, number: str) -> bool:
        """Whether the claim states a number with this name."""
        return number in dict(self.claim.numbers)

    def text(self, word: str) -> str:
        """A word of the claim, or the empty string."""
        return dict(self.claim.names).get(word, "")


Template = Callable[[Speech], ClaimText]
Templates = Mapping[tuple[ClaimKind, str], Template]


def open_pair(speech: Speech) -> tuple[Contrast, Contrast]:
    """Of a chain that levels off: the gain that is shown, and the one beyond it that is open."""
    found = [contrast for contrast in speech.claim.contrasts if contrast.metric == "throughput"]
    return found[0], found[-1]
