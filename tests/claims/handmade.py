"""Analyses written by hand: a plan and the comparisons that a test wants to hear told."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ovreport import units
from ovreport.analysis import stats
from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import (
    Analysis,
    CellResult,
    Contrast,
    Effect,
    Estimate,
    Interval,
    Status,
    Verdict,
)
from ovreport.plan import Plan
from ovreport.records import InForce


def ordinary(text: str) -> str:
    """A sentence with plain spaces, as a test writes it."""
    return text.replace(units.NO_BREAK, " ").replace(units.GLUE, "")


def estimate(ratio: float, spread: float = 0.04, *, rounds: int = 7) -> Estimate:
    """An estimate whose 95 % interval reaches `spread` to both sides on the log scale."""
    low, high = ratio * math.exp(-spread), ratio * math.exp(spread)
    steps = np.linspace(-spread, spread, rounds)
    return Estimate(
        ratio=ratio,
        low=low,
        high=high,
        adjusted_low=low,
        adjusted_high=high,
        adjusted_level=0.95,
        p=0.01,
        p_equivalent=0.01,
        p_none=0.001,
        standard_error=spread / float(stats.t_quantile(0.975, rounds - 1)),
        df=rounds - 1,
        rounds=rounds,
        method="paired",
        log_ratios=tuple(float(math.log(ratio) + step) for step in steps),
        round_numbers=tuple(range(1, rounds + 1)),
    )


def verdict(found: Estimate, margin: float, metric: Metric) -> Verdict:
    """The verdict that an interval alone gives."""
    up, down = 1 + margin, 1 / (1 + margin)
    if found.low > up:
        return Verdict.FASTER if metric == "throughput" else Verdict.SLOWER
    if found.high < down:
        return Verdict.SLOWER if metric == "throughput" else Verdict.FASTER
    return Verdict.EQUIVALENT if down < found.low and found.high < up else Verdict.NOT_RESOLVED


def contrasts(
    plan: Plan, factor: str, level: str, reference: str, found: Sequence[Estimate | None], metric: Metric
) -> tuple[Contrast, ...]:
    """One comparison for every pair of cells that differ in `factor` alone, in the order of the cells."""
    pairs = [
        (first, second)
        for first, second in itertools.permutations(plan.cells, 2)
        if dict(first.levels)[factor] == level
        and dict(second.levels)[factor] == reference
        and all(dict(second.levels)[name] == label for name, label in first.levels if name != factor)
    ]
    margin = plan.margin or 0.03
    return tuple(
        Contrast(
            metric=metric,
            factor=factor,
            level=level,
            reference_level=reference,
            conditions=tuple((name, label) for name, label in first.levels if name != factor),
            cell=first.id,
            reference=second.id,
            family=f"{factor}/{metric}",
            estimate=each,
            verdict=Verdict.NOT_RESOLVED if each is None else verdict(each, margin, metric),
            margin=margin,
            alike=margin,
            rounds_needed=18 if each and verdict(each, margin, metric) is Verdict.NOT_RESOLVED else None,
            seconds_needed=700.0 if each and verdict(each, margin, metric) is Verdict.NOT_RESOLVED else None,
            records=(f"{first.id}-record", f"{second.id}-record"),
        )
        for (first, second), each in zip(pairs, found, strict=True)
    )


def effect(
    plan: Plan,
    factor: str,
    level: str,
    reference: str,
    *ratios: float | Estimate | None,
    metric: Metric = "throughput",
) -> Effect:
    """An effect with these ratios, one a condition; its shape follows from the verdicts."""
    found = [estimate(each) if isinstance(each, (int, float)) else each for each in ratios]
    told = contrasts(plan, factor, level, reference, found, metric)
    verdicts = {each.verdict for each in told}
    sizes = [each.estimate.ratio for each in told if each.estimate]
    if len(told) == 1:
        return Effect(
            metric=metric,
            factor=factor,
            level=level,
            reference_level=reference,
            shape="single",
            contrasts=told,
        )
    if {Verdict.FASTER, Verdict.SLOWER} <= verdicts:
        shape = "reversed"
    elif len(verdicts) == 1 and max(sizes, default=1.0) / min(sizes, default=1.0) < 1.06:
        shape = "uniform"
    else:
        shape = "conditional"
    return Effect(
        metric=metric,
        factor=factor,
        level=level,
        reference_level=reference,
        shape=shape,  # type: ignore[arg-type]  # one of its words
        contrasts=told,
    )


def analysis(
    plan: Plan,
    *effects: Effect,
    levels: Mapping[str, tuple[float, float]] | None = None,
    in_force: Mapping[str, InForce] | None = None,
) -> Analysis:
    """An analysis with these effects.

    Args:
        plan: What was measured.
        effects: What the comparisons say.
        levels: Throughput in FPS and latency in ms of each cell, by its id; all 100 and 10 where not given.
        in_force: What each cell reports, by its id.
    """
    told = dict(levels or {})
    cells = []
    for cell in plan.cells:
        fps, latency = told.get(cell.id, (100.0, 10.0))
        cells.append(
            CellResult(
                cell=cell,
                status=Status.MEASURED if cell.measured else Status.PUBLISHED,
                throughput=Interval(value=fps, low=fps * 0.97, high=fps * 1.03) if cell.measured else None,
                latency=Interval(value=latency * 1e6, low=latency * 0.97e6, high=latency * 1.03e6)
                if cell.measured
                else None,
                in_force=(in_force or {}).get(cell.id),
            )
        )
    every = tuple(contrast for each in effects for contrast in each.contrasts)
    return Analysis(
        plan=plan, host="bench", facts=(), cells=tuple(cells), effects=effects, contrasts=every, rounds=7
    )


def granted(**changes: Any) -> InForce:
    """What a CPU with one stream says of itself, with these changes."""
    plain_one = InForce(
        devices=("CPU",),
        precision="f32",
        emulated=False,
        primitives=(),
        streams=1,
        threads=2,
        requests=1,
        advised_requests=1,
        hint=None,
        properties=(),
    )
    return replace(plain_one, **changes)
