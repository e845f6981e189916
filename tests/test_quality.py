"""Lint, format and types of code, scripts and style are part of the suite: one command checks everything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import PATIENCE_SECONDS
from tests.environment import NODE_MODULES, installed

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
    passes(sys.executable, "-m", *check)


@pytest.mark.skipif(
    installed("@biomejs/biome") is None, reason="no checkers: run `python tests/environment.py` first"
)
def test_scripts_and_style_sheet_are_formatted_and_lint_finds_nothing() -> None:
    passes(str(NODE_MODULES / ".bin/biome"), "ci", "--error-on-warnings", "templates/assets")


def passes(*command: str) -> None:
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
