"""Every claim and every doubt can be said in every language."""

from __future__ import annotations

import pytest

from ovreport.analysis.results import DoubtKind
from ovreport.conclusions import chinese, english
from ovreport.conclusions.claims import ClaimKind
from ovreport.conclusions.language import Language
from ovreport.conclusions.speech import Templates

LANGUAGES: dict[str, Templates] = {"english": english.TEMPLATES, "chinese": chinese.TEMPLATES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_sentence_that_another_has(language: str) -> None:
    every = {key for templates in LANGUAGES.values() for key in templates}
    assert every - LANGUAGES[language].keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_claim_has_a_sentence(language: str) -> None:
    assert {kind for kind, _ in LANGUAGES[language]} == set(ClaimKind)


@pytest.mark.parametrize("words", [english.ENGLISH, chinese.CHINESE])
def test_every_reason_to_distrust_has_a_sentence(words: Language) -> None:
    assert words.doubts.phrases.keys() == set(DoubtKind)
