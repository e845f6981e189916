"""Load an experiment file: read it, check it against the schema and as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from ovreport import bounds
from ovreport.errors import SpecError
from ovreport.spec import document
from ovreport.spec.checks import check
from ovreport.spec.explain import explain
from ovreport.spec.matrix import Matrix, matrix_of
from ovreport.spec.path_policy import PathPolicy
from ovreport.spec.problems import Problems
from ovreport.spec.schema import ExperimentKeys
from ovreport.spec.site_file import SiteKeys

_MATRIX_KEYS = frozenset(ExperimentKeys.model_fields) - {
    "title", "question", "description", "language", "author", "tags", "labels", "measure", "margin",
    "good_enough", "objective", "hosts",
}  # fmt: skip

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMPTY = "the file is empty; `ovreport init` writes a first one"
_NO_MAPPING = "the file must be a mapping of keys, such as `title: ...`"

ENDINGS = (".yaml", ".yml")
"""Of experiment files."""

MOST_READ = 1_000_000
"""Cells of an experiment that is not measured: what was measured once can be read."""

Profile = Literal["quick", "default", "publish"]


class Thoroughness(NamedTuple):
    """Rounds, seconds of a cell in a round, and the budget of an experiment in seconds."""

    rounds: bounds.RoundNumbers
    seconds: float
    budget: float | None


PROFILES: dict[Profile, Thoroughness] = {
    "quick": Thoroughness(bounds.RoundNumbers(3, 3), 1.0, None),
    "default": Thoroughness(bounds.RoundNumbers(5, 12), 3.0, 300.0),
    "publish": Thoroughness(bounds.RoundNumbers(10, 30), 5.0, 1800.0),
}

RESERVED = {
    "aa": "the records of `ovreport aa`, which moves earlier ones aside",
    "hosts": "the noise floors of the hosts",
}
"""Folders of a results folder that belong to no experiment, and what they hold."""


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """What the command line says in place of the file; `None` where it says nothing."""

    profile: Profile | None = None
    rounds: bounds.RoundNumbers | None = None
    budget: float | None = None
    seconds: float | None = None
    seed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A checked experiment file.

    Attributes:
        slug: Name of the file without its ending.
        folder: Where it lies; its paths start there.
        source: Its bytes.
        keys: What it says, defaults filled in.
        overrides: What the command line says about measuring.
        matrix: Axes and combinations.
    """

    slug: str
    folder: Path
    source: bytes
    keys: ExperimentKeys
    overrides: Overrides
    matrix: Matrix


def load(
    path: Path,
    *,
    overrides: Overrides | None = None,
    allow_outside: bool = False,
    max_cells: int = bounds.MOST_CELLS,
    content: bytes | None = None,
) -> Experiment:
    """Load and check an experiment file.

    Args:
        path: The YAML file.
        overrides: What the command line says about measuring.
        allow_outside: Whether models may lie outside the file's folder and properties may name files.
        max_cells: Largest matrix.
        content: What the file is to hold, where that is not in it yet.

    Raises:
        SpecError: Something is wrong; all problems, a line each: `file:line: key: what is wrong`.
    """
    problems = Problems(path)
    if content is None:
        check_name(path.stem, path)
    source = document.read(path) if content is None else content
    data = document.parse(source, problems)
    if not isinstance(data, dict):
        if not problems.found:
            problems.add((), _EMPTY if data is None else _NO_MAPPING)
        problems.raise_any()
    policy = PathPolicy(path.parent, allow_outside)
    keys, faulty = _validated(data, problems)
    # what passes the schema is checked further even if something else does not: all problems come at once
    check(keys, problems, policy, faulty=faulty)
    matrix = None
    if _MATRIX_KEYS.isdisjoint(faulty):
        matrix = matrix_of(keys, problems, policy, order=list(data), max_cells=max_cells)
    problems.raise_any()
    assert matrix is not None, "without problems there is a matrix"
    return Experiment(
        slug=path.stem,
        folder=path.parent,
        source=source,
        keys=keys,
        overrides=overrides or Overrides(),
        matrix=matrix,
    )


def site_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a site.yaml, for editors."""
    return {"$schema": _DIALECT, **_untitled(SiteKeys.model_json_schema()), "title": "ovreport site"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an experiment file, for editors."""
    schema = ExperimentKeys.model_json_schema()
    for name, key in schema["$defs"]["SettingKeys"]["properties"].items():
        meant = schema["properties"][name]  # a bundle's keys mean the same
        key["description"] = meant["description"]
        key["examples"] = [each[0] if isinstance(each, list) else each for each in meant["examples"]]
    return {
        "$schema": _DIALECT,
        **_untitled(schema),
        "title": "ovreport experiment",
    }


def _untitled(node: Any) -> Any:
    """Without the titles that pydantic makes up from the names of keys."""
    if isinstance(node, list):
        return [_untitled(each) for each in node]
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if key != "title" or isinstance(value, dict)}
        return {key: _untitled(value) for key, value in kept.items()}
    return node


def beside(results: Path, slug: str) -> Path | None:
    """The experiment file beside a results folder that is called as an experiment's folder in it."""
    files = (results.parent / f"{slug}{ending}" for ending in ENDINGS)
    return next((each for each in files if each.is_file()), None)


def check_name(name: str, path: Path) -> None:
    """Check what an experiment is called: by its file's name without the ending.

    Raises:
        SpecError: Pages and records cannot have this name.
    """
    if not re.fullmatch(r"\w[\w.-]{0,99}", name):
        raise SpecError(
            f"{path}: the file's name becomes the name of a page; use letters, digits, - _ and . only, "
            "at most 100 of them, with a letter, a digit or _ first"
        )
    if held := RESERVED.get(name.lower()):  # some file systems take aa and AA for one folder
        raise SpecError(
            f"{path}: the name {name} is taken: records of an experiment lie in the folder of its name, and "
            f"results/{name.lower()} holds {held}; rename the file"
        )


def _validated(data: dict[str, Any], problems: Problems) -> tuple[ExperimentKeys, set[str]]:
    """The keys that pass the schema, and the top-level keys that do not."""
    try:
        return ExperimentKeys.model_validate(data), set()
    except ValidationError as error:
        faulty = explain(error, problems)
    rest = {key: value for key, value in data.items() if key not in faulty}
    return ExperimentKeys.model_validate({"title": "-", **rest}), faulty
