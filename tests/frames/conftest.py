"""Fixtures of the tests of frames, whose results commands leave behind."""

from tests.cli.stand_in import simulated

__all__ = ["simulated"]
