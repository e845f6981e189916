"""Every claim and every doubt can be said in every language."""

from __future__ import annotations

import pytest

from ovreport.analysis.results import DoubtKind
from ovreport.conclusions import chinese, english
from ovreport.conclusions.claims import ClaimKind
from ovreport.conclusions.language import Language
from ovreport.conclusions.sentences import TEMPLATES
from ovreport.conclusions.sentences.doubts import PIECES


def test_every_kind_of_claim_has_a_sentence() -> None:
    assert {kind for kind, _ in TEMPLATES} == set(ClaimKind)


def test_every_reason_to_distrust_has_something_to_tell() -> None:
    assert PIECES.keys() == set(DoubtKind)


@pytest.mark.parametrize("words", [english.ENGLISH, chinese.CHINESE])
def test_every_reason_to_distrust_has_a_sentence(words: Language) -> None:
    assert words.doubts.phrases.keys() == set(DoubtKind)
