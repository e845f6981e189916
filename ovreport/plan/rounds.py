"""What is measured together: a block a round, or several where the workers do not fit side by side."""

from __future__ import annotations

from collections.abc import Sequence

from ovreport.plan.contract import Block, Cell, Plan


def blocks(plan: Plan, *, most_cells: int | None = None) -> tuple[Block, ...]:
    """What is measured together, round by round.

    Args:
        plan: From `expand`.
        most_cells: How many workers fit in memory side by side, at least 2; `None` for any number. Where a
            round has more cells, it is split into groups as even as possible, and every group after the
            first repeats the baseline cell, which stands first in it.
    """
    measured = [cell for cell in plan.cells if cell.measured]
    groups = [measured] if most_cells is None else _groups(measured, plan.baseline, max(most_cells, 2))
    return tuple(
        Block(round=number, group=index, cells=tuple(group))
        for number in range(1, plan.measure.rounds + 1)
        for index, group in enumerate(groups)
        if group
    )


def _groups(cells: Sequence[Cell], baseline: str, most_cells: int) -> list[list[Cell]]:
    if len(cells) <= most_cells:
        return [list(cells)]
    shared = [cell for cell in cells if cell.id == baseline] or [cells[0]]
    others = [cell for cell in cells if cell is not shared[0]]
    count = -(-len(others) // (most_cells - 1))
    return [
        [*shared, *others[i * len(others) // count : (i + 1) * len(others) // count]] for i in range(count)
    ]
