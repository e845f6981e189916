"""From an experiment and its records to reports: one a host, or one of published figures alone.

Calls `store`, `analysis` and `conclusions` in their order, and imports them only when they are called.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ovreport.errors import FileError, OvreportError, explained
from ovreport.records import LeftOut, NoiseFloor, Record, Unreadable

if TYPE_CHECKING:
    from ovreport.claims.claim import Report
    from ovreport.plan import Plan
    from ovreport.store import Head, Listing, Store, Stored

Value = TypeVar("Value")

AHEAD = 2
"""Records that are read while an earlier one is analysed: reading leaves the interpreter free."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An experiment that a command is about.

    Attributes:
        path: The experiment file.
        results: Folder of its records and of others'.
        cache: Where later commands find what this one finds out about the records; `None` keeps nothing.
        called: How a command names the file where a reader repeats it: the way below the working folder, or
            the mere name of a file that is named otherwise, for folders above are nobody's business.
    """

    path: Path
    plan: Plan
    results: Path
    cache: Path | None = None
    called: str = ""

    @property
    def slug(self) -> str:
        """Short name of the experiment."""
        return self.plan.article.slug

    def store(self) -> Store:
        """Its records."""
        from ovreport.store import Store  # pyarrow is needed by few commands

        return Store(root=self.results, cache=self.cache)


def attempted(asked: Asked, task: Callable[[Asked], Value]) -> Value | OvreportError:
    """What `task` gives for one of several experiments, or why it cannot be had, so that the others can.

    Raises:
        FileError: A site cannot be written, which would befall the next experiment as well.
    """
    try:
        return task(asked)
    except FileError:
        raise
    except Exception as error:
        return explained(error, str(asked.path), asked.cache, asked.slug)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the report about one host is made from; equal bases make equal reports.

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


def bases(asked: Asked, *, noise: bool = True) -> tuple[Basis, ...]:
    """What every host has to tell about an experiment, the latest measured host first.

    Without `noise` a damaged floor does not stand in the way of the command that measures it anew.
    """
    records = asked.store()
    listing = records.scan(asked.slug)
    found = [_basis(asked.plan, records, listing, host, noise=noise) for host in _hosts(listing)]
    found.sort(key=lambda one: (-max((head.started_utc_ns for head in one.heads), default=0), one.host))
    return tuple(found) or (Basis(host="", heads=(), noise=None, unreadable=listing.unreadable),)


def reports(asked: Asked) -> Iterator[Report]:
    """A report for each host, one at a time."""
    for basis in bases(asked):
        yield report(asked, basis)


def report(asked: Asked, basis: Basis) -> Report:
    """The concluded report about one host.

    Raises:
        StoreError: A record changed since it was scanned.
    """
    from ovreport import analysis, claims  # scipy takes most of a second to import

    records = asked.store()
    plan = _as_measured(asked.plan, records, basis)
    analysed = analysis.analyse(
        plan,
        basis.host,
        _opened(records, basis),
        noise=basis.noise,
        unreadable=basis.unreadable,
        left_out=basis.left_out,
    )
    return claims.conclude(analysed)


def _opened(records: Store, basis: Basis) -> Iterator[tuple[Record, str]]:
    """The records one at a time, in the order of their heads."""
    with ThreadPoolExecutor(1) as reader:
        coming: deque[Future[Stored]] = deque()
        for head in basis.heads:
            coming.append(reader.submit(records.open, head))
            if len(coming) > AHEAD:
                yield _taken(coming)
        while coming:
            yield _taken(coming)


def _taken(coming: deque[Future[Stored]]) -> tuple[Record, str]:
    stored = coming.popleft().result()
    return stored.record, stored.sha256


def _as_measured(plan: Plan, records: Store, basis: Basis) -> Plan:
    """The plan with the measuring time of the records, which options of the command line may have set.

    So a page says how it was measured, and is the same however its records are read again.
    """
    measured = [head for head in basis.heads if head.failure is None]
    if not measured:
        return plan
    last = max(measured, key=lambda head: (head.started_utc_ns, head.path))
    return replace(plan, measure=records.open(last).record.measure)


def _hosts(listing: Listing) -> list[str]:
    folders = {item.path.split("/")[1] for item in listing.unreadable}
    return sorted({*listing.hosts, *folders})


def _basis(plan: Plan, records: Store, listing: Listing, host: str, *, noise: bool) -> Basis:
    from ovreport import store  # as above

    own = listing.of(host)
    now = store.newest(plan, own.heads)
    return Basis(
        host=host,
        heads=store.belonging(plan, own.heads, now) if now else (),
        noise=records.noise(host) if noise else None,
        unreadable=own.unreadable,
        left_out=store.left_out(plan, own.heads, now),
    )
