"""Releases of OpenVINO that cells ask for, and how a worker is started with one that lies in a folder."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from ovreport.run import beside

Command = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release that cells ask for.

    Attributes:
        version: Which one that is, exactly; as it was asked for where nobody tells.
        command: Starts a worker with it; empty where it cannot be had.
        problem: Why it cannot be had, for the reader.
    """

    version: str
    command: Command = ()
    problem: str = ""


def numbers(version: str) -> list[int]:
    """Those of a version, by which an older one comes before a newer one."""
    return [int(number) for number in re.findall(r"\d+", version)]


def command(folder: Path) -> Command:
    """Start a worker with what lies in `folder`, in place of all packages of this Python.

    -I and -S keep Python's own packages, the user's and the environment's variables away, the release that is
    installed here among them; -u because the variable that says so counts no more.
    """
    return (sys.executable, "-I", "-S", "-u", beside.__file__, str(folder))
