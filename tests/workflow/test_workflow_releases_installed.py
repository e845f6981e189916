"""Releases of OpenVINO from the package index, really installed and measured with."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from ovreport.store import Store
from ovreport.workflow import releases
from tests.commandline import experiment, ovreport

TEXT = """\
title: Oldest and newest
model: tiny
device: CPU
openvino: {asked}
storage: f16
mode: [async, sync]
measure: {{rounds: 1, seconds: 0.2}}
"""


@pytest.fixture(scope="module")
def ends() -> tuple[str, str]:
    """The oldest release that is supported and the newest one, of those for this Python."""
    oldest, newest = (releases.installer().find(asked) for asked in ("2024.0", "2099.1"))
    if not newest.nearest:
        pytest.skip(f"no package index: {newest.words}")
    return oldest.version or oldest.nearest[-1], newest.nearest[0]


@pytest.mark.slow
@pytest.mark.openvino
def test_the_oldest_and_the_newest_release_measure_the_same_file(
    ends: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = experiment(tmp_path, "ends", TEXT.format(asked=[*ends]))
    checked = ovreport("check", file, folder=tmp_path)
    assert " MB" in checked.output
    ran = ovreport("run", file, "--no-wait", folder=tmp_path)
    assert ran.exit_code == 0, ran.output
    headers = Store(root=tmp_path / "experiments" / "results").scan("ends").headers
    assert sorted(header.openvino_version for header in headers) == sorted([*ends, *ends])
    assert [header.failure for header in headers] == [None] * 4
    assert len({header.model_sha256 for header in headers}) == 1


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pip") is None, reason="this Python has no pip")
def test_pip_finds_what_uv_finds(ends: tuple[str, str]) -> None:
    asked = ends[1].rpartition(".")[0]
    assert releases._Pip().find(asked).version == releases.installer().find(asked).version
