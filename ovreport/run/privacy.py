"""Keep the user's name and folders out of everything that is recorded."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?(?:[/\\][\w.@+~-](?:[\w.@+~ -]*\w)?)+[/\\](?=[\w.@+~-])")
"""The folders of an absolute path; the file's own name stays, it tells which file is meant."""


def without_paths(text: str) -> str:
    """`text` with the folders of absolute paths cut off, down to each path's last name."""
    home = str(Path.home())
    shown = text.replace(home, "~") if len(home) > 1 else text
    shown = re.sub(r"~[/\\](?:[\w.@+~-]+[/\\])*", "", shown)
    return _FOLDER.sub("", shown)
