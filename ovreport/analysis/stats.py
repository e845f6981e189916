"""Intervals, tests and verdicts about ratios: one log ratio a round goes in, what may be said comes out.

The unit is the round of fresh processes, never the request: requests of one process share its luck (Kalibera
& Jones, "Rigorous benchmarking in reasonable time", ISMM 2013, doi 10.1145/2555670.2464160).

What is adjusted for what:

* **faster / slower** holds family-wise: Holm's procedure over the p-values of "the log ratio lies within the
  margin". In at most 5 % of families any such statement is wrong. Besides, the plain 95 % interval must lie
  outside the margin.
* **equivalent** holds family-wise as well: Hochberg's procedure over the p-values of the two one-sided
  tests. In at most 5 % of families any such statement is wrong. (By the false-discovery rate every pair that
  is equivalent loosens the test of the next: where half lay just beyond the margin, one of those was called
  equivalent in 9 to 11 % of reports. `benchmarks/trades.py` compares both, and stricter ones.)
  Besides, the plain 90 % interval must lie inside the margin: the tests' own error is blind to noise that
  only some cells share.
* **The margin of a difference may be wider** than that of equivalence: what a noisy host cannot tell apart is
  not the same.
* **A bias that is known** (`carried`) widens every interval, as a second bound beside chance.
* **Over all questions of a report**: unless in some family a difference remains when Holm's p-values are
  multiplied by the number of families, they stay so multiplied, and no family speaks of one. So at most 5 %
  of reports about identical cells say faster or slower anywhere (a gatekeeper, as Fisher's protected tests
  have one); where something differs beyond doubt, every question is judged by itself.
* **Over all looks**: where measuring goes on until its questions are answered, every p-value and interval
  holds at all looks together (`analysis.looks`).
* For one contrast "within", "above" and "below the margin" exclude each other, so exactly one is true and the
  two kinds of test need no adjustment for each other (Goeman, Solari & Stijnen, Statistics in Medicine 29,
  2010, doi 10.1002/sim.4002).

All functions work on natural logarithms and on arrays of contrasts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ovreport.analysis import looks as over
from ovreport.analysis.looks import ONCE, Looks
from ovreport.analysis.results import Interval, Verdict
from ovreport.limits import FEWEST_ROUNDS

Floats = NDArray[np.float64]

ALPHA = 0.05
FEWEST_POOLED_CELLS = 4
"""With fewer cells the residuals of a layout hang together too closely for the max-variance rule."""
MOST_ROUNDS = 1000
"""A need beyond this number of rounds is not worth a number."""
_VARIANCE_SHARES = (0.9, 0.1)
"""Of chi-square, for the 80 % interval of the variance behind a range; its upper bound holds with 90 %."""

Range = tuple[int | None, int | None]


def t_above(values: float | Floats, df: float | Floats, looks: Looks = ONCE) -> Floats:
    """Probability that Student's t exceeds `values`, at any of the looks where there are several."""
    return over.overall(np.asarray(special.stdtr(df, np.negative(values))), looks)


def t_quantile(share: float | Floats, df: float | Floats, looks: Looks = ONCE) -> Floats:
    """Value below which Student's t lies with probability `share`, at all looks where there are several."""
    return np.asarray(special.stdtrit(df, over.share(share, looks)))


@dataclass(frozen=True)
class Errors:
    """Standard errors of contrasts and their degrees of freedom, both of shape `(contrasts,)`."""

    standard_error: Floats
    df: Floats


def paired(differences: Floats, weights: Floats | None = None) -> tuple[Floats, Errors]:
    """Mean, standard error and degrees of freedom of paired differences.

    se^2 = sum(w * (d - mean)^2) / ((T - 1) * sum(w)): Student's (Biometrika 6, 1908) where all weights are
    one, else Hartung and Knapp's (see `analysis.weights`).

    Args:
        differences: Shape `(contrasts, rounds)`.
        weights: Of the rounds; `None` where all count alike.
    """
    rounds = differences.shape[1]
    means = np.average(differences, axis=1, weights=weights)
    scatter = np.average((differences - means[:, None]) ** 2, axis=1, weights=weights)
    return means, Errors(np.sqrt(scatter / (rounds - 1)), np.full(len(means), rounds - 1.0))


