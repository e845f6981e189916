"""What is measured in a round, and after which rounds it is looked whether questions are answered."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ovreport.plan.contract import Cell, Measure, Plan

STEP = 1.6
"""How many times as many rounds there are at a look as at the one before, about. A look costs width, for each
interval must hold at every one of them, and looks that lie closer hardly end the measuring sooner."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Cells that are measured together: a round, or a part of one.

    Attributes:
        round: From 1.
        group: From 0, the first one of its round; a later group repeats the baseline cell.
    """

    round: int
    group: int
    cells: tuple[Cell, ...]


def blocks(plan: Plan) -> tuple[Block, ...]:
    """A block for every round, with every cell that is to be measured; none where there is no such cell."""
    cells = tuple(cell for cell in plan.cells if cell.measured)
    rounds = range(1, plan.measure.rounds + 1) if cells else ()
    return tuple(Block(round=number, group=0, cells=cells) for number in rounds)


def looks(measure: Measure) -> tuple[int, ...]:
    """After how many rounds it is looked whether questions are answered, ascending; one where all is fixed.

    The first one is `rounds`, the last one `most_rounds`; those between lie at equal ratios of about `STEP`.
    """
    first, last = measure.rounds, measure.most_rounds
    if first == last:
        return (first,)
    steps = max(1, round(math.log(last / first, STEP)))
    return tuple(sorted({round(first * (last / first) ** (step / steps)) for step in range(steps + 1)}))
