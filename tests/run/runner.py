"""A runner in a process of its own, to be killed: `python -m tests.run.runner SCRIPT...`.

Prints a line for every event, so that whoever kills it knows when.
"""

from __future__ import annotations

import sys

from ovreport.plan import Block, Cell
from ovreport.run.progress import Running
from ovreport.run.session import measure
from tests.run.plans import FAKE, FILES, Remembering, blocks_of, plan_of, setting


class Telling(Remembering):
    """Says aloud what happens."""

    def cell_prepared(self, block: Block, cell: Cell) -> None:
        print("prepared", flush=True)

    def slice_done(self, running: Running) -> None:
        print("slice", flush=True)


def main() -> None:
    plan = plan_of([setting(script if script != "-" else "") for script in sys.argv[1:]], seconds=1e6)
    session = measure(
        plan, blocks_of(plan), host="h", files=FILES, progress=Telling(), session="s", command=FAKE
    )
    for _ in session:
        print("record", flush=True)


if __name__ == "__main__":
    main()
