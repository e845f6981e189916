"""The wording of claims and caveats stands in one document a language, and nowhere else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TypeVar

import pytest

import ovreport.claims
from ovreport.analysis.results import Caveat
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.language.registry import LANGUAGES
from tests.claims.golden import FOLDER, document
from tests.claims.samples import samples
from tests.claims.samples.caveats import CAVEATS

Said = TypeVar("Said", Claim, Caveat)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_the_one_that_was_read(language: str) -> None:
    """After a change of words: `python -m tests.claims.golden`, and read what differs."""
    assert document(language) == (FOLDER / f"{language}.md").read_text(encoding="utf-8")


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
