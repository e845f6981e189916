"""Facts about the host: a registry of small readers. A fact that cannot be read is left out, never guessed.

No reader gives a user name, a host name, a folder or a serial number.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

import ovreport
from ovreport.records import Fact
from ovreport.run import kernel, quota
from ovreport.run.engine import Survey

CPUS = "devices/system/cpu"
_POLICY = f"{CPUS}/cpu0/cpufreq"
_CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
FAILURES = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    subprocess.SubprocessError,
)
"""What is raised where something cannot be read."""
_FLAGS = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8")
_GIT_SECONDS = 10


@dataclass(frozen=True)
class Reader:
    """How one fact is read; `None` or an empty text means that it is not there."""

    group: str
    key: str
    read: Callable[[], object]
    unit: str = ""

    def fact(self) -> Fact | None:
        """The fact, if it can be read."""
        try:
            value = self.read()
        except FAILURES:
            return None
        text = "" if value is None else " ".join(str(value).split())
        return Fact(group=self.group, key=self.key, value=text, unit=self.unit) if text else None


def facts(survey: Survey, experiments: Path | None) -> tuple[Fact, ...]:
    """Everything known about this host, its software, its devices and the repository of `experiments`."""
    software = tuple(Fact(group="software", key=key, value=version) for key, version in survey.versions)
    devices = tuple(fact for device in survey.devices for fact in device.facts())
    readers = (*READERS, *_repository(experiments))
    read = tuple(fact for fact in (reader.fact() for reader in readers) if fact is not None)
    return (*read, *software, *devices)


def _cpu_model() -> str | None:
    if kernel.cpuinfo("processor") is None:
        return platform.processor() or None
    return kernel.cpuinfo("model name") or kernel.cpuinfo("Model")


def _features() -> str:
    present = set((kernel.cpuinfo("flags") or kernel.cpuinfo("Features") or "").split())
    return " ".join(flag for flag in _FLAGS if flag in present)


def _sockets() -> int | None:
    return len(set(kernel.devices(f"{CPUS}/cpu[0-9]*/topology/physical_package_id"))) or None


def _core_kinds() -> str | None:
    """Logical processors of hybrid processors: performance and efficiency cores."""
    kinds = {"P": kernel.device("devices/cpu_core/cpus"), "E": kernel.device("devices/cpu_atom/cpus")}
    known = [f"{name} {cpus}" for name, cpus in kinds.items() if cpus is not None]
    return ", ".join(known) or None


def _caches() -> str:
    told = [kernel.devices(f"{CPUS}/cpu0/cache/index[0-9]*/{name}") for name in ("type", "level", "size")]
    sizes = {level: size for kind, level, size in zip(*told, strict=True) if kind != "Instruction"}
    return ", ".join(f"L{level} {size}" for level, size in sizes.items())


def turbo() -> str | None:
    """On or off, by whichever driver tells."""
    off, boost = kernel.device(f"{CPUS}/intel_pstate/no_turbo"), kernel.device(f"{CPUS}/cpufreq/boost")
    on = boost if off is None else str(1 - int(off))
    return None if on is None else "on" if on == "1" else "off"


def _megahertz(name: str) -> int | None:
    kilohertz = kernel.device(f"{_POLICY}/{name}")
    return None if kilohertz is None else round(int(kilohertz) / 1000)


def _hypervisor() -> str | None:
    tool = shutil.which("systemd-detect-virt")
    if tool is not None:
        return subprocess.run([tool], capture_output=True, text=True, timeout=5, check=False).stdout.strip()  # noqa: S603 - fixed program, no arguments
    return "yes" if "hypervisor" in (kernel.cpuinfo("flags") or "").split() else None


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # only Linux has such a file
        return f"{platform.system()} {platform.release()}"


def _module(name: str) -> str | None:
    return kernel.device(f"module/{name}/version")


def usable_processors() -> int | None:
    """Processors that this process may run on; `None` where the system does not tell."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    else:  # noqa: RET505 - mypy leaves out the branch of another system, but not what comes after it
        return None


READERS: tuple[Reader, ...] = (
    Reader("processor", "model", _cpu_model),
    Reader("processor", "architecture", platform.machine),
    Reader("processor", "sockets", _sockets),
    Reader("processor", "physical_cores", lambda: psutil.cpu_count(logical=False)),
    Reader("processor", "logical_processors", psutil.cpu_count),
    Reader("processor", "usable_processors", usable_processors),
    Reader("processor", "granted_processors", quota.granted),
    Reader("processor", "core_kinds", _core_kinds),
    Reader("processor", "caches", _caches),
    Reader("processor", "features", _features),
    Reader("processor", "governor", lambda: kernel.device(f"{_POLICY}/scaling_governor")),
    Reader("processor", "frequency_driver", lambda: kernel.device(f"{_POLICY}/scaling_driver")),
    Reader("processor", "minimum_frequency", lambda: _megahertz("scaling_min_freq"), "MHz"),
    Reader("processor", "maximum_frequency", lambda: _megahertz("scaling_max_freq"), "MHz"),
    Reader("processor", "turbo", turbo),
    Reader("processor", "smt", lambda: kernel.device(f"{CPUS}/smt/control")),
    Reader("memory", "total", lambda: psutil.virtual_memory().total, "bytes"),
    Reader("memory", "swap", lambda: psutil.swap_memory().total, "bytes"),
    Reader("system", "os", _system),
    Reader("system", "kernel", lambda: f"{platform.system()} {platform.release()}"),
    Reader("system", "hypervisor", _hypervisor),
    Reader("system", "container", lambda: "yes" if any(map(Path.exists, _CONTAINER_MARKS)) else None),
    Reader("system", "gpu_driver_i915", lambda: _module("i915")),
    Reader("system", "gpu_driver_xe", lambda: _module("xe")),
    Reader("system", "npu_driver", lambda: _module("intel_vpu")),
    Reader("software", "python", platform.python_version),
    Reader("software", "ovreport", lambda: ovreport.__version__),
)


def _repository(experiments: Path | None) -> tuple[Reader, ...]:
    if experiments is None:
        return ()
    return (
        Reader("repository", "commit", lambda: _git(experiments, "rev-parse", "HEAD")),
        Reader("repository", "changed", lambda: _changed(experiments)),
    )


def _changed(folder: Path) -> str:
    """Whether files below `folder` differ from the commit; untracked ones do not count."""
    return "yes" if _git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".") else "no"


def _git(folder: Path, *arguments: str) -> str:
    tool = shutil.which("git")
    if tool is None:
        raise FileNotFoundError
    done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
        [tool, "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        timeout=_GIT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ValueError(done.stderr)
    return done.stdout.strip()
