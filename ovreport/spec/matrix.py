"""The matrix of an experiment file: axes, the combinations to measure, and those printed elsewhere."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ovreport.spec.kinds import spelled
from ovreport.spec.problems import Location, Problems, closest, shortened
from ovreport.spec.schema import ExperimentKeys, ModelKeys, SettingKeys

FIELDS = (
    "model",
    "device",
    "precision",
    "storage",
    "batch",
    "streams",
    "requests",
    "threads",
    "hint",
    "mode",
    "disturbance",
)  # fmt: skip
"""Keys that say what is asked for in a cell, beside properties and bundles."""

Combination = tuple[str, ...]
"""A label for every axis, in the order of the axes."""

_MOST_ENUMERATED = 200_000


@dataclass(frozen=True)
class Level:
    """A level of an axis: its label and the fields that it sets (`properties.NAME` for a property)."""

    label: str
    sets: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Axis:
    """Something that is varied.

    Attributes:
        levels: Those of the matrix first, then those that only single settings or published figures have.
        own: Number of levels in the matrix.
        bundled: Fields that a bundle sets; empty for a plain axis.
    """

    name: str
    levels: tuple[Level, ...]
    own: int
    bundled: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all levels."""
        return tuple(level.label for level in self.levels)


@dataclass(frozen=True)
class Matrix:
    """Everything that is to be measured or was printed.

    Attributes:
        constants: Fields that are the same everywhere.
        measured: Combinations to measure, in the order of the file.
        printed: For every published set the combinations of its figures, in their order.
        baseline: What the others are compared with.
        discuss: Names of the axes to discuss.
    """

    axes: tuple[Axis, ...]
    constants: tuple[tuple[str, Any], ...]
    measured: tuple[Combination, ...]
    printed: tuple[tuple[Combination, ...], ...]
    baseline: Combination
    discuss: tuple[str, ...]


@dataclass
class _Draft:
    """An axis while it may still get levels."""

    name: str
    levels: list[Level]
    own: int
    bundled: tuple[str, ...] = ()

    def find(self, label: str) -> Level | None:
        return next((level for level in self.levels if level.label == label), None)


Choice = Mapping[str, str]
"""A label for some of the axes."""


@dataclass
class _Builder:
    keys: ExperimentKeys
    problems: Problems
    order: Sequence[str]
    drafts: dict[str, _Draft] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)

    def axes_of_the_file(self) -> None:
        """Every key with several values, every property with several values, every bundle."""
        for key in [*self.order, *(each for each in FIELDS if each not in self.order)]:
            if key in FIELDS:
                self._plain(key, getattr(self.keys, key), (key,))
            elif key == "properties":
                for name, values in self.keys.properties.items():
                    self._plain(name, values, ("properties", name))
            elif key == "bundles":
                for name in self.keys.bundles:
                    self._bundle(name)

    def _plain(self, name: str, values: Sequence[Any], at: Location) -> None:
        sets = ".".join(str(step) for step in at)
        levels = [Level(label_of(value), ((sets, value),)) for value in values]
        if len(levels) == 1:
            self.constants[sets] = values[0]
        elif levels:
            self._refuse_twice(levels, at)
            self.drafts[name] = _Draft(name, levels, len(levels))

    def _refuse_twice(self, levels: Sequence[Level], at: Location) -> None:
        seen = set()
        for index, level in enumerate(levels):
            if level.label in seen:
                self.problems.add(
                    (*at, index),
                    f"{shortened(level.label)} is given twice; to measure one setting twice, write a bundle "
                    "with two empty levels",
                )
            seen.add(level.label)

    def _bundle(self, name: str) -> None:
        at: Location = ("bundles", name)
        given = self.keys.bundles[name]
        levels = [Level(label, _sets(each)) for label, each in given.items()]
        bundled = tuple(dict.fromkeys(key for level in levels for key, _ in level.sets))
        if name in ExperimentKeys.model_fields or name in self.keys.properties:
            self.problems.add(at, f"a bundle cannot be called {shortened(name)}, which is a key of the file")
        elif not levels:
            self.problems.add(at, "has no levels; give at least one")
        elif self._free(bundled, at):
            self.drafts[name] = _Draft(name, levels, len(levels), bundled)

    def _free(self, bundled: Iterable[str], at: Location) -> bool:
        """No other axis varies what this bundle varies."""
        for key in bundled:
            for draft in self.drafts.values():
                if any(key == set_key for level in draft.levels for set_key, _ in level.sets):
                    self.problems.add(at, f"sets {key}, which {shortened(draft.name)} varies already")
                    return False
            plain = self._values(key)
            if len(plain) > 1:
                self.problems.add(at, f"sets {key}, which the file varies already; give {key} one value")
                return False
        return True

    def _values(self, key: str) -> Sequence[Any]:
        if key.startswith("properties."):
            return self.keys.properties.get(key.removeprefix("properties."), ())
        return getattr(self.keys, key, ())

    def axis(self, name: str, at: Location) -> _Draft | None:
        """The axis called `name`; a key with one value becomes one when something names it."""
        if name not in self.drafts and name in FIELDS:
            value = self.constants.pop(name, None)
            known = name in self.keys.model_fields_set or name not in ("model", "device")
            levels = [Level(label_of(value), ((name, value),))] if known else []
            self.drafts[name] = _Draft(name, levels, len(levels))
        if name not in self.drafts:
            names = [*self.drafts, *FIELDS]
            self.problems.add(at, "is neither a key of a setting nor a bundle", meant=closest(name, names))
        return self.drafts.get(name)

    def grown(self, choice: Choice, at: Location, *, printed: bool) -> dict[str, str] | None:
        """`choice` where every axis and level exists; plain axes get a level that they lack."""
        fine = True
        for name, label in choice.items():
            draft = self.axis(name, (*at, name))
            fine &= draft is not None and self._grow(draft, label, (*at, name), printed=printed)
        return dict(choice) if fine else None

    def _grow(self, draft: _Draft, label: str, at: Location, *, printed: bool) -> bool:
        if draft.find(label) is not None:
            return True
        if draft.name not in FIELDS:
            self.unknown_level(draft, label, at)
            return False
        try:
            value = _parsed(draft.name, label, printed=printed)
        except ValidationError as error:
            self.problems.add(at, error.errors()[0]["msg"])
            return False
        draft.levels.append(Level(label, ((draft.name, value),)))
        return True

    def unknown_level(self, draft: _Draft, label: str, at: Location) -> None:
        labels = [level.label for level in draft.levels]
        shown = ", ".join(shortened(each) for each in labels[:10])
        self.problems.add(
            at, f"{shortened(label)} is no level of it; there are {shown}", meant=closest(label, labels)
        )

    def checked(self, choice: Mapping[str, Sequence[str]], at: Location) -> bool:
        """Every axis and level of `choice` exists in the matrix; else it is noted."""
        fine = True
        for name, labels in choice.items():
            draft = self.drafts.get(name)
            if draft is None:
                names = list(self.drafts)
                message = "is not varied in this file" if name in FIELDS else "is no factor of this file"
                self.problems.add((*at, name), message, meant=closest(name, names))
                fine = False
                continue
            for label in labels:
                if draft.find(label) is None:
                    self.unknown_level(draft, label, (*at, name))
                    fine = False
        return fine


