"""What commands print for other programs has the shape that docs/json.md describes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ovreport.errors import VerifyError
from ovreport.run.hardware import Device
from ovreport.run.health import Diagnosis
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment

DESCRIBED = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")


def described(heading: str) -> set[str]:
    """The fields that a table of the document has, by what stands before it or in its head."""
    after = DESCRIBED[DESCRIBED.index(heading) + len(heading) :]
    table = after[after.index("|---") :].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


LEFT_OUT = described("## Records that are left out")


def printed(*arguments: str) -> Any:
    """What a command prints with `--json`."""
    ended = command(*arguments, "--json")
    return json.loads(ended.stdout)


def test_doctor_prints_what_it_found_of_the_host_and_of_results_folders(simulated: Simulated) -> None:
    simulated.health = (Diagnosis(about="load", found="busy", mend="Wait."), Diagnosis(about="turbo"))
    experiment()
    command("run")
    first = min(Path("experiments/results/tiny/bench").glob("*.parquet"))
    first.write_bytes(b"")
    experiment(TINY.replace("[1, 2]", "[2]"))
    found = printed("doctor")
    assert [each["state"] for each in found["host"]] == ["disturbs", "unknown"]
    assert set(found["host"][0]) == described("| field of `host`")
    (folder,) = found["results"]
    assert set(folder) == described("| field of `results`")
    assert (folder["records"], folder["findings"][0]["bad"]) == (5, True)
    (left_out,) = folder["left_out"]
    assert set(left_out) == {"experiment", "host"} | LEFT_OUT
    assert left_out["why"] == "cell"
    assert command("doctor", "--json").exit_code == 1


def test_check_prints_the_work_that_an_experiment_asks_for(simulated: Simulated) -> None:
    experiment(TINY.replace("requests: [1, 2]", "requests: [1, 2]\nmode: sync"))
    experiment(PRINTED, "printed")
    command("run", "experiments/tiny.yaml")
    experiment(TINY.replace("requests: [1, 2]", "requests: [1, 3]\nmode: sync"))
    figures, tiny = printed("check")
    assert set(tiny) == set(figures) == described("## `ovreport check`")
    assert (figures["configurations"], figures["left"]) == (0, 0)
    assert (tiny["experiment"], tiny["file"]) == ("tiny", "experiments/tiny.yaml")
    assert (tiny["rounds"], tiny["trials"], tiny["measured"], tiny["left"]) == (3, 6, 3, 6)
    assert set(tiny["left_out"][0]) == LEFT_OUT
    assert "`mode: sync` makes one request at a time" in tiny["notes"][0]


def test_a_time_that_nothing_tells_is_null(simulated: Simulated) -> None:
    experiment(TINY.replace("seconds: 0.3", "requests: 500"))
    assert printed("check")[0]["seconds"] is None


def test_list_prints_what_is_known_of_an_experiment_on_each_host(simulated: Simulated) -> None:
    experiment()
    (unmeasured,) = printed("list")
    assert (unmeasured["title"], unmeasured["configurations"], unmeasured["hosts"]) == ("Tiny", 2, [])
    command("run", "--host", "one")
    command("run", "--host", "two")
    experiment(TINY.replace("[1, 2]", "[2]"))
    (measured,) = printed("list")
    assert set(measured) == described("## `ovreport list`")
    assert [each["host"] for each in measured["hosts"]] == ["one", "two"]
    assert set(measured["hosts"][0]) == described("| field of `hosts`")
    assert set(measured["hosts"][0]["left_out"][0]) == LEFT_OUT
    assert (measured["hosts"][0]["trials"], measured["hosts"][0]["last_utc_ns"] > 0) == (3, True)


def test_what_list_cannot_read_is_said_beside_what_it_prints(simulated: Simulated) -> None:
    experiment()
    experiment(name="other")
    Path("experiments/results").mkdir()
    Path("experiments/results/other").symlink_to("other")
    ended = command("list", "--json")
    assert [each["experiment"] for each in json.loads(ended.stdout)] == ["tiny"]
    assert ended.exit_code != 0


def test_devices_prints_all_that_devices_tell(simulated: Simulated) -> None:
    simulated.devices = (
        Device(
            name="GPU", full_name="Any", capabilities=("FP16",), properties=(("DEVICE_TYPE", "discrete"),)
        ),
    )
    (device,) = printed("devices")
    assert set(device) == described("## `ovreport devices`")
    assert device["properties"] == {"DEVICE_TYPE": "discrete"}


def test_plan_prints_every_question_and_what_a_budget_leaves_open(simulated: Simulated) -> None:
    experiment()
    (plan,) = printed("plan", "--resolve", "1%", "--budget", "1h")
    assert set(plan) == described("## `ovreport plan`")
    assert {"open", "remains", "metric", "estimate", "rounds_needed"} <= set(plan["questions"][0])
    assert (plan["rounds"], plan["within"]["seconds"]) == (3, 3600)
    assert {each["remains"] for each in plan["questions"]} <= {True, False}
    (plan,) = printed("plan")
    assert plan["within"] is None
    assert {each["remains"] for each in plan["questions"]} == {None}


def test_verify_prints_what_differs_and_ends_as_without(simulated: Simulated) -> None:
    experiment()
    command("build")
    sound = printed("verify")
    assert set(sound) == described("## `ovreport verify`")
    assert (sound["mismatches"], sound["troubles"], sound["assets"]) == ([], [], [])
    page = Path("site/tiny/index.html")
    page.write_text(page.read_text(encoding="utf-8").replace("Tiny", "Huge"), encoding="utf-8")
    ended = command("verify", "--json")
    assert isinstance(ended.exception, VerifyError)
    found = json.loads(ended.stdout)
    assert found["pages"] == sound["pages"]
    assert set(found["mismatches"][0]) == {"page", "stated", "recomputed", "sentence"}
    next(Path("site").rglob("*.parquet")).write_bytes(b"")
    assert set(printed("verify")["troubles"][0]) == {"path", "what"}
