"""The table of `ovreport list`: every experiment and what is known of it on each host."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ovreport import store
from ovreport.cli.experiments import Asked


def show(asked: Sequence[Asked]) -> None:
    """Print a row for every experiment and host."""
    table = Table(box=None, pad_edge=False)
    for name in ("experiment", "host", "state", "last measured", "title"):
        table.add_column(name, overflow="fold")
    for each in asked:
        for row in rows(each):
            table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def rows(asked: Asked) -> Iterator[tuple[str, str, str, str, str]]:
    """Experiment, host, state, date and title; one row a host."""
    title = asked.plan.article.title
    listing = asked.store().scan(asked.slug)
    cells = sum(cell.measured for cell in asked.plan.cells)
    if not listing.hosts:
        state = "not measured yet" if cells else "published figures only"
        yield asked.slug, "-", state, "-", title
    for host in listing.hosts:
        own = listing.of(host)
        now = store.newest(asked.plan, own.heads)
        alike = store.belonging(asked.plan, own.heads, now) if now else ()
        last = max((head.started_utc_ns for head in alike), default=0)
        yield asked.slug, host, _state(asked, cells, alike, len(own.unreadable)), _day(last), title


def _state(asked: Asked, cells: int, alike: Sequence[store.Head], unreadable: int) -> str:
    wanted = cells * asked.plan.measure.rounds
    good = {(head.round, head.cell_id) for head in alike if head.failure is None}
    failed = {head.cell_id for head in alike if head.failure} - {cell_id for _, cell_id in good}
    parts = [f"{min(len(good), wanted)} of {wanted} trials"]
    if failed:
        parts.append(f"{len(failed)} cells failed or lack their device")
    if unreadable:
        parts.append(f"{unreadable} files left out (ovreport doctor)")
    return ", ".join(parts)


def _day(utc_ns: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(utc_ns / 1e9)) if utc_ns else "-"
