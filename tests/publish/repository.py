"""Git repositories of tests: commits have an author whom no configuration has to name."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


def name_author(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits of this test, and of the commands that it starts, have an author."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")


def git(*arguments: str | Path) -> str:
    """What git prints."""
    ran = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def begin(bare: Path) -> None:
    """Make the working folder a repository whose remote `origin` is a bare one."""
    git("init", "--quiet", "--initial-branch=main", ".")
    git("init", "--quiet", "--bare", bare)
    git("remote", "add", "origin", bare)
