"""Draws docs/page.png, the picture of the README, in Chromium: `python -m tests.docs.picture`.

The page is made from the records in docs/example, which were measured once and are kept.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.commandline import ovreport
from tests.environment import chromium
from tests.site.browser import FLAGS

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "example"
PICTURE = DOCS / "page.png"
WIDTH, EDGE, SCALE = 1040, 24, 1.5
"""Of the window and of what is left free around the part that is drawn, in pixels of the page."""

COLOURS = 64
"""Enough for a page of text and lines; the file becomes a third of what it would be with all of them."""


def draw(page: Path) -> bytes:
    """A page from its headline to the end of its first table, as PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        opened = browser.new_page(viewport={"width": WIDTH, "height": WIDTH}, device_scale_factor=SCALE)
        opened.goto(page.as_uri())
        first, last = (opened.locator(name).first.bounding_box() for name in (".kicker", ".glance tbody"))
        assert first
        assert last
        left, top, end = last["x"] - EDGE, first["y"] - EDGE, last["y"] + last["height"]
        shot = opened.screenshot(
            clip={"x": left, "y": top, "width": last["width"] + 2 * EDGE, "height": end + EDGE / 2 - top},
            full_page=True,
        )
        browser.close()
    written = io.BytesIO()
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def rendered(folder: Path) -> Path:
    """The page of the example, written below `folder`."""
    shutil.copytree(EXAMPLE, folder / "experiments")
    ran = ovreport("render", "experiments", folder=folder)
    assert ran.exit_code == 0, ran.output
    return folder / "site" / "one-or-four" / "index.html"


def main() -> None:
    """Renders the example in a temporary folder, and draws the page."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_bytes(draw(rendered(Path(folder))))
    print(f"{PICTURE}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
