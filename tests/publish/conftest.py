"""Fixtures of the tests of sites, which commands build."""

from tests.cli.stand_in import simulated

__all__ = ["simulated"]
