"""Memory of this process: how much is resident, the peak of its life, and the most that it may have."""

from __future__ import annotations

import sys

from ovreport.run import kernel


def resident_bytes() -> int | None:
    """Now; `None` where the system does not tell."""
    return kernel.own_bytes("VmRSS")


def peak_bytes() -> int | None:
    """VmHWM, which only a fresh process has to itself; elsewhere what `getrusage` tells; else `None`."""
    return kernel.own_bytes("VmHWM") or _peak_by_usage()


def _peak_by_usage() -> int | None:
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    else:  # noqa: RET505 - mypy leaves out the branch of another system, but not what comes after it
        return None


def limit(mebibytes: int | None) -> None:
    """Bound the private writable memory of this process; no bound where the system has none.

    RLIMIT_AS would count the reserved arenas and thread stacks of OpenVINO too, gigabytes that are never
    touched.
    """
    if mebibytes is not None and sys.platform != "win32":
        import resource

        bound = mebibytes << 20
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
