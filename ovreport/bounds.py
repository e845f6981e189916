"""What a number may be, in the experiment file, on the command line and in records alike."""

from __future__ import annotations

import re
from typing import NamedTuple


class Bounds(NamedTuple):
    """Least and most, both allowed."""

    low: float
    high: float


class RoundNumbers(NamedTuple):
    """Numbers of rounds: all of them, or as many of those from the fewest to the most as answers take."""

    fewest: int
    most: int

    def __str__(self) -> str:
        """As it is written."""
        return str(self.fewest) if self.fixed else f"{self.fewest}..{self.most}"

    @property
    def fixed(self) -> bool:
        """Whether there is one number only."""
        return self.fewest == self.most


def round_numbers(text: str) -> RoundNumbers | None:
    """`5..30` or `5` as numbers of rounds; `None` where it is neither, or not within `ROUNDS`."""
    found = re.fullmatch(r"\s*([0-9]{1,9})(?:\s*\.\.\s*([0-9]{1,9}))?\s*", text)
    if found is None:
        return None
    read = RoundNumbers(int(found[1]), int(found[2] or found[1]))
    return read if ROUNDS.low <= read.fewest <= read.most <= ROUNDS.high else None


ROUNDS = Bounds(1, 1000)
BUDGET_SECONDS = Bounds(1, 30 * 86_400)
"""Of measuring one experiment."""
TRIAL_SECONDS = Bounds(0.02, 3600)
SEED = Bounds(0, 2**53)
BATCH = Bounds(1, 4096)
MOST_CELLS = 1000
"""So many an experiment may have without `--max-cells`."""
IN_FLIGHT = Bounds(1, 4096)
"""Infer requests."""
