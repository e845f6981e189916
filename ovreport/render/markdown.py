"""Descriptions from experiment files: CommonMark to HTML that can do no harm."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"http", "https", "mailto"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


SOFT_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef\u201d])\n(?=[\u2e80-\u9fff\uff00-\uffef\u201c])")
"""A line break between Chinese characters, where a browser would set a blank."""


def to_html(markdown: str) -> Markup:
    """A description as HTML: raw HTML in it is shown as text, links lead to the web or nowhere.

    Headings start at the third level, below those of the page; images are left out.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    tokens = parser.parse(SOFT_BREAK.sub("", markdown))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )
    return Markup(clean)  # noqa: S704 - nh3 has cleaned it


def to_text(markdown: str) -> str:
    """A description without its markup, for searching and for summaries."""
    return nh3.clean(str(to_html(markdown)), tags=set()).strip()
