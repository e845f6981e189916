"""Tries what the project promises on every Python of this machine: `python tests/pythons.py`.

Each one gets fresh environments, with the lowest dependencies that `pyproject.toml` admits and with the
newest. The README's first line installs into the first of them and uv, which takes a tenth of the time, into
the others; a small experiment goes through every command. The quick tests of the rooms that need no browser
run on each with the newest, and with the lowest on the first of them alone, for they take minutes. Of the
Python that runs this, the whole suite tries the newest already, so only the lowest are left. Paths of Pythons
may be named instead of searching for them.

What is promised are the versions among the classifiers. A Python of another version is tried as well; where
nothing has a wheel for it, that is told and is no failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OLDEST = (3, 11)
ROOMS = ("spec", "test_plan.py", "run", "store", "analysis", "claims", "render", "frames")
TOOLS = ("pytest", "pytest-xdist", "hypothesis", "pillow")
PARTS = ("install", "commands", "tests")
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
ASKED = (
    "import json, platform, sys, sysconfig; print(json.dumps([platform.python_implementation(), "
    "sys.version_info[:3], sys.version_info.releaselevel, sysconfig.get_config_var('Py_GIL_DISABLED')]))"
)


class Unfit(Exception):  # noqa: N818 - a finding that is told
    """A dependency has no wheel for this Python."""


@dataclass(frozen=True)
class Trial:
    """One Python with one choice of dependencies, and how it went: seconds, and pytest's closing line."""

    python: Path
    version: tuple[int, ...]
    dependencies: str
    seconds: tuple[float, ...] = ()
    outcome: str = ""
    failed: bool = False

    @property
    def name(self) -> str:
        """As in `3.13.0-lowest`."""
        return f"{'.'.join(map(str, self.version))}-{self.dependencies}"

    @property
    def promised(self) -> bool:
        """Whether a classifier names this Python."""
        minor = ".".join(map(str, self.version[:2]))
        return f"Programming Language :: Python :: {minor}" in PROJECT["classifiers"]


def version_of(python: str | Path) -> tuple[int, ...] | None:
    """Of a released CPython with its lock that is new enough and runs; `None` for anything else."""
    try:
        ran = subprocess.run([python, "-c", ASKED], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None  # a shim of pyenv without a version behind it, for one
    implementation, version, level, without_lock = json.loads(ran.stdout)
    fits = implementation == "CPython" and level == "final" and not without_lock
    return tuple(version) if fits and tuple(version) >= OLDEST else None


def installed() -> dict[tuple[int, ...], Path]:
    """The newest patch of every minor version: on the search path, and among those of pyenv."""
    root = os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"
    names = [shutil.which(f"python3.{minor}") for minor in range(OLDEST[1], 40)]
    places = [*(Path(name) for name in names if name), *Path(root).glob("versions/*/bin/python")]
    known = sorted((version, place) for place in places if (version := version_of(place)))
    return {version[:2]: place for version, place in known}


def wanted(named: Sequence[str]) -> list[Trial]:
    """Every Python with lowest and newest dependencies, but for what the whole suite tries."""
    places = [Path(name) for name in named] or [
        place for minor, place in installed().items() if minor != sys.version_info[:2]
    ]
    versions = {place: version_of(place) for place in places}
    if unfit := [str(place) for place, version in versions.items() if version is None]:
        sys.exit(f"No released CPython from {OLDEST[0]}.{OLDEST[1]} on: {', '.join(unfit)}")
    found = [(place, version) for place, version in versions.items() if version]
    here = [] if named else [Trial(Path(sys.executable), sys.version_info[:3], "lowest")]
    return here + [Trial(place, version, each) for place, version in found for each in RESOLUTIONS]


@dataclass(frozen=True)
class Environment:
    """A fresh virtual environment, in a folder where the trial's commands leave what they write."""

    folder: Path

    def run(self, *command: str | Path, cwd: Path = ROOT, **more: str) -> str:
        """What a command prints.

        Raises:
            CalledProcessError: It fails; its output is in `output`.
        """
        path = f"{self.folder / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        surroundings = {
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "OVREPORT_NO_WAIT": "1",  # there is no quiet moment beside the tests of another trial
            "UV_CACHE_DIR": str(self.folder.parent / "uv"),  # the trials share what they fetch
        }
        ran = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **surroundings, "PATH": path, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise subprocess.CalledProcessError(ran.returncode, command, ran.stdout)
        return ran.stdout


