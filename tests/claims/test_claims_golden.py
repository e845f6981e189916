"""The wording of claims and caveats stands in one document a language, and nowhere else."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

import ovreport.claims
from ovreport.analysis.results import Caveat
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.language.registry import LANGUAGES
from tests.claims.golden import FOLDER, document
from tests.claims.samples import samples
from tests.claims.samples.caveats import CAVEATS
from tests.language.messages import constants

ABOUT_NAMES = frozenset({"test_claims_levels.py", "test_claims_names.py"})
"""Tests of what levels and configurations are called, within sentences too."""

Said = TypeVar("Said", Claim, Caveat)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_the_one_that_was_read(language: str) -> None:
    """After a change of words: `python -m tests.claims.golden`, and read what differs."""
    assert document(language) == (FOLDER / f"{language}.md").read_text(encoding="utf-8")


def test_no_other_test_holds_a_sentence() -> None:
    """Others assert on classes, fields and numbers: a copy edit changes the golden documents alone."""
    golden = " ".join((FOLDER / f"{language}.md").read_text(encoding="utf-8") for language in LANGUAGES)
    held = [
        f"{path.name}:{line}: {text}"
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        for line, text in constants(path)
        if path.name not in ABOUT_NAMES and is_sentence(text) and text.strip() in golden
    ]
    assert held == []


def is_sentence(text: str) -> bool:
    """Whether it has four words, or six Chinese characters, and is not what a source says in the samples."""
    words = re.findall(r"(?<!\S)[A-Za-z’]+(?!\S)", text)
    return text != "基本可以翻倍" and (len(words) > 3 or len(re.findall(r"[\u4e00-\u9fff]", text)) > 5)


def concrete(base: type[Said]) -> Iterator[type[Said]]:
    """The classes that no other class is made of, without those that tests make up."""
    for made in base.__subclasses__():
        if made.__module__.startswith("ovreport."):
            yield from concrete(made) if made.__subclasses__() else [made]


def test_every_class_of_claims_has_a_sample() -> None:
    for module in pkgutil.walk_packages(ovreport.claims.__path__, "ovreport.claims."):
        importlib.import_module(module.name)
    told = {type(sample.claim) for sample in samples()}
    assert [made.__qualname__ for made in concrete(Claim) if made not in told] == []


def test_every_class_of_caveats_has_a_sample() -> None:
    told = {type(caveat) for caveat in CAVEATS}
    assert [made.__qualname__ for made in concrete(Caveat) if made not in told] == []


def test_every_kind_of_claims_has_a_sample() -> None:
    assert {sample.claim.kind for sample in samples()} == set(ClaimKind)
