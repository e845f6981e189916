"""Load beside a measurement on purpose: a process that runs only during the slices of its cell."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator

from ovreport.run.process import environment, no_room
from ovreport.run.worker import die_with_parent

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
                _command(kind),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise no_room("the process that disturbs", error) from error
        self._wait_until_stopped()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Disturb during the block."""
        self._signal(signal.SIGCONT)
        try:
            yield
        finally:
            self._signal(signal.SIGSTOP)
            self._wait_until_stopped()

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself, so that it disturbs nobody any more."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it and whatever it started."""
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _wait_until_stopped(self) -> None:
        """Asleep until the process is stopped, or has ended by itself."""
        if self.ended:
            return
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(self._process.pid, os.WUNTRACED)  # macOS has no waitid before Python 3.13
            if not os.WIFSTOPPED(status):
                self._process.returncode = os.waitstatus_to_exitcode(status)  # nobody can ask for it again

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def _command(kind: str) -> list[str]:
    """This very module in a process of its own, so that even a foreign command dies with the runner."""
    return [sys.executable, "-m", "ovreport.run.disturbance", kind]


def disturb(kind: str) -> None:
    """Keep a core or the memory busy for ever, or become the command."""
    die_with_parent()
    os.kill(os.getpid(), signal.SIGSTOP)  # until its first slice
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
