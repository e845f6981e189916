"""Releases of OpenVINO that an experiment names: which one each of them is, and a folder with nothing else.

A folder is made once for a release, a Python and a platform: beside its place in the cache, and renamed when
it is whole. uv installs into it where there is uv, else pip; both ask the package index that the user has set
up. NumPy is the newest that the release admits.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ovreport.errors import SpecError
from ovreport.plan import INSTALLED, Plan
from ovreport.run.releases import Release, command, numbers

if TYPE_CHECKING:
    from ovreport.store import RecordHeader

OLDEST = "2024.0"
"""The first release that a worker gets on with."""

FOLDER = "openvino"
"""Of the cache, in which the folders are made."""

_SECONDS = 1800.0
"""For one run of the program that installs: a slow connection takes minutes for 60 MB."""

_HERE = f"-{sys.implementation.cache_tag}-{sysconfig.get_platform()}"
"""How the name of a folder ends that was made for this Python and platform."""

_WORDS = 600
"""Characters of what the installing program says that are told, from the end."""


@dataclass(frozen=True, kw_only=True)
class FoundRelease:
    """What the package index has for a release.

    Attributes:
        version: Which one it is, exactly; empty where there is none for this Python.
        size_bytes: Of all that would be downloaded for it; `None` where nobody tells.
        nearest: Releases that there are instead; empty where the index cannot be asked.
        words: Of the installing program, where it found none.
    """

    version: str = ""
    size_bytes: int | None = None
    nearest: tuple[str, ...] = ()
    words: str = ""


class Packages(Protocol):
    """A package index, and the program that installs from it."""

    def find(self, asked: str) -> FoundRelease:
        """What there is for `2025.4`, the newest patch of it, or for `2025.4.1`."""
        ...

    def install(self, version: str, folder: Path) -> str:
        """Install OpenVINO and NumPy into a folder; returns why that failed, or an empty text."""
        ...


def named(
    plan: Plan, headers: Iterable[RecordHeader], cache: Path, packages: Packages | None = None
) -> dict[str, Release]:
    """What every release that a plan names is, without installing any.

    Which patch `2025.4` means is settled once: by what was measured, else by what lies in the cache, and by
    the index only where there is neither.

    Args:
        plan: The experiment.
        headers: Records of one host.
        cache: Folder of the releases.
        packages: Asked last; without it a release of which nothing is known is called as it was asked for.

    Raises:
        SpecError: The index has no such release for this Python.
    """
    measured = _measured(plan, headers)
    return {
        asked: _named(asked, measured.get(asked), cache, packages)
        for asked in plan.releases
        if asked != INSTALLED
    }


def _named(asked: str, measured: str | None, cache: Path, packages: Packages | None) -> Release:
    version = measured or made_version(asked, cache)
    if version is None and packages is not None:
        found = packages.find(asked)
        if why := refusal(asked, found):
            raise SpecError(f"openvino: {why}")
        if not found.version:
            return Release(version=asked, problem=unfound(asked, found))
        version = found.version
    folder = _folders(cache).get(version or "")
    return Release(version=version or asked, command=command(folder) if folder else ())


def _measured(plan: Plan, headers: Iterable[RecordHeader]) -> dict[str, str]:
    """The version of every release that cells were measured with last."""
    asked = {cell.id: cell.setting.openvino for cell in plan.cells if cell.measured}
    good = [header for header in headers if header.failure is None and header.cell_id in asked]
    good.sort(key=lambda header: header.started_utc_ns)
    return {asked[header.cell_id]: header.openvino_version for header in good}


def made_version(asked: str, cache: Path) -> str | None:
    """The newest version in the cache that is meant by what was asked for."""
    known = [version for version in _folders(cache) if f"{version}.".startswith(f"{asked}.")]
    return max(known, key=numbers, default=None)


def _folders(cache: Path) -> dict[str, Path]:
    """Folders for this Python and platform by the version that is in them."""
    found = (path for path in cache.glob(f"[0-9]*{_HERE}") if path.is_dir())
    return {path.name.removesuffix(_HERE): path for path in found}


def refusal(asked: str, found: FoundRelease) -> str | None:
    """Why a release cannot be asked for, with the nearest that can; `None` where it is there, or may be."""
    if asked < OLDEST:
        return f"OpenVINO {asked} cannot be measured with; releases can from {OLDEST} on"
    if found.version or not found.nearest:
        return None
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"there is no OpenVINO {asked} for Python {python} on this kind of machine; nearest to it "
        f"{'is' if len(found.nearest) == 1 else 'are'} {' and '.join(found.nearest)}"
    )


def unfound(asked: str, found: FoundRelease) -> str:
    """That nobody could say which release is meant."""
    return (
        f"OpenVINO {asked} is not here, and the package index cannot be asked for it. Run the same command "
        f"again when it can be reached. The installing program says: {found.words}"
    )


def announced(found: FoundRelease) -> str:
    """What would be installed, and how large it is."""
    large = "whose size the index does not tell"
    if found.size_bytes is not None:
        large = f"{found.size_bytes / 1e6:.0f} MB"
    return f"OpenVINO {found.version} is not here yet and will be installed for this alone, {large}"


def made(
    releases: Mapping[str, Release], cache: Path, packages: Packages, say: Callable[[str], None]
) -> dict[str, Release]:
    """The releases, each with a folder; one that cannot be installed has a problem, and the others go on."""
    return {
        asked: release if release.problem or release.command else _made(release, cache, packages, say)
        for asked, release in releases.items()
    }


def _made(release: Release, cache: Path, packages: Packages, say: Callable[[str], None]) -> Release:
    version, place = release.version, cache / f"{release.version}{_HERE}"
    try:
        why = _install(version, place, packages, say)
    except OSError as error:
        why = f"{cache}: {error.strerror}. Make room, or name another folder by XDG_CACHE_HOME"
    if why:
        return replace(release, problem=f"OpenVINO {version} cannot be installed: {why}")
    return replace(release, command=command(place))


def _install(version: str, place: Path, packages: Packages, say: Callable[[str], None]) -> str:
    """Make a folder unless it is there; returns why that failed, or an empty text.

    Raises:
        OSError: The cache cannot be written.
    """
    from ovreport import store  # pyarrow is needed by few commands

    cache = place.parent
    cache.mkdir(parents=True, exist_ok=True)
    with store.locked(cache, host="this machine", wait=True, waiting=say):
        for left in cache.glob(".part-*"):  # whoever made it was killed, or he would hold the lock
            shutil.rmtree(left, ignore_errors=True)
        if place.is_dir():
            return ""
        say(f"Installing OpenVINO {version} into {place}.")
        half = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
        try:
            if why := packages.install(version, half):
                return why
            half.rename(place)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return ""


def installer() -> Packages:
    """The program that installs: uv where it is found, beside this Python or anywhere, else pip."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    uv = shutil.which("uv", path=path)
    return _Pip() if uv is None else _Uv(uv)


