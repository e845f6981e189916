"""What the inputs of a network are, kept beside the downloads so that no file is opened twice."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ovreport import codec
from ovreport.models.files import ModelFiles
from ovreport.models.ports import Port

_FORMAT = 1
"""Raised by hand when what is kept has another meaning."""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What was found in a network."""

    format: int
    ports: tuple[Port, ...]


def look(files: ModelFiles, *, cache: Path) -> tuple[Port, ...]:
    """The inputs of a network as it was exported.

    Args:
        files: From `obtain`.
        cache: Folder in which it is remembered by the network's hash, made when needed.

    Raises:
        ModelError: It cannot be read.
    """
    path = cache / f"{files.sha256}.json"
    with contextlib.suppress(OSError, ValueError):
        seen = codec.loads(_Seen, path.read_text(encoding="utf-8"))
        if seen.format == _FORMAT:
            return seen.ports
    # OpenVINO takes 0.4 s to import, and what was seen before does without it
    from ovreport.models import reading

    ports = reading.inputs(reading.opened(files))
    _keep(path, codec.dumps(_Seen(format=_FORMAT, ports=ports)))
    return ports


def _keep(path: Path, text: str) -> None:
    """Whole or not at all; without a writable cache the next command opens the network once more."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
