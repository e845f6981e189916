"""Which release a name means, and folders that are whole or not there."""

from __future__ import annotations

import dataclasses
import platform
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ovreport.errors import SpecError
from ovreport.plan import INSTALLED, Plan
from ovreport.run.releases import Release
from ovreport.store import RecordHeader, header_of
from ovreport.workflow import releases
from tests import simulation
from tests.simulated_plans import make_plan
from tests.workflow.packages import FakePackages

PLAN: Plan = make_plan(factors={"openvino": [INSTALLED, "2025.4"]}, rounds=1)


def headers(*versions: str) -> list[RecordHeader]:
    """A trial of every cell, with its version."""
    found = [record for record, _ in simulation.measure(PLAN)]
    return [
        header_of(dataclasses.replace(record, openvino_version=version), record.cell_id, "")
        for record, version in zip(found, versions, strict=True)
    ]


def named(cache: Path, packages: FakePackages, known: list[RecordHeader] | None = None) -> Release:
    return releases.named(PLAN, known or [], cache, packages)["2025.4"]


def made(cache: Path, packages: FakePackages, version: str = "2025.4.1") -> Release:
    asked = {"2025.4": Release(version=version)}
    return releases.made(asked, cache, packages, lambda _: None)["2025.4"]


def test_a_name_means_the_newest_patch_of_the_index(tmp_path: Path) -> None:
    assert named(tmp_path, FakePackages()) == Release(version="2025.4.1")


def test_a_release_that_was_measured_stays_the_one_that_is_meant(tmp_path: Path) -> None:
    packages = FakePackages()
    found = named(tmp_path, packages, headers("2026.1.0", "2025.4.0"))
    assert (found.version, packages.asked) == ("2025.4.0", [])


def test_a_release_that_was_installed_stays_the_one_that_is_meant(tmp_path: Path) -> None:
    first = made(tmp_path, FakePackages(), "2025.4.0")
    packages = FakePackages()
    assert named(tmp_path, packages) == first
    assert packages.asked == []


def test_a_release_of_two_digits_is_not_taken_for_one_of_one(tmp_path: Path) -> None:
    made(tmp_path, FakePackages(), "2025.40.0")
    assert named(tmp_path, FakePackages()).version == "2025.4.1"


def test_a_release_that_there_is_not_is_refused_with_the_nearest(tmp_path: Path) -> None:
    told = r"no OpenVINO 2025\.4 for Python .* nearest to it are 2023\.1 and 2026\.1"
    with pytest.raises(SpecError, match=told):
        named(tmp_path, FakePackages(known=("2023.1", "2026.1")))


def test_without_an_index_the_name_stands_and_the_problem_is_told(tmp_path: Path) -> None:
    found = named(tmp_path, FakePackages(reached=False))
    assert found.version == "2025.4"
    assert "the package index cannot be asked" in found.problem
    assert "no route to host" in found.problem


def test_a_release_is_installed_once(tmp_path: Path) -> None:
    packages = FakePackages()
    first, second = made(tmp_path, packages), made(tmp_path, packages)
    assert first == second
    assert Path(first.command[-1], "half").is_file()
    assert packages.installed == ["2025.4.1"]


def test_of_two_makers_at_a_time_one_installs(tmp_path: Path) -> None:
    packages = FakePackages()
    with ThreadPoolExecutor(2) as makers:
        first, second = makers.map(lambda _: made(tmp_path, packages), range(2))
    assert first == second
    assert packages.installed == ["2025.4.1"]


def test_what_cannot_be_installed_leaves_no_folder_and_says_why(tmp_path: Path) -> None:
    found = made(tmp_path, FakePackages(broken="no space left"))
    assert found.problem == "OpenVINO 2025.4.1 cannot be installed: no space left"
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_what_a_killed_maker_left_is_swept_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".part-killed").mkdir()
    made(tmp_path, FakePackages())
    assert not (tmp_path / ".part-killed").exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    assert f"{blocked}: " in made(blocked, FakePackages()).problem


def interrupt(*_: object) -> str:
    raise KeyboardInterrupt


def test_an_interrupt_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = FakePackages()
    monkeypatch.setattr(packages, "install", interrupt)
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, packages)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_program_that_cannot_be_started_has_found_nothing_and_says_so() -> None:
    found = releases._Uv("/nowhere/uv").find("2025.4")
    assert (found.version, found.nearest) == ("", ())
    assert "No such file" in found.words


def test_a_release_older_than_those_that_workers_get_on_with_is_refused(tmp_path: Path) -> None:
    plan = make_plan(factors={"openvino": [INSTALLED, "2023.3"]}, rounds=1)
    with pytest.raises(SpecError, match=r"2023\.3 cannot be measured with; releases can from 2024\.0 on"):
        releases.named(plan, [], tmp_path, FakePackages(known=("2023.3.0",)))


LOCKED = """\
#!/bin/sh
cat <<'END'
lock-version = "1.0"
[[packages]]
name = "numpy"
version = "2.3.5"
wheels = [{ url = "https://host/numpy-2.3.5-py3-none-any.whl", size = 20 }]
[[packages]]
name = "openvino"
version = "2025.4.1"
wheels = [
  { url = "https://host/openvino-2025.4.1-PYTHON-PYTHON-manylinux2014_SYSTEM.whl"SIZE },
  { url = "https://host/openvino-2025.4.1-cp30-cp30-manylinux2014_SYSTEM.whl", size = 7000 },
]
END
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-in for uv is a script for Linux")
@pytest.mark.parametrize(("told", "whole"), [(", size = 300", 320), ("", None)])
def test_the_size_is_that_of_the_wheels_for_this_python_where_the_index_tells(
    tmp_path: Path, told: str, whole: int | None
) -> None:
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    text = LOCKED.replace("PYTHON", python).replace("SYSTEM", platform.machine()).replace("SIZE", told)
    program = tmp_path / "uv"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    found = releases._Uv(str(program)).find("2025.4")
    assert (found.version, found.size_bytes) == ("2025.4.1", whole)
