"""Which cells are one setting in force, and whether their outputs agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ovreport.analysis.results import CellResult, OutputComparison
from ovreport.plan import Plan
from ovreport.records import OutputSample

_CUT_ROWS = 10
"""Detections before the end of a list that was kept in part: their partners may lie behind the cut."""

_FEW_VALUES = 10
"""An output of so few values, such as a score or some classes, may well hold few different ones."""

_FEW_DIFFERENT = 3

HINTS = ("PERFORMANCE_HINT", "PERFORMANCE_HINT_NUM_REQUESTS", "MODEL_PRIORITY")
"""Read back as asked for; what they led to is compared instead."""


def same_in_force(cells: Sequence[CellResult]) -> tuple[tuple[str, ...], ...]:
    """Groups of cells that were asked for differently and turned out to be one setting on this device.

    Cells that were asked for alike (two labels of one configuration) are no group by themselves.
    """
    groups: dict[object, list[CellResult]] = {}
    for cell in cells:
        key = _in_force(cell)
        if key is not None:
            groups.setdefault(key, []).append(cell)
    return tuple(
        tuple(cell.cell.id for cell in members)
        for members in groups.values()
        if any(cell.cell.setting != members[0].cell.setting for cell in members)
    )


def _in_force(cell: CellResult) -> object | None:
    force, setting = cell.in_force, cell.cell.setting
    if force is None or cell.model is None:
        return None
    return (
        cell.model.sha256,
        cell.model.inputs,
        setting.batch,
        setting.mode,
        setting.storage,  # unset is as in the file, which may hold either
        setting.disturbance,
        force.devices,
        force.precision,
        force.primitives,
        force.streams,
        force.threads,
        force.requests,
        tuple(entry for entry in force.properties if entry[0] not in HINTS),
    )


def group_numbers(groups: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """The number of each cell's group."""
    return {cell: number for number, group in enumerate(groups) for cell in group}


def outputs(plan: Plan, cells: Sequence[CellResult]) -> tuple[OutputComparison, ...]:
    """Outputs of every cell beside those of the baseline, or of the first cell with outputs of that shape."""
    known = [cell for cell in cells if cell.outputs]
    known.sort(key=lambda cell: cell.cell.id != plan.baseline)  # the baseline first, then in order
    references: dict[object, CellResult] = {}
    found = []
    for cell in known:
        reference = references.setdefault(_comparable(cell), cell)
        if reference is not cell:
            found.append(_compare(cell, reference))
    rank = {cell.cell.id: number for number, cell in enumerate(cells)}
    return tuple(sorted(found, key=lambda comparison: rank[comparison.cell]))


def _comparable(cell: CellResult) -> object:
    """Cells with the same network and shapes answer the same question."""
    shapes = tuple((output.name, output.shape, len(output.values)) for output in cell.outputs)
    return cell.cell.setting.model.name, cell.cell.setting.batch, shapes


def _compare(cell: CellResult, reference: CellResult) -> OutputComparison:
    pairs = list(zip(cell.outputs, reference.outputs, strict=True))
    differences = [_largest(_apart(mine, theirs)) for mine, theirs in pairs]
    largest = max(differences, default=0.0)
    scale = max((_largest(theirs.values) for _, theirs in pairs), default=0.0)
    return OutputComparison(
        cell=cell.cell.id,
        reference=reference.cell.id,
        largest=largest,
        relative=largest / scale if scale > 0 else (0.0 if largest == 0 else math.inf),
        sampled=sum(len(theirs.values) for _, theirs in pairs),
        total=sum(math.prod(theirs.shape) for _, theirs in pairs),
        identical=all(mine.sha256 == theirs.sha256 for mine, theirs in pairs),
        informative=largest > 0 or any(_says_something(theirs.values) for _, theirs in pairs),
    )


def _says_something(values: NDArray[np.float64]) -> bool:
    """Whether agreement on these values proves anything: not on the padding of a list without detections."""
    return 0 < len(values) <= _FEW_VALUES or len(np.unique(values)) > _FEW_DIFFERENT


def _apart(mine: OutputSample, theirs: OutputSample) -> NDArray[np.float64]:
    """Differences of two outputs of one shape, value by value.

    Detections come in the order of their confidence, so that a difference in the last digit changes places:
    each row is set beside the one that it is nearest to, all rows together as near as can be (the assignment
    problem; Kuhn, Naval Research Logistics Quarterly 2, 1955).
    """
    first, second = mine.detections, theirs.detections
    if first is None or second is None or not np.isfinite([mine.values, theirs.values]).all():
        return mine.values - theirs.values
    whole = mine.values.size == math.prod(mine.shape)
    first = first if whole else first[:-_CUT_ROWS]
    costs = np.abs(first[:, None] - second[None]).max(axis=2)
    rows, partners = linear_sum_assignment(costs)
    return np.asarray(first[rows] - second[partners])


def _largest(values: NDArray[np.float64]) -> float:
    """Largest absolute value; infinite where any is not a number."""
    if not values.size:
        return 0.0
    return float(np.abs(values).max()) if np.isfinite(values).all() else math.inf
