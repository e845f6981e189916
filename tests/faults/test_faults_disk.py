"""The disk: full, read-only, a folder that vanishes, two commands in one folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovreport.store import Store
from tests.commandline import PATIENCE_SECONDS
from tests.faults.commands import TINY, ended, experiment, running, scanned, stored, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="file systems in memory are Linux'")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB where the results of an experiment in `tmp_path` lie."""
    place = tmp_path / "experiments" / "results"
    place.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "ovreport-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk; tests/store limits the size of a file instead")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Take all the room that is left."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_a_disk_that_fills_up_ends_the_run_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    experiment(tmp_path, TINY.replace("rounds: 3", "rounds: 6"))
    with running(tmp_path, "run") as process:
        wait_for(lambda: stored(tmp_path))
        filler = fill(small_disk)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 4, output
    assert "cannot be written: No space left on device. Make room" in output
    assert "Traceback" not in output
    kept = stored(tmp_path)
    assert scanned(tmp_path).unreadable == ()
    filler.unlink()
    assert ended(tmp_path, "run").returncode == 0
    assert kept.items() <= stored(tmp_path).items()
    assert {header.round for header in scanned(tmp_path).headers} == set(range(1, 7))


def test_a_full_disk_of_the_site_is_named_and_the_records_stay(small_disk: Path, tmp_path: Path) -> None:
    experiment(tmp_path)
    results = tmp_path / "elsewhere"
    told = ended(tmp_path, "build", "--results", str(results), "--output", str(small_disk / "site"))
    assert told.returncode == 4, told.stdout
    assert "the site cannot be written: No space left on device" in told.stdout
    assert "then run `ovreport render`" in told.stdout
    assert len(list(results.rglob("r*.parquet"))) == 6


def test_a_read_only_folder_is_named_before_anything_is_measured(small_disk: Path, tmp_path: Path) -> None:
    experiment(tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    told = ended(tmp_path, "run")
    assert told.returncode == 4, told.stdout
    assert "Read-only file system. Make the folder writable, or name another one" in told.stdout
    assert "round 1" not in told.stdout


def test_a_results_folder_deleted_during_a_run_is_said_and_measured_again(tmp_path: Path) -> None:
    experiment(tmp_path)
    results = tmp_path / "experiments" / "results"
    with running(tmp_path, "run") as process:
        wait_for(lambda: stored(tmp_path))
        shutil.rmtree(results, ignore_errors=True)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 4, output
    assert "Traceback" not in output
    assert "vanished or changed" in output or "cannot be written" in output
    assert scanned(tmp_path).unreadable == ()
    assert ended(tmp_path, "run").returncode == 0
    good = {(header.round, header.cell_id) for header in scanned(tmp_path).headers}
    assert len(good) == 6


def test_a_second_build_waits_for_the_first_and_measures_nothing_twice(tmp_path: Path) -> None:
    experiment(tmp_path)
    with running(tmp_path, "run") as first, contextlib.ExitStack() as later:
        wait_for(lambda: stored(tmp_path))
        first.send_signal(signal.SIGSTOP)  # or it might be done before the second one looks
        second = later.enter_context(running(tmp_path, "run", "--wait"))
        assert second.stdout is not None
        waiting = second.stdout.readline()
        first.send_signal(signal.SIGCONT)
        outputs = [each.communicate(timeout=PATIENCE_SECONDS)[0] for each in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), outputs
    assert f"in use by process {first.pid} on bench" in waiting
    assert "nothing is left to measure" in outputs[1]
    assert len(scanned(tmp_path).headers) == 6


def test_a_second_build_without_wait_stops_and_leaves_the_first_alone(tmp_path: Path) -> None:
    experiment(tmp_path)
    with Store(root=tmp_path / "experiments" / "results").lock(host="bench"):
        told = ended(tmp_path, "run")
    assert told.returncode == 5, told.stdout
    assert f"in use by process {os.getpid()} on bench" in told.stdout
    assert "--wait" in told.stdout
