"""Dataclasses to JSON and back: for records, for messages, and for other programs."""

import json
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import pytest

from ovreport.codec import Malformed, dumps, loads, plain, rebuilt


@dataclass(frozen=True)
class Mixed:
    path: Path
    maybe: Path | None
    pairs: tuple[tuple[str, int], ...]
    either: int | Literal["auto"]
    share: float = 0.5


class Colour(Enum):
    RED = "red"


MIXED = Mixed(Path("a/b"), Path("c"), (("x", 1), ("y", 2)), "auto")


@pytest.mark.parametrize("mixed", [MIXED, Mixed(Path("a"), None, (), 3, 1e-320)])
def test_a_dataclass_comes_back_equal(mixed: Mixed) -> None:
    assert rebuilt(Mixed, json.loads(json.dumps(plain(mixed)))) == mixed
    assert loads(Mixed, dumps(mixed)) == mixed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": 3}, "path: a path expected, found 3"),
        ({"maybe": 3}, "maybe: a path expected, found 3"),
        ({"pairs": [["x", 1.0]]}, r"pairs\[0\]\[1\]: a whole number expected, found 1.0"),
        ({"pairs": [["x"]]}, r"pairs\[0\]: 2 values expected, found 1"),
        ({"either": "other"}, "either: a whole number expected, found 'other'"),
        ({"either": True}, "either: a whole number expected, found True"),
        ({"share": "0.5"}, "share: a number expected, found '0.5'"),
        ({"more": 1}, "unknown key 'more'"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_place(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Malformed, match=said):
        rebuilt(Mixed, {**plain(MIXED), **changes})


def test_what_programs_cannot_read_becomes_what_they_can() -> None:
    assert plain((Colour.RED, float("nan"), float("-inf"), Path("a"))) == ["red", None, None, "a"]


def test_what_has_no_form_in_json_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="set cannot be stored"):
        plain({1})


def test_text_with_half_a_character_is_refused_in_files_and_a_whole_one_is_not() -> None:
    text = dumps(MIXED)
    with pytest.raises(Malformed, match="half a character"):
        loads(Mixed, text.replace('"x"', r'"\ud83d"'))
    assert loads(Mixed, text.replace('"x"', r'"\ud83d\ude00"')).pairs[0][0] == "\N{GRINNING FACE}"


def test_a_worker_reads_messages_without_the_libraries_of_files() -> None:
    listed = "import sys, ovreport.run.messages, ovreport.codec; print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert not {"pydantic", "pyarrow", "yaml"}.intersection(ran.stdout.split())
