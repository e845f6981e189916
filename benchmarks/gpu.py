"""What only a machine with a GPU and many processors shows: `python -m benchmarks.gpu [--output FILE]`.

Fidelity from one stream to sixteen, what the recorder takes there, and what freezing waiting workers spares.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import frozen
from benchmarks.networks import Network, built_in, real
from benchmarks.recorder import Pairs, against_app
from benchmarks.tables import EFFORTS, Effort, Table, busy, machine, today
from benchmarks.workers import MEASURE
from ovreport.analysis.trials import reduce
from ovreport.claims.caveats.machine import LEAST_WHOLE
from ovreport.plan import Setting
from ovreport.run.floor import flight_of
from ovreport.run.process import WORKER
from ovreport.run.scout import Scout

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks-gpu.md"

STREAMS = ((1, 1), (2, 4), (4, 8), (8, 16), (16, 32))
"""Streams and requests."""

_HEAD = """\
# Benchmarks on a machine with a GPU and many processors

Written by `python -m benchmarks.gpu{options}` on {date}; edit nothing here by hand.

- Machine: {machine}; {devices}.
- At the beginning: {before}. At the end: {after}.

"no" stands where a goal is missed, "not resolved" where the interval reaches across a bound.
"""


def fidelity(networks: Sequence[Network], effort: Effort) -> Table:
    """The figure of ovreport over that of `benchmark_app` on the CPU, by streams."""
    table = Table(
        title="Against benchmark_app, by streams",
        columns=(
            "model",
            "streams/requests",
            "throughput",
            "throughput, ends counted alike",
            "median latency",
            "ovreport",
        ),
    )
    for network in networks:
        settings = [network.setting(*case) for case in STREAMS]
        for setting in settings:  # one at a time: the tools' own threads fill the machine
            (pairs,) = against_app(
                network,
                [setting],
                rounds=1,
                pairs=effort.count(12, 8, 2),
                seconds=effort.of(0.5, 0.3, 0.02),
            )
            table.rows.append((network.name, f"{setting.streams}/{setting.requests}", *_told(pairs)))
    table.before = (
        f"The figure of ovreport over that of the tool, {len(pairs.ours)} pairs a row: median of the pairs' "
        "ratios and its 95 % interval, as on the other page of benchmarks."
    )
    return table


def _told(pairs: Pairs) -> tuple[str, ...]:
    ratios = (pairs.throughput(), pairs.alike(), pairs.latency())
    return (*map(str, ratios), pairs.level())


def recorder_shares(networks: Sequence[Network], effort: Effort) -> Table:
    """What recorder and queue take of the time between two completions, measured as the product does it."""
    table = Table(
        title="What the recorder takes",
        columns=("model", "mode", "floor", "between two completions", "share"),
        before=(
            "Microseconds between two completions on the model that does nothing and on another, in the "
            "same mode with as many streams and requests; medians of the passes in which both are measured."
        ),
    )
    turns = effort.count(12, 3, 2)
    for network in networks:
        sync = replace(network.setting(1, 1), mode="sync")
        for setting in (sync, *(network.setting(*case) for case in STREAMS)):
            floors, shares = _shares(network, setting, turns)
            floor, share = statistics.median(floors) / 1e3, statistics.median(shares)
            what = "sync" if setting.mode == "sync" else f"async {setting.streams}/{setting.requests}"
            told = "all" if share >= LEAST_WHOLE else f"{share:.1%}"
            table.rows.append((network.name, what, f"{floor:.1f}", f"{floor / share:.1f}", told))
    return table


def _shares(network: Network, setting: Setting, turns: int) -> tuple[list[int], list[float]]:
    floors, shares = [], []
    with frozen.ready(network, [setting] * turns) as workers, Scout(WORKER) as scout:
        for worker in workers:
            worker.slice(2 * MEASURE.slice_seconds)
            record = worker.record()
            assert record.in_force is not None
            floor_ns = scout.floor_ns(flight_of(setting, record.in_force))
            told = replace(record, floor_ns=floor_ns, floor_requests=record.in_force.requests)
            share = reduce(told, "").summary.floor_share
            if floor_ns is not None and share is not None:
                floors.append(floor_ns)
                shares.append(share)
    return floors, shares


def _devices() -> str:
    with Scout(WORKER) as scout:
        return ", ".join(f"{each.name} {each.full_name}" for each in scout.survey().devices)


def main() -> None:
    """Measure and write the page; `quick` and `trial` print it unless a file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--effort", choices=EFFORTS, default="full")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    effort, date, before, devices = Effort(name=given.effort), today(), busy(), _devices()
    output: Path | None = given.output or (PAGE if effort.name == "full" else None)
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        large = [] if effort.name == "trial" else [built_in("mobilenet-ssd", folder)]
        small = [built_in("tiny", folder), *(each for each in real() if "landmarks" in each.name)][:2]
        found = [
            *frozen.tables(effort),
            recorder_shares([*large, *small], effort),
            fidelity([*large, *small], effort),
        ]
    head = _HEAD.format(
        options="" if effort.name == "full" else f" --effort {effort.name}",
        date=date,
        machine=machine(),
        devices=devices,
        before=before,
        after=busy(),
    )
    page = "\n".join([head, *(table.markdown() for table in found)])
    print(page)
    if output is not None:
        output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
