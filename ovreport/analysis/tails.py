"""How surely a percentile of latency is known: between rounds, for whatever round comes next.

A bound must hold over all requests, those of a bad round among them. So the percentile is that of the mixture
of all rounds that might have been drawn, of which a few were.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ovreport.analysis import series

Latencies = NDArray[np.uint32] | NDArray[np.int64]


def between_rounds(percent: float, ascending: Latencies, parts: Sequence[Latencies]) -> tuple[float, float]:
    """What further rounds would add to the logarithm of a pooled percentile, and its standard error.

    `parts` are the rounds, each ascending, of which `ascending` is all. The error is the larger of that of
    the rounds' own percentiles and the jackknife's of the pooled one (Quenouille 1956), which a bad round
    moves more than others. A few rounds hold too little of the variance s^2 between them: with requests that
    spread by w within a round and z deviations to the percentile, the mixture of all rounds lies
    z * (sqrt(w^2 + s^2 (1 + 1/T)) - sqrt(w^2 + s^2 (T - 1)/T)) beyond that of T, and that is known as well as
    s^2. In simulations (`benchmarks/statements.py`) the 95 % interval so made covers 93 to 98 %.
    """
    count, share = len(parts), percent / 100.0
    own = np.log(np.maximum([series.nearest_rank(each, (percent, 50.0)) for each in parts], 1.0))
    error = float(own[:, 0].std(ddof=1)) / math.sqrt(count)
    others = np.log([max(_without(ascending, part, share), 1.0) for part in parts])
    jackknife = math.sqrt((count - 1) / count * float(((others - others.mean()) ** 2).sum()))
    z = float(special.ndtri(share))
    if abs(z) < 0.1:  # the median, which no spread between rounds moves
        return 0.0, max(error, jackknife)
    within = float((own[:, 0] - own[:, 1]).mean()) / z
    between = float(own[:, 1].var(ddof=1))
    wide = math.sqrt(within**2 + between)
    shift = z * (
        math.sqrt(within**2 + between * (1 + 1 / count))
        - math.sqrt(within**2 + between * (count - 1) / count)
    )
    unknown = z * between * math.sqrt(2 / (count - 1)) / 2 / wide if wide > 0 else 0.0
    return shift, math.hypot(max(error, jackknife), unknown)


def _without(ascending: Latencies, part: Latencies, share: float) -> float:
    """The percentile of all requests but those of one round, by nearest rank."""
    rank = max(math.ceil(share * (len(ascending) - len(part)) - 1e-9), 1)
    low, high = rank - 1, min(rank - 1 + len(part), len(ascending) - 1)
    while low < high:  # the first place with so many others up to it
        middle = (low + high) // 2
        left = middle + 1 - int(np.searchsorted(part, ascending[middle], side="right"))
        low, high = (low, middle) if left >= rank else (middle + 1, high)
    return float(ascending[low])
