"""Who keeps a GPU busy, by the account that a driver keeps of every program that has it open.

The driver i915 counts the time of each engine, xe its cycles and those of the engine as a whole.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from ovreport.run import kernel, quiet
from ovreport.run.progress import Taker

_LEAST = 0.01


@dataclass(frozen=True, kw_only=True)
class GpuLook:
    """What the programs of this host have had of its GPUs until now.

    Attributes:
        clients: By device and client the id of its process and the driver's account of it.
    """

    clock_ns: int
    clients: Mapping[tuple[str, str], tuple[int, Mapping[str, str]]]

    def takers_since(self, earlier: GpuLook) -> tuple[Taker, ...]:
        """Who has kept an engine busy since an earlier look, busiest first; shares are of one engine."""
        shares: defaultdict[str, float] = defaultdict(float)
        for key, (pid, account) in self.clients.items():
            _, before = earlier.clients.get(key, (pid, {}))
            share = _share(before, account, self.clock_ns - earlier.clock_ns) if before else 0.0
            if share >= _LEAST:
                shares[_name(pid)] += share
        busiest = sorted(((share, name) for name, share in shares.items()), reverse=True)
        return tuple(Taker(name=name, share=share) for share, name in busiest)


def look() -> GpuLook:
    """The accounts now; none where the system keeps none."""
    return GpuLook(clock_ns=time.monotonic_ns(), clients=kernel.gpu_clients())


def _share(before: Mapping[str, str], now: Mapping[str, str], ns: int) -> float:
    """Of the busiest engine."""
    shares = [0.0]
    for name, value in now.items():
        kind, _, engine = name.removeprefix("drm-").partition("-")
        busy = _number(value) - _number(before.get(name, value))
        if kind == "engine" and value.endswith("ns"):  # `drm-engine-capacity-` has no unit
            shares.append(busy / max(ns, 1))
        elif kind == "cycles" and (whole := f"drm-total-cycles-{engine}") in now:
            shares.append(busy / max(_number(now[whole]) - _number(before.get(whole, "0")), 1))
    return max(shares)


def _number(value: str) -> int:
    with contextlib.suppress(ValueError, IndexError):
        return int(value.split()[0])
    return 0


def _name(pid: int) -> str:
    with contextlib.suppress(psutil.Error):
        return quiet.shown(psutil.Process(pid).name())
    return str(pid)
