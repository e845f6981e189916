"""Names of a plan's cells, factors and levels in one language, as far as the cells differ."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ovreport.language.locale import Locale
from ovreport.language.spans import Text, plain
from ovreport.naming.fields import (
    bundles_of_properties,
    common_fields,
    factor_of,
    field_of,
    told_batch,
    varied_fields,
    varied_properties,
)
from ovreport.naming.words import Names, Noun, is_plural
from ovreport.plan import Cell, Plan

Words = tuple[tuple[str, str], ...]
"""Pieces of a name: each a field, `property` or `bundle`, and its word."""


@cache
def names(language: str) -> Names:
    """What a language (BCP 47 tag) calls things."""
    return Names(Locale(language))


@dataclass(frozen=True)
class CellNames:
    """What one cell is called.

    Attributes:
        long: As a heading: "Batch 1, four requests, two streams".
        short: For narrow pictures: "b1 · 4 req · 2 str".
        phrase: In a sentence: "batch 1 with four requests on two streams".
        plural: Whether a verb after the phrase stands in the plural.
    """

    long: str
    short: str
    phrase: str
    plural: bool


@dataclass(frozen=True)
class _Book:
    """A plan's cells in one language, while their names are made.

    Attributes:
        properties: See `varied_properties`.
        bundles: See `bundles_of_properties`.
    """

    plan: Plan
    language: str
    properties: tuple[str, ...]
    bundles: tuple[str, ...]

    def words(self, cell: Cell, fields: tuple[str, ...], *, quoted: bool = False) -> Words:
        """The pieces of a name; labels of the file in quotation marks where it stands in a sentence."""
        settings = dict(cell.setting.properties)
        told = [(field, names(self.language).word(field, cell.setting)) for field in fields]
        told += [("property", f"{name}={settings[name]}") for name in self.properties if name in settings]
        for name, label in cell.levels:
            if name in self.bundles:
                bare = told_label(self.plan, name, label, self.language)
                text = level_name(name, label, self.plan, self.language) if quoted else bare
                told.append(("bundle", text))
        return tuple((field, text) for field, text in told if text)

    def short(self, cell: Cell, fields: tuple[str, ...]) -> Words:
        """The pieces of a name in a few characters each."""
        settings = dict(cell.setting.properties)
        told = [(field, names(self.language).short_word(field, cell.setting)) for field in fields]
        told += [("property", settings[name]) for name in self.properties if name in settings]
        return tuple((field, text) for field, text in (*told, *self._labels(cell, self.bundles)) if text)

    def brief(self, cell: Cell, fields: tuple[str, ...]) -> Words:
        """The pieces of a name in a sentence, without what nearly all cells share of the quiet fields.

        Where only half of them share it, "batch 4" beside "f16 file, batch 4" would leave open which file.
        """
        kept = _told_fields(cell, self.plan, fields, common_fields(self.plan))
        return self.words(cell, kept, quoted=True) or self.words(cell, fields, quoted=True)

    def own_labels(self, cell: Cell) -> Words:
        """Labels of the levels that the setting's fields do not tell, or else of all."""
        own = [name for name, _ in cell.levels if field_of(factor_of(self.plan, name)) == "bundle"]
        untold = [name for name in own if name not in self.bundles]
        return self._labels(cell, untold or [name for name, _ in cell.levels])

    def _labels(self, cell: Cell, factors: Sequence[str]) -> Words:
        return tuple(
            ("bundle", told_label(self.plan, name, label, self.language))
            for name, label in cell.levels
            if name in factors
        )

    def unique(self, told: dict[str, Words], *, quoted: bool = False) -> dict[str, Words]:
        """Words that tell all cells apart: labels that do so are added where the setting alone does not."""
        if len(set(told.values())) == len(told):
            return told
        labels = {cell.id: self.own_labels(cell) for cell in self.plan.cells}
        alike: dict[Words, list[str]] = {}
        for cell, words in told.items():
            alike.setdefault(words, []).append(cell)
        return {
            cell: (
                *words,
                *(
                    (field, plain(names(self.language).quoted(label)) if quoted else label)
                    for field, label in _apart(cell, alike[words], labels)
                ),
            )
            for cell, words in told.items()
        }


def _apart(cell: str, alike: Sequence[str], labels: Mapping[str, Words]) -> Words:
    """Of the labels of a cell those in which the cells that are named like it differ."""
    columns = zip(*(labels[each] for each in alike), strict=True)
    return tuple(label for label, column in zip(labels[cell], columns, strict=True) if len(set(column)) > 1)


def _book_of(plan: Plan, language: str) -> _Book:
    return _Book(plan, language, varied_properties(plan), bundles_of_properties(plan))


def _told_fields(cell: Cell, plan: Plan, fields: tuple[str, ...], quiet: frozenset[str]) -> tuple[str, ...]:
    """The fields without the quiet ones in which a cell is like the baseline."""
    baseline = plan.cell(plan.baseline).setting
    return tuple(
        field
        for field in fields
        if field not in quiet or getattr(cell.setting, field) != getattr(baseline, field)
    )


