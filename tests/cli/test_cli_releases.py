"""An experiment over releases of OpenVINO, from its file to its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ovreport.errors import SpecError
from ovreport.store import Store
from ovreport.workflow import pending
from tests.cli.stand_in import Simulated, command, experiment, stored

RELEASES = """\
title: Releases
model: tiny
device: CPU
openvino: ["2025.4", installed]
requests: 1
measure: {rounds: 3, seconds: 0.3}
"""


def same(text: str) -> str:
    """What was printed, without the breaks of lines."""
    return " ".join(text.split())


def versions() -> list[str]:
    headers = Store(root=Path("experiments/results")).scan("releases").headers
    return sorted(header.openvino_version for header in headers if header.failure is None)


def test_releases_are_compared_like_any_other_factor(simulated: Simulated) -> None:
    experiment(RELEASES, "releases")
    built = command("build")
    assert built.exit_code == 0, built.output
    assert simulated.packages.installed == ["2025.4.1"]
    told = json.loads(command("conclusions", "--json").output)
    contrasts = [one for claim in told for one in claim["contrasts"] if one["factor"]]
    assert {(one["factor"], one["level"]) for one in contrasts} == {("openvino", "installed")}
    page = Path("site/releases/index.html").read_text()
    assert "OpenVINO 2025.4" in page
    assert "OpenVINO 2025.4.1" in page  # in force
    assert command("verify").exit_code == 0


def test_records_of_a_release_that_is_named_stay_when_another_one_is_installed_here(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment(RELEASES, "releases")
    command("run")
    simulated.version = "2099.1.0"
    monkeypatch.setattr(pending, "openvino_version", lambda: simulated.version)
    assert "3 records are left out" in same(command("run").output)
    assert versions().count("2099.1.0") == 3
    assert command("check").output.count("left out") == 1
    command("run")
    assert len(simulated.calls) == 2


def test_a_patch_that_comes_out_later_changes_nothing_of_what_was_measured(simulated: Simulated) -> None:
    experiment(RELEASES, "releases")
    command("run")
    simulated.packages.known += ("2025.4.9",)
    command("run", "--rounds", "4")
    assert simulated.packages.installed == ["2025.4.1"]
    assert versions().count("2025.4.1") == 4


@pytest.mark.parametrize("arguments", [["build"], ["run"], ["check"]])
def test_a_release_that_there_is_not_is_refused_before_anything_is_measured(
    simulated: Simulated, arguments: list[str]
) -> None:
    experiment(RELEASES.replace("2025.4", "2025.9"), "releases")
    refused = command(*arguments)
    assert isinstance(refused.exception, SpecError)
    told = str(refused.exception)
    assert "openvino" in told
    assert "there is no OpenVINO 2025.9" in told
    assert "nearest to it are 2025.4.1 and 2026.1.0" in told
    assert (simulated.calls, stored()) == ([], [])


def test_check_names_the_line_and_says_what_would_be_installed_and_how_large_it_is(
    simulated: Simulated,
) -> None:
    experiment(RELEASES, "releases")
    said = same(command("check").output)
    assert "releases.yaml:4: openvino[0]: OpenVINO 2025.4.1 is not here yet" in said
    assert "60 MB" in said
    assert simulated.packages.installed == []
    command("run")
    assert "is not here yet" not in command("check").output


def test_check_says_so_where_the_index_cannot_be_asked(simulated: Simulated) -> None:
    simulated.packages.reached = False
    experiment(RELEASES, "releases")
    checked = command("check")
    assert checked.exit_code == 0
    assert "the package index cannot be asked" in same(checked.output)


@pytest.mark.parametrize("trouble", [{"reached": False}, {"broken": "no wheel"}])
def test_without_a_release_the_others_are_measured_and_its_cells_fail_with_the_reason(
    simulated: Simulated, trouble: dict[str, object]
) -> None:
    vars(simulated.packages).update(trouble)
    experiment(RELEASES.replace('["2025.4", installed]', '[installed, "2025.4"]'), "releases")
    built = command("build")
    assert built.exit_code == 1
    assert versions() == [simulated.version] * 3
    assert "releases.yaml: openvino: OpenVINO 2025.4" in str(built.exception)
    assert "The release of OpenVINO cannot be used here" in Path("site/releases/index.html").read_text()


def test_a_release_that_could_not_be_had_is_measured_as_soon_as_it_can(simulated: Simulated) -> None:
    simulated.packages.reached = False
    experiment(RELEASES.replace('["2025.4", installed]', '[installed, "2025.4"]'), "releases")
    command("run")
    again = command("run")
    assert (again.exit_code, len(simulated.calls)) == (1, 1)
    simulated.packages.reached = True
    assert command("run").exit_code == 0
    assert versions().count("2025.4.1") == 3
