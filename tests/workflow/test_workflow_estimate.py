"""How long the trials that are left will take."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from ovreport.cli.experiments import load
from ovreport.models import ModelFiles
from ovreport.plan import Block, ModelSource
from ovreport.store import Store
from ovreport.workflow import estimate, time_taken
from tests.cli.stand_in import Simulated, command, experiment


def test_a_host_that_measured_alike_knows_how_long_a_trial_takes(simulated: Simulated) -> None:
    """Rounds of the simulated runner begin a minute apart, with two trials each."""
    experiment()
    command("run")
    headers = Store(root=Path("experiments/results")).scan("tiny").headers
    assert time_taken.seconds_per_trial(headers) == pytest.approx(30)
    assert time_taken.seconds_per_trial(headers[:1]) is None


def test_a_larger_network_is_expected_to_start_later(simulated: Simulated) -> None:
    path = experiment()
    plan = load([path])[0].plan
    cell = plan.cells[0]
    found = []
    for size in (1_000_000, 100_000_000):
        source = ModelSource(name="net", kind="file", location="net.xml")
        one = replace(cell, setting=replace(cell.setting, model=source))
        block = Block(round=1, group=0, cells=(one,))
        files = {"net": ModelFiles(name="net", sha256="", size_bytes=size)}
        found.append(estimate.seconds(plan, [block], files))
    assert found[0] < found[1]
    counted = replace(plan, measure=replace(plan.measure, seconds=None, requests=10))
    assert math.isnan(estimate.seconds(counted, [block], files))
    assert estimate.seconds(counted, [], files) == 0
