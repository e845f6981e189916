"""The time around the measurement: one row for each goal.

    python -m benchmarks.speed [--effort full|quick|trial]

Every command runs in a process of its own. "Beyond imports" is its time less that of a process that does
nothing but import the same modules.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.command import run
from benchmarks.networks import Network, built_in, real
from benchmarks.speed_records import HUNDRED, TWELVE, write_experiment, write_records
from benchmarks.tables import Effort, Table, ratio_of
from benchmarks.timed import Timed, beyond_imports, timed
from benchmarks.workers import Worker
from ovreport.run.process import Crew
from ovreport.store import Store

_GIB = 1 << 30
_RENDER = ("command", "render", "experiments", "--output", "site")


@dataclass(frozen=True)
class Row:
    """A goal and what was found."""

    what: str
    found: str
    goal: str
    met: bool

    def cells(self) -> tuple[str, str, str, str]:
        """For the table."""
        return (self.what, self.found, self.goal, "yes" if self.met else "no")


def measuring_share(effort: Effort) -> list[Row]:
    """Share of `ovreport run` that measures or warms up: the whole command, and as `run` prints it."""
    file = "same-twice.yaml" if effort.name == "trial" else "mobilenet-ssd-cpu.yaml"
    source = Path(__file__).parents[1] / "experiments" / file
    rounds, seconds = effort.count(2, 1, 1), effort.of(3, 1, 0.2)
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        (folder / source.name).write_bytes(source.read_bytes())
        limits = ("--rounds", str(rounds), "--seconds", str(seconds))
        ran = timed("command", "run", source.name, "--host", "here", *limits, folder=folder)
    found = re.search(r"(\d+) ?% of that time", ran.printed)
    assert found, ran.printed
    what = (
        f"share of `ovreport run {source.name}` that measures or warms up, {rounds} rounds of {seconds:g} s"
    )
    printed = f"{found[1]} % of the session; the whole command took {ran.wall_seconds:.0f} s"
    return [Row(what, printed, "at least 75 %", int(found[1]) >= 75)]


def large_records(effort: Effort) -> list[Row]:
    """Rendering of 12 cells x 10 rounds against pandas, growing with the number of requests."""
    sizes = {"full": (25_000, 50_000, 100_000), "quick": (5_000, 10_000, 20_000), "trial": (200, 400)}[
        effort.name
    ]
    found: list[tuple[int, Timed, float, Timed, Timed]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
            folder = Path(place)
            path = write_experiment(folder, TWELVE, effort.count(10, 10, 2))
            rows = write_records(path, size)
            pandas = timed("pandas", str(folder))
            rendered = timed(*_RENDER, folder=folder)
            again = timed(*_RENDER, folder=folder)
            found.append((rows, rendered, beyond_imports(rendered), pandas, again))
    rows, rendered, seconds, pandas, again = found[-1]
    ratio = seconds / pandas.work_seconds
    said = f"{seconds:.2f} s beyond imports, pandas {pandas.work_seconds:.2f} s: {ratio:.2f} times"
    peaks = " / ".join(f"{each[1].peak_bytes / 2**20:.0f}" for each in found)
    millions = " / ".join(f"{each[0] / 1e6:.2g}" for each in found)
    spent = " / ".join(f"{each[2]:.2f}" for each in found)
    per_row = (found[-1][2] - found[0][2]) / (found[-1][0] - found[0][0])
    earlier = (found[-2][2] - found[0][2]) / max(found[-2][0] - found[0][0], 1)
    straight = len(found) < 3 or per_row < 1.5 * earlier
    return [
        Row(
            f"`render` of {rows / 1e6:.3g} million requests, first time", said, "at most 2 times", ratio <= 2
        ),
        Row(
            "... peak memory",
            f"{peaks} MiB at {millions} million",
            "at most 1 GiB",
            rendered.peak_bytes <= _GIB,
        ),
        Row("... growth", f"{spent} s beyond imports at {millions} million", "linear", straight),
        _unchanged(again),
    ]


def _unchanged(again: Timed) -> Row:
    seconds = beyond_imports(again)
    found = f"{seconds:.2f} s beyond imports, {again.opened} record files opened"
    return Row(
        "`render` again, nothing changed", found, "below 1 s, none opened", seconds < 1 and not again.opened
    )


def large_matrix(effort: Effort) -> list[Row]:
    """Analysis and rendering of 100 cells x 10 rounds x 2,000 requests."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        path = write_experiment(folder, HUNDRED, effort.count(10, 10, 1), languages="[en, zh-Hans]")
        rows = write_records(path, effort.count(2000, 500, 50))
        pandas = [timed("pandas", str(folder)).work_seconds]
        timed("command", "list", "experiments", folder=folder)  # so that the folder is known
        analysed = timed("analysis", "experiments/speed.yaml", folder=folder)
        pandas.append(timed("pandas", str(folder)).work_seconds)
        (folder / ".cache").rename(folder / ".forgotten")
        rendered = timed(*_RENDER, folder=folder)
    ratio = analysed.work_seconds / statistics.fmean(pandas)
    said = f"{analysed.work_seconds:.2f} s, pandas {statistics.fmean(pandas):.2f} s: {ratio:.2f} times"
    peak = rendered.peak_bytes / 2**20
    return [
        Row(
            f"analysis of 100 cells x 10 rounds, {rows / 1e6:.2g} million requests",
            said,
            "at most 3 times",
            ratio <= 3,
        ),
        Row(
            "`render` of the same in two languages, everything new",
            f"{rendered.wall_seconds:.1f} s in all, {peak:.0f} MiB at most",
            "at most 10 s and 1 GiB",
            rendered.wall_seconds <= 10 and rendered.peak_bytes <= _GIB,
        ),
    ]


