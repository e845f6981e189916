"""Killed at any moment: no finished trial is lost or measured again, and no half-written file counts.

The runner is killed, or at random one of its workers.

Three moments are enough for every day; `OVREPORT_KILLS=50` tries as many as were promised, and with `-rP`
pytest prints how many of them hit a worker.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import subprocess
from collections import Counter
from pathlib import Path

import psutil
import pytest

from ovreport import plan, spec
from tests.commandline import PATIENCE_SECONDS
from tests.faults import commands
from tests.faults.commands import TINY, alive, children, ended, experiment, running, scanned, stored, wait_for

KILLS = int(os.environ.get("OVREPORT_KILLS", "3"))
LONGEST_SECONDS = 2.5
WORKERS_SHARE = 0.4
"""How often it is a worker that is killed, and not its runner."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems"),
]


def struck_after(folder: Path, seconds: float, rng: random.Random) -> str:
    """Kill a run, or one of its workers, so long after it took the results folder.

    Returns:
        `runner` or `worker`, whichever was killed; empty where the run had ended before.
    """
    lock = folder / "experiments" / "results" / ".lock"
    with running(folder, "run", "--quiet") as process:
        pid = str(process.pid)
        wait_for(lambda: process.poll() is not None or (lock.is_file() and pid in lock.read_text()))
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            workers = alive(children(process.pid))
            if workers and rng.random() < WORKERS_SHARE:
                with contextlib.suppress(psutil.NoSuchProcess):
                    rng.choice(workers).kill()
                # it says which cell failed, or that OpenVINO cannot be used if that was still being found out
                assert process.wait(PATIENCE_SECONDS) in {0, 1, 6}
                return "worker"
            process.kill()
            process.wait(PATIENCE_SECONDS)
            wait_for(lambda: not alive(workers))
            return "runner"
    assert process.returncode == 0
    return ""


def assert_nothing_lost(folder: Path, kept: dict[str, str], *, workers: int) -> dict[str, str]:
    """That what was kept is there as it was, that every file is a record, that only killed workers fail."""
    now, listing = stored(folder), scanned(folder)
    assert kept.items() <= now.items()
    assert listing.unreadable == ()
    assert len(listing.headers) == len(now)
    failures = [header.failure for header in listing.headers if header.failure]
    assert set(failures) <= {"crash"}
    assert len(failures) <= workers
    return now


def assert_measured_once(folder: Path) -> None:
    """Every cell in every round; only the baseline may be repeated, beside a cell that was still missing."""
    asked = plan.expand(spec.load(folder / "experiments" / "tiny.yaml"))
    trials = [(header.round, header.cell_id) for header in scanned(folder).headers if header.failure is None]
    rounds = range(1, asked.measure.rounds + 1)
    assert set(trials) == {(number, cell.id) for number in rounds for cell in asked.cells}
    others = [trial for trial in trials if trial[1] != asked.baseline]
    assert len(set(others)) == len(others)


def test_a_run_killed_at_random_moments_goes_on_where_it_stopped(tmp_path: Path) -> None:
    rng, kills, workers = random.Random(6), Counter[str](), 0
    folders = (tmp_path / str(number) for number in itertools.count())
    folder, kept = next(folders), dict[str, str]()
    while kills.total() < KILLS:
        if not folder.is_dir():
            folder.mkdir()
            experiment(folder, TINY.replace("rounds: 3", "rounds: 6"))
        victim = struck_after(folder, rng.uniform(0, LONGEST_SECONDS), rng)
        kills[victim] += bool(victim)
        workers += victim == "worker"
        kept = assert_nothing_lost(folder, kept, workers=workers)
        if not victim:
            assert_measured_once(folder)
            folder, kept, workers = next(folders), {}, 0
    if folder.is_dir():
        assert ended(folder, "run").returncode == 0
        assert_nothing_lost(folder, kept, workers=workers)
        assert_measured_once(folder)
    print(f"killed: {kills['runner']} runners and {kills['worker']} workers")


def test_a_killed_worker_fails_its_cell_and_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    experiment(tmp_path)
    with running(tmp_path, "run") as process:
        wait_for(lambda: stored(tmp_path))
        ending = set(commands.alive(children(process.pid)))  # they have handed over, and cannot fail any more
        wait_for(lambda: set(commands.alive(children(process.pid))) - ending)
        (set(commands.alive(children(process.pid))) - ending).pop().kill()
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1, output
    assert "SIGKILL" in output
    lost = failed(tmp_path)
    assert len(lost) == 1
    assert ended(tmp_path, "run").returncode == 0
    good = {(header.round, header.cell_id) for header in scanned(tmp_path).headers if not header.failure}
    assert lost <= good
    assert len(good) == 6


def failed(folder: Path) -> set[tuple[int, str]]:
    """Round and cell of every failed row."""
    return {(header.round, header.cell_id) for header in scanned(folder).headers if header.failure}
