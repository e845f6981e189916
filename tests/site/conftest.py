"""Builds the sites that the browser tests look at, once a run, and starts the browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.environment import NODE_MODULES, chromium
from tests.site.browser import FLAGS, Site

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "test-artifacts"
LANGUAGES = ("en", "zh-Hans")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs all of this folder, so that each site is built once."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    path = chromium()
    if path is None or not NODE_MODULES.is_dir():
        pytest.skip("no Chromium or no checkers: run `python tests/environment.py` first")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The experiments of this repository, measured briefly on this machine."""
    folder = tmp_path_factory.mktemp("shipped")
    for experiment in (ROOT / "experiments").glob("*.yaml"):
        target = folder / "experiments" / experiment.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(experiment, target)
    command = [sys.executable, "-m", "ovreport", "build", "experiments", "--profile", "quick"]
    built = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
        stdin=subprocess.DEVNULL,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return Site(name="shipped", root=folder / "site", languages=LANGUAGES)
