"""The runner against OpenVINO's own `benchmark_app`, slices against whole trials, and what recording costs.

    python -m benchmarks.recorder [--effort full|quick|trial]

Both tools are alive side by side and take turns of a fraction of a second on the same network, with the same
inputs. A row is made of pairs of neighbouring turns; printed is the median of the pairs' ratios. Every few
pairs both processes are fresh.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.app import App, Turn, plain
from benchmarks.command import run
from benchmarks.networks import Network, built_in, real
from benchmarks.recording_cost import cost_of_recording
from benchmarks.tables import Effort, Ratio, Table, ratio_of
from benchmarks.workers import MEASURE, Worker, turns_of
from ovreport.plan import Setting
from ovreport.run.process import WorkerPool

CASES = ((1, 1, 1), (2, 2, 1), (2, 4, 1), (2, 2, 3), (1, 1, 3), (2, 4, 3))
"""Streams, requests and batch."""

_LEAST_REQUESTS = 25
"""Of a slot in a turn: what a tool does before and after full load must not weigh."""


@dataclass
class Pairs:
    """Turns of both sides, pair by pair."""

    ours: list[Turn] = field(default_factory=list)
    theirs: list[Turn] = field(default_factory=list)

    def throughput(self) -> Ratio:
        """As ovreport states it."""
        return ratio_of([t.fps for t in self.ours], [t.fps for t in self.theirs])

    def alike(self) -> Ratio:
        """Both with the ramp at the beginning and the emptying queue at the end."""
        return ratio_of([t.whole_fps for t in self.ours], [t.whole_fps for t in self.theirs])

    def latency(self) -> Ratio:
        """Of the median latencies."""
        return ratio_of([t.latency_ms for t in self.ours], [t.latency_ms for t in self.theirs])

    def level(self) -> str:
        """Median figures of our side."""
        fps = statistics.median(t.fps for t in self.ours)
        return f"{fps:.4g} FPS, {statistics.median(t.latency_ms for t in self.ours):.3g} ms"

    def microseconds(self) -> str:
        """Time of a request on both sides."""
        ours, theirs = (statistics.median(1e6 / t.fps for t in side) for side in (self.ours, self.theirs))
        return f"{ours:.1f} / {theirs:.1f}"


@contextlib.contextmanager
def _both(network: Network, settings: Sequence[Setting]) -> Iterator[list[tuple[Worker, App]]]:
    """Both tools, compiled and warm, for every setting."""
    pool, apps = WorkerPool(), list[App]()
    try:
        sides = []
        for setting in settings:
            apps.append(App(setting, network.xml, MEASURE.seed))
            sides.append((Worker(pool, setting, network.files), apps[-1]))
        for worker, app in sides:
            worker.prepare()
            app.prepare()
        yield sides
    finally:
        for app in apps:
            app.close()
        pool.end()


def against_app(
    network: Network, settings: Sequence[Setting], *, rounds: int, pairs: int, seconds: float
) -> list[Pairs]:
    """`rounds` times fresh processes, `pairs` pairs of turns each, in alternating order.

    A turn takes at least `seconds`, longer where requests are long.
    """
    found = [Pairs() for _ in settings]
    for number in range(rounds):
        with _both(network, settings) as sides:
            lengths = [
                _turn_seconds(app, setting, seconds)
                for (_, app), setting in zip(sides, settings, strict=True)
            ]
            for pair in range(pairs):
                for (worker, app), length, kept in zip(sides, lengths, found, strict=True):
                    _pair(worker, app, length, kept, app_first=(pair + number) % 2 == 0)
            for (worker, _), kept in zip(sides, found, strict=True):
                kept.ours += turns_of(worker.record())
    return found


def _turn_seconds(app: App, setting: Setting, least: float) -> float:
    latency = app.turn(least).latency_ms / 1e3
    share = 1 if setting.mode == "sync" else int(setting.requests) / int(setting.streams or 1)
    return min(max(least, _LEAST_REQUESTS * latency / share), 4 * least)


def _pair(worker: Worker, app: App, seconds: float, kept: Pairs, *, app_first: bool) -> None:
    if app_first:
        kept.theirs.append(app.turn(seconds))
    worker.slice(seconds)
    if not app_first:
        kept.theirs.append(app.turn(seconds))


def compared(networks: Sequence[Network], effort: Effort) -> Table:
    """What ovreport finds over what `benchmark_app` finds, on every network and setting."""
    table = Table(
        title="The recorder against benchmark_app",
        columns=(
            "model",
            "streams/requests, batch",
            "throughput",
            "throughput, ends counted alike",
            "median latency",
            "ovreport",
            "both within 0.99-1.01",
        ),
    )
    long, short = Pairs(), Pairs()
    for network in networks:
        settings = [network.setting(*case) for case in CASES[: effort.count(6, 2, 1)]]
        found = against_app(
            network,
            settings,
            rounds=effort.count(2, 1, 1),
            pairs=effort.count(5, 6, 2),
            seconds=effort.of(0.2, 0.1, 0.02),
        )
        for setting, pairs in zip(settings, found, strict=True):
            where = f"{setting.streams}/{setting.requests}, batch {setting.images}"
            table.rows.append((network.name, where, *_ratios(pairs)))
            kept = long if statistics.median(t.latency_ms for t in pairs.theirs) > 1 else short
            kept.ours += pairs.ours
            kept.theirs += pairs.theirs
    table.before = _HOW.format(pairs=len(pairs.ours))
    for kept, name in ((long, "all requests above 1 ms"), (short, "all requests below 1 ms")):
        if kept.ours:
            ratios = _ratios(kept)
            table.rows.append((name, f"{len(kept.ours)} pairs", *ratios[:3], "", ratios[4]))
    return table


_HOW = """\
The figure of ovreport over that of the tool, {pairs} pairs a row: median of the pairs' ratios and its 95 %
interval. Both take turns on the same file, f32, with the same inputs. The tool's Python version runs as it
is, but its measuring loop is let go for one turn at a time, and its figures are taken before it rounds them.
It counts from an empty queue to an empty queue again, which lowers its throughput by about a quarter of a
request's time over the length of the turn where two streams run; ovreport counts under full load. *Ends
counted alike* is ovreport's recording counted as the tool counts. The verdicts are on that and on latency.
Where requests are short, the tool's loop takes some microseconds of each that ovreport's does not take (see
the network that does nothing): there a throughput above 1.01 is the tool's own cost."""


