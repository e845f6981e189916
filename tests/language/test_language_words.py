"""One word for each concept, wherever a user reads: that of the glossary in CONTRIBUTING."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from ovreport.cli.app import app
from ovreport.spec import json_schema, site_schema
from tests.language.messages import PACKAGE, ROOT, asked, constants, forms, messages

BANNED = {
    "configuration": r"\bsettings?\b|\bcells?\b",
    "model": r"\bnetworks?\b",
    "caveat": r"\bdoubt\w*",
    "pass": r"\bturns?\b",
    "block": r"\bgroups?\b",
    "on the Pareto front": r"\bunbeaten\b|\bworth choosing between\b",
    "FPS": r"\bFPS (per|a) second\b|\bFPS/s\b",
    "infer request": r"\binference requests?\b",
    "round": r"\biterations?\b",
}
"""What is not said for a concept, by the word that is."""

REAL = {
    r"beyond doubt": "of a difference, in ordinary words",
    r"(take|takes|taking|took) turns|in turn\b|came to their turn": "of one after the other",
    r"turns? out|turns the rounds": "verbs",
    r"also\s+called a \w+|called \"worth choosing between\"": "what changed its name",
    r"a network[.,]|network file system|network of machines": "of machines",
    r"several groups|if the groups are|Data Group|Group sequential": "of latencies, of people and of looks",
    r"control group": "of the Linux kernel",
    r"repository's\s+settings|Settings > Pages|concurrency:\s+group:": "of GitHub",
    r"state, hidden, cell, cache": "names of inputs of models",
    r"--max-cells": "an option of its own name",
}
"""Phrases in which such a word means something else, and what."""

DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "docs/benchmarks.md",
    "docs/benchmarks-gpu.md",
    "docs/conclusions.md",
    "docs/experiment-file.md",
    "docs/experiment-keys.md",
    "docs/faults.md",
    "docs/index.md",
    "docs/publishing.md",
    "docs/questions.md",
    "docs/site-keys.md",
    "docs/tutorial.md",
)
"""All but the format of records, whose keys and file names are those of every release."""

CODE = re.compile(r"^```.*?^```$|`[^`]*`|<code>.*?</code>", re.MULTILINE | re.DOTALL)
MARKUP = re.compile(r"\{[%#{].*?[%#}]\}|<[^>]*>|\{\w+[^}]*\}", re.DOTALL)
"""Of templates, and the gaps of messages."""

ELSEWHERE = re.compile("|".join(REAL), re.IGNORECASE)


def strings() -> Iterator[tuple[str, str]]:
    """Sentences in the package that are no messages: of exceptions, options and programs."""
    for module in sorted(PACKAGE.rglob("*.py")):
        place = module.relative_to(ROOT).as_posix()
        yield from ((f"{place}:{line}", text) for line, text in constants(module) if " " in text)


def helps() -> Iterator[tuple[str, str]]:
    """What the commands and the keys of an experiment say of themselves."""
    for command in app.registered_commands:
        assert command.callback is not None
        yield f"--help of {command.callback.__name__}", command.callback.__doc__ or ""
    for schema in (json_schema(), site_schema()):
        for words in re.findall(r'"description": "((?:[^"\\]|\\.)*)"', json.dumps(schema)):
            yield f"the schema of an {schema['title']}", words


def documents() -> Iterator[tuple[str, str]]:
    """English pages and documents, without the code that they show."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    pages = [path for path in templates if not re.search(r"\.(?!en)[\w-]+\.html", path.name)]
    for path in (*pages, *(ROOT / name for name in DOCUMENTS)):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def told() -> Iterator[tuple[str, str]]:
    """Everything that a user reads in English, with its place."""
    for message in messages(asked()):
        yield from ((message.locations[0][0], form) for form in forms(message.id))
    yield from strings()
    yield from helps()
    yield from documents()


TOLD = tuple((place, ELSEWHERE.sub("", MARKUP.sub("", CODE.sub("", text)))) for place, text in told())


@pytest.mark.parametrize("word", BANNED)
def test_a_concept_has_one_word(word: str) -> None:
    found = {
        f"{place}: {text[max(0, hit.start() - 40) : hit.end() + 40]}"
        for place, text in TOLD
        for hit in re.finditer(BANNED[word], text, re.IGNORECASE)
    }
    assert found == set()


def test_every_word_that_stands_for_others_is_in_the_glossary() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\*\*.+?) \|", contributing, re.MULTILINE)
    assert set(BANNED) <= {word for row in rows for word in re.findall(r"\*\*(.+?)\*\*", row)}