@dataclass(frozen=True)
class Layout:
    """Variances of cells in a two-way layout of cells and rounds.

    Attributes:
        variances: Residual variance of each cell in a round of weight one. Shape `(cells,)`.
        pooled: Residual variance of all of them.
        df: Degrees of freedom of that.
        weights: What every round counts; 0 where a cell lacks it. Shape `(cells, rounds)`.
    """

    variances: Floats
    pooled: float
    df: float
    weights: Floats


def two_way(levels: Floats, weights: Floats | None = None) -> Layout:
    """Residual variances of `levels`, shape `(cells, rounds)`, once cells and rounds have had their effects.

    Any value may be subtracted from all cells of a round without changing a residual. The effects are those
    of weighted least squares, and a cell's variance is its weighted sum of squared residuals over the sum of
    one minus their leverages: with K cells, T rounds and no gap,
    v_j = sum(residuals of j ^ 2) / (T - 1) * K / (K - 1). Cells may lack rounds (NaN), as those do whose
    questions were answered before others'; some cell must have all of them.

    Args:
        levels: Log ratios to one cell.
        weights: Of the rounds; `None` where all count alike.
    """
    seen = np.isfinite(levels)
    weighted = seen * (1.0 if weights is None else weights)
    shares = seen / seen.sum(axis=0)
    known = np.where(seen, levels, 0.0)
    beside = seen * (known - known.sum(axis=0) / seen.sum(axis=0))
    # the normal equations of cells' effects leave their mean open: that of a round's cells is taken off them
    normal = np.diag(weighted.sum(axis=1)) - weighted @ shares.T
    inverse = np.linalg.inv(normal + 1 / len(levels))
    effects = inverse @ (weighted * beside).sum(axis=1)
    residuals = seen * (beside - effects[:, None] + effects @ shares)
    spread = inverse @ shares
    leverages = shares + weighted * (np.diag(inverse)[:, None] - 2 * spread + (shares * spread).sum(axis=0))
    squares, free = (weighted * residuals**2).sum(axis=1), (seen * (1 - leverages)).sum(axis=1)
    return Layout(squares / free, float(squares.sum() / free.sum()), float(free.sum()), weighted)


def max_variance(layout: Layout, cells: NDArray[np.int64], reference: int) -> Errors:
    """Standard errors of `cells` beside `reference`: no cell counts as quieter than the pool.

    se^2 = (max(v_A, s^2) + max(v_B, s^2)) / T, with T what the rounds count that both have; the degrees of
    freedom are Satterthwaite's (Biometrics Bulletin 2, 1946), its rounds less one for a member above s^2 and
    (T - 1)(K - 1) for one that takes the pool's. In simulations (`benchmarks/error_rates.py`) this keeps the
    family error below 5 % for unequal variances, where plain pooling reaches 37 %.
    """
    own = layout.variances > layout.pooled
    used = np.where(own, layout.variances, layout.pooled)
    df = np.where(own, (layout.weights > 0).sum(axis=1) - 1.0, layout.df)
    a, b = used[cells], used[reference]
    shared = np.minimum(layout.weights[cells], layout.weights[reference])
    with np.errstate(invalid="ignore", divide="ignore"):
        satterthwaite = (a + b) ** 2 / (a**2 / df[cells] + b**2 / df[reference])
    least = (shared > 0).sum(axis=1) - 1.0
    return Errors(np.sqrt((a + b) / shared.sum(axis=1)), np.where(a + b > 0, satterthwaite, least))


def p_within(means: Floats, errors: Errors, margin: float, looks: Looks = ONCE) -> Floats:
    """p-values of "|log ratio| <= `margin`", at the margin, where they are largest.

    For a margin of 0 this is the two-sided t test; for a margin of several standard errors the one-sided
    test against it. A contrast without spread has p = 1: nothing is claimed from it.
    """
    size = np.abs(means)
    with np.errstate(divide="ignore", invalid="ignore"):
        near = t_above((size - margin) / errors.standard_error, errors.df, looks)
        far = t_above((size + margin) / errors.standard_error, errors.df, looks)
    return np.where(errors.standard_error > 0, np.minimum(near + far, 1.0), 1.0)


