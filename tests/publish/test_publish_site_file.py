"""What site.yaml says reaches every page, verify knows it, and nothing is claimed that nobody said."""

from __future__ import annotations

import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ovreport.errors import FileError, SpecError, VerifyError
from ovreport.render import card
from ovreport.render.card import CardWords
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment
from tests.publish.test_publish_site import BOTH, CHINESE, build, contents

BASE = "https://me.example.org/bench/"
SAID = f"""\
title: {{en: Measured at home, zh-Hans: 在家测量}}
base_url: {BASE}
author: A. Reader
licence: {{name: CC BY 4.0, url: https://creativecommons.org/licenses/by/4.0/}}
footer: Questions to [us](mailto:us@example.org).
accent: "#7a1f5c"
"""
SITE = Path("site")
PAGE = SITE / "tiny/index.html"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def here(simulated: Simulated) -> None:
    """A working folder with one experiment, where measuring takes no time."""
    experiment()


def said(text: str = SAID) -> None:
    Path("experiments/site.yaml").write_text(text, encoding="utf-8")


def meta(page: Path = PAGE) -> dict[str, str]:
    """What the head of a page says to programs, by name, property or relation."""
    html = page.read_text(encoding="utf-8")
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    return dict(found) | dict(re.findall(r'<link rel="([^"]+)" href="([^"]*)">', html))


def dataset(page: Path = PAGE) -> dict[str, Any]:
    html = page.read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    data: dict[str, Any] = json.loads(found)
    return data


def ids() -> list[str]:
    """Ids of the feed and of its entries."""
    feed = ET.parse(SITE / "feed.xml")
    return [str(each.text) for each in feed.iterfind(".//a:id", ATOM)]


def complaint(*options: str) -> str:
    ended = command("verify", "site", *options)
    assert isinstance(ended.exception, VerifyError), ended.exception or ended.output
    return str(ended.exception)


def test_pages_bear_title_footer_author_licence_and_colour_of_their_site() -> None:
    said()
    build()
    page, index = PAGE.read_text(encoding="utf-8"), (SITE / "index.html").read_text(encoding="utf-8")
    assert "<title>Tiny · Measured at home</title>" in page
    assert "<h1><bdi>Measured at home</bdi></h1>" in index
    assert '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    assert "A. Reader, “Tiny”" in page
    assert all('<a href="mailto:us@example.org"' in html for html in (page, index))
    assert ":root{--link:#7a1f5c}" in (SITE / "assets/site.css").read_text(encoding="utf-8")


def test_a_page_tells_programs_where_it_is_what_it_shows_and_how_its_link_looks() -> None:
    said()
    build()
    head = meta()
    assert head["canonical"] == head["og:url"] == f"{BASE}tiny/"
    assert head["og:image"] == f"{BASE}tiny/card.en.png"
    assert head["twitter:card"] == "summary_large_image"
    assert head["og:site_name"] == "Measured at home"
    with Image.open(io.BytesIO((SITE / "tiny/card.en.png").read_bytes())) as card:
        assert card.size == (1200, 630)


def test_the_data_of_a_page_can_be_found_by_search_engines_of_data() -> None:
    said()
    build()
    data = dataset()
    assert data["@type"] == "Dataset"
    assert data["name"] == "Tiny"
    assert data["url"] == f"{BASE}tiny/"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["creator"]["name"] == "A. Reader"
    files = [each["contentUrl"].removeprefix(BASE) for each in data["distribution"]]
    assert len(files) == 7, "six records and the experiment file"
    assert all((SITE / file).is_file() for file in files)


def test_without_a_site_file_no_page_names_an_address_or_has_a_picture() -> None:
    build()
    assert {"canonical", "og:url", "og:image"} & meta().keys() == set()
    assert "license" not in dataset()
    assert [path for path in SITE.rglob("*") if path.suffix == ".png"] == []
    assert not (SITE / "sitemap.xml").exists()
    assert "http" not in re.sub(r"http://www.w3.org/2005/Atom", "", (SITE / "feed.xml").read_text())
    assert all((PAGE.parent / each["contentUrl"]).is_file() for each in dataset()["distribution"])


