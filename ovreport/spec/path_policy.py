"""How far an experiment file may reach on this machine."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ovreport.spec.model import ModelKeys
from ovreport.spec.problems import shortened


@dataclass(frozen=True)
class PathPolicy:
    """Which files may be read for an experiment file.

    Attributes:
        folder: Where the experiment file lies; relative paths start there.
        allow_outside: Whether models may lie outside that folder and properties may name files.
    """

    folder: Path
    allow_outside: bool

    def objection(self, model: ModelKeys) -> str | None:
        """Why a model must not be read; `None` where it may."""
        path = model.path
        if model.url is not None:
            parts = urlsplit(model.url)
            path = unquote(parts.path) if parts.scheme == "file" else None
        return None if path is None else self._objection(path, str(model.path or model.url))

    def objection_to_files(self, pattern: str) -> str | None:
        """Why the files behind a path or pattern must not be read; `None` where they may."""
        objection = self._objection(pattern, pattern)
        for path in () if objection else matching(pattern, self.folder):
            objection = objection or self._objection(path, path)
        return objection

    def _objection(self, path: str, named: str) -> str | None:
        if "\0" in path:
            return "a path has no null character"
        if self.allow_outside or _real(self.folder / path).is_relative_to(_real(self.folder)):
            return None
        return (
            f"{shortened(named)} leaves the folder of the experiment file; "
            "move the file there or allow it with --allow-outside"
        )

    def same(self, one: ModelKeys, other: ModelKeys) -> bool:
        """Whether two models are one: from the same place, with hashes and shapes written alike."""
        return self._origin(one) == self._origin(other)

    def _origin(self, model: ModelKeys) -> tuple[object, ...]:
        place = model.path if model.path is None or "\0" in model.path else resolved(model, self.folder)
        hashes = (model.sha256, model.weights_sha256)
        shapes, layout = tuple(model.shapes.items()), tuple(model.layout.items())
        return (model.builtin, place, model.url, hashes, shapes, layout)


def resolved(model: ModelKeys, folder: Path) -> Path:
    """Where the file of a model with `path` lies, links followed."""
    return _real(folder / str(model.path))


def matching(pattern: str, folder: Path) -> tuple[str, ...]:
    """The files behind a path or pattern (`*`, `?`, `[...]`), absolute and sorted; none where there is none.

    A file whose name is the pattern itself is meant, whatever signs it has.
    """
    if "\0" in pattern:
        return ()
    whole = folder / pattern
    if whole.is_file():
        return (os.path.realpath(whole),)
    found = sorted(glob.glob(os.path.join(glob.escape(str(folder)), pattern)))  # noqa: PTH118, PTH207 - keeps ".."
    return tuple(os.path.realpath(each) for each in found if Path(each).is_file())


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike Path.resolve, it takes links that lead in a circle
