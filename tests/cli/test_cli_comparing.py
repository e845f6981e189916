"""`compare` and `history`: results that lie in folders, beside one another and over time."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.simulation import World

RESULTS = Path("experiments/results")
QUIET = World(trial_sd=0.01, round_sd=0.005)


def slower(factor: float, *, seed: int = 2) -> World:
    """A machine on which every request takes so many times as long."""
    return dataclasses.replace(QUIET, seed=seed, service_ms=lambda setting: 10.0 * factor * setting.images)


def measured(simulated: Simulated, world: World, host: str, *more: str) -> None:
    simulated.world = world
    ran = command("run", "--host", host, "--quiet", *more)
    assert ran.exit_code == 0, ran.output


@pytest.fixture
def two_hosts(simulated: Simulated) -> Simulated:
    experiment()
    measured(simulated, slower(1.0), "old")
    measured(simulated, slower(1.3), "new")
    return simulated


def compared(*arguments: str | Path) -> dict[str, object]:
    ran = command("compare", *arguments, "--json")
    assert ran.exit_code == 0, ran.output
    found: dict[str, object] = json.loads(ran.output)
    return found


def test_two_hosts_are_compared_configuration_by_configuration(two_hosts: Simulated) -> None:
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new")
    assert ran.exit_code == 0, ran.output
    assert "new beside old" in ran.output
    assert ran.output.count("slower  3 and 3 rounds") == 5  # two, of which one is undisturbed, too
    assert "did not take turns" in ran.output


def test_a_limit_that_is_shown_to_be_broken_ends_with_code_1(two_hosts: Simulated) -> None:
    old, new = RESULTS / "tiny/old", RESULTS / "tiny/new"
    assert command("compare", old, new, "--fail-on", "slower:5%").exit_code == 1
    assert command("compare", old, new, "--fail-on", "slower:40%").exit_code == 0
    assert command("compare", new, old, "--fail-on", "slower:5%").exit_code == 0


def test_a_limit_is_not_broken_by_a_session_that_is_a_little_off(simulated: Simulated) -> None:
    experiment()
    measured(simulated, slower(1.0), "old")
    measured(simulated, slower(1.02, seed=3), "new")
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new", "--fail-on", "slower:5%")
    assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize(("bound_ms", "code"), [(5, 1), (1000, 0)], ids=["missed", "kept"])
def test_a_missed_objective_ends_with_code_1(simulated: Simulated, bound_ms: int, code: int) -> None:
    experiment(TINY + f"objective: {{p50_ms: {bound_ms}}}\n")
    for host in ("old", "new"):
        measured(simulated, slower(1.0), host)
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new", "--fail-on", "objective")
    assert ran.exit_code == code, ran.output


def test_to_fail_on_an_objective_takes_one(two_hosts: Simulated) -> None:
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new", "--fail-on", "objective")
    assert "has no objective" in str(ran.exception)


def test_a_limit_that_is_none_is_refused(two_hosts: Simulated) -> None:
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new", "--fail-on", "slower")
    assert ran.exit_code == 2
    assert "slower:5%" in ran.output


def test_releases_in_one_folder_are_told_apart_by_what_follows_the_folder(simulated: Simulated) -> None:
    experiment()
    for version in ("2026.1.0", "2026.2.0"):
        simulated.version = version
        measured(simulated, slower(1.0), "bench")
    found = compared(f"{RESULTS}/tiny/bench@2026.1", f"{RESULTS}/tiny/bench@2026.2")
    assert [found[side]["name"] for side in ("first", "second")] == [  # type: ignore[index] # of JSON
        "OpenVINO 2026.1.0",
        "OpenVINO 2026.2.0",
    ]
    assert {
        "group": "software",
        "key": "openvino",
        "unit": "",
        "first": "2026.1.0",
        "second": "2026.2.0",
    } in (
        found["differences"]  # type: ignore[operator] # of JSON
    )


def test_experiments_that_differ_in_their_model_are_compared(simulated: Simulated) -> None:
    experiment()
    experiment(TINY.replace("model: tiny", "model: no-op"), "other")
    measured(simulated, slower(1.0), "bench")
    found = compared("experiments/tiny.yaml", "experiments/other.yaml")
    assert len(found["comparisons"]) == 5  # type: ignore[arg-type] # of JSON


def test_a_site_is_compared_with_results(two_hosts: Simulated) -> None:
    assert command("render", "--quiet").exit_code == 0
    found = compared("site/tiny/data/old", RESULTS / "tiny/new")
    assert found["first"]["host"] == "old"  # type: ignore[index] # of JSON


def test_old_results_need_no_experiment_file_of_their_own(two_hosts: Simulated) -> None:
    shutil.move(RESULTS / "tiny/old", "kept/tiny/old")
    assert command("compare", "kept/tiny/old", RESULTS / "tiny/new").exit_code == 0


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("experiments/tiny.yaml", "holds several results: tiny/new, tiny/old"),
        ("nowhere", "there is no such file or folder"),
        ("cache", "there are no records in it"),
        (f"{RESULTS}/tiny/old@1999", "holds no record of 1999"),
    ],
)
def test_an_argument_that_names_no_one_result_is_refused(
    two_hosts: Simulated, argument: str, said: str
) -> None:
    ran = command("compare", argument, RESULTS / "tiny/new")
    assert said in str(ran.exception)


def test_a_page_shows_what_the_console_says(two_hosts: Simulated) -> None:
    old, new = RESULTS / "tiny/old", RESULTS / "tiny/new"
    assert command("compare", old, new, "--output", "out").exit_code == 0
    page = Path("out/compare.html").read_text(encoding="utf-8")
    assert page.count("badge slower") == 5
    assert "http" not in page.replace("http://www.w3.org", "")


SAID = "title: Measured at home\nauthor: A. Reader\nfooter: Ask us.\naccent: '#7a1f5c'\n"


@pytest.mark.parametrize("place", ["results", "site"])
def test_pages_about_results_bear_what_the_site_file_beside_their_experiment_says(
    two_hosts: Simulated, place: str
) -> None:
    Path("experiments/site.yaml").write_text(SAID, encoding="utf-8")
    assert command("render", "--quiet").exit_code == 0
    new = {"results": RESULTS / "tiny/new", "site": Path("site/tiny/data/new")}[place]
    assert command("compare", RESULTS / "tiny/old", new, "--output", "out").exit_code == 0
    assert command("history", new, "--output", "out").exit_code == 0
    for name in ("compare.html", "history.new.html"):
        page = (Path("out") / name).read_text(encoding="utf-8")
        assert "· Measured at home</title>" in page
        assert "<p>Ask us.</p>" in page
        assert "<p>By <bdi>A. Reader</bdi></p>" in page
        assert "--link:#7a1f5c" in page


def test_a_page_is_not_put_into_a_site(two_hosts: Simulated) -> None:
    assert command("render", "--quiet").exit_code == 0
    ran = command("compare", RESULTS / "tiny/old", RESULTS / "tiny/new", "--output", "site")
    assert "is a site" in str(ran.exception)
    assert not Path("site/compare.html").exists()


@pytest.mark.parametrize("by", ["session", "day", "release"])
def test_points_of_a_history_are_what_is_asked_for(simulated: Simulated, by: str) -> None:
    experiment()
    for version in ("2026.1.0", "2026.2.0"):
        simulated.version = version
        measured(simulated, slower(1.0), "bench")
    ran = command("history", RESULTS, "--by", by, "--output", "out")
    assert ran.exit_code == 0, ran.output
    assert f"{'1 result' if by == 'day' else '2 results'} by {by}" in ran.output


def test_history_keeps_what_was_replaced(simulated: Simulated) -> None:
    experiment()
    measured(simulated, slower(1.0), "bench")
    measured(simulated, slower(1.0), "bench", "--rerun")
    ran = command("history", "experiments/tiny.yaml", "--json")
    assert ran.exit_code == 0, ran.output
    (found,) = json.loads(ran.output)
    assert [point["rounds"] for point in found["results"]] == [3, 3]


def test_history_draws_a_page_and_tells_that_few_results_show_nothing(simulated: Simulated) -> None:
    experiment()
    measured(simulated, slower(1.0), "bench")
    ran = command("history", "experiments/tiny.yaml", "--output", "out")
    assert ran.exit_code == 0, ran.output
    assert "One result is too few to show a change" in ran.output
    assert '<svg class="history"' in Path("out/history.bench.html").read_text(encoding="utf-8")
