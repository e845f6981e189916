"""The bytes of a Parquet file as a record: everything is checked, nothing is executed."""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ovreport import codec
from ovreport.records import Record, Requests
from ovreport.store.format import (
    FORMAT_VERSION,
    MAX_BYTES_PER_ROW,
    MAX_METADATA_BYTES,
    MAX_ROWS,
    READABLE,
    SCHEMA,
    SliceLists,
    Unusable,
    check_ranges,
    digests,
    slices_from,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class MetadataTexts:
    """The four entries that a record adds to the schema's metadata, as text."""

    format: str
    trial: str
    slices: str
    digests: str


def read(content: bytes, *, vouched: bool = False) -> Record:
    """The record in a file's bytes, with every type, shape and range checked. Executes nothing.

    Args:
        content: The whole file.
        vouched: These very bytes passed all checks before, so that digests and ranges need no second look.

    Raises:
        Unusable: The bytes are no record that this release can vouch for.
    """
    parquet = open_parquet(content)
    texts = metadata_texts(parquet)
    check_layout(parquet)
    columns = read_columns(parquet)
    if not vouched:
        _check_digests(digests(columns, texts.trial, texts.slices), texts.digests)
    try:
        bare = codec.loads(Record, texts.trial)
        slices = codec.loads(SliceLists, texts.slices)
    except codec.Malformed as error:
        raise Unusable(f"its metadata are malformed: {error}") from error
    record = dataclasses.replace(bare, requests=Requests(**columns), slices=slices_from(slices))
    if not vouched:
        check_ranges(record.requests, record.slices, record)
    return record


def open_parquet(content: bytes) -> Any:
    """The file's footer, parsed with bounds.

    Raises:
        Unusable: The bytes are no whole Parquet file.
    """
    if len(content) < 12 or content[:4] != b"PAR1":
        raise Unusable("it is no Parquet file")
    if content[-4:] != b"PAR1":
        raise Unusable("it ends in the middle: truncated, or not written to its end")
    try:
        return pq.ParquetFile(
            pa.BufferReader(content),
            thrift_string_size_limit=MAX_METADATA_BYTES,
            thrift_container_size_limit=100_000,
        )
    except (OSError, ValueError, pa.ArrowException, UnicodeDecodeError) as error:
        raise Unusable(f"its footer cannot be read: {_first_line(error)}") from error


def metadata_texts(parquet: Any) -> MetadataTexts:
    """The entries of the schema's metadata.

    Raises:
        Unusable: They are missing, or of another format version.
    """
    try:
        entries = parquet.metadata.metadata or {}
        texts = {key.decode(): value.decode() for key, value in entries.items()}
    except UnicodeDecodeError as error:
        raise Unusable("its metadata are no UTF-8 text") from error
    if "ovreport.format" not in texts:
        raise Unusable("it is no record of ovreport (there is no ovreport.format in its metadata)")
    _check_version(texts["ovreport.format"])
    names = [f"ovreport.{name}" for name in ("format", "trial", "slices", "digests")]
    if missing := [name for name in names if name not in texts]:
        raise Unusable(f"its metadata lack {missing[0]}")
    return MetadataTexts(**{name.removeprefix("ovreport."): texts[name] for name in names})


def check_layout(parquet: Any) -> None:
    """Columns, types and sizes as the footer states them, before anything is unpacked.

    Raises:
        Unusable: Another layout, or sizes beyond the bounds.
    """
    rows = parquet.metadata.num_rows
    try:
        arrow = parquet.schema_arrow
    except (OSError, ValueError, pa.ArrowException) as error:
        raise Unusable(f"its columns have no known type: {_first_line(error)}") from error
    found = {field.name: str(field.type) for field in arrow}
    wanted = {field.name: str(field.type) for field in SCHEMA}
    for name, kind in wanted.items():
        if found.get(name) != kind:
            raise Unusable(f"column {name} is {found.get(name, 'missing')}, not {kind}")
    if len(arrow) != len(wanted):
        raise Unusable(f"unknown column {min(set(found) - set(wanted), default='twice')[:80]!r}")
    if not 0 <= rows <= MAX_ROWS:
        raise Unusable(f"it claims {rows:,} rows; at most {MAX_ROWS:,} are read")
    groups = [parquet.metadata.row_group(index) for index in range(parquet.metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > rows * MAX_BYTES_PER_ROW + (1 << 20):
        raise Unusable(f"it would unpack to more than {MAX_BYTES_PER_ROW} bytes a row")


def read_columns(parquet: Any) -> dict[str, NDArray[Any]]:
    """The columns as arrays of their own types; they may be read-only views.

    Raises:
        Unusable: The data pages are damaged or hold empty values.
    """
    try:
        table = parquet.read(columns=SCHEMA.names, use_threads=False)  # threads take files
        table.validate(full=False)
    except (OSError, ValueError, MemoryError, pa.ArrowException) as error:
        raise Unusable(f"its columns cannot be unpacked: {_first_line(error)}") from error
    if len(table) != parquet.metadata.num_rows:
        raise Unusable(f"it has {len(table):,} rows and claims {parquet.metadata.num_rows:,}")
    if empty := [name for name in SCHEMA.names if table.column(name).null_count]:
        raise Unusable(f"column {empty[0]} has empty values")
    return {name: table.column(name).to_numpy() for name in SCHEMA.names}


def _check_digests(found: dict[str, str], text: str) -> None:
    try:
        stored = codec.loads(dict, text)
    except codec.Malformed as error:
        raise Unusable(f"ovreport.digests: {error}") from error
    if changed := [name for name, sha in found.items() if stored.get(name) != sha]:
        raise Unusable(f"changed after the measurement: {', '.join(changed)} (the stored SHA-256 differs)")


def _check_version(text: str) -> None:
    if text in map(str, READABLE):
        return
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) > FORMAT_VERSION:
        raise Unusable(
            f"it comes from a newer release of ovreport (format {text}, "
            f"this one reads {FORMAT_VERSION} at most); "
            "update ovreport to read it"
        )
    known = ", ".join(map(str, READABLE))
    raise Unusable(f"its format version is {text[:20]!r}; this release reads {known}")


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
