"""Which files of a site name a folder of a person's machine, and so say more than its author may mean to.

The tool itself writes no such path (`tests/faults/test_faults_privacy.py`). What is left are those of an
experiment file: a description, a model with `--allow-outside`, a property such as CACHE_DIR, a command. They
stand on the page, in the experiment file beside it and, but for the first one, in every record.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from ovreport.errors import PublishError

ANYBODYS = (r"/home/[\w.-]+", r"/Users/[\w.-]+", r"/[r]oot/[\w.-]+", r"[A-Za-z]:[\\/]+Users[\\/]+[\w.-]+")
"""Home folders of any machine: records may have been measured on another one."""


MOST = 10
"""So many paths are named; whoever mends those sees the next ones."""


def check(site: Path, files: Iterable[str], *, folders: Iterable[Path]) -> None:
    """Look in the files of a site for folders of this machine, for temporary ones, and for anybody's home.

    Files that are no text are searched too: the metadata of a record is readable in it.

    Args:
        site: Its folder.
        files: Below it.
        folders: What is private beside the homes: where it was worked.

    Raises:
        PublishError: A file names one.
    """
    pattern = _pattern(folders)
    found: dict[str, list[str]] = {}
    # Experiment files first: there a path can be mended.
    for file in sorted(files, key=lambda name: not name.endswith(".yaml")):
        for path, line in _named(site / file, pattern):
            found.setdefault(path, []).append(f"{site / file}:{line}" if line else str(site / file))
    if found:
        lines = [_told(path, places) for path, places in list(found.items())[:MOST]]
        lines += [f"  and {len(found) - MOST:,} more"] if len(found) > MOST else []
        raise PublishError(
            f"{site}: names folders of a person's machine:\n" + "\n".join(lines) + "\n"
            "Write such paths relative to the experiment file, or leave them out, and build the site again; "
            "--allow-paths publishes them as they are."
        )


def _told(path: str, places: Sequence[str]) -> str:
    further = len(places) - 1
    more = f" and {further:,} more place{'s' * (further != 1)}" if further else ""
    return f"  {path} in {places[0]}{more}"


def _named(file: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Every path and its line; 0 in a file that is no text."""
    text = file.read_bytes().decode("utf-8", "replace")
    binary = "\0" in text
    for match in pattern.finditer(text):
        yield html.unescape(match[0]), 0 if binary else text.count("\n", 0, match.start()) + 1


def _pattern(folders: Iterable[Path]) -> re.Pattern[str]:
    """A path begins where no address, relative path or word goes on; what follows it belongs to it."""
    own = {Path(os.path.expanduser("~")), *folders}  # noqa: PTH111 - Path.home() fails where there is none
    named = [form for path in _both(own) for form in _forms(path)]
    temporary = [form for path in _both({Path(tempfile.gettempdir())}) for form in _forms(path)]
    either = "|".join([*named, *(rf"{each}[\\/]+[\w.-]+" for each in temporary), *ANYBODYS])
    return re.compile(rf"(?<![\w.~%-])(?:{either})(?![\w-])[^\s\"'<>\[\](){{}},;|\0\ufffd]*")


def _both(paths: Iterable[Path]) -> Iterator[Path]:
    """Each as it is called and as its links lead; none that is a whole disk."""
    every = {each for path in paths for each in (path, path.resolve())}
    return (path for path in every if path.is_absolute() and path.parent != path)


def _forms(path: Path) -> set[str]:
    """As YAML, HTML, JSON and an address spell it."""
    name = str(path)
    spelled = {name, html.escape(name), json.dumps(name)[1:-1], quote(path.as_posix())}
    return {re.escape(each) for each in spelled}
