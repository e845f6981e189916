"""One command in a process of its own, with its time, its peak memory and the records that it opens.

python -m benchmarks.timed REPORT.json command ARGUMENTS...   an `ovreport` command
python -m benchmarks.timed REPORT.json pandas FOLDER          pandas reads all records below a folder
python -m benchmarks.timed REPORT.json analysis FILE.yaml     records are read and analysed, nothing else
python -m benchmarks.timed REPORT.json imports MODULE...      nothing but imports
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_OWN = ("benchmarks", "__main__")


@dataclass(frozen=True)
class Timed:
    """What a process took.

    Attributes:
        wall_seconds: From its start to its end, as the caller sees it.
        work_seconds: What a `pandas` or `analysis` run spends on records; the whole of other runs.
        peak_bytes: Largest resident memory; 0 where the system does not tell.
        opened: Parquet files that were opened.
        modules: What it imported, in order.
    """

    wall_seconds: float
    work_seconds: float
    peak_bytes: int
    opened: int
    modules: tuple[str, ...]
    printed: str


def timed(*what: str, folder: Path | None = None, ok: Sequence[int] = (0,)) -> Timed:
    """Run one process to its end.

    Raises:
        RuntimeError: It failed.
    """
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        report = Path(place) / "report.json"
        command = [sys.executable, "-m", "benchmarks.timed", str(report), *what]
        kept = {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "XDG_CACHE_HOME": str((folder or Path(place)) / ".cache"),
        }
        begin = time.perf_counter()
        ran = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
        wall_seconds = time.perf_counter() - begin
        if ran.returncode not in ok:
            raise RuntimeError(f"{' '.join(what)} ended with {ran.returncode}: {ran.stderr[-2000:]}")
        told = json.loads(report.read_text())
    return Timed(
        wall_seconds,
        told["work_seconds"],
        told["peak_bytes"],
        told["opened"],
        tuple(told["modules"]),
        ran.stdout + ran.stderr,
    )


def beyond_imports(what: Timed, repeats: int = 2) -> float:
    """Wall time of a run less that of a process that only imports the same modules, in seconds."""
    return what.wall_seconds - min(timed("imports", *what.modules).wall_seconds for _ in range(repeats))


def _command(arguments: Sequence[str]) -> float:
    from ovreport.cli.app import main

    sys.argv = ["ovreport", *arguments]
    begin = time.perf_counter()
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    return time.perf_counter() - begin


def _pandas(arguments: Sequence[str]) -> float:
    import pandas as pd
    import pyarrow.parquet  # noqa: F401 - what pandas would import while it reads the first file

    begin = time.perf_counter()
    for path in sorted(Path(arguments[0]).rglob("*.parquet")):
        pd.read_parquet(path)
    return time.perf_counter() - begin


def _analysis(arguments: Sequence[str]) -> float:
    from ovreport.analysis.report import analyse
    from ovreport.cli import experiments
    from ovreport.workflow import report

    (job,) = experiments.load([Path(arguments[0])])
    (inputs,) = report.inputs(job)
    store = job.store()
    begin = time.perf_counter()
    opened = (store.open(header) for header in inputs.headers)
    records = ((each.record, each.sha256) for each in opened)
    analyse(job.plan, inputs.host, records, noise=None, unreadable=())
    return time.perf_counter() - begin


def _imports(arguments: Sequence[str]) -> float:
    from importlib import import_module

    begin = time.perf_counter()
    for name in arguments:
        try:
            import_module(name)
        except ImportError:  # parts of compiled packages that cannot be imported by themselves
            continue
    return time.perf_counter() - begin


_JOBS: dict[str, Callable[[Sequence[str]], float]] = {
    "command": _command,
    "pandas": _pandas,
    "analysis": _analysis,
    "imports": _imports,
}


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), 0)


def _main(report: Path, job: str, arguments: Sequence[str]) -> None:
    before, opened = set(sys.modules), [0]

    def watch(event: str, values: tuple[object, ...]) -> None:
        if event == "open" and str(values[0]).endswith(".parquet"):
            opened[0] += 1

    if job == "command":
        sys.addaudithook(watch)
    work_seconds = _JOBS[job](arguments)
    modules = [name for name in sys.modules if name not in before and not name.startswith(_OWN)]
    told = {
        "work_seconds": work_seconds,
        "peak_bytes": _peak_bytes(),
        "opened": opened[0],
        "modules": modules,
    }
    report.write_text(json.dumps(told))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