def matrix_of(
    keys: ExperimentKeys, problems: Problems, *, order: Sequence[str], max_cells: int
) -> Matrix | None:
    """The matrix of an experiment file, or `None` and noted problems.

    Args:
        keys: The checked file.
        problems: Receives what does not fit together.
        order: Top-level keys in the order of the file.
        max_cells: More combinations than these are refused.
    """
    before = len(problems.found)
    builder = _Builder(keys, problems, order)
    builder.axes_of_the_file()
    included = [
        builder.grown(choice, ("include", index), printed=False) for index, choice in enumerate(keys.include)
    ]
    printed = _printed(builder)
    excludes = [
        choice for index, choice in enumerate(keys.exclude) if builder.checked(choice, ("exclude", index))
    ]
    axes = _ordered(builder)
    cells = _measured(builder, axes, excludes, max_cells)
    if len(problems.found) == before:
        cells += _included(builder, axes, included, cells)
    baseline = _baseline(builder, axes, cells, printed)
    _check_statements(builder)
    discuss = _discussed(builder, axes)
    if len(problems.found) > before:
        return None
    return Matrix(
        axes=axes,
        constants=tuple(builder.constants.items()),
        measured=tuple(cells),
        printed=tuple(tuple(_combination(axes, each) for each in one) for one in printed),
        baseline=baseline,
        discuss=discuss,
    )


def label_of(value: Any) -> str:
    """What a level is called: its value as the user wrote it."""
    return value.label if isinstance(value, ModelKeys) else spelled(value)


def _sets(level: SettingKeys) -> tuple[tuple[str, Any], ...]:
    given = [(key, getattr(level, key)) for key in FIELDS if key in level.model_fields_set]
    return (*given, *((f"properties.{name}", value) for name, value in level.properties.items()))


def _parsed(name: str, label: str, *, printed: bool) -> Any:
    """The value that a label stands for; a printed figure may name a network that is not at hand."""
    if name == "model" and printed:
        return label
    raw: Any = int(label) if label.isascii() and label.isdigit() and len(label) < 10 else label
    return getattr(SettingKeys.model_validate({name: raw}), name)


def _ordered(builder: _Builder) -> tuple[Axis, ...]:
    """Axes in the order of the file; those whose key does not stand there come last."""
    places: dict[str, int] = {}
    for place, key in enumerate(builder.order):
        grouped = {"properties": tuple(builder.keys.properties), "bundles": tuple(builder.keys.bundles)}
        places.update(dict.fromkeys(grouped.get(key, (key,)), place))
    drafts = sorted(builder.drafts.values(), key=lambda draft: places.get(draft.name, len(places)))
    return tuple(Axis(each.name, tuple(each.levels), each.own, each.bundled) for each in drafts)


