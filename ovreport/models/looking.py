"""What the inputs of a model are, kept beside the downloads so that no file is opened twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ovreport import codec
from ovreport.models.files import ModelFiles
from ovreport.models.ports import Port
from ovreport.plan import Layouts, Shapes

_FORMAT = 2
"""Raised by hand when what is kept has another meaning."""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What was found in a model."""

    format: int
    ports: tuple[Port, ...]


def look(files: ModelFiles, *, cache: Path) -> tuple[Port, ...]:
    """The inputs of a model as it was exported.

    Args:
        files: From `obtain`.
        cache: Folder in which it is remembered by the model's hash, made when needed.

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


def attempt(files: ModelFiles, *, shapes: Shapes, layout: Layouts, batch: int | None, cache: Path) -> None:
    """Give a model the shapes and the batch that it is asked for, unless it is known to take them.

    Args:
        files: From `obtain`.
        shapes: See `shaping.shaped`.
        layout: See `shaping.shaped`.
        batch: See `shaping.shaped`.
        cache: Folder in which it is remembered that it does, made when needed. A refusal is no use to
            anybody twice, and a newer OpenVINO may take what this one refuses.

    Raises:
        ModelError: Inside of the model the shapes do not fit together.
    """
    asked = hashlib.sha256(repr((shapes, layout, batch)).encode()).hexdigest()
    path = cache / f"{files.sha256}-{asked[:16]}.json"
    if path.exists():
        return
    from ovreport.models import reading  # as in `look`

    reading.read(files, shapes=shapes, layout=layout, batch=batch)
    _keep(path, "{}")


def _keep(path: Path, text: str) -> None:
    """Whole or not at all; without a writable cache the next command opens the model once more."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
