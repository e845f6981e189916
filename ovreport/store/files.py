"""Files that are either there as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from ovreport.errors import StoreError

TEMPORARY_SUFFIX = ".tmp"


def write(path: Path, content: bytes, *, before: Callable[[], None] = lambda: None) -> None:
    """Put `content` at `path` in one step: a reader sees the old file or the new one, never a half.

    The temporary file lies in the same folder, so that renaming stays inside one file system. Both the file
    and the folder are synced: after a power cut the name points at the whole content.

    Args:
        path: The file; its folders are made if need be.
        content: All of it.
        before: Called when everything is written and only the name is missing.

    Raises:
        StoreError: The folder cannot be made or written, or the disk is full; the old file is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        before()
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}. {_advice(error)}") from error
    finally:  # an interrupt may come in here as well
        with contextlib.suppress(OSError):
            temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Make a renaming in `folder` survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_temporary(path: Path) -> bool:
    """Whether an interrupted writer left this file behind."""
    return path.name.startswith(".") and path.name.endswith(TEMPORARY_SUFFIX)


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS, absent from Windows' errno table
        return "Make the folder writable, or name another one with --results."
    return "Make room or name another folder with --results, then run the same command again to go on."