def p_outside(means: Floats, errors: Errors, margin: float, looks: Looks = ONCE) -> Floats:
    """p-values of "|log ratio| >= `margin`" by two one-sided tests.

    Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, doi 10.1007/BF01068419.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        above = t_above((margin - means) / errors.standard_error, errors.df, looks)
        below = t_above((margin + means) / errors.standard_error, errors.df, looks)
    return np.where(errors.standard_error > 0, np.maximum(above, below), 1.0)


def holm(p: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """p-values adjusted by Holm's procedure (Scand. J. Statist. 6, 1979), and by how many each was divided.

    The divisor of a contrast is the number of those not yet rejected when it was tried, or, if it never was,
    when the procedure stopped.
    """
    count = len(p)
    order = np.argsort(p, kind="stable")
    steps = np.arange(count, 0, -1)
    climbing = np.minimum(np.maximum.accumulate(p[order] * steps), 1.0)
    stop = int(np.argmax(climbing >= ALPHA)) if (climbing >= ALPHA).any() else count
    adjusted, divisors = np.empty(count), np.empty(count, np.int64)
    adjusted[order] = climbing
    divisors[order] = np.maximum(steps, count - stop)
    return adjusted, divisors


def hochberg(p: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """p-values adjusted by Hochberg's procedure (Biometrika 75, 1988), and by how many each was divided.

    It rejects what Holm's does and more: where all are below 5 %, all of them. It holds family-wise for
    p-values that are independent or depend positively, as those of Student's t with one reference or one
    variance in common do (Sarkar, Annals of Statistics 26, 1998). The divisor of a contrast is its rank from
    above, or, if it was rejected, that of the largest p-value that was.
    """
    count = len(p)
    order = np.argsort(p, kind="stable")
    steps = np.arange(count, 0, -1)
    climbing = np.minimum.accumulate((p[order] * steps)[::-1])[::-1]
    adjusted, divisors = np.empty(count), np.empty(count, np.int64)
    adjusted[order] = np.minimum(climbing, 1.0)
    divisors[order] = np.minimum(steps, steps[max(int((climbing < ALPHA).sum()) - 1, 0)])
    return adjusted, divisors


@dataclass(frozen=True)
class Family:
    """Everything about the contrasts of one question; every array has the shape `(contrasts,)`.

    Attributes:
        low, high: Plain 95 % interval, from the spread of the paired differences.
        adjusted_low, adjusted_high: At the confidence `adjusted_level`, so that the verdict can be read off:
            beyond the margin, within it, or across one of its ends. Where nothing is resolved it is the
            widest of the plain interval and those of the two tests that did not reject.
        p, p_equivalent: Adjusted.
        p_none: Of "there is no difference", adjusted; never below that of the pair's own rounds.
        rounds_needed: For those that are not resolved.
        rounds_range: See `_needed`; `None` where the verdict is reached or there is no spread.
        carried: By how much each side of the intervals is widened, see `judge`.
    """

    low: Floats
    high: Floats
    errors: Errors
    adjusted_low: Floats
    adjusted_high: Floats
    adjusted_level: Floats
    p: Floats
    p_equivalent: Floats
    p_none: Floats
    verdicts: tuple[Verdict, ...]
    rounds_needed: tuple[int | None, ...]
    rounds_range: tuple[Range | None, ...]
    carried: Floats


@dataclass(frozen=True)
class Limits:
    """Log ratios that a family is judged by.

    Attributes:
        beyond: What a difference must exceed.
        within: What equivalent sides differ by at most; never more than `beyond`.
    """

    beyond: float
    within: float


def judge(
    means: Floats,
    plain: Errors,
    errors: Errors,
    margin: float | Limits,
    rounds: NDArray[np.int64],
    *,
    questions: int = 1,
    carried: Floats | None = None,
    totals: Floats | None = None,
    looks: Looks = ONCE,
) -> Family:
    """Verdicts about the contrasts of one family.

    Args:
        means: Mean log ratios.
        plain: Paired standard errors, for the plain interval.
        errors: Standard errors of the tests: `plain` again, or those of the max-variance rule.
        margin: Smallest log ratio worth claiming, or one for differences and one for equivalence.
        rounds: How many rounds each contrast rests on.
        questions: Among how many such families this one stands or was picked by its own data (Bonferroni).
        carried: By how much each mean may be off for a reason that more rounds do not cure.
        totals: Mean log ratios of whole trials; equivalence needs them inside the margin as well.
        looks: At which numbers of rounds the measuring might have ended for what was seen.
    """
    limits = margin if isinstance(margin, Limits) else Limits(margin, margin)
    off = np.zeros(len(means)) if carried is None else carried
    size = np.abs(means)
    p, divisors = holm(
        np.minimum(p_within(np.maximum(size - off, 0.0), errors, limits.beyond, looks) * questions, 1.0)
    )
    divisors = divisors * questions
    p_equivalent, shared = hochberg(p_outside(size + off, errors, limits.within, looks))
    reach = t_quantile(1 - ALPHA / 2, plain.df, looks) * plain.standard_error + off
    inner = t_quantile(1 - ALPHA, plain.df, looks) * plain.standard_error + off
    different = (p < ALPHA) & (size - reach > limits.beyond)
    equivalent = ~different & (p_equivalent < ALPHA) & (size + inner < limits.within)
    if totals is not None:
        equivalent &= np.abs(totals) < limits.within
    one_sided = 1 - 2 * ALPHA / shared
    level = np.where(equivalent, one_sided, np.maximum(1 - ALPHA, 1 - 2 * ALPHA / divisors))
    wide = t_quantile((1 + level) / 2, errors.df, looks) * errors.standard_error + off
    different &= size - wide > limits.beyond
    enough = (rounds >= FEWEST_ROUNDS) & (plain.standard_error > 0)
    verdicts = tuple(map(_verdict, means, different & enough, equivalent & enough))
    open_level = np.maximum(1 - ALPHA / divisors, one_sided)
    level = np.where(different | equivalent, level, np.maximum(level, open_level))
    wide = t_quantile((1 + level) / 2, errors.df, looks) * errors.standard_error + off
    plainly = ~different & ~equivalent & (reach > wide)
    wide, level = np.where(plainly, reach, wide), np.where(plainly, 1 - ALPHA, level)
    used = np.where(size > limits.beyond, divisors, shared)
    sure = np.maximum(size - off, 0.0)
    none = holm(np.minimum(p_within(sure, errors, 0.0, looks) * questions, 1.0))[0]
    needs = _needs(verdicts, means, off, plain, errors, used, rounds, limits, looks)
    return Family(
        low=means - reach,
        high=means + reach,
        errors=errors,
        adjusted_low=means - wide,
        adjusted_high=means + wide,
        adjusted_level=level,
        p=p,
        p_equivalent=p_equivalent,
        p_none=np.maximum(none, p_within(sure, plain, 0.0, looks)),
        verdicts=verdicts,
        rounds_needed=tuple(needed for needed, _ in needs),
        rounds_range=tuple(between for _, between in needs),
        carried=off,
    )


def _needs(
    verdicts: tuple[Verdict, ...],
    means: Floats,
    off: Floats,
    plain: Errors,
    errors: Errors,
    divisors: Floats,
    rounds: NDArray[np.int64],
    limits: Limits,
    looks: Looks,
) -> list[tuple[int | None, Range | None]]:
    """What each contrast that is not resolved needs, as far as that can be foretold, and its range."""
    deviations = np.maximum(errors.standard_error, plain.standard_error) * np.sqrt(rounds)
    freedoms = np.where(errors.standard_error >= plain.standard_error, errors.df, plain.df)
    factors = np.sqrt([freedoms / special.chdtri(freedoms, 1 - share) for share in _VARIANCE_SHARES])
    found: list[tuple[int | None, Range | None]] = []
    for place, verdict in enumerate(verdicts):
        gap = _gap(float(means[place]), float(off[place]), limits)
        open_ = verdict is Verdict.NOT_RESOLVED and deviations[place] > 0
        if not open_:
            found.append((None, None))
            continue
        used, divisor, count = float(deviations[place]), float(divisors[place]), int(rounds[place])
        low, high = (_needed(gap, used * float(each[place]), divisor, count, looks) for each in factors)
        found.append((_needed(gap, used, divisor, count, looks), (low, high)))
    return found


@dataclass(frozen=True)
class _Gap:
    """How far a mean lies from the limit that it would be judged by; `to_differ` where it is beyond it."""

    size: float
    to_differ: bool


def _gap(mean: float, off: float, limits: Limits) -> _Gap:
    """Between both limits nothing can be shown, so the gap is nil there."""
    size = abs(mean)
    if size > limits.beyond:
        return _Gap(size - limits.beyond - off, to_differ=True)
    return _Gap(limits.within - size - off, to_differ=False)


def _needed(gap: _Gap, deviation: float, divisor: float, rounds: int, looks: Looks) -> int | None:
    """Rounds that a contrast needs, more than it has; `None` where no practical number of them would do.

    A need is all but proportional to the variance of a round's log ratio, and that is estimated with few
    degrees of freedom: of normal values, df * s^2 / sigma^2 follows chi-square, which bounds sigma^2.
    Planning by the upper bound instead of by s^2 is R. H. Browne's advice ("On the use of a pilot sample for
    sample size determination", Statistics in Medicine 14, 1995, pages 1933-1940, doi 10.1002/sim.4780141709):
    so planned, a study has its power with the confidence of that bound, if the mean is the true one. What
    comes of it where the mean too is only estimated is counted in `tests/analysis/test_foretelling.py`.
    """
    needed = _rounds(gap, deviation, divisor, 0.8, looks)
    return max(needed, rounds + 1) if needed else None


def _verdict(mean: float, different: bool, equivalent: bool) -> Verdict:
    if different:
        return Verdict.FASTER if mean > 0 else Verdict.SLOWER
    return Verdict.EQUIVALENT if equivalent else Verdict.NOT_RESOLVED


def turned(verdict: Verdict) -> Verdict:
    """The verdict seen from the other side, or about a latency: a ratio above 1 is slower there."""
    return {Verdict.FASTER: Verdict.SLOWER, Verdict.SLOWER: Verdict.FASTER}.get(verdict, verdict)


def rounds_needed(
    mean: float, deviation: float, margin: float, *, divisor: float = 1.0, power: float = 0.8
) -> int | None:
    """Rounds after which the verdict is reached with `power`, if the truth is `mean`; `None` beyond 1,000.

    `deviation` is the standard deviation of one round's log ratio. The needed distance to the margin is
    (t(1 - alpha) + t(power)) * deviation / sqrt(T), the usual approximation to the noncentral t (Cohen 1988,
    section 2.5). For a difference alpha is 5 % / `divisor` (Holm's), at most 2.5 %; for equivalence it is
    5 % / `divisor`, and the power is split between the two sides that must both be passed.
    """
    size = abs(abs(mean) - margin)
    return _rounds(_Gap(size, to_differ=abs(mean) > margin), deviation, divisor, power, ONCE)


def _rounds(gap: _Gap, deviation: float, divisor: float, power: float, looks: Looks) -> int | None:
    if not math.isfinite(deviation) or gap.size <= 0:
        return None
    tail = ALPHA / max(divisor, 2.0 if gap.to_differ else 1.0)
    distances = _distances(tail, power if gap.to_differ else (1 + power) / 2, looks)
    reached = distances * deviation <= gap.size
    return FEWEST_ROUNDS + int(np.argmax(reached)) if reached.any() else None


@cache
def _distances(tail: float, power: float, looks: Looks) -> Floats:
    """(t(1 - tail) + t(power)) / sqrt(T) for every T up to `MOST_ROUNDS`."""
    rounds: Floats = np.arange(FEWEST_ROUNDS, MOST_ROUNDS + 1, dtype=np.float64)
    df: Floats = rounds - 1.0
    return (t_quantile(1 - tail, df, looks) + t_quantile(power, df)) / np.sqrt(rounds)


def geometric_interval(values: Floats) -> Interval:
    """Geometric mean of positive values, one a round, with its 95 % interval.

    The bounds are NaN for fewer than `FEWEST_ROUNDS` values: Student's t with one degree of freedom reaches
    from nearly nothing to millions and tells nobody anything.
    """
    logs = np.log(values)
    mean = float(logs.mean())
    if len(logs) < FEWEST_ROUNDS:
        return Interval(value=math.exp(mean), low=math.nan, high=math.nan)
    reach = float(t_quantile(1 - ALPHA / 2, len(logs) - 1) * logs.std(ddof=1)) / math.sqrt(len(logs))
    return Interval(value=math.exp(mean), low=math.exp(mean - reach), high=math.exp(mean + reach))
