"""Which cells are one setting in force, and whether their outputs agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ovreport.analysis.results import CellResult, OutputComparison
from ovreport.plan import Plan
from ovreport.records import CONFIDENCE, OutputSample

Floats = NDArray[np.float64]

_CUT_ROWS = 10
"""Detections before the end of a list that was kept in part: their partners may lie behind the cut."""

_NO_PARTNER = 1e9
"""What it costs to set detections beside each other that are no partners: they stay alone."""

_SAME_BOX = 0.5

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
    largest = max((_largest(_apart(mine, theirs)) for mine, theirs in pairs), default=0.0)
    scale = max((_scale(theirs) or _scale(mine) for mine, theirs in pairs), default=0.0)
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


def _says_something(values: Floats) -> bool:
    """Whether agreement on these values proves anything: not on the padding of a list without detections."""
    return 0 < len(values) <= _FEW_VALUES or len(np.unique(values)) > _FEW_DIFFERENT


def _scale(output: OutputSample) -> float:
    """The largest value of an output, or the largest confidence of detections."""
    found = _detections(output)
    return _largest(output.values if found is None else found[:, CONFIDENCE])


def _detections(output: OutputSample) -> Floats | None:
    """The rows of a list of detections up to its end, an image below 0; `None` for other outputs."""
    rows = output.detections
    if rows is None or not np.isfinite(rows).all():
        return None
    return rows[: int(np.append(rows[:, 0] < 0, True).argmax())]


def _apart(mine: OutputSample, theirs: OutputSample) -> Floats:
    """Differences of two outputs of one shape, value by value.

    Detections differ in their confidence. They come in an order of their own, so that a difference in the
    last digit changes places; partners are of one image and label and overlap by half or more (the rule of
    the PASCAL VOC challenge; Everingham et al., International Journal of Computer Vision 88, 2010), all
    together as near as can be (the assignment problem; Kuhn, Naval Research Logistics Quarterly 2, 1955). One
    without a partner differs by what it lies above the least sure of the others: below that, the network
    keeps none.
    """
    first, second = _detections(mine), _detections(theirs)
    if first is None or second is None:
        return mine.values - theirs.values
    rows, partners = _partners(first, second)
    whole = mine.values.size == math.prod(mine.shape)
    return np.concatenate(
        [
            first[rows, CONFIDENCE] - second[partners, CONFIDENCE],
            _above_the_lowest(first, rows, second, whole=whole),
            _above_the_lowest(second, partners, first, whole=whole),
        ]
    )


def _partners(first: Floats, second: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of both that stand for one detection."""
    overlap = _overlap(first[:, None, CONFIDENCE + 1 :], second[None, :, CONFIDENCE + 1 :])
    alike = (first[:, None, :CONFIDENCE] == second[None, :, :CONFIDENCE]).all(axis=2)
    alike &= overlap >= _SAME_BOX
    costs = 1 - overlap + np.abs(first[:, None, CONFIDENCE] - second[None, :, CONFIDENCE])
    rows, partners = linear_sum_assignment(np.where(alike, costs, _NO_PARTNER))
    paired = alike[rows, partners]
    return rows[paired], partners[paired]


def _overlap(first: Floats, second: Floats) -> Floats:
    """Intersection of boxes over their union; boxes without an area overlap with their like alone."""
    low, high = np.maximum(first[..., :2], second[..., :2]), np.minimum(first[..., 2:], second[..., 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    one, other = (np.clip(box[..., 2:] - box[..., :2], 0, None).prod(axis=-1) for box in (first, second))
    union = one + other - shared
    same = (first == second).all(axis=-1)
    return np.asarray(np.where(union > 0, shared / np.where(union > 0, union, 1.0), same))


def _above_the_lowest(found: Floats, paired: NDArray[np.int64], others: Floats, *, whole: bool) -> Floats:
    """How far the confidence of every detection without a partner lies above the lowest of `others`."""
    known = np.arange(len(found) if whole else max(len(found) - _CUT_ROWS, 0))
    alone = found[np.setdiff1d(known, paired), CONFIDENCE]
    lowest = float(others[:, CONFIDENCE].min()) if len(others) else 0.0
    return np.asarray(np.maximum(alone - lowest, 0.0))


def _largest(values: Floats) -> float:
    """Largest absolute value; infinite where any is not a number."""
    if not values.size:
        return 0.0
    return float(np.abs(values).max()) if np.isfinite(values).all() else math.inf
