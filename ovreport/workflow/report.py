"""From an experiment and its records to reports: one a host and one of all, or of published figures alone.

Calls `store`, `analysis` and `claims` in their order, and imports them only when they are called.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ovreport.records import LeftOut, NoiseFloor, Record, StatedReplication, Unreadable

if TYPE_CHECKING:
    from ovreport.analysis.results import Analysis
    from ovreport.claims.claim import Report
    from ovreport.claims.on_hosts import HostsReport
    from ovreport.plan import Plan
    from ovreport.store import Listing, RecordHeader, Store, Stored
    from ovreport.workflow.job import Job
    from ovreport.workflow.pending import Pending

AHEAD = 2
"""Records that are read while an earlier one is analysed: reading leaves the interpreter free."""


@dataclass(frozen=True, kw_only=True)
class ReportInputs:
    """What the report about one host is made from; equal inputs make equal reports.

    Attributes:
        host: Empty where nothing was measured.
        headers: Of the records, in the order in which they are read.
        left_out: Records that are not among them, by the reason.
        repeated: What others say who measured the same again.
    """

    host: str
    headers: tuple[RecordHeader, ...]
    noise: NoiseFloor | None
    unreadable: tuple[Unreadable, ...]
    left_out: tuple[LeftOut, ...] = ()
    repeated: tuple[StatedReplication, ...] = ()

    def files(self, root: Path) -> dict[str, Path]:
        """The records' files by SHA-256."""
        return {header.sha256: root / header.path for header in self.headers}


def inputs(job: Job, *, noise: bool = True) -> tuple[ReportInputs, ...]:
    """What every host has to tell about an experiment, the latest measured host first.

    Without `noise` a damaged floor does not stand in the way of the command that measures it anew.
    """
    records = job.store()
    listing = records.scan(job.slug)
    found = [_inputs(job.plan, records, own, host, noise=noise) for host, own in listing.by_host().items()]
    found.sort(key=lambda one: (-max((header.started_utc_ns for header in one.headers), default=0), one.host))
    return tuple(found) or (ReportInputs(host="", headers=(), noise=None, unreadable=listing.unreadable),)


def inputs_of(job: Job, host: str, *, noise: bool = True) -> ReportInputs | None:
    """What one host has to tell; `None` where it measured nothing that belongs."""
    return next((each for each in inputs(job, noise=noise) if each.host == host and each.headers), None)


def with_hosts(job: Job, made_from: Iterable[ReportInputs]) -> Iterator[Report | HostsReport]:
    """A report for each host, one at a time, and last what several of them say together."""
    from ovreport.claims.on_hosts import HostsGathered

    beside = HostsGathered()
    for each in made_from:
        one = build(job, each)
        beside.add(one)
        yield one
    together = beside.report()
    if together is not None:
        yield together


def build(job: Job, made_from: ReportInputs) -> Report:
    """The concluded report about one host.

    Raises:
        StoreError: A record changed since it was scanned.
    """
    from ovreport import claims

    found = claims.conclude(analysed(job, made_from, as_measured(job.plan, job.store(), made_from)))
    return replace(found, repeated=made_from.repeated)


def analysed(job: Job, made_from: ReportInputs, plan: Plan) -> Analysis:
    """The numbers of one host, judged by a plan.

    Raises:
        StoreError: A record changed since it was scanned.
    """
    from ovreport.analysis.report import analyse  # scipy takes most of a second to import

    return analyse(
        plan,
        made_from.host,
        opened(job.store(), made_from.headers),
        noise=made_from.noise,
        unreadable=made_from.unreadable,
        left_out=made_from.left_out,
    )


def opened(records: Store, headers: Iterable[RecordHeader]) -> Iterator[tuple[Record, str]]:
    """The records one at a time with the SHA-256 of their files, in the order of their headers."""
    with ThreadPoolExecutor(1) as reader:
        coming: deque[Future[Stored]] = deque()
        for header in headers:
            coming.append(reader.submit(records.open, header))
            if len(coming) > AHEAD:
                yield _taken(coming)
        while coming:
            yield _taken(coming)


def _taken(coming: deque[Future[Stored]]) -> tuple[Record, str]:
    stored = coming.popleft().result()
    return stored.record, stored.sha256


def as_measured(plan: Plan, records: Store, made_from: ReportInputs) -> Plan:
    """The plan with the measuring time of the records, which options of the command line may have set.

    So a page says how it was measured, and is the same however its records are read again. Of several numbers
    of looks the most count: what was once measured until it was answered stays so when more is added.
    """
    measured = [header for header in made_from.headers if header.failure is None]
    if not measured:
        return plan
    last = max(measured, key=lambda header: (len(header.looks), header.started_utc_ns, header.path))
    return replace(plan, measure=records.open(last).record.measure)


def of_pending(job: Job, host: str, left: Pending) -> ReportInputs:
    """What a host has to tell now, as a command sees it that measures there."""
    return ReportInputs(
        host=host,
        headers=left.alike,
        noise=job.store().noise(host),
        unreadable=left.listing.unreadable,
        left_out=left.left_out,
    )


def _inputs(plan: Plan, records: Store, own: Listing, host: str, *, noise: bool) -> ReportInputs:
    from ovreport import store  # pyarrow is needed by few commands

    now = store.newest(plan, own.headers)
    return ReportInputs(
        host=host,
        headers=store.belonging(plan, own.headers, now) if now else (),
        noise=records.noise(host) if noise else None,
        unreadable=own.unreadable,
        left_out=store.left_out(plan, own.headers, now),
    )
