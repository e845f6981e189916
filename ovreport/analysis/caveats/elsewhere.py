"""Caveats about what others did on the host while it measured, by what was read with every slice.

Where nobody told it with the slices, as in records of earlier releases, `machine.Load` stands in their place.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ovreport.analysis import stats
from ovreport.analysis.caveats.found import measured
from ovreport.analysis.results import Analysis, Caveat, CellResult
from ovreport.analysis.summaries import TrialSummary
from ovreport.analysis.surroundings import BlockKey, block_of, passes
from ovreport.limits import DISTURBED, FEWEST_ROUNDS, PROVOKED


@dataclass(frozen=True, kw_only=True)
class Provoked(Caveat):
    """Others take more while one of these cells is measured than while the rest is.

    The order within passes is drawn, so nothing but the cell itself can be why. Shown by a one-sided paired t
    test over the rounds for every cell, against a difference of `PROVOKED`, by Holm's procedure for all of
    them. Told are the shares of one processor of the cell where the difference is largest.

    Attributes:
        own, rest: Means over the rounds while it and while the rest was measured.
        p: Adjusted for all cells.
    """

    own: float
    rest: float
    p: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        cells = measured(analysis)
        if not analysis.plan.undisturbed or len(cells) < 2:
            return
        taken = {cell.cell.id: _by_block(cell) for cell in cells}
        beside = {cell: _beside(cell, taken) for cell in taken}
        judged = {cell: pairs for cell, pairs in beside.items() if len(pairs) >= FEWEST_ROUNDS}
        if not judged:
            return
        raw = np.array([_p(pairs) for pairs in judged.values()])
        adjusted = dict(zip(judged, stats.holm(raw)[0].tolist(), strict=True))
        touched = [cell for cell, p in adjusted.items() if p < stats.ALPHA]
        if touched:
            means = {cell: np.mean(judged[cell], axis=0) for cell in touched}
            worst = max(touched, key=lambda cell: means[cell][0] - means[cell][1])
            own, rest = means[worst].tolist()
            touched.sort(key=lambda cell: cell != worst)
            yield cls(cells=tuple(touched), own=own, rest=rest, p=adjusted[worst])


def _by_block(cell: CellResult) -> dict[BlockKey, float]:
    """What others took of a processor during all slices of its trials, those set aside too."""
    return {
        block_of(trial): trial.elsewhere_share for trial in cell.trials if trial.elsewhere_share is not None
    }


def _beside(cell: str, taken: dict[str, dict[BlockKey, float]]) -> list[tuple[float, float]]:
    """For each round the cell's share, and the mean of those of the other cells of its block."""
    rounds: dict[int, list[tuple[float, float]]] = {}
    for block, own in taken[cell].items():
        others = [shares[block] for other, shares in taken.items() if other != cell and block in shares]
        if others:
            rounds.setdefault(block[1], []).append((own, statistics.fmean(others)))
    return [tuple(np.mean(pairs, axis=0).tolist()) for pairs in rounds.values()]


def _p(pairs: list[tuple[float, float]]) -> float:
    """p-value of "others take at most `PROVOKED` more", by a t test over the rounds."""
    beyond = np.array([own - rest for own, rest in pairs]) - PROVOKED
    error = float(beyond.std(ddof=1)) / len(beyond) ** 0.5
    if error == 0:
        return 1.0  # no clock does that
    return float(stats.t_above(float(beyond.mean()) / error, len(beyond) - 1))


@dataclass(frozen=True, kw_only=True)
class NeverQuiet(Caveat):
    """Passes were repeated as often as is allowed in so many `rounds` `of` all, and others went on.

    Attributes:
        disturbed, passes: How many passes that count were disturbed all the same, of how many.
    """

    rounds: int
    of: int
    disturbed: int
    passes: int

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        blocks = passes(trial for cell in measured(analysis) for trial in cell.trials)
        used_up = {
            number for (_, number, _), found in blocks.items() if found.set_aside and found.disturbed.size
        }
        if used_up:
            yield cls(
                rounds=len(used_up),
                of=analysis.rounds,
                disturbed=sum(found.disturbed.size for found in blocks.values()),
                passes=sum(len(found.numbers) for found in blocks.values()),
            )


@dataclass(frozen=True, kw_only=True)
class Busy(Caveat):
    """Others took more than the bound where no pass is repeated, as with the schedule "whole".

    Attributes:
        share: Of one processor, on average over the trials of the cell where it is most.
    """

    share: float

    @classmethod
    def find(cls, analysis: Analysis) -> Iterator[Caveat]:
        cells = measured(analysis)
        blocks = passes(trial for cell in cells for trial in cell.trials)
        repeating = {number for (_, number, _), found in blocks.items() if found.set_aside}
        shares = {cell.cell.id: _share(cell.trials, repeating) for cell in cells}
        touched = tuple(cell for cell, share in shares.items() if share > DISTURBED)
        if touched:
            yield cls(cells=touched, share=max(shares.values()))


def _share(trials: tuple[TrialSummary, ...], repeating: set[int]) -> float:
    known = [
        trial.elsewhere_share
        for trial in trials
        if trial.elsewhere_share is not None and trial.round not in repeating
    ]
    return statistics.fmean(known) if known else 0.0
