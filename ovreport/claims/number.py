"""Numbers that claims state, with what is needed to round them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
