"""Contrasts with their verdicts, and the effects that they add up to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import stats
from ovreport.analysis.looks import ONCE, Looks
from ovreport.analysis.metrics import METRICS, Metric
from ovreport.analysis.pairing import Ratios, Trials
from ovreport.analysis.questions import Pair
from ovreport.analysis.results import Contrast, Effect, Estimate, Method, Shape, Verdict
from ovreport.limits import FEWEST_ROUNDS, STALLING, STALLING_ALPHA
from ovreport.plan import Plan

Floats = NDArray[np.float64]

NO_SPREAD = 1e-12
"""A standard error below this is no spread at all: clocks do not repeat themselves to the nanosecond."""

_FARTHEST = 300.0
"""Logarithm of the farthest ratio that is told; its reciprocal is a number too."""


@dataclass(frozen=True, eq=False)
class Measurements:
    """What comparing needs to know beside the pairs.

    Attributes:
        kinds: Of each cell the device, or what goes on at a time where the metric needs that to be the same;
            variances are pooled over cells of one kind only.
        alike: See `Contrast.alike`.
        same: Pairs of cells that are one setting in force, as a group number each.
        carried: See `neighbours.carried`; empty for start-ups: each process starts by itself.
        seconds_per_round: Wall time of a round on this host, NaN where unknown.
        looks: See `stats.judge`.
    """

    ratios: Ratios
    metric: Metric
    margin: float
    trials: Trials
    kinds: Mapping[str, object]
    same: Mapping[str, int]
    alike: float
    seconds_per_round: float = math.nan
    carried: Mapping[str, float] = field(default_factory=dict)
    looks: Looks = ONCE
    _pools: dict[str, _Pool | None] = field(default_factory=dict)

    def pool(self, reference: str) -> _Pool | None:
        """The layout of the cells of the reference's kind over its rounds, if large enough."""
        if reference not in self._pools:
            self._pools[reference] = _pool(self, reference)
        return self._pools[reference]


@dataclass(frozen=True, eq=False)
class _Pool:
    """A two-way layout of differences to one reference, and the row of each of its cells."""

    layout: stats.Layout
    rows: dict[str, int]


@dataclass(frozen=True, eq=False)
class _Numbers:
    """One contrast before its family is judged.

    Attributes:
        logs: Of the rounds: what is judged.
        weights: What each round counts, see `weights`; `None` where all count alike.
        total: Mean log ratio of totals, or that of `logs` where there is no other.
        typical: Mean log ratio of typical slices, where totals are judged.
    """

    pair: Pair
    logs: Floats
    rounds: tuple[int, ...]
    weights: Floats | None = None
    mean: float = math.nan
    plain: float = math.nan
    error: float = math.nan
    df: float = math.nan
    method: Method = "paired"
    total: float = math.nan
    typical: float | None = None
    carried: float = 0.0


def contrasts(
    measured: Measurements, family: str, pairs: Sequence[Pair], *, questions: int = 1
) -> list[Contrast]:
    """The contrasts of one family, judged together, in the order of `pairs`.

    `questions` is explained in `stats.judge`.
    """
    numbers = [_numbers(measured, pair) for pair in pairs]
    known = [entry for entry in numbers if len(entry.logs) > 1]
    judged = _judge(measured, known, questions) if known else None
    places = {entry.pair: place for place, entry in enumerate(known)}
    return [
        replace(_contrast(measured, family, entry, judged, places.get(entry.pair)), comparisons=len(places))
        for entry in numbers
    ]


def all_families(measured: Measurements, families: Mapping[str, Sequence[Pair]]) -> dict[str, list[Contrast]]:
    """The contrasts of all families, behind the gate that `stats` describes.

    Families that ask the same as another one in other words (the baseline's and that of an only factor) count
    once.
    """
    judged = {name: contrasts(measured, name, pairs) for name, pairs in families.items()}
    distinct = {frozenset((pair.cell, pair.reference) for pair in pairs) for pairs in families.values()}
    smallest = min((c.estimate.p for found in judged.values() for c in found if c.estimate), default=1.0)
    if len(distinct) < 2 or smallest * len(distinct) < stats.ALPHA:
        return judged
    several = len(distinct)
    return {name: contrasts(measured, name, pairs, questions=several) for name, pairs in families.items()}


