"""What one trial's latencies tell beyond their mean: memory, percentiles, drift, steps, modes, outliers.

These figures feed reasons to distrust and pictures; nothing is dropped because of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ascending = NDArray[np.uint32] | NDArray[np.int64]

NEEDED: tuple[tuple[float, int], ...] = ((50.0, 11), (90.0, 64), (95.0, 130), (99.0, 662), (99.9, 6636))
"""Effective requests that a percentile needs for a one-sided 99 % bound within the data: MLPerf's early
stopping (Reddi et al., "MLPerf inference benchmark", ISCA 2020)."""

MOST_REMEMBERED = 2**15
MOST_SLICES = 400
"""Longer series are thinned before all pairs of their points are looked at."""


@cache
def requests_needed(percent: float) -> int:
    """Effective requests that any percentile needs: that of `NEEDED`, else by the same rule.

    Beyond the median MLPerf wants at least two requests above the percentile with a probability of 99 %,
    which decides how many there must be.
    """
    table = dict(NEEDED)
    if percent in table:
        return table[percent]
    share = max(1.0 - percent / 100.0, 1e-9)
    count = max(2, int(1.0 / share))
    while stats.binom.cdf(1, count, share) > 0.01:
        count = int(count * 1.02) + 1
    return count


def effective_requests(latency_ns: Integers) -> float:
    """How many independent requests tell as much.

    The smaller of n (1 - r) / (1 + r), exact for an AR(1) process of lag-1 autocorrelation r, and
    n * s^2 / (b * s_b^2) from non-overlapping batch means of length b = sqrt(n) (Flegal & Jones, Annals of
    Statistics 38, 2010), which also sees slower memory. Of a long trial its first 32,768 requests are taken
    for all: the memory of a process does not change with its length.
    """
    total, latency = len(latency_ns), latency_ns[:MOST_REMEMBERED]
    count = len(latency)
    centred = latency - latency.mean()
    squares = _inner(centred, centred)
    if count < 3 or squares <= 0:
        return float(total)
    lag1 = _inner(centred[:-1], centred[1:]) / squares
    bounded = min(max(lag1, 0.0), 0.999)
    inflation = max((1 + bounded) / (1 - bounded), _batch_inflation(centred, squares / count))
    return max(1.0, total / inflation)


def _inner(one: Floats, other: Floats) -> float:
    """Inner product without BLAS, whose threads spin for longer than such a sum takes."""
    return float(np.einsum("i,i->", one, other))


def _batch_inflation(centred: Floats, variance: float) -> float:
    length = math.isqrt(len(centred))
    if length < 8:
        return 1.0
    batches = len(centred) // length
    means = centred[: batches * length].reshape(batches, length).mean(axis=1)
    return max(1.0, length * float(means.var(ddof=1)) / variance)


def nearest_rank(ascending: Ascending, percents: Sequence[float]) -> Floats:
    """Percentiles by nearest rank, the smallest value that at least this share does not exceed."""
    count = len(ascending)
    ranks = np.ceil(np.asarray(percents, float) / 100.0 * count - 1e-9).astype(np.int64) - 1
    return np.asarray(ascending[np.clip(ranks, 0, count - 1)], np.float64)


def order_interval(ascending: Ascending, percent: float, effective: float) -> tuple[float, float]:
    """A 95 % interval of a percentile from order statistics, as wide as that of `effective` requests.

    The number of requests below a percentile is binomial, whatever their distribution (W. R. Thompson, Annals
    of Mathematical Statistics 7, 1936); of requests that resemble one another only so many count.
    """
    count = max(1, math.floor(effective))
    low, high = (float(stats.binom.ppf(share, count, percent / 100.0)) for share in (0.025, 0.975))
    found = nearest_rank(ascending, (100.0 * low / count, 100.0 * min((high + 1) / count, 1.0)))
    return float(found[0]), float(found[1])


def slope_per_minute(begin_ns: NDArray[np.int64], level: Floats) -> float:
    """Relative change of `level` per minute: median of all pairwise slopes (Theil 1950, Sen 1968)."""
    step = -(-len(level) // MOST_SLICES) if len(level) else 1
    minutes, logs = begin_ns[::step] / 60e9, np.log(level[::step])
    first, second = _pairs(len(logs))
    apart = minutes[second] - minutes[first]
    moved = apart > 0
    if not moved.any():
        return 0.0
    return float(np.median((logs[second] - logs[first])[moved] / apart[moved]))


@cache
def _pairs(count: int) -> tuple[Integers, Integers]:
    first, second = np.triu_indices(count, 1)
    return first, second


def largest_step(level: Floats) -> tuple[float, int]:
    """The largest step in `level` as a ratio and where it happens; (1.0, -1) where there is none.

    The split with the largest two-sample t statistic counts where it passes the 1 % point of that statistic,
    Bonferroni over the splits (a binary segmentation's first cut; Scott & Knott, Biometrics 30, 1974).
    """
    count = len(level)
    if count < 6:
        return 1.0, -1
    logs = np.log(level)
    splits = np.arange(2, count - 1)
    sums, squares = np.cumsum(logs), np.cumsum(logs**2)
    left, right = sums[splits - 1] / splits, (sums[-1] - sums[splits - 1]) / (count - splits)
    within = squares[-1] - splits * left**2 - (count - splits) * right**2
    error = np.sqrt(np.maximum(within, 1e-18) / (count - 2) * (1 / splits + 1 / (count - splits)))
    score = np.abs(right - left) / error
    best = int(np.argmax(score))
    if score[best] < special.stdtrit(count - 2, 1 - 0.005 / len(splits)):
        return 1.0, -1
    return math.exp(right[best] - left[best]), int(splits[best])


def modes(ascending: Ascending) -> int:
    """Number of modes of the logarithms: peaks of a kernel density that valleys of a third set apart.

    Silverman's bandwidth (1986, section 3.4.2) on a grid of 128 points between the 0.5th and 99.5th
    percentile; peaks lower than a tenth of the highest do not count. Values that a coarse clock sets apart
    are no modes: the bandwidth is never below the usual distance between occupied points.
    """
    count = len(ascending)
    if count < 50:
        return 1
    ends = np.maximum(nearest_rank(ascending, (0.5, 25, 75, 99.5)), 1.0)
    low, q1, q3, high = np.log(ends)
    if high - low < 1e-9:
        return 1
    edges = np.linspace(low, high, 129)
    bounds = np.exp(edges)
    bounds[0], bounds[-1] = ends[0], np.nextafter(ends[-1], np.inf)  # rounding must not put both ends outside
    counts = np.diff(np.searchsorted(ascending, bounds)).astype(float)
    centres = (edges[1:] + edges[:-1]) / 2
    mean = float((counts * centres).sum() / counts.sum())
    deviation = math.sqrt(float((counts * (centres - mean) ** 2).sum() / counts.sum()))
    spread = min(deviation, float(q3 - q1) / 1.34) or deviation
    tick = float(np.median(np.diff(np.flatnonzero(counts))))
    width = max(0.9 * spread * count**-0.2 / float(edges[1] - edges[0]), tick, 1.0)
    reach = np.arange(-int(4 * width) - 1, int(4 * width) + 2)
    density = np.convolve(counts, np.exp(-0.5 * (reach / width) ** 2))
    return _peaks(density)


def _peaks(density: Floats) -> int:
    """Peaks above a tenth of the highest, with a valley of at most two thirds between neighbours."""
    found, top, valley = 0, 0.0, 0.0
    floor = 0.1 * float(density.max())
    climbing = True
    rising = np.diff(density) > 0
    turns = np.flatnonzero(rising[1:] != rising[:-1]) + 1
    for value in (*density[turns].tolist(), float(density[-1])):
        if climbing:
            top = max(top, value)
            if value < top * 2 / 3 and top > floor:
                found, climbing, valley = found + 1, False, value
        else:
            valley = min(valley, value)
            if value > max(valley * 1.5, floor):
                climbing, top = True, value
    return max(1, found + (climbing and top > floor))


def outliers(ascending: Ascending) -> int:
    """How many lie beyond the far fence, three interquartile ranges above the third quartile (Tukey 1977)."""
    if len(ascending) < 4:
        return 0
    q1, q3 = nearest_rank(ascending, (25, 75))
    return len(ascending) - int(np.searchsorted(ascending, q3 + 3 * (q3 - q1), side="right"))
