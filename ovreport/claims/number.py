"""Numbers that claims state, with what is needed to round them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ovreport.limits import WIDE_LEVEL

NumberUnit = Literal["ratio", "ns", "fps"]


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that a sentence may state.

    Attributes:
        low, high: Bounds of the 95 % interval, where there is one; they decide the rounding.
    """

    value: float
    unit: NumberUnit
    low: float | None = None
    high: float | None = None

    @property
    def wide(self) -> bool:
        """Whether it is a level whose interval is too wide for its middle to be told."""
        return self.unit != "ratio" and is_wide(self.low, self.high)


def is_wide(low: float | None, high: float | None) -> bool:
    """Whether the ends of a level's interval are so far apart that they are told in its place."""
    return low is not None and high is not None and high >= WIDE_LEVEL * low
