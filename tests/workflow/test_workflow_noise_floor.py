"""The noise floor of a host is what two labels of one setting differ by, and what it rests on decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.errors import OvreportError
from ovreport.workflow import noise_floor
from tests.simulated_plans import identical_plan
from tests.simulation import measure


def test_the_floor_is_the_farther_bound_in_either_direction() -> None:
    identical = identical_plan(cells=2)
    contrasts = analyse(identical, "bench", measure(identical)).contrasts
    found = noise_floor.floor_of(contrasts)
    assert found.floor == max(found.ratio.high - 1, 1 / found.ratio.low - 1)
    with pytest.raises(OvreportError, match="--rounds"):
        noise_floor.floor_of(())


def test_the_floor_goes_by_the_first_throughput_that_was_compared() -> None:
    identical = identical_plan(cells=2)
    contrasts = analyse(identical, "bench", measure(identical)).contrasts
    rates = [contrast for contrast in contrasts if contrast.metric == "throughput"]
    times = [contrast for contrast in contrasts if contrast.metric == "latency"]
    unknown = replace(rates[0], estimate=None)
    floors = [noise_floor.floor_of(given).floor for given in ((*times, unknown, *rates), tuple(rates))]
    assert floors[0] == floors[1]
    with pytest.raises(OvreportError, match="--rounds"):
        noise_floor.floor_of((*times, unknown))


def test_a_floor_of_fewer_than_five_rounds_is_none() -> None:
    identical = identical_plan(cells=2, rounds=4)
    with pytest.raises(OvreportError, match="fewer than 5 rounds"):
        noise_floor.floor_of(analyse(identical, "bench", measure(identical)).contrasts)
