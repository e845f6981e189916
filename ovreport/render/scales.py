"""Axes: round tick values, and where a value falls on a line, in percent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ovreport.render.views import Strip, Tick
from ovreport.units import Numbers

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
TOPS = (1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
MOST_DECADE_TICKS = 7
MOST_INTERVALS = 4
RATIO_TICKS = (
    (1.0,),
    (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0),
    (0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1.5, 3.0, 4.0, 7.0, 30.0),
    (1.1, 1.2, 1.3, 1.4, 1.7, 2.5),
    (0.85, 0.95, 1.05, 1.15),
    (0.98, 0.99, 1.01, 1.02),
)
"""The roundest first."""


@dataclass(frozen=True)
class Scale:
    """A line from `low` to `high`, linear or logarithmic."""

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def at(self, value: float) -> float:
        """Position of a value in percent, at the nearer end where it lies outside."""
        if self.log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def strip(self, value: float, low: float | None, high: float | None) -> Strip:
        """An estimate with its interval; without one where a bound is missing or not a number."""
        if low is None or high is None or not math.isfinite(low) or not math.isfinite(high):
            return Strip(at=self.at(value))
        left = self.at(low)
        return Strip(at=self.at(value), low=left, width=round(self.at(high) - left, 2))

    def marks(self, numbers: Numbers) -> tuple[Tick, ...]:
        """The ticks with their labels."""
        return tuple(Tick(at=self.at(value), label=tick_label(numbers, value)) for value in self.ticks)


def tick_label(numbers: Numbers, value: float) -> str:
    """A round number, without trailing zeros."""
    if value == 0:
        return "0"
    most = max(0, 2 - math.floor(math.log10(abs(value))))
    enough = next(places for places in range(most + 1) if round(value, places) == round(value, most))
    return numbers.fixed(value, enough)


def step(span: float, intervals: int) -> float:
    """The smallest round step that cuts `span` in at most so many intervals."""
    rough = span / intervals
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in STEPS if size * factor >= rough * 0.999999)


def linear(values: Iterable[float], *, zero: bool = False) -> Scale:
    """A linear axis around all finite values whose ends are ticks."""
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = (0.0 if zero else min(finite)), max(finite)
    if high - low <= 1e-9 * abs(high):  # alike but for the last digits of a float
        low, high = (0.0, high or 1.0) if high >= 0 else (high, 0.0)
    by = step(high - low, MOST_INTERVALS)
    first, last = math.floor(low / by + 1e-9), math.ceil(high / by - 1e-9)
    ticks = tuple(by * number for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def halved(top: float) -> Scale:
    """A linear axis from 0 to a round number not far above `top`, with a tick in the middle."""
    high = _above(top)
    return Scale(0.0, high, (0.0, high / 2, high))


def _above(top: float) -> float:
    """A round number not far above `top`."""
    size = 10.0 ** math.floor(math.log10(top))
    return next(size * factor for factor in TOPS if size * factor >= top * 0.999999)


def decades(low: float, top: float) -> Scale:
    """A logarithmic axis up to a round number; ticks at 1, 2 and 5 of each power of ten, or at 1 alone."""
    high = _above(top)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in ((1.0, 2.0, 5.0), (1.0,)):
        every = (factor * 10.0**power for power in range(first, last + 1) for factor in factors)
        ticks = tuple(tick for tick in every if low <= tick <= high)
        if len(ticks) <= MOST_DECADE_TICKS:
            break
    return Scale(low, high, ticks, log=True)


def ratios(values: Sequence[float], *, most: int = 6) -> Scale:
    """A logarithmic axis around ratios and 1, with few round ticks that keep their distance."""
    low, high = min(*values, 1.0), max(*values, 1.0)
    pad = max((high / low) ** 0.12, 1.001)  # ratios that are all 1 have a line as well
    low, high = low / pad, high * pad
    gap = math.log(high / low) / most
    kept: list[float] = []
    for tick in (tick for rank in RATIO_TICKS for tick in rank if low <= tick <= high):
        if all(abs(math.log(tick / other)) >= gap for other in kept):
            kept.append(tick)
    return Scale(low, high, tuple(sorted(kept)), log=True)
