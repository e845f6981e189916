"""What is measured together: a block a round."""

from __future__ import annotations

from ovreport.plan.contract import Block, Plan


def blocks(plan: Plan) -> tuple[Block, ...]:
    """A block for every round, with every cell that is to be measured; none where there is no such cell."""
    cells = tuple(cell for cell in plan.cells if cell.measured)
    rounds = range(1, plan.measure.rounds + 1) if cells else ()
    return tuple(Block(round=number, group=0, cells=cells) for number in rounds)
