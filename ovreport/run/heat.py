"""Frequency and throttling of the processor, read between passes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ovreport.records import UNKNOWN
from ovreport.run import readings

_SHARE = 0.01
"""Of the time, that reading may take: 0.03 ms for 2 processors, 0.25 ms for 16, and more for more."""


@dataclass(frozen=True, kw_only=True)
class Heat:
    """What was read after a pass; `UNKNOWN` where nobody tells, or nobody looked. See `records.Slices`."""

    frequency_mhz: int = UNKNOWN
    throttles: int = UNKNOWN


class Thermometer:
    """Reads after a pass, if it is time.

    Args:
        clock: In seconds; tests put another one here.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due_seconds = clock()
        self._count = readings.throttle_count()

    def read(self) -> Heat:
        """The frequency now, and by how much the counters of throttling rose since the last reading."""
        begin_seconds = self._clock()
        if begin_seconds < self._due_seconds:
            return Heat()
        mhz, before, self._count = readings.frequency_mhz(), self._count, readings.throttle_count()
        now_seconds = self._clock()
        self._due_seconds = now_seconds + (now_seconds - begin_seconds) / _SHARE
        return Heat(
            frequency_mhz=UNKNOWN if mhz is None else round(mhz),
            throttles=UNKNOWN if before is None or self._count is None else max(self._count - before, 0),
        )
