"""What this process takes of the machine: memory, how much it may have, and how often it lost a processor."""

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


def limit_memory(mebibytes: int | None) -> None:
    """Bound the private writable memory of this process; no bound where the system has none.

    RLIMIT_AS would count the reserved arenas and thread stacks of OpenVINO too, gigabytes that are never
    touched.
    """
    if mebibytes is not None and sys.platform != "win32":
        import resource

        bound = mebibytes << 20
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def involuntary_switches() -> int | None:
    """How often a thread of this process was taken off a processor that it still had use for.

    `None` where the system does not tell.
    """
    if sys.platform != "win32":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw
    else:  # noqa: RET505 - as above
        return None
