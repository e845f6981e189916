"""Resident memory of this process: now, and the peak of its life."""

from __future__ import annotations

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident_bytes() -> int | None:
    """VmRSS; `None` where the system has no `/proc`."""
    return _status("VmRSS:")


def peak_bytes() -> int | None:
    """VmHWM, which only a fresh process has to itself; elsewhere what `getrusage` tells."""
    found = _status("VmHWM:")
    if found is not None or sys.platform == "win32":
        return found
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _status(name: str) -> int | None:
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return None
