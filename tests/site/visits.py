"""One visit to every page of a site in each theme and width, and all that can be seen on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FloatRect

from tests.site.browser import WIDTHS, Site, Theme, scroll_through, tab, violations

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS: tuple[tuple[Theme, str], ...] = (("light", "desktop"), ("dark", "desktop"), ("light", "phone"))
"""Every theme and every width; a phone differs in its layout, and themes differ in nothing but colours."""

TALLEST_PX = 30_000
"""Chromium takes no picture of a page that is much taller."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What was seen of one page.

    Attributes:
        page: Its path in the site.
        problems: Errors in the console and requests that failed.
        foreign: Requests to other hosts.
        first: Files that were asked for before the reader moved.
        all: Files that were asked for in the end.
        pictures, drawn: Number of pictures, and of those that show something.
        overflow_px: How much wider than the window the page is.
        violations: What axe-core has against it, all drawers open.
        screenshot: The page, as far as it can be pictured.
    """

    page: str
    theme: Theme
    width: str
    problems: tuple[str, ...]
    foreign: tuple[str, ...]
    first: tuple[Path, ...]
    all: tuple[Path, ...]
    pictures: int
    drawn: int
    overflow_px: int
    violations: tuple[str, ...]
    screenshot: Path


def visits(browser: Browser, site: Site, artifacts: Path) -> list[Visit]:
    """Visits all pages of a site's sample; screenshots are left below `artifacts`."""
    views = [(path, theme, width) for path in site.sample() for theme, width in LOOKS]
    return [visit(browser, site, path, theme, width, artifacts) for path, theme, width in views]


def visit(browser: Browser, site: Site, path: Path, theme: Theme, width: str, artifacts: Path) -> Visit:
    name = path.relative_to(site.root).as_posix()
    stem = name.removesuffix(".html").replace("/", "-")
    screenshot = artifacts / "screenshots" / site.name / f"{stem}-{width}-{theme}.png"
    with tab(browser, path, theme=theme, width=WIDTHS[width]) as opened:
        page = opened.page
        first = opened.files()
        scroll_through(page)
        page.wait_for_function(
            "() => [...document.querySelectorAll('[data-figure]')].every(each => each.querySelector('svg'))"
        )
        height = min(TALLEST_PX, page.evaluate("document.documentElement.scrollHeight"))
        clip: FloatRect = {"x": 0, "y": 0, "width": WIDTHS[width], "height": height}
        page.screenshot(path=screenshot, full_page=True, clip=clip)
        overflow = page.evaluate(OVERFLOW)
        pictures = page.locator("[data-figure]").count()
        drawn = page.locator("[data-figure]:has(svg.main-svg)").count()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        problems = tuple(opened.problems)  # before axe-core, which may not read style sheets from disk
        # widths differ in layout, not in what axe-core looks at
        found = violations(page) if width == "desktop" else []
        return Visit(
            page=name,
            theme=theme,
            width=width,
            problems=problems,
            foreign=tuple(opened.foreign_requests()),
            first=first,
            all=opened.files(),
            pictures=pictures,
            drawn=drawn,
            overflow_px=overflow,
            violations=tuple(found),
            screenshot=screenshot,
        )
