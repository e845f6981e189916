"""Every page of a built site, opened from disk in Chromium."""

from __future__ import annotations

import getpass
import io
import socket
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.environment import NODE_MODULES
from tests.site.browser import (
    THEMES,
    WIDTHS,
    Site,
    Theme,
    broken_links,
    letters,
    scroll_through,
    shown_language,
    tab,
    violations,
)
from tests.site.conftest import ARTIFACTS

CONFIG = Path(__file__).with_name("htmlvalidate.json")
FIRST_VIEW_BYTES = 300_000


def named(site: Site, page: Path) -> str:
    return page.relative_to(site.root).as_posix()


def test_a_page_opens_without_an_error_or_a_request_to_another_host(browser: Browser, site: Site) -> None:
    problems = {}
    for path in site.sample():
        with tab(browser, path) as opened:
            scroll_through(opened.page)
            problems[named(site, path)] = opened.problems + opened.foreign_requests()
    assert {name: found for name, found in problems.items() if found} == {}


def test_every_picture_draws(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            pictures = opened.page.locator("[data-figure]")
            assert pictures.count() > 0
            for index in range(pictures.count()):
                pictures.nth(index).scroll_into_view_if_needed()
                expect(pictures.nth(index).locator("svg.main-svg").first).to_be_visible(timeout=20_000)
            assert opened.problems == []


def test_plotly_is_loaded_only_when_a_picture_comes_near(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            opened.page.wait_for_load_state("networkidle")
            before = list(opened.requested)
            scroll_through(opened.page)
            opened.page.wait_for_selector("svg.main-svg")
            assert not [url for url in before if "plotly" in url], named(site, path)
            assert [url for url in opened.requested if "plotly" in url], named(site, path)


def test_the_first_view_is_light(browser: Browser, site: Site) -> None:
    weights = {}
    for path in site.pages():
        with tab(browser, path) as opened:
            opened.page.wait_for_load_state("networkidle")
            files = {url.removeprefix("file://") for url in opened.requested if url.startswith("file://")}
            weights[named(site, path)] = sum(Path(file).stat().st_size for file in files)
        if len(weights) >= 20:  # further pages of configurations differ in their numbers only
            break
    assert {name: weight for name, weight in weights.items() if weight > FIRST_VIEW_BYTES} == {}


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_button_turns_the_page_over_and_back(browser: Browser, site: Site, theme: Theme) -> None:
    with tab(browser, site.pages()[0], theme=theme) as opened:
        at_first = background(opened.page)
        opened.page.click("#theme")
        turned = background(opened.page)
        opened.page.reload()
        kept = background(opened.page)
        opened.page.click("#theme")
        assert turned != at_first
        assert kept == turned
        assert background(opened.page) == at_first


def test_the_language_switch_leads_to_the_same_page_and_back(browser: Browser, site: Site) -> None:
    for path in site.experiments()[:2]:
        with tab(browser, path, fragment="conclusions") as opened:
            first = shown_language(opened.page)
            others = [language for language in site.languages if language != first]
            for language in [*others, first]:
                opened.page.click(f'.seg a[hreflang="{language}"]')
                assert shown_language(opened.page) == language
                assert opened.page.url.endswith("#conclusions")
            assert opened.page.url == path.as_uri() + "#conclusions"


def test_search_leaves_the_experiments_that_have_the_words(browser: Browser, shipped: Site) -> None:
    with tab(browser, shipped.pages()[0]) as opened:
        cards = opened.page.locator(".cards > li")
        title = cards.nth(1).locator("h2").inner_text()
        opened.page.fill("#search", title)
        expect(cards.nth(1)).to_be_visible()
        expect(cards.nth(0)).to_be_hidden()
        opened.page.fill("#search", "no experiment has these words")
        assert [card.is_visible() for card in cards.all()] == [False] * cards.count()
        opened.page.fill("#search", "")
        assert [card.is_visible() for card in cards.all()] == [True] * cards.count()


def test_a_filter_leaves_the_experiments_of_its_value(browser: Browser, shipped: Site) -> None:
    with tab(browser, shipped.pages()[0]) as opened:
        opened.page.select_option('[data-filter="device"]', "GPU")
        shown = [card for card in opened.page.locator(".cards > li").all() if card.is_visible()]
        assert len(shown) == 1
        assert "GPU" in shown[0].inner_text()


def test_evidence_opens_with_values_and_a_program(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            proof = opened.page.locator("details.proof").first
            expect(proof.locator(".drawer")).to_be_hidden()
            proof.locator("summary").first.click()
            expect(proof.locator(".drawer")).to_be_visible()


def test_the_address_of_a_conclusion_opens_its_evidence(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            number = opened.page.locator(".concl > li:has(details.proof)").last.get_attribute("id")
        with tab(browser, path, fragment=str(number)) as opened:
            expect(opened.page.locator(f"#{number} details.proof .drawer")).to_be_visible()
            expect(opened.page.locator(f"#{number}")).to_be_in_viewport()


def test_every_entry_of_the_contents_lands_on_its_heading(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            entries = opened.page.locator(".toc a").evaluate_all("all => all.map(a => a.hash)")
            assert len(entries) > 5
            for entry in entries[:: max(1, len(entries) // 12)]:
                opened.page.evaluate("hash => { location.hash = ''; location.hash = hash }", entry)
                expect(opened.page.locator(entry)).to_be_in_viewport()


def test_the_printed_page_holds_every_conclusion(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            said = opened.page.locator(".concl .say").all_inner_texts()
            printed = opened.page.pdf(format="A4")
        pages = PdfReader(io.BytesIO(printed)).pages
        text = letters("".join(page.extract_text() for page in pages))
        assert said
        assert [sentence for sentence in said if letters(sentence) not in text] == [], named(site, path)


def test_without_scripts_every_sentence_and_table_is_there(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            with_scripts = opened.page.locator("main p, main table").count()
            sentences = opened.page.locator(".concl .say").all_inner_texts()
        with tab(browser, path, scripts=False) as opened:
            assert opened.page.locator("main p, main table").count() == with_scripts
            assert opened.page.locator(".concl .say").all_inner_texts() == sentences


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation(browser: Browser, site: Site, theme: Theme) -> None:
    found = {}
    for path in site.sample():
        with tab(browser, path, theme=theme) as opened:
            scroll_through(opened.page)
            opened.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            found[named(site, path)] = violations(opened.page)
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(browser: Browser, site: Site, width: str) -> None:
    too_wide = {}
    for path in site.sample():
        with tab(browser, path, width=WIDTHS[width]) as opened:
            scroll_through(opened.page)
            too_wide[named(site, path)] = opened.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
    assert {name: excess for name, excess in too_wide.items() if excess > 0} == {}


def test_pictures_of_the_pages_are_kept(browser: Browser, site: Site) -> None:
    for path in site.sample():
        for width in WIDTHS:
            for theme in THEMES:
                folder = ARTIFACTS / "screenshots" / site.name
                name = f"{named(site, path).removesuffix('.html').replace('/', '-')}-{width}-{theme}.png"
                with tab(browser, path, theme=theme, width=WIDTHS[width]) as opened:
                    scroll_through(opened.page)
                    opened.page.wait_for_timeout(
                        300
                    )  # for the eye of a person only; nothing is decided by it
                    opened.page.screenshot(path=folder / name, full_page=True)
                assert (folder / name).stat().st_size > 0


def test_the_html_is_valid(site: Site) -> None:
    validator = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
    if not validator.is_file():
        pytest.skip("no checkers: run `python tests/environment.py` first")
    ran = subprocess.run(
        ["node", validator, "--config", CONFIG, "--formatter", "text", *site.sample()],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 0, ran.stdout[:5000] + ran.stderr


def test_every_internal_link_resolves(site: Site) -> None:
    assert broken_links(site) == []


def test_the_site_names_no_user_home_or_machine(shipped: Site) -> None:
    names = {str(Path.home()), socket.gethostname(), str(shipped.root)} | {getpass.getuser()} - {"root"}
    for file in shipped.root.rglob("*"):
        if file.is_file() and "plotly" not in file.name:
            content = file.read_bytes()
            assert [name for name in names if name.encode() in content] == [], named(shipped, file)
