"""The benchmarks run; what they find is nobody's pass or fail."""

import math
import re
import runpy
import sys
from pathlib import Path

import pytest

from benchmarks import (
    fleet,
    frozen,
    gpu,
    house,
    noise,
    recording_cost,
    speed,
    stopping,
    told_apart,
    undisturbed,
    weights,
)
from benchmarks.networks import built_in
from benchmarks.recorder import CASES, against_app
from benchmarks.speed_records import TWELVE, write_experiment, write_records
from benchmarks.tables import Effort, Ratio, Table, median_of, ratio_of
from benchmarks.timed import timed
from ovreport.store import Store
from tests.simulation import World, make_plan, measure

TRIAL = Effort(name="trial")


def test_a_median_has_the_order_statistics_of_the_sign_test_around_it() -> None:
    found = median_of([float(value) for value in range(1, 11)])
    assert found == Ratio(5.5, 2.0, 9.0)  # 10 values: ranks 2 and 9 hold 97.9 %


def test_too_few_pairs_have_no_interval() -> None:
    assert math.isnan(ratio_of([1.0] * 5, [2.0] * 5).low)
    assert ratio_of([1.0] * 6, [2.0] * 6) == Ratio(0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (Ratio(1.0, 0.995, 1.005), "yes"),
        (Ratio(1.0, 0.95, 1.05), "yes, not resolved"),
        (Ratio(1.02, 1.005, 1.04), "no, not resolved"),
        (Ratio(1.1, 1.05, 1.2), "no"),
    ],
)
def test_a_verdict_says_whether_the_interval_carries_it(ratio: Ratio, said: str) -> None:
    assert ratio.verdict(0.99, 1.01) == said


def test_a_table_is_markdown_with_a_line_for_each_row() -> None:
    text = Table(title="Title", columns=("a", "b"), rows=[("1", "2")]).markdown()
    assert text == "## Title\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"


@pytest.mark.openvino
def test_the_held_tool_and_the_recorder_take_turns(tmp_path: Path) -> None:
    network = built_in("no-op", tmp_path)
    (pairs,) = against_app(network, [network.setting(*CASES[0])], rounds=1, pairs=2, seconds=0.02)
    assert len(pairs.ours) == len(pairs.theirs) == 2
    assert all(turn.fps > 0 and turn.latency_ms > 0 for turn in [*pairs.ours, *pairs.theirs])


@pytest.mark.openvino
def test_the_cost_of_recording_is_printed_for_every_mode() -> None:
    table = recording_cost.cost_of_recording(TRIAL)
    assert [row[0] for row in table.rows] == ["async 1/1", "async 2/2", "async 2/4", "sync"]


@pytest.mark.openvino
def test_slices_after_a_frozen_wait_have_their_pair_after_a_free_one(tmp_path: Path) -> None:
    network = built_in("no-op", tmp_path)
    pairs = frozen.frozen_and_free(network, network.setting(1, 1), rounds=1, pairs=2)
    assert len(pairs.ours) == len(pairs.theirs) == 2
    assert all(turn.fps > 0 for turn in [*pairs.ours, *pairs.theirs])


def test_each_of_two_workers_is_frozen_before_every_other_pair() -> None:
    before = [[frozen.is_frozen_before(pair, first, 0) for pair in range(4)] for first in (True, False)]
    assert before == [[True, False, True, False], [False, True, False, True]]


@pytest.mark.openvino
def test_the_recorder_has_a_share_of_the_time_in_every_mode(tmp_path: Path) -> None:
    table = gpu.recorder_shares([built_in("tiny", tmp_path)], TRIAL)
    assert [row[1] for row in table.rows][:2] == ["sync", "async 1/1"]
    assert all(row[4] == "all" or 0 < float(row[4].rstrip("%")) <= 100 for row in table.rows)


