"""Which further rounds an experiment gets: those of the cells whose questions are open and may be answered.

All is decided from the records that are there: what is open, which rounds are missing until the next look,
and what measuring has taken so far, all sessions together. So a command that was interrupted goes on with its
questions, and one that comes after the last look finds what that look found: that nothing is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ovreport import plan as plans
from ovreport import store
from ovreport.workflow import report
from ovreport.workflow.time_taken import time_taken

if TYPE_CHECKING:
    from ovreport.analysis.open_questions import OpenQuestion
    from ovreport.plan import Block, Plan
    from ovreport.workflow.job import Job
    from ovreport.workflow.pending import Pending
    from ovreport.workflow.time_taken import TimeTaken

Why = Literal["going on", "answered", "rounds", "time", "beyond reach"]
"""What comes of a look: further rounds; or none, as nothing is open, the most rounds are there, time is up,
or an answer lies beyond the most rounds."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the records answer after a look, and what is measured next.

    Attributes:
        rounds: Of the cell that has the most.
        asked: Questions in all; 0 where it was not looked, since an earlier command was interrupted before
            it had what it wanted.
        open: Those that are not answered, those first that would take the fewest rounds.
        going_on: Those of them whose cells get further rounds.
        blocks: These rounds, up to the next look or as far as the time goes; perhaps none.
        seconds: About how long they take.
        why: What ends the measuring, where no block is left.
        allow: Whether there is time for a block, asked right before it begins.
    """

    rounds: int
    asked: int
    open: tuple[OpenQuestion, ...]
    going_on: tuple[OpenQuestion, ...]
    blocks: tuple[Block, ...]
    seconds: float
    why: Why
    allow: Callable[[Block], bool]


def look(job: Job, host: str, left: Pending, tried: Collection[tuple[int, str]] = ()) -> Outlook:
    """What the records answer, and which rounds come next; none is measured here.

    Between two looks nothing is looked at: what an interrupted command wanted until the next one comes first.

    Args:
        job: The experiment; it has all rounds that are measured anyway, or will not get them now.
        host: Whose records.
        left: What is there.
        tried: Pairs of round and cell id that failed just now and are not tried again.
    """
    plan, known = job.plan, time_taken(job.plan, left.alike)
    reached = _reached(plan, left)
    begun = _begun(plan, reached)
    if begun and (blocks := _blocks(plan, begun, left, known, tried)):
        return _look(left, (), (), blocks, known, "going on")
    # SciPy takes most of a second to import, and is not needed where the number of rounds is fixed
    from ovreport.analysis import open_questions

    analysis = report.analysed(job, report.of_pending(job, host, left), plan)
    found = open_questions.open_cells(analysis)
    alike = (any(one.same_in_force for one in each) for each in open_questions.asked(analysis).values())
    asked = sum(not each for each in alike)  # where two are one in force there is nothing to answer
    wanted, going_on = _wanted(plan, found, reached, known)
    blocks = _blocks(plan, wanted, left, known, tried)
    why: Why = "going on" if blocks else _why(plan, found, left, reached, known, tried)
    return _look(left, found, going_on if blocks else (), blocks, known, why, asked=asked)


def _look(
    left: Pending,
    found: tuple[OpenQuestion, ...],
    going_on: tuple[OpenQuestion, ...],
    blocks: tuple[Block, ...],
    known: TimeTaken,
    why: Why,
    *,
    asked: int = 0,
) -> Outlook:
    return Outlook(
        rounds=max((each.round for each in left.alike if each.failure is None), default=0),
        asked=asked,
        open=found,
        going_on=going_on,
        blocks=blocks,
        seconds=known.per_trial * sum(len(block.cells) for block in blocks),
        why=why,
        allow=known.guard(),
    )


def _reached(plan: Plan, left: Pending) -> dict[str, int]:
    """The last round of every cell that has all that are measured anyway and may get more."""
    rounds: dict[str, set[int]] = {}
    for header in left.alike:
        if header.failure is None and header.cell_id not in left.out:
            rounds.setdefault(header.cell_id, set()).add(header.round)
    return {cell: max(found) for cell, found in rounds.items() if max(found) >= plan.measure.rounds}


def _begun(plan: Plan, reached: Mapping[str, int]) -> dict[str, int]:
    """Cells that stand between two looks, with the rounds of the next one."""
    looks = plans.looks(plan.measure)
    return {
        cell: _next(looks, number)
        for cell, number in reached.items()
        if looks[0] < number < looks[-1] and number not in looks and cell != plan.baseline
    }


def _next(looks: Iterable[int], number: int) -> int:
    return next(each for each in looks if each > number)


def _wanted(
    plan: Plan, found: Iterable[OpenQuestion], reached: Mapping[str, int], known: TimeTaken
) -> tuple[dict[str, int], tuple[OpenQuestion, ...]]:
    """The rounds that each cell shall have at the next look, and the questions that this is for.

    The most informative question comes first. One that cannot be answered within the rounds and the time that
    would be left beside those before it is passed over: its cells would only take time from the others.
    """
    from ovreport.analysis import open_questions

    looks, wanted, going_on = plans.looks(plan.measure), dict[str, int](), []
    for question in found:
        if not question.hopeful or not all(cell in reached for cell in question.cells):
            continue
        number = min(reached[cell] for cell in question.cells)
        together = {plan.baseline, *wanted, *question.cells}
        most = min(looks[-1], number + known.rounds(len(together)))
        if number >= most or open_questions.chance(question.contrast, int(most)) < open_questions.HOPEFUL:
            continue
        for cell in question.cells:
            wanted[cell] = max(wanted.get(cell, 0), _next(looks, number))
        going_on.append(question)
    return wanted, tuple(going_on)


def _blocks(
    plan: Plan,
    wanted: Mapping[str, int],
    left: Pending,
    known: TimeTaken,
    tried: Collection[tuple[int, str]],
) -> tuple[Block, ...]:
    """The missing rounds of these cells, the baseline beside them, as far as there is time for."""
    cells = tuple(cell for cell in plan.cells if cell.id in wanted or cell.id == plan.baseline)
    all_blocks = [
        plans.Block(
            round=number,
            group=0,
            cells=tuple(each for each in cells if wanted.get(each.id, number) >= number),
        )
        for number in range(1, max(wanted.values(), default=0) + 1)
    ]
    finished = store.done(plan, left.alike, unmeasurable=left.out).union(tried)
    blocks = store.remaining(plan, all_blocks, finished, left.listing.taken, unmeasurable=left.out)
    return known.fit(blocks)


def _why(
    plan: Plan,
    found: Collection[OpenQuestion],
    left: Pending,
    reached: Mapping[str, int],
    known: TimeTaken,
    tried: Collection[tuple[int, str]],
) -> Why:
    """What ends the measuring."""
    if not found:
        return "answered"
    refused = any((block.round, cell.id) not in tried for block in left.blocks for cell in block.cells)
    if left.out_of_time or refused:
        return "time"
    most = plan.measure.most_rounds
    able = [each for each in found if all(reached.get(cell, most) < most for cell in each.cells)]
    if not able:
        return "rounds"
    hopeful = [each for each in able if each.hopeful]
    return "time" if hopeful and math.isfinite(known.budget) else "beyond reach"