_WHEELS = ("--quiet", "--only-binary", ":all:")
"""Nothing is built: that would take a compiler, and an hour."""


class _Installing:
    """What uv and pip have in common."""

    def find(self, asked: str) -> FoundRelease:
        """As `Packages.find`; the neighbours are looked for where there is none."""
        exactly = asked if asked.count(".") == 2 else f"{asked}.*"
        found = self.resolved(f"openvino=={exactly}", "numpy")
        if found.version:
            return found
        near = [self.resolved(f"openvino<{asked}"), self.resolved(f"openvino>{asked}", lowest=True)]
        return replace(found, nearest=tuple(each.version for each in near if each.version))

    def resolved(self, *wanted: str, lowest: bool = False) -> FoundRelease:
        """What would be installed for some requirements, OpenVINO's first."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Uv(_Installing):
    program: str

    def resolved(self, *wanted: str, lowest: bool = False) -> FoundRelease:
        """By a lock file, which has the sizes of all wheels."""
        how = ("--no-deps", "--resolution", "lowest-direct" if lowest else "highest")
        form = ("--python", sys.executable, "--format", "pylock.toml", *(how if len(wanted) == 1 else ()))
        done = _ran([self.program, "pip", "compile", *_WHEELS, *form, "-"], "\n".join(wanted))
        if done.returncode:
            return FoundRelease(words=_told(done))
        packages: list[dict[str, Any]] = tomllib.loads(done.stdout)["packages"]
        version = next(each["version"] for each in packages if each["name"] == "openvino")
        sizes = [_size_of(each) for each in packages]
        whole = None if None in sizes else sum(filter(None, sizes))
        return FoundRelease(version=version, size_bytes=whole)

    def install(self, version: str, folder: Path) -> str:
        """As `Packages.install`."""
        target = ("--python", sys.executable, "--target", str(folder))
        done = _ran([self.program, "pip", "install", *_WHEELS, *target, f"openvino=={version}", "numpy"])
        return _told(done) if done.returncode else ""


class _Pip(_Installing):
    program = (sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *_WHEELS)

    def resolved(self, *wanted: str, lowest: bool = False) -> FoundRelease:  # noqa: ARG002
        """By a dry run, whose report has no sizes; pip knows no lowest."""
        how = ("--no-deps",) if len(wanted) == 1 else ()
        done = _ran([*self.program, "--dry-run", "--ignore-installed", "--report", "-", *how, *wanted])
        if done.returncode:
            return FoundRelease(words=_told(done))
        packages = [each["metadata"] for each in json.loads(done.stdout)["install"]]
        return FoundRelease(version=next(each["version"] for each in packages if each["name"] == "openvino"))

    def install(self, version: str, folder: Path) -> str:
        """As `Packages.install`."""
        done = _ran([*self.program, "--target", str(folder), f"openvino=={version}", "numpy"])
        return _told(done) if done.returncode else ""


def _size_of(package: Mapping[str, Any]) -> int | None:
    """Of the wheel for this Python and machine, the largest where several fit."""
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    system = (sysconfig.get_platform().partition("-")[0], platform.machine())
    wheels = [(each["url"].rpartition("/")[2], each.get("size")) for each in package.get("wheels", ())]
    fitting = [
        number
        for name, number in wheels
        if name.endswith("-any.whl") or (f"-{python}-" in name and all(part in name for part in system))
    ]
    known = [number for number in fitting if number is not None]
    return max(known, default=None) if len(known) == len(fitting) else None


def _ran(command_line: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    """A run of the installing program; one that cannot be started or takes too long has failed."""
    try:
        return subprocess.run(  # noqa: S603 - a program of the user's, no shell
            command_line, input=given, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command_line, 1, "", str(error))


def _told(done: subprocess.CompletedProcess[str]) -> str:
    """What a program said when it failed, in one line."""
    return " ".join((done.stderr or done.stdout).split())[-_WORDS:] or f"exit code {done.returncode}"
