"""How often a replication contradicts what it should not, and what it should: simulated machines."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ovreport.analysis.replication import ReplicationOutcome
from ovreport.claims import conclude
from ovreport.claims.replicated import Replication, replicate
from ovreport.records import Fact
from tests import noises
from tests.simulated_plans import identical_plan
from tests.worlds import Machine

SPREAD = {1: 0.02, 2: 0.08, 3: 0.3}
"""Four configurations, some near the margin and some far apart."""


def again(there: Machine, here: Machine, seed: int) -> Replication:
    """One page, and its plan measured a second time."""
    return replicate(conclude(there.analysis(seed)), conclude(here.analysis(100_000 + seed)))


def share(
    there: Machine, here: Machine, pages: int, outcome: ReplicationOutcome = ReplicationOutcome.CONTRADICTED
) -> float:
    """Of so many pages those with a conclusion of this outcome."""
    return sum(again(there, here, seed).counted()[outcome] > 0 for seed in range(pages)) / pages


def machine(rounds: int = 5, **how: object) -> Machine:
    return replace(
        Machine(name="one", plan=identical_plan(4, rounds=rounds), slower=SPREAD),
        **how,  # type: ignore[arg-type]
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "same",
    [
        machine(),
        machine(rounds=3),
        machine(rounds=10),
        machine(bursts=0.1),
        machine(neighbour=0.3),
        machine(trial=noises.Bimodal(0.04)),
    ],
    ids=["five rounds", "three", "ten", "bursts", "beside a neighbour", "two kinds of processes"],
)
def test_the_same_machine_measured_again_contradicts_hardly_any_page(same: Machine) -> None:
    assert share(same, same, 30) <= 0.03


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [5, 10])
def test_a_configuration_that_was_scaled_by_a_tenth_is_contradicted(rounds: int) -> None:
    forged = machine(rounds, slower=SPREAD | {2: SPREAD[2] - math.log(1.1)})
    assert share(forged, machine(rounds), 20) >= 0.9


@pytest.mark.slow
def test_what_was_shown_there_is_mostly_confirmed_here() -> None:
    far = machine(10, slower={1: 0.2, 2: 0.4, 3: 0.6})
    assert share(far, far, 20, ReplicationOutcome.CONFIRMED) == 1.0


def test_on_another_machine_only_verdicts_that_exclude_one_another_contradict() -> None:
    one, other = machine(10, slower={1: 0.3}), machine(10, slower={1: 0.5})
    there, here = (conclude(each.analysis(seed)) for seed, each in enumerate((one, other)))
    assert replicate(there, here).counted()[ReplicationOutcome.CONTRADICTED] > 0
    elsewhere = replace(here, analysis=replace(here.analysis, facts=FACTS))
    assert replicate(there, elsewhere).counted()[ReplicationOutcome.CONTRADICTED] == 0
    reversed_ = conclude(machine(10, slower={1: -0.3}).analysis(2))
    elsewhere = replace(reversed_, analysis=replace(reversed_.analysis, facts=FACTS))
    assert replicate(there, elsewhere).counted()[ReplicationOutcome.CONTRADICTED] > 0


FACTS = (Fact(group="processor", key="model", value="Another one"),)
