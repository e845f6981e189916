"""What a number may be, in the experiment file, on the command line and in records alike."""

from typing import NamedTuple


class Bounds(NamedTuple):
    """Least and most, both allowed."""

    low: float
    high: float


ROUNDS = Bounds(1, 1000)
TRIAL_SECONDS = Bounds(0.02, 3600)
SEED = Bounds(0, 2**53)
BATCH = Bounds(1, 4096)
MOST_CELLS = 1000
"""So many an experiment may have without `--max-cells`."""
IN_FLIGHT = Bounds(1, 4096)
"""Infer requests."""
