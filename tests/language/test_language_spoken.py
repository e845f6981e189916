"""What a language does with words, and that nothing else asks which language it is."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from ovreport.language.locale import FIRST_DAY, MOMENT_OF_FIRST_DAY, Locale
from ovreport.language.registry import LANGUAGES, Language
from ovreport.language.spans import Span, name
from ovreport.render.templates import templates
from tests.language.messages import PACKAGE

ROOMS_THAT_ASK = {"language", "naming", "units.py"}

BEHAVIOUR = {field.name for field in dataclasses.fields(Language)} - {"tag", "name", "gap"}
"""What a `Locale` does by itself; pages need the names of languages and the gap between sentences."""

SPOKEN = {
    spelling
    for language in LANGUAGES.values()
    for spelling in (language.tag, language.tag.split("-")[0], language.babel, language.name)
}


def asking(tree: ast.AST) -> Iterator[ast.AST]:
    """Where a program chooses by the name of a language, or reads what one does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in BEHAVIOUR:
            if isinstance(node.value, ast.Attribute) and node.value.attr == "language":
                yield node
        elif any(isinstance(each, ast.Constant) and each.value in SPOKEN for each in _chosen_by(node)):
            yield node


def _chosen_by(node: ast.AST) -> Iterator[ast.AST]:
    """What is compared, branched on, looked up, or looked for at an end of a text."""
    if isinstance(node, ast.Compare | ast.MatchValue):
        yield from ast.walk(node)
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"startswith", "endswith", "get"}:
        yield from node.args


def test_no_code_asks_which_language_it_speaks() -> None:
    """A third language is its words and a line of the registry."""
    found = {
        f"{file.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] not in ROOMS_THAT_ASK
        for node in asking(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize("file", sorted(templates().rglob("*.html")), ids=lambda file: str(file.name))
def test_no_template_asks_which_language_it_speaks(file: Path) -> None:
    """Style sheets may: `:lang()` is how they are told whose letters they set."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(file.read_text(encoding="utf-8"))
    compared = [const.value for each in tree.find_all(nodes.Compare) for const in each.find_all(nodes.Const)]
    read = {each.attr for each in tree.find_all(nodes.Getattr)}
    assert SPOKEN.isdisjoint(compared)
    assert BEHAVIOUR.isdisjoint(read)


@pytest.mark.parametrize("source", ["cell.language == 'zh-Hans'", "tag.startswith('zh')", "t.language.han"])
def test_a_question_after_the_language_is_seen(source: str) -> None:
    assert list(asking(ast.parse(source)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", ["p99 ", "p99.9 ", "f16 ", "bf16 ", "int8 "])
def test_a_term_keeps_its_small_letter_where_a_sentence_begins_with_it(language: str, term: str) -> None:
    sentence = (Span(text=term), name("x"))
    assert Locale(language).capital(sentence) == sentence
    assert Locale(language).initial(term) == term


def test_a_sentence_begins_with_a_capital_letter_where_the_language_has_them() -> None:
    assert Locale("en").initial("batch 3") == "Batch 3"
    assert Locale("zh-Hans").initial("batch 3") == "batch 3"


@pytest.mark.parametrize(("language", "told"), [("en", "1,200"), ("de", "1.200"), ("zh-Hans", "1,200")])
def test_a_large_count_has_the_marks_of_its_language(language: str, told: str) -> None:
    assert Locale(language).digits(1200) == told


@pytest.mark.parametrize(("day", "told"), [(1, "1er May 2026"), (2, "2 May 2026")])
def test_the_first_day_of_a_month_has_a_pattern_of_its_own(
    monkeypatch: pytest.MonkeyPatch, day: int, told: str
) -> None:
    own = {FIRST_DAY: "'1er' MMMM y", MOMENT_OF_FIRST_DAY: "'1er' MMMM y, HH:mm"}
    spoken = Locale("en")
    monkeypatch.setattr(spoken, "word", lambda message: own.get(message, message.id))
    utc_ns = int(datetime(2026, 5, day, 14, 30, tzinfo=UTC).timestamp()) * 10**9
    assert spoken.date(utc_ns) == told
    assert spoken.moment(utc_ns).startswith(f"{told}, 14:30")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_promises_an_interval_of_one_round(language: str) -> None:
    forms = "One round: no interval can be given.", "Geometric means of {number} rounds with 95 % intervals."
    one, many = (Locale(language).plural(*forms, number) for number in (1, 5))
    assert ("95" in one, "95" in many) == (False, True)
