"""What the benchmarks about answers count; what they find is nobody's pass or fail."""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from benchmarks import answers, asked, gating, neighbours
from ovreport.analysis import metrics, open_questions
from ovreport.plan import Plan
from tests.simulated_plans import make_plan
from tests.simulation import World, measure


def said(verdict: str, *gain: float) -> dict[str, Any]:
    return {"verdict": verdict, "gain": list(gain), "margin": 0.03, "alike": 0.03, "rounds": 5}


@pytest.mark.parametrize(
    ("verdict", "truth", "expected"),
    [
        ("faster", (1.05, 1.06, 1.07), "true"),
        ("faster", (1.02, 1.04, 1.06), "open"),
        ("faster", (1.00, 1.01, 1.02), "false"),  # short of the margin
        ("faster", (0.90, 0.92, 0.94), "false"),  # the other side
        ("slower", (0.90, 0.92, 0.94), "true"),
        ("slower", (1.05, 1.06, 1.07), "false"),
        ("equivalent", (0.99, 1.00, 1.01), "true"),
        ("equivalent", (1.01, 1.03, 1.05), "open"),
        ("equivalent", (1.04, 1.05, 1.06), "false"),
        ("equivalent", (0.93, 0.94, 0.95), "false"),
    ],
)
def test_an_answer_is_false_where_the_interval_of_the_truth_leaves_no_room_for_it(
    verdict: str, truth: tuple[float, ...], expected: str
) -> None:
    assert answers.judged(said(verdict, 1.0, 1.0, 1.0), said("not-resolved", *truth)) == expected


@pytest.mark.parametrize(
    ("gain", "truth", "expected"),
    [
        (1.02, (1.01, 1.02, 1.03), "true"),
        (1.02, (0.99, 1.01, 1.03), "open"),
        (1.02, (0.97, 0.98, 0.99), "false"),
        (0.98, (0.97, 0.98, 0.99), "true"),
        (0.98, (1.01, 1.02, 1.03), "false"),
    ],
)
def test_a_difference_of_open_size_is_false_where_the_truth_lies_on_the_other_side(
    gain: float, truth: tuple[float, ...], expected: str
) -> None:
    assert answers.judged(said("not-resolved", gain, gain, gain), said("not-resolved", *truth)) == expected


def test_a_difference_of_open_size_is_told_where_nothing_answers() -> None:
    sure = said("not-resolved", 1.01, 1.02, 1.04) | {"surely": True}
    question = {"said": {"throughput": sure}}
    assert answers.answer(question) is None
    assert answers.direction(question) == ("throughput", sure)
    question["said"]["undisturbed"] = said("faster", 1.04, 1.05, 1.06)
    assert answers.direction(question) is None


def test_where_no_truth_is_known_an_answer_is_neither_true_nor_false() -> None:
    assert answers.judged(said("faster", 1.1, 1.2, 1.3), None) == "open"


def test_the_undisturbed_ratio_answers_what_throughput_leaves_open() -> None:
    question = {
        "said": {
            "throughput": said("not-resolved", 0.9, 1, 1.1),
            "undisturbed": said("equivalent", 0.99, 1, 1.01),
        }
    }
    found = answers.answer(question)
    assert found is not None
    assert found[0] == "undisturbed"
    del question["said"]["undisturbed"]
    assert answers.answer(question) is None


def analysed(plan: Plan, world: World) -> Any:
    from ovreport.analysis.report import analyse

    return analyse(plan, "host", measure(plan, world))


def test_a_question_is_a_discussed_factor_under_a_condition() -> None:
    plan = make_plan(factors={"batch": [1, 3], "streams": [1, 2]}, rounds=5)
    found = list(asked.questions(analysed(plan, World(seed=1))))
    assert found
    assert {question["factor"] for question in found} <= set(plan.discuss)
    names = [answers.name_of(question) for question in found]
    assert len(set(names)) == len(names)
    for question in found:
        low, ratio, high = question["said"]["throughput"]["gain"]
        assert low < ratio < high


def test_what_is_answered_is_what_the_package_calls_no_open_question() -> None:
    plan = make_plan(factors={"threads": [1, 2, 3, 4]}, rounds=5)
    world = World(trial_sd=0.03, ratios={cell.id: 1.5 for cell in plan.cells[2:3]}, seed=4)
    analysis = analysed(plan, world)
    told = [answers.answer(question) is not None for question in asked.questions(analysis)]
    assert set(told) == {True, False}
    assert told.count(False) == len(open_questions.open_cells(analysis))
    assert set(metrics.ANSWERING) <= set(asked.ANSWERING)


