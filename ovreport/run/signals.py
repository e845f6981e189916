"""Signals to whole groups of processes, and alarms; where the system has none (Windows), nothing happens.

Ctrl-C, which every system has, is in `interrupts`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h

CAN_END_GROUPS: bool = sys.platform != "win32"
"""Whether a process ends together with everything that it started."""

CAN_FREEZE = sys.platform == "linux"
"""A frozen process does not notice that its runner is gone; only Linux ends it all the same."""


def stop(group: int) -> None:
    """Stop all processes of a group until they may go on."""
    if sys.platform != "win32":
        _send(group, signal.SIGSTOP)


def go_on(group: int) -> None:
    """Let the stopped processes of a group go on."""
    if sys.platform != "win32":
        _send(group, signal.SIGCONT)


def kill(group: int) -> None:
    """End all processes of a group at once, stopped ones too."""
    if sys.platform != "win32":
        _send(group, signal.SIGKILL)


def _send(group: int, number: signal.Signals) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def stop_this() -> None:
    """Stop this process until somebody lets it go on."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)


def wait_until_stopped(child: subprocess.Popen[bytes]) -> None:
    """Asleep until a child is stopped, or has ended by itself."""
    if sys.platform != "win32" and child.poll() is None:
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(child.pid, os.WUNTRACED)  # macOS has no waitid before Python 3.13
            if not os.WIFSTOPPED(status):
                child.returncode = os.waitstatus_to_exitcode(status)  # nobody can ask for it again


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, where the kernel can."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)


@contextmanager
def alarmed() -> Iterator[None]:
    """Inside, an alarm raises KeyboardInterrupt; afterwards none is set any more."""
    if sys.platform == "win32":
        yield
    else:
        before = signal.signal(signal.SIGALRM, _ring)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def set_alarm(seconds: float) -> None:
    """Set the alarm of this process, inside `alarmed`."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _ring(*_: object) -> None:
    raise KeyboardInterrupt
