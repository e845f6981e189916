"""Jinja's environment and the step from a view to a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ovreport import __version__
from ovreport.language.catalogue import catalogue
from ovreport.language.locale import Locale
from ovreport.render.templates import templates

ENDLESS = re.compile(r"(\w{199})\w{2,}")
"""No word of any language is as long, nor does an address have so many letters without a sign."""


@cache
def environment(language: str) -> Environment:
    """The templates in one language: everything is escaped, and what is missing is an error."""
    made = Environment(
        loader=FileSystemLoader(templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        finalize=bearable,
    )
    made.globals["locale"] = Locale(language)
    made.globals["version"] = __version__
    made.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined] # by i18n
    return made


def fill(template: str, language: str, **views: object) -> str:
    """A page's text, ending in a line feed."""
    return environment(language).get_template(template).render(**views).rstrip() + "\n"


def bearable(value: object) -> object:
    """What a template prints, with endless words cut: a name of 10,000 letters is said hundreds of times.

    What has to stay whole (a title, the experiment file) is printed with `|e`.
    """
    return ENDLESS.sub(r"\1…", value) if type(value) is str else value


def script_json(value: object) -> Markup:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def script_data(name: str, value: Mapping[str, object]) -> str:
    """A script that hands data to charts.js, for pages that may not read files."""
    return f"ovreport.{name}={script_json(value)};\n"
