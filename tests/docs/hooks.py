"""What `mkdocs` makes beside the files in docs/: the method page, from the template of a site's own."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ovreport import limits
from ovreport.render.pages import environment

MARKDOWN = (
    (r'<p class="kicker">.*?</p>', ""),
    (r"<h1>(.*?)</h1>", r"# \1\n"),
    (r'<h2 id="(.*?)">(.*?)</h2>', r"## \2 {#\1}\n"),
    (r"<p[^>]*>(.*?)</p>", r"\1\n"),
    (r"<li>(.*?)</li>", r"- \1"),
    (r"</?ul[^>]*>", ""),
)
"""Blocks of the template as Markdown; what is inside of them stays as it is."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the method page."""
    files.append(File.generated(config, "method.md", content=method()))
    return files


def method() -> str:
    """The method page in English, as Markdown."""
    template = environment("en").get_template("method.en.html")
    page = "".join(template.blocks["body"](template.new_context({"limits": limits})))
    text = page.partition('<main id="main">')[2].partition("</main>")[0]
    for block, markdown in MARKDOWN:
        text = re.sub(block, markdown, text, flags=re.DOTALL)
    return text
