"""However a runner ends, its workers end with it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from ovreport.run import signals
from ovreport.run.disturbance import Disturbance, disturb
from ovreport.run.process import environment
from tests.commandline import PATIENCE_SECONDS, stop_seconds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans by itself")


@contextmanager
def runner(*scripts: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.run.runner", *scripts],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], event: str) -> list[int]:
    """Handles of the runner's workers, once it has told of `event`."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == event:
            children = psutil.Process(process.pid).children(recursive=True)
            return [os.pidfd_open(child.pid) for child in children]
    raise AssertionError(f"the runner ended before: {event}")


def assert_gone(workers: list[int]) -> None:
    """All end within `stop_seconds`; a handle becomes readable when its process ends, reaped or not."""
    assert workers
    until = time.monotonic() + stop_seconds()
    for worker in workers:
        ended, _, _ = select.select([worker], [], [], max(until - time.monotonic(), 0))
        os.close(worker)
        assert ended


@pytest.mark.parametrize(
    ("scripts", "event"),
    [
        (("-", "-"), "slice"),
        (("-", "slice:hang"), "slice"),
        (("-", "compile:hang"), "prepared"),
        (("compile:spin", "compile:spin"), "slice"),  # one of them is frozen
    ],
)
def test_workers_of_a_killed_runner_end(scripts: tuple[str, ...], event: str) -> None:
    with runner(*scripts) as process:
        workers = wait_for(process, event)
        process.kill()
        assert_gone(workers)


@pytest.mark.parametrize("scripts", [("-", "-"), ("-", "slice:hang"), ("compile:spin", "slice:hang")])
def test_an_interrupt_ends_runner_and_workers_within_two_seconds(scripts: tuple[str, ...]) -> None:
    with runner(*scripts) as process:
        workers = wait_for(process, "slice")
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
        assert time.monotonic() - begin < stop_seconds()
        assert "KeyboardInterrupt" in said
        assert_gone(workers)


def until_pressed(slices: int, seconds: float, *scripts: str) -> list[tuple[int, str | None, bool]]:
    """Cell, kind of failure and whether time went by, of every record before an interrupt; see `pressed`."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.run.pressed", str(slices), str(seconds), *scripts],
        stdout=subprocess.PIPE,
        env=environment(),
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    return [tuple(each) for each in json.loads(ended.stdout)]


def test_an_interrupt_keeps_the_whole_trials_of_a_block_that_are_finished() -> None:
    records = until_pressed(2, 0, "-", "-", "-")
    assert len({number for number, _, _ in records}) == 2
    assert {(failure, apart) for _, failure, apart in records} == {(None, True)}


def test_an_interrupt_while_a_worker_hangs_in_handing_over_keeps_what_the_others_hand_over() -> None:
    records = until_pressed(4, 3, "-", "finish:hang", "-", "-")
    assert sorted(number for number, failure, _ in records if failure is None) == [0, 2, 3]


def test_an_interrupt_at_the_terminal_does_not_reach_the_workers() -> None:
    with runner("-") as process:
        wait_for(process, "slice")
        workers = psutil.Process(process.pid).children()
        assert workers
        assert os.getsid(process.pid) not in [os.getsid(worker.pid) for worker in workers]


def test_a_disturbance_rests_outside_its_slices_and_ends_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "waitid", raising=False)  # as on macOS before Python 3.13
    others = set(psutil.Process().children())  # a browser may still be open in the process of the tests
    disturbance = Disturbance("cpu")
    try:
        (child,) = set(psutil.Process().children()) - others
        assert child.status() == psutil.STATUS_STOPPED
        with disturbance.running():
            assert child.status() != psutil.STATUS_STOPPED
        assert child.status() == psutil.STATUS_STOPPED
    finally:
        disturbance.end()
    assert not child.is_running()


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Signals that a disturbance in this very process sends, and that do not arrive."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(signals, "die_with_parent", lambda: None)
    monkeypatch.setattr(os, "kill", lambda *signal: sent.append(signal))
    return sent


@pytest.mark.parametrize("kind", ["cpu", "memory"])
def test_a_disturbance_computes_without_end(kind: str, stops: list[tuple[int, int]]) -> None:
    class Computed(Exception):  # noqa: N818 - no error
        """So much processor time has gone by; a disturbance that waits would never get there."""

    def enough(*_: object) -> None:
        raise Computed

    before = signal.signal(signal.SIGPROF, enough)
    try:
        signal.setitimer(signal.ITIMER_PROF, 0.2)
        with pytest.raises(Computed):
            disturb(kind)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert stops == [(os.getpid(), signal.SIGSTOP)]


def test_a_command_as_disturbance_runs_without_a_shell(
    stops: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execvp", lambda *words: became.append(words))
    disturb("command: stress 'two words' $HOME")
    assert became == [("stress", ["stress", "two words", "$HOME"])]
    assert stops == [(os.getpid(), signal.SIGSTOP)]
