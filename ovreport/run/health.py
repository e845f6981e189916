"""What on this host will disturb measurements, and how to mend it: a list of checks that change nothing.

What cannot be read is said to be so, never guessed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import psutil

from ovreport.run import gpu_use, host, kernel, quiet, quota, readings
from ovreport.run.gpu_use import GpuLook
from ovreport.run.quiet import QUIET, Look

SECONDS = 2.0
"""How long the host is looked at, for what others take of it."""

STEAL = 0.01
"""Of its processors' time, that the hypervisor may give to others."""

HEADROOM_CELSIUS = 15.0
"""Below what a sensor calls high, that a processor should be when nothing is measured."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What one check found.

    Attributes:
        about: What was looked at.
        found: What it is like; empty where it cannot be read here.
        mend: What disturbs about it and what to do; empty where nothing does.
    """

    about: str
    found: str = ""
    mend: str = ""

    @property
    def state(self) -> str:
        """`disturbs`, `fine` or `unknown`."""
        return "disturbs" if self.mend else "fine" if self.found else "unknown"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """This host at the begin and at the end of a look."""

    first: Look
    last: Look
    first_gpus: GpuLook
    last_gpus: GpuLook


def examine(
    *, look: Callable[[], Look] = quiet.look, sleep: Callable[[float], object] = time.sleep
) -> tuple[Diagnosis, ...]:
    """Look at this host for `SECONDS`, by every check; tests put another host and its time here."""
    first, first_gpus = look(), gpu_use.look()
    sleep(SECONDS)
    moment = Moment(first=first, first_gpus=first_gpus, last=look(), last_gpus=gpu_use.look())
    return tuple(_diagnosis(about, check, moment) for about, check in CHECKS.items())


Check = Callable[[Moment], tuple[str, str] | None]
"""What is found and how to mend it; `None` where it cannot be read."""


def _diagnosis(about: str, check: Check, moment: Moment) -> Diagnosis:
    try:
        found, mend = check(moment) or ("", "")
    except host.FAILURES:
        found, mend = "", ""
    return Diagnosis(about=about, found=found, mend=mend)


def _governor(_: Moment) -> tuple[str, str] | None:
    governors = Counter(kernel.devices(f"{host.CPUS}/cpu[0-9]*/cpufreq/scaling_governor"))
    if not governors:
        return None
    found = ", ".join(f"{name} ({_processors(number)})" for name, number in governors.items())
    return found, "" if set(governors) == {"performance"} else (
        "The frequency follows the load and lags behind it. Until the next start of the machine: "
        "`sudo cpupower frequency-set -g performance`"
    )


def _turbo(_: Moment) -> tuple[str, str] | None:
    state = host.turbo()
    if state is None:
        return None
    intel = kernel.device(f"{host.CPUS}/intel_pstate/no_turbo") is not None
    switch = "1 | sudo tee /sys/{}/intel_pstate/no_turbo" if intel else "0 | sudo tee /sys/{}/cpufreq/boost"
    return state, "" if state == "off" else (
        "How fast a processor runs beyond its base frequency depends on heat and on how many cores work, so "
        "that levels wander. Without it they are lower and steadier; until the next start of the machine: "
        f"`echo {switch.format(host.CPUS)}`"
    )


def _load(moment: Moment) -> tuple[str, str]:
    busy = moment.last.busy_since(moment.first)
    takers = moment.last.takers_since(moment.first)
    who = ", ".join(f"{taker.name or 'others'} {_percent(taker.share)}" for taker in takers)
    found = f"others take {_percent(busy)} of one processor"
    if busy < QUIET:
        return found, ""
    return f"{found} ({who})", (
        "End them, or measure when they are done. Commands that measure wait for a quiet moment, but a "
        "bounded time only."
    )


