"""Which settings are one and the same in force."""

from __future__ import annotations

from ovreport.analysis import analyse
from tests import simulation
from tests.simulated_plans import make_plan


def test_weights_as_in_the_file_are_not_taken_for_stored_in_f32() -> None:
    """The file may hold either."""
    plan = make_plan(factors={"storage": [None, "f32"]}, rounds=1)
    assert analyse(plan, "bench", simulation.measure(plan)).same_in_force == ()
