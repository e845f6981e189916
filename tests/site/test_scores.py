"""What Lighthouse thinks of the index and of the largest page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.spec import SiteDescription
from ovreport.spec.site_file import SiteKeys
from tests.environment import NODE_MODULES, chromium
from tests.simulation import article_plan, measure
from tests.site.browser import Site
from tests.site.conftest import ARTIFACTS
from tests.site.lighthouse import audit, served
from tests.site.test_pages import FIRST_VIEW_BYTES
from tests.sites import write_site

MOST_REQUESTS = 12
"""Page, style, script, icon and typefaces; a page's weight has its bound in FIRST_VIEW_BYTES."""

MOST_SHIFT = 0.1
"""Up to which a page counts as one that does not move."""

LEAST = {"performance": 0, "accessibility": 95, "best-practices": 100, "seo": 100}
"""Points of a site that says where it is; performance is a timing."""

pytestmark = pytest.mark.skipif(
    chromium() is None or shutil.which("node") is None or not NODE_MODULES.is_dir(),
    reason="no Chromium, Node.js or checkers: run `python tests/environment.py` first",
)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["index", "largest"])
def test_lighthouse_finds_a_page_light_still_and_open_to_everybody(site: Site, which: str) -> None:
    """Its score of performance is a timing and left to `python -m benchmarks.pages`."""
    page = site.pages()[0] if which == "index" else site.largest()
    report = ARTIFACTS / "lighthouse" / f"{site.name}-{which}.json"
    with served(site.root) as address:
        found = audit(address + page.relative_to(site.root).as_posix(), report)
    timed = {"performance"}
    assert {name: points for name, points in found.scores.items() if points < 95 and name not in timed} == {}
    assert found.bytes <= FIRST_VIEW_BYTES
    assert found.requests <= MOST_REQUESTS
    assert found.layout_shift <= MOST_SHIFT
    assert set(found.blocking) <= {"css"}, "a script is waited for"


@pytest.mark.slow
def test_lighthouse_has_nothing_against_pages_that_know_their_address(tmp_path: Path) -> None:
    plan = article_plan()
    with served(tmp_path) as address:
        keys = SiteKeys(base_url=address, title={"": "Measured at home"}, accent="#7a1f5c")
        report = conclude(analyse(plan, "simulated", measure(plan)))
        write_site([report], tmp_path, about=SiteDescription(keys=keys))
        for which, path in (("index", ""), ("article", f"{plan.article.slug}/")):
            found = audit(address + path, ARTIFACTS / "lighthouse" / f"at-home-{which}.json")
            assert {name: points for name, points in found.scores.items() if points < LEAST[name]} == {}
