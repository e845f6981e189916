"""Ctrl-C, put off until what was measured is kept."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ovreport.run import signals

_HURRY_SECONDS = 0.5
"""How long a worker may still take to hand over its rows once somebody has pressed Ctrl-C."""


class SecondInterrupt(KeyboardInterrupt):
    """Somebody pressed Ctrl-C while an earlier one was put off: not everything that was measured is kept."""


class InterruptGuard:
    """An interrupt that is put off.

    Attributes:
        pressed: Whether there is one.
    """

    def __init__(self, *, pressed: bool) -> None:
        self.pressed = pressed
        self._hurrying = False

    def press(self, *_: object) -> None:
        """Note an interrupt; a second one is not put off.

        Raises:
            SecondInterrupt: It is the second one.
        """
        if self.pressed:
            raise SecondInterrupt
        self.pressed = True
        self._hurry()

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Inside, an interrupt is put off for a moment only, then it ends what waits there."""
        if not _may_be_handled():
            yield
            return
        with signals.alarmed():
            self._hurrying = True
            try:
                if self.pressed:
                    self._hurry()
                yield
            finally:
                self._hurrying = False

    def _hurry(self) -> None:
        if self._hurrying:
            signals.set_alarm(_HURRY_SECONDS)


@contextmanager
def held(*, pressed: bool) -> Iterator[InterruptGuard]:
    """Put Ctrl-C off until the end of the block, where it is raised.

    Where somebody else handles it, or nobody (a background job), that stays so.

    Args:
        pressed: An interrupt came before and is put off as well.

    Raises:
        KeyboardInterrupt: At the end, if there was an interrupt.
        SecondInterrupt: At once, at the second one.
    """
    guard = InterruptGuard(pressed=pressed)
    if _may_be_handled() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, guard.press)
        try:
            yield guard
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    else:
        yield guard
    if guard.pressed:
        raise KeyboardInterrupt


def press_at_end_of(pipe: int) -> None:
    """Have Ctrl-C pressed once when a pipe ends, as one does whose other end nobody holds any more.

    Args:
        pipe: A file descriptor that nothing else reads.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job would not hear it

    def wait() -> None:
        while os.read(pipe, 4096):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()


def _may_be_handled() -> bool:
    return threading.current_thread() is threading.main_thread()
