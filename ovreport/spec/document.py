"""YAML text to plain data with line numbers: safe, bounded, and stricter than YAML where YAML surprises.

No tags, no duplicate keys, no NaN or infinity; `yes`, `off` and dates are plain text as in YAML 1.2; size,
depth and the number of values are bounded, with aliases counted as often as they are used.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ovreport.errors import SpecError
from ovreport.spec.problems import Location, Problems, dotted, shortened

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_VALUES = 20_000
_MAX_INTEGER_DIGITS = 18

Data = Any  # nested dict[str, ...], list, str, int, float, bool, None


class _UnreadableError(Exception):
    """The text cannot be read any further: line and message."""


class _Loader(yaml.SafeLoader):
    """Composes nodes, refusing tags and bounding depth and number while it goes."""

    depth = 0
    nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One node of the file; called by PyYAML for every node below the top."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it out
        line = event.start_mark.line + 1
        self.nodes += 1
        if self.nodes > MAX_VALUES:
            raise _UnreadableError(line, f"the file has more than {MAX_VALUES:,} values")
        if self.depth >= MAX_DEPTH:
            raise _UnreadableError(line, f"values are nested deeper than {MAX_DEPTH} levels")
        if getattr(event, "tag", None) is not None:
            raise _UnreadableError(
                line, f"tags such as {shortened(str(event.tag))} are not allowed; remove it"
            )
        self.depth += 1
        try:
            node: yaml.Node | None = super().compose_node(parent, index)
        finally:
            self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
    ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", list("-+.")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


@dataclass
class _Builder:
    """Turns composed nodes into data and remembers the line of every key and item."""

    problems: Problems
    values: int = 0
    open: set[int] = field(default_factory=set)

    def build(self, node: yaml.Node, at: Location) -> Data:
        line = node.start_mark.line + 1
        self.problems.lines.setdefault(at, line)
        self.values += 1
        if self.values > MAX_VALUES:
            raise _UnreadableError(line, f"aliases blow the file up to more than {MAX_VALUES:,} values")
        if id(node) in self.open:
            raise _UnreadableError(line, "an alias stands inside the value that it repeats")
        if len(at) > MAX_DEPTH:
            raise _UnreadableError(line, f"aliases nest values deeper than {MAX_DEPTH} levels")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, at)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*at, index)) for index, item in enumerate(node.value)]
            return self._mapping(node, at)
        finally:
            self.open.discard(id(node))

    def _mapping(self, node: yaml.Node, at: Location) -> dict[str, Data]:
        built: dict[str, Data] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _UnreadableError(line, "a key must be a single word or text, not a list or mapping")
            key = _whole(key_node)
            if key in built:
                first = self.problems.lines[(*at, key)]
                self.problems.add((*at, key), f"given twice, in lines {first} and {line}; keep one")
                continue
            self.problems.lines[(*at, key)] = line
            built[key] = self.build(value_node, (*at, key))
        return built

    def _scalar(self, node: yaml.ScalarNode, at: Location) -> Data:
        text, kind = _whole(node), node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int":
            if len(text) > _MAX_INTEGER_DIGITS:
                raise _UnreadableError(
                    node.start_mark.line + 1, f"{dotted(at)}: a number with {len(text)} digits"
                )
            return int(text)
        if kind == "float":
            number = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
            if math.isfinite(number):
                return number
            self.problems.add(at, f"{shortened(text)} is not a finite number")
            return 0.0
        return text


def _whole(node: yaml.ScalarNode) -> str:
    r"""The text of a scalar; escaped pairs (`\ud83d\ude00`) become one character, halves are refused."""
    text = str(node.value)
    try:
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise _UnreadableError(
            node.start_mark.line + 1, "an escape such as \\ud800 stands for half a character"
        ) from None


def read(path: Path) -> bytes:
    """A file's bytes, up to one more than `parse` takes.

    Raises:
        SpecError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror or error}") from error


def parse(source: bytes, problems: Problems) -> Data:
    """Read YAML; `None` and a noted problem where that is not possible.

    Args:
        source: The file's bytes.
        problems: Receives the lines of all keys, and what is wrong.

    Returns:
        Nested dicts with text keys, lists, text, numbers, booleans and `None`.
    """
    if len(source) > MAX_BYTES:
        problems.add((), f"the file has {len(source):,} bytes; at most {MAX_BYTES:,} are read")
        return None
    try:
        node = yaml.compose(source.decode("utf-8-sig"), _Loader)
        return None if node is None else _Builder(problems).build(node, ())
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        message = f"the file is not UTF-8 text (byte {error.start})"
    except _UnreadableError as error:
        line, message = error.args
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        words = " ".join(filter(None, (error.context, error.problem)))
        message = f"this is no YAML: {shortened(words)}"
    except yaml.reader.ReaderError as error:
        line, message = 1, f"this is no YAML: character {error.position} is not allowed in a text file"
    problems.lines[()] = line
    problems.add((), message)
    return None