def install(trial: Trial, environment: Environment, *, with_pip: bool) -> None:
    """What the resolver chose and the test tools, by the README's first line up to `&&` or by uv.

    Raises:
        Unfit: No release of a dependency that is admitted has a wheel for this Python.
    """
    environment.run(trial.python, "-m", "venv", environment.folder / "venv")
    chosen = environment.folder / "constraints.txt"
    into = ("--python", environment.folder / "venv" / "bin" / "python")
    uv = (sys.executable, "-m", "uv", "pip")
    way = ("--resolution", RESOLUTIONS[trial.dependencies])
    wheels = ("--only-binary", ":all:")
    try:
        environment.run(
            *uv, "compile", "-q", "--no-header", *way, *wheels, *into, "pyproject.toml", "-o", chosen
        )
    except subprocess.CalledProcessError as error:
        raise Unfit(error.output) from error
    if with_pip:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        line = re.findall(r"^```sh\n(.*?)$", readme, re.MULTILINE)[0]
        environment.run("bash", "-c", line.split(" && ")[0], PIP_CONSTRAINT=str(chosen))
    environment.run(*uv, "install", "-q", *into, "-c", chosen, *(() if with_pip else (".",)), *TOOLS)


def try_commands(environment: Environment) -> None:
    """From the first file of `init` to its verified page."""
    folder = environment.folder / "example"
    folder.mkdir()

    def ovreport(*arguments: str) -> str:
        return environment.run("ovreport", *arguments, cwd=folder)

    ovreport("init")
    (starter,) = (folder / "experiments").glob("*.yaml")
    text = starter.read_text(encoding="utf-8")
    starter.write_text(re.sub("^model: .*", "model: tiny", text, flags=re.MULTILINE), encoding="utf-8")
    ovreport("check", "experiments/")
    ovreport("build", "experiments/", "--profile", "quick", "--seconds", "0.1")
    ovreport("init", "--github")
    (workflow,) = (folder / ".github" / "workflows").iterdir()
    for step in re.findall(r"- run: (ovreport .*)", workflow.read_text(encoding="utf-8")):  # render, verify
        environment.run(*step.split(), cwd=folder)
    claims = json.loads(ovreport("conclusions", "experiments/", "--json"))
    assert claims, "no conclusions of a measured experiment"


def try_tests(environment: Environment) -> str:
    """The rooms' tests in the checkout; returns pytest's closing line."""
    chosen = ("-q", "-n", "logical", "-p", "no:cacheprovider", "-m", "not browser and not slow")
    rooms = [f"tests/{room}" for room in ROOMS]
    return environment.run("python", "-m", "pytest", *chosen, *rooms).splitlines()[-1]


def readied(trial: Trial, environment: Environment, *, with_pip: bool) -> Trial:
    """The trial with its environment made and its commands tried."""
    environment.folder.mkdir()
    trial = after(trial, partial(install, trial, environment, with_pip=with_pip))
    return after(trial, partial(try_commands, environment))


def after(trial: Trial, step: Callable[[], str | None]) -> Trial:
    """The trial with what became of a further step, which is left out where one before it failed."""
    if trial.outcome:
        return trial
    begin, failed = time.monotonic(), False
    try:
        outcome = step() or ""
    except Unfit as error:
        outcome, failed = f"not tried, a dependency has no wheel: {error}", trial.promised
    except subprocess.CalledProcessError as error:
        outcome, failed = f"failed: {' '.join(map(str, error.cmd))}", True
        print(f"--- {trial.name}\n{error.output}", flush=True)
    seconds = (*trial.seconds, time.monotonic() - begin)
    return replace(trial, seconds=seconds, outcome=outcome, failed=failed)


def tried(trials: Sequence[Trial], folder: Path) -> Iterator[Trial]:
    """Every trial with what became of it; the next ones are made ready while the tests of one run."""
    environments = [Environment(folder / trial.name) for trial in trials]
    with ThreadPoolExecutor(1) as ahead:
        ready = [
            ahead.submit(readied, trial, environment, with_pip=trial is trials[0])
            for trial, environment in zip(trials, environments, strict=True)
        ]
        for trial, environment, made in zip(trials, environments, ready, strict=True):
            result = made.result()
            if trial is trials[0] or trial.dependencies == "newest":
                result = after(result, partial(try_tests, environment))
            yield replace(result, outcome=result.outcome or "no tests")
            shutil.rmtree(environment.folder)


def line_of(trial: Trial) -> str:
    """One row of the table: name, seconds to install, of the commands and of the tests, outcome."""
    return f"{trial.name:>14} {''.join(f'{each:6.0f} s' for each in trial.seconds):24} {trial.outcome}"


def main() -> None:
    """Each trial as it is done, and the minutes of each part of them all."""
    trials, results = wanted(sys.argv[1:]), list[Trial]()
    print(f"{', '.join(PARTS)} of", *(trial.name for trial in trials), flush=True)
    with tempfile.TemporaryDirectory(prefix="pythons-") as folder:
        for result in tried(trials, Path(folder)):
            print(line_of(result), flush=True)
            results.append(result)
    spent = [sum(each) / 60 for each in zip_longest(*(result.seconds for result in results), fillvalue=0.0)]
    told = (f"{part} {minutes:.1f} min" for part, minutes in zip(PARTS, spent, strict=False))
    print("\nall:", ", ".join(told), flush=True)
    sys.exit(any(result.failed for result in results))


if __name__ == "__main__":
    main()
