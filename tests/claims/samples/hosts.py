"""Several hosts together: who agrees, who does not, how far they lie apart, and what suits all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ovreport.analysis.compared import Comparison
from ovreport.analysis.metrics import ChosenBy, Metric
from ovreport.analysis.results import Interval, Verdict
from ovreport.claims.hosts import (
    BestOnHosts,
    EffectOnHosts,
    HostsClaim,
    HostStanding,
    LevelsOnHosts,
    Standing,
)
from ovreport.plan import Plan
from tests.claims.handmade import analysis
from tests.claims.samples.sample import Sample
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"precision": ["f32", "f16"], "requests": [1, 4]})
NAMES = ("atom", "bench", "nuc-13", "nuc-2", "rack-1", "rack-2", "rack-3")
FASTER, SLOWER, EQUIVALENT = Standing.FASTER, Standing.SLOWER, Standing.EQUIVALENT
OPEN, PARTLY, MIXED, SAME, ABSENT = (
    Standing.NOT_RESOLVED,
    Standing.PARTLY_RESOLVED,
    Standing.MIXED,
    Standing.ONE_IN_FORCE,
    Standing.NOT_MEASURED,
)


def on_hosts() -> Iterator[Sample]:
    """Answers of all hosts and of few, levels of two hosts and of several, a best one and none."""
    about = analysis(PLAN)
    every: list[HostsClaim] = [
        effect(FASTER, FASTER, FASTER, OPEN),
        effect(FASTER, FASTER, FASTER, FASTER),
        effect(SLOWER, SLOWER),
        effect(FASTER, FASTER, SLOWER, EQUIVALENT, MIXED, SAME, ABSENT),
        effect(FASTER, FASTER, FASTER, OPEN, OPEN, OPEN, OPEN),
        effect(EQUIVALENT, EQUIVALENT, FASTER),
        effect(OPEN, MIXED, OPEN),
        effect(FASTER, FASTER, FASTER, PARTLY, OPEN),
        effect(FASTER, SLOWER, FASTER, metric="latency"),
        effect(OPEN, OPEN, metric="undisturbed"),
        effect(FASTER, FASTER, SLOWER, factor="requests"),
        levels(Verdict.FASTER),
        levels(Verdict.SLOWER),
        levels(Verdict.EQUIVALENT),
        levels(Verdict.NOT_RESOLVED),
        levels(Verdict.FASTER, Verdict.FASTER, Verdict.NOT_RESOLVED),
        levels(Verdict.EQUIVALENT, Verdict.EQUIVALENT),
        levels(Verdict.SLOWER, Verdict.SLOWER, Verdict.SLOWER),
        best(4),
        best(2, metric="latency", others=1),
        best(2, metric="latency", others=3),
        best(6, behind=1),
        best(4, behind=3, others=1),
        best(2, behind=5, others=2),
        best(3, behind=1, unmeasured=1, no_choice=2),
    ]
    yield from (Sample(claim, about) for claim in every)


def cell(place: int) -> str:
    """The id of a configuration."""
    return PLAN.cells[place].id


def effect(
    *standings: Standing, metric: Metric = "throughput", factor: str = "precision", plan: Plan = PLAN
) -> EffectOnHosts:
    """What hosts say of the second level of a factor beside the first."""
    first, second = next(each.levels for each in plan.factors if each.name == factor)[:2]
    told = zip(NAMES, standings, strict=False)
    return EffectOnHosts(
        id=f"hosts/{factor}/{second}-{first}/{metric}",
        factor=factor,
        level=second,
        reference_level=first,
        metric=metric,
        standings=tuple(
            HostStanding(
                host=name,
                standing=standing,
                pairs=() if standing is ABSENT else ((plan.cells[-1].id, plan.cells[0].id),),
                ratios=(1.2 + place / 10, 1.3 + place / 10) if standing in (FASTER, SLOWER) else None,
                margin=0.03,
                alike=0.03,
            )
            for place, (name, standing) in enumerate(told)
        ),
    )


def best(
    on: int,
    *,
    behind: int = 0,
    unmeasured: int = 0,
    no_choice: int = 0,
    others: int = 0,
    metric: ChosenBy = "throughput",
) -> BestOnHosts:
    """A configuration that may be the best on so many hosts, and is behind on so many."""
    names = iter(NAMES)
    taken = [tuple(islice(names, number)) for number in (on, behind, unmeasured, no_choice)]
    return BestOnHosts(
        id=f"hosts/best/{metric}",
        metric=metric,
        cell=cell(2 if metric == "latency" else 1),
        others=others,
        on=taken[0],
        behind=tuple((name, 0.03) for name in taken[1]),
        unmeasured=taken[2],
        no_choice=taken[3],
    )


def levels(*verdicts: Verdict) -> LevelsOnHosts:
    """How the throughput of one configuration differs between hosts."""
    ratios = {
        Verdict.FASTER: 2.1,
        Verdict.SLOWER: 0.8,
        Verdict.EQUIVALENT: 1.001,
        Verdict.NOT_RESOLVED: 1.03,
    }
    return LevelsOnHosts(
        id="hosts/levels",
        cell=cell(0),
        slowest=("atom", level(100)),
        fastest=("nuc-13", level(210)),
        reference="atom",
        compared=tuple(
            (name, comparison(ratios[verdict], verdict))
            for name, verdict in zip(NAMES[2:], verdicts, strict=False)
        ),
        margin=0.03,
        alike=0.03,
    )


def level(value: float) -> Interval:
    """A level that is known to 1 %."""
    return Interval(value=value, low=value * 0.99, high=value * 1.01)


def comparison(ratio: float, verdict: Verdict) -> Comparison:
    """A host beside another one."""
    return Comparison(
        metric="throughput",
        first_cell=cell(0),
        second_cell=cell(0),
        first=level(100),
        second=level(100 * ratio),
        ratio=level(ratio),
        adjusted=level(ratio),
        adjusted_level=0.95,
        p=0.01,
        verdict=verdict,
        rounds=(7, 5),
    )