def _steal(_: Moment) -> tuple[str, str] | None:
    steal_seconds = readings.steal_seconds()
    if steal_seconds is None:
        return None
    share = steal_seconds / max(sum(psutil.cpu_times()), 1e-3)
    return (
        f"{100 * share:.1f} % of all time since the start went to other guests of the hypervisor",
        (
            ""
            if share < STEAL
            else "Give the virtual machine processors of its own, or measure at another time."
        ),
    )


def _throttling(_: Moment) -> tuple[str, str] | None:
    events = readings.throttle_count()
    if events is None:
        return None
    return f"{events:,} events since the start", "" if not events else (
        "The processor has been too hot. Cool it better, let it rest before measuring, or switch turbo off; "
        "records count the events of every pass."
    )


def _temperature(_: Moment) -> tuple[str, str] | None:
    if not (sensors := readings.package_sensors()):
        return None
    hottest = max(sensors, key=lambda entry: float(entry.current))
    high, found = hottest.high or hottest.critical, f"{hottest.current:.0f} °C"
    if not high:
        return found, ""
    return f"{found} of {high:.0f} °C", "" if hottest.current <= high - HEADROOM_CELSIUS else (
        "Little is left until it throttles. Let it cool down, and find out who keeps it warm."
    )


def _gpus(moment: Moment) -> tuple[str, str] | None:
    if kernel.device(f"{host.CPUS}/online") is None:  # another system than Linux
        return None
    if not kernel.devices("class/drm/renderD*/dev"):
        return "there is no GPU", ""
    takers = moment.last_gpus.takers_since(moment.first_gpus)
    if not takers:
        return "nobody was seen to use it", ""
    return ", ".join(f"{taker.name} {_percent(taker.share)}" for taker in takers), (
        "End them before a GPU is measured: desktops, browsers and players draw with it. Without root only "
        "your own programs are seen."
    )


def _quota(_: Moment) -> tuple[str, str]:
    granted, held = quota.granted(), quota.held()
    if granted is None:
        return "none", ""
    periods = f"; it was used up in {held.periods:,} periods so far" if held else ""
    return f"a control group grants {_processors(granted)}{periods}", (
        "Where it is used up, processes wait and latencies grow. Raise it where it was set: `--cpus` of "
        "Docker, `limits` of Kubernetes, `CPUQuota` of systemd. Records count how often."
    )


def _pinned(_: Moment) -> tuple[str, str] | None:
    usable, present = host.usable_processors(), psutil.cpu_count()
    if usable is None or present is None:
        return None
    return f"{usable:,} of {_processors(present)} may be used", "" if usable >= present else (
        "OpenVINO may start more threads than it has processors. Where that is not meant, start ovreport "
        "without `taskset` or `numactl`, or widen the `cpuset` of the container."
    )


def _battery(_: Moment) -> tuple[str, str] | None:
    battery = getattr(psutil, "sensors_battery", lambda: None)()
    if battery is None:
        return ("none", "") if (kernel.SYS / "class/power_supply").is_dir() else None
    if battery.power_plugged is None:
        return None
    return (
        ("plugged in", "")
        if battery.power_plugged
        else (
            f"on battery, {battery.percent:.0f} %",
            "Power is saved on battery. Plug it in.",
        )
    )


def _power_profile(_: Moment) -> tuple[str, str] | None:
    profile = kernel.device("firmware/acpi/platform_profile")
    if profile is None:
        return None
    return profile, "" if profile == "performance" else (
        "It bounds power and fans. Until the next start of the machine: `powerprofilesctl set performance`"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _processors(number: float) -> str:
    return f"{number:g} processor{'s' * (number != 1)}"


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "governor": _governor,
        "turbo": _turbo,
        "load": _load,
        "steal": _steal,
        "throttling": _throttling,
        "temperature": _temperature,
        "users of the GPU": _gpus,
        "quota": _quota,
        "pinned processors": _pinned,
        "battery": _battery,
        "power profile": _power_profile,
    }
)
