"""The axes of an experiment file: what is varied, and the levels that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from ovreport.spec.kinds import UNSET
from ovreport.spec.model import ModelKeys
from ovreport.spec.path_policy import PathPolicy
from ovreport.spec.problems import Location, Problems, closest, shortened
from ovreport.spec.schema import ExperimentKeys, SettingKeys
from ovreport.spec.values import INT8

FIELDS = tuple(
    key for key in SettingKeys.model_fields if key not in ("inputs", "shapes", "layout", "properties")
)
"""Keys that say what is asked for in a cell, beside properties and bundles."""


@dataclass(frozen=True)
class Axis:
    """Something that is varied.

    Attributes:
        levels: What each level sets (`streams`, `properties.NAME`, `shapes.NAME`) by its label: those of the
            matrix first, then those that `include` or published figures bring while the file is read.
        own: How many of them, from the first on, belong to the matrix.
        bundled: Fields that a bundle sets; empty for a plain axis.
    """

    name: str
    levels: dict[str, dict[str, Any]]
    own: int
    bundled: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all levels."""
        return tuple(self.levels)


Choice = Mapping[str, str]
"""A label for some of the axes."""


@dataclass
class Axes:
    """Collects the axes of one file, and notes what is wrong with them.

    Attributes:
        policy: Which models may be read.
        order: Top-level keys in the order of the file.
        axes: Those so far, by name.
        constants: Fields with one value, and that value.
        models: By name, each with the place where the file first names it.
    """

    keys: ExperimentKeys
    problems: Problems
    policy: PathPolicy
    order: Sequence[str]
    axes: dict[str, Axis] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    models: dict[str, tuple[ModelKeys, Location]] = field(default_factory=dict)

    def read(self) -> None:
        """Every key with several values, every property with several values, every bundle."""
        for key in [*self.order, *(each for each in FIELDS if each not in self.order)]:
            if key in FIELDS:
                self._plain(key, getattr(self.keys, key), (key,))
            elif key == "properties":
                for name, values in self.keys.properties.items():
                    self._plain(name, values, ("properties", name))
            elif key == "inputs":
                self.constants |= {f"inputs.{name}": feed for name, feed in self.keys.inputs.items()}
            elif key in ("shapes", "layout"):
                self.constants |= {f"{key}.{name}": each for name, each in getattr(self.keys, key).items()}
            elif key == "bundles":
                for name in self.keys.bundles:
                    self._bundle(name)

    def _plain(self, name: str, values: Sequence[Any], at: Location) -> None:
        """A key or property: one value is a constant, several are an axis."""
        sets = ".".join(str(step) for step in at)
        for index, value in enumerate(values):
            if isinstance(value, ModelKeys):
                self._one_model(value, (*at, index))
        if len(values) == 1:
            self.constants[sets] = values[0]
        elif values:
            levels: dict[str, dict[str, Any]] = {}
            for index, value in enumerate(values):
                label = label_of(value)
                if label in levels:
                    self.problems.add(
                        (*at, index),
                        f"{shortened(label)} is given twice; to measure one configuration twice, write a "
                        "bundle with two empty levels",
                    )
                levels[label] = {sets: value}
            self.axes[name] = Axis(name, levels, len(levels))

    def _one_model(self, model: ModelKeys, at: Location) -> bool:
        """Whether no other model has this one's name, by which records know it; else it is noted."""
        first, there = self.models.setdefault(model.label, (model, at))
        if self.policy.same(model, first):
            return True
        self.problems.add(
            at,
            f"is called {shortened(model.label)}, as {self.problems.name(there)} is, and has another place, "
            "hash or shape; give one of them a `name`",
        )
        return False

    def _bundle(self, name: str) -> None:
        at: Location = ("bundles", name)
        given = self.keys.bundles[name]
        for label, level in given.items():
            if level.model is not None:
                self._one_model(level.model, (*at, label, "model"))
        levels = {label: _sets(each) for label, each in given.items()}
        bundled = tuple(dict.fromkeys(key for sets in levels.values() for key in sets))
        if name in ExperimentKeys.model_fields or name in self.keys.properties:
            self.problems.add(at, f"a bundle cannot be called {shortened(name)}, which is a key of the file")
        elif not levels:
            self.problems.add(at, "has no levels; give at least one")
        elif self._free(bundled, at):
            self.axes[name] = Axis(name, levels, len(levels), bundled)

    def _free(self, bundled: Iterable[str], at: Location) -> bool:
        """Whether no other axis varies what this bundle varies; else it is noted."""
        for key in bundled:
            others = [axis.name for axis in self.axes.values() if key in axis.bundled]
            if len(self._values(key)) > 1:
                self.problems.add(at, f"sets {key}, which the file varies already; give {key} one value")
                return False
            if others:
                self.problems.add(at, f"sets {key}, which the bundle {shortened(others[0])} sets already")
                return False
        return True

    def _values(self, key: str) -> Sequence[Any]:
        if key.startswith("properties."):
            return self.keys.properties.get(key.removeprefix("properties."), ())
        return getattr(self.keys, key, ())

    def given(self, key: str) -> bool:
        """Whether the file says anything about a key, at the top or in the levels of a bundle."""
        return bool(self._values(key)) or any(key in axis.bundled for axis in self.axes.values())

    def axis(self, name: str, at: Location) -> Axis | None:
        """The axis called `name`; a key with one value becomes one when something names it."""
        if owner := next((each for each in self.axes.values() if name in each.bundled), None):
            self.problems.add(at, f"is set by the bundle {shortened(owner.name)}; name one of its levels")
            return None
        if name not in self.axes and name in FIELDS:
            value = self.constants.pop(name, None)
            if name == "batch" and value is None and all(model.builtin for model in self.keys.model):
                value = 1  # with which built-in models are made
            known = name in self.keys.model_fields_set or name not in ("model", "device")
            levels = {label_of(value): {name: value}} if known else {}
            self.axes[name] = Axis(name, levels, len(levels))
        if name not in self.axes:
            names = [*self.axes, *FIELDS]
            self.problems.add(
                at, "is neither a key of a configuration nor a bundle", meant=closest(name, names)
            )
        return self.axes.get(name)

    def labelled(self, choice: Choice, at: Location, *, printed: bool) -> dict[str, str] | None:
        """`choice` by the labels of levels; a plain axis gets a level that it lacks.

        Args:
            choice: As the file has it; a level may be spelled in another way than its label.
            at: Where it stands.
            printed: Whether it tells what a published figure is for, so that nothing of it will be measured.

        Returns:
            `None` where an axis or a level does not exist; that is noted.
        """
        found = {}
        for name, text in choice.items():
            axis = self.axis(name, (*at, name))
            if axis and (label := self._label(axis, text, (*at, name), printed=printed)) is not None:
                found[name] = label
        return found if len(found) == len(choice) else None

    def _label(self, axis: Axis, text: str, at: Location, *, printed: bool) -> str | None:
        """The label of the level that `text` stands for; a plain axis gets that level if it lacks it."""
        if text in axis.levels:
            return text
        if axis.name not in FIELDS:
            self.unknown_level(axis, text, at)
            return None
        try:
            value = _parsed(axis.name, text, printed=printed)
        except ValidationError as error:
            self.problems.add(at, error.errors()[0]["msg"])
            return None
        if isinstance(value, ModelKeys):
            if not printed and (objection := self.policy.objection(value)):
                self.problems.add(at, objection)
                return None
            if not self._one_model(value, at):
                return None
            value = value.label if printed else value  # so that nobody can read it
        label = label_of(value)
        axis.levels.setdefault(label, {axis.name: value})
        return label

    def unknown_level(self, axis: Axis, label: str, at: Location) -> None:
        """Note that an axis has no such level, with those that it has."""
        labels = list(axis.levels)
        shown = ", ".join(shortened(each) for each in labels[:10])
        meant = PurePosixPath(label).stem if axis.name == "model" else label  # a level is called by its name
        self.problems.add(
            at, f"{shortened(label)} is no level of it; there are {shown}", meant=closest(meant, labels)
        )

    def checked(self, choice: Mapping[str, Sequence[str]], at: Location) -> bool:
        """Whether every axis and level of `choice` exists; else it is noted."""
        fine = True
        for name, labels in choice.items():
            axis = self.axes.get(name)
            if axis is None:
                names = list(self.axes)
                message = "is not varied in this file" if name in FIELDS else "is no factor of this file"
                self.problems.add((*at, name), message, meant=closest(name, names))
                fine = False
                continue
            for label in labels:
                if label not in axis.levels:
                    self.unknown_level(axis, label, (*at, name))
                    fine = False
        return fine

    def ordered(self) -> tuple[Axis, ...]:
        """All axes in the order of the file; those whose key the file does not have come last."""
        places: dict[str, int] = {}
        for place, key in enumerate(self.order):
            grouped = {"properties": tuple(self.keys.properties), "bundles": tuple(self.keys.bundles)}
            places.update(dict.fromkeys(grouped.get(key, (key,)), place))
        axes = self.axes.values()
        return tuple(sorted(axes, key=lambda axis: places.get(axis.name, len(places))))


def label_of(value: Any) -> str:
    """What a level is called: its value as the user wrote it."""
    if isinstance(value, ModelKeys):
        return value.label
    return UNSET if value is None else str(value)


def _sets(level: SettingKeys) -> dict[str, Any]:
    sets = {key: getattr(level, key) for key in FIELDS if key in level.model_fields_set}
    for group in ("inputs", "shapes", "layout", "properties"):
        sets |= {f"{group}.{name}": value for name, value in getattr(level, group).items()}
    return sets


def _parsed(name: str, text: str, *, printed: bool) -> Any:
    """The value that a text stands for.

    A printed figure may name a model that is not at hand, and INT8, which no setting can ask for.
    """
    if printed and name in ("precision", "storage") and text == INT8:
        return text
    raw: Any = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    try:
        return getattr(SettingKeys.model_validate({name: raw}), name)
    except ValidationError:
        if name == "model" and printed:
            return text
        raise
