"""What the runner and its workers say to one another: JSON and raw arrays, nothing that is executed."""

from __future__ import annotations

import json
import struct
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Arrays = Mapping[str, NDArray[Any]]

_PREFIX = struct.Struct("<4sII")
"""A mark, bytes of the JSON header, bytes of the arrays."""

_MARK = b"OVR\x01"


class NoMessageError(Exception):
    """What came through the pipe is no message; someone printed into it."""


def encode(header: Mapping[str, object], arrays: Arrays | None = None) -> bytes:
    """One message. Arrays follow the header one after another, C-contiguous, described in it."""
    parts = {name: np.ascontiguousarray(array) for name, array in (arrays or {}).items()}
    described = [[name, part.dtype.str, list(part.shape)] for name, part in parts.items()]
    text = json.dumps({**header, "arrays": described}, separators=(",", ":")).encode()
    body = b"".join(part.tobytes() for part in parts.values())
    return _PREFIX.pack(_MARK, len(text), len(body)) + text + body


def length(received: bytes | bytearray) -> int | None:
    """Bytes of the first message in `received`, or `None` while its prefix is incomplete.

    Raises:
        NoMessageError: It does not begin with a message.
    """
    if len(received) < _PREFIX.size:
        return None
    mark, header, body = _PREFIX.unpack_from(received)
    if mark != _MARK:
        raise NoMessageError
    return int(_PREFIX.size + header + body)


def decode(message: bytes | bytearray) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays of one complete message."""
    _, header_size, _ = _PREFIX.unpack_from(message)
    start = _PREFIX.size + header_size
    header: dict[str, Any] = json.loads(bytes(message[_PREFIX.size : start]))
    arrays: dict[str, NDArray[Any]] = {}
    for name, dtype, shape in header.pop("arrays"):
        count = int(np.prod(shape, dtype=np.int64))
        arrays[name] = np.frombuffer(message, np.dtype(dtype), count, start).reshape(shape).copy()
        start += arrays[name].nbytes
    return header, arrays


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message without arrays from a blocking stream, or `None` at its end."""
    prefix = stream.read(_PREFIX.size)
    if len(prefix) < _PREFIX.size:
        return None
    _, header, body = _PREFIX.unpack(prefix)
    return decode(prefix + stream.read(header + body))[0]


def plain(value: object) -> Any:
    """A dataclass of the contracts as JSON values: fields by name, tuples as lists, paths as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def rebuilt(kind: type[T], value: Any) -> T:
    """The inverse of `plain` for a dataclass, led by its annotations."""
    result: T = _rebuilt(kind, value)
    return result


def _rebuilt(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _member(get_args(kind), value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _rebuilt(hints[name], item) for name, item in value.items()})
    return Path(value) if kind is Path else value


def _member(kinds: tuple[Any, ...], value: Any) -> Any:
    """`value` as the first of a union's members that it can be; plain values stay as they are."""
    if value is None or not isinstance(value, dict | list | str):
        return value
    for kind in kinds:
        fits_path = kind is Path and isinstance(value, str) and str not in kinds
        fits_list = get_origin(kind) is tuple and isinstance(value, list)
        fits_class = is_dataclass(kind) and isinstance(value, dict)
        if fits_path or fits_list or fits_class:
            return _rebuilt(kind, value)
    return value


def _tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_rebuilt(kinds[0], item) for item in value)
    return tuple(_rebuilt(kind, item) for kind, item in zip(kinds, value, strict=True))
