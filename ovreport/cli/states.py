"""The table of `ovreport list`: every experiment and what is known of it on each host."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ovreport import reports, store
from ovreport.cli import left_out
from ovreport.cli.words import counted
from ovreport.errors import OvreportError, together
from ovreport.reports import Asked

HEADS = ("experiment", "host", "state", "last measured", "title")


def show(asked: Sequence[Asked]) -> None:
    """Print a row for every experiment and host; on a terminal, titles and states fold to fit its width.

    Raises:
        OvreportError: Of some nothing can be said; the others are printed.
    """
    tried = [reports.attempted(each, lambda one: list(rows(one))) for each in asked]
    _print([row for each in tried if not isinstance(each, OvreportError) for row in each])
    if failed := [each for each in tried if isinstance(each, OvreportError)]:
        raise together(failed)


def _print(found: Sequence[Sequence[str]]) -> None:
    console = Console()
    if not console.is_terminal:
        typer.echo("\n".join(_lines([HEADS, *found])))
        return
    table = Table(box=None, pad_edge=False)
    for name in HEADS:
        table.add_column(name, overflow="fold", no_wrap=name not in {"state", "title"})
    for row in found:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns, each as wide as its widest text."""
    widths = [max(cell_len(text) for text in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


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
        state = _state(asked, cells, alike, len(own.unreadable))
        gone = [
            f"{counted(one.records, 'record')} left out: {left_out.why(one)}"
            for one in store.left_out(asked.plan, own.heads, now)
        ]
        yield asked.slug, host, "; ".join((state, *gone)), _day(last), title


def _state(asked: Asked, cells: int, alike: Sequence[store.Head], unreadable: int) -> str:
    rounds = asked.plan.measure.rounds
    wanted = cells * rounds
    good = {(head.round, head.cell_id) for head in alike if head.failure is None}
    failed = {head.cell_id for head in alike if head.failure} - {cell_id for _, cell_id in good}
    further = sum(number > rounds for number, _ in good)
    parts = [f"{len(good) - further} of {wanted} trials"]
    if further:
        parts.append(f"{further} more of further rounds")
    if failed:
        lack = "lacks its" if len(failed) == 1 else "lack their"
        parts.append(f"{counted(len(failed), 'cell')} failed or {lack} device")
    if unreadable:
        parts.append(f"{counted(unreadable, 'file')} left out (ovreport doctor)")
    return ", ".join(parts)


def _day(utc_ns: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(utc_ns / 1e9)) if utc_ns else "-"
