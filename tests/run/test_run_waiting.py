"""A waiting worker that takes processor time is frozen until its next step; all others are left alone."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import psutil
import pytest

from ovreport.codec import to_json
from ovreport.run import readings, signals
from ovreport.run.engine import Task
from ovreport.run.process import Worker, WorkerError, WorkerPool
from ovreport.run.progress import Running
from ovreport.run.session import measure
from ovreport.run.waiting import Waiting
from tests.commandline import PATIENCE_SECONDS
from tests.faults.commands import wait_for
from tests.run.plans import FAKE, FILES, MEASURE, Remembering, blocks_of, plan_of, setting

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="a worker is frozen only where its end is sure all the same"
)


def task(script: str) -> dict[str, object]:
    return {
        "do": "prepare",
        "task": to_json(Task(setting=setting(script), measure=MEASURE, files=FILES["tiny"])),
    }


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool()
    with closing(EndOf(made)):
        yield made


class EndOf:
    """A pool that can be closed."""

    def __init__(self, pool: WorkerPool) -> None:
        self.close = pool.end


def prepared(pool: WorkerPool, script: str = "") -> tuple[Worker, Waiting]:
    worker = pool.start(FAKE)
    pool.receive(worker, "starting", PATIENCE_SECONDS)
    pool.ask(worker, task(script), "preparing", PATIENCE_SECONDS)
    return worker, Waiting(worker)


def watch_until_seen(waiting: Waiting) -> None:
    """Until the worker was seen to spin: on a busy machine it may get no processor for a while."""

    def seen() -> bool:
        waiting.watch()
        return waiting.restless

    wait_for(seen)


def wait_until_quiet(worker: Worker) -> None:
    """NumPy's BLAS looks for work for some 40 ms after its import, when a fake worker is ready already."""

    def quiet() -> bool:
        before = readings.cpu_ns_of(worker.pid)
        time.sleep(0.02)
        return readings.cpu_ns_of(worker.pid) == before

    wait_for(quiet)


def is_stopped(worker: Worker) -> bool:
    return psutil.Process(worker.pid).status() == psutil.STATUS_STOPPED


def wait_until_stopped(worker: Worker) -> None:
    """Asleep; a stop is told to the parent once."""
    os.waitid(os.P_PID, worker.pid, os.WSTOPPED | os.WNOWAIT)


def test_a_worker_whose_threads_spin_while_it_waits_is_frozen(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool, "compile:spin")
    watch_until_seen(waiting)
    assert waiting.restless
    wait_until_stopped(worker)
    waiting.look()
    assert waiting.look() == 0, "a frozen worker takes nothing"


def test_a_worker_that_sleeps_while_it_waits_is_left_alone(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool)
    wait_until_quiet(worker)
    waiting.watch()
    assert not waiting.restless
    assert not is_stopped(worker)


def test_a_worker_that_begins_to_spin_later_is_frozen_when_it_is_seen(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool)
    wait_until_quiet(worker)
    waiting.watch()
    assert not waiting.restless
    pool.ask(worker, task("compile:spin"), "preparing", PATIENCE_SECONDS)
    wait_for(lambda: waiting.look() > 0 and waiting.restless)
    wait_until_stopped(worker)


def test_a_frozen_worker_goes_on_at_its_next_command_and_is_frozen_again_after_it(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool, "compile:spin")
    watch_until_seen(waiting)
    wait_until_stopped(worker)
    header, _ = pool.ask(worker, {"do": "survey"}, "looking", PATIENCE_SECONDS)
    assert header["survey"]
    assert not is_stopped(worker)
    waiting.begin()
    wait_until_stopped(worker)


def test_a_frozen_worker_is_ended_like_any_other(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool, "compile:spin")
    watch_until_seen(waiting)
    wait_until_stopped(worker)
    pool.stop(worker)
    assert not psutil.pid_exists(worker.pid)


def test_a_frozen_worker_that_hangs_in_its_next_step_is_ended_after_the_time_limit(pool: WorkerPool) -> None:
    worker, waiting = prepared(pool, "compile:spin")
    watch_until_seen(waiting)
    with pytest.raises(WorkerError, match=r"preparing took longer than 0\.2 s"):
        pool.ask(worker, task("compile:hang"), "preparing", 0.2)
    pool.stop(worker)
    assert not psutil.pid_exists(worker.pid)


def test_a_worker_that_somebody_else_has_stopped_stays_so(pool: WorkerPool) -> None:
    worker, _ = prepared(pool)
    os.kill(worker.pid, signal.SIGSTOP)
    wait_until_stopped(worker)
    with pytest.raises(WorkerError, match="took longer"):
        pool.ask(worker, {"do": "survey"}, "looking", 0.2)


def test_where_the_end_of_a_frozen_worker_is_not_sure_none_is_frozen(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "CAN_FREEZE", False)
    worker, waiting = prepared(pool, "compile:spin")
    watch_until_seen(waiting)
    assert waiting.restless
    assert not is_stopped(worker)


class Watching(Remembering):
    """Looks at the end of every slice whether all workers are stopped but the one that never spins.

    One that had no processor until then was not seen to spin, which is why not every slice must find them so.
    """

    frozen = 0

    def slice_done(self, running: Running) -> None:
        super().slice_done(running)
        with contextlib.suppress(AssertionError):
            wait_for(lambda: sum(is_running(child) for child in psutil.Process().children()) <= 1, 1)
            self.frozen += 1


def is_running(child: psutil.Process) -> bool:
    try:
        return "tests.run.fake_worker" in child.cmdline() and child.status() != psutil.STATUS_STOPPED
    except psutil.ZombieProcess:  # psutil before 7 has no command line of one that has ended
        return False


@pytest.mark.parametrize("schedule", ["slices", "whole"])
def test_spinning_workers_are_frozen_while_another_cell_is_measured(schedule: str) -> None:
    progress = Watching()
    plan = plan_of([setting("compile:spin") for _ in range(3)] + [setting()], schedule=schedule)
    session = measure(
        plan, blocks_of(plan), host="h", files=FILES, session="s", command=FAKE, progress=progress
    )
    assert [record.failure for record in session] == [None] * 4
    assert progress.frozen > 0