def _numbers(measured: Measurements, pair: Pair) -> _Numbers:
    ratios = measured.ratios
    if pair.cell not in ratios.cells or pair.reference not in ratios.cells:
        return _Numbers(pair, np.empty(0), ())
    row = ratios.against(pair.reference)[ratios.row(pair.cell)]
    seen = np.isfinite(row)
    logs = row[seen]
    rounds = tuple(number for number, there in zip(ratios.rounds, seen, strict=True) if there)
    if len(logs) < 2:
        return _Numbers(pair, logs, rounds)
    left = (measured.carried.get(cell, 0.0) for cell in (pair.cell, pair.reference))
    bare = _Numbers(pair, logs, rounds, carried=max(left))
    totals = logs
    if METRICS[measured.metric].by_totals:
        totals = ratios.totals(pair.reference)[ratios.row(pair.cell)][seen]
    if _stalls(totals - logs):
        paired = _paired(replace(bare, logs=totals))
        return replace(paired, total=paired.mean, typical=float(logs.mean()))
    counts = ratios.weights[seen]
    if len(logs) >= FEWEST_ROUNDS and np.ptp(counts) > NO_SPREAD:
        bare = replace(bare, weights=counts)
    paired = _paired(bare)
    total = float(np.average(totals, weights=bare.weights))
    paired = replace(paired, total=total if math.isfinite(total) else paired.mean)
    pooled = _pooled(measured, pair)
    if pooled is None or paired.plain == 0:
        return paired
    return replace(paired, error=pooled[0], df=pooled[1], method="max-variance")


def _paired(entry: _Numbers) -> _Numbers:
    mean, plain = stats.paired(entry.logs[None], entry.weights)
    own = float(plain.standard_error[0])
    own = own if own >= NO_SPREAD else 0.0
    return replace(entry, mean=float(mean[0]), plain=own, error=own, df=float(plain.df[0]))


def _stalls(shifts: Floats) -> bool:
    """Whether totals and typical slices differ by more than chance, given the difference of every round.

    A burst of the machine moves the total of either cell of a pair; one that stalls by itself moves it one
    way in every round.
    """
    if len(shifts) < FEWEST_ROUNDS or not np.isfinite(shifts).all():
        return False
    mean, errors = stats.paired(shifts[None])
    return bool(stats.p_within(mean, errors, math.log(STALLING))[0] < STALLING_ALPHA)


def _pooled(measured: Measurements, pair: Pair) -> tuple[float, float] | None:
    """Standard error and degrees of freedom by the max-variance rule, where both cells are in a pool."""
    pool = measured.pool(pair.reference)
    if pool is None or pair.cell not in pool.rows:
        return None
    cell = np.array([pool.rows[pair.cell]])
    errors = stats.max_variance(pool.layout, cell, pool.rows[pair.reference])
    return float(errors.standard_error[0]), float(errors.df[0])


def _pool(measured: Measurements, reference: str) -> _Pool | None:
    """Of the cells of one kind that have enough of the reference's rounds; they may lack some."""
    ratios, kinds = measured.ratios, measured.kinds
    levels = ratios.against(reference)
    there = np.isfinite(levels[ratios.row(reference)])
    levels = levels[:, there]
    enough = np.isfinite(levels).sum(axis=1) >= FEWEST_ROUNDS
    members = [
        cell
        for cell, has in zip(ratios.cells, enough, strict=True)
        if has and kinds.get(cell) == kinds.get(reference)
    ]
    if len(members) < stats.FEWEST_POOLED_CELLS:
        return None
    layout = stats.two_way(levels[[ratios.row(cell) for cell in members]], ratios.weights[there])
    return _Pool(layout, {cell: row for row, cell in enumerate(members)})


def _judge(measured: Measurements, known: Sequence[_Numbers], questions: int) -> stats.Family:
    columns = [
        (entry.mean, entry.plain, entry.error, entry.df, len(entry.logs), entry.total, entry.carried)
        for entry in known
    ]
    mean, plain, error, df, rounds, total, carried = (
        np.array(column, float) for column in zip(*columns, strict=True)
    )
    return stats.judge(
        mean,
        stats.Errors(plain, rounds - 1),
        stats.Errors(error, df),
        stats.Limits(math.log1p(measured.margin), math.log1p(measured.alike)),
        rounds.astype(np.int64),
        questions=questions,
        carried=carried,
        totals=total,
        looks=measured.looks,
    )


def _estimate(entry: _Numbers, family: stats.Family, index: int, looks: Looks) -> Estimate:
    return Estimate(
        ratio=_factor(entry.mean),
        low=_factor(family.low[index]),
        high=_factor(family.high[index]),
        adjusted_low=_factor(family.adjusted_low[index]),
        adjusted_high=_factor(family.adjusted_high[index]),
        adjusted_level=float(family.adjusted_level[index]),
        p=float(family.p[index]),
        p_equivalent=float(family.p_equivalent[index]),
        p_none=float(family.p_none[index]),
        standard_error=float(entry.error),
        df=float(entry.df),
        rounds=len(entry.logs),
        method=entry.method,
        log_ratios=tuple(entry.logs.tolist()),
        weights=() if entry.weights is None else tuple((entry.weights / entry.weights.mean()).tolist()),
        round_numbers=entry.rounds,
        typical=None if entry.typical is None else _factor(entry.typical),
        carried=entry.carried,
        looks=looks,
    )


