"""Workers that wait: one that takes processor time meanwhile is frozen until it is needed.

A waiting worker blocks in a read and takes next to nothing. The drivers of some devices keep threads in it
that look for work without a pause, though; those would take processor time from the cell that is measured.
"""

from __future__ import annotations

import time

from ovreport.run import readings
from ovreport.run.process import Worker

RESTLESS = 0.005
"""Of one processor, that a waiting worker may take. One whose threads sleep stays below a tenth of it."""

SETTLING_NS = 1_000_000
"""What a worker may take beside that: when its answer is there, it is still on its way back into its read."""

WATCHED_SECONDS = 0.02
"""How long a worker is looked at when it is ready to measure, before anybody else goes on."""


class Waiting:
    """The time between the steps of one worker.

    Args:
        worker: Not frozen.

    Attributes:
        restless: Whether it was seen to take processor time while it waited; once so, always so.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.restless = False
        self._waited_ns = 0
        self._taken_ns = 0
        self._start_over()

    def _start_over(self) -> None:
        self._clock_ns = time.monotonic_ns()
        self._cpu_ns = readings.cpu_ns_of(self._worker.pid)

    def begin(self) -> None:
        """The worker has answered and waits from now on; frozen at once, if it is restless."""
        if self.restless:
            self._worker.freeze()
        self._start_over()

    def watch(self) -> None:
        """Look at it for a short while, asleep."""
        self.begin()
        time.sleep(WATCHED_SECONDS)
        self.look()

    def look(self) -> int:
        """CPU time in ns that it took since the last look, or since it waits; freezes it for too much."""
        clock_ns, cpu_ns = self._clock_ns, self._cpu_ns
        self._start_over()
        taken_ns = max(self._cpu_ns - cpu_ns, 0)  # nothing can be read of a worker that has ended
        self._taken_ns += taken_ns
        self._waited_ns += self._clock_ns - clock_ns
        if not self.restless and self._taken_ns > SETTLING_NS + RESTLESS * self._waited_ns:
            self.restless = True
            self._worker.freeze()
        return taken_ns
