"""What everybody else on the host did meanwhile, pass by pass, and levels of the passes that were quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis.cells import level
from ovreport.analysis.quiet import QuietLevels
from ovreport.analysis.results import CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.limits import DISTURBED, FEWEST_ROUNDS, QUIET_PASSES, SELDOM
from ovreport.plan import Plan
from ovreport.records import REPEAT_OFFSET

BlockKey = tuple[str, int, int]
"""Session, round and group."""


@dataclass(frozen=True, eq=False)
class Passes:
    """The passes of a block.

    Attributes:
        numbers: Of those that count. Shape `(passes,)`.
        elsewhere: CPU time that everybody else took in each of these as a share of one processor, without the
            slices of the cell during which they took most; NaN where nobody tells. Shape `(passes,)`.
        set_aside: How many more were repeated.
    """

    numbers: NDArray[np.int64]
    elsewhere: NDArray[np.float64]
    set_aside: int

    @property
    def quiet(self) -> NDArray[np.int64]:
        """Numbers of the passes in which everybody else is known to have taken no more than the bound."""
        return self.numbers[self.elsewhere <= DISTURBED]

    @property
    def disturbed(self) -> NDArray[np.int64]:
        """Numbers of those that were disturbed all the same."""
        return self.numbers[self.elsewhere > DISTURBED]


def block_of(trial: TrialSummary) -> BlockKey:
    """The block that a trial was measured in."""
    return trial.session, trial.round, trial.group


def passes(trials: Iterable[TrialSummary]) -> dict[BlockKey, Passes]:
    """The passes of every block, from all of its trials: what one of them shows is a slice of a pass."""
    blocks: dict[BlockKey, list[TrialSummary]] = {}
    for trial in trials:
        blocks.setdefault(block_of(trial), []).append(trial)
    return {key: _passes(mine) for key, mine in blocks.items()}


def _passes(trials: Sequence[TrialSummary]) -> Passes:
    numbers = np.unique(np.concatenate([_turns(trial) for trial in trials]))
    taken, length = (np.full((len(trials), len(numbers)), np.nan) for _ in range(2))
    for place, trial in enumerate(trials):
        mine, slices = np.unique(_turns(trial), return_inverse=True)
        columns = np.searchsorted(numbers, mine)
        taken[place, columns] = np.bincount(slices, trial.slice_elsewhere_ns)
        length[place, columns] = np.bincount(slices, trial.slice_length_ns)
    aside = {number for trial in trials for number in trial.passes_set_aside}
    return Passes(numbers, _beside_the_loudest(taken, length), len(aside))


def _beside_the_loudest(taken: NDArray[np.float64], length: NDArray[np.float64]) -> NDArray[np.float64]:
    """What others took in each pass, without the cell beside which they took most, over how long that was.

    The runner repeats passes by this rule: a disturbance that a cell brings about by itself is no reason,
    since leaving it out would spare that cell what it costs. A cell alone is compared with nobody.
    """
    unknown = np.isnan(taken)
    loudest = np.argmax(np.where(unknown, -np.inf, taken), axis=0)
    others = ~unknown
    others[loudest, np.arange(taken.shape[1])] = False
    sums = [np.where(others, each, 0.0).sum(axis=0) for each in (taken, length)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sums[1] > 0, sums[0] / sums[1], np.nan)


def _turns(trial: TrialSummary) -> NDArray[np.int64]:
    """The pass of every slice: a second slice in a row belongs to the pass of the first."""
    return np.asarray(trial.slice_turn, np.int64) % REPEAT_OFFSET


def with_quiet_levels(plan: Plan, cells: Sequence[CellResult]) -> tuple[CellResult, ...]:
    """The cells, each with the level of its quiet passes where it has enough of these beside others.

    A pass is chosen by what others did during the slices of all its cells, never by what came out.
    """
    if not plan.wants_quiet:
        return tuple(cells)
    blocks = passes(trial for cell in cells for trial in cell.trials)
    return tuple(replace(cell, quiet=quiet_levels(cell.trials, blocks)) for cell in cells)


def quiet_levels(trials: Sequence[TrialSummary], blocks: Mapping[BlockKey, Passes]) -> QuietLevels | None:
    """The levels of the quiet passes of a cell; `None` where few are disturbed, or few rounds have enough.

    Passes that a cell has to itself, as light ones may at the end of a block, are neither.
    """
    parts = [_part(trial, blocks[block_of(trial)].quiet) for trial in trials]
    quiet = tuple(part for part in parts if part is not None and _count(part) >= QUIET_PASSES)
    disturbed = sum(int(np.isin(blocks[block_of(each)].disturbed, _turns(each)).sum()) for each in trials)
    every = sum(map(_count, trials))
    if disturbed < max(SELDOM * every, 1) or len({trial.round for trial in quiet}) < FEWEST_ROUNDS:
        return None
    return QuietLevels(
        throughput=level(quiet, "throughput"),
        latency=level(quiet, "latency"),
        passes=sum(map(_count, quiet)),
        of=every,
        trials=quiet,
    )


def _count(trial: TrialSummary) -> int:
    """Passes of which the trial has a slice."""
    return len(np.unique(_turns(trial)))


def _part(trial: TrialSummary, quiet: NDArray[np.int64]) -> TrialSummary | None:
    """A trial as far as its levels go, had it consisted of these passes alone; `None` without any."""
    mine = np.isin(_turns(trial), quiet)
    requests = trial.slice_requests[mine].astype(np.float64)
    if not requests.sum() > 0:
        return None
    return replace(
        trial,
        throughput_fps=float(requests.sum() / (requests / trial.slice_fps[mine]).sum()),
        latency_mean_ns=float(np.average(trial.slice_latency_ns[mine], weights=requests)),
        slice_turn=trial.slice_turn[mine],
    )
