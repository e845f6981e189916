"""What OpenVINO and the system say, as it may be recorded: short, and without the user's name and folders."""

from __future__ import annotations

import re
from pathlib import Path

_MESSAGE_CHARACTERS = 500

_CODE_PLACE = re.compile(r"^(Exception from |Check '.*' failed at |.*\.(cpp|hpp|h):\d+:?$)")

_FOLDER = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?(?:[/\\][\w.@+~-](?:[\w.@+~ -]*\w)?)+[/\\](?=[\w.@+~-])")
"""The folders of an absolute path; the file's own name stays, it tells which file is meant."""


def without_paths(text: str) -> str:
    """`text` with the folders of absolute paths cut off, down to each path's last name."""
    home = str(Path.home())
    shown = text.replace(home, "~") if len(home) > 1 else text
    shown = re.sub(r"~[/\\](?:[\w.@+~-]+[/\\])*", "", shown)
    return _FOLDER.sub("", shown)


def shortened(error: BaseException) -> str:
    """OpenVINO's own words without the places in its sources, without paths, at most 500 characters."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not _CODE_PLACE.match(line)]
    words = without_paths(" ".join(dict.fromkeys(said or [line for line in lines if line])))
    return words if len(words) <= _MESSAGE_CHARACTERS else words[: _MESSAGE_CHARACTERS - 1] + "…"
