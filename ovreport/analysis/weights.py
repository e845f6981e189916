"""How much each round counts: one that the machine disturbed says less, and its own slices tell so.

Rounds on a shared machine differ in quality by a factor of ten. A round's ratio is a median of slice pairs,
and their scatter gives its variance (`of_median`). What that is beside the usual round's is the machine's
doing, so all cells tell it together (`of_rounds`). A ratio differs from round to round for its fresh
processes as well as for its slices; where they do twice as much in the usual round, its variance is in
proportion to 2 + q, with q the variance from slices beside the usual one. So a round counts 1 / (2 + q): none
more than one and a half times the usual one, and a disturbed one less the more it was disturbed. Intervals
are those of J. Hartung and G. Knapp (Statistics in Medicine 20, 2001, doi 10.1002/sim.1009), Student's t on
the weighted scatter of the rounds themselves (`stats.paired`).

To estimate the variance between rounds (R. C. Paule and J. Mandel, Journal of Research of the National
Bureau of Standards 87, 1982) and to weigh by the reciprocal of the sum is best where all is known. Of few
rounds it is not: a weight that chance made too large comes back as a scatter that is too small, and intervals
cover too little. `benchmarks/weights.py` compares it, tempered and not, with this rule, which is simpler,
covers, and gives means that scatter as little.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

_FEWEST_PAIRS = 3
_LEAST = 1e-12
"""A variance below this is none: clocks do not repeat themselves to the nanosecond."""
_SWEEPS = 50
_PROCESSES = 2.0
"""Variance from fresh processes beside that from slices in the usual round. It is not known, and need not be:
the weights are bounded by it, so few rounds cannot be led astray."""


def of_median(values: Floats) -> float:
    """Variance of the median of `values`, from two of their order statistics; NaN for fewer than three.

    R. M. Price and D. G. Bonett, "Estimating the variance of the sample median", Journal of Statistical
    Computation and Simulation 68, 2001, doi 10.1080/00949650108812071. A burst that hits a few pairs does
    not move it.
    """
    count = len(values)
    if count < _FEWEST_PAIRS:
        return math.nan
    place = max(round((count + 1) / 2 - math.sqrt(count)), 1)
    low, high = np.partition(values, (place - 1, count - place))[[place - 1, count - place]]
    quantile = -float(special.ndtri(special.bdtr(place - 1, count, 0.5)))
    return float(((high - low) / (2 * quantile)) ** 2)


def of_rounds(variances: Floats) -> Floats:
    """The weight of every round; their mean is 1. A round of which nothing is known counts as the usual one.

    How noisy a cell is, and how noisy a round is, add up in the logarithm of a variance; the effect of the
    round is what is left when each cell has had its own, over the rounds that it has (cells whose questions
    were answered have fewer).

    Args:
        variances: Of the log ratio of every cell and round, from its slices; NaN where none tell.
    """
    known = np.log(np.maximum(variances, _LEAST))
    seen = np.isfinite(known)
    of_cells, of_rounds = (np.maximum(seen.sum(axis=axis), 1) for axis in (1, 0))
    known[~seen] = 0.0
    quality = np.zeros(variances.shape[1])
    for _ in range(_SWEEPS):  # each given the other, until neither moves
        cells = (seen * (known - quality)).sum(axis=1) / of_cells
        moved = (seen * (known - cells[:, None])).sum(axis=0) / of_rounds
        done = np.allclose(moved, quality, rtol=0, atol=1e-9)
        quality = moved
        if done:
            break
    weights = 1 / (_PROCESSES + np.exp(quality - np.median(quality)))
    return np.asarray(weights / weights.mean())
