"""What the terminal shows while measuring: a bar where there is a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich import progress as bars
from rich.console import Console

from ovreport.cli import left_out
from ovreport.naming import cell_name, rate_before
from ovreport.run.progress import Progress, Summary
from ovreport.workflow.words import counted, duration

if TYPE_CHECKING:
    from pathlib import Path

    from ovreport.plan import Block, Cell, Plan
    from ovreport.records import LeftOut, Record
    from ovreport.run.progress import Running, Taker
    from ovreport.workflow import Job
    from ovreport.workflow.further import Outlook

REDRAW_SECONDS = 0.1


class Terminal:
    """Prints what `workflow.measure` tells; `quiet` leaves only that others are waited for and what is moved.

    Attributes:
        summaries: Where the time went, by experiment; without those of which nothing was measured or shown.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.console = Console(stderr=True)
        self.quiet = quiet
        self.summaries: dict[str, Summary] = {}

    def waiting(self, why: str) -> None:
        """Say who is waited for."""
        line(self.console, why)

    def moved(self, job: Job, records: int, folder: Path) -> None:
        """Say where earlier records are now."""
        line(self.console, f"{job.slug}: {counted(records, 'earlier record')} moved to {folder}.")

    def passed_over(self, job: Job, found: Sequence[LeftOut]) -> None:
        """Say which records do not belong any more."""
        for each in () if self.quiet else left_out.lines(found, job.slug):
            line(self.console, each)

    def looked(self, job: Job, look: Outlook) -> None:
        """Say how many questions are answered, and what comes of it."""
        if not self.quiet:
            line(self.console, f"{job.slug}: {_told(job.plan, look)}.")

    def nothing_left(self, job: Job) -> None:
        """Say that nothing is left to measure."""
        if not self.quiet:
            line(self.console, f"{job.slug}: nothing is left to measure.")

    @contextlib.contextmanager
    def progress(self, job: Job) -> Iterator[Progress]:
        """A display of one experiment."""
        if self.quiet:
            yield Progress()
            return
        shown = Display(job.plan, self.console)
        with shown.bar:
            yield shown
        if shown.summary:
            self.summaries[job.slug] = shown.summary


def _told(plan: Plan, look: Outlook) -> str:
    """What is answered after a look, and what is measured next or why nothing is."""
    after, most = f"after {counted(look.rounds, 'round')}", plan.measure.most_rounds
    if look.why == "answered":
        every = "the one question is" if look.asked == 1 else f"all {look.asked} questions are"
        return f"{every} answered {after}"
    answered = f"{look.asked - len(look.open)} of {counted(look.asked, 'question')} answered {after}"
    match look.why:
        case "going on":
            asked = (each.contrast for each in look.going_on)
            about = dict.fromkeys(
                each.factor or cell_name(plan.cell(each.cell), plan, "en") for each in asked
            )
            return f"{answered}; going on with {', '.join(about)} (about {duration(look.seconds)})"
        case "time":
            budget = duration(plan.measure.budget_seconds or 0.0)
            return f"{answered}; what is open will hardly be answered within the budget of {budget}"
        case "rounds":
            return f"{answered}, which are the most"
        case _:
            return f"{answered}; what is open will hardly be answered within {most} rounds"


def line(console: Console, text: str) -> None:
    """Print a line as it is: a name may hold square brackets, which rich would take for markup."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


class Display(Progress):
    """Progress of one experiment. It draws between slices only and keeps no thread awake."""

    def __init__(self, plan: Plan, console: Console) -> None:
        self.plan = plan
        self.console = console
        self.summary: Summary | None = None
        self.trials = 0
        self.done = 0
        self.started = 0
        self.blocks = 0
        self.drawn = 0.0
        self.said_waiting = self.said_never_quiet = False
        self.rate = rate_before(plan, "en")
        fewest, most = plan.measure.rounds, plan.measure.most_rounds
        self.of = f"of {most}" if plan.measure.fixed else f"of {fewest} to {most}"
        self.bar = bars.Progress(
            bars.TextColumn("{task.description}", markup=False),
            bars.BarColumn(bar_width=24),
            bars.TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            auto_refresh=False,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.bar.add_task("", total=1.0)

    def session_started(self, blocks: int, trials: int, seconds: float) -> None:
        """Say what is to come."""
        self.blocks, self.trials, self.started, self.done = blocks, trials, 0, 0
        about = f", at least {duration(seconds)} of measuring" if seconds else ""
        line(self.console, f"{self.plan.article.slug}: {counted(trials, 'trial')} to measure{about}.")

    def block_started(self, block: Block) -> None:
        """Say that workers start."""
        self.started += 1
        self.said_waiting = False
        self._draw(f"round {block.round} {self.of}: starting workers", force=True)
        if not self.console.is_terminal:
            line(self.console, f"  round {block.round} {self.of} ...")

    def cell_prepared(self, block: Block, cell: Cell) -> None:
        """Say that a cell is compiled and warm."""
        self._draw(f"round {block.round}: ready: {self._name(cell)}")

    def waiting(self, takers: Sequence[Taker]) -> None:
        """Say who is waited for: again and again on a terminal, once a round in a log."""
        who = ", ".join(f"{taker.name or 'others'} {100 * taker.share:.0f} %" for taker in takers)
        said = f"waiting for a quiet moment: {who}"
        self._draw(said, force=True)
        if not self.console.is_terminal and not self.said_waiting:
            line(self.console, f"  {said}")
        self.said_waiting = True

    def waited(self, *, quiet: bool) -> None:
        """Take the message away; say once that waiting was in vain."""
        self._draw("measuring", force=True)
        if not quiet and not self.said_never_quiet:
            self.said_never_quiet = True
            line(self.console, "  no quiet moment came in the time there is for waiting; measuring goes on.")

    def slice_done(self, running: Running) -> None:
        """Show the running figure of the cell whose turn it was."""
        total = (self.started - 1 + running.block_share) / max(self.blocks, 1)
        self.bar.update(self.task, completed=total)
        self._draw(
            f"round {running.block.round} {self.of}, trial {self.done + 1} of {self.trials}: "
            f"{self._name(running.cell)}: {running.throughput_fps:,.4g} {self.rate}"
        )

    def trial_done(self, record: Record) -> None:
        """Count a finished trial; tell of a failed one at once."""
        self.done += 1
        if record.failure:
            told = [*record.failure.message.splitlines(), record.failure.kind][0]
            name = self._name(self.plan.cell(record.cell_id))
            line(self.console, f"  {name}, round {record.round}: {told}")

    def session_done(self, summary: Summary) -> None:
        """Keep the summary for whoever prints it, all sessions of the experiment together."""
        self.summary = summary if self.summary is None else self.summary.and_then(summary)

    def _name(self, cell: Cell) -> str:
        return cell_name(cell, self.plan, "en")

    def _draw(self, text: str, *, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self.drawn > REDRAW_SECONDS:
            self.drawn = now
            self.bar.update(self.task, description=text[:100])
            self.bar.refresh()
