"""Whether `ovreport replicate` judges rightly on real hardware, on the machine that made the page.

    python -m benchmarks.replicated [--effort full|quick|trial]

One page of three configurations is measured and rendered, and rendered a second time with the records of one
configuration stretched by a tenth. Every try is `ovreport replicate` in an empty folder: of the first page
with the machine left alone, of the first page beside a neighbour that keeps a core busy in bursts, and of the
second page. The first two must contradict nothing, the third something.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import openvino as ov

from benchmarks.command import run
from benchmarks.noise import neighbour
from benchmarks.tables import Effort, Table
from benchmarks.told_apart import layers
from ovreport.records import Record
from ovreport.store import Store

_ROOT = Path(__file__).parents[1]
_EXPERIMENT = """\
title: Equal layers
model: layers-20.xml
device: CPU
bundles:
  concurrency:
    one: {{ streams: 1, requests: 1 }}
    two on one stream: {{ streams: 1, requests: 2 }}
    two: {{ streams: 2, requests: 2 }}
measure: {{ rounds: {rounds}, seconds: {seconds} }}
"""
STRETCHED = 1.1
_NAME, _MODEL = "layers", "layers-20.xml"


@dataclass(frozen=True)
class Counts:
    """How many statements of a page came to each verdict."""

    confirmed: int
    contradicted: int
    open: int

    def __str__(self) -> str:
        return f"{self.confirmed} / {self.contradicted} / {self.open}"


def published(folder: Path, *, rounds: int, seconds: float) -> tuple[Path, Path]:
    """Measure the experiment in a folder; its site, and one whose last configuration takes longer.

    Args:
        folder: Gets the model, the experiment, the records and both sites.
        rounds: Of every configuration.
        seconds: Of every configuration in a round.
    """
    file = folder / "experiments" / f"{_NAME}.yaml"
    file.parent.mkdir()
    ov.save_model(layers(20), file.parent / _MODEL, compress_to_fp16=False)
    file.write_text(_EXPERIMENT.format(rounds=rounds, seconds=seconds), encoding="utf-8")
    as_measured, longer = folder / "site", folder / "longer"
    _ovreport("build", str(file), "--quiet", "--output", str(as_measured), folder=folder)
    store = Store(root=folder / "experiments" / "results")
    records = [store.open(header).record for header in store.scan(_NAME).headers]
    last = max(record.cell_id for record in records)
    for record in records:
        if record.cell_id == last:
            store.save(stretched(record))
    _ovreport("render", str(file), "--output", str(longer), folder=folder)
    return as_measured, longer


def stretched(record: Record) -> Record:
    """A record whose clock ran slow: everything took `STRETCHED` times as long."""

    def on(times: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.asarray(np.round(times * STRETCHED), np.int64)

    requests = replace(
        record.requests,
        submit_ns=on(record.requests.submit_ns),
        latency_ns=on(record.requests.latency_ns),
    )
    slices = replace(record.slices, begin_ns=on(record.slices.begin_ns), end_ns=on(record.slices.end_ns))
    return replace(record, requests=requests, slices=slices)


def replicated(site: Path, model: Path) -> Counts:
    """Repeat the page of a site here, in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        words = ("replicate", str(site), "--yes", "--quiet", "--model", str(model))
        _ovreport(*words, folder=folder)
        told = json.loads((folder / "replication" / "replication.json").read_text(encoding="utf-8"))
    counts = told["counts"]
    return Counts(counts["confirmed"], counts["contradicted"], counts["not-resolved"])


def _ovreport(*words: str, folder: Path) -> None:
    kept = {**os.environ, "PYTHONPATH": str(_ROOT), "XDG_CACHE_HOME": str(folder / ".cache")}
    command = [sys.executable, "-m", "ovreport", *words]
    ended = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"{' '.join(words)}: {ended.stdout}{ended.stderr}")


def tables(effort: Effort) -> list[Table]:
    """Every try, by what was repeated."""
    table = Table(
        title="Pages repeated on the machine that made them: confirmed / contradicted / not resolved",
        columns=("try", "left alone", "beside a busy neighbour", "one configuration 10 % slower there"),
    )
    tries = effort.count(20, 3, 1)
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        as_measured, longer = published(
            folder, rounds=effort.count(5, 5, 3), seconds=effort.of(1.0, 0.6, 0.2)
        )
        found: list[tuple[Counts, Counts, Counts]] = []
        for number in range(1, tries + 1):
            row = []
            for site, busy in ((as_measured, False), (as_measured, True), (longer, False)):
                with neighbour(number) if busy else contextlib.nullcontext():
                    row.append(replicated(site, folder / "experiments" / _MODEL))
            found.append((row[0], row[1], row[2]))
            table.rows.append((str(number), *map(str, row)))
    contradicted = [sum(counts.contradicted > 0 for counts in each) for each in zip(*found, strict=True)]
    table.after = (
        f"Contradicted: {contradicted[0]} of {tries} tries left alone, {contradicted[1]} beside a neighbour, "
        f"{contradicted[2]} of the page that was changed."
    )
    return [table]


if __name__ == "__main__":
    run(tables, __doc__)
