"""Which settings are one and the same in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ovreport.analysis.report import analyse
from ovreport.plan import Feed
from tests import simulation
from tests.simulated_plans import make_plan


def test_weights_as_in_the_file_are_not_taken_for_stored_in_f32() -> None:
    """The file may hold either."""
    plan = make_plan(factors={"storage": [None, "f32"]}, rounds=1)
    assert analyse(plan, "bench", simulation.measure(plan)).same_in_force == ()


def test_settings_that_are_fed_otherwise_or_keep_a_state_are_not_one() -> None:
    plan = make_plan(factors={"threads": [1, 2, 4]}, rounds=1)
    feed = Feed(input="x", kind="constant", numbers=(1.0,))
    ways: tuple[dict[str, Any], ...] = ({}, {"inputs": (feed,)}, {"state": "keep"})
    cells = tuple(
        replace(cell, setting=replace(plan.cells[0].setting, **way))
        for cell, way in zip(plan.cells, ways, strict=True)
    )
    plan = replace(plan, cells=cells)
    found = [
        (replace(record, model=record.model and replace(record.model, variables=1)), sha)
        for record, sha in simulation.measure(plan)
    ]
    assert analyse(plan, "bench", found).same_in_force == ()
