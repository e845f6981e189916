"""What leaving out passes in which others used the machine would bring, and more slices of heavy cells.

    python -m benchmarks.gating FOLDER --measure b --rounds 8
    python -m benchmarks.gating FOLDER

The first measures three pairs of cells, light to heavy, each pair one configuration under two names, beside
the neighbours of a scenario (`benchmarks.neighbours`); called again it adds rounds. The second prints what
all records tell, by scenario. Passes that were repeated count like all others: nothing is left out yet.

A pair's log ratio of a round is the median over its passes, and should be 0. Whether a pass is left out goes
by the processor time that everybody else took in it, in all of its slices together. Beside the spread of what
is kept stands that of as many passes chosen by chance: what is better than that is won by choosing, and what
the root of the number of passes adds by repeating the others.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import neighbours
from benchmarks.answers import Package
from benchmarks.tables import Table, busy, machine, today
from ovreport import plan, spec
from ovreport.analysis.summaries import TrialSummary
from ovreport.analysis.trials import reduce
from ovreport.records import REPEAT_OFFSET
from ovreport.workflow import Job, report

BOUNDS = (0.1, 0.25, 0.5, 1.0)
"""Of a processor."""
METRICS = {"throughput": "slice_fps", "least latency": "slice_least_ns"}
DRAWS = 200
_EXPERIMENT = """\
title: Three pairs
question: How far apart do two names of one configuration come out?
model: mobilenet-ssd
device: CPU
precision: f32
bundles:
  work:
    light: { batch: 1, streams: 1, requests: 1 }
    automatic: { batch: 1, streams: auto, requests: auto }
    heavy: { batch: 3, streams: auto, requests: 4 }
  label:
    first: {}
    second: {}
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Round:
    """One pair of cells in one round, a value for every pass that both have.

    Attributes:
        kind: Which pair it is.
        elsewhere: Processors that everybody else used in the pass, NaN where nobody tells.
        logs: Log ratio of the two cells by metric.
    """

    kind: str
    elsewhere: Floats
    logs: Mapping[str, Floats]


def measure(folder: Path, scenario: str, rounds: int) -> None:
    """Measure so many rounds beside the neighbours of a scenario."""
    place = folder / scenario
    place.mkdir(parents=True, exist_ok=True)
    (place / "pairs.yaml").write_text(_EXPERIMENT, encoding="utf-8")
    with neighbours.beside(scenario, rounds):
        Package(sys.executable).command(
            "run", "pairs.yaml", "--no-wait", "--rounds", str(rounds), folder=place
        )


def rounds_of(file: Path) -> Iterator[Round]:
    """Every pair of cells that ask for the same, in every round."""
    made = plan.expand(spec.load(file))
    job = Job(path=file, plan=made, results=file.parent / "results")
    (made_from,) = report.inputs(job, noise=False)
    blocks: dict[tuple[int, int], dict[str, TrialSummary]] = defaultdict(dict)
    for header in made_from.headers:
        record = job.store().open(header).record
        if record.failure is None:
            slices = replace(record.slices, set_aside=np.zeros(len(record.slices), np.bool))
            found = reduce(replace(record, slices=slices), header.sha256).summary
            blocks[record.round, record.group][record.cell_id] = found
    alike: dict[object, list[plan.Cell]] = defaultdict(list)
    for cell in made.cells:
        alike[cell.setting].append(cell)
    for trials in blocks.values():
        others = _elsewhere(trials.values())
        for first, second in (cells for cells in alike.values() if len(cells) == 2):
            if first.id in trials and second.id in trials:
                kind = ", ".join(level for factor, level in first.levels if factor != "label")
                yield _pair(kind, trials[first.id], trials[second.id], others)


def _elsewhere(trials: Iterable[TrialSummary]) -> dict[int, float]:
    """Processors that everybody else used in each pass of a block."""
    taken: dict[int, float] = defaultdict(float)
    length: dict[int, float] = defaultdict(float)
    for trial in trials:
        columns = (trial.slice_turn, trial.slice_elsewhere_ns, trial.slice_length_ns)
        for turn, ns, whole in zip(*columns, strict=True):
            taken[int(turn) % REPEAT_OFFSET] += float(ns)
            length[int(turn) % REPEAT_OFFSET] += float(whole)
    return {turn: taken[turn] / length[turn] for turn in taken}


