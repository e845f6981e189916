"""Kinds of value: a check that explains itself, and what an editor is told about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ovreport.spec.problems import closest, shortened

UNSET = "unset"
"""Left to OpenVINO; an empty value in YAML means the same."""


@dataclass(frozen=True, eq=False)
class Kind:
    """Stands in `Annotated[type, Kind(...)]`: `check` makes the value or raises `problem`."""

    check: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Only our own check, so that only our own messages appear."""
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What an editor is told."""
        return dict(self.schema)


@dataclass(frozen=True, eq=False)
class InSchema:
    """Stands in `Annotated[type, InSchema(...)]`: what an editor is told in place of the type's own schema.

    A copy of it each time, for pydantic 2.9 writes a field's default into what it is given.
    """

    schema: Mapping[str, Any]

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What an editor is told."""
        return dict(self.schema)


class Several:
    """Stands in `Annotated[tuple[...], Several()]`: `batch: 1` is the same as `batch: [1]`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Wrap anything that is no list."""
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One value or a list of them."""
        inner = schema["schema"] if schema["type"] == "function-before" else schema
        several = handler(inner)
        return {"anyOf": [several["items"], {**several, "minItems": 1}]}


def _listed(value: Any) -> Any:
    if not isinstance(value, list):
        return [value]
    if not value:
        raise problem("an empty list; give at least one value")
    return value


def problem(message: str, *, meant: str | None = None) -> PydanticCustomError:
    """A validation error that says exactly `message`."""
    text = message + (f" (did you mean {meant}?)" if meant else "")
    return PydanticCustomError("experiment", "{text}", {"text": text})


def spelled(value: Any) -> str:
    """A value as a user would write it, shortened."""
    match value:
        case None:
            return UNSET
        case bool():
            return "true" if value else "false"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return shortened(str(value))


def text(most: int, *, least: int = 0) -> Kind:
    """Text; a number is no text, since YAML reads 1.10 as 1.1."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise problem(f"{spelled(value)} is no text; put quotes around it if it is meant as text")
        if len(value) > most:
            raise problem(f"{len(value):,} characters; at most {most:,} are allowed")
        if len(value.strip()) < least:
            raise problem("is empty")
        return value.strip()

    return Kind(check, {"type": "string", "minLength": least, "maxLength": most})


def number(low: float, high: float, *, whole: bool = True, words: Sequence[str] = ()) -> Kind:
    """A number within bounds, or one of some words; `unset` and an empty value become `None`."""
    kind = "a whole number" if whole else "a number"
    allowed = " or ".join([f"{kind} from {low:g} to {high:,.10g}", *words])

    def check(value: Any) -> int | float | str | None:
        if UNSET in words and (value is None or value == UNSET):
            return None
        if isinstance(value, str) and value in words:
            return value
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            meant = closest(value, words) if isinstance(value, str) else None
            raise problem(f"{spelled(value)} is not {allowed}", meant=meant)
        if not low <= value <= high:
            raise problem(f"{spelled(value)} is not {allowed}")
        return value if whole else float(value)

    of_number = {"type": "integer" if whole else "number", "minimum": low, "maximum": high}
    return Kind(check, {"anyOf": [of_number, {"enum": _enumerated(words)}]} if words else of_number)


def one_of(*words: str) -> Kind:
    """One of some words; `unset` and an empty value become `None`."""

    def check(value: Any) -> str | None:
        if UNSET in words and (value is None or value == UNSET):
            return None
        if not isinstance(value, str) or value not in words:
            meant = closest(spelled(value), words)
            raise problem(f"{spelled(value)} is none of {', '.join(words)}", meant=meant)
        return value

    return Kind(check, {"enum": _enumerated(words)})


def _enumerated(words: Sequence[str]) -> list[str | None]:
    return [*words, None] if UNSET in words else list(words)


def quantity(units: Mapping[str, float], low: float, high: float, unit: str, *, none: bool = False) -> Kind:
    """A number in `unit`, or text with another unit; `none` stands for no bound where it is allowed."""
    names = ", ".join(each for each in units if each)

    def check(value: Any) -> float | str | None:
        if none and value in (None, "none"):
            return "none"
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise problem(f"{spelled(value)} is no number of {unit}")
        amount = _amount(value, units) if isinstance(value, str) else float(value)
        if amount is None:
            raise problem(f"{spelled(value)} is no number of {unit}; units are {names}")
        if not low <= amount <= high:
            raise problem(f"{spelled(value)} is not from {low:g} to {high:,.10g} {unit}")
        return amount

    return Kind(check, {"type": ["number", "string"]})


def _amount(value: str, units: Mapping[str, float]) -> float | None:
    match = re.fullmatch(r"\s*([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*([A-Za-z]*)\s*", value)
    if match is None or match[2].lower() not in units:
        return None
    return float(match[1]) * units[match[2].lower()]


def pattern(expression: str, wrong: str) -> Kind:
    """Text that matches `expression` as a whole; else the message is the value followed by `wrong`."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            raise problem(f"{spelled(value)} {wrong}")
        return value

    return Kind(check, {"type": "string", "pattern": f"^({expression})$"})
