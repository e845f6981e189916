"""How much work an experiment asks for, and how much of it is left, before anything is measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ovreport import plan as plans
from ovreport.limits import FEWEST_ROUNDS
from ovreport.workflow import time_taken

if TYPE_CHECKING:
    from ovreport.models import ModelFiles
    from ovreport.plan import Block, Cell, Plan
    from ovreport.records import LeftOut
    from ovreport.store import RecordHeader
    from ovreport.workflow.job import Job
    from ovreport.workflow.preflight import PreflightResult

# Where this host has measured nothing alike yet. On two to eight cores, a worker starts, imports, compiles
# and warms up in about 0.4 s for `tiny` and 1.4 s for `mobilenet-ssd`, one after the other; the root stands
# for models that compile in parallel. Slices go on until their last requests are done, and cells of long
# requests until they have enough slices.
START_SECONDS = 0.4
SECONDS_PER_ROOT_MEGABYTE = 0.2
OVER_TIME = 1.25
SURVEY_SECONDS = 1.0

_BUILTIN_MEGABYTES = {"mobilenet-ssd": 23.2}
_UNKNOWN_MEGABYTES = 25.0


@dataclass(frozen=True, kw_only=True)
class WorkEstimate:
    """The work that an experiment asks for on this machine.

    Attributes:
        cells: To be measured.
        trials: Of all cells and rounds.
        measured: Of these, trials with timings that are there.
        absent: Trials whose device is not here.
        failed: Trials that failed and are not tried again.
        left: Trials that would be measured now, baselines of interrupted rounds included.
        seconds: About how long those take, start-up included; NaN where they are counted by requests and
            nothing alike was measured.
        most_seconds: What they take at most where open questions get further rounds; else as `seconds`.
        left_out: Records that are there and do not belong, by the reason.
    """

    cells: int
    trials: int
    measured: int
    absent: int
    failed: int
    left: int
    seconds: float
    most_seconds: float
    left_out: tuple[LeftOut, ...] = ()


def work(job: Job, found: PreflightResult, host: Callable[[], str]) -> WorkEstimate:
    """What is left to measure on a host, by the records that are there.

    Args:
        job: The experiment.
        found: What is at hand of it.
        host: Gives the host's name, which is asked for only where records are.
    """
    plan = job.plan
    cells = [cell for cell in plan.cells if cell.measured]
    everything = {(number, cell.id) for number in range(1, plan.measure.rounds + 1) for cell in cells}
    blocks, alike, left_out = _pending(job, found, host)
    blocks = without(blocks, found.absent)
    good = {(header.round, header.cell_id) for header in alike if header.failure is None} & everything
    absent = {trial for trial in everything - good if trial[1] in found.absent}
    coming = {(block.round, cell.id) for block in blocks for cell in block.cells}
    coming_seconds = _first_seconds(plan, blocks, found, alike)
    return WorkEstimate(
        cells=len(cells),
        trials=len(everything),
        measured=len(good),
        absent=len(absent),
        failed=len(everything - good - absent - coming),
        left=sum(len(block.cells) for block in blocks),
        seconds=coming_seconds,
        most_seconds=coming_seconds + _further_seconds(job, found, alike, coming_seconds),
        left_out=left_out,
    )


def _first_seconds(
    plan: Plan, blocks: Sequence[Block], found: PreflightResult, alike: Collection[RecordHeader]
) -> float:
    """What the rounds before the first look take; those that no verdict needs, within the budget."""
    every = seconds(plan, blocks, found.files, alike)
    if plan.measure.budget_seconds is None:
        return every
    needed = [block for block in blocks if block.round <= FEWEST_ROUNDS]
    left = plan.measure.budget_seconds - time_taken.seconds_spent(alike)
    return min(every, max(seconds(plan, needed, found.files, alike), left))


def _further_seconds(
    job: Job, found: PreflightResult, alike: Collection[RecordHeader], before: float
) -> float:
    """What rounds beyond the fewest take at most, for all cells and within the budget."""
    plan, measure = job.plan, job.plan.measure
    good = {(header.round, header.cell_id) for header in alike if header.failure is None}
    cells = [cell for cell in plan.cells if cell.measured and cell.id not in found.absent]
    blocks = [
        plans.Block(round=at, group=0, cells=tuple(cell for cell in cells if (at, cell.id) not in good))
        for at in range(measure.rounds + 1, measure.most_rounds + 1)
    ]
    wanted = [block for block in blocks if len(block.cells) > 1]
    more = seconds(plan, wanted, found.files, alike)
    if measure.budget_seconds is None:
        return more
    return min(more, max(measure.budget_seconds - time_taken.seconds_spent(alike) - before, 0.0))


def _pending(
    job: Job, found: PreflightResult, host: Callable[[], str]
) -> tuple[tuple[Block, ...], tuple[RecordHeader, ...], tuple[LeftOut, ...]]:
    """The blocks that a build would measure here, the records that it would go on from, and the others."""
    if not (job.results / job.slug).is_dir():
        return plans.blocks(job.plan), (), ()
    from ovreport.workflow import (
        pending,  # pyarrow and the runner are needed only where something was measured
    )

    left = pending.of(job, host(), found.files)
    # what is not downloaded yet was not measured with what lies there either
    known = frozenset(cell.id for cell in job.plan.cells if cell.setting.model.name in found.files)
    downloads = without(plans.blocks(job.plan), known)
    return (*left.blocks, *downloads), left.alike, left.left_out


def without(blocks: Iterable[Block], cells: frozenset[str]) -> tuple[Block, ...]:
    """The blocks without these cells."""
    return tuple(
        plans.Block(round=block.round, group=block.group, cells=kept)
        for block in blocks
        if (kept := tuple(cell for cell in block.cells if cell.id not in cells))
    )


def seconds(
    plan: Plan, blocks: Sequence[Block], files: Mapping[str, ModelFiles], alike: Iterable[RecordHeader] = ()
) -> float:
    """About how long these blocks take; NaN where nothing tells.

    Args:
        plan: The experiment.
        blocks: Without cells whose device is not here.
        files: Models that are at hand, by name.
        alike: Trials that this host measured in the same way; they know better than any rule.
    """
    if not blocks:
        return 0.0
    known = time_taken.seconds_per_trial(alike)
    trials = [cell for block in blocks for cell in block.cells]
    if known is not None:
        return SURVEY_SECONDS + known * len(trials)
    if plan.measure.seconds is None:
        return math.nan
    return SURVEY_SECONDS + sum(plan.measure.seconds * OVER_TIME + _start(cell, files) for cell in trials)


def _start(cell: Cell, files: Mapping[str, ModelFiles]) -> float:
    """Until a worker of this cell is ready, as far as the size of its model tells."""
    source = cell.setting.model
    file = files.get(source.name)
    if source.kind == "builtin":
        megabytes = _BUILTIN_MEGABYTES.get(source.location, 0.0)
    else:
        megabytes = file.size_bytes / 1e6 if file and file.size_bytes else _UNKNOWN_MEGABYTES
    return START_SECONDS + SECONDS_PER_ROOT_MEGABYTE * math.sqrt(megabytes)
