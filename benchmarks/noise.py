"""How far two identical cells come out apart: whole trials against slices, quiet and beside a busy neighbour.

    python -m benchmarks.noise [--effort full|quick|trial]

In every round two fresh workers of one setting are measured under all schedules, one after another in random
order; the records go through the analysis, and each schedule gives a log ratio a round and estimator. Their
standard deviation over rounds is what a report would have to overcome.
"""

from __future__ import annotations

import contextlib
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from benchmarks.command import run
from benchmarks.networks import Network, built_in
from benchmarks.tables import Effort, Table
from benchmarks.workers import Worker, summary_of
from ovreport.analysis.pairing import Ratios
from ovreport.analysis.summaries import GRID, TrialSummary
from ovreport.run.disturbance import Disturbance
from ovreport.run.process import WorkerPool

_TURNS = 100_000
"""Turns of two schedules are at least this far apart."""

_BURST_SECONDS = 1.0
"""Mean length of the neighbour's bursts and of the pauses between them."""


@dataclass(frozen=True)
class Schedule:
    """How the two cells take turns; `None` stands for whole trials."""

    slice_seconds: float | None

    @property
    def name(self) -> str:
        """For the table."""
        return "whole trials" if self.slice_seconds is None else f"slices of {self.slice_seconds:g} s"


SCHEDULES = tuple(Schedule(seconds) for seconds in (None, 0.3, 0.15, 0.1, 0.05))


@dataclass(frozen=True)
class Outcome:
    """One schedule in one round: log ratios by estimator, and the share of its time that counted."""

    ratios: dict[str, float]
    share: float


def one_round(
    network: Network, seconds: float, number: int, disturbance: contextlib.AbstractContextManager[object]
) -> dict[Schedule, Outcome]:
    """Measure two identical cells for `seconds` each under every schedule."""
    setting, pool, rng = network.setting(2, 2), WorkerPool(), random.Random(number)
    order = rng.sample(SCHEDULES, len(SCHEDULES))
    spent: dict[Schedule, float] = {}
    try:
        cells = [Worker(pool, setting, network.files, number=index) for index in range(2)]
        for cell in cells:
            cell.prepare()
        with disturbance:
            for schedule in order:
                begin = time.monotonic()
                _measure(schedule, cells, seconds, SCHEDULES.index(schedule) * _TURNS, rng)
                spent[schedule] = time.monotonic() - begin
        records = [cell.record() for cell in cells]
    finally:
        pool.end()
    found = {}
    for index, schedule in enumerate(SCHEDULES):
        first = index * _TURNS
        both = [summary_of(record, range(first, first + _TURNS)) for record in records]
        found[schedule] = Outcome(_log_ratios(*both), 2 * seconds / spent[schedule])
    return found


def _measure(schedule: Schedule, cells: list[Worker], seconds: float, first: int, rng: random.Random) -> None:
    if schedule.slice_seconds is None:
        # turns that differ: whole trials are no neighbours, as in the runner
        for position, cell in enumerate(rng.sample(cells, 2)):
            cell.slice(seconds, first + position)
        return
    for turn in range(round(seconds / schedule.slice_seconds)):
        for cell in rng.sample(cells, 2):
            cell.slice(schedule.slice_seconds, first + turn)


def _log_ratios(first: TrialSummary, second: TrialSummary) -> dict[str, float]:
    found = {"throughput of the trial": log(second.throughput_fps / first.throughput_fps)}
    for metric, name in (("throughput", "throughput"), ("latency", "mean latency")):
        ratios = Ratios({"first": [first], "second": [second]}, metric, "first")  # type: ignore[arg-type]
        found[f"median of slice pairs, {name}"] = float(ratios.against("first")[1, 0])
    for percent, name in ((50, "median latency"), (10, "10th percentile of latency")):
        place = GRID.index(percent)
        found[name] = log(float(second.latency_grid_ns[place] / first.latency_grid_ns[place]))
    return found


@contextlib.contextmanager
def neighbour(seed: int) -> Iterator[None]:
    """Keep a core busy in bursts: the `cpu` disturbance of an experiment file, let go at random times."""
    over, rng = threading.Event(), random.Random(seed)
    hog = Disturbance("cpu")

    def bursts() -> None:
        while not over.wait(rng.expovariate(1 / _BURST_SECONDS)):
            with hog.running():
                over.wait(rng.expovariate(1 / _BURST_SECONDS))

    thread = threading.Thread(target=bursts)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        hog.end()


def tables(effort: Effort) -> list[Table]:
    """The noise by schedule, estimator and neighbour."""
    rounds, seconds = effort.count(10, 3, 2), effort.of(1.5, 0.9, 0.3)
    outcomes: dict[str, list[dict[Schedule, Outcome]]] = {"quiet": [], "busy": []}
    with tempfile.TemporaryDirectory(prefix="ovreport-") as folder:
        network = built_in("tiny" if effort.name == "trial" else "mobilenet-ssd", Path(folder))
        for number in range(rounds):
            outcomes["quiet"].append(one_round(network, seconds, number, contextlib.nullcontext()))
            outcomes["busy"].append(one_round(network, seconds, number, neighbour(number)))
    return [_table(network.name, rounds, seconds, outcomes)]


def _table(
    name: str, rounds: int, seconds: float, outcomes: dict[str, list[dict[Schedule, Outcome]]]
) -> Table:
    table = Table(
        title="Noise by schedule",
        columns=("schedule", "estimator of a round", "quiet", "busy neighbour", "time that counts"),
        before=(
            f"Two identical configurations of {name} (f32, batch 1, 2 streams, 2 requests), {rounds} rounds "
            f"of fresh workers, {seconds:g} s a configuration, round and schedule. Standard deviation over "
            f"rounds of the log ratio, in per cent; each is itself uncertain by about "
            f"{1 / (2 * (rounds - 1)) ** 0.5:.0%}. "
            "The neighbour keeps one core busy in bursts of about a second."
        ),
    )
    for schedule in SCHEDULES:
        here = {key: [each[schedule] for each in found] for key, found in outcomes.items()}
        share = statistics.median(each.share for each in here["quiet"])
        for estimator in here["quiet"][0].ratios:
            if schedule.slice_seconds is None and estimator.startswith("median of slice pairs"):
                continue  # there are none
            sds = [f"{_sd(found, estimator):.1%}" for found in here.values()]
            table.rows.append((schedule.name, estimator, *sds, f"{share:.0%}"))
    table.after = _AFTER
    return table


_AFTER = """\
The report compares cells by the median of slice pairs. Time that counts is the counted time over the wall
time of the schedule: what short slices lose to their warm-up requests and their tails, more rounds could use.
That share bounds the length of a slice from below, the noise bounds it from above."""


def _sd(found: list[Outcome], estimator: str) -> float:
    return statistics.stdev(each.ratios[estimator] for each in found)


if __name__ == "__main__":
    run(tables, __doc__)
