"""What can go wrong, one class a reason, each with its exit code.

    OvreportError            1
    +-- SpecError            2   an experiment file is wrong; nothing was written
    +-- ModelError           3   a network cannot be had: missing, unreadable, wrong hash
    +-- StoreError           4   records cannot be read or written
    |   +-- BusyError        5   another ovreport works in the same results folder
    |   +-- TrialError       4   one trial cannot be kept, others can (a run goes on, and ends with 1)
    +-- FileError            4   another file of the user's cannot be written: an experiment file, a site
    +-- RunError             6   measuring cannot go on at all (one failed cell is a failed row, not this)
    +-- VerifyError          7   a page says something that its records do not

`cli` catches them in one place and prints the message. A message names the file and the key, says what is
wrong and what to do next.
"""

from __future__ import annotations

from typing import ClassVar


class OvreportError(Exception):
    """Any failure that is explained to the user without a traceback."""

    exit_code: ClassVar[int] = 1


class SpecError(OvreportError):
    """An experiment file is wrong. The message lists all its problems, a line each."""

    exit_code = 2


class ModelError(OvreportError):
    """A network cannot be had: missing, unreadable, or not the one that its hash promises."""

    exit_code = 3


class StoreError(OvreportError):
    """Records cannot be read or written."""

    exit_code = 4


class BusyError(StoreError):
    """Another ovreport works in the same results folder."""

    exit_code = 5


class TrialError(StoreError):
    """One trial holds what the format has no room for; others can be kept."""


class FileError(OvreportError):
    """A file that is no record cannot be written: an experiment file, or one of a site."""

    exit_code = 4


class RunError(OvreportError):
    """Measuring cannot go on at all."""

    exit_code = 6


class VerifyError(OvreportError):
    """A page says something that its records do not."""

    exit_code = 7
