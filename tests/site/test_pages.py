"""Every page of a built site, opened from disk in Chromium."""

from __future__ import annotations

import getpass
import io
import json
import math
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.site.browser import (
    THEMES,
    Site,
    Theme,
    broken_links,
    invalid_html,
    letters,
    shown_language,
    tab,
)
from tests.site.conftest import ARTIFACTS
from tests.site.visits import Visit, visits

FIRST_VIEW_BYTES = 300_000
MUTE = 4
"""Names of so few letters (`root`, `vm`) tell nothing and occur in other words."""

LANDING = """async () => {
  const missed = [];
  for (const entry of document.querySelectorAll('.toc a')) {
    location.hash = entry.hash;
    await new Promise(done => requestAnimationFrame(done));
    const box = document.querySelector(entry.hash).getBoundingClientRect();
    if (box.top < -1 || box.top > innerHeight) missed.push(entry.hash);
  }
  return missed;
}"""
"""Follows every entry of the contents; gives those whose heading is then out of sight."""


def named(site: Site, page: Path) -> str:
    return page.relative_to(site.root).as_posix()


@pytest.fixture(scope="session")
def seen(browser: Browser, site: Site) -> list[Visit]:
    """A visit to every page in each look."""
    return visits(browser, site, ARTIFACTS)


def test_a_page_opens_without_an_error_or_a_request_to_another_host(seen: list[Visit]) -> None:
    assert [
        (visit.page, visit.problems, visit.foreign) for visit in seen if visit.problems or visit.foreign
    ] == []


def test_every_picture_draws(seen: list[Visit]) -> None:
    assert sum(visit.pictures for visit in seen) > 0
    assert [
        (visit.page, visit.drawn, visit.pictures) for visit in seen if visit.drawn != visit.pictures
    ] == []


def test_plotly_is_loaded_only_where_a_picture_comes_near(seen: list[Visit]) -> None:
    for visit in seen:
        assert not [file for file in visit.first if "plotly" in file.name], visit.page
        assert bool(visit.pictures) == bool([file for file in visit.all if "plotly" in file.name]), visit.page


def test_the_first_view_is_light(seen: list[Visit]) -> None:
    weights = {visit.page: sum(file.stat().st_size for file in visit.first) for visit in seen}
    assert {page: weight for page, weight in weights.items() if weight > FIRST_VIEW_BYTES} == {}


def test_axe_finds_no_violation(seen: list[Visit]) -> None:
    assert [(visit.page, visit.theme, visit.violations) for visit in seen if visit.violations] == []


def test_nothing_is_wider_than_the_window(seen: list[Visit]) -> None:
    assert [(visit.page, visit.width, visit.overflow_px) for visit in seen if visit.overflow_px > 0] == []


def test_a_screenshot_of_every_page_is_kept(seen: list[Visit]) -> None:
    assert [visit.page for visit in seen if not visit.screenshot.stat().st_size] == []


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_button_turns_the_page_over_and_back(browser: Browser, site: Site, theme: Theme) -> None:
    with tab(browser, site.pages()[0], theme=theme) as opened:
        at_first = background(opened.page)
        opened.page.click("#theme")
        turned = background(opened.page)
        opened.page.click("#theme")
        assert turned != at_first
        assert background(opened.page) == at_first


CHOSEN = "localStorage.getItem('ovreport-theme')"


def chosen_over_a_reload(browser: Browser, page: Path, theme: Theme) -> tuple[str | None, str | None, bool]:
    """Which theme was stored before and after a reload, and whether the page then looks as before."""
    with tab(browser, page, theme=theme) as opened:
        opened.page.click("#theme")
        turned, before = background(opened.page), opened.page.evaluate(CHOSEN)
        opened.page.reload()
        return before, opened.page.evaluate(CHOSEN), background(opened.page) == turned


@pytest.mark.parametrize("theme", THEMES)
def test_a_chosen_theme_outlives_a_reload(browser: Browser, site: Site, theme: Theme) -> None:
    # Chromium itself lost the value in 2 of 600 reloads that came at once on a busy machine: it had
    # given it back just before. Only this loss is tried again; a page that stores nothing fails at once.
    for _ in range(3):
        before, after, same = chosen_over_a_reload(browser, site.pages()[0], theme)
        assert before == THEMES[1 - THEMES.index(theme)]
        if after == before:
            break
    assert (after, same) == (before, True)


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
        cards = opened.page.locator(".cards > li").all()
        levels = [json.loads(card.get_attribute("data-levels") or "{}") for card in cards]
        shown = [card.is_visible() for card in cards]
        assert shown == ["GPU" in each.get("device", ()) for each in levels]
        assert 0 < sum(shown) < len(shown)


