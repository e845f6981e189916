"""Frozen dataclasses to JSON and back, strictly: a value of another type is refused with its place.

Records, the messages between the runner and its workers, and what commands print for other programs are all
made here. Workers import it, so it needs nothing but NumPy.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Json = Any  # what json reads and writes; a recursive type would need Python 3.12
Decoder = Callable[[object], object]
Value = TypeVar("Value")

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON spells a half of a character; two that belong together are a whole one."""

FLOATS: dict[str, np.dtype[Any]] = {"f4": np.dtype("<f4"), "f8": np.dtype("<f8")}


ARRAY = "array"
"""Marks a field's type as an array of floats. NumPy's own alias is for type checkers alone: what it is made
of differs from release to release."""

Floats = Annotated[NDArray[np.float64], ARRAY]
"""The type of a field that holds an array of floats, shape `(n,)`."""


APART: Mapping[str, object] = types.MappingProxyType({"apart": True})
"""Metadata of a field that is stored elsewhere; it has a default, and neither JSON nor decoder knows it."""


class Malformed(ValueError):  # noqa: N818 - reads as a finding, not as an error of the program
    """A value is not what its place demands; the message begins with the place."""

    def inside(self, place: str) -> Malformed:
        """The same fault, seen from one level further out."""
        text = str(self)
        joint = "" if text.startswith("[") else "." if " " not in text.split(":")[0] else ": "
        return Malformed(f"{place}{joint}{text}")


def dumps(value: object) -> str:
    """Compact JSON of a dataclass; keys stay in the order of its fields."""
    assert dataclasses.is_dataclass(value)
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(kind: type[Value], text: str) -> Value:
    """A `kind` from its JSON.

    Raises:
        Malformed: The text is no JSON, or a value in it has another type than `kind` demands.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if _SURROGATE.search(text):
            _check_characters(value)
    except RecursionError as error:
        raise Malformed("nested too deeply") from error
    except Malformed:
        raise
    except ValueError as error:
        raise Malformed(f"no JSON: {error}") from error
    return from_json(kind, value)


def from_json(kind: type[Value], value: Json) -> Value:
    """A `kind` from what `to_json` made of it.

    Raises:
        Malformed: A value has another type than `kind` demands.
    """
    read: Decoder = decoder(cast("Any", kind))
    return cast("Value", read(value))


def to_json(value: object) -> Json:
    """What `json` can write; a float that is no finite number becomes null."""
    match value:
        case Enum():
            return to_json(value.value)
        case Path():
            return str(value)
        case None | bool() | str():
            return value
        case int():
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else None
        case tuple() | list():
            return [to_json(item) for item in value]
        case np.ndarray():
            return _encode_array(value)
        case _ if dataclasses.is_dataclass(value):
            return {field.name: to_json(getattr(value, field.name)) for field in _stored(type(value))}
    raise TypeError(f"{type(value).__name__} cannot be stored")


@cache
def decoder(kind: Any) -> Decoder:
    """A function from parsed JSON to `kind`: plain types, paths, literals, unions, tuples, arrays, classes.

    Raises:
        TypeError: `kind` is of no sort that the contracts are made of.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is typing.Literal:
        return _one_of(arguments)
    if origin in (typing.Union, types.UnionType):
        return _union([decoder(argument) for argument in arguments])
    if origin is tuple and arguments[-1] is Ellipsis:
        return _sequence(decoder(arguments[0]))
    if origin is tuple:
        return _fixed([decoder(argument) for argument in arguments])
    if origin is Annotated and arguments[1:] == (ARRAY,):
        return _decode_array
    if kind is dict:
        return _object
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _fields(kind)
    raise TypeError(f"{kind} cannot be read")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _plain(kind: type, word: str) -> Decoder:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise Malformed(f"{word} expected, found {_name(value)}")
        return value

    return read


