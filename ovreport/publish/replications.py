"""What others say who repeated an experiment: files that they send, read as those of strangers.

They lie in `replications/<experiment>/` beside the experiment files, as `ovreport replicate` wrote them. Of
each, a page takes who measured when and how many statements came out how; nothing else of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ovreport import codec
from ovreport.errors import SpecError
from ovreport.records import StatedReplication
from ovreport.workflow import Job
from ovreport.workflow.report import ReportInputs

Value = TypeVar("Value")

FOLDER = "replications"
FORMAT = 1
MOST_FILES, MOST_BYTES = 100, 4 << 20


def with_replications(job: Job, inputs: Sequence[ReportInputs]) -> tuple[ReportInputs, ...]:
    """The inputs, each with what others say of its host's page, the earliest first.

    Raises:
        SpecError: A file is not what `replicate` wrote, says more than a page has room for, or is about
            another experiment.
    """
    found = dict.fromkeys((host, told) for _, host, told in _read_all(job))
    told = sorted(found, key=lambda each: (each[1].measured_utc_ns, each[1].host))
    return tuple(
        replace(one, repeated=tuple(each for host, each in told if host == one.host)) for one in inputs
    )


def unplaced(job: Job, inputs: Sequence[ReportInputs]) -> Iterator[str]:
    """A sentence for each file that no page tells of: its host has none, or none any more."""
    hosts = {one.host for one in inputs}
    for path, host, _ in _read_all(job):
        if host not in hosts:
            yield f"{path}: shown nowhere, for it is about {host[:80]!r}, a host that has no page here."


def _read_all(job: Job) -> Iterator[tuple[Path, str, StatedReplication]]:
    """Every file, the host whose page it is about, and what it says."""
    folder = job.path.parent / FOLDER / job.slug
    paths = sorted(folder.glob("*.json"))
    if len(paths) > MOST_FILES:
        raise SpecError(
            f"{folder}: holds {len(paths)} files; a page tells of {MOST_FILES} at most. Take some out."
        )
    for path in paths:
        try:
            yield path, *_read(path, job.slug)
        except (OSError, ValueError) as error:
            raise SpecError(
                f"{path}: not taken: {error}. Ask for its replication.json again, or take the file out."
            ) from error


def _read(path: Path, slug: str) -> tuple[str, StatedReplication]:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES:,} bytes")
    told = codec.loads(dict, path.read_text(encoding="utf-8"))
    if (number := _at(told, int, "format")) > FORMAT:
        raise ValueError(f"it comes from a newer release of ovreport (format {number}), so update this one")
    if (experiment := _at(told, str, "original", "experiment")) != slug:
        raise ValueError(f"it repeats another experiment, {experiment[:80]!r}")
    return _at(told, str, "original", "host"), StatedReplication(
        host=_at(told, str, "host"),
        openvino=_at(told, str, "openvino"),
        of_utc_ns=_at(told, int, "original", "measured_utc_ns"),
        measured_utc_ns=_at(told, int, "measured_utc_ns"),
        confirmed=_at(told, int, "counts", "confirmed"),
        contradicted=_at(told, int, "counts", "contradicted"),
        not_resolved=_at(told, int, "counts", "not-resolved"),
        not_here=_at(told, int, "counts", "not-here"),
        page=_at(told, str, "page") if "page" in told else "",
    )


def _at(told: object, kind: type[Value], *keys: str) -> Value:
    """What lies there in a JSON document.

    Raises:
        Malformed: Nothing, or something of another type.
    """
    for key in keys:
        told = codec.from_json(dict, told).get(key)
    try:
        return codec.from_json(kind, told)
    except codec.Malformed as error:
        raise error.inside(".".join(keys)) from None
