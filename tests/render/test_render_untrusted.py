"""Titles, names, descriptions and messages of strangers show as text and do no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ovreport.claims.claim import Report
from ovreport.plan import Words
from ovreport.render.markdown import to_html
from ovreport.render.pages import bearable, script_json

Page = Callable[[Report], str]

EVIL = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }} </title>'
TRICKY = ("مرحبا بالعالم", "👩‍👩‍👧‍👦 🏴‍☠️", "‮backwards", "a\u2028b", "x" * 10_000)


def framed(report: Report, **changes: Any) -> Report:
    """The same report with another frame of words."""
    analysis = report.analysis
    article = replace(analysis.plan.article, **changes)
    return replace(report, analysis=replace(analysis, plan=replace(analysis.plan, article=article)))


def markup(page: str) -> str:
    """The page without what the templates' own scripts say."""
    return re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)


def worded(report: Report, **changes: Any) -> Report:
    """The same report with other words of its author in every language."""
    words = report.analysis.plan.article.translations
    return framed(report, translations=tuple(replace(each, **changes) for each in words))


@pytest.mark.parametrize("field", ["title", "question", "author", "description"])
def test_markup_in_a_text_shows_as_text(field: str, published: Report, page: Page) -> None:
    change = framed if field == "author" else worded
    text = markup(page(change(published, **{field: EVIL})))
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "49" not in re.findall(r"\{\{ 7\*7 \}\}|49", text)


def test_markup_in_tags_and_hosts_shows_as_text(article: Report, page: Page) -> None:
    evil = framed(replace(article, analysis=replace(article.analysis, host=EVIL)), tags=(EVIL,))
    assert "<script>alert" not in markup(page(evil))


def test_markup_in_a_label_cannot_end_the_data_of_a_script(
    article: Report, page: Page, tmp_path: Path
) -> None:
    (source, *_) = (each.source for each in article.analysis.plan.published)
    labels = ((source, "</script><script>alert(1)</script>"),)
    words = Words(language="en", title="t", question="q", description="d", labels=labels)
    text = page(framed(article, translations=(words,)))
    told = (tmp_path / "site/article/words.en.js").read_text(encoding="utf-8")
    assert "alert(1)" in told
    assert "<" not in told
    assert "<script>alert" not in text


def test_the_message_of_a_failed_trial_shows_as_text(troubled: Report, page: Page) -> None:
    text = page(troubled)
    assert "the worker ended with signal 11" in text
    assert "out of &lt;luck&gt;" in text


@pytest.mark.parametrize("text", TRICKY, ids=["arabic", "emoji", "override", "separator", "long"])
def test_any_letters_are_kept_whole(text: str, published: Report, page: Page) -> None:
    heading = re.search(r"<h1[^>]*><bdi>(.*?)</bdi></h1>", page(worded(published, title=text)))
    assert heading
    assert heading[1].replace("<wbr>", "") == text


def test_no_line_of_a_title_ends_at_the_hyphen_of_a_short_name(published: Report, page: Page) -> None:
    assert '<bdi><span class="unbroken">mobilenet-ssd</span> here</bdi></h1>' in page(
        worded(published, title="mobilenet-ssd here")
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src=//x></iframe>",
        "![x](https://example.org/x.png)",
        "<style>*{display:none}</style>",
    ],
)
def test_a_description_leads_nowhere_harmful(markdown: str) -> None:
    html = to_html(markdown)
    assert "<iframe" not in html
    assert "<img" not in html
    assert "<style" not in html
    assert not re.search(r'href="(?!https?:|mailto:)', html)


def test_a_description_is_commonmark() -> None:
    html = to_html("# Why\n\nTwo *streams*, [docs](https://example.org), `batch: 3`\n\n- a\n- b")
    assert "<h3>Why</h3>" in html
    assert "<em>streams</em>" in html
    assert 'href="https://example.org"' in html
    assert "<code>batch: 3</code>" in html
    assert html.count("<li>") == 2


def test_a_source_that_is_no_web_page_is_no_link(published: Report, page: Page) -> None:
    plan = published.analysis.plan
    evil = tuple(replace(one, url="javascript:alert(1)") for one in plan.published)
    report = replace(published, analysis=replace(published.analysis, plan=replace(plan, published=evil)))
    assert "javascript:" not in page(report)


@pytest.mark.parametrize("text", ["</script>", "<!--", "a\u2028b\u2029c", "&amp;"])
def test_json_in_a_script_says_the_same_without_ending_it(text: str) -> None:
    made = str(script_json({"text": text}))
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made) == {"text": text}


def test_a_name_without_end_is_cut_wherever_the_page_says_it(published: Report, page: Page) -> None:
    plan = published.analysis.plan
    sources = tuple(replace(one, platform="x" * 10_000) for one in plan.published)
    text = page(
        replace(published, analysis=replace(published.analysis, plan=replace(plan, published=sources)))
    )
    assert "x" * 199 + "…" in text
    assert "x" * 201 not in text


@pytest.mark.parametrize(
    "text",
    ["漢字，" * 200, "https://example.org/" + "a-b/" * 200, "a " * 300],
    ids=["chinese", "address", "words"],
)
def test_a_long_text_of_words_is_not_cut(text: str) -> None:
    assert bearable(text) == text
