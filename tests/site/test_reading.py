"""What a reader does with a page: scrolls, points, saves pictures, types, takes one file along."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.render import write_single_files
from tests.simulation import article_plan, article_records
from tests.site.browser import WIDTHS, Site, scroll_through, tab
from tests.site.hostile import VOICES
from tests.sites import write_site

PNG = b"\x89PNG\r\n\x1a\n"
MOST_TABS = 400

FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return {
    what: at.id || at.dataset.image || at.hreflang || at.parentElement.className || at.tagName,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    seen: at.getBoundingClientRect().bottom > 0 && at.getBoundingClientRect().top < innerHeight,
  };
}"""
"""What the keyboard is on, whether a ring shows it, and whether it is in the window."""


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One experiment of five configurations, as a site and (in `single`) as one file a language."""
    root = tmp_path_factory.mktemp("article")
    report = conclude(analyse(article_plan(), "simulated", article_records()))
    write_site([report], root / "site")
    write_single_files([report], root / "single", hosts=[report.analysis.host])
    return Site(name="article", root=root / "site", languages=("en", "zh-Hans"))


@pytest.fixture(scope="session")
def page(article: Site) -> Path:
    return article.experiments()[0]


def current(page: Page) -> list[str]:
    """Entries of the contents that are marked as where the reader is."""
    return [str(entry.get_attribute("href")) for entry in page.locator(".toc a[aria-current]").all()]


def test_the_contents_follow_the_reader(browser: Browser, page: Path) -> None:
    with tab(browser, page) as opened:
        first = current(opened.page)
        assert len(first) == 1
        for anchor in ("#compare", "#conclusions", "#doubts", first[0]):
            opened.page.evaluate("at => document.querySelector(at).scrollIntoView()", anchor)
            expect(opened.page.locator(f'.toc a[href="{anchor}"]')).to_have_attribute("aria-current", "true")
            assert current(opened.page) == [anchor]


LABELS = """() => [...document.querySelectorAll('.glance tbody tr:not(.group)')].flatMap(row =>
  [...row.cells].map((cell, place) => ({
    head: row.closest('table').tHead.rows[0].cells[place].textContent,
    label: getComputedStyle(cell, '::before').content.replaceAll('"', ''),
    figure: cell.matches('.r') && cell.textContent !== '',
  })).filter(cell => cell.figure))"""
"""Of every figure of the first table the head of its column, and the label that is shown with it."""


def test_on_a_narrow_page_every_figure_of_the_first_table_says_what_it_is(
    browser: Browser, page: Path
) -> None:
    with tab(browser, page, width=WIDTHS["phone"]) as opened:
        shown = opened.page.evaluate(LABELS)
        assert shown
        assert [figure["label"] for figure in shown] == [figure["head"] for figure in shown]
        expect(opened.page.locator(".glance thead").first).to_be_hidden()
    with tab(browser, page) as opened:
        assert {figure["label"] for figure in opened.page.evaluate(LABELS)} == {"none"}


def drawn(page: Page, kind: str) -> Locator:
    """A picture that has been scrolled to and is drawn."""
    figure = page.locator(f"figure:has([data-figure={kind}])")
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".plotly-host.drawn svg.main-svg").first).to_be_visible()
    return figure


@pytest.mark.parametrize("format_", ["svg", "png"])
def test_a_picture_can_be_saved(browser: Browser, page: Path, format_: str) -> None:
    with tab(browser, page) as opened:
        figure = drawn(opened.page, "throughput")
        with opened.page.expect_download() as download:
            figure.locator(f'[data-image="{format_}"]').click()
        name, content = download.value.suggested_filename, download.value.path().read_bytes()
    assert name == f"ovreport-throughput.{format_}"
    if format_ == "png":
        assert content.startswith(PNG)
    else:
        assert ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(("kind", "unit"), [("throughput", "FPS"), ("latency", "ms"), ("trade", "FPS")])
def test_a_mark_under_the_pointer_tells_its_number_and_unit(
    browser: Browser, page: Path, kind: str, unit: str
) -> None:
    with tab(browser, page) as opened:
        figure = drawn(opened.page, kind)
        box = figure.locator(".scatterlayer path.point").last.bounding_box()
        assert box
        opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        text = figure.locator(".hoverlayer .hovertext").first
        expect(text).to_contain_text(unit)
        expect(text).to_contain_text("batch", ignore_case=True)


def tabbed(page: Page) -> list[dict[str, object]]:
    """All that the Tab key reaches, in its order, each as `FOCUS` sees it."""
    found: list[dict[str, object]] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
        if page.evaluate("document.activeElement === document.body"):
            return found[:-1]
    return found


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(browser: Browser, page: Path) -> None:
    with tab(browser, page) as opened:
        opened.page.evaluate("ovreport.drawAll()")  # a picture that draws above the keyboard moves the page
        found = tabbed(opened.page)
    reached = {str(each["what"]) for each in found}
    assert len(found) < MOST_TABS
    assert reached >= {"zh-Hans", "theme", "proof", "svg", "png", "yaml", "records"}
    assert [each for each in found if not (each["ring"] and each["seen"])] == []


@pytest.mark.parametrize("drawer", ["details.proof", "figure details", "details.yaml", "details.records"])
def test_enter_opens_a_drawer_for_the_tab_key_and_closes_it(
    browser: Browser, page: Path, drawer: str
) -> None:
    with tab(browser, page) as opened:
        details = opened.page.locator(drawer).first
        content = details.locator("> :not(summary)").first
        expect(content).to_be_hidden()
        details.locator("> summary").focus()
        opened.page.keyboard.press("Enter")
        expect(content).to_be_visible()
        opened.page.keyboard.press("Tab")
        assert details.evaluate("drawer => drawer.contains(document.activeElement)")
        details.locator("> summary").focus()
        opened.page.keyboard.press("Enter")
        expect(content).to_be_hidden()


def test_every_filter_leaves_the_experiments_of_its_value(browser: Browser, hostile: Site) -> None:
    """Each of the three has tags, a model, a device and a host of its own."""
    with tab(browser, hostile.pages()[0]) as opened:
        cards = opened.page.locator(".cards > li:visible")
        assert cards.count() == len(VOICES)
        filters = opened.page.locator("[data-filter]")
        names = [each.get_attribute("data-filter") for each in filters.all()]
        assert sorted(map(str, names)) == ["device", "host", "model", "tag"]
        for select in filters.all():
            for value in select.locator("option:not([value=''])").evaluate_all(
                "all => all.map(one => one.value)"
            ):
                select.select_option(value)
                own = [voice for voice in VOICES if voice.text[:60] in value or voice.device == value]
                assert len(own) == 1, value
                expect(cards).to_have_count(1)
                expect(cards.locator("h2 a")).to_have_attribute("href", f"{own[0].slug}/index.html")
                expect(opened.page.locator("#found")).to_have_text(f"1 / {len(VOICES)}")
            select.select_option("")


@pytest.fixture(scope="session")
def single(article: Site) -> Path:
    return article.root.parent / "single" / "article.html"


def test_a_single_file_asks_for_nothing_but_itself(browser: Browser, single: Path) -> None:
    with tab(browser, single) as opened:
        scroll_through(opened.page)
        pictures = opened.page.locator("[data-figure]")
        expect(opened.page.locator(".plotly-host.drawn:has(svg.main-svg)")).to_have_count(pictures.count())
        assert pictures.count() > 5
        assert opened.problems == []
        assert opened.files() == (single,)
        assert opened.foreign_requests() == []


def test_a_single_file_changes_its_theme_with_its_pictures(browser: Browser, single: Path) -> None:
    colour = "getComputedStyle(document.querySelector('[data-figure=throughput] .annotation-text')).fill"
    with tab(browser, single) as opened:
        drawn(opened.page, "throughput")
        paper = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        ink = opened.page.evaluate(colour)
        opened.page.click("#theme")
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
        opened.page.wait_for_function(f"before => {colour} !== before", arg=ink)


@pytest.mark.parametrize(
    "title", ["h2#conclusions", "#figure-trade figcaption", ".concl > li:last-child .say"]
)
def test_the_mark_of_a_link_is_seen_under_the_pointer_and_the_keyboard_and_never_on_paper(
    browser: Browser, page: Path, title: str
) -> None:
    with tab(browser, page) as opened:
        heading = opened.page.locator(title)
        mark = heading.locator(".permalink")
        expect(mark).to_have_css("opacity", "0")
        heading.hover()
        expect(mark).to_have_css("opacity", "1")
        opened.page.mouse.move(0, 0)
        expect(mark).to_have_css("opacity", "0")
        opened.page.keyboard.press("Tab")
        mark.focus()
        expect(mark).to_have_css("opacity", "1")
        opened.page.emulate_media(media="print")
        expect(mark).to_be_hidden()


def test_a_link_to_what_found_no_room_among_the_conclusions_opens_where_it_stands(
    browser: Browser, page: Path
) -> None:
    with tab(browser, page) as opened:
        statement = opened.page.locator(".further li").first
        expect(statement).to_be_hidden()
        anchor = str(statement.get_attribute("id"))
    with tab(browser, page, fragment=anchor) as opened:
        expect(opened.page.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_link_to_a_conclusion_that_the_page_does_not_draw_shows_a_line_that_says_so(
    browser: Browser, page: Path
) -> None:
    with tab(browser, page) as opened:
        expect(opened.page.locator(".unanswered")).to_be_hidden()
    for scripts in (True, False):
        with tab(browser, page, fragment="conclusion-undisturbed", scripts=scripts) as opened:
            expect(opened.page.locator(".unanswered")).to_be_in_viewport()
