"""What measuring an experiment has taken, and for what its budget leaves time.

The budget bounds all rounds but those without which no verdict is given. What ends the measuring here is the
clock and nothing that was measured, so it costs no width.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING

from ovreport.limits import FEWEST_ROUNDS

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
    spent = seconds_spent(alike)
    budget = plan.measure.budget_seconds
    return TimeTaken(
        spent=spent,
        budget=math.inf if budget is None else budget,
        per_trial=seconds_per_trial(alike) or spent / max(len(alike), 1),
    )


def seconds_spent(headers: Iterable[RecordHeader]) -> float:
    """Wall time of all sessions, from the first start of each to its last end."""
    spans: dict[str, tuple[int, int]] = {}
    for header in headers:
        first, last = spans.get(header.session, (header.started_utc_ns, header.ended_utc_ns))
        spans[header.session] = min(first, header.started_utc_ns), max(last, header.ended_utc_ns)
    return sum(last - first for first, last in spans.values()) / 1e9


def seconds_per_trial(headers: Iterable[RecordHeader]) -> float | None:
    """What a trial took on this host, start-up included: from one block of a session to the next."""
    sessions: dict[str, dict[tuple[int, int], list[int]]] = {}
    for header in headers:
        if header.failure is None:
            block = sessions.setdefault(header.session, {}).setdefault((header.round, header.group), [])
            block.append(header.started_utc_ns)
    times = [
        (min(later) - min(one)) / len(one) / 1e9
        for blocks in sessions.values()
        for one, later in pairwise(sorted(blocks.values(), key=min))
    ]
    return statistics.median(times) if times else None