def _measured(
    builder: _Builder, axes: Sequence[Axis], excludes: Sequence[Mapping[str, Sequence[str]]], max_cells: int
) -> list[Combination]:
    if not builder.keys.model or not builder.keys.device:
        return []
    size = math.prod(axis.own for axis in axes)
    if size > max(_MOST_ENUMERATED, max_cells):
        _too_many(builder, size, max_cells)
        return []
    own = [axis.labels[: axis.own] for axis in axes]
    names = [axis.name for axis in axes]
    cells = [each for each in itertools.product(*own) if not _excluded(names, each, excludes)]
    if len(cells) > max_cells:
        _too_many(builder, len(cells), max_cells)
        return []
    if not cells and not builder.problems.found:
        builder.problems.add(("exclude",), "leaves nothing to measure")
    return cells


def _too_many(builder: _Builder, size: int, max_cells: int) -> None:
    builder.problems.add(
        (), f"{size:,} cells, at most {max_cells:,} are measured; add exclude or raise --max-cells"
    )


def _excluded(
    names: Sequence[str], cell: Combination, excludes: Sequence[Mapping[str, Sequence[str]]]
) -> bool:
    levels = dict(zip(names, cell, strict=True))
    return any(all(levels[name] in labels for name, labels in each.items()) for each in excludes)


def _combination(axes: Sequence[Axis], choice: Choice) -> Combination:
    """A label for every axis; what `choice` leaves out takes the first level."""
    return tuple(choice.get(axis.name, axis.labels[0]) for axis in axes)


def _included(
    builder: _Builder, axes: Sequence[Axis], included: Iterable[Choice | None], cells: Sequence[Combination]
) -> list[Combination]:
    added: list[Combination] = []
    for index, choice in enumerate(included):
        if choice is None:
            continue
        if not builder.keys.model or not builder.keys.device:
            builder.problems.add(("include", index), "a file without model and device measures nothing")
            continue
        combination = _combination(axes, choice)
        if combination in cells or combination in added:
            builder.problems.add(("include", index), "is in the matrix already")
        added.append(combination)
    return added


def _printed(builder: _Builder) -> list[list[dict[str, str]]]:
    """The settings of all published figures, each with a label for every axis with several levels."""
    grown = [
        [
            builder.grown(figure.levels, ("published", i, "figures", j), printed=True)
            for j, figure in enumerate(one.figures)
        ]
        for i, one in enumerate(builder.keys.published)
    ]
    for i, choices in enumerate(grown):
        seen: list[dict[str, str]] = []
        for j, choice in enumerate(choices):
            if choice is None:
                continue
            at: Location = ("published", i, "figures", j)
            for draft in builder.drafts.values():
                if draft.own != 1 and draft.name not in choice:
                    builder.problems.add(at, f"does not say which {shortened(draft.name)} it is for")
            if choice in seen:
                builder.problems.add(at, "a second figure for the same setting")
            seen.append(choice)
    return [[choice for choice in choices if choice is not None] for choices in grown]


def _baseline(
    builder: _Builder,
    axes: Sequence[Axis],
    cells: Sequence[Combination],
    printed: Sequence[Sequence[dict[str, str]]],
) -> Combination:
    """The first combination that has the levels of `baseline`."""
    wanted = builder.keys.baseline
    if not builder.checked({name: (label,) for name, label in wanted.items()}, ("baseline",)):
        return ()
    names = [axis.name for axis in axes]
    for cell in itertools.chain(cells, _all_printed(axes, printed)):
        levels = dict(zip(names, cell, strict=True))
        if all(levels[name] == label for name, label in wanted.items()):
            return cell
    if not builder.problems.found:
        where = ("baseline",) if wanted else ()
        builder.problems.add(
            where,
            "no setting has these levels"
            if wanted
            else "nothing to measure: give model and device, or published",
        )
    return ()


def _all_printed(axes: Sequence[Axis], printed: Iterable[Iterable[Choice]]) -> Iterator[Combination]:
    if all(axis.levels for axis in axes):
        yield from (_combination(axes, choice) for one in printed for choice in one)


def _check_statements(builder: _Builder) -> None:
    for i, one in enumerate(builder.keys.published):
        for j, statement in enumerate(one.statements):
            at: Location = ("published", i, "statements", j)
            draft = builder.drafts.get(statement.factor)
            if draft is None:
                meant = closest(statement.factor, builder.drafts)
                message = f"{shortened(statement.factor)} is no factor of this file"
                builder.problems.add((*at, "factor"), message, meant=meant)
                continue
            for key, label in (("level", statement.level), ("reference", statement.reference)):
                if draft.find(label) is None:
                    builder.unknown_level(draft, label, (*at, key))
            builder.checked({name: (label,) for name, label in statement.where.items()}, (*at, "where"))


def _discussed(builder: _Builder, axes: Sequence[Axis]) -> tuple[str, ...]:
    names = [axis.name for axis in axes]
    if builder.keys.discuss is None:
        return tuple(axis.name for axis in axes if len(axis.levels) > 1)
    for index, name in enumerate(builder.keys.discuss):
        if name not in names:
            meant = closest(name, names)
            builder.problems.add(
                ("discuss", index), f"{shortened(name)} is no factor of this file", meant=meant
            )
    return tuple(dict.fromkeys(builder.keys.discuss))
