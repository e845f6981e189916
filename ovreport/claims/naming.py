"""Names of cells, factors and levels, in the reader's language.

The words come from `english.names` and `chinese.names`; here is what both need to know about a plan.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ovreport import units
from ovreport.analysis.results import Analysis, CellResult, Counts
from ovreport.claims.counting import Counted
from ovreport.language.spans import Text, plain
from ovreport.plan import Cell, Factor, Plan, Setting

FIELDS = (
    "model",
    "device",
    "precision",
    "storage",
    "batch",
    "requests",
    "streams",
    "threads",
    "hint",
    "mode",
    "state",
    "disturbance",
)
"""Fields of a setting, in the order in which a cell's name tells them."""

_PROPERTY = "properties."
"""Before the name of an OpenVINO property among the fields of a bundle."""

UNSET = frozenset({"", "unset", "none", "null", "default"})


@dataclass(frozen=True)
class Noun:
    """What a level is called in a sentence.

    Attributes:
        words: A noun phrase.
        plural: Whether a verb after it stands in the plural, where the language has one.
    """

    words: Text
    plural: bool = False


class Names(Protocol):
    """What a language calls things."""

    def word(self, field: str, setting: Setting) -> str:
        """A field of a setting, as a piece of a cell's name."""

    def short_word(self, field: str, setting: Setting) -> str:
        """The same in a few characters."""

    def compose(self, words: tuple[str, ...]) -> str:
        """Pieces as one name."""

    def phrase(self, words: tuple[str, ...]) -> str:
        """Pieces as a noun phrase inside a sentence."""

    def begin(self, phrase: str) -> str:
        """A phrase where a sentence begins with it."""

    def is_plural(self, phrase: str) -> bool:
        """Whether a verb after a cell's phrase stands in the plural, where the language has one."""

    def capital(self, sentence: Text) -> Text:
        """A sentence as it stands at the beginning of a line."""

    def level(self, factor: Factor, label: str) -> Noun:
        """A level as a noun phrase."""

    def condition(self, factor: Factor, label: str) -> Text:
        """A level as the circumstance of something else: "with one request"."""

    def factor(self, name: str) -> str:
        """A factor's name in running text."""

    def setting(self, result: CellResult) -> Text:
        """What was asked for and what is in force, in sentences."""

    def counted(self, counts: Counts, unit: str) -> Counted:
        """What throughput counts; `unit` is the author's word for it."""


def names(language: str) -> Names:
    """The words of a language (BCP 47 tag)."""
    from ovreport.claims.chinese.names import CHINESE
    from ovreport.claims.english.names import ENGLISH

    return CHINESE if units.is_chinese(language) else ENGLISH


def is_precision(label: str) -> bool:
    """Whether a level asks for a precision, and does not leave it to OpenVINO."""
    return label.lower() not in UNSET


def factor_of(plan: Plan, name: str) -> Factor:
    """The factor with this name; a constant one counts as a factor without levels."""
    return next((factor for factor in plan.factors if factor.name == name), Factor(name=name, levels=()))


def field_of(factor: Factor) -> str:
    """The setting's field that a plain factor varies, `property` for an OpenVINO property, else `bundle`."""
    if factor.bundled:
        return "bundle"
    if factor.name in FIELDS:
        return factor.name
    return "property" if factor.name.isupper() else "bundle"


def varied_fields(plan: Plan) -> tuple[str, ...]:
    """Fields of the setting in which the plan's cells differ, in the order in which names tell them."""
    return tuple(field for field in FIELDS if len({getattr(cell.setting, field) for cell in plan.cells}) > 1)


def varied_properties(plan: Plan) -> tuple[str, ...]:
    """OpenVINO properties in which cells differ, without those of a bundle: its labels tell them."""
    bundled = {key.removeprefix(_PROPERTY) for factor in plan.factors for key in factor.bundled}
    every = sorted({name for cell in plan.cells for name, _ in cell.setting.properties} - bundled)
    return tuple(
        name for name in every if len({dict(cell.setting.properties).get(name) for cell in plan.cells}) > 1
    )