def test_a_page_of_published_figures_offers_no_data_set_and_stands_in_no_feed() -> None:
    Path("experiments/tiny.yaml").write_text(PRINTED)
    build()
    assert "ld+json" not in PAGE.read_text(encoding="utf-8")
    assert "feed.xml" not in PAGE.read_text(encoding="utf-8")
    assert not (SITE / "feed.xml").exists()


def test_the_sitemap_has_every_page_in_every_language() -> None:
    said()
    experiment(CHINESE.replace("zh-Hans", "[zh-Hans, en]"), "face")
    build()
    found = {str(each.text) for each in ET.parse(SITE / "sitemap.xml").iterfind(".//m:loc", MAP)}
    own = {page.relative_to(SITE).as_posix().removesuffix("index.html") for page in SITE.rglob("*.html")}
    assert found == {BASE + path for path in own}


@pytest.mark.parametrize("text", ["", SAID], ids=["without", "with"])
def test_the_feed_stays_as_it_is_until_there_are_new_records(text: str, simulated: Simulated) -> None:
    said(text)
    build()
    before, known = (SITE / "feed.xml").read_bytes(), ids()
    shutil.rmtree("cache")
    build(how="render")
    assert (SITE / "feed.xml").read_bytes() == before
    build_more = command("build", "--rounds", "4")
    assert build_more.exit_code == 0, build_more.output
    assert ids() == known
    assert len(set(known)) == 2


def test_an_address_is_the_id_of_a_page_in_the_feed() -> None:
    said()
    build()
    assert ids() == [f"{BASE}feed.xml", f"{BASE}tiny/"]


def test_a_feed_can_be_read_whatever_an_experiment_is_called() -> None:
    experiment(TINY.replace("title: Tiny", r'title: "<b>&\x01\uFFFE]]>"'))
    build()
    feed = ET.parse(SITE / "feed.xml")
    (title,) = feed.iterfind("a:entry/a:title", ATOM)
    assert title.text == "<b>&\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}]]>"


def test_the_same_words_give_the_same_picture_so_that_nothing_is_written_anew() -> None:
    said()
    build()
    before = contents(SITE)
    shutil.rmtree("cache")
    shutil.rmtree(SITE)
    build(how="render")
    assert contents(SITE) == before


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, CardWords]:
    """What the cards say that were drawn, by their titles."""
    found: dict[str, CardWords] = {}
    draw = card.draw

    def noted(words: CardWords, accent: str | None) -> bytes | None:
        found[words.title] = words
        return draw(words, accent)

    monkeypatch.setattr(card, "draw", noted)
    return found


def test_a_page_in_letters_that_the_typefaces_lack_has_a_picture_with_english_words(
    drawn: dict[str, CardWords],
) -> None:
    said()
    experiment(CHINESE)
    build()
    head = meta()
    assert head["og:image"] == f"{BASE}tiny/card.zh-Hans.png"
    assert head["og:title"] == "小模型 · 在家测量"
    words = drawn["tiny"]
    assert words.kicker == "tiny on CPU"
    assert "" < max(words.sentence) < "\u2e80", "no Chinese letter"
    assert words.foot.endswith("Measured at home")


def test_the_list_of_experiments_has_a_picture_of_its_own(drawn: dict[str, CardWords]) -> None:
    said()
    experiment(CHINESE, "face")
    experiment(BOTH, "both")
    build()
    for tree, tag in (("", "zh-Hans"), ("en", "en")):
        head = meta(SITE / tree / "index.html")
        assert head["og:image"] == f"{BASE}card.{tag}.png"
        with Image.open(SITE / f"card.{tag}.png") as picture:
            assert picture.size == (1200, 630)
    words = drawn["Measured at home"]
    assert words.kicker == "me.example.org/bench"
    assert sorted(words.sentence.split(" · ")) == ["Small", "Tiny"]
    assert words.foot == "A. Reader · ovreport"


@pytest.mark.parametrize("name", ["feed.xml", "sitemap.xml", "tiny/card.en.png", "card.en.png"])
def test_verify_notices_a_file_for_programs_that_says_something_else(name: str) -> None:
    said()
    build()
    path = SITE / name
    path.write_bytes(path.read_bytes().replace(b"<updated>2", b"<updated>3").replace(b"tiny", b"tony")[:-9])
    assert name in complaint()


