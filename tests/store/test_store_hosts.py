"""A host has a short name that reveals nothing, and its noise floor beside its results."""

import json
import platform
from pathlib import Path

import pytest

from ovreport.errors import StoreError
from ovreport.records import Interval, NoiseFloor
from ovreport.store import Store, check_name, derived_name

FLOOR = NoiseFloor(
    ratio=Interval(value=1.01, low=0.98, high=1.04), floor=0.04, rounds=8, measured_utc_ns=1_700_000_000_000
)


def test_the_name_stays_the_same(tmp_path: Path) -> None:
    assert derived_name(tmp_path) == derived_name(tmp_path)


def test_another_salt_gives_another_name(tmp_path: Path) -> None:
    assert derived_name(tmp_path / "a") != derived_name(tmp_path / "b")


def test_the_name_and_the_salt_hold_nothing_of_the_machine(tmp_path: Path) -> None:
    name = derived_name(tmp_path)
    kept = (tmp_path / "host-salt").read_text()
    assert check_name(name) == name
    assert platform.node() not in name + kept


def test_another_machine_with_the_same_salt_has_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = derived_name(tmp_path)
    monkeypatch.setattr(platform, "node", lambda: "another")
    assert derived_name(tmp_path) != here


def test_without_a_place_for_the_salt_a_name_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--host"):
        derived_name(tmp_path / "file" / "config")


def test_where_the_salt_cannot_be_kept_a_name_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config").symlink_to(tmp_path / "missing" / "config")
    with pytest.raises(StoreError, match=r"cannot be written.* OVREPORT_HOST"):
        derived_name(tmp_path / "config")


@pytest.mark.parametrize("name", ["a", "laptop-2", "i7.13700", "A" * 40])
def test_a_plain_name_is_taken(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "-a", "a-", "a b", "名", "A" * 41, "con", "NUL", "com1.txt", "a\n"]
)
def test_a_name_that_is_no_folder_everywhere_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="host name"):
        check_name(name)


def test_the_noise_floor_travels_with_the_results(tmp_path: Path) -> None:
    path = Store(root=tmp_path).save_noise("bench", FLOOR)
    assert path == tmp_path / "hosts" / "bench.json"
    assert json.loads(path.read_text())["floor"] == 0.04
    assert Store(root=tmp_path).noise("bench") == FLOOR


def test_a_host_without_a_noise_floor_has_none(tmp_path: Path) -> None:
    assert Store(root=tmp_path).noise("bench") is None


def test_a_folder_that_no_host_can_have_has_no_noise_floor(tmp_path: Path) -> None:
    assert Store(root=tmp_path).noise("old backup") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"floor": "much"}', "\x00", "x" * 100_000])
def test_a_damaged_noise_floor_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "hosts").mkdir()
    (tmp_path / "hosts" / "bench.json").write_text(text)
    with pytest.raises(StoreError, match=r"bench\.json: no noise floor"):
        Store(root=tmp_path).noise("bench")
