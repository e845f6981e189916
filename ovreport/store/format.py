"""The Parquet file of one trial: a row per infer request, everything else in the schema's metadata.

History of the format:

    1  first one: six columns; `ovreport.trial` and `ovreport.slices` and `ovreport.digests` as JSON
    2  `ovreport.trial` has more keys: dynamic shapes and where the batch is, with all that a later release
       adds to it under a default; a batch that was not asked for is null
    3  `ovreport.slices` has more lists: what went on around each slice, and whether it was set aside
    4  `ovreport.trial` says which release of OpenVINO a setting asks for; a trial may fail for lack of it
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ovreport.bounds import BATCH, IN_FLIGHT
from ovreport.records import (
    LONGEST_NS,
    MOST_ROWS,
    MOST_SLICES,
    REQUEST_COLUMNS,
    SLICE_COLUMNS,
    SURROUNDINGS,
    Phase,
    Record,
    Requests,
    Slices,
    Startup,
    images_a_request,
    slices_of,
)

FORMAT_VERSION = 4

READABLE = (1, 2, 3, 4)
"""Formats that are read; a key that an earlier one lacks has its default."""

LATER = (*SURROUNDINGS, "set_aside")
"""Lists of the slices that formats before the third one lack."""

MAX_FILE_BYTES = 512 << 20
MAX_ROWS = 2 * MOST_ROWS
MAX_SLICES = 4 * MOST_SLICES
MAX_METADATA_BYTES = 32 << 20
MAX_BYTES_PER_ROW = 64

# Both hold large numbers that grow or wander: differences pack into two to three bytes each. The others
# hardly change from row to row and shrink to almost nothing as dictionary indices in runs.
DELTAS = ("submit_ns", "latency_ns")
DICTIONARIES = [name for name in REQUEST_COLUMNS if name not in DELTAS]

SCHEMA: Any = pa.schema(
    [pa.field(name, pa.from_numpy_dtype(kind), nullable=False) for name, kind in REQUEST_COLUMNS.items()]
)


class Unusable(Exception):  # noqa: N818 - a finding that is reported, never an error that ends the program
    """A file is no record; the message says why in words for the reader."""


def digests(columns: dict[str, NDArray[Any]], trial: str, slices: str) -> dict[str, str]:
    """SHA-256 in hexadecimal of every column's little-endian bytes and of the two texts."""
    parts: dict[str, Any] = {
        name: np.ascontiguousarray(columns[name], kind.newbyteorder("<")).data
        for name, kind in REQUEST_COLUMNS.items()
    }
    parts |= {"trial": trial.encode(), "slices": slices.encode()}
    return {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}


def check_ranges(requests: Requests, slices: Slices, record: Record) -> None:
    """Values that no measurement can have.

    Raises:
        Unusable: With the column, the first row and the value.
    """
    negative = (requests.latency_ns < 0) & ~requests.suspect
    _check(negative, requests.latency_ns, "latency_ns is negative and not suspect")
    _check(requests.phase > max(Phase), requests.phase, "phase is unknown")
    _check(requests.slot < 0, requests.slot, "slot is negative")
    _check(requests.slot >= IN_FLIGHT.high, requests.slot, f"slot is none of {IN_FLIGHT.high:,}")
    outside = (requests.slice < -1) | (requests.slice >= len(slices))
    _check(outside, requests.slice, f"slice is none of the {len(slices)} of the trial")
    _check(np.diff(requests.submit_ns) < 0, requests.submit_ns, "submit_ns falls in the row after it")
    _check(slices.end_ns < slices.begin_ns, slices.end_ns, "slice's end_ns lies before its begin_ns")
    outside = (requests.latency_ns > LONGEST_NS) | (requests.latency_ns < -LONGEST_NS)
    _check(outside, requests.latency_ns, "latency_ns is longer than any measurement")
    outside = (requests.submit_ns > LONGEST_NS) | (requests.submit_ns < -LONGEST_NS)
    _check(outside, requests.submit_ns, "submit_ns lies beyond any measurement")
    for name in (name for name in SLICE_COLUMNS if name.endswith("_ns")):
        values = getattr(slices, name)
        _check(
            (values > LONGEST_NS) | (values < -LONGEST_NS),
            values,
            f"slice's {name} lies beyond any measurement",
        )
    _check_settings(record)
    if record.failure is None and not len(requests):
        raise Unusable("it has no rows and names no failure")
    if record.round < 1 or record.group < 0:
        raise Unusable(f"round {record.round}, block {record.group}: rounds count from 1, blocks from 0")


def _check_settings(record: Record) -> None:
    """Numbers that later computations take for the size of something."""
    force = record.in_force
    if force and not 0 <= force.requests <= IN_FLIGHT.high:
        raise Unusable(f"it claims {force.requests:,} requests in flight; at most {IN_FLIGHT.high:,} can be")
    batch = images_a_request(record.setting, record.model)
    if not 1 <= batch <= BATCH.high:
        raise Unusable(f"it claims a batch of {batch:,}; from 1 to {BATCH.high:,} can be")
    if record.started_utc_ns < 0:
        raise Unusable(f"it claims to begin before 1970 (started_utc_ns {record.started_utc_ns})")
    if record.startup is not None:
        _check_startup(record.startup)


def _check_startup(startup: Startup) -> None:
    """Times whose logarithm is taken, together."""
    for name in ("import_ns", "read_ns", "compile_ns", "first_inference_ns"):
        if not 0 <= getattr(startup, name) <= LONGEST_NS:
            raise Unusable(f"it claims a start-up with {name} {getattr(startup, name):,}")
    if startup.total_ns == 0:
        raise Unusable("it claims a start-up that took no time")


def _check(wrong: NDArray[np.bool_], values: NDArray[Any], what: str) -> None:
    if wrong.any():
        row = int(np.argmax(wrong))
        raise Unusable(f"{what} (row {row}: {values[row]}; {int(wrong.sum()):,} such rows)")


SliceLists: Any = dataclasses.make_dataclass(
    "SliceLists",
    [
        (name, tuple[int, ...] | None, None) if name in LATER else (name, tuple[int, ...])
        for name in SLICE_COLUMNS
    ],
    frozen=True,
    kw_only=True,
)
"""The slices as they are stored: a list of whole numbers for each of their arrays."""


def slices_from(lists: Any) -> Slices:
    """The slices of a `SliceLists` as arrays.

    Raises:
        Unusable: Their lengths differ, or a value is too large.
    """
    given = {name: each for name in SLICE_COLUMNS if (each := getattr(lists, name)) is not None}
    lengths = {name: len(each) for name, each in given.items()}
    if len(set(lengths.values())) > 1 or max(lengths.values()) > MAX_SLICES:
        raise Unusable(f"its slices have unequal or too great lengths: {lengths}")
    return slices_of({name: _narrowed(each, SLICE_COLUMNS[name]) for name, each in given.items()})


def _narrowed(values: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
    """Whole numbers as an array; NumPy 2.1, for one, wraps what is too large round.

    Raises:
        Unusable: One is too large.
    """
    wide = np.array(values, np.int64)  # `codec` lets nothing larger through
    narrow = wide.astype(kind)
    if not np.array_equal(narrow, wide):
        raise Unusable(f"a value of its slices is too large: {wide[narrow != wide][0]:,}")
    return narrow
