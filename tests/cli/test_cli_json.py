"""What commands print for other programs has the shape that docs/json.md describes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ovreport.run.health import Diagnosis
from tests.cli.stand_in import TINY, Simulated, command, experiment

DESCRIBED = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")


def described(heading: str) -> set[str]:
    """The fields that a table of the document has, by what stands before it or in its head."""
    after = DESCRIBED[DESCRIBED.index(heading) + len(heading) :]
    table = after[after.index("|---") :].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


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
    assert set(left_out) == {"experiment", "host"} | described("## Records that are left out")
    assert left_out["why"] == "cell"
    assert command("doctor", "--json").exit_code == 1
