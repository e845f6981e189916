"""What is stored comes back as it was, in a small and open format."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from ovreport import codec, plan
from ovreport.records import (
    REQUEST_COLUMNS,
    SLICE_COLUMNS,
    SURROUNDINGS,
    UNKNOWN,
    Readings,
    Record,
    images_a_request,
)
from ovreport.store import FORMAT_VERSION, Store, reading, writing
from tests.simulation import failed
from tests.store.records import HOST, one_record, records_of, rewrite, same, saved, small_plan, with_rows


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    for record in records_of(small_plan(rounds=1)):
        _, path = saved(tmp_path, record)
        assert same(reading.read(path.read_bytes()), record)


def test_a_failed_trial_comes_back_without_rows(tmp_path: Path) -> None:
    record = failed(one_record(), "timeout", "no answer within 120 s")
    _, path = saved(tmp_path, record)
    found = reading.read(path.read_bytes())
    assert found.failure == record.failure
    assert len(found.requests) == 0


def test_arrays_come_back_in_their_own_types(tmp_path: Path) -> None:
    _, path = saved(tmp_path)
    record = reading.read(path.read_bytes())
    assert {name: getattr(record.requests, name).dtype for name in REQUEST_COLUMNS} == REQUEST_COLUMNS
    assert {name: getattr(record.slices, name).dtype for name in SLICE_COLUMNS} == SLICE_COLUMNS


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


def of_format_1() -> Record:
    """A record that release 0.1.0 wrote of the built-in model tiny."""
    folder = Path(__file__).parent / "fixtures" / "format-1" / "tiny" / "fixture"
    return reading.read(min(folder.glob("*92765a00616d.parquet")).read_bytes())


def test_a_record_of_format_1_says_nothing_of_where_the_batch_is() -> None:
    record = of_format_1()
    assert (record.setting.model.name, record.setting.batch) == ("tiny", 1)
    assert record.model is not None
    assert images_a_request(record.setting, record.model) == 1
    assert (record.model.batch, record.model.inputs[0].dynamic) == (None, "")


def test_a_setting_keeps_the_id_that_it_had_in_format_1() -> None:
    record = of_format_1()
    assert plan.cell_id(record.setting, 0) == record.cell_id
    unasked = dataclasses.replace(record.setting, batch=None)
    assert plan.cell_id(unasked, 0) == record.cell_id, "a built-in model is made with batch 1"


def test_a_record_of_an_earlier_format_says_nothing_of_the_surroundings_of_its_slices() -> None:
    slices = of_format_1().slices
    assert {int(value) for name in SURROUNDINGS for value in getattr(slices, name)} == {UNKNOWN}
    assert not slices.set_aside.any()


def test_everything_else_is_json_in_the_metadata(tmp_path: Path) -> None:
    record = one_record()
    _, path = saved(tmp_path, record)
    entries = pq.ParquetFile(path).metadata.metadata
    assert json.loads(entries[b"ovreport.trial"])["cell_id"] == record.cell_id
    assert json.loads(entries[b"ovreport.slices"])["begin_ns"] == record.slices.begin_ns.tolist()


def test_outputs_in_single_precision_take_four_bytes_a_value() -> None:
    values = np.array([0.1, 2.5, np.nan], np.float32).astype(np.float64)
    assert list(codec.to_json(values)) == ["f4"]
    assert list(codec.to_json(values + 1e-12)) == ["f8"]


def test_outputs_that_are_no_numbers_come_back(tmp_path: Path) -> None:
    record = one_record()
    (output, *_) = record.outputs
    strange = dataclasses.replace(output, values=np.array([np.nan, np.inf, -0.0, 1e300]), shape=(4,))
    _, path = saved(tmp_path, dataclasses.replace(record, outputs=(strange,)))
    np.testing.assert_array_equal(reading.read(path.read_bytes()).outputs[0].values, strange.values)


def test_a_reading_that_is_no_number_is_left_out() -> None:
    record = one_record()
    before = dataclasses.replace(record.before, load_1min=float("nan"))
    content = writing.write(dataclasses.replace(record, before=before))
    assert reading.read(content).before.load_1min is None
    assert isinstance(reading.read(content).before, Readings)


def test_a_million_rows_in_several_row_groups_come_back(tmp_path: Path) -> None:
    record = with_rows(one_record(), 1_200_000, 5_000)
    _, path = saved(tmp_path, record)
    assert pq.ParquetFile(path).metadata.num_row_groups == 2
    assert same(reading.read(path.read_bytes()), record)


def test_no_file_is_ever_written_over(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    contents = [path.read_bytes()]
    for session in ("second", "third"):
        assert store.save(dataclasses.replace(one_record(), session=session)) == path
        assert reading.read(path.read_bytes()).session == session
        contents.append(path.read_bytes())
    aside = [each.read_bytes() for each in (path.parent / "replaced").rglob(path.name)]
    assert sorted([*aside, path.read_bytes()]) == sorted(contents)


def test_what_is_no_file_gives_way_to_a_record_too(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    path.unlink()
    path.symlink_to("nowhere")
    store.save(one_record())
    assert reading.read(path.read_bytes()).session == one_record().session
    (aside,) = (each for each in (path.parent / "replaced").rglob("*") if each.is_symlink())
    assert aside.readlink() == Path("nowhere")


def test_a_file_that_is_no_usable_record_keeps_its_number(tmp_path: Path) -> None:
    store, path = saved(tmp_path, dataclasses.replace(one_record(), round=2, group=3))
    rewrite(path, entries={"ovreport.format": str(FORMAT_VERSION + 1)})
    store.save(one_record())
    listing = store.scan("sample")
    assert "newer release" in listing.unreadable[0].reason
    assert listing.taken == {(1, 0), (2, 3)}


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    import hashlib

    store, path = saved(tmp_path)
    (header,) = store.scan("sample").headers
    assert header.sha256 == store.open(header).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_equal_records_make_equal_files() -> None:
    assert writing.write(one_record()) == writing.write(one_record())


def test_a_store_without_a_folder_is_empty(tmp_path: Path) -> None:
    listing = Store(root=tmp_path / "nowhere").scan("sample")
    assert listing.headers == ()
    assert listing.unreadable == ()
