"""Measured results as frames, each read when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport import publish
from ovreport.errors import StoreError
from ovreport.frames import sources, tables
from ovreport.frames.sources import Opened, Source, TemporaryFolder
from ovreport.frames.tables import Categories
from ovreport.workflow import report

if TYPE_CHECKING:
    import pandas as pd

    from ovreport.claims.claim import Report
    from ovreport.workflow import Job


class Results:
    """Results of experiments, as pandas frames; `docs/python.md` lists their columns.

    Nothing is measured, and nothing is written. `trials`, `comparisons` and `claims` are made once and kept;
    `requests` is read anew each time: it takes 40 bytes a request, and twice that while it is read.
    """

    def __init__(self, found: Iterable[Source], folder: TemporaryFolder | None = None) -> None:
        """Take sources, and the folder that they lie in where it is to go with them."""
        self._sources: Sequence[Source] = tuple(found)
        self._folder = folder

    @property
    def experiments(self) -> tuple[str, ...]:
        """Names of the experiments, sorted."""
        return tuple(sorted({each.experiment for each in self._sources}))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Hosts that measured something, sorted."""
        return tuple(sorted({each.host for each in self._sources if each.host}))

    def of(self, *, experiment: str | None = None, host: str | None = None) -> Results:
        """The results of one experiment, of one host, or of one experiment on one host.

        Raises:
            KeyError: There are none; the message says which there are.
        """
        found = [
            each
            for each in self._sources
            if experiment in (None, each.experiment) and host in (None, each.host)
        ]
        if not found:
            there = "; ".join(f"{each.experiment} of {each.host or 'no host'}" for each in self._sources)
            asked = f"experiment {experiment!r}, host {host!r}"
            raise KeyError(f"{asked}: there are no such results, but these: {there}")
        return Results(found, self._folder)

    @property
    def requests(self) -> pd.DataFrame:
        """A row for each infer request, warm-up and tail too: `counted` says which count.

        Raises:
            StoreError: A record changed since the results were opened.
        """
        return tables.requests(self.categories, self.opened())

    def requests_by_trial(self) -> Iterator[pd.DataFrame]:
        """The same rows, one trial at a time, for results that do not fit into memory at once.

        Raises:
            StoreError: A record changed since the results were opened.
        """
        known = self.categories
        for each in self.opened():
            yield tables.requests(known, [each])

    @cached_property
    def trials(self) -> pd.DataFrame:
        """A row for each configuration in each round: its figures, and what was in force.

        Raises:
            StoreError: A record changed since the results were opened.
        """
        return tables.of_trials(self.categories, self.opened())

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """A row for each comparison of two configurations, with its interval and its verdict.

        Raises:
            StoreError: The experiment file is not beside the records, or a record changed.
        """
        return tables.comparisons(self.categories, self._reports)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """A row for each thing that the pages say, in English, and for each reason to distrust it.

        Raises:
            StoreError: The experiment file is not beside the records, or a record changed.
        """
        return tables.of_claims(self.categories, self._reports)

    def __repr__(self) -> str:
        named = ", ".join(f"{each.experiment} of {each.host or 'no host'}" for each in self._sources)
        return f"<Results: {named}>"

    @property
    def categories(self) -> Categories:
        """The categories of columns of all frames, afresh: records may add to them."""
        return Categories(self._sources)

    def opened(self) -> Iterator[Opened]:
        """Every trial, read one at a time, with its source and its hash."""
        for source in self._sources:
            for record, sha256 in source.trials():
                yield source, record, sha256

    @cached_property
    def _reports(self) -> list[tuple[Source, Report]]:
        return [(each, report.build(each.asked(), each.inputs)) for each in self._sources]


def open_results(path: str | os.PathLike[str]) -> Results:
    """Open a folder of results or a site; see `ovreport.open`.

    Raises:
        OvreportError: There are no results, or what lies there cannot be read.
    """
    root = Path(path)
    if not root.is_dir():
        raise StoreError(f"{root}: there is no such folder. Name one of results, or a site's.")
    if publish.homes(root):
        folder = TemporaryFolder()
        return Results(sources.in_site(root, folder.path), folder)
    results = Results(sources.in_results(root))
    if not results.experiments:
        raise StoreError(
            f"{root}: no results lie in it. Records are in `results` beside the experiment files once "
            "`ovreport build` has measured; a site has an experiment.yaml for each experiment."
        )
    return results


def of_jobs(jobs: Iterable[Job]) -> Results:
    """The results of these experiments."""
    return Results(source for job in jobs for source in sources.of_job(job))
