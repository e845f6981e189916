"""What a sentence template is given: the claim, beside the words and names that all claims are told with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ovreport import units
from ovreport.analysis.results import Contrast, Verdict
from ovreport.claims import naming
from ovreport.claims.basis import labels_in_force, refused_precision
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

    def labels(self, contrast: Contrast) -> tuple[str, str]:
        """Both levels of a comparison as they are told: a precision as the device computed it."""
        return labels_in_force(self.claim.contrasts, contrast, self.analysis)

    def told_levels(self) -> tuple[str, str, str]:
        """Factor, level and reference of a claim about one pair of cells, precisions as computed."""
        factor, level, reference = (self.text(word) for word in ("factor", "level", "reference"))
        first = replace(self.claim.contrasts[0], factor=factor, level=level, reference_level=reference)
        return factor, *self.labels(first)

    def wish(self) -> tuple[str, str] | None:
        """The precision that the level of an effect asked for and the one that was computed instead."""
        return refused_precision(self.claim.contrasts, self.analysis)

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Conditions that all comparisons of a claim with several of them have in common."""
        contrasts = self.claim.contrasts
        if len(contrasts) < 2 or self.claim.effect is None:
            return ()
        first, *others = contrasts
        return tuple(
            level
            for level in first.conditions
            if all(level in each.conditions for each in others) and not naming.is_quiet(self.plan, *level)
        )

    def own(self, contrast: Contrast) -> tuple[tuple[str, str], ...]:
        """Conditions of one comparison that the others of the claim do not all share."""
        if len(self.claim.contrasts) < 2 or self.claim.effect is None:
            return tuple(level for level in contrast.conditions if not naming.is_quiet(self.plan, *level))
        others = [each.conditions for each in self.claim.contrasts]
        return tuple(
            level for level in contrast.conditions if not all(level in conditions for conditions in others)
        )

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

    def latency_note(self) -> Claim | None:
        """The note about the latency of the level that the claim is about, where it was resolved."""
        level = self.claim.effect.level if self.claim.effect else ""
        found = next((note for note in self.claim.notes if is_latency_of(note, level)), None)
        if found is None or not found.contrasts or found.contrasts[0].estimate is None:
            return None
        return None if found.contrasts[0].verdict is Verdict.NOT_RESOLVED else found

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


def is_latency_of(note: Claim, level: str) -> bool:
    """Whether a note is about the latency of a level."""
    return note.effect is not None and note.effect.metric == "latency" and note.effect.level == level


def open_pair(speech: Speech) -> tuple[Contrast, Contrast]:
    """Of a chain that levels off: the gain that is shown, and the one beyond it that is open."""
    found = [contrast for contrast in speech.claim.contrasts if contrast.metric == "throughput"]
    return found[0], found[-1]