def test_neighbours_are_busy_for_a_quarter_of_the_time() -> None:
    times = list(itertools.islice(neighbours.busy_times(3, (0.3, 2.5)), 4000))
    assert all(0.3 <= end - begin <= 2.5 for begin, end in times)
    assert sum(end - begin for begin, end in times) / times[-1][1] == pytest.approx(0.25, abs=0.02)


def test_neighbours_are_gone_when_their_run_is_over() -> None:
    with neighbours.beside("c", 1):
        mine = [each for each in psutil.Process().children() if "benchmarks.neighbours" in each.cmdline()]
        assert len(mine) == 1 + (psutil.cpu_count() or 1)
    assert not any(each.is_running() for each in mine)


def test_the_table_counts_answers_of_all_runs_against_the_truth(tmp_path: Path) -> None:
    def question(level: str, **told: dict[str, Any]) -> dict[str, Any]:
        return {"factor": "batch", "level": level, "reference": "1", "conditions": [], "said": told}

    def keep(place: str, questions: list[dict[str, Any]]) -> None:
        (tmp_path / place).mkdir(parents=True)
        about = {"scenario": "b", "commit": "abc", "date": "today", "machine": "", "load": ""}
        counts = {"seconds": 100.0, "rounds": 5, "measured_seconds": 90.0}
        result = about | counts | {"questions": questions}
        (tmp_path / place / "result.json").write_text(json.dumps(result))

    keep("truth", [question("2", throughput=said("not-resolved", 0.99, 1.0, 1.01)), question("3")])
    sure = said("not-resolved", 1.01, 1.02, 1.04) | {"surely": True}
    keep(
        "abc/b00",
        [question("2", throughput=said("faster", 1.1, 1.2, 1.3)), question("3", throughput=sure)],
    )
    keep("abc/b01", [question("2", throughput=said("equivalent", 0.99, 1.0, 1.01)), question("3")])
    keep("truth-b", [question("2", throughput=said("not-resolved", 1.1, 1.2, 1.3)), question("3")])
    shares, each = answers.tables(tmp_path)
    (row,) = (dict(zip(shares.columns, row, strict=True)) for row in shares.rows)
    assert (row["answered"], row["false"], row["true"]) == ("2 of 4, 50%", "1", "1")
    assert (row["besides, a difference of open size"], row["all together"]) == ("1", "75%")
    assert row["false by the truth beside them"] == "1"  # there the equivalence is false, not the difference
    assert [row[-1] for row in each.rows] == ["1 / 0 / 1 of 2 [1]", "0 / 0 / 0 + 1 of 2"]


@pytest.mark.slow
@pytest.mark.openvino
def test_a_run_is_kept_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        "title: Small\nquestion: Which?\nmodel: no-op\ndevice: CPU\nbatch: [1, 2]\ndiscuss: [batch]\n"
        "measure: {rounds: 2, seconds: 0.1}\n"
    )
    monkeypatch.setattr(answers, "EXPERIMENT", file)
    package = answers.Package(sys.executable)
    for _ in range(2):
        answers.build(tmp_path / "kept", "b", 1, package)
    answers.measure_truth(tmp_path / "kept", 0.001, "a", package)
    (result,) = (tmp_path / "kept").glob("*/b00/result.json")
    assert json.loads(result.read_text())["rounds"] >= 2
    assert answers.tables(tmp_path / "kept")[1].rows[0][0].startswith("batch: 2 beside 1")


def test_leaving_out_the_passes_of_others_leaves_their_noise_out() -> None:
    rng = np.random.default_rng(2)
    rounds = []
    for _ in range(40):
        busy = rng.random(30) < 0.5
        logs = rng.normal(0, np.where(busy, 0.2, 0.01))
        rounds.append(gating.Round("pair", busy.astype(float), {"throughput": logs}))
    kept = [each.elsewhere < 0.5 for each in rounds]
    chosen, _ = gating.spread(rounds, "throughput", kept)
    assert chosen < 0.7 * gating.by_chance(rounds, "throughput", [float(one.mean()) for one in kept])
