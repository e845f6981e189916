"""What pydantic objects to, in words for the author of an experiment file."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from ovreport.spec.problems import Location, Problems, closest
from ovreport.spec.schema import ExperimentKeys, MeasureKeys

_WORDS = {
    "nireq": "requests",
    "nstreams": "streams",
    "num_streams": "streams",
    "nthreads": "threads",
    "num_threads": "threads",
    "infer_precision": "precision",
    "inference_precision": "precision",
    "niter": "measure.requests",
    "duration": "measure.seconds",
    "time": "measure.seconds",
    "languages": "language",
    "models": "model",
    "devices": "device",
    "baselines": "baseline",
    "throughput": "fps",
    "throughput_fps": "fps",
    "latency": "latency_ms",
}
"""What other tools call a key, and what it is called here."""

_SHAPES = {
    "model_type": "must be a mapping of keys",
    "model_attributes_type": "must be a mapping of keys",
    "dict_type": "must be a mapping",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}


def explain(error: ValidationError, problems: Problems, keys: type[BaseModel] = ExperimentKeys) -> set[str]:
    """Note every mistake that the schema of a file found; returns the top-level keys that have some."""
    for each in error.errors():
        at: Location = tuple(step for step in each["loc"] if step != "[key]")
        match each["type"]:
            case "extra_forbidden":
                problems.add(at, "unknown key", meant=_meant(at, keys))
            case "missing":
                problems.add(at, "is missing")
            case kind:
                problems.add(at, _SHAPES.get(kind, each["msg"]))
    return {str(each["loc"][0]) for each in error.errors() if each["loc"]}


def _meant(at: Location, keys: type[BaseModel]) -> str | None:
    """A key that belongs here and looks alike, what other tools' word means, or where the key belongs."""
    key = str(at[-1])
    here = set(_keys_at(at[:-1], keys).model_fields)
    if (word := _WORDS.get(key.lower())) and (word in here or "." in word):
        return word
    if key in MeasureKeys.model_fields and len(at) == 1 and keys is ExperimentKeys:
        return f"measure.{key}"
    return closest(key, here)


def _keys_at(at: Location, keys: type[BaseModel]) -> type[BaseModel]:
    """The class that describes the mapping at a location; names of factors and levels are stepped over."""
    for step in at:
        annotation = keys.model_fields[step].annotation if step in keys.model_fields else None
        keys = next(_classes(annotation), keys)
    return keys


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _classes(inner)
