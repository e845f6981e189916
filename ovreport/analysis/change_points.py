"""Where the level of a configuration changed, over sessions in the order of their time.

Binary segmentation: the place that splits a stretch best is kept where hardly any order of the same sessions
can be split as well, and both halves are searched anew (Scott & Knott, Biometrics 30, 1974, pages 507-512,
doi 10.2307/2529204; with a permutation test as Matteson & James, Journal of the American Statistical
Association 109, 2014, pages 334-345, doi 10.1080/01621459.2013.849605, whose method finds regressions in
MongoDB's continuous integration: Daly et al., ICPE 2020, doi 10.1145/3358960.3375791). One split does not see
a change that was undone, so where none is found two are looked for, what lies between them beside the rest
(Olshen et al., Biostatistics 5, 2004, pages 557-572, doi 10.1093/biostatistics/kxh008). Each of both searches
has half of the error.

Within a stretch in which nothing changes, any order of its sessions must be as likely as any other. Where
sessions drift slowly, or remember the one before, a change is found more often than the test says; and with
fewer than nine sessions no order is rare enough (four of one level and five of another: 1 in 63).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import stats, unpaired
from ovreport.records import Interval

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

FEWEST_SESSIONS = 9
LEAST = 2
"""Sessions on each side of a change: a single one may be off by itself."""
MOST_ORDERS = 20_000
AT_ONCE = 500
SEED = 1
"""Of the orders that are tried, so that the same sessions always give the same answer."""


@dataclass(frozen=True, kw_only=True)
class ChangePoint:
    """A change of level between two sessions.

    Attributes:
        at: Place of the first session after it.
        p: Share of orders that can be split as well, not adjusted.
        ratio: Level after it, up to the next change, to the level before it, from the last one on. Its 95 %
            interval does not know that the place was chosen by the same sessions.
        sessions: How many these are, before and after.
    """

    at: int
    p: float
    ratio: Interval
    sessions: tuple[int, int]


def change_points(logs: Floats, *, margin: float, questions: int = 1) -> tuple[ChangePoint, ...]:
    """All changes of one configuration, ascending.

    Args:
        logs: Log levels of sessions in the order of time. Shape `(sessions,)`.
        margin: Log ratio that a change must exceed.
        questions: Of how many configurations this is asked (Bonferroni).
    """
    found: dict[int, float] = {}
    _split(logs, 0, margin, stats.ALPHA / questions / 2, found)
    ends = [0, *sorted(found), len(logs)]
    points = []
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        ratio = unpaired.ratio(logs[before:at], logs[at:after]).interval()
        points.append(ChangePoint(at=at, p=found[at], ratio=ratio, sessions=(at - before, after - at)))
    return tuple(points)


def _split(logs: Floats, first: int, margin: float, alpha: float, found: dict[int, float]) -> None:
    """Find the changes of a stretch that begins at `first`."""
    if len(logs) < 2 * LEAST:
        return
    ends = np.arange(LEAST, len(logs) - LEAST + 1)
    begins, lasts = np.triu_indices(len(ends), LEAST)
    for inside in ((np.zeros_like(ends), ends), (ends[begins], ends[lasts])):
        if len(inside[0]) and (cut := _best(logs, *inside, first, margin, alpha)) is not None:
            begin, end, p = cut
            places = [0, *sorted({begin, end} - {0}), len(logs)]
            found |= dict.fromkeys((first + at for at in places[1:-1]), p)
            for left, right in pairwise(places):
                _split(logs[left:right], first + left, margin, alpha, found)
            return


def _best(
    logs: Floats, begins: Places, ends: Places, first: int, margin: float, alpha: float
) -> tuple[int, int, float] | None:
    """The stretch that differs most from the rest, where hardly any order has one, and how many have."""
    steps = _steps(logs[None], begins, ends)[0]
    best = int(np.argmax(steps))
    begin, end = int(begins[best]), int(ends[best])
    rest = np.concatenate([logs[:begin], logs[end:]])
    if abs(float(logs[begin:end].mean() - rest.mean())) <= margin:
        return None
    rng, orders = np.random.default_rng((SEED, first, len(logs))), min(math.ceil(20 / alpha), MOST_ORDERS)
    as_large = 0
    for count in (AT_ONCE,) * (orders // AT_ONCE) + (orders % AT_ONCE,):
        shuffled = rng.permuted(np.tile(logs, (count, 1)), axis=1)
        largest = _steps(shuffled, begins, ends).max(axis=1, initial=0.0)
        as_large += int(np.count_nonzero(largest >= steps[best] * (1 - 1e-12)))
    p = (as_large + 1) / (orders + 1)
    return (begin, end, p) if p < alpha else None


def _steps(rows: Floats, begins: Places, ends: Places) -> Floats:
    """How far each stretch of each row lies from the rest, in units of its error but for sigma.

    Shape `(rows, stretches)`.
    """
    count, inside = rows.shape[1], ends - begins
    centred = rows - rows.mean(axis=1, keepdims=True)
    sums = np.concatenate([np.zeros((len(rows), 1)), np.cumsum(centred, axis=1)], axis=1)
    return np.asarray(np.abs(sums[:, ends] - sums[:, begins]) * np.sqrt(count / (inside * (count - inside))))
