"""Dataclasses to JSON and back: for records, for messages, and for other programs."""

import dataclasses
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

import ovreport
from ovreport.codec import APART, Malformed, dumps, from_json, loads, to_json
from ovreport.records import REQUEST_COLUMNS, SLICE_COLUMNS, Requests, Slices


@dataclass(frozen=True)
class Mixed:
    path: Path
    maybe: Path | None
    pairs: tuple[tuple[str, int], ...]
    either: int | Literal["auto"]
    share: float = 0.5


@dataclass(frozen=True)
class Parted:
    here: int
    there: int = field(default=0, metadata=APART)


class Colour(Enum):
    RED = "red"


MIXED = Mixed(Path("a/b"), Path("c"), (("x", 1), ("y", 2)), "auto")


@pytest.mark.parametrize("mixed", [MIXED, Mixed(Path("a"), None, (), 3, 1e-320)])
def test_a_dataclass_comes_back_equal(mixed: Mixed) -> None:
    assert from_json(Mixed, json.loads(json.dumps(to_json(mixed)))) == mixed
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
        from_json(Mixed, {**to_json(MIXED), **changes})


def test_what_programs_cannot_read_becomes_what_they_can() -> None:
    assert to_json((Colour.RED, float("nan"), float("-inf"), Path("a"))) == ["red", None, None, "a"]


def test_what_has_no_form_in_json_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="set cannot be stored"):
        to_json({1})


def test_text_with_half_a_character_is_refused_in_files_and_a_whole_one_is_not() -> None:
    text = dumps(MIXED)
    with pytest.raises(Malformed, match="half a character"):
        loads(Mixed, text.replace('"x"', r'"\ud83d"'))
    assert loads(Mixed, text.replace('"x"', r'"\ud83d\ude00"')).pairs[0][0] == "\N{GRINNING FACE}"


def test_a_field_that_is_stored_elsewhere_is_neither_written_nor_read() -> None:
    assert dumps(Parted(1, 2)) == '{"here":1}'
    assert loads(Parted, '{"here":1}') == Parted(1)
    with pytest.raises(Malformed, match="unknown key 'there'"):
        loads(Parted, '{"here":1,"there":2}')


OPAQUE = """
import numpy.typing
class Opaque:
    def __class_getitem__(cls, item): return cls
numpy.typing.NDArray = Opaque

import numpy as np
from ovreport import codec, records
sample = records.OutputSample(name="out", shape=(2,), values=np.array([0.5, 1.5]), sha256="")
print(codec.loads(records.OutputSample, codec.dumps(sample)).values.tolist())
codec.decoder(records.Record)
"""


def test_no_type_alias_of_numpy_is_taken_apart() -> None:
    """They are for type checkers: what they are made of is NumPy's own affair, and changes."""
    ran = subprocess.run([sys.executable, "-c", OPAQUE], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[0.5, 1.5]\n", "")


@pytest.mark.parametrize(("table", "columns"), [(Requests, REQUEST_COLUMNS), (Slices, SLICE_COLUMNS)])
def test_the_tables_of_columns_declare_what_type_checkers_are_told(
    table: type, columns: dict[str, np.dtype[Any]]
) -> None:
    told = {field.name: field.type for field in dataclasses.fields(table)}
    assert told == {name: f"NDArray[np.{kind.name}]" for name, kind in columns.items()}


def test_only_the_codec_and_who_asks_for_names_of_its_own_look_into_types() -> None:
    looking = re.compile(r"\bget_(?:args|origin|type_hints)\b|__(?:args|origin|value|metadata)__")
    package = Path(ovreport.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if looking.search(path.read_text(encoding="utf-8"))
    }
    assert found == {
        "codec.py",
        "analysis/caveats/records.py",  # the words of a Literal of ours
        "spec/explain.py",  # which of our own classes describes a key
    }


def test_a_worker_reads_messages_without_the_libraries_of_files() -> None:
    listed = "import sys, ovreport.run.messages, ovreport.codec; print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert not {"pydantic", "pyarrow", "yaml"}.intersection(ran.stdout.split())
