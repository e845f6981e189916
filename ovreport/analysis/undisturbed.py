"""Which cells are compared by what a request takes when nothing disturbs it, and where totals tell otherwise.

The least latency of a slice is that of the request that fewest others got in the way of. In pairs of slices,
as `pairing` forms them, it scatters two to three times less on a shared machine than what slices deliver
(`benchmarks/undisturbed.py` prints the table). It says nothing of what a cell does to itself: stalls of its
own, waiting in a queue, or a slow one of two ways to go. So it stands beside totals and never replaces them,
and only cells with the same concurrency in force are compared by it. Where requests wait for a stream it is
no better than totals, since even the luckiest one has others before it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ovreport.analysis import questions, stats
from ovreport.analysis.results import CellResult, Contrast
from ovreport.limits import FEWEST_ROUNDS
from ovreport.plan import Plan

FEWEST_REQUESTS = 2.5
"""Counted requests of a slice, on average. Of one request the least is the mean; of two it scatters by four
fifths of the mean, of three by half, of more no less (`benchmarks/undisturbed.py`)."""


def families(plan: Plan, measured: Sequence[CellResult]) -> questions.Families:
    """The questions about discussed factors, each with the pairs of cells that can be compared so.

    Whole trials have no neighbours in time, and ask what a machine does to each of them.
    """
    if plan.measure.schedule == "whole":
        return {}
    known = {result.cell.id: concurrency(result) for result in measured}
    asked = questions.families(plan, [result.cell for result in measured])
    kept = {
        name: [pair for pair in pairs if pair.factor in plan.discuss and _alike(known, pair)]
        for name, pairs in asked.items()
        if not name.startswith(questions.STEPS)
    }
    return {name: pairs for name, pairs in kept.items() if pairs}


def _alike(known: Mapping[str, object | None], pair: questions.Pair) -> bool:
    return known[pair.cell] is not None and known[pair.cell] == known[pair.reference]


def concurrency(result: CellResult) -> object | None:
    """What goes on at a time, `None` where requests wait for a stream, or may, or slices have too few.

    A cell beside a disturbance is asked about what disturbs it.
    """
    force, setting = result.in_force, result.cell.setting
    if force is None or setting.disturbance != "none" or force.requests > (force.streams or 1):
        return None
    slices = sum(len(trial.slice_turn) for trial in result.trials)
    if sum(trial.requests for trial in result.trials) < FEWEST_REQUESTS * slices:
        return None
    return force.devices, force.requests, force.streams, force.threads, result.batch, setting.mode


@dataclass(frozen=True, kw_only=True)
class Apart:
    """By how much more, or less, is delivered than undisturbed requests let expect.

    Attributes:
        rounds: Numbers of the rounds that have both.
        throughput, undisturbed: Log ratio of each in every round.
        ratio: Geometric mean of the product of the two ratios, 1 where both tell the same, above 1 where more
            is delivered; with `low` and `high` at 95 %.
        quantile: Of Student's t, by which that interval was formed.
        p: p-value of "it lies within the margin".
    """

    rounds: tuple[int, ...]
    throughput: tuple[float, ...]
    undisturbed: tuple[float, ...]
    quantile: float
    ratio: float
    low: float
    high: float
    p: float

    @property
    def logs(self) -> tuple[float, ...]:
        """Logarithm of the product in every round."""
        return tuple(map(sum, zip(self.throughput, self.undisturbed, strict=True)))


def apart(throughput: Contrast, undisturbed: Contrast) -> Apart | None:
    """The paired difference of what both comparisons of two cells say, round by round.

    `None` with too few rounds for a test.
    """
    first, second = throughput.estimate, undisturbed.estimate
    if first is None or second is None:
        return None
    total = dict(zip(first.round_numbers, first.log_ratios, strict=True))
    least = dict(zip(second.round_numbers, second.log_ratios, strict=True))
    rounds = tuple(number for number in total if number in least)
    if len(rounds) < FEWEST_ROUNDS:
        return None
    mean, errors = stats.paired(np.array([[total[number] + least[number] for number in rounds]]))
    quantile = float(stats.t_quantile(1 - stats.ALPHA / 2, errors.df[0], first.looks))
    reach = quantile * float(errors.standard_error[0])
    return Apart(
        rounds=rounds,
        throughput=tuple(total[number] for number in rounds),
        undisturbed=tuple(least[number] for number in rounds),
        quantile=quantile,
        ratio=math.exp(mean[0]),
        low=math.exp(mean[0] - reach),
        high=math.exp(mean[0] + reach),
        p=float(stats.p_within(mean, errors, math.log1p(throughput.margin), first.looks)[0]),
    )
