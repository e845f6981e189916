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

from benchmarks.command import run
from benchmarks.networks import Network, built_in, real
from benchmarks.speed_records import HUNDRED, TWELVE, write_experiment, write_records
from benchmarks.tables import Effort, Table, ratio_of
from benchmarks.timed import Timed, beyond_imports, timed
from benchmarks.workers import MEASURE, Worker, part_of
from ovreport.records import Record
from ovreport.run.process import WorkerPool
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
    file = "mobilenet-ssd-cpu.yaml" if effort.name == "full" else "same-twice.yaml"
    source = Path(__file__).parents[1] / "experiments" / file
    seconds = effort.of(3, 3, 0.2)  # the default profile has five such rounds, and one start of the runner
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        (folder / source.name).write_bytes(source.read_bytes())
        limits = ("--rounds", "1", "--seconds", str(seconds))
        ran = timed("command", "run", source.name, "--host", "here", *limits, folder=folder)
        records = Store(root=folder / "results")
        kept = [records.open(each).record.slices for each in records.scan(source.stem).headers]
    found = re.search(r"(\d+) ?% of that time", ran.printed)
    assert found, ran.printed
    what = f"share of `ovreport run {source.name}` that measures or warms up, one round of {seconds:g} s"
    printed = f"{found[1]} % of the session; the whole command took {ran.wall_seconds:.0f} s"
    others = max(float(each.other_cpu_ns.sum() / (each.end_ns - each.begin_ns).sum()) for each in kept)
    return [
        Row(what, printed, "at least 75 %", int(found[1]) >= 75),
        Row(
            "... CPU time of the runner and all waiting workers during the slices, the worst of the "
            "configurations",
            f"{others:.2%} of the time",
            "below 1 %",
            others < 0.01,
        ),
    ]


@dataclass(frozen=True)
class _Size:
    """What one number of requests takes, in seconds beyond imports.

    Attributes:
        first: Nothing is known and nothing written.
        changed: The experiment file has changed; records were looked at before, typefaces are there.
    """

    rows: int
    pandas: float
    first: float
    changed: float
    peak_bytes: int
    again: Timed


def large_records(effort: Effort) -> list[Row]:
    """Rendering of 12 cells x 10 rounds against pandas, growing with the number of requests."""
    sizes = {"full": (25_000, 50_000, 100_000), "quick": (5_000, 20_000), "trial": (200, 400)}
    found = [_rendered(size, effort) for size in sizes[effort.name]]
    small, last = found[0], found[-1]
    millions = " / ".join(f"{each.rows / 1e6:.2g}" for each in found)
    peaks = " / ".join(f"{each.peak_bytes / 2**20:.0f}" for each in found)
    more = (last.rows - small.rows) / 1e6
    slope, reading = (last.changed - small.changed) / more, (last.pandas - small.pandas) / more
    return [
        _against_pandas(
            f"`render` of {last.rows / 1e6:.3g} million requests, everything new", last.first, last
        ),
        _against_pandas("... after a change of the experiment file", last.changed, last),
        Row(
            "... each further million requests",
            f"{slope:.3f} s, pandas {reading:.3f} s: {slope / reading:.1f} times",
            "at most 2 times",
            slope <= 2 * reading,
        ),
        Row(
            "... seconds beyond imports by size",
            f"{' / '.join(f'{each.changed:.2f}' for each in found)} s at {millions} million",
            "linear",
            last.changed / small.changed <= 1.2 * last.rows / small.rows,
        ),
        Row(
            "... peak memory", f"{peaks} MiB at {millions} million", "at most 1 GiB", last.peak_bytes <= _GIB
        ),
        _unchanged(last.again),
    ]


def _rendered(size: int, effort: Effort) -> _Size:
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        path = write_experiment(folder, TWELVE, effort.count(10, 10, 2))
        rows = write_records(path, size)
        repeats = range(effort.count(3, 1, 1))
        pandas = statistics.median(timed("pandas", str(folder)).work_seconds for _ in repeats)
        first = timed(*_RENDER, folder=folder)
        changed = []
        for number in repeats:
            path.write_text(f"{path.read_text()}# {number}\n")
            changed.append(timed(*_RENDER, folder=folder))
        again = timed(*_RENDER, folder=folder)
    return _Size(
        rows=rows,
        pandas=pandas,
        first=beyond_imports(first),
        changed=statistics.median(beyond_imports(each) for each in changed),
        peak_bytes=max(each.peak_bytes for each in (first, *changed)),
        again=again,
    )


def _against_pandas(what: str, seconds: float, size: _Size) -> Row:
    times = seconds / size.pandas
    found = f"{seconds:.2f} s beyond imports, pandas {size.pandas:.2f} s: {times:.1f} times"
    return Row(what, found, "at most 2 times", times <= 2)


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
        path = write_experiment(folder, HUNDRED, effort.count(10, 2, 1), languages="[en, zh-Hans]")
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
            f"analysis of 100 configurations x 10 rounds, {rows / 1e6:.2g} million requests",
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
    pool = WorkerPool()
    try:
        worker = Worker(pool, network.setting(2, 4), network.files)
        worker.prepare()
        for _ in range(effort.count(100, 30, 6)):
            worker.slice(MEASURE.slice_seconds)
        record = worker.record()
    finally:
        pool.end()
    half = len(record.slices) // 2
    sizes = [_stored(folder, each) for each in (part_of(record, range(half)), record)]
    (few, less), (rows, size) = sizes
    each = (size - less) / (rows - few)
    found = f"{each:.2f} for each further one; {size / rows:.1f} in the file of {rows:,} requests"
    return Row(f"bytes a request on disk, {network.name}", found, "at most 6", each <= 6)


def _stored(folder: Path, record: Record) -> tuple[int, int]:
    """Rows and bytes of the stored record."""
    return len(record.requests), Store(root=folder / "results").save(record).stat().st_size


def start_up(effort: Effort) -> list[Row]:
    """`--help` against the command-line library alone, and `check` of fifty files."""
    helps, imports = [], []
    for _ in range(effort.count(15, 5, 2)):
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
