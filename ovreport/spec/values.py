"""The values of an experiment file, each with its bounds."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from ovreport import bounds
from ovreport.language.registry import LANGUAGES
from ovreport.spec.kinds import UNSET, Kind, number, one_of, pattern, problem, quantity, spelled, text
from ovreport.spec.problems import closest

_KNOWN_DEVICES = ("CPU", "GPU", "NPU", "AUTO", "MULTI", "HETERO", "BATCH")
_DEVICE = r"[A-Z][A-Z0-9_]*(\.[A-Za-z0-9_.]+)?(:[A-Za-z0-9_.,()-]+)?"
_RELEASE = r"installed|20[0-9]{2}\.[0-9]{1,2}(\.[0-9]{1,2})?"
_SECONDS = {"": 1.0, "s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0}
_MIB = {"": 1.0, "mib": 1.0, "gib": 1024.0}
_LAYOUT = r"[A-Z?]+(\.\.\.[A-Z?]*)?|\.\.\.[A-Z?]+|\[ *([A-Z?]+|\.\.\.)( *, *([A-Z?]+|\.\.\.))* *\]"


def _release(value: Any) -> str:
    """`installed`, `2025.4` or `2025.4.1`; without quotation marks YAML makes 2025.1 of 2025.10."""
    if isinstance(value, float):
        raise problem(
            f"{value} is a number to YAML, which takes 2025.10 for 2025.1; put it in quotation marks"
        )
    if not isinstance(value, str) or not re.fullmatch(_RELEASE, value):
        raise problem(
            f"{spelled(value)} is no release of OpenVINO; write installed, or one in quotation marks such as "
            "'2025.4'",
            meant=closest(value, ("installed",)) if isinstance(value, str) else None,
        )
    return value


def _share(value: Any) -> float:
    """0.03 and `3 %` are the same."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%\s*", value)
        value = float(match[1]) / 100 if match else value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
        raise problem(f"{spelled(value)} is no share; write 0.03 or 3 %")
    return float(value)


def _device(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_DEVICE, value) or len(value) > 200:
        raise problem(
            f"{spelled(value)} is no device; devices are for example CPU, GPU, GPU.1, NPU, AUTO:GPU,CPU",
            meant=_meant_device(value),
        )
    head = re.split(r"[.:]", value)[0]
    meant = closest(head, _KNOWN_DEVICES)
    if head not in _KNOWN_DEVICES and meant is not None and len(head) <= len(meant) + 1:
        raise problem(f"{spelled(value)} is no device that OpenVINO knows", meant=meant)
    return value


