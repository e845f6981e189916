"""Waiting for a quiet moment, with bounds: until all others on this host do next to nothing for a while.

Who is busy is told on the terminal and nowhere else: the names of somebody's programs are in no record.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import psutil

from ovreport.run import readings
from ovreport.run.progress import Progress, Taker

QUIET = 0.2
"""Of one processor, that all others together may take in a quiet moment."""

MOMENT_SECONDS = 0.5
"""How long the host is looked at: 50 ticks of a processor, in which systems count processor time."""

MOST_SECONDS = 20.0
"""Of one wait. What is busy for longer is no spell but what this machine is like."""

AT_FIRST = 0.05
"""Of the time that measuring will take, that may be waited when it begins."""

EARNED = 0.1
"""Of the time that measuring has taken, that may be waited beside that: no early wait uses up that of later
rounds."""

_NAMED = 3
_LEAST_NAMED = 0.05
_NAME_CHARACTERS = 24
_THREADS_OF_KERNEL = 2
"""On Linux, the id of the parent of all of its kernel threads."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What everybody but us has taken of this host's processors.

    Attributes:
        clock_seconds: When it was looked, on a clock that only goes on.
        taken_seconds: Processor time of all others, since some moment in the past; a few ticks off.
        processes: Name and processor time of each process that can be seen, by what tells it apart from all
            others: its id and when it began.
    """

    clock_seconds: float
    taken_seconds: float
    processes: Mapping[tuple[int, float], tuple[str, float]] = field(default_factory=dict)

    def busy_since(self, earlier: Look) -> float:
        """How many processors all others took on average since an earlier look."""
        seconds = self.clock_seconds - earlier.clock_seconds
        return max(self.taken_seconds - earlier.taken_seconds, 0.0) / max(seconds, 1e-3)

    def takers_since(self, earlier: Look) -> tuple[Taker, ...]:
        """Who took it, busiest first; without a name what no process that can be seen accounts for.

        That is another container's, a kernel thread's, or of a process that has ended.
        """
        seconds = max(self.clock_seconds - earlier.clock_seconds, 1e-3)
        shares: defaultdict[str, float] = defaultdict(float)
        for key, (name, taken) in self.processes.items():
            shares[name] += (taken - earlier.processes.get(key, ("", 0.0))[1]) / seconds
        named = sorted((share, name) for name, share in shares.items() if share >= _LEAST_NAMED)[-_NAMED:]
        takers = [Taker(name=name, share=share) for share, name in reversed(named)]
        rest = self.busy_since(earlier) - sum(taker.share for taker in takers)
        if rest >= QUIET or not takers:
            takers.append(Taker(name="", share=max(rest, 0.0)))
        return tuple(takers)


def look() -> Look:
    """What all others have taken until now; some 15 ms of processor time for a hundred processes."""
    clock_seconds, busy_seconds = time.monotonic(), readings.busy_seconds()
    ended = os.times()  # of our own processes those that have ended are in no list any more
    own_seconds = ended.children_user + ended.children_system
    processes, own = {}, {os.getpid()}
    wanted = ["pid", "ppid", "name", "cpu_times", "create_time"]
    # by age, so that no child comes before its parent; a process that vanishes meanwhile is left out
    for each in sorted(psutil.process_iter(wanted), key=lambda process: process.info["create_time"] or 0.0):
        pid, parent = each.info["pid"], each.info["ppid"]
        if pid in own or parent in own:
            own.add(pid)
            own_seconds += readings.cpu_ns_of(pid) / 1e9
        elif not _of_kernel(pid, parent) and each.info["cpu_times"] is not None:
            name = shown(each.info["name"] or str(pid))
            processes[pid, each.info["create_time"]] = (name, _seconds(each.info["cpu_times"]))
    return Look(clock_seconds=clock_seconds, taken_seconds=busy_seconds - own_seconds, processes=processes)


def _of_kernel(pid: int, parent: int | None) -> bool:
    return sys.platform == "linux" and _THREADS_OF_KERNEL in (pid, parent)


def _seconds(times: Any) -> float:
    return float(times.user + times.system)


def shown(name: str) -> str:
    """A name that anybody may have given, fit for a terminal."""
    text = "".join(c if c.isprintable() else "?" for c in name)
    return text if len(text) <= _NAME_CHARACTERS else text[: _NAME_CHARACTERS - 1] + "…"


class Patience:
    """What waiting a session may still do.

    Each wait that was in vain halves what the next one may take, until one is not: on a machine that never
    gets quiet waiting gains nothing.

    Args:
        progress: Told who is waited for.
        expected_seconds: How long measuring will take at least, as far as known.
        look, sleep: The host and its time; tests put others here.

    Attributes:
        waited_seconds: So far.
    """

    def __init__(
        self,
        progress: Progress,
        expected_seconds: float,
        *,
        look: Callable[[], Look] = look,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.waited_seconds = 0.0
        self.look = look
        self._progress = progress
        self._sleep = sleep
        self._expected_seconds = expected_seconds
        self._in_vain = 0
        self._began_seconds = look().clock_seconds

    def wait(self, since: Look | None = None) -> None:
        """Wait until all others are quiet for a moment, or there is no patience left.

        Args:
            since: An earlier look. Where all others have been quiet from then on nothing is waited for.
        """
        last = self.look()
        most_seconds = min(MOST_SECONDS, self._left(last) / 2**self._in_vain)
        if most_seconds < MOMENT_SECONDS or (since is not None and _is_quiet(since, last)):
            return
        begin, told, quiet, waited = last, False, False, 0.0
        try:
            while not quiet and (left := most_seconds - waited) > 0:
                self._sleep(min(MOMENT_SECONDS, left))
                now = self.look()
                waited = now.clock_seconds - begin.clock_seconds
                quiet = _is_quiet(last, now)
                if not quiet:
                    told = True
                    self._progress.waiting(now.takers_since(last))
                last = now
        finally:
            self.waited_seconds += waited
        self._in_vain = 0 if quiet else self._in_vain + 1
        if told:
            self._progress.waited(quiet=quiet)

    def _left(self, now: Look) -> float:
        """Seconds that may still be waited, by what is to come, as far as that is known, and by what was."""
        measuring_seconds = now.clock_seconds - self._began_seconds - self.waited_seconds
        allowed_seconds = AT_FIRST * self._expected_seconds + EARNED * measuring_seconds
        return allowed_seconds - self.waited_seconds


def _is_quiet(earlier: Look, later: Look) -> bool:
    """A stretch that is too short tells nothing."""
    long_enough = later.clock_seconds - earlier.clock_seconds >= MOMENT_SECONDS / 2
    return long_enough and later.busy_since(earlier) < QUIET
