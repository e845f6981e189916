"""Lay the experiments of a site out as `build` finds them, from nothing but what lies in the site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ovreport import codec, plan, spec, store
from ovreport.errors import StoreError, VerifyError
from ovreport.publish import downloads
from ovreport.publish.downloads import StatedInputs
from ovreport.render import SITE_FILE, data_folder
from ovreport.spec import SiteDescription
from ovreport.store import Store
from ovreport.workflow import Job, report
from ovreport.workflow.report import ReportInputs

MAX_STATED_BYTES = 16 << 20


@dataclass(frozen=True, kw_only=True)
class Staged:
    """An experiment of the site, laid out as `build` finds one.

    Attributes:
        home: Its folder in the site.
        file: The experiment file under its own name.
        stated: By host, what the site says beside the records.
        origins: Path in the site of every staged record.
    """

    home: str
    file: Path
    stated: Mapping[str, StatedInputs]
    origins: Mapping[str, str]

    def job(self, *, allow_outside: bool = True, max_cells: int = spec.MOST_READ) -> Job:
        """The experiment as a command is about it; `spec.load` explains the arguments.

        Raises:
            SpecError: The experiment file has problems.
        """
        experiment = spec.load(self.file, allow_outside=allow_outside, max_cells=max_cells)
        return Job(
            path=self.file,
            plan=plan.expand(experiment),
            results=self._results,
            called=next(iter(self.stated.values())).file,
        )

    def troubles(self) -> Iterator[tuple[str, str]]:
        """Every record that is not the one that a page was made from: its path in the site, what is wrong."""
        listing = Store(root=self._results).scan(self.file.stem)
        damaged = {self.origins[one.path]: one.reason for one in listing.unreadable}
        yield from sorted(damaged.items())
        found = {self.origins[header.path]: header.sha256 for header in listing.headers}
        for stated in self.stated.values():
            home = data_folder(stated.experiment, stated.host)
            for name, sha256 in stated.records:
                path = f"{home}/{name}"
                if path not in found and path not in damaged:
                    yield path, "it is missing"
                elif found.get(path, sha256) != sha256:
                    yield path, "it is another file than the one that the page was made from"

    def inputs(self, job: Job) -> tuple[ReportInputs, ...]:
        """What its pages are made from; files that were left out are those that the site states."""
        found = []
        for one in report.inputs(job):
            stated = self.stated.get(one.host)
            if stated:
                one = replace(
                    one,
                    unreadable=stated.unreadable,
                    left_out=stated.left_out,
                    repeated=stated.repeated,
                )
            found.append(one)
        return tuple(found)

    @property
    def _results(self) -> Path:
        return self.file.parent / "results"


def homes(site: Path) -> list[Path]:
    """Folders of the experiments that lie in a site."""
    return sorted(path.parent for path in site.glob("*/experiment.yaml") if path.is_file())


def description(site: Path, templates: Path | None) -> SiteDescription:
    """What the pages of a site were made with: its own copy of site.yaml, and these templates.

    Raises:
        SpecError: The copy has problems.
    """
    copy = site / SITE_FILE
    return spec.load_site(copy if copy.is_file() else None, templates=templates)


def stated_in(home: Path) -> list[StatedInputs]:
    """What a site states beside the records of an experiment, a host each.

    Raises:
        VerifyError: There is nothing, or it cannot be read.
    """
    found = [_stated(path) for path in sorted(home.glob(f"data/*/{downloads.NAME}"))]
    if not found:
        raise VerifyError(f"{home}: there is no data/*/{downloads.NAME}; render the site again.")
    return found


def lay_out(site: Path, home: Path, folder: Path) -> Staged:
    """Copy an experiment of the site and its records into `folder`.

    Raises:
        OvreportError: What the site states cannot be read, or names another place.
    """
    stated = stated_in(home)
    slug = stated[0].experiment
    Store(root=folder).folder(slug)  # refuses a name that leads elsewhere
    file = folder / f"{slug}.yaml"
    shutil.copyfile(home / "experiment.yaml", file)
    origins = {}
    for one in stated:
        if one.noise:
            Store(root=folder / "results").save_noise(one.host, one.noise)
        for path in sorted((site / data_folder(slug, one.host)).glob("*.parquet")):
            place = f"{slug}/{one.host}/{path.name}"
            origins[place] = path.relative_to(site).as_posix()
            target = folder / "results" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return Staged(home=home.name, file=file, stated={one.host: one for one in stated}, origins=origins)


def laid_out(site: Path, folder: Path) -> Iterator[tuple[Job, tuple[ReportInputs, ...]]]:
    """Every experiment of a site, laid out in `folder`, with what its pages are made from.

    Raises:
        OvreportError: Something that a page was made from is not there, or is not what it was.
    """
    for home in homes(site):
        staged = lay_out(site, home, folder)
        job = staged.job()
        for path, reason in staged.troubles():
            raise StoreError(f"{site / path}: {reason}.")
        yield job, staged.inputs(job)


def _stated(path: Path) -> StatedInputs:
    try:
        if path.stat().st_size > MAX_STATED_BYTES:
            raise codec.Malformed("too long")
        stated = codec.loads(StatedInputs, path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VerifyError(f"{path}: cannot be read: {error}") from error
    if stated.host:
        store.check_name(stated.host)
    return stated
