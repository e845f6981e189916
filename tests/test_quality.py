"""Lint, format and types are part of the suite, so that one command checks everything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import PATIENCE_SECONDS

ROOT = Path(__file__).parents[1]


MYPY = ("mypy", "--no-error-summary")
ELSEWHERE = ("ovreport", "--cache-dir", os.devnull)  # a cache holds one system's types


@pytest.mark.parametrize(
    "check",
    [
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        MYPY,
        *((*MYPY, "--platform", system, *ELSEWHERE) for system in ("win32", "darwin")),
    ],
    ids=" ".join,
)
def test_the_code_passes(check: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *check],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
