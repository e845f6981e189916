"""Cells of several releases of OpenVINO in one session, each with workers of its own."""

from __future__ import annotations

import sys
from importlib.metadata import distribution, version
from pathlib import Path

import pytest

from ovreport.plan import INSTALLED, Plan
from ovreport.records import Record
from ovreport.run.releases import Command, Release, command
from ovreport.run.session import devices, measure
from tests.run.plans import FAKE, FILES, blocks_of, by_number, number_of, plan_of, setting


def fake(number: str) -> Release:
    return Release(version=number, command=(sys.executable, "-m", "tests.run.fake_release", number))


def measured(plan: Plan, releases: dict[str, Release], here: Command = FAKE) -> list[Record]:
    session = measure(
        plan, blocks_of(plan), host="here", files=FILES, session="s", command=here, releases=releases
    )
    return list(session)


def asking(*releases: str) -> Plan:
    return plan_of([setting(openvino=each) for each in releases], rounds=2)


def test_every_cell_is_measured_with_the_release_that_it_asks_for() -> None:
    plan = asking(INSTALLED, "2025.4", "2024.6")
    records = measured(plan, {"2025.4": fake("2025.4.1"), "2024.6": fake("2024.6.0")})
    assert [record.failure for record in records] == [None] * 6
    versions = {number_of(record): record.openvino_version for record in records}
    assert versions == {0: "0.fake", 1: "2025.4.1", 2: "2024.6.0"}


def test_the_facts_of_a_record_are_those_of_its_release() -> None:
    records = by_number(measured(asking(INSTALLED, "2025.4"), {"2025.4": fake("2025.4.1")}))
    told = [fact.value for record in records.values() for fact in record.facts if fact.key == "openvino"]
    assert sorted(told) == ["0.fake", "2025.4.1"]


def test_the_oldest_release_writes_the_models_that_all_read() -> None:
    both = {"2025.10": fake("2025.10.0"), "2025.4": fake("2025.4.1")}
    records = measured(asking(*both), both)
    assert {record.model.sha256 for record in records if record.model} == {"2025.4.1"}


def test_cells_whose_release_cannot_be_had_fail_once_and_the_others_are_measured() -> None:
    lacking = {"2025.4": Release(version="2025.4.1", problem="it cannot be installed: no room")}
    records = measured(asking(INSTALLED, "2025.4"), lacking)
    (failed,) = (record for record in records if record.failure)
    assert failed.failure is not None
    assert (failed.failure.kind, failed.failure.message) == ("no-release", lacking["2025.4"].problem)
    assert failed.openvino_version == "2025.4.1"
    assert len(records) == 3


def test_a_release_that_does_not_load_takes_nobody_down_with_it(tmp_path: Path) -> None:
    empty = Release(version="2025.4.1", command=command(tmp_path))
    records = measured(asking(INSTALLED, "2025.4"), {"2025.4": empty})
    (failed,) = (record.failure for record in records if record.failure)
    assert failed.kind == "no-release"
    assert "No module named 'numpy'" in failed.message


def test_a_host_without_the_installed_release_measures_those_that_are_asked_for() -> None:
    records = measured(asking("2025.4"), {"2025.4": fake("2025.4.1")}, here=("false",))
    assert [record.failure for record in records] == [None, None]


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with the OpenVINO and the NumPy of this Python, and nothing else of what is installed."""
    for package, parts in (("openvino", ["openvino"]), ("numpy", ["numpy", "numpy.libs"])):
        for part in parts:
            (tmp_path / part).symlink_to(str(distribution(package).locate_file(part)))
    return tmp_path


@pytest.mark.openvino
def test_a_worker_imports_openvino_numpy_and_ovreport_alone(alone: Path) -> None:
    here = version("openvino").split("-")[0]
    release = Release(version=here, command=command(alone))
    assert [device.name for device in devices(release.command)][:1] == ["CPU"]
    plan = plan_of([setting(openvino="2025.4", storage="f16", mode="sync"), setting(openvino="2025.4")])
    records = measured(plan, {"2025.4": release}, here=("false",))
    assert [record.failure for record in records] == [None, None]
    assert {record.openvino_version for record in records} == {here}
    assert all(record.floor_ns for record in records)
