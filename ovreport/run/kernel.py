"""What Linux tells in the files below `/proc` and `/sys`; where there are none, it is not there."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")
SYS = Path("/sys")


def cpuinfo(name: str) -> str | None:
    """What `/proc/cpuinfo` says of the first processor under a name."""
    return _entry(PROC / "cpuinfo", name)


def own_bytes(name: str) -> int | None:
    """A size that `/proc/self/status` tells under a name, `VmRSS` for one."""
    told = _entry(PROC / "self/status", name)
    return None if told is None else int(told.split()[0]) * 1024


def own_groups() -> list[str]:
    """The lines of `/proc/self/cgroup`: the control groups of this process."""
    return _lines(PROC / "self/cgroup")


def waiting_ns() -> int | None:
    """How long some process has waited for a processor since boot; `None` where the kernel keeps no account.

    Source: `Documentation/accounting/psi.rst` of the Linux kernel (`some`, `total` in microseconds).
    """
    for line in _lines(PROC / "pressure/cpu"):
        if line.startswith("some ") and (total := line.partition("total=")[2]).isdigit():
            return int(total) * 1000
    return None


def device(path: str) -> str | None:
    """The one value of a file below `/sys`."""
    try:
        return (SYS / path).read_text().strip()
    except (OSError, ValueError):
        return None


def devices(pattern: str) -> list[str]:
    """The values of all files below `/sys` that a pattern meets, in the order of their paths."""
    found = sorted(SYS.glob(pattern))
    return [value for path in found if (value := device(str(path.relative_to(SYS)))) is not None]


def gpu_clients() -> dict[tuple[str, str], tuple[int, dict[str, str]]]:
    """Every program that has a GPU open: by device and client the id of its process and the driver's account.

    Of other users only root is told. Source: `Documentation/gpu/drm-usage-stats.rst` of the Linux kernel.
    """
    found: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}
    for path in PROC.glob("[0-9]*/fdinfo/*"):
        pairs = (line.partition(":") for line in _lines(path) if line.startswith("drm-"))
        account = {name: value.strip() for name, _, value in pairs}
        if client := account.get("drm-client-id"):
            found[account.get("drm-pdev", ""), client] = int(path.parts[-3]), account
    return found


def _entry(path: Path, name: str) -> str | None:
    for line in _lines(path):
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except (OSError, ValueError):
        return []