def _check_characters(value: Json) -> None:
    """That text can be written again: half a surrogate pair, as JSON may spell it, cannot."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        near = error.object[max(error.start - 30, 0) : error.start + 30]
        raise Malformed(f"text with half a character in it: {near!a}") from error


def _path(value: object) -> Path:
    if type(value) is not str:
        raise Malformed(f"a path expected, found {_name(value)}")
    return Path(value)


def _whole(value: object) -> int:
    """Within 64 bits, as all that is counted or timed: a larger number would end a computation later on."""
    if type(value) is not int:
        raise Malformed(f"a whole number expected, found {_name(value)}")
    if not -(1 << 63) <= value < 1 << 63:
        raise Malformed(f"a whole number of at most 64 bits expected, found one of {value.bit_length():,}")
    return value


def _float(value: object) -> float:
    if type(value) is not float and type(value) is not int:
        raise Malformed(f"a number expected, found {_name(value)}")
    return float(_whole(value) if type(value) is int else value)


def _none(value: object) -> None:
    if value is not None:
        raise Malformed(f"null expected, found {_name(value)}")


_PLAIN: dict[object, Decoder] = {
    str: _plain(str, "text"),
    Path: _path,
    int: _whole,
    bool: _plain(bool, "true or false"),
    float: _float,
    types.NoneType: _none,
}


def _one_of(choices: tuple[object, ...]) -> Decoder:
    def read(value: object) -> object:
        if not isinstance(value, str) or value not in choices:
            raise Malformed(f"one of {', '.join(map(str, choices))} expected, found {_name(value)}")
        return value

    return read


def _union(options: list[Decoder]) -> Decoder:
    def read(value: object) -> object:
        fault: Malformed | None = None
        for option in options:
            try:
                return option(value)
            except Malformed as error:
                fault = fault or error
        raise fault or Malformed("nothing fits")

    return read


def _sequence(item: Decoder) -> Decoder:
    def read(value: object) -> object:
        return tuple(_place(item, each, f"[{place}]") for place, each in enumerate(_list(value)))

    return read


def _fixed(items: list[Decoder]) -> Decoder:
    def read(value: object) -> object:
        values = _list(value)
        if len(values) != len(items):
            raise Malformed(f"{len(items)} values expected, found {len(values)}")
        return tuple(
            _place(item, each, f"[{place}]")
            for place, (item, each) in enumerate(zip(items, values, strict=True))
        )

    return read


def _fields(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = _stored(kind)
    readers = {field.name: decoder(hints[field.name]) for field in fields}
    optional = {
        field.name
        for field in fields
        if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    }

    def read(value: object) -> object:
        value = _object(value)
        if unknown := value.keys() - readers.keys():
            raise Malformed(f"unknown key {min(unknown)[:80]!r}")
        if missing := readers.keys() - value.keys() - optional:
            raise Malformed(f"key {min(missing)!r} is missing")
        return kind(**{name: _place(readers[name], each, name) for name, each in value.items()})

    return read


def _stored(kind: Any) -> list[dataclasses.Field[Any]]:
    """The fields of a dataclass that JSON holds."""
    return [field for field in dataclasses.fields(kind) if not field.metadata.get("apart")]


def _place(read: Decoder, value: object, place: str) -> object:
    try:
        return read(value)
    except Malformed as error:
        raise error.inside(place) from None


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed(f"a list expected, found {_name(value)}")
    return value


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Malformed(f"an object expected, found {_name(value)}")
    return value


def _name(value: object) -> str:
    return "null" if value is None else repr(value)[:60]


def _encode_array(values: NDArray[np.float64]) -> Json:
    """Floats as base64; in four bytes each where that loses nothing, as with most models' outputs."""
    with np.errstate(over="ignore"):
        short = values.astype(FLOATS["f4"])
    exact = np.array_equal(short.astype(np.float64), values, equal_nan=True)
    name, array = ("f4", short) if exact else ("f8", values.astype(FLOATS["f8"]))
    return {name: base64.b64encode(array.tobytes()).decode("ascii")}


def _decode_array(value: object) -> NDArray[np.float64]:
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= FLOATS.keys():
        raise Malformed(f"base64 under f4 or f8 expected, found {_name(value)}")
    ((name, text),) = value.items()
    try:
        raw = np.frombuffer(base64.b64decode(text, validate=True), FLOATS[name])
        return np.asarray(raw, np.float64)
    except (binascii.Error, ValueError, TypeError) as error:
        raise Malformed(f"no base64 of whole numbers of {name}: {error}") from error
