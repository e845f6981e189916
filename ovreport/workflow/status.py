"""What is known of an experiment on each host, by the records that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ovreport import store

if TYPE_CHECKING:
    from ovreport.records import LeftOut
    from ovreport.workflow.job import Job


@dataclass(frozen=True, kw_only=True)
class HostStatus:
    """What is known of an experiment on one host.

    Attributes:
        trials: With timings, of the rounds that the experiment asks for.
        wanted: Trials that it asks for.
        further: With timings, of rounds beyond those.
        failed: Cells without any timing that failed or lack their device.
        unreadable: Files that cannot be read.
        left_out: Records that do not belong, by the reason.
        last_utc_ns: When the last of the trials that belong began; 0 where there is none.
    """

    host: str
    trials: int
    wanted: int
    further: int
    failed: int
    unreadable: int
    left_out: tuple[LeftOut, ...]
    last_utc_ns: int


def statuses(job: Job) -> Iterator[HostStatus]:
    """The status on every host with records, sorted by name."""
    listing = job.store().scan(job.slug)
    rounds = job.plan.measure.rounds
    for host in listing.hosts:
        own = listing.of(host)
        now = store.newest(job.plan, own.headers)
        alike = store.belonging(job.plan, own.headers, now) if now else ()
        good = {(header.round, header.cell_id) for header in alike if header.failure is None}
        further = sum(number > rounds for number, _ in good)
        yield HostStatus(
            host=host,
            trials=len(good) - further,
            wanted=sum(cell.measured for cell in job.plan.cells) * rounds,
            further=further,
            failed=len(
                {header.cell_id for header in alike if header.failure} - {cell_id for _, cell_id in good}
            ),
            unreadable=len(own.unreadable),
            left_out=store.left_out(job.plan, own.headers, now),
            last_utc_ns=max((header.started_utc_ns for header in alike), default=0),
        )