def _pair(kind: str, first: TrialSummary, second: TrialSummary, others: Mapping[int, float]) -> Round:
    turns, mine, theirs = np.intersect1d(first.slice_turn, second.slice_turn, return_indices=True)
    own = turns < REPEAT_OFFSET
    logs = {
        name: np.log(getattr(second, figure)[theirs[own]] / getattr(first, figure)[mine[own]])
        for name, figure in METRICS.items()
    }
    return Round(kind, np.array([others[int(turn)] for turn in turns[own]]), logs)


def spread(rounds: Sequence[Round], metric: str, kept: Sequence[NDArray[np.bool]]) -> tuple[float, float]:
    """1.48 times the median absolute log ratio of a round by the passes kept, and its root mean square."""
    logs = [
        float(np.median(each.logs[metric][chosen]))
        for each, chosen in zip(rounds, kept, strict=True)
        if chosen.any()
    ]
    if not logs:
        return nan, nan
    return 1.4826 * float(np.median(np.abs(logs))), sqrt(float(np.mean(np.square(logs))))


def by_chance(rounds: Sequence[Round], metric: str, shares: Sequence[float]) -> float:
    """The spread where of each round a share of the passes is kept, chosen by chance."""
    rng, found = np.random.default_rng(1), []
    for _ in range(DRAWS):
        kept = []
        for each, share in zip(rounds, shares, strict=True):
            chosen = np.zeros(len(each.elsewhere), np.bool)
            chosen[rng.permutation(len(chosen))[: round(share * len(chosen))]] = True
            kept.append(chosen)
        found.append(spread(rounds, metric, kept)[0])
    return float(np.mean(found))


def tables(folder: Path) -> list[Table]:
    """By scenario: what bounds would bring, and what the number of slices does."""
    bounds = Table(
        title="Leaving passes out by what everybody else took",
        columns=(
            "beside",
            "metric",
            "bound",
            "left out",
            "spread",
            "chosen by chance",
            "repeated",
            "root mean square",
        ),
        before="Spread: 1.48 times the median absolute log ratio of a pair in a round; the truth is 0.",
    )
    numbers = Table(
        title="Spread by the number of passes",
        columns=("beside", "metric", "pair", "passes a round", "all", "a half", "a quarter"),
        before="Passes chosen by chance.",
    )
    for file in sorted(folder.glob("*/*.yaml")):
        rounds = list(rounds_of(file))
        for metric in METRICS:
            bounds.rows += [_bound(file.parent.name, rounds, metric, bound) for bound in (None, *BOUNDS)]
            for kind in dict.fromkeys(each.kind for each in rounds):
                numbers.rows.append(
                    _number(file.parent.name, [one for one in rounds if one.kind == kind], metric)
                )
    return [bounds, numbers]


def _bound(beside: str, rounds: Sequence[Round], metric: str, bound: float | None) -> tuple[str, ...]:
    kept = [
        np.ones(len(each.elsewhere), np.bool) if bound is None else ~(each.elsewhere > bound)
        for each in rounds
    ]
    share = float(np.mean(np.concatenate(kept)))
    median, square = spread(rounds, metric, kept)
    return (
        beside,
        metric,
        "none" if bound is None else f"{bound:g}",
        f"{1 - share:.0%}",
        _percent(median),
        _percent(by_chance(rounds, metric, [float(chosen.mean()) for chosen in kept])),
        _percent(median * sqrt(share)),
        _percent(square),
    )


def _number(beside: str, rounds: Sequence[Round], metric: str) -> tuple[str, ...]:
    passes = float(np.median([len(each.elsewhere) for each in rounds]))
    shares = [_percent(by_chance(rounds, metric, [share] * len(rounds))) for share in (1, 0.5, 0.25)]
    return (beside, metric, rounds[0].kind, f"{passes:.0f}", *shares)


def _percent(value: float) -> str:
    return f"{value:.2%}" if isfinite(value) else "no pass left"


def main() -> None:
    """Measure what is asked for, and print what the records tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the records are kept")
    parser.add_argument("--measure", choices=tuple(neighbours.KINDS))
    parser.add_argument("--rounds", type=int, default=8)
    given = parser.parse_args()
    folder = given.folder.absolute()
    if given.measure:
        measure(folder, given.measure, given.rounds)
    print(f"{today()}; {machine()}; {busy()}\n")
    for table in tables(folder):
        print(table.markdown())


if __name__ == "__main__":
    main()
