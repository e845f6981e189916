"""What must be known of a record to say whether its trial is done, kept so that no file is opened twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ovreport import codec
from ovreport.errors import StoreError
from ovreport.plan import Measure, looks
from ovreport.records import FailureKind, Record
from ovreport.store import files

MAX_CACHE_BYTES = 64 << 20


@dataclass(frozen=True, kw_only=True)
class RecordHeader:
    """A record without its rows.

    Attributes:
        path: Relative to the results folder, with forward slashes.
        sha256: Of the file.
        measure: See `measure_key`.
        looks: After how many rounds it was to be looked whether questions are answered, see `plan.looks`.
        model: Name of the model in the experiment.
        model_sha256: `None` where the writer knew nothing of the model.
        data_sha256: Of the files that inputs were fed from; `None` where there were none.
        failure: `None` for a trial with timings.
    """

    path: str
    sha256: str
    host: str
    cell_id: str
    round: int
    group: int
    session: str
    started_utc_ns: int
    ended_utc_ns: int
    openvino_version: str
    measure: str
    looks: tuple[int, ...]
    model: str
    model_sha256: str | None
    failure: FailureKind | None
    data_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was found behind a path when the file had this stamp: a header, or why there is none."""

    path: str
    stamp: tuple[int, ...]
    header: RecordHeader | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Cache:
    """Everything known about one experiment's folder."""

    format: int
    known: tuple[Known, ...]


CACHE_FORMAT = 3


def header_of(record: Record, path: str, sha256: str) -> RecordHeader:
    """The header of a record that lies at `path`."""
    return RecordHeader(
        path=path,
        sha256=sha256,
        host=record.host,
        cell_id=record.cell_id,
        round=record.round,
        group=record.group,
        session=record.session,
        started_utc_ns=record.started_utc_ns,
        ended_utc_ns=record.after.utc_ns,
        openvino_version=record.openvino_version,
        measure=measure_key(record.measure),
        looks=looks(record.measure),
        model=record.setting.model.name,
        model_sha256=record.model.sha256 if record.model else record.network_sha256,
        failure=record.failure.kind if record.failure else None,
        data_sha256=record.data_sha256,
    )


def measure_key(measure: Measure) -> str:
    """What decides how a trial is measured: a JSON object by the keys of the experiment file.

    The numbers of rounds and their budget do not count, since more rounds add trials and change none; nor do
    the bounds of time and memory, which only say when to give up.
    """
    content = {
        "seconds": measure.seconds,
        "requests": measure.requests,
        "warmup": measure.warmup_requests,
        "slice": measure.slice_seconds,
        "slice_requests": measure.slice_requests,
        "schedule": measure.schedule,
        "seed": measure.seed,
    }
    return json.dumps(content)


def stamp_of(path: Path) -> tuple[int, ...]:
    """What changes whenever a file's content is replaced or written over: size, times and number.

    Raises:
        OSError: There is no such file.
    """
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def read_cache(path: Path) -> dict[str, Known]:
    """What an earlier command knew; empty where that is lost, damaged or of another format."""
    try:
        if path.stat().st_size > MAX_CACHE_BYTES:
            return {}
        cache = codec.loads(Cache, path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {known.path: known for known in cache.known} if cache.format == CACHE_FORMAT else {}


def write_cache(path: Path, known: dict[str, Known]) -> None:
    """Keep what is known; without a writable cache the next command reads the records once more."""
    content = codec.dumps(Cache(format=CACHE_FORMAT, known=tuple(known.values())))
    try:
        files.write(path, content.encode())
    except (StoreError, UnicodeEncodeError):  # the latter where a path is no text in this locale
        return
