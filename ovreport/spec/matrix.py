"""The matrix of an experiment file: the combinations to measure, and those printed elsewhere."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ovreport.spec.axes import Axes, Axis, Choice
from ovreport.spec.path_policy import PathPolicy
from ovreport.spec.problems import Location, Problems, closest, shortened
from ovreport.spec.schema import ExperimentKeys

Combination = tuple[str, ...]
"""A label for every axis, in the order of the axes."""

_MOST_STEPS = 2_000_000
"""Most comparisons of combinations with `exclude`; a matrix that needs more is refused."""


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
    constants: Mapping[str, Any]
    measured: tuple[Combination, ...]
    printed: tuple[tuple[Combination, ...], ...]
    baseline: Combination
    discuss: tuple[str, ...]

    def fields(self, combination: Combination) -> dict[str, Any]:
        """What is asked for in a combination: the constants, and what its levels set in their place."""
        fields = dict(self.constants)
        for axis, label in zip(self.axes, combination, strict=True):
            fields |= axis.levels[label]
        return fields


def matrix_of(
    keys: ExperimentKeys, problems: Problems, policy: PathPolicy, *, order: Sequence[str], max_cells: int
) -> Matrix | None:
    """The matrix of an experiment file, or `None` and noted problems.

    Args:
        keys: The checked file.
        problems: Receives what does not fit together.
        policy: Which models may be read.
        order: Top-level keys in the order of the file.
        max_cells: More combinations than these are refused.
    """
    before = len(problems.found)
    found = Axes(keys, problems, policy, order)
    found.read()
    _refuse_half_bundled(found)
    included = [
        found.labelled(choice, ("include", index), printed=False) for index, choice in enumerate(keys.include)
    ]
    choices = _printed(found)
    excludes = [
        choice for index, choice in enumerate(keys.exclude) if found.checked(choice, ("exclude", index))
    ]
    axes = found.ordered()
    cells = _measured(found, axes, excludes, max_cells)
    if len(problems.found) == before:
        cells = _with_included(found, axes, filter(None, included), cells, max_cells)
    printed: tuple[tuple[Combination, ...], ...] = ()
    if all(axis.levels for axis in axes):  # else one got none because of a mistake
        printed = tuple(tuple(_combination(axes, choice) for choice in one) for one in choices)
    if len(problems.found) == before:
        _refuse_second_figures(found, printed)
    baseline = _baseline(found, axes, cells, printed)
    _check_statements(found)
    discuss = _discussed(found, axes)
    if len(problems.found) > before:
        return None
    return Matrix(
        axes=axes,
        constants=found.constants,
        measured=tuple(cells),
        printed=printed,
        baseline=baseline,
        discuss=discuss,
    )


_WHAT_AND_WHERE = ("model", "device")
"""Without these nothing is measured."""


def _measures(found: Axes) -> bool:
    """Whether the file says what to measure and where, be it in the levels of a bundle alone."""
    return all(found.given(key) for key in _WHAT_AND_WHERE)


def _refuse_half_bundled(found: Axes) -> None:
    """Note levels of a bundle that lack what the file says in other levels of it alone."""
    if not _measures(found):
        return
    for axis in found.axes.values():
        needed = [key for key in _WHAT_AND_WHERE if key in axis.bundled and not getattr(found.keys, key)]
        for label, sets in axis.levels.items():
            if lacking := [key for key in needed if key not in sets]:
                found.problems.add(
                    ("bundles", axis.name, label),
                    f"sets no {' and no '.join(lacking)}, as other levels of it do; set it here, or give it "
                    "at the top for all",
                )


def _measured(
    found: Axes, axes: Sequence[Axis], excludes: Sequence[Mapping[str, Sequence[str]]], max_cells: int
) -> list[Combination]:
    if not _measures(found):
        return []
    size = math.prod(axis.own for axis in axes)
    if size * (1 + len(excludes)) > max(_MOST_STEPS, 10 * max_cells):
        _too_many(found, size, max_cells)
        return []
    own = [axis.labels[: axis.own] for axis in axes]
    places = {axis.name: place for place, axis in enumerate(axes)}
    refused = [[(places[name], frozenset(labels)) for name, labels in each.items()] for each in excludes]
    cells = [
        cell
        for cell in itertools.product(*own)
        if not any(all(cell[place] in labels for place, labels in each) for each in refused)
    ]
    if len(cells) > max_cells:
        _too_many(found, len(cells), max_cells)
        return []
    if not cells and not found.problems.found:
        found.problems.add(("exclude",), "leaves nothing to measure")
    return cells


def _too_many(found: Axes, size: int, max_cells: int) -> None:
    found.problems.add(
        (), f"{size:,} configurations, at most {max_cells:,} are measured; add exclude or raise --max-cells"
    )


def _combination(axes: Sequence[Axis], choice: Choice) -> Combination:
    """A label for every axis; what `choice` leaves out takes the first level."""
    return tuple(choice.get(axis.name, axis.labels[0]) for axis in axes)


def _with_included(
    found: Axes,
    axes: Sequence[Axis],
    included: Iterable[Choice],
    cells: Iterable[Combination],
    max_cells: int,
) -> list[Combination]:
    """Cells of the matrix, then the included settings."""
    joined = dict.fromkeys(cells)
    for index, choice in enumerate(included):
        if not _measures(found):
            found.problems.add(("include", index), "a file without model and device measures nothing")
            continue
        combination = _combination(axes, choice)
        if combination in joined:
            found.problems.add(("include", index), "is in the matrix already")
        joined[combination] = None
    if len(joined) > max_cells:
        _too_many(found, len(joined), max_cells)
    return list(joined)


def _printed(found: Axes) -> list[list[dict[str, str]]]:
    """The settings of all published figures, each with a label for every axis with several levels."""
    labelled = [
        [
            found.labelled(figure.levels, ("published", i, "figures", j), printed=True)
            for j, figure in enumerate(one.figures)
        ]
        for i, one in enumerate(found.keys.published)
    ]
    for i, choices in enumerate(labelled):
        for j, choice in enumerate(choices):
            at: Location = ("published", i, "figures", j)
            for axis in found.axes.values():
                if choice is not None and axis.own != 1 and axis.name not in choice:
                    found.problems.add(at, f"does not say which {shortened(axis.name)} it is for")
    return [[choice for choice in choices if choice is not None] for choices in labelled]


def _refuse_second_figures(found: Axes, printed: Sequence[Sequence[Combination]]) -> None:
    for i, combinations in enumerate(printed):
        first = {combination: j for j, combination in reversed(list(enumerate(combinations)))}
        for j, combination in enumerate(combinations):
            if first[combination] != j:
                at: Location = ("published", i, "figures", j)
                found.problems.add(at, "a second figure for the same configuration")


def _baseline(
    found: Axes,
    axes: Sequence[Axis],
    cells: Sequence[Combination],
    printed: Sequence[Sequence[Combination]],
) -> Combination:
    """The first combination that has the levels of `baseline`."""
    wanted = found.keys.baseline
    if not found.checked({name: (label,) for name, label in wanted.items()}, ("baseline",)):
        return ()
    names = [axis.name for axis in axes]
    for cell in itertools.chain(cells, *printed):
        levels = dict(zip(names, cell, strict=True))
        if all(levels[name] == label for name, label in wanted.items()):
            return cell
    if wanted and not found.problems.found:
        found.problems.add(("baseline",), "no configuration has these levels")
    elif not found.problems.found:
        found.problems.add((), "nothing to measure: give model and device, or published")
    return ()


def _check_statements(found: Axes) -> None:
    for i, one in enumerate(found.keys.published):
        for j, statement in enumerate(one.statements):
            at: Location = ("published", i, "statements", j)
            axis = found.axes.get(statement.factor)
            if axis is None:
                meant = closest(statement.factor, found.axes)
                message = f"{shortened(statement.factor)} is no factor of this file"
                found.problems.add((*at, "factor"), message, meant=meant)
                continue
            for key, label in (("level", statement.level), ("reference", statement.reference)):
                if label not in axis.levels:
                    found.unknown_level(axis, label, (*at, key))
            found.checked({name: (label,) for name, label in statement.where.items()}, (*at, "where"))


def _discussed(found: Axes, axes: Sequence[Axis]) -> tuple[str, ...]:
    names = [axis.name for axis in axes]
    if found.keys.discuss is None:
        return tuple(axis.name for axis in axes if len(axis.levels) > 1)
    for index, name in enumerate(found.keys.discuss):
        if name not in names:
            meant = closest(name, names)
            found.problems.add(
                ("discuss", index), f"{shortened(name)} is no factor of this file", meant=meant
            )
    return tuple(dict.fromkeys(found.keys.discuss))
