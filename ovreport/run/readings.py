"""What moves while measuring: load, steal, throttling, frequency, temperature, clocks."""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import psutil

from ovreport.records import Readings
from ovreport.run import kernel, quota

T = TypeVar("T")

_PACKAGE_SENSORS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "acpitz")
_UNREADABLE = (OSError, AttributeError, NotImplementedError, RuntimeError, ValueError, IndexError)


def read() -> Readings:
    """Everything that this host tells right now."""
    held = quota.held()
    return Readings(
        load_1min=_or_none(_load),
        steal_seconds=steal_seconds(),
        busy_seconds=_or_none(busy_seconds),
        throttle_count=throttle_count(),
        frequency_mhz=frequency_mhz(),
        temperature_celsius=_or_none(_temperature_celsius),
        monotonic_ns=time.monotonic_ns(),
        boottime_ns=_or_none(_boottime_ns),
        utc_ns=time.time_ns(),
        held_periods=None if held is None else held.periods,
        held_seconds=None if held is None else held.seconds,
    )


def busy_seconds() -> float:
    """Processor time spent by anyone since boot, all processors together."""
    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0) + getattr(times, "steal", 0.0)
    guest = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)  # counted in user and nice too
    return float(sum(times) - idle - guest)


def steal_seconds() -> float | None:
    """Processor time that the hypervisor gave to others since boot; `None` where the system does not tell."""
    return getattr(psutil.cpu_times(), "steal", None)


def throttle_count() -> int | None:
    """Sum of the thermal throttle counters of all processors; `None` where there are none."""
    counts = kernel.devices("devices/system/cpu/cpu[0-9]*/thermal_throttle/*_throttle_count")
    return _or_none(lambda: sum(map(int, counts))) if counts else None


def frequency_mhz() -> float | None:
    """Mean current frequency of the processors; `None` where the system does not tell.

    A quarter of a millisecond for 16 of them; a virtual machine mostly tells a constant.
    """
    return _or_none(lambda: statistics.fmean(each.current for each in psutil.cpu_freq(percpu=True)))


def cpu_ns_of(pid: int) -> int:
    """CPU time of all threads of a process since it began; 0 where it cannot be read any more.

    Linux gives every process a CPU clock with nanoseconds; its id is made of the process id
    (`clock_getcpuclockid`). Elsewhere the accounting of the system has to do.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return time.clock_gettime_ns(((~pid) << 3) | 2)
    with contextlib.suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return round((times.user + times.system) * 1e9)
    return 0


def available_bytes() -> int:
    """Memory that can be given to new processes, within what a control group grants."""
    free = int(psutil.virtual_memory().available)
    granted = quota.memory_bytes()
    return free if granted is None else min(free, granted)


def _load() -> float | None:
    if sys.platform != "win32":
        return os.getloadavg()[0]
    else:  # noqa: RET505 - mypy leaves out the branch of another system, but not what comes after it
        return None


def _boottime_ns() -> int | None:
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    else:  # noqa: RET505 - as above
        return None


def _temperature_celsius() -> float | None:
    return max((float(entry.current) for entry in package_sensors()), default=None)


def package_sensors() -> list[Any]:
    """The sensors of the processor, as psutil gives them; none where the system does not tell."""
    sensors: dict[str, list[Any]] = getattr(psutil, "sensors_temperatures", dict)()
    return next((sensors[name] for name in _PACKAGE_SENSORS if sensors.get(name)), [])


def _or_none(read_one: Callable[[], T]) -> T | None:
    try:
        return read_one()
    except _UNREADABLE:
        return None
