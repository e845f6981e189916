"""Results of other programs: single figures into experiment files, records into results folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ovreport import spec, store
from ovreport.errors import FileError, StoreError
from ovreport.store import Store
from ovreport.workflow import benchmark_app

NOTE = "Single runs of benchmark_app without repeats; latencies are means."


def publication(
    paths: Sequence[Path], told: Mapping[str, str], levels: Mapping[str, str], *, keys: frozenset[str] | None
) -> dict[str, Any]:
    """Reports of `benchmark_app` as a source of figures, as an experiment file has it under `published`.

    Args:
        paths: A figure each.
        told: `source`, `platform`, `date` and `url` as far as they are known.
        levels: Of factors that no report tells, such as bundles; they go before what it tells.
        keys: Keys that the experiment file has; `None` keeps all that a report tells.

    Raises:
        StoreError: A file is no such report.
    """
    figures = []
    for path in paths:
        run = benchmark_app.read(path)
        own = {name: level for name, level in run.levels.items() if keys is None or name in keys}
        figures.append(run.figure({**own, **levels}))
    return {**told, "note": NOTE, "figures": figures}


def keys_of(path: Path, *, max_cells: int) -> frozenset[str]:
    """The keys by which an experiment file tells configurations apart or says what all have in common.

    Raises:
        SpecError: The file has problems.
    """
    experiment = spec.load(path, allow_outside=True, max_cells=max_cells)
    bundled = {key for axis in experiment.matrix.axes for key in axis.bundled}
    return (
        frozenset({*experiment.keys.model_fields_set, *(axis.name for axis in experiment.matrix.axes)})
        - bundled
    )


def add(path: Path, found: dict[str, Any], *, max_cells: int) -> None:
    """Add a source of figures to an experiment file; it stays as it was where that does not fit.

    Raises:
        SpecError: The file would have problems.
        FileError: It cannot be written.
    """
    before = spec.load(path, allow_outside=True, max_cells=max_cells)
    content = spec.with_published(path, before.source, found)
    spec.load(path, allow_outside=True, max_cells=max_cells, content=content)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise FileError(
            f"{path}: cannot be written: {error.strerror or error}. Leave out --into, and paste what is "
            "printed."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def add_record(path: Path, host: str, results: Store) -> Path:
    """Keep a record of another program as one of a named host; what is there already stays.

    Returns:
        Where it lies now.

    Raises:
        StoreError: It is no record, or there is one of the same trial.
    """
    record = replace(store.read_file(path), host=host)
    place = results.path_of(record)
    if place.exists():
        raise StoreError(
            f"{path}: {place} has a record of this trial. Move that one away, or name another --host."
        )
    return results.save(record)
