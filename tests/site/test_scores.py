"""What Lighthouse thinks of the index and of the largest page."""

from __future__ import annotations

import shutil

import pytest

from tests.environment import NODE_MODULES, chromium
from tests.site.browser import Site
from tests.site.conftest import ARTIFACTS
from tests.site.lighthouse import audit, served
from tests.site.test_pages import FIRST_VIEW_BYTES

MOST_REQUESTS = 12
"""Page, style, script, icon and typefaces; a page's weight has its bound in FIRST_VIEW_BYTES."""

MOST_SHIFT = 0.1
"""Up to which a page counts as one that does not move."""

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