@pytest.mark.openvino
def test_every_schedule_yields_a_log_ratio_for_every_estimator(tmp_path: Path) -> None:
    found = noise.one_round(built_in("tiny", tmp_path), 0.3, 1, noise.neighbour(1))
    assert set(found) == set(noise.SCHEDULES)
    assert all(math.isfinite(ratio) for each in found.values() for ratio in each.ratios.values())


@pytest.mark.openvino
def test_the_product_is_asked_about_a_setting_under_two_labels() -> None:
    answer = told_apart.ask(told_apart.SAME, TRIAL, seed=1, rounds=2)
    assert answer.ratio > 0
    assert answer.low <= answer.ratio <= answer.high


def test_a_timed_command_tells_its_memory_and_the_records_that_it_opens(tmp_path: Path) -> None:
    records = write_records(write_experiment(tmp_path, {"batch": (1, 2)}, 2), 100)
    ran = timed("analysis", "experiments/speed.yaml", folder=tmp_path)
    listed = timed("command", "list", "experiments", folder=tmp_path)
    assert records > 0
    assert ran.work_seconds > 0
    assert ran.peak_bytes > 1 << 20 or not sys.platform.startswith("linux")
    assert listed.opened == 0  # the analysis has looked at them before


def test_figures_of_slices_are_compared_where_the_truth_is_known(tmp_path: Path) -> None:
    plan = make_plan(factors={"storage": ["f32", "f16"]}, rounds=2)
    store = Store(root=tmp_path)
    for record, _ in measure(plan, World()):
        store.save(record)
    kinds = undisturbed.pairs(list(undisturbed.read([tmp_path])))
    assert {kind: len(pairs) for kind, pairs in kinds.items()} == {
        "configurations that do the same": 2,
        "passes of one trial": 4,
    }
    assert len(undisturbed.by_figure(kinds).rows) == 2
    last = undisturbed.by_case(rounds=2, slices=6).rows[-1]
    assert len(last) == 2 + len(undisturbed.FIGURES)


def test_a_rule_that_is_valid_under_looks_covers_and_one_that_is_not_does_not() -> None:
    found = {rule.name: stopping.outcomes(rule, 2000) for rule in stopping.RULES}
    covered = {name: min(each.covered for each in of.values()) for name, of in found.items()}
    assert covered["until answered, Pocock’s level (in use)"] > 0.94
    assert covered["until answered, nothing adjusted"] < 0.92


def test_every_rule_of_weighing_rounds_has_a_column() -> None:
    (table,) = weights.tables(TRIAL)
    assert len(table.columns) == 1 + len(weights.RULES)
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_every_goal_of_the_start_up_has_a_row() -> None:
    rows = speed.start_up(TRIAL)
    assert [row.goal for row in rows] == ["at most 1.3", "below 1 s"]


def test_simulated_records_have_about_as_many_requests_as_asked(tmp_path: Path) -> None:
    rows = write_records(write_experiment(tmp_path, TWELVE, 2), 3000)
    assert 24 * 3000 * 0.9 < rows < 24 * 3000 * 2


@pytest.mark.parametrize(
    "name", ["__main__", "frozen", "gpu", "recorder", "noise", "speed", "stopping", "told_apart", "weights"]
)
def test_a_command_line_explains_itself(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(Path(speed.__file__).with_name(f"{name}.py")), run_name="__main__")
    assert "--effort" in capsys.readouterr().out


def test_contributors_are_shown_all_that_is_counted_of_the_code() -> None:
    kept = house.KEPT.read_text(encoding="utf-8")
    for what, found in house.whole().rows:
        (row,) = re.findall(rf"^\| {re.escape(what)} \| ([^|]+) \|", kept, re.MULTILINE)
        assert re.sub(r"[\d,.]+", "0", row) == re.sub(r"[\d,.]+", "0", found)


def test_a_desk_is_measured_at_a_growing_number_of_hosts() -> None:
    (table,) = fleet.tables(TRIAL)
    assert [row[:2] for row in table.rows] == [("2", "12"), ("3", "18")]
    assert all(float(cell) > 0 for row in table.rows for cell in row[4:])
