"""How configurations are told apart: one factor gets hue, a second fill, the others shape, page-wide.

Hue goes to the factor that varies most inside a section, because a section is where blocks are compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ovreport.plan import Cell, Factor, Plan
from ovreport.render.views import Key

MOST_HUES = 7
MOST_FILLS = 3
MOST_SHAPES = 5
RAMP_STEPS = 8

Levels = tuple[str, ...]


@dataclass(frozen=True)
class Encoding:
    """Which factor is drawn by what; `None` where nothing is left to draw.

    Attributes:
        shape: The factors that share the shape.
        shapes: Their levels together, one shape each; the first is a circle.
    """

    section: Factor | None
    hue: Factor | None
    fill: Factor | None
    shape: tuple[Factor, ...] = ()
    shapes: tuple[Levels, ...] = ()

    def key(self, cell: Cell) -> Key:
        """The mark of a cell."""
        shape = self.shapes.index(_levels(self.shape, cell)) if self.shape else 0
        return Key(hue=_hue(self.hue, cell), fill=_rank(self.fill, cell), shape=shape)

    def tells_apart(self, cells: Iterable[Cell]) -> bool:
        """Whether each of these cells has a mark of its own."""
        keys = [self.key(cell) for cell in cells]
        return len(set(keys)) == len(keys)


def encode(plan: Plan) -> Encoding:
    """Choose what draws which factor of a plan, so that as many cells as can be have marks of their own."""
    factors = [factor for factor in plan.factors if len(factor.levels) > 1]
    if not factors:
        return Encoding(None, None, None)
    section = factors[0] if len(factors) > 1 else None
    inside = [factor for factor in factors if factor is not section]
    hue = _most_levels(inside)
    rest = [section] if section else []
    rest += [factor for factor in inside if factor is not hue]
    fills: list[Factor | None] = [factor for factor in rest if len(factor.levels) <= MOST_FILLS]
    tried = [_shaped(plan, Encoding(section, hue, fill), rest) for fill in fills or [None]]
    return next((one for one in tried if one.tells_apart(plan.cells)), tried[0])


def _shaped(plan: Plan, encoding: Encoding, factors: Sequence[Factor]) -> Encoding:
    """With a shape for each combination of the factors that are left, without the largest where too many."""
    left = tuple(factor for factor in factors if factor is not encoding.fill)
    while left:
        found = {_levels(left, cell) for cell in plan.cells}
        if len(found) <= MOST_SHAPES:
            every = itertools.product(*(factor.levels for factor in left))
            return replace(encoding, shape=left, shapes=tuple(each for each in every if each in found))
        largest = max(left, key=lambda factor: len(factor.levels))
        left = tuple(factor for factor in left if factor is not largest)
    return encoding


def _levels(factors: Sequence[Factor], cell: Cell) -> Levels:
    return tuple(factor.levels[_rank(factor, cell)] for factor in factors)


def _most_levels(factors: Sequence[Factor]) -> Factor:
    few = [factor for factor in factors if len(factor.levels) <= MOST_HUES]
    return max(few or factors, key=lambda factor: len(factor.levels))


def _rank(factor: Factor | None, cell: Cell) -> int:
    levels = dict(cell.levels)
    if factor is None or factor.name not in levels:
        return 0
    return factor.levels.index(levels[factor.name])


def _hue(factor: Factor | None, cell: Cell) -> str:
    if factor is None:
        return "c1"
    rank, count = _rank(factor, cell), len(factor.levels)
    if count <= MOST_HUES:
        return f"c{rank + 1}"
    return f"q{round(rank * RAMP_STEPS / (count - 1))}"
