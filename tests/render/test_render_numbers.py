"""What a page orders or compares are values: no number is read back from printed text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ovreport import claims, naming, render
from ovreport.claims.claim import Report
from ovreport.language.registry import LANGUAGES
from ovreport.render import figures
from tests.render.conftest import context_of
from tests.sites import write_site

ROOMS = (naming, claims, render)
PATTERNS = {
    "ovreport.claims.anchors": "parts of addresses",
    "ovreport.render.assets": "scripts and style sheet",
    "ovreport.render.atom": "characters that XML has no way to write",
    "ovreport.render.citation": "characters that BibTeX reads as commands",
    "ovreport.render.markdown": "line breaks between Chinese characters",
    "ovreport.render.pages": "words without an end",
    "ovreport.render.places": "names of folders",
}
"""Modules that use regular expressions, and what for: none of them sees a printed number."""


def modules() -> Iterator[ModuleType]:
    """All that name, judge or tell."""
    for room in ROOMS:
        for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield importlib.import_module(each.name)


class Watching(type):
    """A number type that remembers from which texts it was made."""

    made: type
    texts: set[str]

    def __call__(cls, *given: Any) -> Any:
        cls.texts.update(each for each in given if isinstance(each, str))
        return cls.made(*given)

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.made)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Texts that a room has made numbers of."""
    found: set[str] = set()
    for made in (int, float):
        watched = Watching(made.__name__, (), {"made": made, "texts": found})
        for module in modules():
            monkeypatch.setattr(module, made.__name__, watched, raising=False)
    return found


@pytest.mark.parametrize("which", ["article", "large", "published", "troubled"])
def test_texts_that_become_numbers_are_labels_of_the_plan_or_facts_of_the_record(
    which: str, texts: set[str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    report: Report = request.getfixturevalue(which)
    texts.clear()
    write_site([report], tmp_path)
    for language in LANGUAGES:
        figures.words(context_of(report, language))
    plan = report.analysis.plan
    labels = {label for factor in plan.factors for label in factor.levels}
    labels |= {str(value) for cell in plan.cells for value in vars(cell.setting).values()}
    assert texts <= labels | {fact.value for fact in report.analysis.facts}


def test_regular_expressions_are_for_what_is_no_number() -> None:
    assert {module.__name__ for module in modules() if "re" in vars(module)} == set(PATTERNS)
