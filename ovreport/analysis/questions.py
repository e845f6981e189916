"""Which cells are compared with which: a question is one family, adjusted by itself.

A family is one factor under one set of conditions ("which number of streams, at batch 1 and four requests"),
for one metric. Besides, every cell is compared with the baseline (family "baseline") and with the best one by
throughput (family "best"), and neighbouring numbers of requests with one another (families that begin with
"steps"), since that is how saturation is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.plan import Cell, Factor, Plan

BASELINE = "baseline"
BEST = "best"
STEPS = "steps"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """`cell` beside `reference`, before anything is known about them; see `results.Contrast`."""

    factor: str
    level: str
    reference_level: str
    conditions: tuple[tuple[str, str], ...]
    cell: str
    reference: str


Families = dict[str, list[Pair]]


def families(plan: Plan, measured: Sequence[Cell]) -> Families:
    """Every question that the measured cells can answer, the plan's factors first, the baseline last."""
    asked: Families = {}
    for factor in plan.factors:
        for conditions, cells in _groups(factor, measured).items():
            reference = _reference(plan, factor, cells)
            pairs = [_pair(factor, conditions, cell, reference) for cell in cells if cell is not reference]
            if pairs:
                asked[_name(factor.name, conditions)] = pairs
            if factor.name == "requests" and len(cells) > 2:
                steps = zip(cells[1:], cells[:-1], strict=True)
                name = f"{STEPS}: {_name(factor.name, conditions)}"
                asked[name] = [_pair(factor, conditions, cell, before) for cell, before in steps]
    against = [whole(cell, plan.baseline) for cell in measured if cell.id != plan.baseline]
    if against and any(cell.id == plan.baseline for cell in measured):
        asked[BASELINE] = against
    return asked


def _groups(factor: Factor, cells: Sequence[Cell]) -> dict[tuple[tuple[str, str], ...], list[Cell]]:
    """Cells that differ in `factor` alone, in the order of its levels, by what they have in common."""
    groups: dict[tuple[tuple[str, str], ...], list[Cell]] = {}
    for cell in cells:
        others = tuple(pair for pair in cell.levels if pair[0] != factor.name)
        groups.setdefault(others, []).append(cell)
    for members in groups.values():
        members.sort(key=lambda cell: factor.levels.index(cell.level(factor.name)))
    return groups


def _reference(plan: Plan, factor: Factor, cells: Sequence[Cell]) -> Cell:
    """The cell at the baseline's level, or else at the first level that there is."""
    wanted = dict(plan.cell(plan.baseline).levels).get(factor.name)
    return next((cell for cell in cells if cell.level(factor.name) == wanted), cells[0])


def _pair(factor: Factor, conditions: tuple[tuple[str, str], ...], cell: Cell, reference: Cell) -> Pair:
    return Pair(
        factor=factor.name,
        level=cell.level(factor.name),
        reference_level=reference.level(factor.name),
        conditions=conditions,
        cell=cell.id,
        reference=reference.id,
    )


def whole(cell: Cell, reference: str) -> Pair:
    """A whole cell beside another, whatever they differ in."""
    return Pair(
        factor="", level="", reference_level="", conditions=cell.levels, cell=cell.id, reference=reference
    )


def _name(factor: str, conditions: tuple[tuple[str, str], ...]) -> str:
    scope = ", ".join(f"{name} {level}" for name, level in conditions)
    return f"{factor} at {scope}" if scope else factor
