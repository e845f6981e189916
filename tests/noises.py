"""Noise of simulated machines: what happens to slices within a trial, and to trials within a round.

All draws are logarithms of factors on time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]
"""Draws of the shape (cells, rounds)."""

REQUESTS = 10
"""Requests of a slice."""


class Slices(Protocol):
    """Noise of the slices of one cell."""

    @property
    def total(self) -> float:
        """Logarithm of the mean factor on the time of a slice: what totals have over typical slices."""

    @property
    def typical(self) -> float:
        """Logarithm of the median factor."""

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Logarithms of factors on the time of a slice."""

    def least(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """The same of the least latency of a slice: what a few of its requests suffer is not in it."""


@dataclass(frozen=True)
class Even:
    """Log-normal noise, the same in every slice."""

    deviation: float = 0.02

    @property
    def total(self) -> float:
        """See `Slices`."""
        return self.deviation**2 / 2

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        return rng.normal(0, self.deviation, shape)

    def least(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`; half the noise is what machines show."""
        return rng.normal(0, self.deviation / 2, shape)


@dataclass(frozen=True)
class Stalls:
    """Some requests of each slice take a multiple."""

    share: float
    factor: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p((self.factor - 1) * self.share) + Even().total

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        stalled = rng.binomial(REQUESTS, self.share, shape) / REQUESTS
        return np.asarray(np.log1p((self.factor - 1) * stalled) + Even().draw(rng, shape))

    def least(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`; some request of every slice does not stall."""
        return Even().least(rng, shape)


@dataclass(frozen=True)
class SlowSlices:
    """Some slices are slower as a whole."""

    share: float
    factor: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p((self.factor - 1) * self.share) + Even().total

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return 0.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        slow = rng.random(shape) < self.share
        return np.asarray(np.log(self.factor) * slow + Even().draw(rng, shape))

    def least(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`; of a slow slice every request is."""
        slow = rng.random(shape) < self.share
        return np.asarray(np.log(self.factor) * slow + Even().least(rng, shape))


@dataclass(frozen=True)
class Skewed:
    """Exponential noise above a floor."""

    mean: float

    @property
    def total(self) -> float:
        """See `Slices`."""
        return math.log1p(self.mean)

    @property
    def typical(self) -> float:
        """See `Slices`."""
        return math.log1p(self.mean * math.log(2))

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`."""
        return np.asarray(np.log1p(rng.exponential(self.mean, shape)))

    def least(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """See `Slices`; the least of so many draws comes near the floor."""
        return np.asarray(np.log1p(rng.exponential(self.mean / REQUESTS, shape)))


@dataclass(frozen=True)
class Normal:
    """Independent processes."""

    deviation: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return rng.normal(0, self.deviation, shape)


PROCESSES = Normal(0.01)
"""What fresh processes change where nothing else is said."""


@dataclass(frozen=True)
class Unequal:
    """The same, but every so many cells are noisier."""

    deviation: float
    factor: float
    every: int

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        found[:: self.every] *= self.factor
        return found


@dataclass(frozen=True)
class Bimodal:
    """Each process lands in one of two states."""

    apart: float
    deviation: float = 0.005

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return np.asarray(self.apart * rng.integers(0, 2, shape) + rng.normal(0, self.deviation, shape))


@dataclass(frozen=True)
class Heavy:
    """Cauchy's distribution, cut where a trial would be ten times off."""

    scale: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        return np.clip(self.scale * rng.standard_cauchy(shape), -math.log(10), math.log(10))


@dataclass(frozen=True)
class Remembering:
    """An AR(1) process from round to round, each cell by itself."""

    deviation: float
    phi: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        for number in range(1, shape[1]):
            fresh = math.sqrt(1 - self.phi**2) * found[:, number]
            found[:, number] = self.phi * found[:, number - 1] + fresh
        return found


@dataclass(frozen=True)
class HalfShared:
    """Every second cell has the same luck in a round."""

    deviation: float
    shared: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """See `Draw`."""
        found = rng.normal(0, self.deviation, shape)
        found[1::2] += rng.normal(0, self.shared, shape[1])
        return found
