"""From an experiment and its records to reports: one a host, or one of published figures alone.

Calls `store`, `analysis` and `claims` in their order, and imports them only when they are called.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport.records import LeftOut, NoiseFloor, Record, Unreadable

if TYPE_CHECKING:
    from ovreport.claims.claim import Report
    from ovreport.plan import Plan
    from ovreport.store import Head, Listing, Store, Stored
    from ovreport.workflow.job import Job

AHEAD = 2
"""Records that are read while an earlier one is analysed: reading leaves the interpreter free."""


@dataclass(frozen=True, kw_only=True)
class ReportInputs:
    """What the report about one host is made from; equal inputs make equal reports.

    Attributes:
        host: Empty where nothing was measured.
        heads: Of the records, in the order in which they are read.
        left_out: Records that are not among them, by the reason.
    """

    host: str
    heads: tuple[Head, ...]
    noise: NoiseFloor | None
    unreadable: tuple[Unreadable, ...]
    left_out: tuple[LeftOut, ...] = ()

    def files(self, root: Path) -> dict[str, Path]:
        """The records' files by SHA-256."""
        return {head.sha256: root / head.path for head in self.heads}


def inputs(job: Job, *, noise: bool = True) -> tuple[ReportInputs, ...]:
    """What every host has to tell about an experiment, the latest measured host first.

    Without `noise` a damaged floor does not stand in the way of the command that measures it anew.
    """
    records = job.store()
    listing = records.scan(job.slug)
    damaged = {item.path.split("/")[1] for item in listing.unreadable}
    found = [
        _inputs(job.plan, records, listing, host, noise=noise) for host in sorted({*listing.hosts, *damaged})
    ]
    found.sort(key=lambda one: (-max((head.started_utc_ns for head in one.heads), default=0), one.host))
    return tuple(found) or (ReportInputs(host="", heads=(), noise=None, unreadable=listing.unreadable),)


def inputs_of(job: Job, host: str, *, noise: bool = True) -> ReportInputs | None:
    """What one host has to tell; `None` where it measured nothing that belongs."""
    return next((each for each in inputs(job, noise=noise) if each.host == host and each.heads), None)


def build_all(job: Job) -> Iterator[Report]:
    """A report for each host, one at a time."""
    for each in inputs(job):
        yield build(job, each)


def build(job: Job, made_from: ReportInputs) -> Report:
    """The concluded report about one host.

    Raises:
        StoreError: A record changed since it was scanned.
    """
    from ovreport import analysis, claims  # scipy takes most of a second to import

    records = job.store()
    analysed = analysis.analyse(
        _as_measured(job.plan, records, made_from),
        made_from.host,
        _opened(records, made_from),
        noise=made_from.noise,
        unreadable=made_from.unreadable,
        left_out=made_from.left_out,
    )
    return claims.conclude(analysed)


def _opened(records: Store, made_from: ReportInputs) -> Iterator[tuple[Record, str]]:
    """The records one at a time, in the order of their heads."""
    with ThreadPoolExecutor(1) as reader:
        coming: deque[Future[Stored]] = deque()
        for head in made_from.heads:
            coming.append(reader.submit(records.open, head))
            if len(coming) > AHEAD:
                yield _taken(coming)
        while coming:
            yield _taken(coming)


def _taken(coming: deque[Future[Stored]]) -> tuple[Record, str]:
    stored = coming.popleft().result()
    return stored.record, stored.sha256


def _as_measured(plan: Plan, records: Store, made_from: ReportInputs) -> Plan:
    """The plan with the measuring time of the records, which options of the command line may have set.

    So a page says how it was measured, and is the same however its records are read again.
    """
    measured = [head for head in made_from.heads if head.failure is None]
    if not measured:
        return plan
    last = max(measured, key=lambda head: (head.started_utc_ns, head.path))
    return replace(plan, measure=records.open(last).record.measure)


def _inputs(plan: Plan, records: Store, listing: Listing, host: str, *, noise: bool) -> ReportInputs:
    from ovreport import store  # pyarrow is needed by few commands

    own = listing.of(host)
    now = store.newest(plan, own.heads)
    return ReportInputs(
        host=host,
        heads=store.belonging(plan, own.heads, now) if now else (),
        noise=records.noise(host) if noise else None,
        unreadable=own.unreadable,
        left_out=store.left_out(plan, own.heads, now),
    )