def bundles_of_properties(plan: Plan) -> tuple[str, ...]:
    """Bundles that vary OpenVINO properties: their levels, of which some may set none, have their labels."""
    return tuple(
        factor.name for factor in plan.factors if any(key.startswith(_PROPERTY) for key in factor.bundled)
    )


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

    @property
    def names(self) -> Names:
        """The words of the language."""
        return names(self.language)

    def words(self, cell: Cell, fields: tuple[str, ...], *, quoted: bool = False) -> tuple[str, ...]:
        """The pieces of a name; labels of the file in quotation marks where it stands in a sentence."""
        settings = dict(cell.setting.properties)
        told = [self.names.word(field, cell.setting) for field in fields]
        told += [f"{name}={settings[name]}" for name in self.properties if name in settings]
        own = [(name, label) for name, label in cell.levels if name in self.bundles]
        told += [
            level_name(name, label, self.plan, self.language)
            if quoted
            else _told(self.plan, name, label, self.language)
            for name, label in own
        ]
        return tuple(text for text in told if text)

    def short(self, cell: Cell, fields: tuple[str, ...]) -> tuple[str, ...]:
        """The same in a few characters each."""
        settings = dict(cell.setting.properties)
        told = [self.names.short_word(field, cell.setting) for field in fields]
        told += [settings[name] for name in self.properties if name in settings]
        return tuple(text for text in (*told, *self._labels(cell, self.bundles)) if text)

    def brief(self, cell: Cell, fields: tuple[str, ...]) -> tuple[str, ...]:
        """The pieces of a name in a sentence, without what nearly all cells share of the quiet fields.

        Where only half of them share it, "batch 4" beside "f16 file, batch 4" would leave open which file.
        """
        kept = _told_fields(cell, self.plan, fields, common_fields(self.plan))
        return self.words(cell, kept, quoted=True) or self.words(cell, fields, quoted=True)

    def own_labels(self, cell: Cell) -> tuple[str, ...]:
        """Labels of the levels that the setting's fields do not tell, or else of all."""
        own = [name for name, _ in cell.levels if field_of(factor_of(self.plan, name)) == "bundle"]
        untold = [name for name in own if name not in self.bundles]
        return self._labels(cell, untold or [name for name, _ in cell.levels])

    def _labels(self, cell: Cell, factors: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            _told(self.plan, name, label, self.language) for name, label in cell.levels if name in factors
        )

    def unique(self, told: dict[str, tuple[str, ...]], *, quoted: bool = False) -> dict[str, tuple[str, ...]]:
        """Words that tell all cells apart: labels that do so are added where the setting alone does not."""
        if len(set(told.values())) == len(told):
            return told
        labels = {cell.id: self.own_labels(cell) for cell in self.plan.cells}
        alike: dict[tuple[str, ...], list[str]] = {}
        for cell, words in told.items():
            alike.setdefault(words, []).append(cell)
        return {
            cell: (
                *words,
                *(f"“{label}”" if quoted else label for label in _apart(cell, alike[words], labels)),
            )
            for cell, words in told.items()
        }


