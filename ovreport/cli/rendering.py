"""Write the site, and only those of its pages whose records, file or program have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import ovreport
from ovreport.cli import download, places, reports, speaking
from ovreport.cli.reports import Basis
from ovreport.errors import StoreError
from ovreport.render.cards import Entry
from ovreport.render.places import languages_of
from ovreport.store import files, metadata

if TYPE_CHECKING:
    from ovreport.cli.experiments import Asked

MAX_MANIFEST_BYTES = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Page:
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
    """What was written into one folder. It lies outside of the site, which holds nothing but pages."""

    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page | None:
        """What is known of one experiment."""
        return {page.slug: page for page in self.pages}.get(slug)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a rendering did: pages of all experiments, and which of them were made anew."""

    pages: tuple[Page, ...]
    fresh: tuple[str, ...]


def write(asked: Sequence[Asked], output: Path, *, single_file: bool = False) -> Written:
    """Write or renew the site of these experiments.

    Raises:
        StoreError: A record cannot be read, or the site cannot be written.
    """
    kept = _read_manifest(output)
    languages = languages_of(each.plan.article.languages for each in asked)
    pages, fresh = [], []
    for each in asked:
        basis = reports.bases(each)
        key = _key(each, basis, languages, single_file=single_file)
        page = kept.page(each.slug)
        if page is None or page.key != key or not _there(page, output):
            page = make(each, basis, output, languages, key=key, single_file=single_file)
            fresh.append(each.slug)
        pages.append(page)
    if not single_file and (fresh or kept.pages != tuple(pages) or not (output / "index.html").is_file()):
        from ovreport import render  # Jinja is not needed where nothing has changed

        render.write_front([page.entry for page in pages if page.entry], output, languages=languages)
    _write_manifest(output, Manifest(pages=tuple(pages)))
    return Written(pages=tuple(pages), fresh=tuple(fresh))


def told(asked: Asked, written: Written) -> str:
    """The conclusions about one experiment as text for the console."""
    return next(page.told for page in written.pages if page.slug == asked.slug)


def where(written: Written, output: Path, *, single_file: bool) -> str:
    """One line about what was written."""
    first = output if single_file else output / "index.html"
    number = len(written.pages)
    fresh = "all new" if len(written.fresh) == number else f"{len(written.fresh)} of them new"
    return f"{first}: {number} experiment{'s' * (number != 1)}, {fresh}."


def make(
    asked: Asked,
    basis: Sequence[Basis],
    output: Path,
    languages: tuple[str, ...],
    *,
    key: str = "",
    single_file: bool = False,
) -> Page:
    """Render the pages of one experiment.

    Raises:
        StoreError: A record cannot be read, or the site cannot be written.
    """
    from ovreport import render  # the analysis' scipy and Jinja are not needed where nothing has changed

    found = [reports.report(asked, each) for each in basis]
    entry: Entry | None = None
    try:
        if single_file:
            paths = render.write_site(found, output, single_file=True)
        else:
            records = {sha: path for each in basis for sha, path in each.files(asked.results).items()}
            entry, paths = render.write_experiment(found, output, languages=languages, records=records)
            paths += download.write(asked, basis, output)
    except OSError as error:
        raise StoreError(
            f"{output}: the site cannot be written: {error.strerror or error}. "
            "Make room or name another folder with --output, then run `ovreport render`."
        ) from error
    stamps = tuple((path, *_stamp(output / path)) for path in sorted(set(paths)))
    text = "\n".join(speaking.told(one) for one in found)
    return Page(slug=asked.slug, key=key, files=stamps, told=text, entry=entry)


def _key(asked: Asked, basis: Sequence[Basis], languages: tuple[str, ...], *, single_file: bool) -> str:
    """Hash of everything that pages are made from."""
    content = (program(), languages, single_file, repr(asked.plan), repr(basis))
    return hashlib.sha256(repr(content).encode()).hexdigest()


@cache
def program() -> str:
    """Hash of the names, sizes and times of this program's own files, templates included.

    The version alone would not do: in a checkout the program changes between two releases.
    """
    package = Path(ovreport.__file__).parent
    folders = [package, package.parent / "templates"]
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix != ".pyc"]
    content = [(path.as_posix(), *_stamp(path)) for path in found if path.is_file()]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _there(page: Page, output: Path) -> bool:
    try:
        return all(_stamp(output / path) == (size, time) for path, size, time in page.files)
    except OSError:
        return False


def _manifest_path(output: Path) -> Path:
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:20]
    return places.cache() / f"site-{name}.json"


def _read_manifest(output: Path) -> Manifest:
    path = _manifest_path(output)
    try:
        if path.stat().st_size <= MAX_MANIFEST_BYTES:
            return metadata.loads(Manifest, path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass  # without a manifest, everything is rendered
    return Manifest(pages=())


def _write_manifest(output: Path, manifest: Manifest) -> None:
    try:
        files.write(_manifest_path(output), metadata.dumps(manifest).encode())
    except StoreError:
        return  # the next rendering makes everything anew
