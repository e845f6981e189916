"""Which files an ONNX file keeps weights in, read out of its protobuf without a library for it.

A tensor may name a file beside the model in `external_data` (onnx.proto3, `TensorProto`, fields 13 and 14).
Only the messages on the way there are walked through; everything else, weights above all, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
"""Wire types of protobuf."""

_INSIDE: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
}
"""Fields of each message that may lead to an entry of `external_data`, by their numbers in onnx.proto3."""

_KEY, _VALUE = 1, 2
_DEEPEST = 64
_LONGEST_TEXT = 4096


def locations(path: Path) -> tuple[str, ...]:
    """The files that tensors of an ONNX file name, as it spells them: paths below its own folder.

    Empty for a file that is no such protobuf: OpenVINO will say what it thinks of it.
    """
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(0)
            return tuple(dict.fromkeys(_in(file, end, "model", _DEEPEST)))
    except (OSError, ValueError):
        return ()


def _in(file: BinaryIO, end: int, message: str, depth: int) -> Iterator[str]:
    """The locations in a message of this kind, from where the file stands to `end`."""
    if depth == 0:
        raise ValueError("nested too deeply")
    if message == "entry":
        yield from _location(file, end)
        return
    for number, begin, after in _fields(file, end):
        inner = _INSIDE[message].get(number)
        if inner is not None:
            file.seek(begin)
            yield from _in(file, after, inner, depth - 1)
        file.seek(after)


def _location(file: BinaryIO, end: int) -> Iterator[str]:
    """The value of an entry whose key is `location`."""
    texts = {}
    for number, begin, after in _fields(file, end):
        if after - begin <= _LONGEST_TEXT:
            file.seek(begin)
            texts[number] = file.read(after - begin)
        file.seek(after)
    if texts.get(_KEY) == b"location" and _VALUE in texts:
        yield texts[_VALUE].decode()


def _fields(file: BinaryIO, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, begin and end of every field; the caller puts the file behind each of them."""
    while (at := file.tell()) < end:
        tag = _varint(file)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            _varint(file)
            begin = after = file.tell()
        elif kind == _LENGTH:
            size = _varint(file)
            begin = file.tell()
            after = begin + size
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            begin = file.tell()
            after = begin + (8 if kind == _EIGHT_BYTES else 4)
        else:
            raise ValueError(f"no protobuf at byte {at}")
        if after > end:
            raise ValueError(f"a field at byte {at} is longer than what holds it")
        yield number, begin, after


def _varint(file: BinaryIO) -> int:
    value = 0
    for place in range(10):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            return value
    raise ValueError("a number has no end")
