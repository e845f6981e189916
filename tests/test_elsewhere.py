"""On systems that are not Linux everything imports, and what judges and tells works: simulated here.

Modules that only POSIX systems have cannot be imported, and what only they have in `os` and `signal` is
missing. On real Windows there is nothing to take away, and what it has itself stays.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

WINDOWS = r"""
import encodings.idna, importlib.abc, os, platform, signal, sys, types

# What stands for Windows must be in place before anything of the project is imported, and after what the
# standard library itself decides by the system it was built for.
import asyncio, concurrent.futures, ctypes, multiprocessing, pathlib, shutil, socket, subprocess, tempfile
import uuid
import numpy, pyarrow.parquet, psutil, scipy.stats, pydantic, plotly, babel, jinja2, nh3, typer, rich.console
import cryptography.x509, distributed, fontTools.subset, markdown_it, openvino

POSIX = {"fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "syslog", "posix", "readline", "curses"}
for name in POSIX:
    sys.modules.pop(name, None)

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in POSIX:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
if sys.platform != "win32":
    msvcrt = types.ModuleType("msvcrt")
    msvcrt.LK_NBLCK = 2
    msvcrt.locking = lambda descriptor, mode, count: None
    sys.modules["msvcrt"] = msvcrt
for name in ("SIGKILL", "SIGSTOP", "SIGCONT", "SIGALRM", "SIGHUP", "setitimer", "ITIMER_REAL"):
    vars(signal).pop(name, None)
for name in ("geteuid", "getuid", "getloadavg", "killpg", "getpgid", "setsid", "sched_getaffinity", "sysconf",
             "statvfs", "WUNTRACED", "WIFSTOPPED", "fork", "uname"):
    vars(os).pop(name, None)
sys.platform = "win32"
"""

IMPORT = r"""
import importlib, pkgutil, ovreport
for module in pkgutil.walk_packages(ovreport.__path__, "ovreport."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""

TELL = r"""
import dataclasses
from pathlib import Path
from ovreport import plan, spec
from ovreport.workflow import Job, report
from ovreport.store import Store
from ovreport.store.lock import locked
from tests.simulation import measure
from tests.sites import write_site

folder = Path(sys.argv[1])
path = folder / "small.yaml"
path.write_text("title: Small\nmodel: tiny\ndevice: CPU\nstreams: [1, 2]\nmeasure: {rounds: 3}\n", "utf-8")
expanded = plan.expand(spec.load(path))
with locked(folder / "results", host="bench"):
    for record, _ in measure(expanded):
        Store(root=folder / "results").save(dataclasses.replace(record, host="bench"))
job = Job(path=path, plan=expanded, results=folder / "results")
told = list(report.with_hosts(job, report.inputs(job)))
assert [report.conclusions for report in told], "nothing concluded"
write_site(told, folder / "site")
assert (folder / "site" / "small" / "index.html").stat().st_size > 10_000
"""


def elsewhere(program: str, folder: Path) -> None:
    """Runs a program, with a folder for its files, where nothing of POSIX is."""
    ran = subprocess.run(
        [sys.executable, "-c", WINDOWS + program, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_module_imports_without_what_only_posix_has(tmp_path: Path) -> None:
    elsewhere(IMPORT, tmp_path)


def test_experiments_are_kept_judged_and_told_without_what_only_posix_has(tmp_path: Path) -> None:
    elsewhere(TELL, tmp_path)
