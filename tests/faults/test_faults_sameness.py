"""Same records, same version: the same site, byte for byte, whatever the surroundings are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.commandline import PATIENCE_SECONDS
from tests.faults.commands import contents, environment

pytestmark = pytest.mark.slow

CHINESE = TINY.replace("title: Tiny", "title: {en: Tiny, zh-Hans: 小}\nlanguage: [en, zh-Hans]\ntags: [a, é]")

SURROUNDINGS: dict[str, dict[str, str]] = {
    "plain": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "elsewhere": {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu", "LC_ALL": "zh_CN.UTF-8"},
    "ascii": {
        "PYTHONHASHSEED": "7",
        "TZ": "America/St_Johns",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
}


@pytest.fixture
def measured(simulated: Simulated, tmp_path: Path) -> Path:
    """An experiment with its records, in two languages."""
    experiment(CHINESE)
    ended = command("run")
    assert ended.exit_code == 0, ended.exception
    return tmp_path / "experiments"


def rendered(measured: Path, folder: Path, surroundings: dict[str, str], *options: str) -> dict[str, bytes]:
    """The site as a process in other surroundings writes it, from a copy in another folder."""
    folder.mkdir(parents=True)
    shutil.copytree(measured, folder / "experiments")
    ended = subprocess.run(
        [sys.executable, "-m", "ovreport", "render", *options],
        cwd=folder,
        env=environment(XDG_CACHE_HOME=str(folder / "cache"), **surroundings),
        capture_output=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")[-2000:]
    return dict(contents(folder / "site"))


@pytest.mark.parametrize("name", ["elsewhere", "ascii"])
def test_a_site_is_the_same_in_other_surroundings(measured: Path, tmp_path: Path, name: str) -> None:
    plain = rendered(measured, tmp_path / "plain", SURROUNDINGS["plain"])
    other = rendered(measured, tmp_path / "deep" / "er" / "名 of folder", SURROUNDINGS[name])
    assert len(plain) > 10
    assert sorted(plain) == sorted(other)
    assert [path for path in plain if plain[path] != other[path]] == []


def test_a_page_in_a_single_file_is_the_same_in_other_surroundings(measured: Path, tmp_path: Path) -> None:
    sites = [
        rendered(measured, tmp_path / name, surroundings, "--single-file")
        for name, surroundings in SURROUNDINGS.items()
        if name != "elsewhere"
    ]
    assert sites[0] == sites[1]


def test_text_files_of_a_site_have_unix_line_ends(measured: Path, tmp_path: Path) -> None:
    site = rendered(measured, tmp_path / "plain", SURROUNDINGS["plain"])
    written = [path for path in site if path.endswith((".html", ".css", ".json", ".csv", ".xml", ".txt"))]
    assert written
    assert [path for path in written if b"\r" in site[path]] == []


def test_a_terminal_that_knows_ascii_alone_gets_every_command_without_a_traceback(measured: Path) -> None:
    for name in ("conclusions", "list", "check"):
        ended = subprocess.run(
            [sys.executable, "-m", "ovreport", name],
            cwd=measured.parent,
            env=environment(**SURROUNDINGS["ascii"]),
            capture_output=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        assert b"Traceback" not in ended.stderr, ended.stderr[-2000:].decode(errors="replace")
        assert ended.returncode == 0
