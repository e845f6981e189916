"""The file site.yaml beside experiment files: what all pages of a site share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from ovreport.language.registry import LANGUAGES
from ovreport.spec import document
from ovreport.spec import values as v
from ovreport.spec.explain import explain
from ovreport.spec.kinds import Keys, Kind, Listed, problem, spelled
from ovreport.spec.problems import Problems, closest
from ovreport.spec.schema import ByLanguage, ExperimentKeys

CONTRAST = 4.5
"""Between a link and what it stands on, as WCAG 2 asks for at level AA."""

_DARKEST_GROUND = "#f4f1ea"
"""Of the light pages, `--wash` in site.css."""

_NO_MAPPING = "the file must be a mapping of keys, such as `title: ...`"
_NO_SITE = "is a key of experiment files; site.yaml is about the whole site, so call an experiment otherwise"


def _base_url(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"'?#]{1,2000}", value):
        raise problem(f"{spelled(value)} is no address of a site; write https://me.example.org/experiments/")
    return value.rstrip("/") + "/"


def _accent(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise problem(f"{spelled(value)} is no colour; write six hexadecimal digits in quotes, as '#0a5585'")
    contrast = (_luminance(_DARKEST_GROUND) + 0.05) / (_luminance(value) + 0.05)
    if contrast < CONTRAST:
        raise problem(
            f"{value} is too light for links: its contrast with the page is {contrast:.1f}, and must be "
            f"{CONTRAST} or more; take a darker one"
        )
    return value.lower()


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class LicenceKeys(Keys):
    """What others may do with the data."""

    short = ({"type": "string"},)

    name: v.Name = Field(examples=["CC BY 4.0"])
    """What the licence is called."""
    url: v.WebAddress | None = Field(default=None, examples=["https://creativecommons.org/licenses/by/4.0/"])
    """Where it can be read."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class SiteKeys(Keys):
    """The file site.yaml beside the experiment files of ovreport."""

    title: ByLanguage = Field(default={}, examples=["Measured at home"])
    """What the site is called; one text, or one a language. `ovreport` by default."""
    base_url: Annotated[str, Kind({"type": "string", "format": "uri"}, _base_url)] | None = Field(
        default=None, examples=["https://me.example.org/experiments/"]
    )
    """Where the site will be. With it pages have canonical addresses and pictures for links to them, and the
    site has a sitemap."""
    languages: Listed[v.Language] = Field(default=(), examples=[["en", "zh-Hans"]])
    """Languages of the list of experiments, the first one shown first; those of experiments are added."""
    author: v.Line = Field(default="", examples=["A. Reader"])
    """Who asks, where an experiment file does not say it."""
    licence: LicenceKeys | None = Field(
        default=None,
        examples=[{"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}, "CC0 1.0"],
    )
    """Licence of the data, by its name or with an address."""
    footer: ByLanguage = Field(default={}, examples=["Kept by [us](https://us.example.org)."])
    """Markdown at the foot of every page."""
    accent: Annotated[str, Kind({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}, _accent)] | None = Field(
        default=None, examples=["#0a5585"]
    )
    """Colour of links, dark enough to be read; a lighter one is mixed from it for dark pages."""


@dataclass(frozen=True, kw_only=True)
class SiteDescription:
    """What is true of all pages of a site.

    Attributes:
        keys: What site.yaml says, defaults filled in.
        source: Its bytes; empty where there is none.
        templates: Folder of templates and assets that take the place of those of ovreport.
    """

    keys: SiteKeys = field(default_factory=SiteKeys)
    source: bytes = b""
    templates: Path | None = None


NOTHING_SAID = SiteDescription()
"""Of a site without a site.yaml and without templates of its own."""


def load_site(path: Path | None, *, templates: Path | None = None) -> SiteDescription:
    """Load and check a site.yaml.

    Args:
        path: The file; `None` where there is none.
        templates: Becomes that of the description.

    Raises:
        SpecError: Something is wrong; all problems, a line each: `file:line: key: what is wrong`.
    """
    if path is None:
        return SiteDescription(templates=templates)
    problems, keys = Problems(path), SiteKeys()
    source = document.read(path)
    data = document.parse(source, problems)
    if isinstance(data, dict):
        for key in data.keys() & ExperimentKeys.model_fields.keys() - SiteKeys.model_fields.keys():
            problems.add((key,), _NO_SITE, meant="languages" if key == "language" else None)
        try:
            keys = SiteKeys.model_validate(data)
        except ValidationError as error:
            explain(error, problems, SiteKeys)
        _check_languages(keys, problems)
    elif data is not None:
        problems.add((), _NO_MAPPING)
    problems.raise_any()
    return SiteDescription(keys=keys, source=source, templates=templates)


def _check_languages(keys: SiteKeys, problems: Problems) -> None:
    for key, words in (("title", keys.title), ("footer", keys.footer)):
        for language in words.keys() - {"", *LANGUAGES}:
            known = f"none of the languages that pages can have: {', '.join(LANGUAGES)}"
            problems.add((key, language), f"is {known}", meant=closest(language, LANGUAGES))


def text_in(words: Mapping[str, str], language: str) -> str:
    """A text of site.yaml in a language, or in the first one that it has; empty where there is none."""
    return words.get(language) or next(iter(words.values()), "")
