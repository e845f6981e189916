"""Ctrl-C at a real terminal: over within two seconds, nobody left, and the terminal as it was."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.commandline import PATIENCE_SECONDS, stop_seconds
from tests.faults.commands import (
    FAKED,
    TINY,
    alive,
    children,
    environment,
    experiment,
    running,
    scanned,
    stored,
    wait_for,
)

if sys.platform == "win32":
    pytest.skip("terminals of POSIX systems", allow_module_level=True)

import fcntl
import pty
import termios

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"
CTRL_C = b"\x03"


@dataclass
class Terminal:
    """A command at a terminal of its own.

    Attributes:
        screen: Everything that was printed so far.
    """

    process: subprocess.Popen[bytes]
    keyboard: int
    line: int
    screen: bytearray = field(default_factory=bytearray)

    def watch_until(self, condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.screen.decode(errors="replace")
            if select.select([self.keyboard], [], [], 0.01)[0]:
                self.screen += os.read(self.keyboard, 65536)

    def settings(self) -> list[object]:
        return list(termios.tcgetattr(self.line))


@contextmanager
def terminal(folder: Path, *arguments: str) -> Iterator[Terminal]:
    keyboard, line = pty.openpty()
    process = subprocess.Popen(
        [*FAKED, *arguments],
        cwd=folder,
        env=environment(TERM="xterm-256color"),
        stdin=line,
        stdout=line,
        stderr=line,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    try:
        yield Terminal(process, keyboard, line)
    finally:
        process.kill()
        process.wait()
        os.close(keyboard)
        os.close(line)


def test_ctrl_c_at_a_terminal_ends_everything_and_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    experiment(tmp_path, TINY.replace("rounds: 3", "rounds: 50"))
    with terminal(tmp_path, "build") as shown:
        before = shown.settings()
        shown.watch_until(lambda: len(stored(tmp_path)) >= 2)
        workers = children(shown.process.pid)
        begin = time.monotonic()
        os.write(shown.keyboard, CTRL_C)
        shown.watch_until(lambda: shown.process.poll() is not None)
        assert time.monotonic() - begin < stop_seconds()
        shown.watch_until(lambda: not alive(workers))
        shown.watch_until(lambda: b"goes on from there" in shown.screen)
        assert shown.process.returncode == 130
        assert b"Traceback" not in shown.screen
        assert shown.settings() == before
        assert shown.screen.rfind(SHOW_CURSOR) >= shown.screen.rfind(HIDE_CURSOR)


def test_an_impatient_second_ctrl_c_leaves_nobody_behind(tmp_path: Path) -> None:
    experiment(tmp_path, TINY.replace("rounds: 3", "rounds: 50"))
    with terminal(tmp_path, "build") as shown:
        shown.watch_until(lambda: len(stored(tmp_path)) >= 1)
        workers = children(shown.process.pid)
        for _ in range(3):
            os.write(shown.keyboard, CTRL_C)
            time.sleep(0.02)
        shown.watch_until(lambda: shown.process.poll() is not None)
        shown.watch_until(lambda: not alive(workers))


SIX = TINY.replace("requests: [1, 2]", "requests: [1, 2, 3, 4, 5, 6]").replace("rounds: 3", "rounds: 50")


def test_ctrl_c_while_a_block_is_saved_keeps_all_of_its_finished_trials(tmp_path: Path) -> None:
    experiment(tmp_path, SIX)
    with running(tmp_path, "run", OVREPORT_TEST_DISK_SECONDS="0.05") as process:
        wait_for(lambda: stored(tmp_path))  # the first one has its name, and its folder is being synced
        workers = children(process.pid)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert time.monotonic() - begin < stop_seconds()
    assert process.returncode == 130, output
    assert "Stopped. Every finished trial of tiny is kept" in output
    assert [name[:3] for name in sorted(stored(tmp_path))] == 6 * ["r01"]
    assert scanned(tmp_path).unreadable == ()
    wait_for(lambda: not alive(workers))


def test_an_impatient_ctrl_c_while_a_block_is_saved_ends_at_once_and_says_so(tmp_path: Path) -> None:
    experiment(tmp_path, SIX)
    with running(tmp_path, "run", OVREPORT_TEST_DISK_SECONDS="0.5") as process:
        wait_for(lambda: stored(tmp_path))
        begin = time.monotonic()
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert time.monotonic() - begin < stop_seconds()
    assert process.returncode == 130, output
    assert "Stopped at once. What was saved until then of tiny is kept" in output
    assert "Traceback" not in output
    assert len(stored(tmp_path)) < 6
    assert scanned(tmp_path).unreadable == ()
    assert [path for path in tmp_path.rglob("*.tmp") if path.is_file()] == []
