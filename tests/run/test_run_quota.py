"""The quota of a control group, in either version, wherever the group's files lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport.run import kernel, quota, readings
from ovreport.run.quota import Held


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the mounted control groups; this process is in none."""
    monkeypatch.setattr(kernel, "SYS", tmp_path)
    monkeypatch.setattr(kernel, "PROC", tmp_path)
    (tmp_path / "self").mkdir()
    (tmp_path / "fs/cgroup").mkdir(parents=True)
    return tmp_path / "fs/cgroup"


def place(root: Path, line: str) -> None:
    """Put this process into a group."""
    (root.parents[1] / "self/cgroup").write_text(f"{line}\n")


def second(folder: Path, grant: str, stat: str = "") -> None:
    """A group of version 2."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cpu.max").write_text(f"{grant}\n")
    if stat:
        (folder / "cpu.stat").write_text(stat)


STAT = "usage_usec 5\nnr_periods 100\nnr_throttled 40\nthrottled_usec 1500000\n"


def test_without_control_groups_nothing_is_granted_and_nothing_held_back(root: Path) -> None:
    assert quota.granted() is None
    assert quota.held() is None
    place(root, "0::/")
    assert quota.granted() is None
    assert quota.held() is None


def test_a_quota_of_version_2_is_read_with_what_it_held_back(root: Path) -> None:
    place(root, "0::/")
    second(root, "50000 100000", STAT)
    assert quota.granted() == 0.5
    assert quota.held() == Held(periods=40, seconds=1.5)


def test_a_quota_of_version_1_is_read_under_the_names_that_its_hierarchy_has(root: Path) -> None:
    place(root, "4:cpu,cpuacct:/docker/abc")
    folder = root / "cpu,cpuacct"
    folder.mkdir()
    (root / "cpu").symlink_to(folder)
    (folder / "cpu.cfs_quota_us").write_text("150000\n")
    (folder / "cpu.cfs_period_us").write_text("100000\n")
    (folder / "cpu.stat").write_text("nr_periods 9\nnr_throttled 3\nthrottled_time 2000000000\n")
    assert quota.granted() == 1.5
    assert quota.held() == Held(periods=3, seconds=2.0)


@pytest.mark.parametrize("grant", ["max 100000", "nonsense", "1 0", ""])
def test_no_bound_and_what_cannot_be_read_are_no_quota(root: Path, grant: str) -> None:
    place(root, "0::/")
    second(root, grant, STAT)
    assert quota.granted() is None
    assert quota.held() is None


def test_a_negative_quota_of_version_1_is_none(root: Path) -> None:
    place(root, "2:cpu:/")
    (root / "cpu").mkdir()
    (root / "cpu" / "cpu.cfs_quota_us").write_text("-1\n")
    (root / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert quota.granted() is None


def test_of_nested_groups_the_tightest_quota_counts_and_all_hold_back(root: Path) -> None:
    place(root, "0::/outer/inner")
    second(root / "outer", "100000 100000", STAT)
    second(root / "outer" / "inner", "200000 100000", STAT)
    assert quota.granted() == 1.0
    assert quota.held() == Held(periods=80, seconds=3.0)


def test_a_quota_without_counters_tells_nothing_of_what_it_held_back(root: Path) -> None:
    place(root, "0::/")
    second(root, "50000 100000", "usage_usec 5\n")
    assert quota.granted() == 0.5
    assert quota.held() is None


def test_readings_have_what_a_quota_held_back(root: Path) -> None:
    assert readings.read().held_periods is None
    place(root, "0::/")
    second(root, "50000 100000", STAT)
    now = readings.read()
    assert (now.held_periods, now.held_seconds) == (40, 1.5)
