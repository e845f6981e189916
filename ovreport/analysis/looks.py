"""What looking more than once costs: measuring stops by what was seen, and every interval must hold even so.

A run that goes on until its questions are answered is judged after several numbers of rounds (`plan.looks`),
and the chance that one of these looks misleads is larger than that of any. So each look is held to a smaller
nominal level, the same at all of them, by which the chance at all together is the one that a page tells:
S. J. Pocock, "Group sequential methods in the design and analysis of clinical trials", Biometrika 64, 1977,
doi 10.1093/biomet/64.2.191. The intervals at these levels are the repeated confidence intervals of
C. Jennison and B. W. Turnbull (Journal of the Royal Statistical Society B 51, 1989,
doi 10.1111/j.2517-6161.1989.tb01433.x): they hold at all looks at once, so whatever ended the measuring
(answers, time, a key), and whichever look a contrast stopped at, its interval is valid.

The levels depend on the looks that were planned alone, and a report that is computed from records again finds
the same. They are those of normal means, whose looks at `n` and `m` rounds correlate by sqrt(n / m), applied
to the tails of Student's t as Pocock did; `benchmarks/stopping.py` counts what that leaves of the level, and
compares other rules.

Levels of configurations, percentiles and request slots are not what is looked at: nothing stops because of
them. Nor do they hang on what does, the difference of two, by more than a part of each round's luck.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]
Looks = tuple[int, ...]
"""Numbers of rounds after which it is looked, ascending."""

ONCE: Looks = ()
"""Of what is looked at once, or does not decide how long is measured."""

_FARTHEST = 8.0
"""Standard errors beyond which the normal distribution has nothing left to tell."""
_PLACES = np.linspace(-_FARTHEST, _FARTHEST, 321)
_NODES = 48


def overall(tail: Floats, looks: Looks) -> Floats:
    """Probability that at any of the looks a tail probability turns out as small as `tail`, or smaller.

    So a p-value of one look becomes one of all of them (the repeated p-value of Jennison and Turnbull). With
    one look it is what it was.
    """
    if len(looks) < 2:
        return tail
    places = np.clip(-special.ndtri(tail), -_FARTHEST, _FARTHEST)
    return np.asarray(np.minimum(tail * np.interp(places, _PLACES, _times(looks)), 1.0))


def share(wanted: float | Floats, looks: Looks) -> float | Floats:
    """What each look must hold with, above one half, so that all together do with the share `wanted`."""
    if len(looks) < 2:
        return wanted
    known, places = np.unique(wanted, return_inverse=True)
    found = np.array([1 - nominal(1 - each, looks) for each in known.tolist()])
    return np.asarray(found[places].reshape(np.shape(wanted)))


@cache
def nominal(tail: float, looks: Looks) -> float:
    """The tail probability of each look, so that of all together it is `tail`, which is below one half."""
    if len(looks) < 2:
        return tail

    def excess(single: float) -> float:
        return float(overall(np.array(single), looks)) - tail

    return float(optimize.brentq(excess, tail / len(looks) / 2, tail, xtol=1e-15, rtol=1e-12))


@cache
def _times(looks: Looks) -> Floats:
    """How many times as likely as at one look a standard normal mean is beyond each of `_PLACES` at any.

    By the recursion of P. Armitage, C. K. McPherson and B. C. Rowe (Journal of the Royal Statistical Society
    A 132, 1969): the density of the sum of all rounds that has been beyond at no look yet, carried from one
    look to the next by Gauss and Legendre's quadrature.
    """
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    rounds = np.array(looks, np.float64)
    sums, density = np.zeros((len(_PLACES), 1)), np.ones((len(_PLACES), 1))
    found = np.zeros(len(_PLACES))
    for number, step in zip(rounds, np.diff(rounds, prepend=0.0), strict=True):
        end = _PLACES[:, None] * np.sqrt(number)
        found += (density * special.ndtr((sums - end) / np.sqrt(step))).sum(axis=1)
        half = (_PLACES[:, None] + _FARTHEST) * np.sqrt(number) / 2
        later = end - half + half * nodes
        away = (later[:, :, None] - sums[:, None, :]) / np.sqrt(step)
        kernel = np.exp(-(away**2) / 2) / np.sqrt(2 * np.pi * step)
        density = half * weights * (kernel * density[:, None, :]).sum(axis=2)
        sums = later
    return np.asarray(found / special.ndtr(-_PLACES))
