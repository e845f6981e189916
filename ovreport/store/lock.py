"""One writer at a time in a results folder.

The operating system holds the lock and drops it with its process, however that ends: a lock file that is
left behind is stale by itself and never has to be guessed at.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ovreport.errors import BusyError, StoreError

LOCK_NAME = ".lock"
WAIT_SECONDS = 0.5
# Windows locks bytes, and a locked byte cannot be read: one far beyond the text leaves that readable.
LOCKED_BYTE = 1 << 20

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as error:  # how Windows says that somebody else has it
            raise BlockingIOError from error

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def locked(
    root: Path, *, host: str, wait: bool = False, waiting: Callable[[str], None] = lambda _: None
) -> Iterator[Path]:
    """Hold the lock of a results folder; yields the lock file.

    Args:
        root: The results folder; made if need be.
        host: Written into the file for whoever finds the folder busy.
        wait: Wait for the other writer instead of giving up.
        waiting: Gets one message when it comes to waiting.

    Raises:
        BusyError: Another process holds the lock; says which one.
        StoreError: The lock file cannot be made, or the file system knows no locks.
    """
    path = root / LOCK_NAME
    with _opened(path) as file:
        _acquire(file, path, wait=wait, waiting=waiting)
        begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        _sign(file, json.dumps({"process": os.getpid(), "host": host, "begun": begun}))
        try:
            yield path
        finally:
            # the file stays: removing it would let a third process lock a new file of the same name
            _sign(file, "")


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{path.parent}: cannot be written: {error.strerror}. "
            "Make the folder writable, or name another one with --results."
        ) from error


def _acquire(file: IO[str], path: Path, *, wait: bool, waiting: Callable[[str], None]) -> None:
    said = False
    while True:
        try:
            _take(file)
        except BlockingIOError as error:
            holder = holder_of(path)
            if not wait:
                raise BusyError(
                    f"{path.parent}: in use by {holder}. "
                    "Wait for it, add --wait, or name another folder with --results."
                ) from error
            if not said:
                waiting(f"Waiting for {path.parent}, in use by {holder}.")
                said = True
            time.sleep(WAIT_SECONDS)
        except OSError as error:
            raise StoreError(
                f"{path.parent}: cannot be locked: {error.strerror}. Not every network file system can; "
                "name a folder on a disk of this machine with --results."
            ) from error
        else:
            return


def holder(root: Path) -> str | None:
    """Who holds the lock of a results folder, in words; `None` where nobody does.

    A lock that nobody has signed is not tried, so that a look gets in nobody's way.
    """
    path = root / LOCK_NAME
    with contextlib.suppress(OSError, ValueError):
        if path.read_text(encoding="utf-8"):
            with path.open("r+", encoding="utf-8") as file:
                try:
                    _take(file)  # it can be had where its holder was killed
                except BlockingIOError:
                    return holder_of(path)
    return None


def holder_of(path: Path) -> str:
    """Who signed a lock file, in words."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return (
            f"process {int(found['process'])} on {found['host']!s:.60}, at work since {found['begun']!s:.40}"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "another ovreport"


def _sign(file: IO[str], text: str) -> None:
    with contextlib.suppress(OSError):  # a full disk must not end a run over a courtesy
        file.seek(0)
        file.truncate()
        file.write(text)
        file.flush()
