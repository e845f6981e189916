"""A record as the bytes of its Parquet file."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ovreport import codec
from ovreport.records import REQUEST_COLUMNS, SLICE_COLUMNS, Record, Requests, Slices
from ovreport.store.format import (
    DELTAS,
    DICTIONARIES,
    FORMAT_VERSION,
    SCHEMA,
    Unusable,
    digests,
)


def write(record: Record) -> bytes:
    """The whole file of a record. Whether reading would take it is for reading to say.

    Raises:
        Unusable: The record has what no file can hold.
    """
    columns = column_arrays(record.requests)
    trial, slices = texts(record)
    entries = {
        "ovreport.format": str(FORMAT_VERSION),
        "ovreport.trial": trial,
        "ovreport.slices": slices,
        "ovreport.digests": json.dumps(digests(columns, trial, slices)),
    }
    file = io.BytesIO()
    with pq.ParquetWriter(
        file,
        SCHEMA,
        compression="zstd",
        use_dictionary=DICTIONARIES,
        column_encoding=dict.fromkeys(DELTAS, "DELTA_BINARY_PACKED"),
        write_statistics=False,
        store_schema=False,  # the Arrow schema would repeat all metadata in base64
    ) as parquet:
        parquet.write_table(pa.table(columns, schema=SCHEMA))
        parquet.add_key_value_metadata(entries)
    return file.getvalue()


def column_arrays(requests: Requests) -> dict[str, NDArray[Any]]:
    """The six columns by name.

    Raises:
        Unusable: Their lengths differ, or values do not fit into the column's type.
    """
    columns = {}
    for name, kind in REQUEST_COLUMNS.items():
        given = np.asarray(getattr(requests, name))
        columns[name] = given.astype(kind, copy=False)
        if given.shape != (len(requests),) or not np.array_equal(columns[name], given):
            raise Unusable(f"column {name} has shape {given.shape} and type {given.dtype}")
    return columns


def texts(record: Record) -> tuple[str, str]:
    """JSON of everything that is known of a trial beside its requests, and of its slices.

    Raises:
        Unusable: It has text that is none.
    """
    return trial_text(record), slices_text(record.slices)


def trial_text(record: Record) -> str:
    """JSON of everything but requests and slices.

    Raises:
        Unusable: It has text that is none.
    """
    text = codec.dumps(record)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        near = text[max(error.start - 30, 0) : error.start + 30]
        raise Unusable(f"text with half a character in it: {near!a}") from error
    return text


def slices_text(slices: Slices) -> str:
    """JSON of the slices: an object with a list of whole numbers for each of their arrays."""
    lists = {name: np.asarray(getattr(slices, name), np.int64).tolist() for name in SLICE_COLUMNS}
    return json.dumps(lists, separators=(",", ":"))
