"""Which figure of a slice tells best what cells do when nothing is in their way, and where it errs.

    python -m benchmarks.undisturbed RESULTS...

RESULTS are folders of records, as `ovreport run` leaves them. The first table shows how far each figure's
ratio of a round lies from a truth that is 0: neighbouring passes of one trial, and pairs of cells that are
one setting, or one file stored in two ways that is converted to the same when it is loaded. The second does
the same with fewer requests of each slice. The third one is drawn, from cells whose distributions differ.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import Table
from ovreport.analysis.counting import count, usable
from ovreport.records import REPEAT_OFFSET, Record
from ovreport.store import Store

Floats = NDArray[np.float64]
Figure = Callable[[Floats], float]


def nearest(percent: float) -> Figure:
    """A percentile by nearest rank."""
    return lambda latency: float(np.percentile(latency, percent, method="inverted_cdf"))


FIGURES: Mapping[str, Figure] = {
    "mean": lambda latency: float(latency.mean()),
    "median": nearest(50),
    "25th percentile": nearest(25),
    "10th": nearest(10),
    "least": lambda latency: float(latency.min()),
}
"""Of the latencies of a slice; where nothing waits, the inverse of the mean is the slice's throughput."""

FEWEST_PAIRS = 4
REQUESTS = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True)
class Trial:
    """The latencies of every slice of a trial, by its turn."""

    slices: Mapping[int, Floats]
    waits: bool
    """Whether more requests are in flight than there are streams."""

    @property
    def requests(self) -> float:
        """Of a slice, in the middle."""
        return float(np.median([len(each) for each in self.slices.values()]))

    def cut(self, requests: int) -> Trial:
        """With the first few requests of each slice only."""
        return replace(self, slices={turn: each[:requests] for turn, each in self.slices.items()})


def read(folders: Iterable[Path]) -> Iterator[tuple[tuple[object, ...], Record]]:
    """Every usable record, with the round that it belongs to."""
    for folder in folders:
        store = Store(folder)
        for experiment in sorted(each.name for each in folder.iterdir() if each.is_dir()):
            for header in store.scan(experiment).headers:
                record = store.open(header).record
                if usable(record):
                    yield (folder, experiment, record.session, record.round, record.group), record


def trial_of(record: Record) -> Trial:
    """The latencies of its slices."""
    counted, turns = count(record), record.slices.turn.tolist()
    bounds = counted.bounds.tolist()
    cut = zip(turns, bounds[:-1], bounds[1:], strict=True)
    slices = {turn: counted.latency_ns[first:last].astype(float) for turn, first, last in cut if last > first}
    streams = record.in_force.streams if record.in_force else None
    return Trial(slices, waits=counted.flight > (streams or 1))


def work(record: Record) -> object:
    """What is one configuration in force: the truth of a ratio is 0."""
    force, setting = record.in_force, record.setting
    return (
        setting.model.name,
        setting.images,
        setting.disturbance,
        force and (force.devices, force.precision, force.primitives, force.streams, force.requests),
    )


def ratio(first: Trial, second: Trial, figure: Figure) -> float | None:
    """The median of the pairs of slices, as a log ratio; `None` with too few."""
    common = first.slices.keys() & second.slices.keys()
    if len(common) < FEWEST_PAIRS:
        return None
    logs = [np.log(figure(first.slices[turn]) / figure(second.slices[turn])) for turn in common]
    return float(np.median(logs))


def neighbours(trial: Trial) -> tuple[Trial, Trial]:
    """Every second pass of a trial beside the pass before it, taken for two cells that took turns."""
    turns = sorted(turn for turn in trial.slices if turn < REPEAT_OFFSET)
    couples = list(zip(turns[::2], turns[1::2], strict=False))
    swapped = [(a, b) if number % 2 else (b, a) for number, (a, b) in enumerate(couples)]
    first, second = (
        replace(trial, slices={number: trial.slices[turns[side]] for number, turns in enumerate(swapped)})
        for side in (0, 1)
    )
    return first, second


def pairs(found: Sequence[tuple[tuple[object, ...], Record]]) -> dict[str, list[tuple[Trial, Trial]]]:
    """Pairs of trials whose true ratio is 1, by what they are."""
    groups: dict[tuple[tuple[object, ...], object], list[Trial]] = defaultdict(list)
    kinds: dict[str, list[tuple[Trial, Trial]]] = defaultdict(list)
    for where, record in found:
        trial = trial_of(record)
        groups[where, work(record)].append(trial)
        told = "passes of one trial, requests wait" if trial.waits else "passes of one trial"
        kinds[told].append(neighbours(trial))
    for members in groups.values():
        if len(members) > 1 and not members[0].waits:
            kinds["configurations that do the same"] += [(first, members[0]) for first in members[1:]]
    return kinds