def _apart(cell: str, alike: Sequence[str], labels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Of the labels of a cell those in which the cells that are named like it differ."""
    columns = zip(*(labels[each] for each in alike), strict=True)
    return tuple(label for label, column in zip(labels[cell], columns, strict=True) if len(set(column)) > 1)


def _book_of(plan: Plan, language: str) -> _Book:
    return _Book(plan, language, varied_properties(plan), bundles_of_properties(plan))


def asked_shapes(setting: Setting) -> tuple[tuple[str, str], ...]:
    """The inputs whose shape was asked for, each with that shape: `("input_ids", "[1, ?]")`."""
    return tuple(
        (name, f"[{', '.join(map(str, shape))}]")
        for name, shape in {**dict(setting.model.shapes), **dict(setting.shapes)}.items()
    )


def told_batch(setting: Setting) -> int | None:
    """The batch, where the setting alone tells it: built-in networks are made with 1."""
    return 1 if setting.batch is None and setting.model.kind == "builtin" else setting.batch


def told_by_setting(setting: Setting) -> bool:
    """Whether the setting alone says what a request carries: built-in networks are made with batch 1."""
    return told_batch(setting) is not None or bool(asked_shapes(setting))


QUIET_FIELDS = frozenset(
    {"precision", "storage", "hint", "mode", "threads", "state", "disturbance", "property"}
)
"""Left out of a sentence where the level is the baseline's."""


def is_quiet(plan: Plan, factor: str, label: str) -> bool:
    """Whether a level goes without saying: the baseline's, of a field that sentences seldom speak of."""
    baseline = dict(plan.cell(plan.baseline).levels)
    return field_of(factor_of(plan, factor)) in QUIET_FIELDS and baseline.get(factor) == label


COMMON = 0.75
"""Share of the cells from which on the baseline's level of a quiet field is left out of their names."""


def common_fields(plan: Plan) -> frozenset[str]:
    """Quiet fields in which nearly all cells are like the baseline: a name tells the exceptions only."""
    baseline = plan.cell(plan.baseline).setting

    def shared(field: str) -> bool:
        alike = [cell for cell in plan.cells if getattr(cell.setting, field) == getattr(baseline, field)]
        return len(alike) >= COMMON * len(plan.cells)

    return frozenset(field for field in FIELDS if field in QUIET_FIELDS and shared(field))


def _told_fields(cell: Cell, plan: Plan, fields: tuple[str, ...], quiet: frozenset[str]) -> tuple[str, ...]:
    """The fields without the quiet ones in which a cell is like the baseline."""
    baseline = plan.cell(plan.baseline).setting
    return tuple(
        field
        for field in fields
        if field not in quiet or getattr(cell.setting, field) != getattr(baseline, field)
    )


def _names_of(plan: Plan, language: str) -> dict[str, tuple[str, str, str]]:
    """Long name, short name and phrase of every cell."""
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
    words = book.names
    return {
        cell.id: (words.compose(long[cell.id]), " · ".join(short[cell.id]), words.phrase(brief[cell.id]))
        for cell in plan.cells
    }


# A plan's own hash walks through all its cells; its identity does not. The weak reference notices when an
# identity has been given to another plan.
_BOOKS: dict[tuple[int, str], tuple[weakref.ref[Plan], dict[str, tuple[str, str, str]]]] = {}


def _cached_book(plan: Plan, language: str) -> dict[str, tuple[str, str, str]]:
    entry = _BOOKS.get((id(plan), language))
    if entry is not None and entry[0]() is plan:
        return entry[1]
    for place in [place for place, (owner, _) in _BOOKS.items() if owner() is None]:
        del _BOOKS[place]
    book = _names_of(plan, language)
    _BOOKS[id(plan), language] = (weakref.ref(plan), book)
    return book


def cell_name(cell: Cell, plan: Plan, language: str) -> str:
    """The setting in words, as far as the plan's cells differ: "Batch 1, four requests, two streams".

    Cells with equal settings are told apart by their labels.
    """
    return _cached_book(plan, language)[cell.id][0]


def short_name(cell: Cell, plan: Plan, language: str) -> str:
    """The same for narrow pictures: "b1 · 4 req · 2 str"."""
    return _cached_book(plan, language)[cell.id][1]


def name_within(cell: Cell, plan: Plan, language: str, factor: str) -> str:
    """The name where a heading has told the level of a factor already; the whole name where it needs it."""
    told = {each.id: _words_without(each, plan, language, factor) for each in plan.cells}
    level = dict(cell.levels).get(factor)
    beside = [told[each.id] for each in plan.cells if dict(each.levels).get(factor) == level]
    if not told[cell.id] or beside.count(told[cell.id]) > 1:
        return cell_name(cell, plan, language)
    return names(language).compose(told[cell.id])


def _words_without(cell: Cell, plan: Plan, language: str, factor: str) -> tuple[str, ...]:
    """The words of a cell's name without those of one field."""
    fields = tuple(field for field in varied_fields(plan) if field != field_of(factor_of(plan, factor)))
    kept = _told_fields(cell, plan, fields, common_fields(plan))
    book = _book_of(plan, language)
    told = replace(book, bundles=tuple(name for name in book.bundles if name != factor))
    return told.words(cell, kept)


def cell_phrase(cell: Cell, plan: Plan, language: str) -> str:
    """The name as it stands in a sentence: "batch 1 with four requests on two streams"."""
    return _cached_book(plan, language)[cell.id][2]


def level_noun(plan: Plan, factor: str, label: str, language: str) -> Noun:
    """A level as a noun phrase; a bundle's in the author's words for this language."""
    return names(language).level(factor_of(plan, factor), _told(plan, factor, label, language))


def condition(plan: Plan, factor: str, label: str, language: str) -> Text:
    """A level as the circumstance of something else: "with one request"."""
    return names(language).condition(factor_of(plan, factor), _told(plan, factor, label, language))


def _told(plan: Plan, factor: str, label: str, language: str) -> str:
    """The author's translation of a label, where the label is the author's own."""
    own = field_of(factor_of(plan, factor)) in {"bundle", "model"}
    return plan.article.words(language).label(label) if own else label


def factor_name(name: str, plan: Plan, language: str) -> str:
    """A factor's name in running text: "inference precision"; a bundle's in the author's words."""
    return names(language).factor(plan.article.words(language).label(name))


def level_name(factor: str, label: str, plan: Plan, language: str) -> str:
    """A level in words: "four requests in flight"."""
    return plain(level_noun(plan, factor, label, language).words)


def setting_sentence(result: CellResult, language: str) -> Text:
    """What was asked for and what is in force: "Asked for: ... In force: ..."."""
    return names(language).setting(result)


def counted(analysis: Analysis, language: str) -> Counted:
    """What the throughputs of an analysis count."""
    return names(language).counted(analysis.counts, analysis.plan.article.words(language).unit)


def rate_before(plan: Plan, language: str) -> str:
    """The unit of throughput before a network was read: FPS where all are built-in networks of images."""
    unit = plan.article.words(language).unit
    settings = [cell.setting for cell in plan.cells if cell.measured]
    images = all(setting.model.kind == "builtin" and setting.model.location in IMAGES for setting in settings)
    several = any(setting.images > 1 for setting in settings)
    counts: Counts = "named" if unit else "image" if images else "sample" if several else "request"
    return names(language).counted(counts, unit).rate


IMAGES = frozenset({"mobilenet-ssd", "tiny"})
"""Built-in networks that take images."""
