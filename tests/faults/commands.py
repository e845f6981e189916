"""Start the command line with the fake engine, look after its processes, and look at what it leaves."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil

from ovreport.store import Listing, Store
from tests.commandline import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
FAKED = [sys.executable, "-m", "tests.faults.faked"]

TINY = """\
title: Tiny
model: tiny
device: CPU
requests: [1, 2]
streams: 1
measure: {rounds: 3, seconds: 0.1, warmup: 2, slice: 0.05}
"""


def experiment(folder: Path, text: str = TINY, name: str = "tiny") -> Path:
    """An experiment file in `folder`/experiments."""
    path = folder / "experiments" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OVREPORT_HOST": "bench", **changes}


@contextlib.contextmanager
def running(folder: Path, *arguments: str, **changes: str) -> Iterator[subprocess.Popen[str]]:
    """A command under way; ended with all of its children, whatever happens."""
    with subprocess.Popen(
        [*FAKED, *arguments],
        cwd=folder,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            for child in children(process.pid):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            process.kill()


def ended(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """A command that came to its end by itself."""
    with running(folder, *arguments, **changes) as process:
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    return subprocess.CompletedProcess(process.args, process.returncode, output)


def children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended; a dead child that nobody has waited for yet has."""
    found = []
    for each in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if each.is_running() and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
    return found


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Until `condition()` holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def stored(folder: Path) -> dict[str, str]:
    """Hashes of the records below a folder's experiments, by name."""
    files = (folder / "experiments" / "results").rglob("r*.parquet")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def scanned(folder: Path, name: str = "tiny") -> Listing:
    return Store(root=folder / "experiments" / "results").scan(name)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file below `folder`, by its path there."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
