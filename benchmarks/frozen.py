"""What freezing a waiting worker does to its own figures, and what it spares the others.

    python -m benchmarks.frozen [--effort full|quick|trial]

Two workers of one setting take turns, with a third one between them as in a block. One of the two is frozen
while it waits, the other waits freely; after every pair they change roles.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import openvino as ov

from benchmarks.app import Turn
from benchmarks.command import run
from benchmarks.networks import Network, built_in, real
from benchmarks.recorder import Pairs
from benchmarks.tables import Effort, Table
from benchmarks.workers import MEASURE, Worker, turns_of
from ovreport.plan import Setting
from ovreport.run.process import WorkerPool
from ovreport.run.readings import cpu_ns_of


@contextlib.contextmanager
def ready(network: Network, settings: Sequence[Setting]) -> Iterator[list[Worker]]:
    """A warm worker for every setting."""
    pool = WorkerPool()
    try:
        workers = [Worker(pool, setting, network.files) for setting in settings]
        for worker in workers:
            worker.prepare()
        yield workers
    finally:
        pool.end()


def frozen_and_free(network: Network, setting: Setting, *, rounds: int, pairs: int) -> Pairs:
    """Slices after a frozen wait (`ours`) and after a free one (`theirs`), pair by pair."""
    found = Pairs()
    for number in range(rounds):
        with ready(network, [setting] * 3) as (one, other, neighbour):
            for pair in range(pairs + 1):
                order = (one, other) if pair % 4 < 2 else (other, one)
                for worker in order:
                    neighbour.slice(MEASURE.slice_seconds)
                    worker.slice(MEASURE.slice_seconds)
                    if is_frozen_before(pair + 1, worker is one, number):
                        worker.process.freeze()
            turns = [turns_of(worker.record()) for worker in (one, other)]
        for pair in range(1, pairs + 1):  # nobody was frozen before the first one
            ours, theirs = _roles(turns, pair, number)
            found.ours.append(ours)
            found.theirs.append(theirs)
    return found


def is_frozen_before(pair: int, first: bool, number: int) -> bool:
    """Which of the two workers waits frozen before a pair; they change at every pair."""
    return first == ((pair + number) % 2 == 0)


def _roles(turns: Sequence[Sequence[Turn]], pair: int, number: int) -> tuple[Turn, Turn]:
    one, other = turns[0][pair], turns[1][pair]
    return (one, other) if is_frozen_before(pair, True, number) else (other, one)


def costs(rows: Sequence[tuple[Network, Setting]], effort: Effort) -> Table:
    """Whether a slice after a frozen wait comes out like one after a free wait."""
    table = Table(
        title="A frozen wait against a free one",
        columns=(
            "model",
            "device, streams/requests",
            "throughput",
            "median latency",
            "free",
            "within 0.99-1.01",
        ),
    )
    for network, setting in rows:
        pairs = frozen_and_free(network, setting, rounds=effort.count(4, 2, 1), pairs=effort.count(40, 30, 6))
        ratios = (pairs.throughput(), pairs.latency())
        verdict = "; ".join(ratio.verdict(0.99, 1.01) for ratio in ratios)
        level = Pairs(pairs.theirs, pairs.ours).level()
        table.rows.append((network.name, _what(setting), *map(str, ratios), level, verdict))
    table.before = (
        f"Slices of {MEASURE.slice_seconds:g} s, {len(pairs.ours)} pairs a row; between two slices of a "
        "worker lie those of two others. Median of the pairs' ratios, frozen over free, and its 95 % "
        "interval."
    )
    return table


def _what(setting: Setting) -> str:
    return f"{setting.device}, {setting.streams or 'automatic'}/{setting.requests}"


def spared(network: Network, effort: Effort, waiting: Sequence[Setting]) -> Table:
    """What cells gain where waiting workers of a GPU are frozen; those have a slice each before every one."""
    table = Table(
        title="Waiting workers of the GPU, free and frozen",
        columns=(
            "what is measured",
            "they take, free",
            "they take, frozen",
            "throughput, frozen / free",
            "median latency",
        ),
        before=(
            f"{len(waiting)} workers of {network.name} on the GPU have had a slice each and wait; per cent "
            "of one processor that they take together while a configuration is measured, mean over its "
            "slices."
        ),
    )
    for setting in (network.setting(2, 2), replace(waiting[0], requests=1)):
        with ready(network, [setting, *waiting]) as (worker, *others):
            taken: dict[bool, list[float]] = {False: [], True: []}
            for number in range(2 * effort.count(40, 20, 6)):
                frozen = _is_frozen(number)
                for each in others:
                    each.slice(MEASURE.slice_seconds)
                    if frozen:
                        each.process.freeze()
                taken[frozen].append(_taken(worker, others))
            turns = turns_of(worker.record())
        sides = [[t for n, t in enumerate(turns) if _is_frozen(n) is side] for side in (True, False)]
        pairs = Pairs(*sides)
        free, still = (f"{statistics.fmean(taken[frozen]):.1%}" for frozen in (False, True))
        ratios = (str(pairs.throughput()), str(pairs.latency()))
        table.rows.append((_what(setting), free, still, *ratios))
    return table


def _is_frozen(number: int) -> bool:
    """Pairs of slices, and the order in a pair changes."""
    return number % 4 in (1, 2)


def _taken(worker: Worker, others: Sequence[Worker]) -> float:
    before = sum(cpu_ns_of(each.process.pid) for each in others)
    begin = time.monotonic_ns()
    worker.slice(MEASURE.slice_seconds)
    length = time.monotonic_ns() - begin
    return (sum(cpu_ns_of(each.process.pid) for each in others) - before) / length


def has_gpu() -> bool:
    """Whether OpenVINO sees one."""
    return any(name.startswith("GPU") for name in ov.Core().available_devices)


def tables(effort: Effort) -> list[Table]:
    """Everything that this script measures."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        network = built_in("tiny" if effort.name == "trial" else "mobilenet-ssd", folder)
        small = [] if effort.name == "trial" else [each for each in real() if "FP32" in each.name]
        cases = [(each, each.setting(*case)) for each in (network, *small) for case in ((1, 1), (2, 4))]
        if not has_gpu():
            return [costs(cases, effort)]
        gpu = replace(network.setting(1, 2), device="GPU")
        cases.append((network, gpu))
        return [costs(cases, effort), spared(network, effort, [gpu] * effort.count(4, 4, 2))]


if __name__ == "__main__":
    run(tables, __doc__)
