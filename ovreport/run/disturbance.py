"""Load beside a measurement on purpose: a process that runs only during the slices of its cell."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ovreport.run import signals
from ovreport.run.process import environment, no_room

_COPIED_BYTES = 1 << 26
"""More than the caches of most hosts hold."""


class Disturbance:
    """A process that is stopped between the slices of its cell and goes on during them.

    Args:
        kind: As in `plan.Setting.disturbance`; a command is split as a shell would, but no shell runs it.

    Raises:
        RunError: The system has no room for another process.
    """

    def __init__(self, kind: str) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - commands were allowed by the user at the door
                # this module in a process of its own, so that even a foreign command dies with the runner
                [sys.executable, "-m", "ovreport.run.disturbance", kind],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise no_room("the process that disturbs", error) from error
        signals.wait_until_stopped(self._process)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Disturb during the block."""
        signals.go_on(self._process.pid)
        try:
            yield
        finally:
            signals.stop(self._process.pid)
            signals.wait_until_stopped(self._process)

    @property
    def pid(self) -> int:
        """Of the process; a command may have started others."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself, so that it disturbs nobody any more."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it and whatever it started."""
        signals.kill(self._process.pid)
        self._process.wait()


def disturb(kind: str) -> None:
    """Keep a core or the memory busy for ever, or become the command."""
    signals.die_with_parent()
    signals.stop_this()  # until its first slice
    if kind == "cpu":
        while True:
            pass
    if kind == "memory":
        source, target = bytearray(_COPIED_BYTES), bytearray(_COPIED_BYTES)
        while True:
            target[:] = source
    words = shlex.split(kind.removeprefix("command:"))
    os.execvp(words[0], words)  # noqa: S606 - no shell is meant


if __name__ == "__main__":
    disturb(sys.argv[1])
