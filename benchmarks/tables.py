"""Tables of a benchmark: paired ratios with intervals, goals that are met or missed, and the machine."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
from scipy import stats

_PACKAGES = ("openvino", "numpy", "scipy", "pandas", "pyarrow", "plotly", "typer")


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How thorough a run is: `full` for the page, `quick` for a look, `trial` to see that it works."""

    name: str

    def of(self, full: float, quick: float, trial: float) -> float:
        """The number that this effort takes."""
        return {"full": full, "quick": quick, "trial": trial}[self.name]

    def count(self, full: int, quick: int, trial: int) -> int:
        """The whole number that this effort takes."""
        return {"full": full, "quick": quick, "trial": trial}[self.name]


EFFORTS = ("full", "quick", "trial")


@dataclass
class Table:
    """One table of the page.

    Attributes:
        columns: Heads.
        rows: Cells as text, as many as there are heads.
        before, after: Markdown around the table.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    before: str = ""
    after: str = ""

    def markdown(self) -> str:
        """The table under its title."""
        lines = [self.columns, tuple("---" for _ in self.columns), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts = [f"## {self.title}", self.before, table, self.after]
        return "\n\n".join(part for part in parts if part) + "\n"


@dataclass(frozen=True)
class Ratio:
    """Median of paired ratios with its 95 % interval; the bounds are NaN where the pairs are too few."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        if math.isnan(self.low):
            return f"{self.median:.3f}"
        return f"{self.median:.3f} ({self.low:.3f} to {self.high:.3f})"

    def verdict(self, low: float, high: float) -> str:
        """Whether the ratio lies within bounds, and whether its interval lets that be said."""
        inside = low <= self.median <= high
        sure = low <= self.low and self.high <= high
        touches = self.low <= high and self.high >= low
        if inside:
            return "yes" if sure else "yes, not resolved"
        return "no, not resolved" if touches else "no"


def ratio_of(first: Sequence[float], second: Sequence[float]) -> Ratio:
    """Median of the pairs' ratios first/second."""
    return median_of([a / b for a, b in zip(first, second, strict=True)])


def median_of(values: Sequence[float]) -> Ratio:
    """The median with its distribution-free 95 % interval: the order statistics of the sign test.

    W. J. Conover, "Practical Nonparametric Statistics", 3rd ed., section 3.2. Needs at least six values.
    """
    ordered = sorted(values)
    rank = int(stats.binom.ppf(0.025, len(ordered), 0.5))
    if rank < 1 and stats.binom.cdf(0, len(ordered), 0.5) > 0.025:
        return Ratio(statistics.median(ordered), math.nan, math.nan)
    rank = max(rank, 1)
    return Ratio(statistics.median(ordered), ordered[rank - 1], ordered[-rank])


def machine() -> str:
    """What was measured on, without what would name the host."""
    names = [
        line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    ]
    guest = any("hypervisor" in line for line in _lines("/proc/cpuinfo") if line.startswith("flags"))
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} processors"
        f"{' (virtual machine)' if guest else ''}, {memory:.0f} GiB of memory; {platform.system()} "
        f"{platform.release()}; Python {platform.python_version()}; "
        + ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    )


def busy() -> str:
    """How busy the machine is by others right now: load average and stolen time since boot."""
    times = psutil.cpu_times()
    stolen = getattr(times, "steal", 0.0) / sum(times)
    return f"load average {os.getloadavg()[0]:.1f}, {stolen:.1%} of the processors' time stolen since boot"


def today() -> str:
    """The date in UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.is_file() else []


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
