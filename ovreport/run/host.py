"""Facts about the host: a registry of small readers. A fact that cannot be read is left out, never guessed.

No reader gives a user name, a host name, a folder or a serial number.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

import ovreport
from ovreport.records import Fact
from ovreport.run import quota
from ovreport.run.survey import Survey

_CPUS = Path("/sys/devices/system/cpu")
_POLICY = _CPUS / "cpu0/cpufreq"
_CPUINFO = Path("/proc/cpuinfo")
_CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
_FAILURES = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    subprocess.SubprocessError,
)
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
        except _FAILURES:
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


def _cpuinfo(name: str) -> str | None:
    for line in _CPUINFO.read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None


def _cpu_model() -> str | None:
    if _CPUINFO.exists():
        return _cpuinfo("model name") or _cpuinfo("Model")
    return platform.processor() or None


def _features() -> str:
    present = set((_cpuinfo("flags") or _cpuinfo("Features") or "").split())
    return " ".join(flag for flag in _FLAGS if flag in present)


def _sockets() -> int | None:
    found = {path.read_text() for path in _CPUS.glob("cpu[0-9]*/topology/physical_package_id")}
    return len(found) or None


def _core_kinds() -> str | None:
    """Logical processors of hybrid processors: performance and efficiency cores."""
    kinds = {"P": Path("/sys/devices/cpu_core/cpus"), "E": Path("/sys/devices/cpu_atom/cpus")}
    known = [f"{name} {path.read_text().strip()}" for name, path in kinds.items() if path.exists()]
    return ", ".join(known) or None


def _caches() -> str:
    sizes: dict[str, str] = {}
    for index in sorted((_CPUS / "cpu0/cache").glob("index[0-9]*")):
        kind = (index / "type").read_text().strip()
        if kind != "Instruction":
            sizes["L" + (index / "level").read_text().strip()] = (index / "size").read_text().strip()
    return ", ".join(f"{level} {size}" for level, size in sizes.items())


def _turbo() -> str:
    """On or off, by whichever driver tells."""
    off = _CPUS / "intel_pstate/no_turbo"
    if off.exists():
        return "off" if off.read_text().strip() == "1" else "on"
    return "on" if (_CPUS / "cpufreq/boost").read_text().strip() == "1" else "off"


def _kilohertz(name: str) -> int:
    return round(int((_POLICY / name).read_text()) / 1000)


def _hypervisor() -> str | None:
    tool = shutil.which("systemd-detect-virt")
    if tool is not None:
        return subprocess.run([tool], capture_output=True, text=True, timeout=5, check=False).stdout.strip()  # noqa: S603 - fixed program, no arguments
    return "yes" if "hypervisor" in (_cpuinfo("flags") or "").split() else None


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # only Linux has such a file
        return f"{platform.system()} {platform.release()}"


def _container() -> str | None:
    return "yes" if any(path.exists() for path in _CONTAINER_MARKS) else None


def _module(name: str) -> str:
    return Path(f"/sys/module/{name}/version").read_text()


READERS: tuple[Reader, ...] = (
    Reader("processor", "model", _cpu_model),
    Reader("processor", "architecture", platform.machine),
    Reader("processor", "sockets", _sockets),
    Reader("processor", "physical_cores", lambda: psutil.cpu_count(logical=False)),
    Reader("processor", "logical_processors", psutil.cpu_count),
    Reader("processor", "usable_processors", lambda: len(os.sched_getaffinity(0))),
    Reader("processor", "granted_processors", quota.granted),
    Reader("processor", "core_kinds", _core_kinds),
    Reader("processor", "caches", _caches),
    Reader("processor", "features", _features),
    Reader("processor", "governor", lambda: (_POLICY / "scaling_governor").read_text()),
    Reader("processor", "frequency_driver", lambda: (_POLICY / "scaling_driver").read_text()),
    Reader("processor", "minimum_frequency", lambda: _kilohertz("scaling_min_freq"), "MHz"),
    Reader("processor", "maximum_frequency", lambda: _kilohertz("scaling_max_freq"), "MHz"),
    Reader("processor", "turbo", _turbo),
    Reader("processor", "smt", lambda: (_CPUS / "smt/control").read_text()),
    Reader("memory", "total", lambda: psutil.virtual_memory().total, "bytes"),
    Reader("memory", "swap", lambda: psutil.swap_memory().total, "bytes"),
    Reader("system", "os", _system),
    Reader("system", "kernel", lambda: f"{platform.system()} {platform.release()}"),
    Reader("system", "hypervisor", _hypervisor),
    Reader("system", "container", _container),
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
