"""The table of `ovreport list`: every experiment and what is known of it on each host."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ovreport import codec
from ovreport.cli import left_out, options
from ovreport.errors import OvreportError, together
from ovreport.workflow import Job, attempt
from ovreport.workflow.status import HostStatus, statuses
from ovreport.workflow.words import counted

HEADS = ("experiment", "host", "state", "last measured", "title")


def show(jobs: Sequence[Job], *, as_json: bool = False) -> None:
    """Print a row for every experiment and host; on a terminal, titles and states fold to fit its width.

    Raises:
        OvreportError: Of some nothing can be said; the others are printed.
    """
    tried = [(each, attempt(each, lambda one: tuple(statuses(one)))) for each in jobs]
    known = [(job, found) for job, found in tried if not isinstance(found, OvreportError)]
    if as_json:
        options.print_json([_as_json(job, found) for job, found in known])
    else:
        _print([row for job, found in known for row in _rows(job, found)])
    if failed := [found for _, found in tried if isinstance(found, OvreportError)]:
        raise together(failed)


def _as_json(job: Job, found: Iterable[HostStatus]) -> dict[str, Any]:
    """What `ovreport list --json` prints of an experiment; `docs/json.md` describes it."""
    return {
        "experiment": job.slug,
        "title": job.plan.article.translations[0].title,
        "configurations": sum(cell.measured for cell in job.plan.cells),
        "hosts": [
            {
                **codec.to_json(one),
                "left_out": [left_out.as_json(each) for each in one.left_out],
                "last_utc_ns": one.last_utc_ns or None,
            }
            for one in found
        ],
    }


def _print(found: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in HEADS:
        table.add_column(name, overflow="fold", no_wrap=name not in {"state", "title"})
    for row in found:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if console.is_terminal:
        console.print(table)
        return
    console.width = 1_000_000  # nobody looks at it here, and nothing folds
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _rows(job: Job, found: Sequence[HostStatus]) -> Iterator[tuple[str, str, str, str, str]]:
    """Experiment, host, state, date and title; one row a host."""
    title = job.plan.article.translations[0].title
    if not found:
        measured = any(cell.measured for cell in job.plan.cells)
        state = "not measured yet" if measured else "published figures only"
        yield job.slug, "-", state, "-", title
    for one in found:
        last = one.last_utc_ns / 1e9
        day = time.strftime("%Y-%m-%d", time.gmtime(last)) if last else "-"
        yield job.slug, one.host, _state(one), day, title


def _state(found: HostStatus) -> str:
    parts = [f"{found.trials} of {found.wanted} trials"]
    if found.further:
        parts.append(f"{found.further} more of further rounds")
    if found.failed:
        lack = "lacks its" if found.failed == 1 else "lack their"
        parts.append(f"{counted(found.failed, 'configuration')} failed or {lack} device")
    if found.unreadable:
        parts.append(f"{counted(found.unreadable, 'file')} left out (ovreport doctor)")
    gone = [f"{counted(one.records, 'record')} left out: {left_out.why(one)}" for one in found.left_out]
    return "; ".join((", ".join(parts), *gone))