def test_what_a_site_no_longer_has_is_gone_whether_it_is_remembered_or_not() -> None:
    said()
    build()
    Path("experiments/site.yaml").unlink()
    shutil.copytree(SITE, "copied")
    build(how="render")
    left = {"sitemap.xml", "tiny/card.en.png", "card.en.png", "assets/site.yaml"}
    assert {path for path in left if (SITE / path).exists()} == set()
    shutil.rmtree("cache")
    build(how="render", site="copied")
    assert {path for path in left if (Path("copied") / path).exists()} == set()


def test_a_change_of_the_site_file_renews_all_pages() -> None:
    experiment(TINY, "other")
    said()
    build()
    said(SAID.replace("at home", "at work"))
    build("experiments/other.yaml")
    assert "at work" in PAGE.read_text(encoding="utf-8")


def test_the_languages_of_the_site_lead_and_those_of_experiments_follow() -> None:
    said("languages: [de]\n")
    build()
    assert 'lang="de"' in (SITE / "index.html").read_text(encoding="utf-8")
    assert (SITE / "en/index.html").is_file()


@pytest.mark.parametrize("how", ["build", "render", "check"])
def test_mistakes_of_the_site_file_are_told_with_their_lines_before_anything_is_done(how: str) -> None:
    said("title: T\nbase_url: me.example.org\nmodel: x\n")
    ended = command(how)
    assert isinstance(ended.exception, SpecError)
    assert "site.yaml:2: base_url: me.example.org is no address of a site" in str(ended.exception)
    assert "site.yaml:3: model: is a key of experiment files" in str(ended.exception)
    assert not SITE.exists()


def test_a_site_file_is_no_experiment() -> None:
    said()
    assert isinstance(command("build", "experiments/site.yaml").exception, SpecError)
    assert isinstance(command("init", "site").exception, FileError)


def test_two_site_files_are_one_too_many() -> None:
    said()
    Path("other").mkdir()
    shutil.copy("experiments/tiny.yaml", "other/more.yaml")
    shutil.copy("experiments/site.yaml", "other/site.yaml")
    ended = command("render", "experiments", "other")
    assert "a site has one of these" in str(ended.exception)


# ---------------------------------------------------------------- templates of the site's own


def own(name: str, text: str) -> Path:
    path = Path("mine") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_template_of_the_site_goes_before_that_of_ovreport_and_may_extend_it() -> None:
    own("experiment.html", '{% extends "ovreport/experiment.html" %}{% block foot %}Mine{% endblock %}')
    own("assets/site.css", "body {\n  color: red;\n}\n")
    ended = command("build", "--templates", "mine")
    assert ended.exit_code == 0, ended.exception
    assert "<p>Mine</p>" in PAGE.read_text(encoding="utf-8")
    assert "body{color:red}" in (SITE / "assets/site.css").read_text(encoding="utf-8")
    assert command("verify", "site", "--templates", "mine").exit_code == 0
    assert "assets/site.css is missing or not the file" in complaint()


def test_a_changed_template_renews_the_pages() -> None:
    own("method.en.html", "<p>One")
    command("build", "--templates", "mine")
    own("method.en.html", "<p>Two!")
    command("build", "--templates", "mine")
    assert "Two!" in (SITE / "method.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{% if %}\n", "{{ page.nonesuch }}\n", '{% include "nonesuch.html" %}\n'])
def test_a_mistake_in_a_template_is_told_with_its_line(text: str) -> None:
    path = own("experiment.html", f"<p>\n{text}")
    ended = command("build", "--templates", "mine")
    assert isinstance(ended.exception, FileError), ended.exception
    assert f"{path}:2: " in str(ended.exception)
    assert "Mend the template" in str(ended.exception)


@pytest.mark.parametrize("name", ["base.htm", "none/base.html"])
def test_templates_that_replace_nothing_are_refused(name: str) -> None:
    own(name, "")
    ended = command("build", "--templates", "mine")
    assert isinstance(ended.exception, FileError)
    assert "base.html" in str(ended.exception)
