"""Results as files for other programs: a file for each frame."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ovreport import __version__, store
from ovreport.errors import FileError, StoreError
from ovreport.frames import tables
from ovreport.frames.results import Results

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "json", "parquet"]
FRAMES = ("requests", "trials", "comparisons", "claims")


def export(results: Results, output: Path, how: Format) -> tuple[tuple[Path, int], ...]:
    """Write every frame into a file of its own; requests are held a trial at a time.

    A Parquet file of requests has everything else that is known of their trials in its metadata.

    Returns:
        The files, each with its number of rows.

    Raises:
        StoreError: There is nothing to export, or a record changed meanwhile.
        FileError: A file cannot be written.
    """
    if not results.hosts:
        raise StoreError(
            f"{', '.join(results.experiments)}: nothing was measured, so there is nothing to export. "
            "`ovreport build` measures."
        )
    return tuple(_write(results, output / f"{frame}.{how}", frame, how) for frame in FRAMES)


def _write(results: Results, path: Path, frame: str, how: Format) -> tuple[Path, int]:
    """Write one file, which is there as a whole or not at all."""
    trials: list[str] = []
    parts = _requests(results, trials) if frame == "requests" else iter([getattr(results, frame)])
    counted = _Counted(parts)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if how == "parquet":
            store.write_frames(temporary, counted, lambda: _entries(trials))
        else:
            with temporary.open("w", encoding="utf-8", newline="") as file:
                for text in _csv(counted) if how == "csv" else _json(counted):
                    file.write(text)
        temporary.replace(path)
    except OSError as error:
        raise FileError(
            f"{path}: cannot be written: {error.strerror or error}. Make room or name another folder with "
            "--output."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path, counted.rows


class _Counted:
    """Frames as they come, and how many rows they had."""

    def __init__(self, frames: Iterable[pd.DataFrame]) -> None:
        self.frames = frames
        self.rows = 0

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for frame in self.frames:
            self.rows += len(frame)
            yield frame


def _requests(results: Results, trials: list[str]) -> Iterator[pd.DataFrame]:
    """A frame for each trial, and its metadata as text into `trials`."""
    known = results.categories
    for source, record, sha256 in results.opened():
        trial, slices = store.texts(record)
        trials.append(f'{{"sha256":"{sha256}","trial":{trial},"slices":{slices}}}')
        yield tables.requests(known, [(source, record, sha256)])


def _entries(trials: list[str]) -> dict[str, str]:
    made = json.dumps({"program": "ovreport", "version": __version__})
    return {"ovreport.export": made} | ({"ovreport.trials": f"[{','.join(trials)}]"} if trials else {})


def _csv(frames: Iterable[pd.DataFrame]) -> Iterator[str]:
    for number, frame in enumerate(frames):
        yield frame.to_csv(index=False, header=number == 0, lineterminator="\n")


def _json(frames: Iterable[pd.DataFrame]) -> Iterator[str]:
    """An array with an object a row, a line each."""
    before = "[\n"
    for frame in frames:
        lines = frame.to_json(orient="records", lines=True, date_format="iso", force_ascii=False).splitlines()
        if lines:
            yield before + ",\n".join(lines)
            before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"
