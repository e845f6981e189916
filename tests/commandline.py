"""Runs `ovreport` as a user does, in a process and a folder of its own."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ovreport.records import Record
from ovreport.store import reading

PATIENCE_SECONDS = 600.0
"""For what comes in a moment on a quiet machine: only what hangs takes as long, however busy it is."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a command ended and what it printed."""

    exit_code: int
    output: str


def ovreport(
    *arguments: str | Path, folder: Path, prefix: Sequence[str | Path] = (), timeout: float = PATIENCE_SECONDS
) -> Ran:
    """Runs a command of the tool in `folder`, with nothing to read on its standard input.

    Args:
        prefix: A program that runs the command, with its arguments.
        timeout: Seconds after which the test fails.
    """
    ended = subprocess.run(
        [*prefix, sys.executable, "-m", "ovreport", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=timeout,
    )
    return Ran(exit_code=ended.returncode, output=ended.stdout)


def experiment(folder: Path, name: str, text: str) -> Path:
    """Writes an experiment file into `folder`/experiments."""
    path = folder / "experiments" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def conclusions(folder: Path) -> list[dict[str, Any]]:
    """All claims about the experiments of a folder, as `ovreport conclusions --json` prints them."""
    ran = ovreport("conclusions", "experiments", "--json", folder=folder)
    assert ran.exit_code == 0, ran.output
    found: list[dict[str, Any]] = json.loads(ran.output)
    return found


def page(folder: Path, name: str) -> str:
    """The first page about an experiment."""
    site = folder / "site"
    found = sorted(path for path in site.rglob("*.html") if name in path.relative_to(site).as_posix())
    assert found, f"no page about {name} among {sorted((folder / 'site').rglob('*.html'))}"
    return found[0].read_text(encoding="utf-8")


def stop_seconds() -> float:
    """The two seconds that stopping may take on a quiet machine; far more where others want its processors.

    The load average lags behind by a minute, so a machine that is half busy by it may be quite busy.
    """
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 1.0
    return 2.0 if waiting < 0.5 else 2.0 + 10.0 * waiting


def words(page: str) -> str:
    """What a reader sees of a page: no markup, and every kind of space as one space."""
    running = re.sub(r"</?(a|b|bdi|em|span|strong)\b[^>]*>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", running)).split())


def records(folder: Path) -> list[Record]:
    """All records that lie below a folder's experiments, in the order of their names."""
    root = folder / "experiments" / "results"
    return [reading.read(path.read_bytes()) for path in sorted(root.rglob("*.parquet"))]
