"""Write the site, and only those of its pages whose records, file or program have changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
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
        source: The experiment file.
        key: Hash of everything that they are made from.
        files: Paths below the site, each with size and time of change.
        told: The conclusions as the console prints them.
        entry: What the index needs; `None` for single files.
    """

    slug: str
    source: str
    key: str
    files: tuple[tuple[str, int, int], ...]
    told: str
    entry: Entry | None


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was written into one folder. It lies outside of the site, which holds nothing but pages."""

    languages: tuple[str, ...]
    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page | None:
        """What is known of one experiment."""
        return {page.slug: page for page in self.pages}.get(slug)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a rendering did: pages of all experiments, and which of them were made anew.

    Attributes:
        others: Of experiments that the site had before and that this command was not about.
    """

    pages: tuple[Page, ...]
    others: tuple[Page, ...]
    fresh: tuple[str, ...]


def write(asked: Sequence[Asked], output: Path, *, single_file: bool = False) -> Written:
    """Write or renew the site of these experiments.

    Raises:
        StoreError: A record cannot be read, or the site cannot be written.
    """
    manifest = _manifest_path(output, single_file=single_file)
    kept = _read_manifest(manifest)
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
    written = Written(pages=tuple(pages), others=_others(kept, asked, output, languages), fresh=tuple(fresh))
    now = Manifest(languages=languages, pages=(*written.pages, *written.others))
    with _explained(output):
        _remove(kept, now, output)
        if not single_file and (now != kept or not (output / "index.html").is_file()):
            from ovreport import render  # Jinja is not needed where nothing has changed

            render.write_front([page.entry for page in now.pages if page.entry], output, languages=languages)
    _write_manifest(manifest, now)
    return written


@contextlib.contextmanager
def _explained(output: Path) -> Iterator[None]:
    """Whatever keeps the site from being written is said with its folder."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{output}: the site cannot be written: {error.strerror or error}. "
            "Make room or name another folder with --output, then run `ovreport render`."
        ) from error


def _others(
    kept: Manifest, asked: Sequence[Asked], output: Path, languages: tuple[str, ...]
) -> tuple[Page, ...]:
    """Experiments that this site had before and that still exist; they stay on its index."""
    named = {each.slug for each in asked}
    return tuple(
        page
        for page in kept.pages
        if page.slug not in named
        and page.entry
        and kept.languages == languages
        and Path(page.source).is_file()
        and _there(page, output)
    )


def _remove(kept: Manifest, now: Manifest, output: Path) -> None:
    """Take away what this program wrote earlier and the site no longer has; other files are left alone."""
    files_now = {path for page in now.pages for path, _, _ in page.files}
    for page in kept.pages:
        for path, _, _ in page.files:
            if path not in files_now:
                (output / path).unlink(missing_ok=True)


def told(asked: Asked, written: Written) -> str:
    """The conclusions about one experiment as text for the console."""
    return next(page.told for page in written.pages if page.slug == asked.slug)


def where(written: Written, output: Path, *, single_file: bool) -> str:
    """One line about what was written."""
    first = output if single_file else output / "index.html"
    number = len(written.pages)
    fresh = "all new" if len(written.fresh) == number else f"{len(written.fresh)} of them new"
    beside = f" beside {len(written.others)} that were there" if written.others else ""
    return f"{first}: {number} experiment{'s' * (number != 1)}, {fresh}{beside}."


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
    with _explained(output):
        if single_file:
            paths = render.write_site(found, output, single_file=True)
        else:
            records = {sha: path for each in basis for sha, path in each.files(asked.results).items()}
            entry, paths = render.write_experiment(found, output, languages=languages, records=records)
            paths += download.write(asked, basis, output)
    stamps = tuple((path, *_stamp(output / path)) for path in sorted(set(paths)))
    text = "\n".join(speaking.told(one) for one in found)
    source = str(asked.path.resolve())
    return Page(slug=asked.slug, source=source, key=key, files=stamps, told=text, entry=entry)


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


def _manifest_path(output: Path, *, single_file: bool) -> Path:
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:20]
    return places.cache() / f"{'single' if single_file else 'site'}-{name}.json"


def _read_manifest(path: Path) -> Manifest:
    try:
        if path.stat().st_size <= MAX_MANIFEST_BYTES:
            return metadata.loads(Manifest, path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass  # without a manifest, everything is rendered
    return Manifest(languages=(), pages=())


def _write_manifest(path: Path, manifest: Manifest) -> None:
    try:
        files.write(path, metadata.dumps(manifest).encode())
    except (StoreError, UnicodeEncodeError):  # the latter where a path is no text in this locale
        return  # the next rendering makes everything anew
