"""Frozen dataclasses to JSON and back, strictly: a value of another type is refused with its place.

Records, the messages between the runner and its workers, and what commands print for other programs are all
made here. Workers import it, so it needs nothing but NumPy.

No library does this for them. Of dataclasses msgspec 0.23 ignores keys that they do not have, and takes
integers beyond 64 bits; half of a surrogate pair it refuses without a place, and arrays and fields that are
stored elsewhere would be ours still. Beside NumPy this module takes 3 ms to import, msgspec 23 ms and
pydantic's TypeAdapter 320 ms (the best of nine by `-X importtime`, Python 3.11, two busy processors).
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
Decoder = Callable[[object], Any]
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
        if _SURROGATE.search(text):  # half of a pair, as JSON may spell it, cannot be written again
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise Malformed("nested too deeply") from error
    except UnicodeEncodeError as error:
        near = error.object[max(error.start - 30, 0) : error.start + 30]
        raise Malformed(f"text with half a character in it: {near!a}") from error
    except ValueError as error:
        raise Malformed(f"no JSON: {error}") from error
    return from_json(kind, value)


def from_json(kind: type[Value], value: Json) -> Value:
    """A `kind` from what `to_json` made of it.

    Raises:
        Malformed: A value has another type than `kind` demands.
    """
    read: Value = decoder(cast("Any", kind))(value)
    return read


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
    if origin is tuple:
        return _items([decoder(each) for each in arguments if each is not Ellipsis], ... in arguments)
    if origin is Annotated and arguments[1:] == (ARRAY,):
        return _decode_array
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _fields(kind)
    raise TypeError(f"{kind} cannot be read")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _exactly(word: str, *kinds: type, make: Callable[[Any], object] | None = None) -> Decoder:
    """A value of one of these types and of none derived from them: true is no number."""

    def read(value: object) -> object:
        if type(value) not in kinds:
            raise Malformed(f"{word} expected, found {_name(value)}")
        return make(value) if make else value

    return read


def _within_64_bits(value: Any) -> int:
    """A larger number than what is counted or timed would end a computation later on."""
    if not -(1 << 63) <= value < 1 << 63:
        raise Malformed(f"a whole number of at most 64 bits expected, found one of {value.bit_length():,}")
    return int(value)


def _float(value: Any) -> float:
    return float(_within_64_bits(value) if type(value) is int else value)


_list = _exactly("a list", list)
_object = _exactly("an object", dict)

_PLAIN: dict[object, Decoder] = {
    str: _exactly("text", str),
    Path: _exactly("a path", str, make=Path),
    int: _exactly("a whole number", int, make=_within_64_bits),
    bool: _exactly("true or false", bool),
    float: _exactly("a number", float, int, make=_float),
    types.NoneType: _exactly("null", types.NoneType),
    dict: _object,
}


def _one_of(choices: tuple[object, ...]) -> Decoder:
    def read(value: object) -> object:
        if not isinstance(value, str) or value not in choices:
            raise Malformed(f"one of {', '.join(map(str, choices))} expected, found {_name(value)}")
        return value

    return read


def _union(options: list[Decoder]) -> Decoder:
    """What the first fitting option reads; else the first one says what is wrong."""

    def read(value: object) -> object:
        faults = []
        for option in options:
            try:
                return option(value)
            except Malformed as error:
                faults.append(error)
        raise faults[0]

    return read


def _items(readers: list[Decoder], any_number: bool) -> Decoder:
    """A list with a reader for each item, or with the first one for any number of them."""

    def read(value: object) -> object:
        values = _list(value)
        if not any_number and len(values) != len(readers):
            raise Malformed(f"{len(readers)} values expected, found {len(values)}")
        of_each = readers * len(values) if any_number else readers
        return tuple(
            _place(item, each, f"[{place}]")
            for place, (item, each) in enumerate(zip(of_each, values, strict=True))
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
        given = _object(value)
        if unknown := given.keys() - readers.keys():
            raise Malformed(f"unknown key {min(unknown)[:80]!r}")
        if missing := readers.keys() - given.keys() - optional:
            raise Malformed(f"key {min(missing)!r} is missing")
        return kind(**{name: _place(readers[name], each, name) for name, each in given.items()})

    return read


def _stored(kind: Any) -> list[dataclasses.Field[Any]]:
    """The fields of a dataclass that JSON holds."""
    return [field for field in dataclasses.fields(kind) if not field.metadata.get("apart")]


def _place(read: Decoder, value: object, place: str) -> object:
    try:
        return read(value)
    except Malformed as error:
        raise error.inside(place) from None


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
