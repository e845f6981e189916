"""What can go wrong, one class a reason, each with its exit code.

    OvreportError            1
    +-- ShownError           1   what `--fail-on` names is shown
    +-- SpecError            2   an experiment file is wrong; nothing was written
    +-- ModelError           3   a model cannot be had: missing, unreadable, wrong hash
    +-- StoreError           4   records cannot be read or written
    |   +-- BusyError        5   another ovreport works in the same results folder, or on the same fleet
    |   +-- TrialError       4   one trial cannot be kept, others can (a run goes on, and ends with 1)
    +-- FileError            4   another file of the user's cannot be written or used: a site, a template
    +-- RunError             6   measuring cannot go on at all (one failed cell is a failed row, not this)
    +-- VerifyError          7   a page says something that its records do not, or a site is not what it says
    +-- PublishError         9   a site cannot be put on its branch, or names what is private
    +-- FleetError          10   a fleet cannot be reached, or its connections would not be safe
    +-- ProgramError         8   ovreport itself failed; the traceback is kept in a file

`cli` catches them in one place and prints the message. A message names the file and the key, says what is
wrong and what to do next.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

PACKAGE = Path(__file__).parent


class OvreportError(Exception):
    """Any failure that is explained to the user without a traceback."""

    exit_code: ClassVar[int] = 1


class ShownError(OvreportError):
    """What `ovreport compare --fail-on` was to fail on is shown."""


class SpecError(OvreportError):
    """An experiment file is wrong. The message lists all its problems, a line each."""

    exit_code = 2


class ModelError(OvreportError):
    """A model cannot be had: missing, unreadable, or not the one that its hash promises."""

    exit_code = 3


class StoreError(OvreportError):
    """Records cannot be read or written."""

    exit_code = 4


class BusyError(StoreError):
    """Another ovreport works in the same results folder, or on the same fleet."""

    exit_code = 5


class TrialError(StoreError):
    """One trial holds what the format has no room for; others can be kept."""


class FileError(OvreportError):
    """A file that is no record cannot be written or used: an experiment file, one of a site, a template."""

    exit_code = 4


class RunError(OvreportError):
    """Measuring cannot go on at all."""

    exit_code = 6


class VerifyError(OvreportError):
    """A page says something that its records do not."""

    exit_code = 7


class PublishError(OvreportError):
    """A site cannot be put where it is to be published, or says more than is meant for others."""

    exit_code = 9


class FleetError(OvreportError):
    """The scheduler or hosts of a fleet cannot be had, or their connections would not be safe."""

    exit_code = 10


class ProgramError(OvreportError):
    """ovreport itself failed: nothing that its user did wrong, and nothing that it expects."""

    exit_code = 8


def explained(error: Exception, about: str, folder: Path | None, name: str = "") -> OvreportError:
    """What to tell a user of any failure: its own message, or that the fault is ovreport's.

    Args:
        error: What was raised.
        about: The file or command that it was raised at.
        folder: Where the traceback of an unexpected failure is kept for those who mend it; `None`: nowhere.
        name: Tells the tracebacks of one folder apart; the last one of a name is kept.
    """
    if isinstance(error, OvreportError):
        return error
    kept = _kept(error, folder / f"failure{name and '-'}{name}.txt") if folder else None
    with_it = f" and {kept}, which says how it came about" if kept else ""
    return ProgramError(
        f"{about}: ovreport itself failed here: {type(error).__name__}: {error}{_place(error)}. "
        "The fault is not yours, and nothing that was measured is lost. "
        f"Please report it with the experiment file, its records{with_it}."
    )


def together(failed: Sequence[OvreportError]) -> OvreportError:
    """One error for all of them, with the exit code of the first."""
    return type(failed[0])("\n".join(map(str, failed)))


def _place(error: Exception) -> str:
    """The last line of this program that was reached."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        with contextlib.suppress(ValueError):
            return f" ({Path(frame.filename).relative_to(PACKAGE).as_posix()}, line {frame.lineno})"
    return ""


def _kept(error: Exception, path: Path) -> Path | None:
    """The file with the traceback, where it can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="replace")
    except OSError:
        return None
    return path
