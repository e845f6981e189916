"""Opens built pages in Chromium and collects what goes wrong in them."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.environment import NODE_MODULES

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
VALIDATION = Path(__file__).with_name("htmlvalidate.json")
WIDTHS = {"desktop": 1440, "phone": 390}

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A built site.

    Attributes:
        languages: BCP 47 tags of the languages that its pages can be switched to.
    """

    name: str
    root: Path
    languages: tuple[str, ...]

    def pages(self) -> list[Path]:
        """All pages, the index first."""
        index = self.root / "index.html"
        return [index, *sorted(page for page in self.root.rglob("*.html") if page != index)]

    def experiments(self) -> list[Path]:
        """The pages that write up an experiment: those with pictures."""
        return [page for page in self.pages() if "data-figure" in page.read_text(encoding="utf-8")]

    def sample(self) -> list[Path]:
        """All pages, but only one of a single configuration: the others differ in their numbers."""
        whole = [page for page in self.pages() if page.name in {"index.html", "method.html"}]
        single = [page for page in self.pages() if page not in whole]
        return whole + single[:1]

    def largest(self) -> Path:
        """The page with the most bytes."""
        return max(self.pages(), key=lambda page: page.stat().st_size)


@dataclass(kw_only=True)
class Tab:
    """An open page, and what its console and its requests complained about.

    Attributes:
        requested: Addresses of everything that the page asked for.
    """

    page: Page
    problems: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on(
            "console", lambda said: self.problems.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self.requested.append(request.url))

    def files(self) -> tuple[Path, ...]:
        """Files that were asked for up to now."""
        urls = (urlsplit(url) for url in dict.fromkeys(self.requested))
        return tuple(Path(unquote(url.path)) for url in urls if url.scheme == "file")

    def foreign_requests(self) -> list[str]:
        return [url for url in self.requested if urlsplit(url).scheme not in {"file", "data", "blob"}]


@contextmanager
def tab(
    browser: Browser,
    path: Path,
    *,
    fragment: str = "",
    theme: Theme = "light",
    width: int = WIDTHS["desktop"],
    scripts: bool = True,
) -> Iterator[Tab]:
    """Opens a page from disk and leaves it when the block ends."""
    context = browser.new_context(
        color_scheme=theme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=scripts,
        bypass_csp=True,  # axe-core is put into the page
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = Tab(page=context.new_page())
    opened.listen()
    opened.page.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
    yield opened
    context.close()


def shown_language(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def scroll_through(page: Page) -> None:
    """Moves down the page by windows, as a reader does, so that what is lazy gets its turn."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
            scrollTo(0, y);
            await new Promise(done => requestAnimationFrame(done));
          }
        }"""
    )


def violations(page: Page) -> list[str]:
    """What axe-core has against the page as it is shown now."""
    page.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [describe(violation) for violation in found["violations"]]


def describe(violation: dict[str, Any]) -> str:
    places = [json.dumps(node["target"]) for node in violation["nodes"]]
    return f"{violation['id']}: {violation['help']} ({len(places)} times, first at {places[0]})"


def invalid_html(pages: Sequence[Path]) -> str:
    """What html-validate has against these pages; nothing if they are valid."""
    validator = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    if not validator.is_file():
        pytest.skip("no checkers: run `python tests/environment.py` first")
    ran = subprocess.run(
        ["node", validator, "--config", VALIDATION, "--formatter", "text", *pages],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return (ran.stdout[:5000] + ran.stderr) or f"ended with {ran.returncode}" if ran.returncode else ""


@dataclass(frozen=True)
class Links:
    """What a page points to, and what can be pointed to in it."""

    targets: tuple[str, ...]
    anchors: frozenset[str]


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value is not None:
                self.targets.append(value)
            elif name == "id" and value:
                self.anchors.add(value)


def links(page: Path) -> Links:
    reader = _LinkReader()
    reader.feed(page.read_text(encoding="utf-8"))
    return Links(tuple(reader.targets), frozenset(reader.anchors))


def broken_links(site: Site) -> list[str]:
    """Internal links of all pages whose file or place in it does not exist."""
    known = {page.resolve(): links(page) for page in site.pages()}
    return [
        f"{page.relative_to(site.root)}: {target}"
        for page in site.pages()
        for target in known[page.resolve()].targets
        if not urlsplit(target).scheme and not resolves(page, target, known)
    ]


def resolves(page: Path, target: str, known: dict[Path, Links]) -> bool:
    parts = urlsplit(target)
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
    if not parts.fragment or file not in known:
        return file.is_file()
    return unquote(parts.fragment) in known[file].anchors


RADICALS = str.maketrans("⺟⺠⻁⻄⻅⻆⻋⻓⻔⻚⻛⻜⻝⻢⻥⻦⻩⻬⻰", "母民虎西见角车长门页风飞食马鱼鸟黄齐龙")
"""A PDF may name a character by the radical that looks the same; these have no normal form of their own."""


def letters(text: str) -> str:
    """Only letters and digits in their plain form: the typography of a PDF does not matter."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text.translate(RADICALS)))
