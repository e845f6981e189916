"""Jinja's environment and the step from a view to a file."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from ovreport import __version__
from ovreport.errors import FileError
from ovreport.language.catalogue import catalogue
from ovreport.language.locale import Locale
from ovreport.render.templates import templates

ENDLESS = re.compile(r"(\w{199})\w{2,}")
"""No word of any language is as long, nor does an address have so many letters without a sign."""


@cache
def environment(language: str, own: Path | None = None) -> Environment:
    """The templates in one language: everything is escaped, and what is missing is an error.

    Args:
        language: BCP 47 tag.
        own: A folder whose templates go before those of ovreport, and may extend them by `ovreport/<name>`.
    """
    ours = FileSystemLoader(templates())
    first = [FileSystemLoader(own)] if own else []
    made = Environment(
        loader=ChoiceLoader([*first, ours, PrefixLoader({"ovreport": ours})]),
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


def read_anew(own: Path | None) -> None:
    """Forget the templates that were read before, for they may have changed since.

    Args:
        own: The folder whose templates go first.

    Raises:
        FileError: No file in it is called as one of ovreport's is, so that it replaces nothing.
    """
    environment.cache_clear()
    names = (path.relative_to(templates()) for path in templates().rglob("*") if path.is_file())
    if own and not any((own / name).is_file() for name in names):
        raise FileError(
            f"{own}: --templates names a folder in which files are called as those of ovreport that they "
            f"replace, such as base.html or assets/site.css. They lie in {templates()}."
        )


def fill(template: str, language: str, own: Path | None = None, /, **views: object) -> str:
    """A page's text, ending in a line feed.

    Raises:
        FileError: A template in the folder `own` has a mistake.
    """
    try:
        text = environment(language, own).get_template(template).render(**views)
    except Exception as error:
        if own and (place := _mistaken(error, own)):
            raise FileError(f"{place}: {error}. Mend the template, or leave --templates out.") from error
        raise
    return text.rstrip() + "\n"


def _mistaken(error: Exception, own: Path) -> str:
    """File and line of a mistake in a template of the folder `own`; empty where it is elsewhere."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        places.append((error.filename or "", error.lineno))
    own_places = [f"{file}:{line}" for file, line in places if Path(file).is_relative_to(own)]
    return own_places[-1] if own_places else ""


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
