"""What experiment files are made of: mappings, checks that explain themselves, what an editor is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ovreport.spec.problems import closest, shortened

Item = TypeVar("Item")

UNSET = "unset"
"""Left to OpenVINO; an empty value in YAML means the same."""


class Keys(BaseModel):
    """A mapping of the file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    short: ClassVar[Sequence[JsonSchemaValue]] = ()
    """Plain values that are short for a mapping, as an editor is told of them."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A mapping, or what is short for it."""
        mapping = handler(schema)
        return {"anyOf": [*cls.short, handler.resolve_ref_schema(mapping)]} if cls.short else mapping


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


@dataclass(frozen=True, eq=False)
class Kind(InSchema):
    """Stands in `Annotated[type, Kind(...)]`: `check` makes the value or raises `problem`.

    It stands in place of pydantic's own checks. Those tell one bound of a number, a pattern without its
    meaning, and each member of a union by itself; here one sentence says all that a key allows.
    """

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The own check alone."""
        return core_schema.no_info_plain_validator_function(self.check)


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
    if value == []:
        raise problem("an empty list; give at least one value")
    return value if isinstance(value, list) else [value]


Listed = Annotated[tuple[Item, ...], Several()]
"""One value, or several."""


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

    return Kind({"type": "string", "minLength": least, "maxLength": most}, check)


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
    return Kind({"anyOf": [of_number, {"enum": _enumerated(words)}]} if words else of_number, check)


def one_of(*words: str) -> Kind:
    """One of some words; `unset` and an empty value become `None`."""

    def check(value: Any) -> str | None:
        if UNSET in words and (value is None or value == UNSET):
            return None
        if not isinstance(value, str) or value not in words:
            meant = closest(spelled(value), words)
            raise problem(f"{spelled(value)} is none of {', '.join(words)}", meant=meant)
        return value

    return Kind({"enum": _enumerated(words)}, check)


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

    return Kind({"type": ["number", "string"]}, check)


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

    return Kind({"type": "string", "pattern": f"^({expression})$"}, check)