def _factor(log: float) -> float:
    """The ratio of a log ratio, within what a float and its reciprocal can hold.

    Two rounds have one degree of freedom: adjusted over hundreds of questions, the bounds of their interval
    lie tens of thousands of standard errors away.
    """
    return math.exp(min(max(log, -_FARTHEST), _FARTHEST))


def _contrast(
    measured: Measurements,
    family: str,
    entry: _Numbers,
    judged: stats.Family | None,
    place: int | None,
) -> Contrast:
    """One contrast, by its place in the family where it is among those that were judged."""
    pair, same, rounds = entry.pair, measured.same, set(entry.rounds)
    estimate, verdict, needed, between = None, Verdict.NOT_RESOLVED, None, None
    if judged is not None and place is not None:
        estimate, verdict = _estimate(entry, judged, place, measured.looks), judged.verdicts[place]
        needed, between = judged.rounds_needed[place], judged.rounds_range[place]
    seconds = (needed - len(entry.logs) if needed else math.nan) * measured.seconds_per_round
    return Contrast(
        metric=measured.metric,
        factor=pair.factor,
        level=pair.level,
        reference_level=pair.reference_level,
        conditions=pair.conditions,
        cell=pair.cell,
        reference=pair.reference,
        family=f"{measured.metric}: {family}",
        estimate=estimate,
        verdict=verdict if METRICS[measured.metric].larger_is_better else stats.turned(verdict),
        margin=measured.margin,
        alike=measured.alike,
        rounds_needed=needed,
        rounds_range=between,
        seconds_needed=seconds if math.isfinite(seconds) else None,
        records=tuple(
            trial.sha256
            for cell in (pair.cell, pair.reference)
            for trial in measured.trials.get(cell, ())
            if trial.round in rounds
        ),
        same_in_force=pair.cell in same and same[pair.cell] == same.get(pair.reference),
    )


def effects(plan: Plan, judged: Sequence[Contrast]) -> list[Effect]:
    """What every level does, over all conditions; `judged` are the contrasts of the factors' families."""
    grouped: dict[tuple[Metric, str, str, str], list[Contrast]] = {}
    for contrast in judged:
        key = (contrast.metric, contrast.factor, contrast.level, contrast.reference_level)
        grouped.setdefault(key, []).append(contrast)
    rank = {name: number for number, name in enumerate(plan.discuss)}
    metrics = tuple(METRICS)
    found = [
        Effect(
            metric=metric,
            factor=factor,
            level=level,
            reference_level=reference,
            shape=_shape(members),
            contrasts=tuple(members),
        )
        for (metric, factor, level, reference), members in grouped.items()
        if factor in rank
    ]
    return sorted(found, key=lambda effect: (rank[effect.factor], metrics.index(effect.metric)))


def _shape(members: Sequence[Contrast]) -> Shape:
    if len(members) == 1:
        return "single"
    verdicts = {contrast.verdict for contrast in members}
    if {Verdict.FASTER, Verdict.SLOWER} <= verdicts:
        return "reversed"
    return "conditional" if len(verdicts) > 1 or _disagree(members) else "uniform"


def _disagree(members: Sequence[Contrast]) -> bool:
    """Whether the largest and the smallest ratio differ by more than the margin, shown by a paired test.

    The pair is picked after the fact, so its p-value is multiplied by the number of pairs.
    """
    known = [contrast.estimate for contrast in members if contrast.estimate is not None]
    if len(known) < 2:
        return False
    low, high = min(known, key=lambda e: e.ratio), max(known, key=lambda e: e.ratio)
    by_round = dict(zip(low.round_numbers, low.log_ratios, strict=True))
    counts = dict(zip(low.round_numbers, low.weights, strict=False))
    both = [
        (value - by_round[number], counts.get(number, 1.0))
        for number, value in zip(high.round_numbers, high.log_ratios, strict=True)
        if number in by_round
    ]
    if len(both) < FEWEST_ROUNDS:
        return False
    differences, weights = np.array(both).T
    mean, errors = stats.paired(differences[None], weights)
    p = float(stats.p_within(mean, errors, math.log1p(members[0].margin), low.looks)[0])
    return p * math.comb(len(known), 2) < stats.ALPHA
