"""Pages about experiments of strangers: their texts show as text, do nothing and break no layout."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.site.browser import Site, invalid_html, tab
from tests.site.conftest import ARTIFACTS
from tests.site.hostile import VOICES, Voice
from tests.site.visits import Visit, visits

TALLEST_PX = 60_000
"""Of the page about endless names at the width of a phone. The others come to a good half of it; names that
are printed whole, or a column that is one letter wide, to ten times as much."""

PLACES = ("slow", "label", "failing", "message", "note", "platform", "source", "processor", "Author", "host")


@pytest.fixture(scope="session")
def seen(browser: Browser, hostile: Site) -> list[Visit]:
    return visits(browser, hostile, ARTIFACTS)


def test_no_text_of_a_stranger_runs_or_fetches_anything(seen: list[Visit]) -> None:
    assert {visit.page for visit in seen} >= {f"{voice.slug}/index.html" for voice in VOICES}
    assert [
        (visit.page, visit.problems, visit.foreign) for visit in seen if visit.problems or visit.foreign
    ] == []


def test_pictures_draw_whatever_their_configurations_are_called(seen: list[Visit]) -> None:
    assert sum(visit.pictures for visit in seen) > 0
    assert [visit.page for visit in seen if visit.drawn != visit.pictures] == []


def test_no_text_of_a_stranger_makes_a_page_wider_than_the_window(seen: list[Visit]) -> None:
    assert [(visit.page, visit.width, visit.overflow_px) for visit in seen if visit.overflow_px > 0] == []


def test_axe_finds_no_violation_in_texts_of_strangers(seen: list[Visit]) -> None:
    assert [(visit.page, visit.theme, visit.violations) for visit in seen if visit.violations] == []


def test_html_around_texts_of_strangers_is_valid(hostile: Site) -> None:
    assert invalid_html(hostile.pages()) == ""


def test_no_link_of_a_stranger_leads_to_a_script(browser: Browser, hostile: Site) -> None:
    for path in hostile.pages():
        with tab(browser, path, scripts=False) as opened:
            assert opened.page.locator("a[href^='javascript:' i]").count() == 0
            assert opened.page.locator("main a[href^='data:' i]").count() == 0


@pytest.mark.parametrize("voice", VOICES, ids=[voice.slug for voice in VOICES])
def test_a_text_of_a_stranger_shows_as_text_in_each_of_its_places(
    browser: Browser, hostile: Site, voice: Voice
) -> None:
    with tab(browser, hostile.root / voice.slug / "index.html") as opened:
        shown = opened.page.locator("main").text_content()
        title = opened.page.locator("h1").text_content()
    assert shown
    assert title == voice.says("Title")
    begun = voice.text[:150]
    assert [place for place in PLACES if f"{place} {begun}" not in shown] == []


def test_endless_names_leave_a_page_that_can_be_read(browser: Browser, hostile: Site) -> None:
    with tab(browser, hostile.root / "endless" / "index.html", width=390) as opened:
        assert opened.page.evaluate("document.documentElement.scrollHeight") < TALLEST_PX
