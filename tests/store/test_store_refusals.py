"""What is no sound record is refused with its reason, and never half believed."""

import dataclasses
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from ovreport import codec
from ovreport.errors import StoreError, TrialError
from ovreport.records import MOST_ROWS, MOST_SLICES, REPEAT_OFFSET, slices_of
from ovreport.store import Store, reading
from ovreport.store import folder as folder_module
from ovreport.store import format as format_module
from ovreport.store.format import SCHEMA, Unusable
from ovreport.store.writing import slices_text
from tests.store.records import HOST, one_record, reason_for, rewrite, saved, with_rows

Array = NDArray[Any]
Spoil = Callable[[Path], object]


def column(path: Path, name: str) -> Array:
    found: Array = pq.read_table(path).column(name).to_numpy().copy()
    return found


def cut(share: float) -> Spoil:
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)]) and None


def trial(**changes: object) -> Spoil:
    """Change keys of the JSON and sign the file anew."""

    def spoil(path: Path) -> None:
        text = pq.ParquetFile(path).metadata.metadata[b"ovreport.trial"]
        content = {**json.loads(text), **changes}
        rewrite(path, entries={"ovreport.trial": json.dumps(content)}, sign=True)

    return spoil


def entry(name: str, text: str, *, sign: bool = True) -> Spoil:
    return lambda path: rewrite(path, entries={f"ovreport.{name}": text}, sign=sign)


def values(name: str, change: Callable[[Array], object], *, sign: bool = True) -> Spoil:
    return lambda path: rewrite(path, columns={name: pa.array(change(column(path, name)))}, sign=sign)


def at(row: int, value: int) -> Callable[[Array], Array]:
    def change(array: Array) -> Array:
        array[row] = value
        return array

    return change


def foreign_metadata(path: Path) -> None:
    """Write the record again with a remark in Latin-1."""
    parquet = pq.ParquetFile(path)
    table = parquet.read()
    with pq.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(parquet.metadata.metadata | {b"remark": "Prüfstand".encode("latin-1")})


