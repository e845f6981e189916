"""A session that somebody interrupts: `python -m tests.run.pressed SLICES SECONDS SCRIPT...`.

So many seconds after so many slices Ctrl-C is pressed. Prints what came before the interrupt, as JSON: for
each record its cell, its kind of failure, and whether its readings lie apart.

In a process of its own, since a signal may kill one whose stack for signals is too small: that of pytest's
fault handler is, once OpenVINO has turned on the processor's matrix unit there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from threading import Timer

from ovreport.records import Record
from ovreport.run.progress import Running
from ovreport.run.session import measure
from tests.run.plans import FAKE, FILES, Remembering, blocks_of, number_of, plan_of, setting


class Pressing(Remembering):
    """Presses Ctrl-C when so many slices are done."""

    def __init__(self, slices: int, later_seconds: float) -> None:
        super().__init__()
        self._at = slices
        self._later_seconds = later_seconds

    def slice_done(self, running: Running) -> None:
        super().slice_done(running)
        if len(self.slices) == self._at:
            press = Timer(self._later_seconds, os.kill, (os.getpid(), signal.SIGINT))
            press.start()
            if not self._later_seconds:
                press.join()


def main() -> None:
    slices, seconds, *scripts = sys.argv[1:]
    plan = plan_of([setting(script.strip("-")) for script in scripts], schedule="whole", rounds=2)
    records: list[Record] = []
    session = measure(
        plan, blocks_of(plan), host="h", files=FILES, session="s", command=FAKE,
        progress=Pressing(int(slices), float(seconds)),
    )  # fmt: skip
    try:
        records.extend(session)
    except KeyboardInterrupt:
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        print(json.dumps([
            [number_of(r), r.failure and r.failure.kind, r.after.monotonic_ns > r.before.monotonic_ns]
            for r in records
        ]))  # fmt: skip


if __name__ == "__main__":
    main()
