"""What Lighthouse thinks of the index and of the largest page."""

from __future__ import annotations

import shutil

import pytest

from tests.environment import NODE_MODULES, chromium
from tests.site.browser import Site
from tests.site.conftest import ARTIFACTS
from tests.site.lighthouse import best_of, served

ENOUGH = 95

pytestmark = pytest.mark.skipif(
    chromium() is None or shutil.which("node") is None or not NODE_MODULES.is_dir(),
    reason="no Chromium, Node.js or checkers: run `python tests/environment.py` first",
)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["index", "largest"])
def test_lighthouse_gives_at_least_95_points_in_each_category(site: Site, which: str) -> None:
    page = site.pages()[0] if which == "index" else site.largest()
    report = ARTIFACTS / "lighthouse" / f"{site.name}-{which}.json"
    with served(site.root) as address:
        scores = best_of(address + page.relative_to(site.root).as_posix(), report, enough=ENOUGH)
    print(f"Lighthouse, {site.name}, {which}: {scores}")
    assert {name: points for name, points in scores.items() if points < ENOUGH} == {}
