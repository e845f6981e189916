"""What a claim is told with: the words of a language, the names of a plan, and how an analysis is rounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from ovreport import naming, units
from ovreport.analysis.results import Analysis, Contrast
from ovreport.analysis.same_work import differs
from ovreport.claims.basis import measured, sharing
from ovreport.claims.number import Number
from ovreport.language.locale import Gap, Locale
from ovreport.language.messages import Message, msg
from ovreport.language.spans import Text, name
from ovreport.naming import Counted, Noun, cell_names
from ovreport.plan import Plan

Manner = Literal["latency", "undisturbed", "disturbed", "beside", "images", "fast", "throughput"]
"""What is told: time, that of undisturbed requests, a loss to a disturbance, images, speed, or throughput."""

RANGE = msg("{first} to {last}")

_FAST_FIELDS = frozenset({"openvino", "precision", "storage", "device", "model"})


@dataclass(frozen=True, kw_only=True)
class ClaimText:
    """A claim in one language.

    Attributes:
        headline: The claim with its number, interval and scope.
        short: The same in half a line, for abstracts, cards and the alternative text of pictures.
        context: One or two sentences that put it in its place; may be empty.
    """

    headline: Text
    short: Text
    context: Text = ()


@dataclass(frozen=True, eq=False)
class Texts:
    """The words for what an analysis holds, in one language."""

    analysis: Analysis
    language: str

    @property
    def plan(self) -> Plan:
        """The plan behind the analysis."""
        return self.analysis.plan

    @cached_property
    def locale(self) -> Locale:
        """The language."""
        return naming.names(self.language).locale

    @property
    def numbers(self) -> units.Numbers:
        """How the language writes numbers."""
        return self.locale.numbers

    @property
    def counted(self) -> Counted:
        """What throughput counts."""
        unit = self.plan.article.words(self.language).unit
        return naming.names(self.language).counted(self.analysis.counts, unit)

    @cached_property
    def counted_pieces(self) -> dict[str, Gap]:
        """Gaps that any message may have: what throughput counts, alone, after a number, and in brief."""
        told = self.counted
        return {"things": told.many, "amount_of": told.amount, "brief_of": told.brief}

    @cached_property
    def latency_unit(self) -> str:
        """The unit of latencies in tables, one for all, so that numbers can be compared by eye."""
        return units.time_unit(each.latency.value for each in measured(self.analysis) if each.latency)

    def fill(self, message: Message, **pieces: Gap) -> Text:
        """A message with its gaps filled."""
        return self.locale.fill(message, **(self.counted_pieces | pieces))

    def tell(self, message: Message, **pieces: Gap) -> Text:
        """A whole sentence from a message that has its full stop."""
        return self.locale.tell(message, **(self.counted_pieces | pieces))

    def together(self, *sentences: Text) -> Text:
        """Sentences one after another; empty ones leave no gap."""
        return self.locale.together(*sentences)

    def together_closely(self, *phrases: Text) -> Text:
        """Phrases one after another that bring their own blanks."""
        return self.locale.joined(phrases, "")

    def claim_text(self, headline: Message, short: Message, context: Text = (), **pieces: Gap) -> ClaimText:
        """A claim in words: a whole sentence, and half a line; both have the same pieces."""
        return ClaimText(
            headline=self.tell(headline, **pieces), short=self.tell(short, **pieces), context=context
        )

    # Names

    def cell(self, cell_id: str) -> Text:
        """A cell's name as it stands in a sentence."""
        return (name(naming.cell_phrase(self.plan.cell(cell_id), self.plan, self.language)),)

    def is_plural(self, cell_id: str) -> bool:
        """Whether a verb after a cell's name stands in the plural."""
        return cell_names(self.plan.cell(cell_id), self.plan, self.language).plural

    def full(self, cell_id: str) -> Text:
        """A cell's full name, as in headings."""
        return (name(naming.cell_name(self.plan.cell(cell_id), self.plan, self.language)),)

    def start(self, cell_id: str) -> Text:
        """A cell's name where a sentence begins with it."""
        return (name(self.locale.beginning(self.cell(cell_id)[0].text)),)

    def level(self, factor: str, label: str) -> Noun:
        """A level as a noun phrase."""
        return naming.level_noun(self.plan, factor, label, self.language)

    def condition(self, factor: str, label: str) -> Text:
        """A level as the circumstance of something else."""
        return naming.condition(self.plan, factor, label, self.language)

    def label(self, words: str) -> str:
        """Words of the author (a source, a platform, a remark) as this language says them."""
        return self.plan.article.words(self.language).label(words)

    def factor(self, factor: str) -> str:
        """A factor's name."""
        return naming.factor_name(factor, self.plan, self.language)

    def field(self, factor: str) -> str:
        """The setting's field that a factor varies, `property` or `bundle`."""
        return naming.field_of(naming.factor_of(self.plan, factor))

    def are_one(self, contrast: Contrast) -> bool:
        """Whether both sides are one configuration: the same in force, or asked for alike by two labels."""
        first, second = (self.plan.cell(cell).setting for cell in (contrast.cell, contrast.reference))
        return contrast.same_in_force or first == second

    @property
    def beside_measurements(self) -> bool:
        """Whether published figures must be marked: on a page that measured nothing, all figures are."""
        return bool(measured(self.analysis))

    def manner(self, contrast: Contrast) -> Manner:
        """What a comparison is told by."""
        match contrast.metric:
            case "latency" | "undisturbed":
                return contrast.metric
            case "throughput" | "startup":
                if self.field(contrast.factor) == "disturbance":
                    return self.manner_of(contrast.factor, contrast.reference_level)
                cells = [self.analysis.cell(cell) for cell in (contrast.cell, contrast.reference)]
                if differs(cell for cell in cells if cell.model is not None):
                    return "images"  # "throughput" would be taken for the amount of data
                return self.manner_of(contrast.factor)

    def manner_of(self, factor: str, reference: str = "") -> Manner:
        """What a throughput is told by when `factor` varies, beside this level."""
        field = self.field(factor)
        if field == "disturbance":
            return "disturbed" if reference == "none" else "beside"
        if field == "batch":
            return "images"
        return "fast" if field in _FAST_FIELDS else "throughput"

    # Numbers

    def told(self, number: Number) -> units.Quantity:
        """A number rounded and with its unit; levels as the page's columns round them.

        Of a level that is known badly (`Number.wide`) the ends of the interval stand in its place, and no
        interval beside them: `13 to 49 ms`.
        """
        bounds = (number.low, number.high)
        if number.unit == "ratio":
            return self.numbers.ratio(number.value, *bounds)
        rounding = None if number.low is None or number.wide else sharing(self.analysis, number.unit)
        if number.unit == "fps":
            told = self.numbers.throughput(number.value, *bounds, unit=self.counted.rate, sharing=rounding)
        else:
            told = self.numbers.latency(number.value, *bounds, sharing=rounding)
        if not number.wide:
            return told
        return as_range(self.locale, told)


def as_range(locale: Locale, shown: units.Quantity) -> units.Quantity:
    """The interval of a level in the place of the level: `13 to 49 ms`."""
    return replace(shown, value=locale.format(RANGE, first=shown.low, last=shown.high), low="", high="")
