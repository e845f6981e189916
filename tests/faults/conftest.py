"""Fixtures of the tests of faults."""

from tests.cli.stand_in import simulated

__all__ = ["simulated"]