def scatter(couples: Iterable[tuple[Trial, Trial]], figure: Figure) -> tuple[float, int]:
    """Median absolute log ratio of the rounds, times 1.48, and their number."""
    logs = [found for first, second in couples if (found := ratio(first, second, figure)) is not None]
    return (1.4826 * float(np.median(np.abs(logs))), len(logs)) if logs else (float("nan"), 0)


def by_figure(kinds: Mapping[str, list[tuple[Trial, Trial]]]) -> Table:
    """How far a round's ratio is off, by figure."""
    table = Table(
        title="Undisturbed requests: how far a round’s ratio lies from the truth, by figure of a slice",
        columns=("pairs", "rounds", *FIGURES),
        before="1.48 × median absolute log ratio, in per cent; the truth is 0. Of each pair of slices the "
        "log ratio of the figure, of each round the median over its pairs.",
    )
    for kind, couples in sorted(kinds.items()):
        told = [scatter(couples, figure) for figure in FIGURES.values()]
        table.rows.append((kind, str(told[0][1]), *(f"{100 * each:.1f}" for each, _ in told)))
    return table


def by_requests(kinds: Mapping[str, list[tuple[Trial, Trial]]]) -> Table:
    """The same, with fewer requests of a slice."""
    table = Table(
        title="Undisturbed requests: by how many requests a slice has",
        columns=("requests of a slice", "rounds", "mean", "least", "least over mean"),
        before="The same pairs but those whose requests wait, cut to the first requests of each slice, of "
        "trials that have as many.",
    )
    for requests in REQUESTS:
        couples = [
            (first.cut(requests), second.cut(requests))
            for kind, each in kinds.items()
            if "wait" not in kind
            for first, second in each
            if first.slices and second.slices and min(first.requests, second.requests) >= requests
        ]
        (mean, rounds), (least, _) = (scatter(couples, FIGURES[name]) for name in ("mean", "least"))
        if rounds:
            table.rows.append(
                (
                    str(requests),
                    str(rounds),
                    f"{100 * mean:.1f}",
                    f"{100 * least:.1f}",
                    f"{least / mean:.2f}",
                )
            )
    return table


Draw = Callable[[np.random.Generator, int, int], Floats]
"""Latencies of so many slices of so many requests, the undisturbed one being 1; shape (slices, requests)."""


def noisy(deviation: float) -> Draw:
    """Log-normal requests."""
    return lambda rng, slices, requests: np.exp(rng.normal(0, deviation, (slices, requests)))


def slowed(share: float, factor: float, *, what: str) -> Draw:
    """Some requests, slices or processes take a multiple."""

    def draw(rng: np.random.Generator, slices: int, requests: int) -> Floats:
        sizes = {"request": (slices, requests), "slice": (slices, 1), "process": (1, 1)}[what]
        slow = rng.random(sizes) < share
        return np.where(slow, factor, 1.0) * noisy(0.02)(rng, slices, requests)

    return draw


@dataclass(frozen=True)
class Case:
    """One cell beside another one of which only noise of 2 % is known, with ten requests a slice."""

    name: str
    draw: Draw
    requests: int = 10
    faster: float = 1.0


CASES = (
    Case("the same", noisy(0.02)),
    Case("half as many requests a slice", noisy(0.02), requests=5),
    Case("half as many, noise of 5 %", noisy(0.05), requests=5),
    Case("noise of 4 %", noisy(0.04)),
    Case("noise of 8 %", noisy(0.08)),
    Case("2 % of requests take 4 times as long", slowed(0.02, 4.0, what="request")),
    Case("half of its requests take 20 % longer", slowed(0.5, 1.2, what="request")),
    Case("20 % of its slices take 30 % longer", slowed(0.2, 1.3, what="slice")),
    Case("half of its processes take 20 % longer", slowed(0.5, 1.2, what="process")),
)


def by_case(rounds: int = 400, slices: int = 60) -> Table:
    """What each figure makes of cells that differ in something else than their undisturbed latency."""
    table = Table(
        title="Undisturbed requests: what figures make of configurations that differ in something else",
        columns=("the one beside another of 2 % noise", "totals", *list(FIGURES)),
        before=f"Drawn; mean log ratio of {rounds} rounds of {slices} pairs of slices, ten requests each, in "
        "per cent. Undisturbed, all take the same time.",
    )
    for case in CASES:
        rng = np.random.default_rng(1)
        found: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            first, second = case.draw(rng, slices, case.requests), noisy(0.02)(rng, slices, 10)
            found["totals"].append(float(np.log(first.mean() / second.mean())))
            for name, figure in FIGURES.items():
                each = [np.log(figure(one) / figure(other)) for one, other in zip(first, second, strict=True)]
                found[name].append(float(np.median(each)))
        table.rows.append((case.name, *(f"{100 * np.mean(logs):+.1f}" for logs in found.values())))
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("results", nargs="+", type=Path, help="folders of records")
    kinds = pairs(list(read(parser.parse_args(arguments).results)))
    for table in (by_figure(kinds), by_requests(kinds), by_case()):
        print(table.markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
