"""What a site lists for programs: the files that it takes to recompute it, each with its size and hash.

`files.json` lies at the top of a site. Whoever takes a site from its address reads it first, for a web server
shows no folders.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ovreport
from ovreport import codec
from ovreport.publish import downloads
from ovreport.render import folder_name

NAME = "files.json"
FORMAT = 1
MAX_BYTES = 16 << 20

EXPERIMENT = "experiment.yaml"
_PLACE = re.compile(r"(?P<home>[^/]+)/(?:experiment\.yaml|data/(?P<host>[^/]+)/(?P<file>[^/]+))")


@dataclass(frozen=True, kw_only=True)
class SiteFile:
    """A file of a site.

    Attributes:
        path: Below the top of the site, with forward slashes.
        size: In bytes.
    """

    path: str
    size: int
    sha256: str

    @property
    def home(self) -> str:
        """The folder of the experiment that it belongs to."""
        return self.path.split("/")[0]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The content of `files.json`.

    Attributes:
        ovreport: The release that wrote it.
        files: Experiment files, what is stated beside records (`basis.json`), and records.
    """

    format: int
    ovreport: str
    files: tuple[SiteFile, ...]

    @property
    def homes(self) -> tuple[str, ...]:
        """Folders of the experiments, sorted."""
        return tuple(sorted(each.home for each in self.files if each.path.endswith(f"/{EXPERIMENT}")))


def is_listed(path: str) -> bool:
    """Whether a file is one that recomputing takes, by its path below the site; no such path leads out."""
    found = _PLACE.fullmatch(path)
    if found is None or any(
        folder_name(name) != name for name in (found["home"], found["host"] or found["home"])
    ):
        return False
    name = found["file"]
    return name is None or name == downloads.NAME or downloads.is_record(name)


def write(output: Path, paths: Iterable[str]) -> None:
    """List the files of a site, of all `paths` below it those that recomputing takes.

    Raises:
        OSError: One of them cannot be read, or the list cannot be written.
    """
    listed = tuple(described(output, path) for path in sorted(set(paths)) if is_listed(path))
    content = codec.dumps(Contents(format=FORMAT, ovreport=ovreport.__version__, files=listed))
    (output / NAME).write_bytes(content.encode() + b"\n")


def described(output: Path, path: str) -> SiteFile:
    """A file of a site as the list has it.

    Raises:
        OSError: It cannot be read.
    """
    with (output / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return SiteFile(path=path, size=file.tell(), sha256=digest.hexdigest())


def read(content: bytes) -> Contents:
    """The list of a site that somebody else wrote.

    Raises:
        ValueError: It is none, comes from a newer release, or names a file that recomputing does not take.
    """
    text = content.decode("utf-8")
    number = codec.loads(dict, text).get("format")
    if isinstance(number, int) and number > FORMAT:
        raise ValueError(
            f"it comes from a newer release of ovreport (format {number}, this one reads {FORMAT} at most); "
            "update ovreport to read it"
        )
    contents = codec.loads(Contents, text)
    taken: set[str] = set()
    for each in contents.files:
        if not is_listed(each.path):
            raise ValueError(f"it names {each.path[:200]!r}, which is no file that recomputing takes")
        if each.path.lower() in taken:
            raise ValueError(f"it names {each.path!r} twice")
        if each.size < 0 or not re.fullmatch(r"[0-9a-f]{64}", each.sha256):
            raise ValueError(f"it states no size or no SHA-256 of {each.path!r}")
        taken.add(each.path.lower())
    return contents
