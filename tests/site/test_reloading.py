"""Pages that `serve` shows load themselves again when they are made anew."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from ovreport.cli.watching import Watcher
from tests.cli.test_cli_serve import served


def test_a_page_that_is_open_follows_when_it_is_made_anew(browser: Browser, tmp_path: Path) -> None:
    page_file, number = tmp_path / "index.html", iter(range(2, 9))

    def make() -> bool:
        page_file.write_text(f"<!doctype html><title>page {next(number)}</title><p>text</p>")
        return True

    changed = [1]
    watcher = Watcher(lambda: {page_file: changed[0]}, make)
    page_file.write_text("<!doctype html><title>page 1</title><p>text</p>")
    with served(tmp_path, state=watcher.state) as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        for title in ("page 2", "page 3"):
            changed[0] += 1
            watcher.look()
            watcher.look()
            expect(page).to_have_title(title)
        page.close()
