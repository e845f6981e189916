"""What the runner and its workers say to one another: JSON and raw arrays, nothing that is executed."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

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