def _ratios(pairs: Pairs) -> tuple[str, str, str, str, str]:
    throughput, alike, latency = pairs.throughput(), pairs.alike(), pairs.latency()
    verdict = f"{alike.verdict(0.99, 1.01)}; {latency.verdict(0.99, 1.01)}"
    return str(throughput), str(alike), str(latency), pairs.level(), verdict


def floors(no_op: Network, effort: Effort) -> Table:
    """The same where a request does nothing, so that only the tools are seen."""
    table = Table(
        title="A model that does nothing",
        columns=("mode", "throughput, ovreport / app", "at least 1.15", "us a request, ovreport / app"),
        before="Here a request costs what OpenVINO's queue and the tools themselves take.",
    )
    one = no_op.setting(1, 1)
    settings = [no_op.setting(*case) for case in CASES[:3]] + [replace(one, mode="sync")]
    found = against_app(
        no_op,
        settings,
        rounds=effort.count(2, 1, 1),
        pairs=effort.count(8, 6, 2),
        seconds=effort.of(0.15, 0.1, 0.02),
    )
    for setting, pairs in zip(settings, found, strict=True):
        what = "sync" if setting.mode == "sync" else f"async {setting.streams}/{setting.requests}"
        ratio = pairs.throughput()
        table.rows.append((what, str(ratio), ratio.verdict(1.15, float("inf")), pairs.microseconds()))
    table.after = _CPLUSPLUS
    return table


_CPLUSPLUS = """\
For scale: OpenVINO's C++ tool, which the wheel does not bring, took 5.5 us a synchronous and 13 to 15 us an
asynchronous request of such a network on a virtual machine of two processors. Between it and a synchronous
call from Python stand the binding's way in and out and the dictionary of outputs that it makes for each
request; with one asynchronous request in flight, the time that a sleeping thread takes to wake."""


def held_against_plain(network: Network, effort: Effort) -> Table:
    """Whether holding the tool changes it: against the same tool untouched, a process a run."""
    setting = network.setting(2, 2)
    held, untouched = list[Turn](), list[Turn]()
    for _ in range(effort.count(6, 1, 1)):
        with contextlib.closing(App(setting, network.xml, MEASURE.seed)) as app:
            app.prepare()
            held.append(app.turn(1.0))
        untouched.append(plain(setting, network.xml, 1))
    both = Pairs(held, untouched)
    table = Table(
        title="The held tool against the untouched one",
        columns=("model", "throughput", "median latency", "held"),
        before="Whole processes one after the other, so the noise is that of the machine.",
    )
    table.rows.append((network.name, str(both.throughput()), str(both.latency()), both.level()))
    return table


