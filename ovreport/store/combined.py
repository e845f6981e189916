"""Rows of many trials in one Parquet file for other programs. Nothing here reads such files again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def write_frames(path: Path, frames: Iterable[Any], entries: Callable[[], Mapping[str, str]]) -> None:
    """Write pandas frames of the same columns into one file, a row group each, so that one is held at a time.

    Args:
        path: The file.
        frames: At least one.
        entries: What is added to the metadata of the schema, asked for when all frames are written.

    Raises:
        OSError: It cannot be written.
    """
    coming = iter(frames)
    first = pa.Table.from_pandas(next(coming), preserve_index=False)
    schema = pa.schema([_wide(field) for field in first.schema], first.schema.metadata)
    with pq.ParquetWriter(path, schema, compression="zstd") as parquet:
        parquet.write_table(first.cast(schema))
        for frame in coming:
            parquet.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False))
        parquet.add_key_value_metadata(dict(entries()))


def _wide(field: Any) -> Any:
    """A column of categories with room for as many as a later frame may have."""
    if not pa.types.is_dictionary(field.type):
        return field
    return field.with_type(pa.dictionary(pa.int32(), pa.string()))
