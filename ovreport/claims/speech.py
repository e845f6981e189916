"""What a sentence template is given: the claim, the analysis around it, and names in its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ovreport import units
from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.analysis.work import differs
from ovreport.claims import naming
from ovreport.claims.basis import deciding, labels_in_force, measured, refused_precision, sharing
from ovreport.claims.claim import Claim, ClaimKind, Said
from ovreport.claims.counting import Counted
from ovreport.claims.grammar import Gap, Grammar, Phrases
from ovreport.claims.naming import Noun
from ovreport.language.messages import Message
from ovreport.language.spans import Text, name
from ovreport.plan import Plan

if TYPE_CHECKING:
    from ovreport.claims.language import Language

Manner = Literal["latency", "disturbed", "images", "fast", "throughput"]
"""What a comparison is told by: time, loss to a disturbance, images, speed, or throughput."""

_FAST_FIELDS = frozenset({"precision", "storage", "device", "model"})


@dataclass(frozen=True, eq=False)
class Speech:
    """A claim to be said in one language."""

    claim: Claim
    analysis: Analysis
    language: str

    @property
    def plan(self) -> Plan:
        """The plan behind the analysis."""
        return self.analysis.plan

    @property
    def words(self) -> Language:
        """The words of the language."""
        from ovreport.claims.language import words_of

        return words_of(self.language)

    @property
    def grammar(self) -> Grammar:
        """How the language puts phrases together."""
        return self.words.grammar

    @property
    def counted(self) -> Counted:
        """What throughput counts."""
        return naming.counted(self.analysis, self.language)

    @property
    def counted_pieces(self) -> dict[str, Gap]:
        """Gaps that any phrase may have: what throughput counts, alone, after a number, and in brief."""
        told = self.counted
        return {"things": told.many, "amount_of": told.amount, "brief_of": told.brief}

    def fill(self, template: Message, **pieces: Gap) -> Text:
        """A phrase with its gaps filled."""
        return self.grammar.fill(template, **(self.counted_pieces | pieces))

    def tell(self, template: Message, **pieces: Gap) -> Text:
        """A whole sentence from a template that has its full stop."""
        return self.grammar.tell(template, **(self.counted_pieces | pieces))

    def together(self, *sentences: Text) -> Text:
        """Sentences one after another; empty ones leave no gap."""
        return self.grammar.together(*sentences)

    def together_closely(self, *phrases: Text) -> Text:
        """Phrases one after another that bring their own blanks."""
        return self.grammar.joined(phrases, "")

    def said(self, phrases: Phrases, context: Text = (), **pieces: Gap) -> Said:
        """A claim whose headline and short form have the same pieces."""
        return self.grammar.said(phrases, context, **(self.counted_pieces | pieces))

    def about(self, claim: Claim) -> Speech:
        """The same speech about another claim."""
        return Speech(claim, self.analysis, self.language)

    def cell(self, cell_id: str) -> Text:
        """A cell's name as it stands in a sentence."""
        return (name(naming.cell_phrase(self.plan.cell(cell_id), self.plan, self.language)),)

    def is_plural(self, cell_id: str) -> bool:
        """Whether a verb after a cell's name stands in the plural."""
        phrase = naming.cell_phrase(self.plan.cell(cell_id), self.plan, self.language)
        return naming.names(self.language).is_plural(phrase)

    def full(self, cell_id: str) -> Text:
        """A cell's full name, as in headings."""
        return (name(naming.cell_name(self.plan.cell(cell_id), self.plan, self.language)),)

    def start(self, cell_id: str) -> Text:
        """A cell's name where a sentence begins with it."""
        return (name(naming.names(self.language).begin(self.cell(cell_id)[0].text)),)

    def level(self, factor: str, label: str) -> Noun:
        """A level as a noun phrase."""
        return naming.level_noun(self.plan, factor, label, self.language)

    def labels(self, contrast: Contrast) -> tuple[str, str]:
        """Both levels of a comparison as they are told: a precision as the device computed it."""
        return labels_in_force(self.claim, contrast, self.analysis)

    def told_levels(self) -> tuple[str, str, str]:
        """Factor, level and reference of a claim about one pair of cells, precisions as computed."""
        factor, level, reference = (self.text(word) for word in ("factor", "level", "reference"))
        first = replace(self.claim.contrasts[0], factor=factor, level=level, reference_level=reference)
        return factor, *self.labels(first)

    def wish(self) -> tuple[str, str] | None:
        """The precision that the level of an effect asked for and the one that was computed instead."""
        return refused_precision(self.claim, self.analysis)

    def condition(self, factor: str, label: str) -> Text:
        """A level as the circumstance of something else."""
        return naming.condition(self.plan, factor, label, self.language)

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

    def deciding(self, *groups: Sequence[Contrast]) -> str | None:
        """The one factor whose levels alone tell groups of comparisons apart, if there is one."""
        return deciding(self.plan, *groups)

    def shared_by_cells(self) -> tuple[tuple[str, str], ...]:
        """Levels that all cells of the claim share and that do not go without saying."""
        first, *others = (self.plan.cell(cell).levels for cell in self.claim.cells)
        return tuple(
            level
            for level in first
            if all(level in each for each in others) and not naming.is_quiet(self.plan, *level)
        )

    @property
    def beside_measurements(self) -> bool:
        """Whether published figures must be marked: on a page that measured nothing, all figures are."""
        return bool(measured(self.analysis))

    def translated(self, word: str) -> str:
        """A word of the claim that is the author's (a source, a platform), as this language says it."""
        return self.plan.article.words(self.language).label(self.text(word))

    def field(self, factor: str) -> str:
        """The setting's field that a factor varies, `property` or `bundle`."""
        return naming.field_of(naming.factor_of(self.plan, factor))

    def manner(self, contrast: Contrast) -> Manner:
        """What a comparison is told by."""
        if contrast.metric == "latency":
            return "latency"
        if self.field(contrast.factor) == "disturbance" and contrast.reference_level == "none":
            return "disturbed"
        cells = [self.analysis.cell(cell) for cell in (contrast.cell, contrast.reference)]
        if differs(cell for cell in cells if cell.model is not None):
            return "images"  # "throughput" would be taken for the amount of data
        return self.manner_of(contrast.factor)

    def manner_of(self, factor: str) -> Manner:
        """What a throughput is told by when `factor` varies."""
        field = self.field(factor)
        if field == "batch":
            return "images"
        return "fast" if field in _FAST_FIELDS else "throughput"

    def latency_note(self) -> Claim | None:
        """The note about the latency of the level that the claim is about, where it was resolved."""
        level = self.claim.effect.level if self.claim.effect else ""
        found = next((note for note in self.claim.notes if is_latency_of(note, level)), None)
        if found is None or not found.contrasts or found.contrasts[0].estimate is None:
            return None
        return None if found.contrasts[0].verdict is Verdict.NOT_RESOLVED else found

    def factor(self, factor: str) -> str:
        """A factor's name."""
        return naming.factor_name(factor, self.plan, self.language)

    def quantity(self, number: str) -> units.Quantity:
        """A number of the claim, rounded and with its unit; levels as the page's columns round them."""
        found = self.claim.number(number)
        bounds = (found.low, found.high)
        if found.low is not None and found.unit == "fps":
            rounding = sharing(self.analysis, "fps")
            return units.throughput(found.value, *bounds, unit=self.counted.rate, sharing=rounding)
        if found.low is not None and found.unit == "ns":
            return units.latency(found.value, *bounds, sharing=sharing(self.analysis, "ns"))
        if found.unit == "fps":
            return units.throughput(found.value, *bounds, unit=self.counted.rate)
        return units.of(found.value, found.unit, *bounds, language=self.language)

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


Template = Callable[[Speech], Said]
Templates = Mapping[tuple[ClaimKind, str], Template]


def is_latency_of(note: Claim, level: str) -> bool:
    """Whether a note is about the latency of a level."""
    return note.effect is not None and note.effect.metric == "latency" and note.effect.level == level


def open_pair(speech: Speech) -> tuple[Contrast, Contrast]:
    """Of a chain that levels off: the gain that is shown, and the one beyond it that is open."""
    found = [contrast for contrast in speech.claim.contrasts if contrast.metric == "throughput"]
    return found[0], found[-1]


def farther(shown: units.Quantity) -> units.Quantity:
    """The larger bound of a rounded interval around "no difference", with the digits that were printed."""
    bounds = [bound.lstrip(units.MINUS) for bound in (shown.low, shown.high)]
    return replace(shown, value=max(bounds, key=lambda bound: float(bound.replace(",", ""))), low="", high="")
