"""What `mkdocs` makes beside the files in docs/: the method page, as a site has it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ovreport import render

MARKDOWN = (
    (r'<a class="permalink".*?</a>', ""),
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
    with tempfile.TemporaryDirectory() as folder:
        render.write_front((), Path(folder), languages=("en",))
        page = (Path(folder) / "method.html").read_text(encoding="utf-8")
    text = page.partition('<main id="main">')[2].partition("</main>")[0]
    for block, markdown in MARKDOWN:
        text = re.sub(block, markdown, text, flags=re.DOTALL)
    return text
