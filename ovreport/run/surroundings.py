"""What everybody else on this host does while slices are measured."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from ovreport.records import UNKNOWN
from ovreport.run import kernel, readings


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What happened between two looks, in nanoseconds; `UNKNOWN` where nobody tells."""

    elsewhere_ns: int
    steal_ns: int
    pressure_ns: int

    @property
    def taken_ns(self) -> int:
        """What everybody else took, the hypervisor's other guests included."""
        return self.elsewhere_ns + max(self.steal_ns, 0)


class Surroundings:
    """The host from one look to the next, so that sums over slices in a row have the error of two looks.

    What others took is what the system counted as busy less the CPU clocks of our own processes. The system
    looks at each tick who runs, so that some hundredths of a second may be chance. What it does not count as
    idle would be finer, but holds the ways into sleep and out of it, which are nobody else's doing. In a
    container the system may tell of the whole host: then whoever works beside the container is counted, and
    so he should be, for he takes the same processors.
    """

    def __init__(self) -> None:
        self._own_ns: dict[int, int] = {}
        self._read()

    def _read(self) -> None:
        steal_seconds = readings.steal_seconds()
        self._busy_ns = round(readings.busy_seconds() * 1e9)
        self._steal_ns = None if steal_seconds is None else round(steal_seconds * 1e9)
        self._pressure_ns = kernel.waiting_ns()
        self._runner_ns = time.process_time_ns()

    def look(self, own: Iterable[int]) -> Meanwhile:
        """What happened since the last look.

        Args:
            own: Ids of the processes beside this one that are ours. One that ends meanwhile counts as
                somebody else.
        """
        busy_ns, steal_ns, pressure_ns = self._busy_ns, self._steal_ns, self._pressure_ns
        runner_ns, before = self._runner_ns, self._own_ns
        self._own_ns = {pid: readings.cpu_ns_of(pid) for pid in own}
        self._read()
        ours_ns = self._runner_ns - runner_ns
        ours_ns += sum(max(cpu_ns - before.get(pid, cpu_ns), 0) for pid, cpu_ns in self._own_ns.items())
        elsewhere_ns = self._busy_ns - busy_ns - ours_ns
        return Meanwhile(
            elsewhere_ns=0 if elsewhere_ns == UNKNOWN else elsewhere_ns,
            steal_ns=_rise(steal_ns, self._steal_ns),
            pressure_ns=_rise(pressure_ns, self._pressure_ns),
        )


def _rise(before: int | None, after: int | None) -> int:
    return UNKNOWN if before is None or after is None else max(after - before, 0)
