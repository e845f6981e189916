"""Recompute a site from the records and files that lie in it, and compare what its pages say."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ovreport import render
from ovreport.errors import FileError, OvreportError, VerifyError
from ovreport.publish import pieces, staging, writing
from ovreport.publish.staging import Staged
from ovreport.render import assets, folder_name
from ovreport.spec import SiteDescription
from ovreport.workflow import Job
from ovreport.workflow.report import ReportInputs

COMPARED = (".html", ".js", ".xml")
SINGLE_MARK = b"<style>"
"""What only pages that need no other file have: they carry their style, but not their records."""


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """Something that a page states and the records do not bear out, or the reverse; one may be empty.

    Attributes:
        sentence: A sentence, or a whole page; else a label, a cell of a table, or a piece of a picture.
    """

    page: str
    stated: str
    recomputed: str
    sentence: bool = False


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was compared.

    Attributes:
        troubles: Path and state of every record that is damaged, missing or another one.
        assets: Scripts and styles, shared by all pages, and pictures for links, that are missing or not as
            this installation writes them: they decide what a reader sees of pages that are true.
        unvouched: Pages of `--single-file` about experiments whose records are not in the site.
    """

    pages: int
    records: int
    pieces: int
    troubles: tuple[tuple[str, str], ...]
    assets: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]
    unvouched: tuple[str, ...]


def verify(site: Path, *, templates: Path | None = None) -> Checked:
    """Put a site's records and experiment files through the pipeline again and compare every page.

    Pages of `--single-file` beside a site are compared with its records too.

    Args:
        site: Its folder.
        templates: The folder whose templates its pages were made with, if it was not ovreport's own alone.

    Raises:
        VerifyError: There is nothing to recompute, or the data cannot be put through the pipeline at all.
        FileError: `templates` replaces nothing, or with a mistake.
    """
    render.read_anew(templates)
    with tempfile.TemporaryDirectory() as folder:
        try:
            staged = list(_staged(site, Path(folder)))
            jobs = [each.job() for each in staged]
            inputs = [each.inputs(one) for one, each in zip(jobs, staged, strict=True)]
            again, about = Path(folder) / "site", staging.description(site, templates)
            _render(jobs, inputs, again, about)
            _render_single_files(jobs, inputs, again, _extra(site, again), about)
        except (VerifyError, FileError):
            raise
        except OvreportError as error:
            raise VerifyError(f"{site}: its data cannot be recomputed: {error}") from error
        compared = list(_compared(site, again))
        changed = tuple(_changed_assets(site, again))
        troubles = [trouble for each in staged for trouble in each.troubles()]
    strange = _strange(site, {name for name, _, _ in compared}, [each.home for each in staged])
    unvouched = tuple(name for name in strange if _is_single_file(site / name))
    strangers = [
        Mismatch(page=name, stated="this page", recomputed="", sentence=True)
        for name in strange
        if name not in unvouched
    ]
    found = [mismatch for _, _, mismatches in compared for mismatch in mismatches]
    return Checked(
        pages=sum(name.endswith(".html") for name, _, _ in compared),
        records=sum(len(one.headers) for each in inputs for one in each),
        pieces=sum(number for _, number, _ in compared),
        troubles=tuple(troubles),
        assets=changed,
        mismatches=(*found, *strangers),
        unvouched=unvouched,
    )


def _staged(site: Path, folder: Path) -> Iterator[Staged]:
    homes = staging.homes(site)
    if not homes:
        single = [path.name for path in sorted(site.glob("*.html")) if _is_single_file(path)]
        raise VerifyError(
            f"{site}: there is no experiment with its data in this folder to recompute."
            + (
                f" {', '.join(single)} {'is a page' if len(single) == 1 else 'are pages'} of --single-file, "
                "without records: render the whole site into the same folder, and they are compared with it."
                if single
                else ""
            )
        )
    for home in homes:
        yield staging.lay_out(site, home, folder)


def _render(
    jobs: Iterable[Job], inputs: Iterable[Sequence[ReportInputs]], again: Path, about: SiteDescription
) -> None:
    pairs = list(zip(jobs, inputs, strict=True))
    languages = render.languages_of((each.plan.article.languages for each, _ in pairs), about.keys.languages)
    pages = [writing.make(each, one, again, languages, about=about) for each, one in pairs]
    render.write_front([page.entry for page in pages if page.entry], again, languages=languages, about=about)


def _extra(site: Path, again: Path) -> list[str]:
    """Pages at the top of the site that the recomputed one does not have."""
    return sorted(path.name for path in site.glob("*.html") if not (again / path.name).is_file())


def _render_single_files(
    jobs: Iterable[Job],
    inputs: Iterable[Sequence[ReportInputs]],
    again: Path,
    extra: Sequence[str],
    about: SiteDescription,
) -> None:
    """Recompute the pages of `--single-file` that the site has, and no others."""
    with tempfile.TemporaryDirectory() as folder:
        for each, one in zip(jobs, inputs, strict=True):
            home = folder_name(each.slug)
            if any(name.startswith(f"{home}.") for name in extra):
                for name, _, _ in writing.make(
                    each, one, Path(folder), (), about=about, single_file=True
                ).files:
                    if name in extra:
                        shutil.copyfile(Path(folder) / name, again / name)


def _is_single_file(path: Path) -> bool:
    return path.is_file() and SINGLE_MARK in path.read_bytes()


def _compared(site: Path, again: Path) -> Iterator[tuple[str, int, list[Mismatch]]]:
    """For every page and every picture's data: its name, how many pieces it has, and what differs."""
    for path in sorted(again.rglob("*")):
        name = path.relative_to(again).as_posix()
        if path.suffix in COMPARED and not name.startswith(f"{assets.FOLDER}/"):
            yield _compare(name, site / name, path)


def _changed_assets(site: Path, again: Path) -> Iterator[str]:
    """Typefaces are left out: their names tell their content, and they change no word and no picture."""
    shared = (again / assets.FOLDER).iterdir()
    found = [path for path in shared if path.suffix in (".js", ".css")] + list(again.rglob("*.png"))
    for path in sorted(found):
        name = path.relative_to(again).as_posix()
        if not ((site / name).is_file() and (site / name).read_bytes() == path.read_bytes()):
            yield name


def _compare(name: str, stated: Path, recomputed: Path) -> tuple[str, int, list[Mismatch]]:
    new = recomputed.read_bytes()
    if not stated.is_file():
        return name, 0, [Mismatch(page=name, stated="", recomputed="this page", sentence=True)]
    old = stated.read_bytes()
    number = len(pieces.of(new, name))
    if old == new:
        return name, number, []
    differing = [
        Mismatch(page=name, stated=one.text, recomputed=other.text, sentence=one.sentence or other.sentence)
        for one, other in pieces.differing(pieces.of(old, name), pieces.of(new, name))
    ]
    return (
        name,
        number,
        differing
        or [Mismatch(page=name, stated="other bytes outside of its text", recomputed="the page as rendered")],
    )


def _strange(site: Path, known: set[str], homes: list[str]) -> list[str]:
    """Pages that look like the site's own and that no data of the site give."""
    found = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name not in known and (name.count("/") == 0 or any(home in name.split("/") for home in homes)):
            found.append(name)
    return found
