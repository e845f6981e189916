"""Descriptions from experiment files: CommonMark to HTML that can do no harm."""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"http", "https", "mailto"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


HAN = r"\u2e80-\u2fff\u3040-\u9fff"
STOPS = r"\u3000-\u303f\uff00-\uffef"
UNWANTED = re.compile(f"[{STOPS}]\n.|[{HAN}]\n[{HAN}{STOPS}\u201c]|.\n[{STOPS}]|\u201d\n[{HAN}{STOPS}]")
"""Line breaks where a browser would set a blank that Chinese does not: between two Chinese characters, and
beside full-width punctuation. Between Chinese and Latin letters a blank is what is wanted."""


def to_html(markdown: str) -> Markup:
    """A description as HTML: raw HTML in it is shown as text, links lead to the web or nowhere.

    Headings start at the third level, below those of the page; images are left out.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    tokens = parser.parse(markdown)
    for token in tokens:
        token.children = token.children and without_blanks(token.children)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )
    return Markup(clean)  # noqa: S704 - nh3 has cleaned it


def without_blanks(inline: Sequence[Token]) -> list[Token]:
    """The pieces of a paragraph without the line breaks that would become unwanted blanks."""
    after = []
    following = ""
    for token in reversed(inline):
        after.append(following)
        following = token.content[:1] or following
    kept, before = [], ""
    for token, next_letter in zip(inline, reversed(after), strict=True):
        if token.type != "softbreak" or not UNWANTED.match(f"{before}\n{next_letter}"):
            kept.append(token)
        before = token.content[-1:] or before
    return kept


def to_text(markdown: str) -> str:
    """A description without its markup, for searching and for summaries."""
    return nh3.clean(str(to_html(markdown)), tags=set()).strip()
