"""Scanning reads every file once, and doctor explains what is no record."""

import dataclasses
import os
from pathlib import Path

import pytest

from ovreport.errors import StoreError
from ovreport.store import Store, examine, reading
from ovreport.store import folder as folder_module
from ovreport.store import headers as headers_module
from tests.store.records import HOST, one_record, records_of, saved, small_plan


def filled(root: Path, cache: Path | None = None) -> Store:
    store = Store(root=root, cache=cache)
    for record in records_of(small_plan()):
        store.save(record)
    return store


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(content: bytes, *, vouched: bool = False) -> None:
        raise AssertionError("a record was opened")

    monkeypatch.setattr(reading, "read", refuse)


def test_a_file_that_has_not_changed_is_not_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "results")
    first = Store(root=tmp_path / "results", cache=tmp_path / "cache").scan("sample")
    forbid_reading(monkeypatch)
    assert Store(root=tmp_path / "results", cache=tmp_path / "cache").scan("sample") == first


def test_what_was_just_saved_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path)
    forbid_reading(monkeypatch)
    assert len(store.scan("sample").headers) == 12


def test_a_file_of_the_same_size_and_time_is_read_again_when_it_was_written_over(tmp_path: Path) -> None:
    store = filled(tmp_path / "results", tmp_path / "cache")
    path = tmp_path / "results" / store.scan("sample").headers[0].path
    stat, content = path.stat(), bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    again = Store(root=tmp_path / "results", cache=tmp_path / "cache").scan("sample")
    assert [Path(item.path).name for item in again.unreadable] == [path.name]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99, "known": []}', "\x00"])
def test_a_damaged_cache_costs_time_only(tmp_path: Path, text: str) -> None:
    store = filled(tmp_path / "results", tmp_path / "cache")
    before = store.scan("sample")
    (cached,) = (tmp_path / "cache").iterdir()
    cached.write_text(text)
    assert Store(root=tmp_path / "results", cache=tmp_path / "cache").scan("sample") == before


def test_a_cache_of_too_many_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled(tmp_path / "results", tmp_path / "cache").scan("sample")
    monkeypatch.setattr(headers_module, "MAX_CACHE_BYTES", 10)
    assert headers_module.read_cache(next((tmp_path / "cache").iterdir())) == {}
    assert Store(root=tmp_path / "results", cache=tmp_path / "cache").scan("sample") == before


def test_a_file_that_goes_while_it_is_looked_at_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path)

    def gone(path: Path) -> tuple[int, ...]:
        path.unlink()
        return headers_module.stamp_of(path)

    monkeypatch.setattr(folder_module, "stamp_of", gone)
    listing = Store(root=tmp_path).scan("sample")
    assert [one.reason for one in listing.unreadable] == ["it cannot be read: No such file or directory"]
    assert listing.headers == ()


def test_a_record_that_goes_as_soon_as_it_is_saved_is_missed_by_the_next_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> tuple[int, ...]:
        path.unlink()
        return headers_module.stamp_of(path)

    store = Store(root=tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "stamp_of", gone)
        store.save(one_record())
    assert store.scan("sample").headers == ()
    assert len(store.saved) == 1


def test_without_a_place_for_the_cache_everything_still_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = filled(tmp_path / "results", tmp_path / "file" / "cache")
    assert len(store.scan("sample").headers) == 12


def test_results_of_several_hosts_lie_side_by_side(tmp_path: Path) -> None:
    store = Store(root=tmp_path)
    for host in ("laptop", "board"):
        store.save(dataclasses.replace(one_record(), host=host))
    listing = store.scan("sample")
    assert listing.hosts == ("board", "laptop")
    assert [header.host for header in listing.of("laptop").headers] == ["laptop"]


def test_a_file_replaced_after_the_scan_is_noticed(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    (header,) = store.scan("sample").headers
    store.save(dataclasses.replace(one_record(), session="another"))
    with pytest.raises(StoreError, match="replaced in the meantime"):
        store.open(header)
    path.unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        store.open(header)


def test_records_are_set_aside_and_never_deleted(tmp_path: Path) -> None:
    store = filled(tmp_path)
    headers = store.scan("sample").headers
    folder = store.set_aside(headers)
    assert folder is not None
    assert store.scan("sample").headers == ()
    assert len(list(folder.iterdir())) == len(headers)


def test_records_that_cannot_be_set_aside_are_named(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    listing = store.scan("sample")
    (path.parent / "replaced").write_text("in the way")
    with pytest.raises(StoreError, match=rf"{path.name}: cannot be set aside"):
        store.set_aside(listing.headers)
    assert path.is_file()


def test_nothing_to_set_aside_makes_no_folder(tmp_path: Path) -> None:
    store, _ = saved(tmp_path)
    assert store.set_aside([]) is None


def test_doctor_finds_nothing_in_a_sound_folder(tmp_path: Path) -> None:
    store = filled(tmp_path)
    with store.lock(host="me"):
        found = examine(store)
    assert (found.records, found.findings) == (12, ())


def test_doctor_names_each_kind_of_file_and_changes_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path)
    home = tmp_path / "sample" / HOST
    store.set_aside(store.scan("sample").headers[:3])
    (home / ".r09-g0-000000000000.parquet.7.tmp").write_bytes(b"PAR1")
    (home / "notes.txt").write_text("mine")
    (home / "r09-g0-000000000000.parquet").write_bytes(b"PAR1")
    (tmp_path / "stray.parquet").write_bytes(b"")
    (tmp_path / "hosts").mkdir()
    (tmp_path / "hosts" / "bench.json").write_text("{")
    before = sorted(tmp_path.rglob("*"))
    found = examine(store)
    words = {Path(one.path).name.split("-g0")[0]: one.what.split(":")[0] for one in found.findings}
    moved = next(name for name in words if name.startswith("20"))
    assert words == {
        moved: "3 earlier records",
        ".r09": "half-written file",
        "notes.txt": "no record",
        "r09": "left out",
        "stray.parquet": "no record",
        "bench.json": str(tmp_path / "hosts" / "bench.json"),
    }
    assert all(one.advice for one in found.findings)
    assert sorted(tmp_path.rglob("*")) == before
