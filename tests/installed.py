"""The wheel in an environment of its own, which borrows its dependencies from the one of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.commandline import PATIENCE_SECONDS

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    """Runs a command in `cwd`, away from any checkout, and returns what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, f"{command} exited {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def build(folder: Path, *how: str) -> Path:
    """Builds the wheel into `folder`: from the source distribution, or as `how` says."""
    run(sys.executable, "-m", "build", "--no-isolation", *how, "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Makes a virtual environment with nothing but the wheel in it; returns the folder of its scripts."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site_packages = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    )
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index")
    run(*pip, "--ignore-installed", wheel, cwd=folder)
    return python.parent
