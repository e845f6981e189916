"""What is known of the pages that were written into a folder, so that only what has changed is made anew."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache as cached
from pathlib import Path

import ovreport
from ovreport import codec
from ovreport.errors import StoreError
from ovreport.render import Entry
from ovreport.spec import SiteDescription
from ovreport.store import files

MAX_MANIFEST_BYTES = 64 << 20


@dataclass(frozen=True, kw_only=True)
class PageState:
    """What is known of an experiment's pages.

    Attributes:
        key: Hash of everything that they are made from.
        files: Paths below the site, each with size and time of change.
        told: The conclusions as the console prints them.
        entry: What the index needs; `None` for single files.
    """

    slug: str
    key: str
    files: tuple[tuple[str, int, int], ...]
    told: str
    entry: Entry | None


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was written into one folder. It lies outside of the site, which holds nothing but pages.

    Attributes:
        maker: Hash of what pages are made by and alike (`maker`).
        front: Paths of the files that belong to no experiment.
    """

    maker: str
    front: tuple[str, ...] = ()
    languages: tuple[str, ...]
    pages: tuple[PageState, ...]

    def page(self, slug: str) -> PageState | None:
        """What is known of one experiment."""
        return {page.slug: page for page in self.pages}.get(slug)


def maker(about: SiteDescription) -> str:
    """Hash of the program, and of what is said of all pages: site.yaml, templates that replace others."""
    own = about.templates
    found = [path for path in sorted(own.rglob("*")) if path.is_file()] if own else []
    replaced = [(str(path.relative_to(own)), *stamp(path)) for path in found if own]
    return hashlib.sha256(repr((program(), about.source, replaced)).encode()).hexdigest()


@cached
def program() -> str:
    """Hash of the names, sizes and times of this program's own files, templates included.

    The version alone would not do: in a checkout the program changes between two releases.
    """
    package = Path(ovreport.__file__).parent
    folders = [package, package.parent / "templates"]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix != ".pyc"]
    content = [(path.as_posix(), *stamp(path)) for path in found if path.is_file()]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of change of a file."""
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def there(page: PageState, output: Path) -> bool:
    """Whether all files of a page are as they were written."""
    try:
        return all(stamp(output / path) == (size, time) for path, size, time in page.files)
    except OSError:
        return False


def place(cache: Path, output: Path, *, single_file: bool) -> Path:
    """Where the manifest of a site's folder lies in the cache."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:20]
    return cache / f"{'single' if single_file else 'site'}-{name}.json"


def read(path: Path) -> Manifest:
    """What was written there; nothing where that is not known."""
    try:
        if path.stat().st_size <= MAX_MANIFEST_BYTES:
            return codec.loads(Manifest, path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass  # without a manifest, everything is rendered
    return Manifest(maker="", languages=(), pages=())


def write(path: Path, manifest: Manifest) -> None:
    """Keep it for the next rendering, where that is possible."""
    try:
        files.write(path, codec.dumps(manifest).encode())
    except (StoreError, UnicodeEncodeError):  # the latter where a path is no text in this locale
        return  # the next rendering makes everything anew
