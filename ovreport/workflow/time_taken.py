"""What measuring an experiment has taken, and for what its budget leaves time.

The budget bounds all rounds but those without which no verdict is given. What ends the measuring here is the
clock and nothing that was measured, so it costs no width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from ovreport.limits import FEWEST_ROUNDS
from ovreport.workflow import estimate

if TYPE_CHECKING:
    from ovreport.plan import Block, Plan
    from ovreport.store import RecordHeader

SLACK = 0.1
"""Share of a block's time that must be left beside it when measuring goes on. What was measured with took a
little longer than its records tell, and without this the command after the last look would begin one more."""


@dataclass(frozen=True, kw_only=True)
class TimeTaken:
    """What measuring has taken, and what it may take.

    Attributes:
        spent: Seconds of all sessions, from the first start of each to its last end.
        budget: Seconds; infinite where nothing bounds them.
        per_trial: Seconds, start-up included; 0 where nothing was measured yet.
    """

    spent: float
    budget: float
    per_trial: float

    def rounds(self, cells: int) -> float:
        """How many rounds of so many cells there is time for, infinite where nothing bounds them."""
        left = self.budget - self.spent - SLACK * self.per_trial * cells
        if math.isinf(left):
            return math.inf
        return math.floor(left / max(self.per_trial * cells, 1e-3))

    def fit(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The first blocks, as far as there is time, and those without which no verdict is given."""
        time_for = self.rounds(1)  # of trials
        kept = []
        for block in blocks:
            time_for -= len(block.cells)
            if time_for < 0 and block.round > FEWEST_ROUNDS:
                break
            kept.append(block)
        return tuple(kept)

    def guard(self) -> Callable[[Block], bool]:
        """Tells of each block, asked before it begins and in their order, whether there is time for it.

        The first one may begin. What trials take is read off those that have been measured since.
        """
        began: list[float] = []
        cells: dict[tuple[int, int], int] = {}

        def allow(block: Block) -> bool:
            now = monotonic()
            before = sum(count for key, count in cells.items() if key != (block.round, block.group))
            cells[block.round, block.group] = len(block.cells)
            began.append(now)
            taken = now - began[0]
            per_trial = taken / before if before else self.per_trial
            fits = self.spent + taken + per_trial * len(block.cells) <= self.budget
            return not before or block.round <= FEWEST_ROUNDS or fits

        return allow


def time_taken(plan: Plan, alike: Collection[RecordHeader]) -> TimeTaken:
    """What the trials of an experiment have taken, and what it may take."""
    spent = estimate.seconds_spent(alike)
    budget = plan.measure.budget_seconds
    return TimeTaken(
        spent=spent,
        budget=math.inf if budget is None else budget,
        per_trial=estimate.seconds_per_trial(alike) or spent / max(len(alike), 1),
    )