def with_evidence(site: Site, what: str = 'class="proof"') -> list[Path]:
    """Pages with evidence, or with `what` in it."""
    found = [page for page in site.experiments() if what in page.read_text(encoding="utf-8")]
    assert found
    return found


def test_evidence_opens_with_values_and_a_program(browser: Browser, site: Site) -> None:
    for path in with_evidence(site, "d = np.array(["):
        with tab(browser, path) as opened:
            comparisons = opened.page.locator("details.proof").filter(has_text="d = np.array([")
            proof = comparisons.first
            drawer = proof.locator(".drawer")
            expect(drawer).to_be_hidden()
            proof.locator("summary").first.click()
            expect(drawer).to_be_visible()
            program = drawer.locator(".code pre").inner_text()
            ratios = drawer.locator(".scroll").first.locator("tbody tr > :nth-child(4)").all_inner_texts()
        values = re.search(r"d = np\.array\(\[(.*?)\]\)", program)
        assert values
        logs = [float(value) for value in values[1].split(",")]
        assert [float(ratio) for ratio in ratios] == pytest.approx([math.exp(log) for log in logs], abs=6e-4)
        assert printed(program) == program.splitlines()[-1].removeprefix("# ")


def printed(program: str) -> str:
    """The last line that a Python program prints."""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-1]


def test_the_address_of_a_conclusion_opens_its_evidence(browser: Browser, site: Site) -> None:
    for path in with_evidence(site):
        with tab(browser, path) as opened:
            number = opened.page.locator(".concl > li:has(details.proof)").last.get_attribute("id")
        with tab(browser, path, fragment=str(number)) as opened:
            expect(opened.page.locator(f"#{number} details.proof .drawer")).to_be_visible()
            expect(opened.page.locator(f"#{number}")).to_be_in_viewport()


def test_every_entry_of_the_contents_lands_on_its_heading(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            missed = opened.page.evaluate(LANDING)
            assert opened.page.locator(".toc a").count() > 5
            assert missed == [], named(site, path)


def test_the_printed_page_holds_every_conclusion(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            said = opened.page.locator(".concl .say").all_inner_texts()
            printed = opened.page.pdf(format="A4")
        pages = PdfReader(io.BytesIO(printed)).pages
        text = letters("".join(page.extract_text() for page in pages))
        assert said
        assert [sentence for sentence in said if letters(sentence) not in text] == [], named(site, path)


@pytest.mark.parametrize("near", [False, True], ids=["unseen", "seen"])
def test_paper_shows_every_picture_or_its_table(browser: Browser, site: Site, near: bool) -> None:
    """A browser does not wait for plotly.js when it prints; a picture that was never near has its table."""
    with tab(browser, site.experiments()[0]) as opened:
        page = opened.page
        if near:
            page.locator(".plotly-host").first.scroll_into_view_if_needed()
            expect(page.locator(".plotly-host.drawn").first).to_be_visible()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        figures = page.locator("figure:has(.plotly-host)").all()
        drawn = [each.locator(".plotly-host.drawn svg.main-svg").first.is_visible() for each in figures]
        tables = [each.locator(".figfoot table").is_visible() for each in figures]
    assert figures
    assert drawn == [near] * len(figures)
    assert tables == [not near] * len(figures)


def test_without_scripts_every_sentence_and_table_is_there(browser: Browser, site: Site) -> None:
    for path in site.experiments():
        with tab(browser, path) as opened:
            with_scripts = opened.page.locator("main p, main table").count()
            sentences = opened.page.locator(".concl .say").all_inner_texts()
        with tab(browser, path, scripts=False) as opened:
            assert opened.page.locator("main p, main table").count() == with_scripts
            assert opened.page.locator(".concl .say").all_inner_texts() == sentences


def test_the_html_is_valid(site: Site) -> None:
    assert invalid_html(site.sample()) == ""


def test_every_internal_link_resolves(site: Site) -> None:
    assert broken_links(site) == []


def test_the_site_names_no_user_home_or_machine(shipped: Site) -> None:
    names = {str(Path.home()), str(shipped.root), socket.gethostname(), getpass.getuser()}
    telling = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)".encode()) for name in names if len(name) > MUTE]
    assert telling
    for file in shipped.root.rglob("*"):
        if file.is_file() and "plotly" not in file.name:
            content = file.read_bytes()
            assert [name.pattern for name in telling if name.search(content)] == [], named(shipped, file)
