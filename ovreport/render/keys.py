"""How configurations are told apart: one factor gets hue, a second fill, a third shape, page-wide.

Hue goes to the factor that varies most inside a section, because a section is where blocks are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovreport.plan import Cell, Factor, Plan
from ovreport.render.views import Key

MOST_HUES = 7
MOST_MARKS = 3
RAMP_STEPS = 8


@dataclass(frozen=True)
class Encoding:
    """Which factor is drawn by what; `None` where nothing is left to draw."""

    section: Factor | None
    hue: Factor | None
    fill: Factor | None
    shape: Factor | None

    def key(self, cell: Cell) -> Key:
        """The mark of a cell."""
        return Key(hue=_hue(self.hue, cell), fill=_rank(self.fill, cell), shape=_rank(self.shape, cell))


def encode(plan: Plan) -> Encoding:
    """Choose what draws which factor of a plan."""
    factors = [factor for factor in plan.factors if len(factor.levels) > 1]
    if not factors:
        return Encoding(None, None, None, None)
    section = factors[0] if len(factors) > 1 else None
    inside = [factor for factor in factors if factor is not section]
    hue = _most_levels(inside)
    rest = [section] if section else []
    rest += [factor for factor in inside if factor is not hue]
    marked = [factor for factor in rest if len(factor.levels) <= MOST_MARKS]
    return Encoding(section, hue, *_first_two(marked))


def _most_levels(factors: Sequence[Factor]) -> Factor:
    few = [factor for factor in factors if len(factor.levels) <= MOST_HUES]
    return max(few or factors, key=lambda factor: len(factor.levels))


def _first_two(factors: Sequence[Factor]) -> tuple[Factor | None, Factor | None]:
    padded = [*factors, None, None]
    return padded[0], padded[1]


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
