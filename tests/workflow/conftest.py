"""A runner that simulates, as in the command line's tests."""

from tests.cli.stand_in import simulated

__all__ = ["simulated"]
