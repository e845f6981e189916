"""How often what a report states is false, by kind of statement: simulated machines with a known answer.

Run it from the root of a checkout: `python -m benchmarks.statements [--reports 500] [--worlds NAME]`.

Every statement of every report is held against the truth (`tests/truths.py`), on machines that share the
assumptions of the analysis and on machines that do not (`tests/worlds.py`).
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from benchmarks.tables import Effort, Table
from ovreport.analysis.caveats import rounds
from ovreport.analysis.results import Analysis, Caveat, Verdict
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.claims.truth import Statement, Truth
from tests import noises
from tests.fleets import statements as together
from tests.simulated_plans import BASE, identical_plan, make_plan
from tests.truths import contradictions, statements
from tests.worlds import Machine

CHUNK = 25
"""Reports of a job for one process."""
DOUBTED = ("remembers", "carried", "A/A, calm")
"""Machines whose reports are searched for reasons to distrust."""
JUST_BEYOND = math.log(1.0301)


@dataclass
class Tally:
    """What was counted over the reports about one machine.

    Attributes:
        made, false: Reports that make a statement of each kind, and in which such a one is false.
        wrong: Reports with any false statement.
        contradicting: Reports that contradict themselves.
        covered, intervals: Of ratios, those whose 95 % interval holds the truth.
        undisturbed_covered, undisturbed: The same of undisturbed requests.
        percentiles_covered, percentiles: The same of percentiles.
        caveats: Reports with each reason to distrust.
        verdicts: Of the contrasts with the baseline by throughput.
        apart, found: Of those, the ones whose true ratio is beyond the margin, and that are told so.
    """

    reports: int = 0
    made: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    contradicting: int = 0
    covered: int = 0
    intervals: int = 0
    undisturbed_covered: int = 0
    undisturbed: int = 0
    percentiles_covered: int = 0
    percentiles: int = 0
    caveats: Counter[type[Caveat]] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    apart: int = 0
    found: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, report: Report, truth: Truth) -> None:
        """Count one report."""
        self.state(statements(report, truth))
        against = contradictions(report)
        self.contradicting += bool(against)
        self.examples += [f"contradiction: {each}" for each in against]
        self.caveats.update({type(caveat) for caveat in report.analysis.caveats})
        self._intervals(report.analysis, truth)

    def state(self, said: Sequence[Statement]) -> None:
        """Count the statements of one report, or of one page about several hosts."""
        self.reports += 1
        self.made.update({each.kind for each in said})
        self.false.update({each.kind for each in said if not each.true})
        self.wrong += any(not each.true for each in said)
        self.examples += [f"false: {each.kind}: {each.what}" for each in said if not each.true]

    def join(self, other: Tally) -> None:
        """Add what was counted over further reports."""
        for name, value in vars(other).items():
            if isinstance(value, Counter):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def _intervals(self, analysis: Analysis, truth: Truth) -> None:
        for contrast in analysis.contrasts:
            estimate = contrast.estimate
            if estimate is not None and contrast.metric == "undisturbed":
                ratio = math.exp(truth.ratio("undisturbed", contrast.cell, contrast.reference))
                self.undisturbed += 1
                self.undisturbed_covered += estimate.low <= ratio <= estimate.high
            if estimate is None or not contrast.family.endswith(": baseline"):
                continue
            typical = estimate.typical is None
            ratio = math.exp(truth.ratio(contrast.metric, contrast.cell, contrast.reference, typical=typical))
            self.intervals += 1
            self.covered += estimate.low <= ratio <= estimate.high
            if contrast.metric == "throughput":
                self.verdicts[contrast.verdict] += 1
                true = truth.ratio("throughput", contrast.cell, contrast.reference)
                apart = abs(true) > math.log1p(contrast.margin)
                self.apart += apart
                self.found += apart and contrast.verdict in {Verdict.FASTER, Verdict.SLOWER}
        for (cell, percent), value in truth.percentiles_ms.items():
            for each in analysis.cell(cell).percentiles:
                if each.percent == percent and each.low is not None and each.high is not None:
                    self.percentiles += 1
                    self.percentiles_covered += each.low <= value * 1e6 <= each.high


def count(machine: Machine, seeds: Iterable[int], *, doubted: bool = False) -> Tally:
    """Count what is said in one report a seed."""
    truth, tally = machine.truth(), Tally()
    for seed in seeds:
        tally.add(conclude(machine.analysis(seed, doubted=doubted)), truth)
    return tally


def machines() -> Iterator[Machine]:
    """Machines that the analysis expects, and ones that it does not."""
    eight, table = identical_plan(8), make_plan(factors={"label": range(4), "MODEL_PRIORITY": ["a", "b"]})
    two, three = identical_plan(2), identical_plan(8, rounds=3)
    even = noises.Even()
    yield Machine(name="A/A, calm", plan=eight, calm=True)
    yield Machine(name="A/A, calm, table of 4 x 2", plan=table, calm=True)
    yield Machine(name="A/A, two configurations", plan=two, calm=True)
    yield Machine(name="A/A, 24 configurations", plan=identical_plan(24), calm=True)
    slots = make_plan(factors={"label": range(4)}, base=replace(BASE, requests=4, streams=2))
    yield Machine(name="A/A, four configurations of four slots", plan=slots, slots=(0.06, 0.0))
    yield Machine(name="A/A, trials 8 %", plan=eight, trial=noises.Normal(0.08))
    yield Machine(name="A/A, bursts", plan=eight, bursts=0.1)
    yield Machine(name="A/A, three rounds", plan=three)
    yield Machine(name="A/A, trials missing", plan=eight, missing=0.15)
    yield Machine(name="A/A, two kinds of processes", plan=eight, trial=noises.Bimodal(0.04))
    yield Machine(name="A/A, two kinds, two configurations", plan=two, trial=noises.Bimodal(0.04))
    yield Machine(name="A/A, Cauchy", plan=eight, trial=noises.Heavy(0.01))
    yield Machine(name="A/A, variances 100:1", plan=eight, trial=noises.Unequal(0.005, 10.0, 2))
    yield Machine(name="A/A, one configuration noisy", plan=eight, trial=noises.Unequal(0.01, 5.0, 8))
    yield Machine(name="A/A, half share their luck", plan=eight, trial=noises.HalfShared(0.005, 0.02))
    rough = dict.fromkeys(range(8), noises.Even(0.12))
    yield Machine(name="A/A, slices 12 %", plan=eight, slices=rough)
    yield Machine(name="A/A, rounds ten times as good as others", plan=eight, slices=rough, quality=0.6)
    yield Machine(name="A/A, the same, two configurations", plan=two, slices=rough, quality=0.6)
    yield Machine(name="A/A, the same, three rounds", plan=three, slices=rough, quality=0.6)
    yield Machine(name="A/A, a neighbour in 30 % of passes, seen", plan=eight, neighbour=0.3)
    yield Machine(name="A/A, the same, seen, two configurations", plan=two, neighbour=0.3)
    yield Machine(name="one brings it about in 20 % of its slices", plan=eight, provoked=0.2)
    yield Machine(name="one brings it about beside a neighbour", plan=eight, provoked=0.2, neighbour=0.2)
    skewed = dict.fromkeys(range(0, 8, 2), noises.Skewed(0.02))
    yield Machine(name="distributions by configuration", plan=eight, slices=skewed)
    stalls = {1: noises.Stalls(0.02, 4.0)}
    yield Machine(name="one stalls, 2 % x 4", plan=eight, slices=stalls)
    yield Machine(name="one stalls, bursts", plan=eight, slices=stalls, bursts=0.1)
    yield Machine(name="one stalls, two configurations", plan=two, slices=stalls)
    yield Machine(name="slow slices, 20 % x 1.3", plan=eight, slices={1: noises.SlowSlices(0.2, 1.3)})
    beyond = dict.fromkeys(range(1, 8, 2), JUST_BEYOND)
    yield Machine(name="half just beyond the margin", plan=eight, slower=beyond)
    shared = noises.HalfShared(0.005, 0.02)
    yield Machine(name="the same, half share their luck", plan=eight, slower=beyond, trial=shared)
    unlike = Machine(name="the same, rounds of any quality", plan=eight, slower=beyond, slices=rough)
    yield replace(unlike, quality=0.6)
    edge = dict.fromkeys(range(1, 8), math.log(1.03))
    yield Machine(name="all at the margin", plan=eight, slower=edge)
    steps = {place: 0.003 * place for place in range(8)}
    yield Machine(name="steps of 0.3 %", plan=eight, slower=steps, trial=noises.Normal(0.004))
    yield Machine(name="noisy floor, 20 % apart", plan=two, slower={1: math.log(1.2)}, floor=0.25)
    yield Machine(name="noisy floor, 5 % apart", plan=eight, slower={1: 0.05, 2: 0.05}, floor=0.25)
    chain = make_plan(factors={"requests": [1, 2, 3, 4]})
    yield Machine(name="requests, each gains 4 %", plan=chain, slower={n: -0.04 * n for n in range(4)})
    yield Machine(name="requests, 30 %, then 0, then 3.5 %", plan=chain, slower={1: -0.3, 2: -0.3, 3: -0.335})
    yield Machine(name="requests, 6 % in the middle", plan=chain, slower={2: -0.06})
    yield Machine(name="requests, saturated", plan=chain, slower=dict.fromkeys((1, 2, 3), -0.3))
    yield Machine(name="remembers, AR(1) 0.8", plan=eight, trial=noises.Remembering(0.02, 0.8))
    yield Machine(
        name="remembers, 24 configurations", plan=identical_plan(24), trial=noises.Remembering(0.02, 0.8)
    )
    yield Machine(name="carried over, 5 %, two configurations", plan=two, carried=0.05)
    yield Machine(name="carried over, 10 %, two configurations", plan=two, carried=0.10)
    yield Machine(name="carried over, 10 %", plan=eight, carried=0.10)
    for effect in (0.06, 0.10):
        yield Machine(name=f"one of eight {effect:.0%} faster", plan=eight, slower={1: -math.log1p(effect)})
    choices = {place: 0.03 + 0.07 * (place - 12) / 11 for place in range(12, 24)}
    yield Machine(name="24 configurations, 12 behind by 3 to 10 %", plan=identical_plan(24), slower=choices)
    yield trading()
    for share in (0.99, 1.01, 1.03):
        yield bounded(share, even)


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """Machines that measured one plan, each a host of its name."""

    name: str
    machines: tuple[Machine, ...]


def fleets() -> Iterator[Fleet]:
    """Hosts that are alike, hosts that lie apart, and hosts that disagree."""
    four, step = identical_plan(4), math.log(1.05)
    for number in (2, 8, 32):
        alike = (Machine(name=f"host-{n:02}", plan=four) for n in range(number))
        yield Fleet(name=f"{number} hosts, A/A", machines=tuple(alike))
    apart = (
        Machine(name=f"host-{n:02}", plan=four, slower=dict.fromkeys(range(4), n * step)) for n in range(8)
    )
    yield Fleet(name="8 hosts, each 5 % slower than the one before", machines=tuple(apart))
    unlike = (
        Machine(name=f"host-{n:02}", plan=four, slower={1: (-1) ** n * JUST_BEYOND, 2: JUST_BEYOND})
        for n in range(8)
    )
    yield Fleet(name="8 hosts, half just beyond the margin either way", machines=tuple(unlike))


def until_answered(machine: Machine, most: int = 30) -> Machine:
    """The machine, measured on until its questions are answered, or given up."""
    plan = replace(machine.plan, measure=replace(machine.plan.measure, most_rounds=most))
    return replace(machine, name=f"{machine.name}; until answered", plan=plan)


def trading() -> Machine:
    """24 settings that trade latency for throughput, of which 12 are behind by 3 to 10 % besides.

    Two steps lie just beyond what would make them false to tell: three requests gain 3.1 % over two, so both
    are on the front, and four gain 2.1 % over three, so three are not good enough. Batches gain nothing, so
    four requests with the smallest one are.
    """
    factors: dict[str, Sequence[object]] = {
        "requests": [1, 2, 3, 4],
        "batch": [1, 2, 3],
        "MODEL_PRIORITY": ["a", "b"],
    }
    plan = make_plan(factors=factors, rounds=7)
    behind = {"1": 0.35, "2": 0.021 + JUST_BEYOND, "3": 0.021, "4": 0.0}
    slower = {}
    for place, cell in enumerate(plan.cells):
        lags = 0.03 + 0.07 * (place // 2) / 11 if cell.level("MODEL_PRIORITY") == "b" else 0.0
        slower[place] = behind[cell.level("requests")] + lags
    return Machine(
        name="24 configurations that trade, 7 rounds", plan=plan, slower=slower, trial=noises.Normal(0.005)
    )


def bounded(share: float, even: noises.Slices) -> Machine:
    """Settings whose 99th percentile is a share of the bound that it is asked to keep."""
    plan = make_plan(factors={"label": range(4)}, bounds_ms=((99.0, 1.0),))
    machine = Machine(name="", plan=plan, tails=(0.05, 0.03))
    (value,) = {round(each, 9) for each in machine.truth().percentiles_ms.values()}
    plan = make_plan(factors={"label": range(4)}, bounds_ms=((99.0, value / share),))
    return Machine(name=f"p99 at {share:.0%} of its bound", plan=plan, tails=(0.05, 0.03), slices={0: even})


def counted(
    every: Sequence[Machine | Fleet], reports: int, seed: int, processes: int = 1
) -> list[tuple[Machine | Fleet, Tally]]:
    """Each machine, or each fleet, with what is said in so many reports about it."""
    found = [(machine, Tally()) for machine in every]
    jobs = [
        (place, first, min(CHUNK, seed + reports - first))
        for first in range(seed, seed + reports, CHUNK)
        for place in range(len(every))
    ]
    with ProcessPoolExecutor(processes) as pool:
        parts = pool.map(_part, [every[place] for place, _, _ in jobs], *zip(*jobs, strict=True))
        for place, part in parts:
            found[place][1].join(part)
    return found


def _part(machine: Machine | Fleet, place: int, first: int, reports: int) -> tuple[int, Tally]:
    seeds = range(first, first + reports)
    if isinstance(machine, Machine):
        return place, count(machine, seeds, doubted=machine.name.startswith(DOUBTED))
    tally = Tally()
    for seed in seeds:
        tally.state(together(machine.machines, seed))
    return place, tally


def by_machine(found: Iterable[tuple[Machine | Fleet, Tally]], reports: int) -> Table:
    """What is false, machine by machine."""
    table = Table(
        title="Statements of simulated reports, by machine",
        columns=(
            "machine",
            "reports with a false statement",
            "contradictions",
            "95 % intervals cover",
            "of undisturbed",
            "of p99",
            "true differences found",
            "false, by kind",
        ),
        before=f"{reports} reports a machine, each with a known answer; 8 configurations and 5 rounds unless "
        "the name says otherwise. Every statement of a report is held against the truth.",
    )
    for machine, tally in found:
        kinds = [f"{kind} {n / tally.reports:.1%}" for kind, n in tally.false.most_common()]
        kinds += [
            f"(caveat “{kind.__name__}” in {tally.caveats[kind] / tally.reports:.0%})"
            for kind in (rounds.Remembered, rounds.Neighbours)
            if machine.name.startswith(DOUBTED) and tally.caveats[kind]
        ]
        table.rows.append(
            (
                machine.name,
                f"{tally.wrong / tally.reports:.1%}",
                f"{tally.contradicting / tally.reports:.1%}",
                _share(tally.covered, tally.intervals),
                _share(tally.undisturbed_covered, tally.undisturbed),
                _share(tally.percentiles_covered, tally.percentiles),
                _share(tally.found, tally.apart),
                "; ".join(kinds),
            )
        )
    return table


def by_kind(found: Iterable[tuple[Machine | Fleet, Tally]]) -> Table:
    """What is false, kind by kind, on all machines whose rounds are independent."""
    made: Counter[str] = Counter()
    false: Counter[str] = Counter()
    reports = 0
    for machine, tally in found:
        if not machine.name.startswith("remembers"):
            made, false, reports = made + tally.made, false + tally.false, reports + tally.reports
    table = Table(
        title="Statements of simulated reports, by kind",
        columns=("statement", "reports that make it", "of these with a false one"),
        before=f"The same {reports} reports, without the machines whose rounds remember.",
    )
    for kind, n in made.most_common():
        table.rows.append((kind, f"{n / reports:.1%}", f"{false[kind] / n:.2%}"))
    return table


def of_hosts(found: Iterable[tuple[Machine | Fleet, Tally]], pages: int) -> Table:
    """What pages about several hosts say that is false."""
    table = Table(
        title="Statements of pages about several hosts",
        columns=("hosts", "pages with a false statement", "statement: pages that make it, of these false"),
        before=f"{pages} pages each, four configurations in 5 rounds. What is said of a host is adjusted "
        "within each host and not over them, so that more hosts say more that is false.",
    )
    for fleet, tally in found:
        kinds = (
            f"{kind} {n / tally.reports:.1%}, {tally.false[kind] / n:.1%}"
            for kind, n in tally.made.most_common()
        )
        table.rows.append((fleet.name, f"{tally.wrong / tally.reports:.1%}", "; ".join(kinds)))
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def tables(effort: Effort) -> Iterator[Table]:
    """For the page of benchmarks."""
    reports, processes = effort.count(500, 20, 2), max(1, (os.cpu_count() or 1) - 1)
    found = counted(tuple(machines()), reports, 1, processes)
    yield by_machine(found, reports)
    yield by_kind(found)
    fewer = effort.count(100, 5, 1)
    yield of_hosts(counted(tuple(fleets()), fewer, 1, processes), fewer)
    going_on = counted(tuple(map(until_answered, machines())), fewer, 1, processes)
    yield replace(
        by_machine(going_on, fewer), title="Statements of reports measured until answered, by machine"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--until-answered", action="store_true", help="with up to 30 rounds")
    parser.add_argument("--worlds", default="", help="only those whose name holds this")
    parser.add_argument("--examples", type=int, default=0, help="statements to print of each world")
    chosen = parser.parse_args(arguments)
    every = [machine for machine in machines() if chosen.worlds in machine.name]
    if chosen.until_answered:
        every = [until_answered(machine) for machine in every]
    found = counted(every, chosen.reports, chosen.seed, chosen.processes)
    several = [] if chosen.until_answered else [each for each in fleets() if chosen.worlds in each.name]
    of_several = counted(several, chosen.reports, chosen.seed, chosen.processes)
    told = [by_machine(found, chosen.reports), by_kind(found), of_hosts(of_several, chosen.reports)]
    for table in told:
        if table.rows:
            print(table.markdown())
    for machine, tally in [*found, *of_several]:
        for example in tally.examples[: chosen.examples]:
            print(f"{machine.name}: {example}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
