"""Where results lie: beside experiment files, in a folder without them, or in a site."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ovreport import naming, plan, publish, spec
from ovreport.errors import StoreError
from ovreport.records import Record
from ovreport.store import Store
from ovreport.workflow import Job, report
from ovreport.workflow.report import ReportInputs


class TemporaryFolder:
    """A folder that is gone when nobody refers to this object any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="ovreport-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """What one host has to tell of one experiment.

    Attributes:
        inputs: Its records, and what is known beside them. With an experiment file these are the records that
            its page tells of, else all that are sound.
        job: The experiment; `None` where its file is not there.
        file: Where the experiment file lies, or would lie.
    """

    experiment: str
    store: Store
    inputs: ReportInputs
    job: Job | None
    file: Path

    @property
    def host(self) -> str:
        """Empty where nothing was measured."""
        return self.inputs.host

    def trials(self) -> Iterator[tuple[Record, str]]:
        """Every record with the SHA-256 of its file, read one at a time.

        Raises:
            StoreError: A record changed since it was found.
        """
        for header in self.inputs.headers:
            yield self.store.open(header).record, header.sha256

    @cached_property
    def factors(self) -> Mapping[str, tuple[str, ...]]:
        """The factors that the experiment file names, each with its levels in the order of the file."""
        return {each.name: each.levels for each in self.job.plan.factors} if self.job else {}

    def levels(self, record: Record) -> dict[str, str]:
        """The level of every factor, by what the experiment file calls them today."""
        return dict(self.job.plan.cell(record.cell_id).levels if self.job else record.levels)

    @cached_property
    def configurations(self) -> Mapping[str, str]:
        """What the page calls each configuration, by its id, in the order of the experiment file."""
        if self.job is None:
            return {}
        return {cell.id: naming.cell_name(cell, self.job.plan, "en") for cell in self.job.plan.cells}

    def configuration(self, record: Record) -> str:
        """What the configuration of a trial is called: as on the page, or else by its levels."""
        if name := self.configurations.get(record.cell_id):
            return name
        return ", ".join(level for _, level in record.levels) or record.cell_id

    def asked(self) -> Job:
        """The experiment, without which nothing is compared.

        Raises:
            StoreError: Its file is not there.
        """
        if self.job is None:
            raise StoreError(
                f"{self.file}: there is no such file, and records alone do not tell what to compare. Put the "
                "experiment file there; requests and trials can be had without it."
            )
        return self.job


Opened = tuple[Source, Record, str]
"""A trial, and the SHA-256 of its file."""


def of_job(job: Job) -> Iterator[Source]:
    """A source for each host of an experiment."""
    yield from _of(job, report.inputs(job))


def in_results(root: Path) -> Iterator[Source]:
    """The sources in a results folder, with the experiment files beside it as far as they are there.

    Raises:
        SpecError: An experiment file has problems.
    """
    records = Store(root=root)
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and path.name not in spec.RESERVED):
        if file := spec.beside(root, folder.name):
            experiment = spec.load(file, allow_outside=True, max_cells=spec.MOST_READ)
            yield from of_job(Job(path=file, plan=plan.expand(experiment), results=root))
            continue
        missing = root.parent / f"{folder.name}{spec.ENDINGS[0]}"
        listing = records.scan(folder.name)
        for host in listing.hosts:
            own = listing.of(host)
            inputs = ReportInputs(host=host, headers=own.headers, noise=None, unreadable=own.unreadable)
            yield Source(experiment=folder.name, store=records, inputs=inputs, job=None, file=missing)


def in_site(site: Path, folder: Path) -> Iterator[Source]:
    """The sources in a site, whose records are laid out in `folder`.

    Raises:
        OvreportError: What lies in the site is not what its pages were made from.
    """
    for job, inputs in publish.laid_out(site, folder):
        yield from _of(job, inputs)


def _of(job: Job, inputs: tuple[ReportInputs, ...]) -> Iterator[Source]:
    for each in inputs:
        yield Source(experiment=job.slug, store=job.store(), inputs=each, job=job, file=job.path)
