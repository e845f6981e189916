"""The command line with real inference on the smallest network: built, interrupted, killed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from tests.cli.stand_in import TINY
from tests.commandline import PATIENCE_SECONDS, experiment, ovreport, page, records, stop_seconds
from tests.faults.asleep import AWAKE

pytestmark = [
    pytest.mark.openvino,
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems"),
]


@contextlib.contextmanager
def running(
    folder: Path, *arguments: str, module: Sequence[str] = ("ovreport",)
) -> Iterator[subprocess.Popen[str]]:
    """A command under way; ended with all of its children, whatever happens."""
    with subprocess.Popen(
        [sys.executable, "-m", *module, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            for child in children(process):
                child.kill()
            process.kill()


def children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def wait_for(condition: object, seconds: float = PATIENCE_SECONDS) -> None:
    """Until `condition()` holds; fails after `seconds`."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("r*.parquet") if "site" not in path.parts)


def gone(processes: list[psutil.Process]) -> bool:
    return not [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_ctrl_c_stops_within_two_seconds_and_says_how_to_go_on(tmp_path: Path) -> None:
    experiment(tmp_path, "tiny", TINY.replace("rounds: 3", "rounds: 50"))
    with running(tmp_path, "build") as process:
        wait_for(lambda: len(stored(tmp_path)) >= 2)
        workers = children(process)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert time.monotonic() - begin < stop_seconds()
        assert process.returncode == 130, output
        assert "the same command without --rerun goes on" in output
        assert "Traceback" not in output
        wait_for(lambda: gone(workers))


def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    experiment(tmp_path, "tiny", TINY.replace("0.3}", "0.05}"))
    run_until_killed(tmp_path, 2)
    kept = {name: stamp(tmp_path, name) for name in stored(tmp_path)}
    ended = ovreport("run", folder=tmp_path)
    assert ended.exit_code == 0, ended.output
    assert {name: stamp(tmp_path, name) for name in kept} == kept
    assert {(each.round, each.cell_id) for each in records(tmp_path) if not each.failure} == {
        (number, cell) for number in (1, 2, 3) for cell in {each.cell_id for each in records(tmp_path)}
    }
    told = ovreport("doctor", folder=tmp_path).output
    assert f"{len(records(tmp_path))} records are sound" in told
    assert "left out" not in told


LONG = "title: Tiny\nmodel: tiny\ndevice: CPU\nmeasure: {rounds: 1, seconds: 3, slice: 0.5}\n"


def test_a_host_that_sleeps_while_it_measures_leaves_a_reason_to_distrust(tmp_path: Path) -> None:
    experiment(tmp_path, "tiny", LONG)
    with running(tmp_path, "build", module=("tests.faults.asleep", "3600")) as process:
        wait_for(lambda: children(process))
        while going_on(process, 0.5) and not stored(tmp_path):  # from outside it is not seen when it measures
            process.send_signal(signal.SIGUSR1)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    if process.returncode == AWAKE:
        pytest.skip(output.splitlines()[-1])
    assert process.returncode == 0, output
    assert re.search(r"The host slept while it measured\. Up to \d+ h of a trial passed in suspend", output)
    assert "The host slept while it measured." in page(tmp_path, "tiny")


def test_a_worker_that_is_held_for_a_while_leaves_a_reason_to_distrust(tmp_path: Path) -> None:
    """As by Ctrl-Z, a paused virtual machine, or a sleep that the clock counts."""
    experiment(tmp_path, "tiny", LONG)
    with running(tmp_path, "build") as process:
        while going_on(process, 0.5):  # what comes before it measures does no harm
            held = children(process)
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended before its turn to be held
                for worker in held:
                    worker.suspend()
                time.sleep(1.2)  # the fault itself, and not a wait for anything
                for worker in held:
                    worker.resume()
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, output
    assert "Measuring stood still. In round 1 a request, or the time to the next one, took" in output
    assert "Measuring stood still." in page(tmp_path, "tiny")


def going_on(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether a process still runs after a while."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is None


def run_until_killed(folder: Path, least: int) -> None:
    """Kills a run as soon as there are `least` records; its workers end by themselves."""
    with running(folder, "run") as process:
        wait_for(lambda: len(stored(folder)) >= least)
        workers = children(process)
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)
        wait_for(lambda: gone(workers))


def stamp(folder: Path, name: str) -> int:
    """When a record was written."""
    (path,) = (folder / "experiments" / "results").rglob(name)
    return path.stat().st_mtime_ns