def _names_of(plan: Plan, language: str) -> dict[str, CellNames]:
    """The names of every cell, by its id."""
    book, fields = _book_of(plan, language), varied_fields(plan)
    if not fields and not book.properties and len(plan.cells) == 1:
        fields = (
            ("device", "batch", "requests") if told_batch(plan.cells[0].setting) else ("device", "requests")
        )
    common = common_fields(plan)
    kept = {cell.id: _told_fields(cell, plan, fields, common) or fields for cell in plan.cells}
    long = book.unique({cell.id: book.words(cell, kept[cell.id]) for cell in plan.cells})
    short = book.unique({cell.id: book.short(cell, kept[cell.id]) for cell in plan.cells})
    brief = book.unique({cell.id: book.brief(cell, fields) for cell in plan.cells}, quoted=True)
    called = names(language)
    return {
        cell.id: CellNames(
            called.compose(long[cell.id]),
            " · ".join(text for _, text in short[cell.id]),
            called.phrase(brief[cell.id]),
            is_plural(brief[cell.id], cell.setting),
        )
        for cell in plan.cells
    }


# A plan's own hash walks through all its cells; its identity does not. The weak reference notices when an
# identity has been given to another plan.
_BOOKS: dict[tuple[int, str], tuple[weakref.ref[Plan], dict[str, CellNames]]] = {}


def cell_names(cell: Cell, plan: Plan, language: str) -> CellNames:
    """What a cell is called. Cells with equal settings are told apart by their labels."""
    entry = _BOOKS.get((id(plan), language))
    if entry is None or entry[0]() is not plan:
        for place in [place for place, (owner, _) in _BOOKS.items() if owner() is None]:
            del _BOOKS[place]
        entry = _BOOKS[id(plan), language] = (weakref.ref(plan), _names_of(plan, language))
    return entry[1][cell.id]


def cell_name(cell: Cell, plan: Plan, language: str) -> str:
    """The setting in words, as far as the plan's cells differ: "Batch 1, four requests, two streams"."""
    return cell_names(cell, plan, language).long


def short_name(cell: Cell, plan: Plan, language: str) -> str:
    """A cell's name for narrow pictures: "b1 · 4 req · 2 str"."""
    return cell_names(cell, plan, language).short


def cell_phrase(cell: Cell, plan: Plan, language: str) -> str:
    """The name as it stands in a sentence: "batch 1 with four requests on two streams"."""
    return cell_names(cell, plan, language).phrase


def name_within(cell: Cell, plan: Plan, language: str, factor: str) -> str:
    """The name where a heading has told the level of a factor already; the whole name where it needs it."""
    told = _words_without(plan, language, factor)
    level = dict(cell.levels).get(factor)
    beside = [told[each.id] for each in plan.cells if dict(each.levels).get(factor) == level]
    if not told[cell.id] or beside.count(told[cell.id]) > 1:
        return cell_name(cell, plan, language)
    return names(language).compose(told[cell.id])


def _words_without(plan: Plan, language: str, factor: str) -> dict[str, Words]:
    """The words of every cell's name without those of one field, by its id."""
    fields = tuple(field for field in varied_fields(plan) if field != field_of(factor_of(plan, factor)))
    common, book = common_fields(plan), _book_of(plan, language)
    book = replace(book, bundles=tuple(name for name in book.bundles if name != factor))
    return {cell.id: book.words(cell, _told_fields(cell, plan, fields, common)) for cell in plan.cells}


def level_noun(plan: Plan, factor: str, label: str, language: str) -> Noun:
    """A level as a noun phrase; a bundle's in the author's words for this language."""
    return names(language).level(factor_of(plan, factor), told_label(plan, factor, label, language))


def condition(plan: Plan, factor: str, label: str, language: str) -> Text:
    """A level as the circumstance of something else: "with one request"."""
    return names(language).condition(factor_of(plan, factor), told_label(plan, factor, label, language))


def told_label(plan: Plan, factor: str, label: str, language: str) -> str:
    """The author's translation of a label, where the label is the author's own."""
    own = field_of(factor_of(plan, factor)) in {"bundle", "model"}
    return plan.article.words(language).label(label) if own else label


def factor_name(name: str, plan: Plan, language: str) -> str:
    """A factor's name in running text: "inference precision"; a bundle's in the author's words."""
    return names(language).factor(plan.article.words(language).label(name))


def level_name(factor: str, label: str, plan: Plan, language: str) -> str:
    """A level in words: "four requests in flight"."""
    return plain(level_noun(plan, factor, label, language).words)


def rate_before(plan: Plan, language: str) -> str:
    """The unit of throughput before a model was read: FPS where all are built-in models of images."""
    unit = plan.article.words(language).unit
    settings = [cell.setting for cell in plan.cells if cell.measured]
    images = all(setting.model.kind == "builtin" and setting.model.location in IMAGES for setting in settings)
    several = any(setting.images > 1 for setting in settings)
    counts = "named" if unit else "image" if images else "sample" if several else "request"
    return names(language).counted(counts, unit).rate


IMAGES = frozenset({"mobilenet-ssd", "tiny"})
"""Built-in models that take images."""