def slices_against_whole(network: Network, effort: Effort) -> Table:
    """The level of a cell in slices beside a neighbour, over its level alone and without a break."""
    table = Table(
        title="Slices against whole trials",
        columns=("what is compared", "throughput", "median latency", "within 0.99-1.01"),
        before=f"{network.name}, 2 streams, 2 requests, beside a neighbour with the same configuration.",
    )
    levels, entries = _levels(network, effort)
    turns = f"{MEASURE.slice_seconds:g} s slices in turn with a neighbour"
    for name, pairs in (
        (f"{turns} / {_WHOLE_SECONDS} s without a break", levels),
        ("the slice after the neighbour's / the configuration's own next slice", entries),
    ):
        throughput, latency = pairs.throughput(), pairs.latency()
        verdict = f"{throughput.verdict(0.99, 1.01)}; {latency.verdict(0.99, 1.01)}"
        table.rows.append((name, str(throughput), str(latency), verdict))
    return table


_WHOLE_SECONDS = 1.0
_SLICES = 15


def _levels(network: Network, effort: Effort) -> tuple[Pairs, Pairs]:
    """Pairs of (in slices, whole), and of (slice after a neighbour's, slice after its own)."""
    setting, pool = network.setting(2, 2), WorkerPool()
    levels, entries = Pairs(), Pairs()
    try:
        mine, neighbour = (Worker(pool, setting, network.files, number=n) for n in range(2))
        for worker in (mine, neighbour):
            worker.prepare()
        plans: list[str] = []
        for number in range(effort.count(10, 2, 2)):
            parts = ["whole", "slices"][:: 1 if number % 2 else -1]
            for part in [*parts, "entry"]:
                plans += _part(part, mine, neighbour)
        turns = list(zip(plans, turns_of(mine.record()), strict=True))
    finally:
        pool.end()
    whole = [turn for kind, turn in turns if kind == "whole"]
    slices = [turn for kind, turn in turns if kind == "slices"]
    blocks = [slices[i : i + _SLICES] for i in range(0, len(slices), _SLICES)]
    levels.ours, levels.theirs = [_mean(block) for block in blocks], whole
    entries.ours = [turn for kind, turn in turns if kind == "entry"]
    entries.theirs = [turn for kind, turn in turns if kind == "next"]
    return levels, entries


def _part(part: str, mine: Worker, neighbour: Worker) -> list[str]:
    if part == "whole":
        mine.slice(_WHOLE_SECONDS)
        return ["whole"]
    kinds = []
    for _ in range(_SLICES):
        neighbour.slice(MEASURE.slice_seconds)
        mine.slice(MEASURE.slice_seconds)
        kinds.append("slices" if part == "slices" else "entry")
        if part == "entry":
            mine.slice(MEASURE.slice_seconds)
            kinds.append("next")
    return kinds


def _mean(turns: Sequence[Turn]) -> Turn:
    return Turn(
        statistics.harmonic_mean([t.fps for t in turns]),
        statistics.harmonic_mean([t.whole_fps for t in turns]),
        statistics.fmean(t.latency_ms for t in turns),
    )


def sync_against_async(networks: Sequence[Network], effort: Effort) -> Table:
    """One request at a time, by `infer()` and through the queue."""
    table = Table(
        title="Synchronous against asynchronous",
        columns=("network", "throughput, sync / async", "median latency", "asynchronous"),
        before="One stream, one request in flight, ovreport on both sides.",
    )
    for network in networks:
        setting, pool = network.setting(1, 1), WorkerPool()
        try:
            modes = [Worker(pool, replace(setting, mode=mode), network.files) for mode in ("sync", "async")]
            for worker in modes:
                worker.prepare()
            for number in range(effort.count(14, 4, 2)):
                for worker in modes[:: 1 if number % 2 else -1]:
                    worker.slice(effort.of(0.3, 0.15, 0.05))
            sync, asynchronous = (turns_of(worker.record()) for worker in modes)
        finally:
            pool.end()
        both = Pairs(sync, asynchronous)
        level = Pairs(asynchronous, sync).level()
        table.rows.append((network.name, str(both.throughput()), str(both.latency()), level))
    return table


def tables(effort: Effort) -> list[Table]:
    """Everything that this script measures."""
    with tempfile.TemporaryDirectory(prefix="ovreport-") as place:
        folder = Path(place)
        no_op = built_in("no-op", folder)
        network = built_in("tiny" if effort.name == "trial" else "mobilenet-ssd", folder)
        known = [] if effort.name == "trial" else real()
        small = [each for each in known if "FP32" in each.name]
        first = [network, *(known if effort.name == "full" else small)]
        comparison = compared(first, effort)
        if not known and effort.name != "trial":
            comparison.after = "The real models were not next to the checkout."
        return [
            comparison,
            floors(no_op, effort),
            cost_of_recording(effort),
            slices_against_whole(network, effort),
            sync_against_async([network, *small, no_op], effort),
            held_against_plain(network, effort),
        ]


if __name__ == "__main__":
    run(tables, __doc__)
