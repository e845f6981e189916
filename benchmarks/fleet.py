"""What a desk needs for many hosts: planning, gathering and rendering by the number of hosts.

    python -m benchmarks.fleet [--effort full|quick|trial]

Records are simulated: 20 experiments of two configurations, three rounds a host. Hosts are added to one
results folder; after each step a process of its own plans what every host lacks, gathers what there is, and
writes the whole site, all without a cache. Times are the processor's, which other programs hardly change.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.command import run
from benchmarks.speed_records import at_pace
from benchmarks.tables import Effort, Table
from ovreport import plan as plans
from ovreport import publish, spec, store
from ovreport.records import Record
from ovreport.spec import NOTHING_SAID
from ovreport.store import Store
from ovreport.workflow import Job, report
from tests.fleets import facts
from tests.simulation import World, measure

_ROOT = Path(__file__).parents[1]
ROUNDS = 3
MIB = 1 << 20


def write_experiments(folder: Path, number: int) -> list[Path]:
    """So many experiment files."""
    paths = [folder / f"fleet-{place:02}.yaml" for place in range(1, number + 1)]
    for place, path in enumerate(paths, 1):
        path.write_text(
            f"title: Experiment {place}\nmodel: tiny\ndevice: CPU\nthreads: [1, 2]\n"
            f"measure: {{rounds: {ROUNDS}, seconds: 0.5}}\n"
        )
    return paths


def templates(path: Path) -> list[Record]:
    """A record of each configuration of an experiment; those of hosts are the same at other paces."""
    plan = plans.expand(spec.load(path))
    once = replace(plan, measure=replace(plan.measure, rounds=1, most_rounds=1))
    world = World(ratios={plan.cells[1].id: 0.7})
    return [
        replace(record, measure=plan.measure) for record, _ in measure(once, world, facts=facts("Processor"))
    ]


def add_hosts(folder: Path, known: dict[Path, list[Record]], places: range) -> int:
    """Records of further hosts; on every seventh the second configuration is the slower one.

    Returns:
        How many records were written.
    """
    records, rng = Store(root=folder / "results"), np.random.default_rng(places.start)
    written = 0
    for place in places:
        speed = rng.uniform(0.5, 2.0)
        for first, *others in known.values():
            for number in range(1, ROUNDS + 1):
                for each in (first, *others):
                    turned = 2.0 if place % 7 == 0 and each is not first else 1.0
                    moved = replace(each, host=f"host-{place:04}", round=number)
                    records.save(at_pace(moved, speed * turned * rng.normal(1, 0.01)))
                    written += 1
    return written


def desk(folder: Path) -> dict[str, float]:
    """What one process takes for a folder, in seconds of a processor, and its peak memory in bytes."""
    begin = time.process_time()
    jobs = [
        Job(path=path, plan=plans.expand(spec.load(path)), results=folder / "results")
        for path in sorted(folder.glob("*.yaml"))
    ]
    left = 0
    for job in jobs:
        for listing in job.store().scan(job.slug).by_host().values():
            now = store.newest(job.plan, listing.headers)
            alike = store.belonging(job.plan, listing.headers, now) if now else ()
            done = store.done(job.plan, alike, unmeasurable=frozenset())
            blocks = plans.blocks(job.plan)
            left += len(store.remaining(job.plan, blocks, done, listing.taken, unmeasurable=frozenset()))
    assert not left, "every host has all rounds"
    planned = time.process_time()
    for job in jobs:
        report.inputs(job)
    gathered = time.process_time()
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        site = Path(place) / "site"
        publish.write(jobs, site, cache=Path(place) / "cache", say=lambda _: "", about=NOTHING_SAID)
        rendered = time.process_time()
        heaviest = {
            name: max(path.stat().st_size for path in site.glob(f"fleet-*/{name}"))
            for name in ("hosts.html", "index.html")
        }
        index = (site / "index.html").stat().st_size
    return {
        "planning": planned - begin,
        "gathering": gathered - planned,
        "rendering": rendered - gathered,
        "peak": peak_bytes(),
        "hosts.html": heaviest["hosts.html"],
        "index.html": heaviest["index.html"],
        "site index": index,
    }


def peak_bytes() -> int:
    """Largest resident memory of this process; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), 0)


def apart(folder: Path) -> dict[str, float]:
    """`desk` in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.fleet", "--desk", str(folder)],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def tables(effort: Effort) -> Iterator[Table]:
    """The only table."""
    counts = {"full": (25, 50, 100, 200), "quick": (5, 10, 20), "trial": (2, 3)}[effort.name]
    number = effort.count(20, 4, 1)
    table = Table(
        title="Many hosts",
        columns=(
            *("hosts", "trials", "planning, s", "gathering, s", "rendering, s", "rendering a host, ms"),
            *("peak memory, MiB", "common page, kB", "page of a host, kB", "index, kB"),
        ),
        before=f"{number} experiments of two configurations in {ROUNDS} rounds, simulated. *Planning* finds "
        "what each host lacks, and reads each record for the first time; *gathering* finds what pages are "
        "made from; *rendering* analyses every record and writes all pages in one language. Seconds are "
        "those of a processor.",
    )
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        known = {path: templates(path) for path in write_experiments(folder, number)}
        begin, trials = 1, 0
        for hosts in counts:
            trials += add_hosts(folder, known, range(begin, hosts + 1))
            begin, found = hosts + 1, apart(folder)
            table.rows.append(
                (
                    *(str(hosts), f"{trials:,}"),
                    *(f"{found[name]:.1f}" for name in ("planning", "gathering", "rendering")),
                    f"{1000 * found['rendering'] / hosts / number:.0f}",
                    f"{found['peak'] / MIB:.0f}",
                    *(f"{found[name] / 1000:.0f}" for name in ("hosts.html", "index.html", "site index")),
                )
            )
    yield table


if __name__ == "__main__":
    if sys.argv[1:2] == ["--desk"]:
        print(json.dumps(desk(Path(sys.argv[2]))))
    else:
        run(tables, __doc__)
