"""A fleet of processes on this machine: a scheduler, workers and desks, which may be killed."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ovreport.fleet import certificates
from tests.commandline import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]

TINY = """\
title: Tiny
model: tiny
device: CPU
requests: [1, 2]
streams: 1
measure: {rounds: 3, seconds: 0.1, warmup: 2, slice: 0.05}
"""


def free_port() -> int:
    """One that nobody listens at just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it never came: {what}"
        time.sleep(0.05)


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process with all that it started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    process.kill()
    process.wait()


@dataclass
class Fleet:
    """Processes that talk by TLS on the loopback; everything lies below `folder`.

    Attributes:
        workers: Those that run, by name; each has a folder and user data of its own.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[str] | None = None
    workers: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    desks: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tls://127.0.0.1:{self.port}"

    @property
    def certificates(self) -> Path:
        return self.folder / "certificates"

    @property
    def results(self) -> Path:
        return self.folder / "experiments" / "results"

    def start_scheduler(self) -> None:
        if not self.certificates.is_dir():
            certificates.make(self.certificates)
        files = {"ca-file": certificates.AUTHORITY, "cert": certificates.CERTIFICATE, "key": certificates.KEY}
        pems = [part for name, file in files.items() for part in (f"--tls-{name}", self.certificates / file)]
        place = ("--protocol", "tls", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self.scheduler = self.started("scheduler", "distributed.cli.dask_scheduler", *place, *pems)
        wait_for(self._listens, "the scheduler")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start_worker(self, name: str, module: str = "tests.fleet.faked") -> None:
        known = ("--name", name, "--certificates", self.certificates)
        self.workers[name] = self.started(name, module, "worker", self.address, *known)

    def start_desk(
        self, *arguments: str | Path, command: str = "run", experiments: str = "experiments"
    ) -> subprocess.Popen[str]:
        known = ("--scheduler", self.address, "--certificates", self.certificates)
        desk = self.started(
            f"desk-{len(self.desks)}", "tests.fleet.faked", command, experiments, *known, *arguments
        )
        self.desks.append(desk)
        return desk

    def started(self, name: str, module: str, *arguments: str | Path) -> subprocess.Popen[str]:
        """A process whose output goes into a file of its name."""
        home = self.folder / "homes" / name
        data = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
        with self.log(name).open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *map(str, arguments)],
                cwd=self.folder,
                env={**os.environ, **data, "HOME": str(self.folder), "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )

    def log(self, name: str) -> Path:
        """What a process has printed."""
        path = self.folder / "logs" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        return path

    def ready(self, name: str) -> bool:
        """Whether a worker has said, since it was started or cut off last, that it is at the scheduler."""
        said = self.log(name).read_text(encoding="utf-8")
        return said.rfind("ready, at ") > max(said.rfind("keeps its records"), said.rfind("trying again"))

    def ended(self, desk: subprocess.Popen[str], code: int = 0) -> str:
        """What a desk printed that came to its end with this exit code."""
        name = f"desk-{self.desks.index(desk)}"
        found = desk.wait(PATIENCE_SECONDS)
        told = self.log(name).read_text(encoding="utf-8")
        assert found == code, told
        return told

    def end(self) -> None:
        for process in [*self.desks, *self.workers.values(), *([self.scheduler] if self.scheduler else [])]:
            end(process)


@contextlib.contextmanager
def fleet(folder: Path, *names: str, text: str = TINY) -> Iterator[Fleet]:
    """A fleet with workers that are ready, and an experiment."""
    (folder / "experiments").mkdir()
    (folder / "experiments" / "tiny.yaml").write_text(text, encoding="utf-8")
    found = Fleet(folder)
    try:
        found.start_scheduler()
        for name in names:
            found.start_worker(name)
        for name in names:
            wait_for(lambda name=name: found.ready(name), name)  # type: ignore[misc]
        yield found
    finally:
        found.end()