def _meant_device(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > 200:
        return None
    upper = value.upper().strip()
    return upper if re.fullmatch(_DEVICE, upper) and upper.startswith(_KNOWN_DEVICES) else None


def _property(value: Any) -> str:
    """OpenVINO takes every property as text; its booleans are YES and NO."""
    if isinstance(value, bool):
        return "YES" if value else "NO"
    if not isinstance(value, str | int | float) or not 0 < len(str(value)) <= 1000:
        raise problem(f"{spelled(value)} is no value of a property; write one word or number")
    return str(value)


def _dimension(value: Any) -> int | str:
    """A number, `?` for any, or bounds; `?` without quotation marks is a key without a name to YAML."""
    if value in ("?", -1) or value == {"": None}:
        return "?"
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return value
    match = re.fullmatch(r"([0-9]{0,9})\.\.([0-9]{0,9})", value) if isinstance(value, str) else None
    if match is None or value == ".." or (match[2] and int(match[1] or 0) > int(match[2])):
        raise problem(f"{spelled(value)} is no dimension; write a number, ? for any, or bounds such as 1..8")
    return match[0]


def _layout(value: Any) -> str:
    """OpenVINO's layouts: a letter a dimension, N for the batch, `?` for anything, `...` for several."""
    text = value.strip().upper() if isinstance(value, str) else ""
    if not re.fullmatch(_LAYOUT, text) or text.count("N") > 1:
        raise problem(
            f"{spelled(value)} is no layout; write a letter or ? for each dimension, such as NCHW or ?NC, in "
            "quotation marks where it begins with ?"
        )
    return text


def _rounds(value: Any) -> bounds.RoundNumbers:
    """One number, or the fewest and the most."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    found = bounds.round_numbers(str(value)) if whole or isinstance(value, str) else None
    if found is None:
        low, high = bounds.ROUNDS
        raise problem(
            f"{spelled(value)} is not a whole number from {low:g} to {high:,g}, nor the fewest and the most "
            "rounds, such as 5..30"
        )
    return found


def _cores(value: Any) -> tuple[int, int | None]:
    """The fewest and the most cores; `None` where nothing bounds them."""
    written = str(value) if type(value) in (int, str) else ""
    match = re.fullmatch(r"\s*(>=|<=|>|<|)\s*([0-9]{1,5})\s*", written)
    if match is None:
        raise problem(f"{spelled(value)} is no number of cores; write a number, or a bound such as '>= 8'")
    number = int(match[2])
    return {
        "": (number, number),
        ">=": (number, None),
        ">": (number + 1, None),
        "<=": (0, number),
        "<": (0, number - 1),
    }[match[1]]


def _label(value: Any) -> str:
    if isinstance(value, list | dict) or (isinstance(value, str) and not 0 < len(value) <= 10_000):
        raise problem(f"{spelled(value)} names no level; write one word or number")
    return value if isinstance(value, str) else spelled(value)


def _disturbance(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"command"} and isinstance(value["command"], str):
        value = f"command: {value['command']}"
    if value in ("none", "cpu", "memory"):
        return str(value)
    if isinstance(value, str) and re.fullmatch(r"command: \S.{0,999}", value):
        return value
    raise problem(
        f"{spelled(value)} is none of none, cpu, memory and {{command: ...}}",
        meant=closest(value, ("none", "cpu", "memory")) if isinstance(value, str) else None,
    )


INT8 = "int8"
"""A precision and a storage that only printed figures may name: it lies in the model's file."""


def _float_format(*words: str) -> Kind:
    """One of some formats of floating-point numbers; INT8 is told where it lies."""
    plain = one_of(*words)

    def check(value: Any) -> Any:
        if isinstance(value, str) and value.lower() in (INT8, "i8"):
            raise problem(
                f"{spelled(value)} lies in the model's file and cannot be asked for; "
                "give the quantised file as `model`"
            )
        return plain.check(value)

    return Kind(plain.schema, check)


_COMMAND = {
    "anyOf": [
        {"enum": ["none", "cpu", "memory"]},
        {"type": "object", "properties": {"command": {"type": "string"}}, "required": ["command"]},
        {"type": "string", "pattern": "^command: "},
    ]
}

_ROUNDS = {
    "anyOf": [
        {"type": "integer", "minimum": bounds.ROUNDS.low, "maximum": bounds.ROUNDS.high},
        {"type": "string", "pattern": r"^\s*[0-9]{1,9}(\s*\.\.\s*[0-9]{1,9})?\s*$"},
    ]
}

Name = Annotated[str, text(10_000, least=1)]
Line = Annotated[str, text(10_000)]
Prose = Annotated[str, text(100_000)]
Share = Annotated[float, Kind({"type": ["number", "string"]}, _share)]
Device = Annotated[str, Kind({"type": "string", "pattern": f"^{_DEVICE}$"}, _device)]
WebAddress = Annotated[
    str, pattern(r"https?://[^\s<>\"']{1,2000}", "is no web address; it begins with https://")
]
Sha256 = Annotated[str, pattern(r"[0-9a-fA-F]{64}", "is no SHA-256; that has 64 hexadecimal digits")]
IsoDate = Annotated[
    str, pattern(r"\d{4}(-\d{2}(-\d{2})?)?", "is no date; write 2019-12-15, 2019-12 or '2019'")
]
PropertyValue = Annotated[str, Kind({"type": ["string", "number", "boolean"]}, _property)]
Cores = Annotated[tuple[int, int | None], Kind({"type": ["integer", "string"]}, _cores)]
LevelName = Annotated[str, Kind({"type": ["string", "number", "boolean", "null"]}, _label)]
Disturbance = Annotated[str, Kind(_COMMAND, _disturbance)]
Language = Annotated[str, one_of(*LANGUAGES)]
Release = Annotated[str, Kind({"type": "string", "pattern": f"^({_RELEASE})$"}, _release)]
Precision = Annotated[Literal["f32", "f16", "bf16"] | None, _float_format("f32", "f16", "bf16", UNSET)]
Storage = Annotated[Literal["f32", "f16"] | None, _float_format("f32", "f16", UNSET)]
Hint = Annotated[
    Literal["latency", "throughput", "cumulative_throughput", "none"] | None,
    one_of("latency", "throughput", "cumulative_throughput", "none", UNSET),
]
Mode = Annotated[Literal["async", "sync"], one_of("async", "sync")]
Schedule = Annotated[Literal["slices", "whole"], one_of("slices", "whole")]
Relation = Annotated[Literal["about", "more", "less"], one_of("about", "more", "less")]
Batch = Annotated[int | None, number(*bounds.BATCH, words=(UNSET,))]
Streams = Annotated[int | Literal["auto"] | None, number(1, 1024, words=("auto", UNSET))]
Requests = Annotated[int | Literal["auto"], number(*bounds.IN_FLIGHT, words=("auto",))]
Threads = Annotated[int | None, number(1, 4096, words=(UNSET,))]
Shape = tuple[Annotated[int | str, Kind({"type": ["integer", "string"]}, _dimension)], ...]
Layout = Annotated[str, Kind({"type": "string"}, _layout)]
Count = Annotated[int, number(1, 2**31 - 1)]
Positive = Annotated[float, number(1e-9, 1e12, whole=False)]
Rounds = Annotated[bounds.RoundNumbers, Kind(_ROUNDS, _rounds)]
Budget = Annotated[float | Literal["none"], quantity(_SECONDS, *bounds.BUDGET_SECONDS, "seconds", none=True)]
Warmup = Annotated[int, number(0, 10_000)]
Seed = Annotated[int, number(*bounds.SEED)]
TrialSeconds = Annotated[float, quantity(_SECONDS, *bounds.TRIAL_SECONDS, "seconds")]
SliceSeconds = Annotated[float, quantity(_SECONDS, 0.005, 60, "seconds")]
TimeoutSeconds = Annotated[float, quantity(_SECONDS, 1, 86_400, "seconds")]
MemoryMib = Annotated[float | Literal["none"], quantity(_MIB, 256, 2**24, "MiB", none=True)]
Finite = Annotated[float, number(-1e30, 1e30, whole=False)]
State = Annotated[Literal["reset", "keep"], one_of("reset", "keep")]
Milliseconds = Annotated[float, number(1e-6, 1e9, whole=False)]
