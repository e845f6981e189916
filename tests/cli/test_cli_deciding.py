"""aa keeps the noise floor of a host; plan foretells rounds."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ovreport import plan, spec
from ovreport.analysis import Contrast, Verdict, analyse
from ovreport.cli import forecast, noise
from ovreport.cli.experiments import Asked
from ovreport.errors import OvreportError, SpecError
from ovreport.store import Store
from tests.cli.stand_in import Simulated, command, experiment
from tests.simulated_plans import identical_plan, make_plan
from tests.simulation import measure


def floor() -> float:
    found = Store(root=Path("experiments/results")).noise("bench")
    assert found is not None
    return found.floor


def test_aa_measures_one_setting_under_two_labels_and_keeps_the_floor(simulated: Simulated) -> None:
    ended = command("aa", "--rounds", "6", "--quiet")
    assert ended.exit_code == 0, ended.exception
    cells = simulated.calls[0][0].cells
    assert len({cell.setting for cell in cells}) == 1
    assert len({cell.id for cell in cells}) == 2
    assert f"Differences below {floor():.1%}" in ended.output


def test_aa_takes_the_baseline_of_an_experiment(simulated: Simulated) -> None:
    path = experiment()
    command("aa", path, "--rounds", "3")
    wanted = plan.expand(spec.load(path)).cells[0].setting
    assert {cell.setting for cell in simulated.calls[0][0].cells} == {wanted}


def test_the_floor_is_the_farther_bound_in_either_direction() -> None:
    identical = identical_plan(cells=2)
    contrasts = analyse(identical, "bench", measure(identical)).contrasts
    found = noise.floor_of(contrasts)
    assert found.floor == max(found.ratio.high - 1, 1 / found.ratio.low - 1)
    with pytest.raises(OvreportError, match="--rounds"):
        noise.floor_of(())


def test_the_floor_goes_by_the_first_throughput_that_was_compared() -> None:
    identical = identical_plan(cells=2)
    contrasts = analyse(identical, "bench", measure(identical)).contrasts
    rates = [contrast for contrast in contrasts if contrast.metric == "throughput"]
    times = [contrast for contrast in contrasts if contrast.metric == "latency"]
    unknown = replace(rates[0], estimate=None)
    floors = [noise.floor_of(given).floor for given in ((*times, unknown, *rates), tuple(rates))]
    assert floors[0] == floors[1]
    with pytest.raises(OvreportError, match="--rounds"):
        noise.floor_of((*times, unknown))


def test_aa_takes_one_experiment_and_no_folder_of_several(simulated: Simulated) -> None:
    experiment()
    experiment(name="other")
    ended = command("aa", "experiments")
    assert isinstance(ended.exception, SpecError), ended.exception
    assert "name one of them" in str(ended.exception)
    assert simulated.calls == []


def test_aa_measures_anew_every_time(simulated: Simulated) -> None:
    command("aa", "--rounds", "3")
    command("aa", "--rounds", "3")
    assert [len(call) for call in simulated.calls] == [3, 3]


def test_a_setting_that_fails_gives_no_floor(simulated: Simulated) -> None:
    path = experiment()
    cell = noise.twice(plan.expand(spec.load(path))).cells[1]
    simulated.failing = {cell.id: "crash"}
    ended = command("aa", path)
    assert isinstance(ended.exception, OvreportError)
    assert Store(root=Path("experiments/results")).noise("bench") is None


def test_plan_measures_a_pilot_whose_rounds_count_later(simulated: Simulated) -> None:
    experiment(tiny_with(rounds=8))
    ended = command("plan", "--resolve", "3%")
    assert ended.exit_code == 0, ended.exception
    assert [block.round for block in simulated.calls[0]] == [1, 2, 3]
    command("run")
    assert [block.round for block in simulated.calls[1]] == [4, 5, 6, 7, 8]


def tiny_with(rounds: int) -> str:
    from tests.cli.stand_in import TINY

    return TINY.replace("rounds: 3", f"rounds: {rounds}")


def test_plan_goes_by_the_records_that_are_there(simulated: Simulated) -> None:
    experiment()
    command("run")
    command("plan")
    assert len(simulated.calls) == 1


def test_plan_names_what_a_budget_leaves_open(simulated: Simulated) -> None:
    experiment()
    command("run")
    told = command("plan", "--resolve", "0.1%", "--budget", "1s").output
    assert "3 rounds on bench, resolving 0.1%" in told
    assert "Within 1 s: " in told


def test_a_pilot_that_fails_is_no_ground_for_a_plan(simulated: Simulated) -> None:
    path = experiment()
    simulated.failing = {cell.id: "crash" for cell in plan.expand(spec.load(path)).cells}
    ended = command("plan", "--quiet")
    assert isinstance(ended.exception, OvreportError)
    assert "gave no two rounds to go by; `ovreport run` says why" in str(ended.exception)


FORETOLD = make_plan(factors={"requests": [1, 4], "batch": [1, 2]}, rounds=4)


def contrast(verdict: Verdict, **changes: Any) -> Contrast:
    """The comparison of four requests with one at batch 1, as if it had come out like this."""
    found = analyse(FORETOLD, "bench", measure(FORETOLD)).contrasts
    wanted = (contrast for contrast in found if contrast.factor == "requests" and contrast.conditions)
    return replace(next(wanted), verdict=verdict, **changes)


def foretold(*contrasts: Contrast, budget: float | None = None) -> str:
    asked = Asked(path=Path("sample.yaml"), plan=FORETOLD, results=Path("results"))
    analysis = analyse(FORETOLD, "bench", [])
    found = forecast.Forecast(analysis=analysis, contrasts=contrasts, rounds=4, seconds_per_round=30)
    return forecast.described(asked, found, 0.03, budget)


def test_an_open_question_is_told_with_its_rounds_and_their_time() -> None:
    told = foretold(contrast(Verdict.NOT_RESOLVED, rounds_needed=10))
    assert "requests: 4 beside 1 (batch 1): " in told
    assert "open; 10 rounds would tell, 6 more, about 3 min" in told
    assert "All questions need 10 rounds: 6 more, about 3 min: ovreport build sample.yaml --rounds 10" in told


def test_plan_asks_about_throughput_and_about_latency_once_for_each_pair(simulated: Simulated) -> None:
    experiment()
    command("run")
    lines = command("plan", "--resolve", "0.1%").output.splitlines()
    asked = [line.split(":")[0] + line.split(":")[1] for line in lines if line.startswith("  ")]
    assert asked == ["  throughput, requests 2 beside 1", "  latency, requests 2 beside 1"]


def test_a_question_whose_rounds_nobody_can_foretell_says_so() -> None:
    told = foretold(contrast(Verdict.NOT_RESOLVED, rounds_needed=None))
    assert "open; no number of rounds can be foretold" in told
    assert "All questions" not in told
    assert "Nothing is open" not in told


def test_answered_questions_need_no_more_rounds() -> None:
    told = foretold(contrast(Verdict.EQUIVALENT), contrast(Verdict.FASTER))
    assert told.endswith("Nothing is open: the rounds that are there answer all questions.")


def test_whole_cells_are_compared_by_their_names() -> None:
    told = foretold(contrast(Verdict.FASTER, factor="", conditions=()))
    assert " beside " in told.splitlines()[1]
    assert "requests:" not in told


def test_a_budget_that_is_too_small_for_a_round_names_what_remains_open() -> None:
    needing = contrast(Verdict.NOT_RESOLVED, rounds_needed=10)
    none = foretold(needing, budget=20)
    assert "Within 20 s: 0 more rounds, 4 in all; 1 question of 1 will remain open." in none
    assert none.endswith("  open: throughput, requests: 4 beside 1 (batch 1)")
    enough = foretold(needing, contrast(Verdict.FASTER), budget=200)
    assert "6 more rounds, 10 in all; 0 questions of 2 will remain open." in enough
    assert enough.endswith("ovreport build sample.yaml --rounds 10")


@pytest.mark.parametrize(
    "arguments", [("--resolve", "3x"), ("--resolve", "0"), ("--budget", "soon"), ("--budget", "0m")]
)
def test_a_wish_that_is_no_number_is_refused(simulated: Simulated, arguments: tuple[str, str]) -> None:
    assert command("plan", *arguments).exit_code == 2


def test_shares_and_times_are_read_as_people_write_them() -> None:
    assert math.isclose(forecast.share("3%"), 0.03)
    assert math.isclose(forecast.share("0.05"), 0.05)
    assert [forecast.seconds(text) for text in ("90s", "20m", "1.5h", "2 min", None)] == [
        90,
        1200,
        5400,
        120,
        None,
    ]
