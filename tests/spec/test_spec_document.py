"""YAML is read safely, within bounds, and without YAML's surprises."""

import time
from pathlib import Path
from typing import Any

import pytest

from ovreport.spec.document import MAX_BYTES, MAX_DEPTH, MAX_VALUES, parse
from ovreport.spec.problems import Problems


def read(text: str | bytes) -> tuple[Any, list[tuple[int, str, str]]]:
    """The data, and every problem as line, key and message."""
    found = Problems(Path("x.yaml"))
    data = parse(text.encode() if isinstance(text, str) else text, found)
    return data, [(each.line, each.key, each.message) for each in found.found.values()]


def only_message(text: str | bytes) -> str:
    _, found = read(text)
    assert len(found) == 1
    return found[0][2]


def test_words_that_yaml_1_1_takes_for_something_else_stay_text() -> None:
    data, found = read("a: yes\nb: off\nc: 2019-12-15\nd: 1:30\ne: 0o17\nf: 1_000\n")
    assert data == {"a": "yes", "b": "off", "c": "2019-12-15", "d": "1:30", "e": "0o17", "f": "1_000"}
    assert not found


def test_numbers_booleans_and_nothing_are_recognised() -> None:
    data, _ = read("a: 1\nb: -2.5\nc: 1e3\nd: true\ne: ~\nf:\n")
    assert data == {"a": 1, "b": -2.5, "c": 1000.0, "d": True, "e": None, "f": None}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("{1: a, true: b, null: c}")[0] == {"1": "a", "true": "b", "null": "c"}


def test_a_duplicate_key_is_refused_with_both_lines() -> None:
    assert read("a: 1\nb: 2\na: 3\n")[1] == [(1, "a", "given twice, in lines 1 and 3; keep one")]


def test_a_duplicate_key_deep_in_the_file_is_found() -> None:
    assert read("a:\n  - {x: 1, x: 2}\n")[1] == [(2, "a[0].x", "given twice, in lines 2 and 2; keep one")]


@pytest.mark.parametrize(
    "text", ["a: !!python/object/apply:os.system ['true']", "a: !!str 1", "a: ! 1", "!x {}"]
)
def test_tags_are_refused(text: str) -> None:
    assert "tags such as" in only_message(text)


@pytest.mark.parametrize("number", [".nan", ".NaN", ".inf", "-.inf", "1e999"])
def test_numbers_that_are_not_finite_are_refused_with_their_key(number: str) -> None:
    assert read(f"a:\n  b: {number}")[1] == [(2, "a.b", f"{number} is not a finite number")]


def test_an_alias_repeats_its_value() -> None:
    assert read("a: &one {x: 1}\nb: *one\n")[0] == {"a": {"x": 1}, "b": {"x": 1}}


def test_a_billion_laughs_are_refused_in_no_time() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    started = time.process_time()  # other processes do not count
    message = only_message("\n".join(lines))
    assert "aliases blow the file up" in message
    assert time.process_time() - started < 5


def test_an_alias_inside_its_own_value_is_refused() -> None:
    assert "inside the value that it repeats" in only_message("a: &a [1, *a]")


def test_an_alias_of_nothing_is_refused() -> None:
    assert "undefined alias" in only_message("a: *nowhere")


def test_depth_is_bounded() -> None:
    deep = MAX_DEPTH + 1
    assert "nested deeper" in only_message("a: " + "[" * deep + "]" * deep)
    assert not read("a: " + "[" * 10 + "]" * 10)[1]


def test_depth_through_aliases_is_bounded() -> None:
    half = MAX_DEPTH // 2 + 2
    text = f"a: &a {'[' * half}1{']' * half}\nb: {'[' * half}*a{']' * half}\n"
    assert "aliases nest values deeper" in only_message(text)


def test_a_hundred_thousand_brackets_do_not_exhaust_the_stack() -> None:
    assert "nested deeper" in only_message("[" * 100_000)


def test_the_number_of_values_is_bounded() -> None:
    assert f"more than {MAX_VALUES:,} values" in only_message("[" + "1," * (MAX_VALUES + 1) + "]")


def test_the_size_is_bounded() -> None:
    assert "at most" in only_message(b"#" * (MAX_BYTES + 1))


def test_an_absurd_number_is_refused() -> None:
    assert "digits" in only_message("a: " + "9" * 5000)


def test_bytes_that_are_no_text_are_named_with_their_line() -> None:
    assert read(b"a: 1\nb: \xff\xfe\n")[1] == [(2, "", "the file is not UTF-8 text (byte 8)")]


def test_a_character_that_no_text_has_is_refused() -> None:
    assert "not allowed in a text file" in only_message("a: \x00")


def test_broken_yaml_is_explained_with_its_line() -> None:
    line, _, message = read("a: 1\nb: [1, 2\nc: 3\n")[1][0]
    assert line == 3
    assert "this is no YAML" in message


def test_half_a_character_is_refused_and_a_whole_one_kept() -> None:
    assert "half a character" in only_message('a: "\\ud800"')
    assert read('a: "\\ud83d\\ude00"')[0] == {"a": "\N{GRINNING FACE}"}


def test_a_list_as_a_key_is_refused() -> None:
    assert "a key must be a single word" in only_message("? [1, 2]\n: 3\n")


def test_two_documents_in_one_file_are_refused() -> None:
    assert "this is no YAML" in only_message("a: 1\n---\nb: 2\n")


def test_an_empty_file_holds_nothing() -> None:
    assert read("# only a comment\n") == (None, [])


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read(b"\xef\xbb\xbftitle: x\n")[0] == {"title": "x"}
