"""aa keeps the noise floor of a host; plan foretells rounds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ovreport import plan, spec
from ovreport.analysis.report import analyse
from ovreport.analysis.results import Contrast, Verdict
from ovreport.cli import options, planning
from ovreport.cli.commands import deciding
from ovreport.errors import OvreportError, SpecError
from ovreport.records import Interval, NoiseFloor
from ovreport.run.interrupts import SecondInterrupt
from ovreport.spec.loading import RESERVED
from ovreport.store import Store
from ovreport.workflow import Job, noise_floor, rounds
from tests.cli.stand_in import Simulated, command, experiment
from tests.simulated_plans import make_plan
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
    command("aa", path, "--rounds", "5")
    wanted = plan.expand(spec.load(path)).cells[0].setting
    assert {cell.setting for cell in simulated.calls[0][0].cells} == {wanted}


def test_aa_takes_one_experiment_and_no_folder_of_several(simulated: Simulated) -> None:
    experiment()
    experiment(name="other")
    ended = command("aa", "experiments")
    assert isinstance(ended.exception, SpecError), ended.exception
    assert "name one of them" in str(ended.exception)
    assert simulated.calls == []


def test_aa_measures_anew_every_time(simulated: Simulated) -> None:
    command("aa", "--rounds", "5")
    command("aa", "--rounds", "5")
    assert [len(call) for call in simulated.calls] == [5, 5]


@pytest.mark.parametrize("name", ["aa", "AA", "hosts", "Hosts"])
def test_an_experiment_called_like_a_folder_of_the_tool_itself_is_refused(
    name: str, simulated: Simulated
) -> None:
    experiment(name=name)
    ended = command("run", "experiments")
    assert isinstance(ended.exception, SpecError), ended.output
    said = rf"{name}\.yaml: the name {name} is taken: .* results/{name.lower()} holds .*; rename the file"
    assert re.search(said, str(ended.exception))
    assert simulated.calls == []
    assert not Path("experiments/results").exists()


def test_every_folder_of_the_tool_itself_in_a_results_folder_is_reserved(simulated: Simulated) -> None:
    command("aa", "--rounds", "5")
    assert {path.name for path in Path("experiments/results").iterdir() if path.is_dir()} == set(RESERVED)


def known_floor(rounds: int, floor: float = 0.2, network: str = "mobilenet-ssd") -> NoiseFloor:
    """A floor that an earlier command left."""
    ratio = Interval(value=1.0, low=1 / (1 + floor), high=1 + floor)
    return NoiseFloor(
        ratio=ratio, floor=floor, rounds=rounds, measured_utc_ns=1, network=network, device="CPU"
    )


def keep(known: NoiseFloor) -> None:
    Store(root=Path("experiments/results")).save_noise("bench", known)


def test_aa_measures_no_fewer_than_five_rounds(simulated: Simulated) -> None:
    assert command("aa", "--rounds", "4").exit_code == 2
    assert simulated.calls == []


def test_a_floor_is_kept_and_told_with_its_network_and_rounds(simulated: Simulated) -> None:
    told = command("aa", "--rounds", "6").output
    found = Store(root=Path("experiments/results")).noise("bench")
    assert found is not None
    assert (found.network, found.device, found.rounds) == ("mobilenet-ssd", "CPU", 6)
    assert "mobilenet-ssd on CPU, 6 rounds" in told


def test_fewer_rounds_never_replace_a_floor_and_that_is_said_before_measuring(simulated: Simulated) -> None:
    keep(known_floor(rounds=10))
    ended = command("aa", "--rounds", "6")
    assert "noise floor of 20.0% already (mobilenet-ssd on CPU, 10 rounds)" in str(ended.exception)
    assert "--replace" in str(ended.exception)
    assert simulated.calls == []
    told = command("aa", "--rounds", "6", "--replace").output
    assert "in place of 20.0% (mobilenet-ssd on CPU, 10 rounds)" in told
    assert floor() < 0.2


@pytest.mark.parametrize(
    ("known", "stays"),
    [
        (known_floor(rounds=6), False),
        (known_floor(rounds=5, network="other"), False),
        (known_floor(rounds=6, network="other"), True),
        (known_floor(rounds=6, network="other", floor=0.0001), False),
    ],
    ids=["the same model", "fewer rounds", "a noisier model", "a calmer model"],
)
def test_of_two_networks_with_as_many_rounds_the_noisier_floor_stays(
    known: NoiseFloor, stays: bool, simulated: Simulated
) -> None:
    keep(known)
    told = command("aa", "--rounds", "6").output
    assert (floor() == known.floor) == stays
    assert ("The floor of bench stays 20.0% (other on CPU, 6 rounds)" in told) == stays


def test_a_damaged_floor_is_measured_again(simulated: Simulated) -> None:
    keep(known_floor(rounds=10))
    Path("experiments/results/hosts/bench.json").write_text("{")
    assert command("aa", "--rounds", "5").exit_code == 0
    assert floor() > 0


def test_a_floor_below_the_margin_that_pages_ask_for_says_so() -> None:
    small, large = (deciding.described(known_floor(8, floor=each), "bench") for each in (0.02, 0.08))
    assert "below the 3% that pages ask for anyway" in small
    assert "Pages about bench claim no smaller difference" in large


def test_ctrl_c_during_aa_says_what_became_of_the_floor(simulated: Simulated) -> None:
    simulated.interrupt_after = 3
    ended = command("aa", "--rounds", "5")
    assert ended.exit_code == 130
    assert "Stopped. What was known of the noise of bench is as it was; the same command" in ended.output
    assert Store(root=Path("experiments/results")).noise("bench") is None


def test_ctrl_c_during_a_pilot_says_that_the_same_command_goes_on(simulated: Simulated) -> None:
    experiment()
    simulated.interrupt_after = 3
    ended = command("plan")
    assert ended.exit_code == 130
    assert "Stopped. Every finished trial is kept; the same command goes on from there." in ended.output
    simulated.interrupt_after = None
    assert command("plan").exit_code == 0
    assert [block.round for block in simulated.calls[1]] == [2, 3]
    assert "3 rounds on bench" in command("plan").output
    assert len(simulated.calls) == 2


def test_an_impatient_ctrl_c_during_a_pilot_promises_no_more_than_what_was_saved(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(*_: object, **__: object) -> None:
        raise SecondInterrupt

    experiment()
    monkeypatch.setattr(rounds, "forecasts", impatient)
    assert "Stopped at once. What was saved until then is kept" in command("plan").output


def test_cells_that_cannot_be_measured_are_left_out_and_counted(simulated: Simulated) -> None:
    from tests.cli.stand_in import TINY

    path = experiment(TINY.replace("[1, 2]", "[1, 2, 4]"))
    broken = plan.expand(spec.load(path)).cells[2].id
    simulated.failing = {broken: "compile"}
    told = command("plan").output
    assert "1 configuration has not two rounds yet, so that nothing is said about it" in told
    assert "All open" not in told


def test_a_setting_that_fails_gives_no_floor(simulated: Simulated) -> None:
    path = experiment()
    cell = noise_floor.twice(plan.expand(spec.load(path))).cells[1]
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
    told = command("plan", "--budget", "1s").output
    assert "3 rounds on bench, 3 % as the smallest difference that matters." in told
    assert "Within 1 s: " in told


def test_a_pilot_that_fails_is_no_ground_for_a_plan(simulated: Simulated) -> None:
    path = experiment()
    simulated.failing = {cell.id: "crash" for cell in plan.expand(spec.load(path)).cells}
    ended = command("plan", "--quiet")
    assert isinstance(ended.exception, OvreportError)
    assert "gave no two rounds to go by; `ovreport run` says why" in str(ended.exception)


PAGE = rounds.Margins(wanted=None, page=0.03)
FORETOLD = make_plan(factors={"requests": [1, 4], "batch": [1, 2]}, rounds=4)


def contrast(verdict: Verdict, **changes: Any) -> Contrast:
    """The comparison of four requests with one at batch 1, as if it had come out like this."""
    found = analyse(FORETOLD, "bench", measure(FORETOLD)).contrasts
    wanted = (contrast for contrast in found if contrast.factor == "requests" and contrast.conditions)
    return replace(next(wanted), verdict=verdict, **changes)


def open_at(
    ratio: float, rounds: int | None = 12, between: tuple[int | None, int | None] | None = (6, 60)
) -> Contrast:
    """An open question of this ratio that needs so many rounds."""
    known = contrast(Verdict.NOT_RESOLVED, rounds_needed=rounds, rounds_range=between, margin=0.03)
    assert known.estimate is not None
    return replace(known, estimate=replace(known.estimate, ratio=ratio))


def beyond(ratio: float) -> Contrast:
    """One that needs more rounds than anybody would measure."""
    return open_at(ratio, None, (None, None))


def foretold(
    *contrasts: Contrast,
    budget: float | None = None,
    margins: rounds.Margins = PAGE,
    unmeasured: int = 0,
) -> str:
    job = Job(path=Path("sample.yaml"), plan=FORETOLD, results=Path("results"))
    found = rounds.Forecast(
        margins=margins,
        analysis=analyse(FORETOLD, "bench", []),
        questions=tuple(map(rounds.question, contrasts)),
        rounds=4,
        seconds_per_round=30,
        unmeasured=unmeasured,
    )
    return planning.described(job, found, budget)


def test_an_open_question_is_told_with_its_rounds_their_range_and_their_time() -> None:
    told = foretold(open_at(1.1))
    assert "requests: 4 beside 1 (batch 1): 1.1 (" in told
    assert "), open: about 12 rounds (6 to 60)" in told
    assert (
        "All open questions need about 12 rounds: 8 more, about 4 min (28 min by the larger numbers).\n"
        "  ovreport build sample.yaml --rounds 12\n"
    ) in told
    endless = foretold(open_at(1.1, 12, (6, None)))
    assert "(6 to more than 1,000)" in endless
    assert "(more than 8.3 h by the larger numbers)" in endless


def test_a_question_near_the_margin_is_said_to_be_near_it() -> None:
    assert "open, and near the margin: about " in foretold(open_at(1.035))
    assert "near the margin" not in foretold(open_at(1.08))


def test_a_plan_never_goes_below_the_margin_of_the_page() -> None:
    floor = NoiseFloor(
        ratio=Interval(value=1.0, low=0.92, high=1.086),
        floor=0.0864,
        rounds=8,
        measured_utc_ns=1,
        network="tiny",
        device="CPU",
    )
    margins = rounds.Margins(wanted=0.03, page=0.0864, noise=floor)
    assert margins.margin == 0.0864
    told = foretold(contrast(Verdict.FASTER), margins=margins)
    assert "8.64 % as the smallest difference that matters" in told
    assert "claims nothing below 8.64 %, the noise floor of bench (tiny on CPU, 8 rounds)" in told


def test_a_plan_says_whose_margin_the_page_judges_by_where_it_is_not_the_one_asked_for() -> None:
    default = foretold(contrast(Verdict.FASTER), margins=rounds.Margins(wanted=0.01, page=0.03))
    assert "claims nothing below 3 %, which is the default" in default
    own = rounds.Margins(wanted=0.01, page=0.05, in_file=True)
    assert "judges by `margin: 5 %`, as the file says" in foretold(contrast(Verdict.FASTER), margins=own)
    wider = foretold(contrast(Verdict.FASTER), margins=rounds.Margins(wanted=0.1, page=0.03))
    assert "10 % as the smallest difference that matters" in wider
    assert "The page judges by 3 %, so that it may leave open" in wider
    assert "The page" not in foretold(contrast(Verdict.FASTER))


@pytest.mark.parametrize(("text", "wanted"), [("", "10.0 %"), ("margin: 5 %\n", "5 %")])
def test_plan_goes_by_the_margin_that_the_page_will_use(text: str, wanted: str, simulated: Simulated) -> None:
    from tests.cli.stand_in import TINY

    ratio = Interval(value=1.0, low=0.91, high=1.1)
    floor = NoiseFloor(ratio=ratio, floor=0.1, rounds=8, measured_utc_ns=1)
    Store(root=Path("experiments/results")).save_noise("bench", floor)
    path = experiment(TINY + text)
    command("run")
    for arguments in ((), ("--resolve", "3%")):
        told = command("plan", path, *arguments).output
        assert f"{wanted.replace('.0', '')} as the smallest difference that matters" in told


def test_questions_of_which_nothing_can_be_told_are_not_counted_among_all() -> None:
    told = foretold(open_at(1.1), beyond(1.03))
    assert "open, and near the margin: more than 1,000 rounds" in told
    assert "Those that can be foretold need about " in told
    assert "One question needs more than 1,000 rounds, as it looks now." in told
    assert "`margin: 5 %` in the file" in told
    assert "2 questions need more than 1,000 rounds" in foretold(beyond(1.03), beyond(1.1))
    assert "All " not in told
    left_out = foretold(open_at(1.1), unmeasured=2)
    assert "2 configurations have not two rounds yet, so that nothing is said about them" in left_out
    assert "All " not in left_out


def test_plan_asks_about_throughput_and_about_latency_once_for_each_pair(simulated: Simulated) -> None:
    experiment()
    command("run")
    lines = command("plan").output.splitlines()
    asked = [line.split(":")[0] + line.split(":")[1] for line in lines if " beside " in line]
    assert asked == ["  throughput, requests 2 beside 1", "  latency, requests 2 beside 1"]


def test_a_question_whose_rounds_nobody_can_foretell_says_so() -> None:
    told = foretold(open_at(1.1, None, None))
    assert "open: its rounds show no spread to go by" in told
    assert "Of one question nothing can be foretold" in told
    assert "Of 2 questions nothing can be foretold" in foretold(*[open_at(1.1, None, None)] * 2)
    assert "All open questions" not in told
    assert "Nothing is open" not in told


def test_answered_questions_need_no_more_rounds() -> None:
    told = foretold(contrast(Verdict.EQUIVALENT), contrast(Verdict.FASTER))
    assert told.endswith("Nothing is open: the rounds that are there answer every question.")


def test_whole_cells_are_compared_by_their_names() -> None:
    told = foretold(contrast(Verdict.FASTER, factor="", conditions=()))
    assert " beside " in told.splitlines()[1]
    assert "requests:" not in told


def test_a_budget_that_is_too_small_for_a_round_names_what_remains_open() -> None:
    needing = open_at(1.1)
    none = foretold(needing, budget=20)
    assert "Within 20 s: 0 more rounds, 4 in all; 1 question of 1 will probably remain open." in none
    assert none.endswith("  open: throughput, requests: 4 beside 1 (batch 1)")
    enough = foretold(needing, contrast(Verdict.FASTER), budget=1e6)
    assert "0 questions of 2 will probably remain open." in enough
    needed = re.findall(r"about (\d+) rounds: (\d+) more", enough)[0]
    assert f"{needed[1]} more rounds, {needed[0]} in all" in enough
    assert enough.endswith(f"ovreport build sample.yaml --rounds {needed[0]}")


def test_a_budget_has_nothing_to_buy_where_nothing_is_open() -> None:
    assert "Within" not in foretold(contrast(Verdict.FASTER), budget=200)


@pytest.mark.parametrize(
    "arguments", [("--resolve", "3x"), ("--resolve", "0"), ("--budget", "soon"), ("--budget", "0m")]
)
def test_a_wish_that_is_no_number_is_refused(simulated: Simulated, arguments: tuple[str, str]) -> None:
    assert command("plan", *arguments).exit_code == 2


def test_shares_and_times_are_read_as_people_write_them() -> None:
    assert [options.share(text) for text in ("3%", "0.05")] == [pytest.approx(0.03), 0.05]
    assert [options.time(text) for text in ("90s", "20m", "1.5h", "2 min")] == [90, 1200, 5400, 120]
