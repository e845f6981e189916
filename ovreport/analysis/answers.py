"""Whether the outputs of cells agree: each output by its own scale, and across models of one kind too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ovreport.analysis.results import CellResult, Mismatch, OutputComparison
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


def outputs(plan: Plan, cells: Sequence[CellResult]) -> tuple[OutputComparison, ...]:
    """Outputs of every cell beside those of the baseline, or of the first cell of its model and inputs.

    Of every further model that takes and gives the same as the first one, the first cell is compared with
    the one of that model that differs from it in the fewest levels.
    """
    known = [cell for cell in cells if cell.outputs]
    known.sort(key=lambda cell: cell.cell.id != plan.baseline)  # the baseline first, then in order
    groups: dict[object, list[CellResult]] = {}
    networks: dict[object, list[CellResult]] = {}
    found = []
    for cell in known:
        group = groups.setdefault(_network(cell), [])
        if group:
            found.append(_compare(cell, group[0]))
        elif others := networks.setdefault(_kind(cell), group):
            found.append(_compare(cell, min(others, key=partial(_distance, cell))))
        group.append(cell)
    rank = {cell.cell.id: number for number, cell in enumerate(cells)}
    return tuple(sorted(found, key=lambda comparison: (comparison.across, rank[comparison.cell])))


def _network(cell: CellResult) -> object:
    """Cells with the same model, fed with the same, answer the same question."""
    fed = () if cell.model is None else tuple(tensor.shape for tensor in cell.model.inputs)
    given = tuple((output.name, len(output.shape)) for output in cell.outputs)
    setting = cell.cell.setting
    return setting.model.name, cell.batch, _values(cell), setting.state, fed, given


def _kind(cell: CellResult) -> object:
    """Models with the same inputs and outputs may be one model in several forms."""
    fed = () if cell.model is None else tuple((tensor.type, tensor.shape) for tensor in cell.model.inputs)
    setting = cell.cell.setting
    return _values(cell), setting.state, fed, tuple(sorted(output.shape for output in cell.outputs))


def _values(cell: CellResult) -> object:
    """How the inputs were filled: as the experiment says, else as was noted when they were."""
    noted = () if cell.model is None else cell.model.fed
    return cell.cell.setting.inputs, tuple((each.how, each.numbers, each.sha256) for each in noted)


def _distance(cell: CellResult, other: CellResult) -> int:
    return sum(mine != theirs for mine, theirs in zip(cell.cell.levels, other.cell.levels, strict=True))


@dataclass(frozen=True)
class _Pair:
    """One output of two cells.

    Attributes:
        largest: Largest difference of values that are numbers in both.
        relative: The same by the largest value of this output.
        moved: Rows of scores whose first place is another one.
    """

    name: str
    largest: float
    relative: float
    mismatch: Mismatch
    moved: int
    rows: int


def _compare(cell: CellResult, reference: CellResult) -> OutputComparison:
    couples = list(_couples(cell.outputs, reference.outputs))
    pairs = [_pair(mine, theirs) for mine, theirs in couples]
    worst = max(pairs, key=lambda pair: (pair.mismatch != "", pair.relative))
    scored = max(pairs, key=lambda pair: pair.moved)
    return OutputComparison(
        cell=cell.cell.id,
        reference=reference.cell.id,
        largest=worst.largest,
        relative=worst.relative,
        sampled=sum(min(len(mine.values), len(theirs.values)) for mine, theirs in couples),
        total=sum(math.prod(theirs.shape) for _, theirs in couples),
        identical=all(mine.sha256 == theirs.sha256 for mine, theirs in couples),
        informative=any(pair.relative > 0 or pair.mismatch or pair.moved for pair in pairs)
        or any(_says_something(theirs.values) for _, theirs in couples),
        output=worst.name if len(pairs) > 1 else "",
        mismatch=worst.mismatch,
        scores=scored.name if scored.moved else "",
        moved=scored.moved,
        rows=scored.rows if scored.moved else 0,
        across=cell.cell.setting.model.name != reference.cell.setting.model.name,
    )


def _couples(
    mine: Sequence[OutputSample], theirs: Sequence[OutputSample]
) -> Iterator[tuple[OutputSample, OutputSample]]:
    """Outputs that belong together: by name where all names are the same, else by their order."""
    named = {output.name: output for output in theirs}
    by_name = len(named) == len(theirs) and named.keys() == {output.name for output in mine}
    for number, output in enumerate(mine):
        yield output, named[output.name] if by_name else theirs[number]


def _pair(mine: OutputSample, theirs: OutputSample) -> _Pair:
    if mine.shape != theirs.shape or mine.values.size != theirs.values.size:
        return _Pair(mine.name, math.inf, math.inf, "shape", 0, 0)
    moved = 0
    if len(mine.first_places) == len(theirs.first_places):
        moved = sum(one != other for one, other in zip(mine.first_places, theirs.first_places, strict=True))
    if (np.isfinite(mine.values) != np.isfinite(theirs.values)).any():
        return _Pair(mine.name, math.inf, math.inf, "numbers", moved, len(theirs.first_places))
    largest, scale = _largest(_apart(mine, theirs)), _scale(theirs) or _scale(mine)
    relative = largest / scale if scale > 0 else 0.0
    return _Pair(mine.name, largest, relative, "", moved, len(theirs.first_places))


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
    without a partner differs by what it lies above the least sure of the others: below that, the model
    keeps none.
    """
    first, second = _detections(mine), _detections(theirs)
    if first is None or second is None:
        known = np.isfinite(mine.values) & np.isfinite(theirs.values)
        return mine.values[known] - theirs.values[known]
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
    """Largest absolute value of those that are numbers."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
