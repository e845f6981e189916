"""What a control group of Linux grants of processors and memory, and how often it held this process back.

Both versions of control groups are read, and the group of this process with all those above it: the tightest
one counts. Where there is no such file, as on other systems, nothing is granted and nothing held back.

Sources: `Documentation/admin-guide/cgroup-v2.rst` (`cpu.max`, `cpu.stat`, `memory.stat`) and
`Documentation/scheduler/sched-bwc.rst` (`cpu.cfs_quota_us`) of the Linux kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ovreport.run import kernel

_UNREADABLE = (OSError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Held:
    """How often and how long a quota held its processes back since the group was made.

    Attributes:
        periods: Scheduler periods that ended with the quota used up.
        seconds: How long processes that could have run had to wait, all processors together.
    """

    periods: int
    seconds: float


def granted() -> float | None:
    """Processors that the tightest quota grants, 0.5 for half of one; `None` where there is no quota."""
    quotas = [quota for folder in _groups() if (quota := _quota(folder)) is not None]
    return round(min(quotas), 2) if quotas else None


def held() -> Held | None:
    """What all quotas together held back; `None` where there is no quota, or it does not tell."""
    stats = [_stat(folder) for folder in _groups() if _quota(folder) is not None]
    known = [stat for stat in stats if stat is not None]
    if not known:
        return None
    return Held(periods=sum(one.periods for one in known), seconds=sum(one.seconds for one in known))


def memory_bytes() -> int | None:
    """Memory that the mounted group still grants; `None` where it has no bound ("max"), or there is none.

    What the group uses includes files that the kernel keeps in memory; those that nobody has looked at lately
    (`inactive_file`) make room for a process that asks.
    """
    try:
        granted = int((_root() / "memory.max").read_text())
    except _UNREADABLE:
        return None
    try:
        used = int((_root() / "memory.current").read_text())
        return granted - used + _numbers(_root() / "memory.stat").get("inactive_file", 0)
    except _UNREADABLE:
        return granted


def _root() -> Path:
    """Where control groups are mounted."""
    return kernel.SYS / "fs/cgroup"


def _groups() -> Iterator[Path]:
    """Folders of the control groups of this process that share out processors, up to the mounted one.

    In a container the path is often that of the host, of which only the last folder is mounted, at the root.
    """
    seen: set[Path] = set()
    for line in kernel.own_groups():
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        for name in dict.fromkeys(("unified", "") if not controllers else (controllers, "cpu")):
            root = _root() / name
            below = root / path.strip("/")
            for folder in (below, *below.parents):
                real = folder.resolve()  # one hierarchy may have several names
                if folder.is_relative_to(root) and real not in seen:
                    seen.add(real)
                    yield folder


def _quota(folder: Path) -> float | None:
    """Processors that one group grants; `None` for any number of them."""
    try:
        if (one := folder / "cpu.max").exists():
            quota, period = one.read_text().split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text().strip()
            period = (folder / "cpu.cfs_period_us").read_text()
        return None if quota == "max" or int(quota) < 0 else int(quota) / int(period)
    except (*_UNREADABLE, ZeroDivisionError):
        return None


def _numbers(file: Path) -> dict[str, int]:
    """The lines of a name and a number; none where there is no such file."""
    pairs = (line.split() for line in file.read_text().splitlines()) if file.exists() else ()
    return {name: int(number) for name, number in pairs}


def _stat(folder: Path) -> Held | None:
    try:
        told = _numbers(folder / "cpu.stat")
        seconds = told["throttled_usec"] / 1e6 if "throttled_usec" in told else told["throttled_time"] / 1e9
        return Held(periods=told["nr_throttled"], seconds=seconds)
    except (*_UNREADABLE, KeyError):
        return None
