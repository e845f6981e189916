"""aa keeps the noise floor of a host; plan foretells rounds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ovreport import plan, spec
from ovreport.cli import noise
from ovreport.errors import OvreportError, SpecError
from ovreport.store import Store
from tests.cli.stand_in import Simulated, command, experiment


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
    from ovreport.analysis import analyse
    from tests.simulated_plans import identical_plan
    from tests.simulation import measure

    identical = identical_plan(cells=2)
    contrasts = analyse(identical, "bench", measure(identical)).contrasts
    found = noise.floor_of(contrasts)
    assert found.floor == max(found.ratio.high - 1, 1 / found.ratio.low - 1)
    with pytest.raises(OvreportError, match="--rounds"):
        noise.floor_of(())


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


@pytest.mark.parametrize(
    "arguments", [("--resolve", "3x"), ("--resolve", "0"), ("--budget", "soon"), ("--budget", "0m")]
)
def test_a_wish_that_is_no_number_is_refused(simulated: Simulated, arguments: tuple[str, str]) -> None:
    assert command("plan", *arguments).exit_code == 2


def test_shares_and_times_are_read_as_people_write_them() -> None:
    from ovreport.cli import forecast

    assert math.isclose(forecast.share("3%"), 0.03)
    assert math.isclose(forecast.share("0.05"), 0.05)
    assert [forecast.seconds(text) for text in ("90s", "20m", "1.5h", "2 min", None)] == [
        90,
        1200,
        5400,
        120,
        None,
    ]