SPOILED: dict[str, tuple[Spoil, str]] = {
    "empty": (lambda path: path.write_bytes(b""), "no Parquet file"),
    "text": (lambda path: path.write_text("latency_ns\n1\n"), "no Parquet file"),
    "a pickle": (lambda path: path.write_bytes(pickle.dumps({"a": 1}) + b" " * 20), "no Parquet"),
    "cut in the rows": (cut(0.3), "truncated"),
    "cut in the footer": (cut(0.9), "truncated"),
    "one byte short": (lambda path: path.write_bytes(path.read_bytes()[:-1]), "truncated"),
    "another table": (lambda path: pq.write_table(pa.table({"a": [1]}), path), "no record of ovreport"),
    "a newer format": (entry("format", str(format_module.FORMAT_VERSION + 1)), "newer release"),
    "an older format": (entry("format", "0"), "format version is '0'"),
    "a format in words": (entry("format", "one"), "format version is 'one'"),
    "no slices": (lambda path: rewrite(path, drop=("ovreport.slices",)), "lack ovreport.slices"),
    "no digests": (lambda path: rewrite(path, drop=("ovreport.digests",)), "lack ovreport.digests"),
    "one latency changed": (values("latency_ns", at(3, 77), sign=False), "measurement: latency_ns"),
    "host changed": (lambda path: rewrite(path, entries={"ovreport.trial": "{}"}), "changed after"),
    "digests that are no JSON": (entry("digests", "abc", sign=False), "ovreport.digests"),
    "latency as float": (values("latency_ns", lambda a: a.astype(float)), "latency_ns is double"),
    "latency not a number": (
        values("latency_ns", lambda a: np.where(np.arange(len(a)) == 2, np.nan, a), sign=False),
        "latency_ns is double, not int64",
    ),
    "negative latency": (values("latency_ns", at(5, -1)), "negative and not suspect (row 5: -1"),
    "latency of years": (values("latency_ns", at(5, 1 << 60)), "latency_ns is longer than any measurement"),
    "latency of years back": (
        lambda path: (values("suspect", at(5, 1))(path), values("latency_ns", at(5, -(1 << 60)))(path)),
        "latency_ns is longer than any measurement",
    ),
    "submitted backwards": (values("submit_ns", at(4, 10**15)), "submit_ns falls"),
    "unknown phase": (values("phase", at(0, 9)), "phase is unknown (row 0"),
    "negative slot": (values("slot", at(1, -3)), "slot is negative"),
    "slice out of range": (values("slice", at(1, 10_000)), "slice is none of"),
    "a column missing": (lambda path: rewrite(path, drop=("suspect",)), "suspect is missing"),
    "a column too many": (
        lambda path: rewrite(path, columns={"more": pa.array(column(path, "slot"))}),
        "unknown column 'more'",
    ),
    "a number as text": (trial(round="1"), "round: a whole number expected"),
    "a truth as number": (trial(round=True), "round: a whole number expected"),
    "round zero": (trial(round=0), "rounds count from 1"),
    "no rows and no failure": (
        lambda path: rewrite(path, sign=True, columns={
            field.name: pa.array([], field.type) for field in SCHEMA}),
        "no rows and names no failure",
    ),
    "metadata in another alphabet": (foreign_metadata, "no UTF-8"),
    "a pair of one": (trial(levels=[["batch"]]), "levels[0]: 2 values expected, found 1"),
    "an object for a list": (trial(facts={}), "facts: a list expected"),
    "text for an array": (
        trial(outputs=[{"name": "o", "shape": [1], "values": "1", "sha256": ""}]),
        "outputs[0].values: base64 under f4 or f8 expected, found '1'",
    ),
    "an unknown key": (trial(surprise=1), "unknown key 'surprise'"),
    "a missing key": (entry("trial", '{"experiment":"x"}'), "is missing"),
    "a list for an object": (entry("trial", "[]"), "an object expected"),
    "no JSON": (entry("trial", "{"), "no JSON"),
    "not a number in JSON": (entry("trial", '{"experiment":NaN}'), "NaN is no number"),
    "deep nesting": (entry("trial", "[" * 100_000), "malformed"),
    "an endless number": (entry("trial", "1" * 5000), "malformed"),
    "rows in the metadata": (
        lambda path: trial(slices={name: {"f8": "AAAAAAAAAAA="} for name in (
            "turn", "position", "begin_ns", "end_ns", "cpu_ns", "other_cpu_ns")})(path),
        "unknown key 'slices'",
    ),
    "an unknown failure": (
        trial(failure={"kind": "bored", "message": "", "last_lines": []}),
        "failure.kind: one of",
    ),
    "outputs that are no base64": (
        trial(outputs=[{"name": "o", "shape": [1], "values": {"f8": "!"}, "sha256": ""}]),
        "no base64",
    ),
    "slices of unequal length": (
        entry("slices", '{"turn":[1],"position":[],"begin_ns":[],"end_ns":[],"cpu_ns":[],"other_cpu_ns":[]}'),
        "unequal",
    ),
    "a slice beyond the numbers of its column": (
        entry(
            "slices",
            '{"turn":[99999999999],"position":[0],"begin_ns":[0],"end_ns":[0],"cpu_ns":[0],"other_cpu_ns":[0]}',
        ),
        "too large",
    ),
    "a slice beyond all numbers": (
        entry(
            "slices",
            '{"turn":[0],"position":[0],"begin_ns":[9223372036854775808],"end_ns":[0],"cpu_ns":[0],"other_cpu_ns":[0]}',
        ),
        "64 bits",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_file_is_named_with_its_reason(what: str, tmp_path: Path) -> None:
    spoil, reason = SPOILED[what]
    store, path = saved(tmp_path)
    spoil(path)
    (left_out,) = store.scan("sample").unreadable
    assert reason in left_out.reason
    assert left_out.path == f"sample/{HOST}/{path.name}"


def test_the_other_records_are_still_read(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    second = store.save(dataclasses.replace(one_record(), round=2))
    cut(0.5)(path)
    (header,) = store.scan("sample").headers
    assert tmp_path / header.path == second


def test_a_negative_latency_is_read_where_it_is_marked_as_suspect(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    values("suspect", at(5, 1))(path)
    values("latency_ns", at(5, -1))(path)
    assert reading.read(path.read_bytes()).requests.latency_ns[5] == -1


def test_another_program_can_write_a_record(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    rewrite(path, sign=True)
    assert reason_for(path) == ""
    assert len(reading.read(path.read_bytes()).requests) > 0


def test_empty_values_are_refused(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    parquet = pq.ParquetFile(path)
    table = parquet.read()
    holes = pa.array([None, *table.column("latency_ns").to_pylist()[1:]], pa.int64())
    fields = [pa.field(name, table.schema.field(name).type) for name in table.column_names]
    index = table.column_names.index("latency_ns")
    table = table.cast(pa.schema(fields)).set_column(index, "latency_ns", holes)
    with pq.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(parquet.metadata.metadata)
    assert "latency_ns has empty values" in reason_for(path)


def test_a_file_that_would_unpack_to_gigabytes_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    _, sound = saved(tmp_path / "sound")
    entries = pq.ParquetFile(sound).metadata.metadata
    schema = SCHEMA
    zeros = {field.name: np.zeros(1_000_000, field.type.to_pandas_dtype()) for field in schema}
    batch = pa.table(zeros, schema=schema)
    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for _ in range(25):
            writer.write_table(batch)
        writer.add_key_value_metadata(entries)
    assert path.stat().st_size < 1 << 20
    assert "25,000,000 rows" in reason_for(path)


def test_a_file_of_too_many_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, path = saved(tmp_path)
    monkeypatch.setattr(folder_module, "MAX_FILE_BYTES", 1000)
    (left_out,) = Store(root=tmp_path).scan("sample").unreadable
    assert f"it has {path.stat().st_size:,} bytes; at most 1,000 are read" in left_out.reason


@dataclasses.dataclass
class Claiming:
    """A sound file whose footer claims something else than its pages hold."""

    file: Any
    bytes_of_group: int
    rows: int

    @property
    def metadata(self) -> Any:
        group = SimpleNamespace(total_byte_size=self.bytes_of_group)
        return SimpleNamespace(num_rows=self.rows, num_row_groups=1, row_group=lambda index: group)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class Unheard(Claiming):
    """Its columns are of a type that nobody knows."""

    @property
    def schema_arrow(self) -> Any:
        raise pa.ArrowNotImplementedError("no such type")


def test_a_footer_is_not_believed(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    file = pq.ParquetFile(path)
    rows = file.metadata.num_rows
    with pytest.raises(Unusable, match="would unpack to more than"):
        reading.check_layout(Claiming(file, 1 << 30, rows))
    reading.check_layout(Claiming(file, 1 << 10, rows))
    with pytest.raises(Unusable, match="columns have no known type: no such type"):
        reading.check_layout(Unheard(file, 1 << 10, rows))
    with pytest.raises(Unusable, match=f"it has {rows:,} rows and claims {rows + 1:,}"):
        reading.read_columns(Claiming(file, 1 << 10, rows + 1))


def test_a_copy_under_another_name_is_not_a_second_trial(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    (path.parent / path.name.replace("r01", "r02")).write_bytes(path.read_bytes())
    listing = store.scan("sample")
    assert len(listing.headers) == 1
    assert "its name does not fit" in listing.unreadable[0].reason


def test_a_record_in_the_folder_of_another_host_is_refused(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    other = tmp_path / "sample" / "elsewhere" / path.name
    other.parent.mkdir()
    path.rename(other)
    assert "lies in the folder of 'elsewhere'" in store.scan("sample").unreadable[0].reason


def test_a_record_that_would_be_refused_is_not_written(tmp_path: Path) -> None:
    record = with_rows(one_record(), 100)
    wrong = dataclasses.replace(record.requests, latency_ns=record.requests.latency_ns - 10**9)
    assert not wrong.suspect.any()
    with pytest.raises(StoreError, match="latency_ns is negative"):
        Store(root=tmp_path).save(dataclasses.replace(record, requests=wrong))
    assert not list(tmp_path.rglob("*.parquet"))


UNREADABLE: dict[str, dict[str, Any]] = {
    "a round of seven digits": {"round": 1_000_000},
    "a group of seven digits": {"group": 1_000_000},
    "a group before the first": {"group": -1},
    "a cell without a number": {"cell_id": "first"},
    "a number beyond 64 bits": {"floor_ns": 1 << 70},
    "half a character": {"levels": (("batch", "\ud800"),)},
    "a truth for a number": {"order": True},
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_record_that_could_not_be_read_again_is_not_written(what: str, tmp_path: Path) -> None:
    with pytest.raises(TrialError, match="cannot be kept"):
        Store(root=tmp_path).save(dataclasses.replace(one_record(), **UNREADABLE[what]))
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("module", "bound", "least"),
    [
        (reading, "MAX_ROWS", 99_999),
        (reading, "MAX_METADATA_BYTES", 1000),
        (reading, "MAX_BYTES_PER_ROW", -9),  # a mebibyte is granted to all rows together
        (format_module, "MAX_SLICES", 1),
        (folder_module, "MAX_FILE_BYTES", 10_000),
    ],
)
def test_every_bound_of_reading_is_one_of_writing(
    module: ModuleType, bound: str, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = with_rows(one_record(), 100_000)
    Store(root=tmp_path / "before").save(record)
    monkeypatch.setattr(module, bound, least)
    with pytest.raises(TrialError, match="cannot be kept"):
        Store(root=tmp_path / "after").save(record)
    assert not list((tmp_path / "after").rglob("*.parquet"))


def test_the_longest_trial_that_the_runner_measures_can_be_kept() -> None:
    most = np.full(MOST_SLICES, 3600 * 10**9 * 48)  # two days in nanoseconds
    long = dict.fromkeys(("begin_ns", "end_ns", "cpu_ns", "other_cpu_ns"), most)
    around = {"elsewhere_ns": most, "steal_ns": 0 * most, "pressure_ns": most, "switches": 0 * most + 999}
    turns, places = np.full(MOST_SLICES, REPEAT_OFFSET + MOST_SLICES), np.full(MOST_SLICES, 1000)
    slices = slices_of({"turn": turns, "position": places, **long, **around})
    assert len(slices_text(slices)) < format_module.MAX_METADATA_BYTES
    assert MOST_SLICES <= format_module.MAX_SLICES
    # beyond its last measured request a slice has one of every slot, and the tail
    assert 1.5 * MOST_ROWS < format_module.MAX_ROWS
    assert 32 * MOST_ROWS < format_module.MAX_FILE_BYTES


def test_an_array_of_another_type_is_not_written(tmp_path: Path) -> None:
    record = with_rows(one_record(), 100)
    wrong = dataclasses.replace(record.requests, slot=np.full(100, 70_000))
    with pytest.raises(StoreError, match="column slot"):
        Store(root=tmp_path).save(dataclasses.replace(record, requests=wrong))


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    for name in ("..", "", "a/b", "a\\b", "c:", "a\0b"):
        with pytest.raises(StoreError, match="cannot name a folder"):
            Store(root=tmp_path).scan(name)


@dataclasses.dataclass(frozen=True)
class Mistaken:
    """What a record's contract must not become."""

    value: complex


def test_what_json_cannot_hold_is_refused_in_writing_and_in_reading() -> None:
    with pytest.raises(TypeError, match="complex cannot be stored"):
        codec.dumps(Mistaken(1j))
    with pytest.raises(TypeError, match="complex'> cannot be read"):
        codec.loads(Mistaken, '{"value": 1}')
