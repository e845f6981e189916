"""Measuring goes on until questions are answered, or rounds or time are used up, and no further."""

from __future__ import annotations

import re

import pytest

from ovreport import plan, spec
from ovreport.cli import experiments
from ovreport.limits import FEWEST_ROUNDS
from ovreport.workflow import time_taken
from ovreport.workflow.report import build, inputs
from tests.cli.stand_in import Simulated, command, experiment, stored
from tests.simulation import World


def asking(measure: str = "{rounds: 5..12, seconds: 0.3}") -> str:
    """Three levels of a factor that does nothing in the simulated world."""
    return f"""\
title: Tiny
model: tiny
device: CPU
requests: 1
streams: 1
threads: [1, 2, 3]
measure: {measure}
"""


@pytest.fixture
def hard(simulated: Simulated) -> Simulated:
    """A machine on which five rounds leave questions open, and twelve may answer them."""
    simulated.world = World(trial_sd=0.02, seed=1)
    return simulated


@pytest.fixture
def easy(simulated: Simulated) -> Simulated:
    """A machine on which five rounds answer everything."""
    simulated.world = World(trial_sd=1e-4, round_sd=1e-3, request_sd=1e-3, heavy_share=0.0)
    return simulated


@pytest.fixture
def slow(hard: Simulated, monkeypatch: pytest.MonkeyPatch) -> Simulated:
    """The hard machine by its own clock, on which a round takes a minute."""
    monkeypatch.setattr(time_taken, "monotonic", lambda: hard.clock_seconds)
    return hard


def most_rounds() -> int:
    """Of those that are stored."""
    return max(int(name[1:3]) for name in stored())


def trials_of(names: list[str]) -> set[tuple[str, str]]:
    """Round and cell of each record, whatever its group."""
    return {(name[:3], name.rpartition("-")[2]) for name in names}


def measured(simulated: Simulated) -> list[tuple[int, int]]:
    """The rounds of all blocks and how many cells they had."""
    return [(block.round, len(block.cells)) for blocks in simulated.calls for block in blocks]


def test_measuring_ends_after_the_fewest_rounds_where_all_is_answered(easy: Simulated) -> None:
    command("run", experiment(asking()))
    assert measured(easy) == [(number, 3) for number in range(1, 6)]


def test_open_questions_get_further_rounds_until_the_most_are_there(hard: Simulated) -> None:
    command("run", experiment(asking()))
    assert len(hard.calls) == 3  # the fewest rounds, and those up to either look
    assert [block.round for block in hard.calls[1]] == [6, 7, 8]
    assert [block.round for block in hard.calls[2]] == [9, 10, 11, 12]


def test_what_is_answered_is_left_alone(hard: Simulated) -> None:
    path = experiment(asking())
    cells = plan.expand(spec.load(path)).cells
    hard.world = World(trial_sd=0.02, seed=1, ratios={cells[2].id: 1.5})
    command("run", path)
    further = [block.cells for blocks in hard.calls[1:] for block in blocks]
    assert further
    assert all({cell.id for cell in block} == {cells[0].id, cells[1].id} for block in further)


def test_the_baseline_is_measured_beside_every_further_round(hard: Simulated) -> None:
    path = experiment(asking())
    command("run", path)
    baseline = plan.expand(spec.load(path)).baseline
    assert all(baseline in {cell.id for cell in block.cells} for blocks in hard.calls for block in blocks)


@pytest.mark.parametrize(("minutes", "rounds"), [(4.5, 5), (6, 7), (7, 8)])
def test_no_round_is_begun_for_which_the_budget_leaves_no_time(
    hard: Simulated, minutes: float, rounds: int
) -> None:
    # a simulated round begins a minute after the one before: a third of that for each cell
    path = experiment(asking(f"{{rounds: 5..12, seconds: 0.3, budget: {minutes} min}}"))
    hard.world = World(trial_sd=0.02, seed=1, ratios={plan.expand(spec.load(path)).cells[1].id: 1.055})
    command("run", path)
    assert most_rounds() == rounds


def test_the_rounds_that_a_verdict_needs_are_measured_whatever_the_budget(slow: Simulated) -> None:
    command("run", experiment(asking()), "--budget", "1s")
    assert most_rounds() == FEWEST_ROUNDS


def test_the_budget_ends_the_rounds_before_the_first_look_too(slow: Simulated) -> None:
    result = command("run", experiment(asking()), "--budget", "4.01 min")
    assert most_rounds() == 4
    assert "after 4 rounds; what is open will hardly be answered within the budget" in result.output


