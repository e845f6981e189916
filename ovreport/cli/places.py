"""Folders of this user and of the current command."""

from __future__ import annotations

import os
from pathlib import Path

import typer

HOST_VARIABLE = "OVREPORT_HOST"


def config() -> Path:
    """Where this user's settings lie."""
    return Path(typer.get_app_dir("ovreport"))


def cache() -> Path:
    """Where things lie that can be had again: downloads, and what is known about files already read."""
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named) / "ovreport"
    unix = Path.home() / ".cache"
    return unix / "ovreport" if unix.is_dir() or os.name == "posix" else config() / "cache"


def results(experiments: Path, named: Path | None = None) -> Path:
    """The results folder of the experiment files in a folder."""
    return named if named is not None else experiments / "results"


def host(named: str | None) -> str:
    """The name of this machine in records and pages.

    Raises:
        StoreError: `named` cannot be a folder's name, or no name can be kept.
    """
    from ovreport import store  # pyarrow is needed by few commands

    given = HOST_VARIABLE if named == os.environ.get(HOST_VARIABLE) else "--host"
    return store.check_name(named, given) if named else store.derived_name(config())
