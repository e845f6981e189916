"""Every message has a translation in every language, and every gap of it something to hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ovreport.language.registry import LANGUAGES, Language
from tests.language import messages as commands
from tests.language.messages import PACKAGE, asked, forms, gaps, messages, translated

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def english() -> Catalog:
    """What code and templates hold."""
    return asked()


def test_the_command_begins_the_catalogue_of_a_new_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = {"en": LANGUAGES["en"], "pl": Language(tag="pl", name="polski", babel="pl_PL")}
    new = Catalog()
    new.add(("{n} round", "{n} rounds"), context="a count")
    monkeypatch.setattr(commands, "FOLDER", tmp_path)
    monkeypatch.setattr(commands, "LANGUAGES", spoken)
    monkeypatch.setattr(commands, "asked", lambda: new)
    commands.main()
    begun = translated()["pl"]
    (message,) = messages(begun)
    assert (begun.num_plurals, forms(message.string)) == (3, [])


def test_every_language_has_a_catalogue_and_every_catalogue_is_of_a_language() -> None:
    assert sorted(translated()) == sorted(TRANSLATED)


def also() -> dict[str, set[str]]:
    """Gaps that code offers beyond those of the English words, by the words."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in {"msg", "msg_in", "msgs", "msgs_in"}:
                words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                offered = " ".join(ast.literal_eval(each.value) for each in node.keywords)
                found.setdefault(str(words[1 if node.func.id.endswith("_in") else 0]), set()).update(
                    offered.split()
                )
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str, english: Catalog) -> None:
    known = translated()[language]
    missing = [
        (message.context, forms(message.id)[0])
        for message in messages(english)
        if (own := known.get(forms(message.id)[0], message.context)) is None
        or len(forms(own.string)) < (known.num_plurals if message.pluralizable else 1)
    ]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_words_that_are_gone(language: str, english: Catalog) -> None:
    gone = [
        (message.context, forms(message.id)[0])
        for message in messages(translated()[language])
        if english.get(forms(message.id)[0], message.context) is None
    ]
    assert gone == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_no_gap_that_nothing_fills(language: str) -> None:
    offered = also()
    unfilled = [
        (forms(message.id)[0], sorted(extra))
        for message in messages(translated()[language])
        if (extra := gaps(message.string) - gaps(message.id) - offered.get(forms(message.id)[0], set()))
    ]
    assert unfilled == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_says_the_same_twice(language: str) -> None:
    said = [form for message in messages(translated()[language]) for form in forms(message.string)]
    assert [
        form for form in said if len(form) > 20 and form[: len(form) // 2] == form[len(form) // 2 :]
    ] == []


def test_chinese_sentences_have_full_width_signs() -> None:
    said = [form for message in messages(translated()["zh-Hans"]) for form in forms(message.string)]
    assert [form for form in said if re.search(r"[\u4e00-\u9fff}][,:;][\u4e00-\u9fff{]", form)] == []
