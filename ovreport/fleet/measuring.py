"""Measures an order in a process of its own, and tells what happens: a JSON object a line.

`python -m ovreport.fleet.measuring` reads an order from its standard input, and stops when that ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovreport.errors import explained
from ovreport.fleet import orders
from ovreport.run import interrupts
from ovreport.run.progress import Progress
from ovreport.store import Store
from ovreport.workflow import Job
from ovreport.workflow import measure as work

if TYPE_CHECKING:
    from ovreport.plan import Block
    from ovreport.records import LeftOut, Record
    from ovreport.run.progress import Taker
    from ovreport.workflow.further import Outlook


class Telling(Progress):
    """Tells whoever started this process what becomes of an experiment."""

    def __init__(self) -> None:
        self.waits = False

    def waiting(self, takers: str | Sequence[Taker]) -> None:
        """Something is installed first, or others are waited for: who measures here, or keeps it busy."""
        if isinstance(takers, str):
            tell(doing=takers)
        elif not self.waits:
            tell(doing="waiting: a quiet moment")
        self.waits = True

    def busy(self, _: str) -> None:
        """Another host of a fleet is this machine, too, and measures."""
        tell(doing="waiting: its machine measures as another host")

    def waited(self, *, quiet: bool) -> None:  # noqa: ARG002 - the page tells whether it was
        """It goes on."""
        self.waits = False
        tell(doing="measuring")

    def moved(self, job: Job, records: int, folder: Path) -> None:
        """Nothing is moved aside here."""

    def passed_over(self, job: Job, found: Sequence[LeftOut]) -> None:
        """The page says it."""

    def looked(self, job: Job, look: Outlook) -> None:
        """The rounds that come of it are told."""

    def nothing_left(self, job: Job) -> None:
        """The end is told."""

    @contextlib.contextmanager
    def progress(self, job: Job) -> Iterator[Progress]:  # noqa: ARG002 - there is one
        """What the runner tells is passed on as well."""
        yield self

    def block_started(self, block: Block) -> None:
        """A round begins; all that was measured before is kept."""
        self.waits = False
        tell(doing="measuring", round=block.round)

    def trial_done(self, record: Record) -> None:
        """The end tells what failed."""


def tell(**told: Any) -> None:
    """Print a line; nobody may be there to read it."""
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), json.dumps(told).encode() + b"\n")


def main() -> None:
    """Measure the order on the standard input, and tell how it ended."""
    order, here = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the worker that started this process
    slug = order.plan.article.slug
    job = Job(
        path=here.folder / f"{slug}.yaml",
        plan=orders.unpacked(order, here.bundles),
        results=here.results,
        cache=here.folder / "cache",
    )
    interrupts.press_at_end_of(sys.stdin.fileno())

    def plain(told: object) -> str:
        return str(told).replace(str(job.path), job.path.name)  # the file is at the desk

    try:
        tell(outcome={"failed": [plain(each) for each in _measured(job, here.name, order.await_quiet)]})
    except KeyboardInterrupt:
        tell(outcome={"stopped": True})
    except Exception as error:
        tell(outcome={"error": plain(explained(error, slug, job.cache, slug))})


def _measured(job: Job, host: str, await_quiet: bool) -> list[str]:
    """Measure what is missing on this host, one at a time on this machine; returns what failed."""
    telling = Telling()
    ready = work.prepare(job, host=host, say=telling.waiting)  # for what is installed first
    with contextlib.ExitStack() as held:
        if ready.open:
            machine = Path.home() / ".cache" / "ovreport" / f"measuring-{platform.node()}"
            held.enter_context(Store(root=machine).lock(host=host, wait=True, waiting=telling.busy))
            held.enter_context(work.lock([job], host=host, wait=True, waiting=telling.waiting))
        outcome = work.execute(ready, host=host, listener=telling, await_quiet=await_quiet)
    return work.failures(job, outcome)


if __name__ == "__main__":
    main()