def test_after_the_budget_has_ended_the_first_rounds_a_second_command_measures_nothing(
    slow: Simulated,
) -> None:
    path = experiment(asking())
    command("run", path, "--budget", "4.01 min")
    before = stored()
    assert "nothing is left to measure" in command("run", path, "--budget", "4.01 min").output
    assert stored() == before


def test_a_larger_budget_goes_on_with_the_first_rounds(slow: Simulated) -> None:
    path = experiment(asking())
    command("run", path, "--budget", "4.01 min")
    command("run", path, "--budget", "5 min")
    assert most_rounds() == 5


@pytest.mark.parametrize("budget", ["none", "5 min", "7 min"])
def test_a_second_command_measures_nothing(hard: Simulated, budget: str) -> None:
    path = experiment(asking(f"{{rounds: 5..12, seconds: 0.3, budget: {budget}}}"))
    command("build", path)
    calls, records = len(hard.calls), stored()
    again = command("build", path)
    assert again.exit_code == 0
    assert (len(hard.calls), stored()) == (calls, records)
    assert "nothing is left to measure" in again.output


def test_a_larger_budget_goes_on_where_a_smaller_one_ended(hard: Simulated) -> None:
    path = experiment(asking("{rounds: 5..12, seconds: 0.3, budget: 6 min}"))
    command("run", path)
    before = most_rounds()
    command("run", path, "--budget", "1h")
    assert before < most_rounds() == 12


@pytest.mark.parametrize("trials", [0, 3, 6])
def test_an_interrupted_command_goes_on_with_its_questions(hard: Simulated, trials: int) -> None:
    path = experiment(asking())
    command("run", path, "--rounds", "5")
    hard.interrupt_after = trials
    stopped = command("run", path)
    assert stopped.exit_code == 130
    hard.interrupt_after = None
    command("run", path)
    assert most_rounds() == 12
    resumed = trials_of(stored())
    command("run", path, "--rerun")
    assert trials_of(stored()) == resumed


def test_between_two_looks_an_interrupted_command_looks_at_nothing(hard: Simulated) -> None:
    path = experiment(asking())
    command("run", path, "--rounds", "5")
    hard.interrupt_after = 4
    command("run", path)
    hard.interrupt_after = None
    before = len(hard.calls)
    result = command("run", path)
    assert [block.round for block in hard.calls[before]] == [8]
    assert "after 7 rounds" not in result.output


def test_a_cell_that_fails_in_further_rounds_is_tried_once_and_the_command_ends(hard: Simulated) -> None:
    path = experiment(asking())
    command("run", path, "--rounds", "5")
    hard.failing = {cell.id: "crash" for cell in plan.expand(spec.load(path)).cells[1:]}
    result = command("run", path)
    assert result.exit_code == 1
    assert all(number <= 12 for number, _ in measured(hard))


def test_a_fixed_number_of_rounds_is_measured_at_once_and_without_a_look(hard: Simulated) -> None:
    result = command("run", experiment(asking("{rounds: 6, seconds: 0.3}")))
    assert measured(hard) == [(number, 3) for number in range(1, 7)]
    assert "question" not in result.output


def test_rerun_begins_with_the_fewest_rounds_and_a_fresh_budget(hard: Simulated) -> None:
    path = experiment(asking("{rounds: 5..12, seconds: 0.3, budget: 6 min}"))
    command("run", path)
    first, before = stored(), len(hard.calls)
    command("run", path, "--rerun")
    assert [block.round for block in hard.calls[before]] == [1, 2, 3, 4, 5]
    assert stored() == first


def test_pages_judge_by_the_looks_that_records_were_measured_with(hard: Simulated) -> None:
    path = experiment(asking())
    command("run", path)
    command("run", path, "--rounds", "13")
    (job,) = experiments.load([path])
    report = build(job, *inputs(job))
    assert (report.analysis.plan.measure.rounds, report.analysis.plan.measure.most_rounds) == (5, 12)


def test_plan_says_what_a_build_would_go_on_with(hard: Simulated) -> None:
    path = experiment(asking("{rounds: 5..12, seconds: 0.3, budget: 20 min}"))
    command("run", path, "--budget", "1s")
    said = command("plan", path).output
    assert re.search(r"[12] of [12] open questions? may be answered within 12 rounds", said)
