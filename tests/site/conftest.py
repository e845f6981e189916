"""Builds the sites that the browser tests look at, once a run, and starts the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from tests import fleets
from tests.commandline import PATIENCE_SECONDS, ovreport
from tests.environment import NODE_MODULES, chromium
from tests.simulation import large_plan, measure
from tests.site.browser import FLAGS, Site
from tests.site.hostile import hostile_site
from tests.sites import write_site

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "test-artifacts"
LANGUAGES = ("en", "zh-Hans")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


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
    ran = ovreport("build", "experiments", "--profile", "quick", folder=folder, timeout=3 * PATIENCE_SECONDS)
    assert ran.exit_code == 0, ran.output
    return Site(name="shipped", root=folder / "site", languages=LANGUAGES)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A hundred simulated configurations in ten rounds, and three hosts that do not agree."""
    plan = large_plan()
    words = tuple(replace(plan.article.words(language), language=language) for language in LANGUAGES)
    plan = replace(plan, article=replace(plan.article, translations=words))
    analysis = analyse(plan, "simulated", measure(plan), noise=None, unreadable=())
    root = tmp_path_factory.mktemp("large") / "site"
    write_site([conclude(analysis), *fleets.three()], root)
    return Site(name="large", root=root, languages=LANGUAGES)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Experiments of strangers whose every text is markup, endless, or in other letters."""
    return hostile_site(tmp_path_factory.mktemp("hostile") / "site")


@pytest.fixture(scope="session", params=["shipped", "large"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each site in turn."""
    built: Site = request.getfixturevalue(request.param)
    return built
