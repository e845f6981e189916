"""How often what a report states is false, by kind of statement: simulated machines with a known answer.

Run it from the root of a checkout: `python -m benchmarks.statements [--reports 500] [--worlds NAME]`.

Every statement of every report is held against the truth (`tests/truths.py`), on machines that share the
assumptions of the analysis and on machines that do not (`tests/worlds.py`).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ovreport.analysis.results import Analysis, DoubtKind, Verdict
from ovreport.conclusions import conclude
from ovreport.conclusions.claims import Report
from tests import worlds
from tests.simulated_plans import identical_plan, make_plan
from tests.truths import Truth, contradictions, statements
from tests.worlds import Machine

JUST_BEYOND = math.log(1.0301)


@dataclass
class Tally:
    """What was counted over the reports about one machine.

    Attributes:
        made, false: Reports that make a statement of each kind, and in which such a one is false.
        wrong: Reports with any false statement.
        contradicting: Reports that contradict themselves.
        covered, intervals: Of ratios, those whose 95 % interval holds the truth.
        percentiles_covered, percentiles: The same of percentiles.
        caveats: Reports with each reason to distrust.
        verdicts: Of the contrasts with the baseline by throughput.
    """

    reports: int = 0
    made: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    contradicting: int = 0
    covered: int = 0
    intervals: int = 0
    percentiles_covered: int = 0
    percentiles: int = 0
    caveats: Counter[DoubtKind] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, report: Report, truth: Truth) -> None:
        """Count one report."""
        said = statements(report, truth)
        self.reports += 1
        self.made.update({each.kind for each in said})
        self.false.update({each.kind for each in said if not each.true})
        self.wrong += any(not each.true for each in said)
        against = contradictions(report)
        self.contradicting += bool(against)
        self.examples += [f"false: {each.kind}: {each.what}" for each in said if not each.true]
        self.examples += [f"contradiction: {each}" for each in against]
        self.caveats.update({doubt.kind for doubt in report.analysis.doubts})
        self._intervals(report.analysis, truth)

    def _intervals(self, analysis: Analysis, truth: Truth) -> None:
        for contrast in analysis.contrasts:
            estimate = contrast.estimate
            if estimate is None or not contrast.family.endswith(": baseline"):
                continue
            typical = estimate.typical is None
            ratio = math.exp(truth.ratio(contrast.metric, contrast.cell, contrast.reference, typical=typical))
            self.intervals += 1
            self.covered += estimate.low <= ratio <= estimate.high
            if contrast.metric == "throughput":
                self.verdicts[contrast.verdict] += 1
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
    even = worlds.Even()
    yield Machine(name="A/A, calm", plan=eight, calm=True)
    yield Machine(name="A/A, calm, table of 4 x 2", plan=table, calm=True)
    yield Machine(name="A/A, two cells", plan=two, calm=True)
    yield Machine(name="A/A, 24 cells", plan=identical_plan(24), calm=True)
    yield Machine(name="A/A, trials 8 %", plan=eight, trial=worlds.normal(0.08))
    yield Machine(name="A/A, bursts", plan=eight, bursts=0.1)
    yield Machine(name="A/A, three rounds", plan=three)
    yield Machine(name="A/A, trials missing", plan=eight, missing=0.15)
    yield Machine(name="A/A, two kinds of processes", plan=eight, trial=worlds.bimodal(0.04))
    yield Machine(name="A/A, two kinds, two cells", plan=two, trial=worlds.bimodal(0.04))
    yield Machine(name="A/A, Cauchy", plan=eight, trial=worlds.heavy(0.01))
    yield Machine(name="A/A, variances 100:1", plan=eight, trial=worlds.unequal(0.005, 10.0, 2))
    yield Machine(name="A/A, one cell noisy", plan=eight, trial=worlds.unequal(0.01, 5.0, 8))
    yield Machine(name="A/A, half share their luck", plan=eight, trial=worlds.half_shared(0.005, 0.02))
    skewed = dict.fromkeys(range(0, 8, 2), worlds.Skewed(0.02))
    yield Machine(name="distributions by cell", plan=eight, slices=skewed)
    stalls = {1: worlds.Stalls(0.02, 4.0)}
    yield Machine(name="one stalls, 2 % x 4", plan=eight, slices=stalls)
    yield Machine(name="one stalls, bursts", plan=eight, slices=stalls, bursts=0.1)
    yield Machine(name="one stalls, two cells", plan=two, slices=stalls)
    yield Machine(name="slow slices, 20 % x 1.3", plan=eight, slices={1: worlds.SlowSlices(0.2, 1.3)})
    beyond = dict.fromkeys(range(1, 8, 2), JUST_BEYOND)
    yield Machine(name="half just beyond the margin", plan=eight, slower=beyond)
    shared = worlds.half_shared(0.005, 0.02)
    yield Machine(name="the same, half share their luck", plan=eight, slower=beyond, trial=shared)
    edge = dict.fromkeys(range(1, 8), math.log(1.03))
    yield Machine(name="all at the margin", plan=eight, slower=edge)
    steps = {place: 0.003 * place for place in range(8)}
    yield Machine(name="steps of 0.3 %", plan=eight, slower=steps, trial=worlds.normal(0.004))
    yield Machine(name="noisy floor, 20 % apart", plan=two, slower={1: math.log(1.2)}, floor=0.25)
    yield Machine(name="noisy floor, 5 % apart", plan=eight, slower={1: 0.05, 2: 0.05}, floor=0.25)
    chain = make_plan(factors={"requests": [1, 2, 3, 4]})
    yield Machine(name="requests, each gains 4 %", plan=chain, slower={n: -0.04 * n for n in range(4)})
    yield Machine(name="requests, 30 %, then 0, then 3.5 %", plan=chain, slower={1: -0.3, 2: -0.3, 3: -0.335})
    yield Machine(name="requests, 6 % in the middle", plan=chain, slower={2: -0.06})
    yield Machine(name="requests, saturated", plan=chain, slower=dict.fromkeys((1, 2, 3), -0.3))
    yield Machine(name="remembers, AR(1) 0.8", plan=eight, trial=worlds.remembering(0.02, 0.8))
    yield Machine(name="remembers, 24 cells", plan=identical_plan(24), trial=worlds.remembering(0.02, 0.8))
    yield Machine(name="carried over, 5 %, two cells", plan=two, carried=0.05)
    yield Machine(name="carried over, 10 %, two cells", plan=two, carried=0.10)
    yield Machine(name="carried over, 10 %", plan=eight, carried=0.10)
    choices = {place: 0.03 + 0.07 * (place - 12) / 11 for place in range(12, 24)}
    yield Machine(name="24 cells, 12 behind by 3 to 10 %", plan=identical_plan(24), slower=choices)
    for share in (0.99, 1.01, 1.03):
        yield bounded(share, even)


def bounded(share: float, even: worlds.Slices) -> Machine:
    """Settings whose 99th percentile is a share of the bound that it is asked to keep."""
    plan = make_plan(factors={"label": range(4)}, bounds_ms=((99.0, 1.0),))
    machine = Machine(name="", plan=plan, tails=(0.05, 0.03))
    (value,) = {round(each, 9) for each in machine.truth().percentiles_ms.values()}
    plan = make_plan(factors={"label": range(4)}, bounds_ms=((99.0, value / share),))
    return Machine(name=f"p99 at {share:.0%} of its bound", plan=plan, tails=(0.05, 0.03), slices={0: even})


def row(machine: Machine, tally: Tally) -> str:
    """One line of the table."""
    covers = f"{tally.covered / tally.intervals:7.1%}" if tally.intervals else f"{'':7}"
    tails = f"{tally.percentiles_covered / tally.percentiles:7.1%}" if tally.percentiles else f"{'':7}"
    verdicts = tally.verdicts
    shares = [verdicts[each] / max(1, sum(verdicts.values())) for each in Verdict]
    kinds = ", ".join(f"{kind} {n / tally.reports:.1%}" for kind, n in tally.false.most_common())
    return (
        f"{machine.name:36}{tally.wrong / tally.reports:7.1%}{tally.contradicting / tally.reports:8.1%}"
        f"{covers}{tails}  " + " ".join(f"{share:4.0%}" for share in shares) + f"  {kinds}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", default="", help="only those whose name holds this")
    parser.add_argument("--examples", type=int, default=0, help="statements to print of each world")
    chosen = parser.parse_args(arguments)
    print(f"{'':36}{'false':>7}{'contra-':>8}{'95 % CI':>7}{'p99':>7}  verdicts: faster, slower, equal, open")
    for machine in machines():
        if chosen.worlds in machine.name:
            doubted = machine.name.startswith(("remembers", "carried"))
            tally = count(machine, worlds.seeds(chosen.seed, chosen.reports), doubted=doubted)
            print(row(machine, tally), flush=True)
            if doubted:
                print(f"{'':36}caveats: {dict(tally.caveats)}")
            for example in tally.examples[: chosen.examples]:
                print(f"    {example}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
