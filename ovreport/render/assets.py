"""Files that all pages of a site share: style, scripts, typefaces, and the one plotly.js."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path

from plotly.offline import get_plotlyjs

from ovreport.render import figures, fonts
from ovreport.render.templates import templates
from ovreport.render.views import Inline
from ovreport.spec import NOTHING_SAID, SiteDescription

FOLDER = "assets"
PLOTLY = "plotly.min.js"
SHARED = ("common", "interval_rows")
"""Modules that drawings import, in the order in which they need one another."""
MODULE = re.compile(r"^import [^;]*;\n|^export ", re.MULTILINE)


def write(output: Path, about: SiteDescription) -> tuple[str, ...]:
    """Write the shared files below `output/assets`; those that are there already and equal are left alone.

    Returns:
        Their paths in the site.
    """
    files = {"site.js": text("site.js", about).encode(), "charts.js": charts(about).encode()}
    files["site.css"] = style(fonts.names(), about).encode()
    files[PLOTLY] = get_plotlyjs().encode()
    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    for face, name in fonts.names().items():
        if not (folder / name).is_file():  # the name tells the content, and cutting takes a while
            _write_whole(folder / name, fonts.content(face))
    return tuple(f"{FOLDER}/{name}" for name in sorted([*files, *fonts.names().values()]))


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that will never be looked into again: it is there whole, or it is not there."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def text(name: str, about: SiteDescription) -> str:
    """An asset of the template folder, or the one that takes its place."""
    own = about.templates and about.templates / "assets" / name
    path = own if own and own.is_file() else templates() / "assets" / name
    return path.read_text(encoding="utf-8")


def charts(about: SiteDescription = NOTHING_SAID) -> str:
    """The drawings as one script, since a page that is opened from disk may not load modules.

    What they share comes first; every other module keeps a scope of its own.
    """
    modules = {
        name: MODULE.sub("", text(f"charts/{name}.js", about))
        for name in (*SHARED, *(each.kind for each in figures.FIGURES), "page")
    }
    scoped = (code if name in SHARED else f"{{\n{code}}}\n" for name, code in modules.items())
    return "\n".join(["(() => {\n'use strict';\n", *scoped, "})();\n"])


def style(font_addresses: Mapping[fonts.Face, str], about: SiteDescription) -> str:
    """The style sheet with the typefaces at these addresses, a rule a line.

    Every page waits for it, so it goes without comments and without the spaces that only its formatter wants.
    """
    css = re.sub(r"/\*.*?\*/", "", text("site.css", about), flags=re.DOTALL)
    css = re.sub(r"^(\s*[\w-]+): ", r"\1:", css, flags=re.MULTILINE)  # of a declaration, not of a selector
    css = re.sub(r"(?<=,)\s+|\s+(?={)|(?<=[{;])\s+|;\s*(?=})|\s+(?=})", "", css)
    css = re.sub(r"\s*\n\s*", "\n", css).strip()
    return f"{fonts.rules(font_addresses)}\n{css}\n{_accented(about.keys.accent)}"


def _accented(accent: str | None) -> str:
    """Rules for links in a colour of the site, which is mixed with white for dark pages."""
    if accent is None:
        return ""
    dark = f"--link:color-mix(in srgb,{accent} 45%,white)"
    return (
        f":root{{--link:{accent}}}\n"
        f':root[data-theme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme: dark){{:root:not([data-theme="light"]){{{dark}}}}}\n'
    )


def inline(figures_js: str = "", about: SiteDescription = NOTHING_SAID) -> Inline:
    """Everything that a page in a single file carries along; no drawings where it has no data for them."""
    addresses = {
        face: f"data:font/woff2;base64,{base64.b64encode(fonts.content(face)).decode()}"
        for face in fonts.names()
    }
    return Inline(
        css=style(addresses, about),
        site_js=_closed(text("site.js", about)),
        charts_js=_closed(charts(about)) if figures_js else "",
        plotly_js=_closed(get_plotlyjs()) if figures_js else "",
        figures_js=figures_js,
    )


def _closed(script: str) -> str:
    """A script that cannot end its own element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
