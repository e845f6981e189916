"""What is stored comes back as it was, in a small and open format."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from ovreport.records import Readings
from ovreport.store import Store, metadata, reading, writing
from tests.simulation import failed
from tests.store.records import HOST, one_record, records_of, same, saved, small_plan, with_rows


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    for record in records_of(small_plan(rounds=1)):
        store, path = saved(tmp_path, record)
        assert same(store.load(path).record, record)


def test_a_failed_trial_comes_back_without_rows(tmp_path: Path) -> None:
    record = failed(one_record(), "timeout", "no answer within 120 s")
    store, path = saved(tmp_path, record)
    found = store.load(path).record
    assert found.failure == record.failure
    assert len(found.requests) == 0


def test_arrays_come_back_in_their_own_types(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    requests = store.load(path).record.requests
    assert [str(getattr(requests, field.name).dtype) for field in dataclasses.fields(requests)] == [
        "int16", "int32", "int64", "int64", "uint8", "bool",
    ]  # fmt: skip


def test_the_file_is_named_after_experiment_host_round_group_and_cell(tmp_path: Path) -> None:
    record = dataclasses.replace(one_record(), round=3)
    _, path = saved(tmp_path, record)
    assert path == tmp_path / "sample" / HOST / f"r03-g0-{record.cell_id}.parquet"


@pytest.mark.parametrize("latency_ns", [16_000, 300_000, 1_000_000, 5_000_000])
def test_a_request_takes_at_most_six_bytes(tmp_path: Path, latency_ns: int) -> None:
    _, path = saved(tmp_path, with_rows(one_record(), 100_000, latency_ns))
    assert path.stat().st_size / 100_000 <= 6.0


def test_the_metadata_are_stored_once(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    assert b"ARROW:schema" not in pq.ParquetFile(path).metadata.metadata


def test_pandas_reads_the_rows_in_one_line(tmp_path: Path) -> None:
    record = one_record()
    _, path = saved(tmp_path, record)
    frame = pd.read_parquet(path)
    assert frame.latency_ns.tolist() == record.requests.latency_ns.tolist()


def test_everything_else_is_json_in_the_metadata(tmp_path: Path) -> None:
    record = one_record()
    _, path = saved(tmp_path, record)
    entries = pq.ParquetFile(path).metadata.metadata
    assert json.loads(entries[b"ovreport.trial"])["cell_id"] == record.cell_id
    assert json.loads(entries[b"ovreport.slices"])["begin_ns"] == record.slices.begin_ns.tolist()


def test_outputs_in_single_precision_take_four_bytes_a_value() -> None:
    values = np.array([0.1, 2.5, np.nan], np.float32).astype(np.float64)
    assert list(metadata.encode(values)) == ["f4"]
    assert list(metadata.encode(values + 1e-12)) == ["f8"]


def test_outputs_that_are_no_numbers_come_back(tmp_path: Path) -> None:
    record = one_record()
    (output, *_) = record.outputs
    strange = dataclasses.replace(output, values=np.array([np.nan, np.inf, -0.0, 1e300]), shape=(4,))
    store, path = saved(tmp_path, dataclasses.replace(record, outputs=(strange,)))
    np.testing.assert_array_equal(store.load(path).record.outputs[0].values, strange.values)


def test_a_reading_that_is_no_number_is_left_out() -> None:
    record = one_record()
    before = dataclasses.replace(record.before, load_1min=float("nan"))
    content = writing.write(dataclasses.replace(record, before=before))
    assert reading.read(content).before.load_1min is None
    assert isinstance(reading.read(content).before, Readings)


def test_a_million_rows_in_several_row_groups_come_back(tmp_path: Path) -> None:
    record = with_rows(one_record(), 1_200_000, 5_000)
    store, path = saved(tmp_path, record)
    assert pq.ParquetFile(path).metadata.num_row_groups == 2
    assert same(store.load(path).record, record)


def test_a_record_saved_again_replaces_its_file(tmp_path: Path) -> None:
    first = one_record()
    store, path = saved(tmp_path, first)
    second = dataclasses.replace(first, session="another")
    assert store.save(second) == path
    assert store.load(path).record.session == "another"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    import hashlib

    store, path = saved(tmp_path)
    assert store.load(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    (head,) = store.scan("sample").heads
    assert store.open(head).sha256 == store.load(path).sha256


def test_equal_records_make_equal_files() -> None:
    assert writing.write(one_record()) == writing.write(one_record())


def test_a_store_without_a_folder_is_empty(tmp_path: Path) -> None:
    listing = Store(root=tmp_path / "nowhere").scan("sample")
    assert listing.heads == ()
    assert listing.unreadable == ()