def bytes_per_request(effort: Effort) -> list[Row]:
    """Size of stored records of real latencies."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        networks = [built_in("tiny", folder)]
        if effort.name != "trial":
            networks += [each for each in real() if each.name.endswith("FP32")]
            networks.append(built_in("mobilenet-ssd", folder))
        return [_size(network, folder, effort) for network in networks]


def _size(network: Network, folder: Path, effort: Effort) -> Row:
    crew = Crew()
    try:
        worker = Worker(crew, network.setting(2, 4), network.files)
        worker.prepare()
        for _ in range(effort.count(33, 10, 2)):
            worker.slice(0.15)
        path = Store(root=folder / "results").save(worker.record())
    finally:
        crew.end()
    about = pq.ParquetFile(path).metadata
    columns = sum(
        about.row_group(n).column(c).total_compressed_size
        for n in range(about.num_row_groups)
        for c in range(about.num_columns)
    )
    rows, size = about.num_rows, path.stat().st_size
    whole = f"the whole file {size / rows:.1f} ({size:,} bytes, {rows:,} requests)"
    found = f"{columns / rows:.2f} in the columns; {whole}"
    return Row(f"bytes a request on disk, {network.name}", found, "at most 6", columns / rows <= 6)


def start_up(effort: Effort) -> list[Row]:
    """`--help` against the command-line library alone, and `check` of fifty files."""
    helps, imports = [], []
    for _ in range(effort.count(15, 7, 2)):
        helps.append(timed("command", "--help").wall_seconds)
        imports.append(timed("imports", "typer").wall_seconds)
    ratio = ratio_of(helps, imports)
    found = f"{ratio}; {statistics.median(helps):.2f} s against {statistics.median(imports):.2f} s"
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        first = write_experiment(folder, TWELVE, 5)
        for number in range(1, 50):
            first.with_name(f"speed{number:02}.yaml").write_bytes(first.read_bytes())
        checks = [timed("command", "check", "experiments", folder=folder).wall_seconds for _ in range(3)]
    beyond = statistics.median(checks) - statistics.median(helps)
    return [
        Row("`--help` / importing typer alone", found, "at most 1.3", ratio.median <= 1.3),
        Row("`check` of 50 files beyond `--help`", f"{beyond:.2f} s", "below 1 s", beyond < 1),
    ]


PARTS: Sequence[Callable[[Effort], list[Row]]] = (
    measuring_share,
    large_records,
    large_matrix,
    bytes_per_request,
    start_up,
)


def tables(effort: Effort) -> list[Table]:
    """One table with all goals."""
    table = Table(title="Time around the measurement", columns=("what", "found", "goal", "met"))
    for part in PARTS:
        table.rows += [row.cells() for row in part(effort)]
    return [table]


if __name__ == "__main__":
    run(tables, __doc__)
