"""Measuring on the hosts of a fleet: from options to a desk, and what the terminal shows of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from ovreport.cli import display, stopping
from ovreport.errors import FleetError

if TYPE_CHECKING:
    from ovreport.fleet.desk import RunState
    from ovreport.workflow import Job

DESK = "desk"
"""Who holds results folders while a fleet measures."""


@dataclass(frozen=True, kw_only=True)
class FleetOptions:
    """What the command line says of a fleet.

    Attributes:
        scheduler: Its address.
        local: How many workers are to be started here; 0 for none.
        hosts: Names of those that are to measure; empty for what the experiment files say.
        attach: Whether to go on with what is measured for a desk that was closed.
        rerun: Whether earlier records count for nothing.
    """

    scheduler: str | None
    local: int
    hosts: tuple[str, ...]
    attach: bool
    rerun: bool
    certificates: Path | None


@contextlib.contextmanager
def extra() -> Iterator[None]:
    """Inside, what only fleets need is imported.

    Raises:
        FleetError: It is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise FleetError(
            f"{error.name} is not installed, which a fleet needs: in the clone, "
            "python -m pip install '.[fleet]'"
        ) from error


def asked(
    scheduler: str | None,
    local: int | None,
    hosts: Sequence[str] | None,
    attach: bool,
    certificates: Path | None,
    *,
    rerun: bool,
) -> FleetOptions | None:
    """What the command line says of a fleet; `None` where this machine measures itself.

    Raises:
        BadParameter: Options contradict each other.
    """
    if scheduler is None and local is None:
        if hosts or attach:
            raise typer.BadParameter("--hosts and --attach need --scheduler.")
        return None
    if scheduler is not None and local is not None:
        raise typer.BadParameter("give --scheduler or --local, not both.")
    if attach and rerun:
        raise typer.BadParameter("--attach goes on with what is measured, --rerun begins anew; give one.")
    names = tuple(name for given in hosts or () for name in given.split(",") if name)
    return FleetOptions(
        scheduler=scheduler,
        local=local or 0,
        hosts=names,
        attach=attach,
        rerun=rerun,
        certificates=certificates,
    )


def measure(
    jobs: Sequence[Job],
    given: FleetOptions,
    *,
    wait: bool,
    await_quiet: bool,
    quiet: bool,
    kept: contextlib.ExitStack,
) -> list[str]:
    """Measure experiments on the hosts of a fleet.

    The results folders are held until `kept` ends, as where this machine measures.

    Returns:
        A sentence for everything that failed.
    """
    with extra():
        from ovreport.fleet import desk, local
    from ovreport.workflow import measure as work

    shown = FleetDisplay(quiet=quiet)
    same = f"the same command{' without --rerun' if given.rerun else ''} goes on from there."
    with (
        contextlib.ExitStack() as opened,
        stopping.saying(f"Stopped at all hosts. Every finished trial is kept; {same}"),
    ):
        address = given.scheduler or opened.enter_context(local.started(given.local))
        client = opened.enter_context(desk.connected(address, given.certificates))
        opened.enter_context(desk.held(client, attach=given.attach, wait=wait, waiting=shown.fleet))
        kept.enter_context(work.lock(jobs, host=DESK, wait=wait, waiting=shown.fleet))
        own = desk.Desk(client, shown)
        there = own.hosts(fewest=max(given.local, 1))
        if not quiet:
            shown.fleet(f"{address}: {', '.join(each.name for each in there)}.")
        with shown.live():
            return own.measure(jobs, there, given.hosts, await_quiet=await_quiet, rerun=given.rerun)


class FleetDisplay:
    """A table of all hosts where there is a terminal, a line for whatever changes elsewhere."""

    def __init__(self, *, quiet: bool, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self.quiet = quiet
        self._live: Live | None = None
        self._told: dict[tuple[str, str], str] = {}

    @contextlib.contextmanager
    def live(self) -> Iterator[None]:
        """Inside, the table is shown."""
        if self.quiet or not self.console.is_terminal:
            yield
            return
        with Live(console=self.console, auto_refresh=False, transient=True) as self._live:
            yield
        self._live = None

    def fleet(self, told: str) -> None:
        """Print a line."""
        display.line(self.console, told)

    def runs(self, states: Sequence[RunState]) -> None:
        """Show how everything stands."""
        if self._live:
            self._live.update(_table(states), refresh=True)
        elif not self.quiet:
            for each in states:
                self._line(each)

    def _line(self, state: RunState) -> None:
        silent = "silent" if state.said.startswith("silent") else state.said  # for how long is for a table
        told = f"{state.host}: {state.experiment}: {silent}"
        if state.round and state.said == "measuring":
            told = f"{state.host}: {state.experiment}: round {state.round} of {state.of}"
        before = self._told.get((state.host, state.experiment))
        if before != told:
            back = f"{state.host}: back." if before and before.endswith(("lost", "silent")) else ""
            self._told[state.host, state.experiment] = told
            if back:
                self.fleet(back)
            self.fleet(told)


def _table(states: Sequence[RunState]) -> Table:
    """What measures first, what is done last."""
    table = Table(box=None, pad_edge=False)
    for head in ("host", "experiment", "round", ""):
        table.add_column(head, overflow="fold")
    order = sorted(states, key=lambda each: (each.said == "done", each.said == "waiting"))
    for each in order[:30]:
        rounds = f"{each.round} of {each.of}" if each.round else ""
        table.add_row(each.host, each.experiment, rounds, each.said)
    if len(order) > 30:
        table.add_row(f"and {len(order) - 30} more", "", "", "")
    return table
