"""Hosts that measured the same plan: two that disagree, one that cannot tell, and as many as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.claims.on_hosts import HostsGathered, HostsReport
from ovreport.claims.truth import Statement
from ovreport.plan import Plan
from ovreport.records import Fact
from tests.simulation import World, make_plan, measure, quick_analysis
from tests.worlds import Machine

PLAN = make_plan(factors={"threads": [1, 2]}, rounds=5, slug="fleet")
"""One question: what the second level does beside the first."""
DRAWN = 3


def worlds(plan: Plan = PLAN) -> dict[str, World]:
    """Machines by the name of the host: the second configuration is faster, slower, and anybody's guess."""
    second = plan.cells[1].id
    return {
        "desk": World(ratios={second: 0.7}, seed=1),
        "lab": World(ratios={second: 1.4}, seed=2),
        "rack": World(trial_sd=0.3, seed=3),
    }


def facts(processor: str) -> tuple[Fact, ...]:
    """What a host with this processor is."""
    return (
        Fact(group="processor", key="model", value=processor),
        Fact(group="processor", key="physical_cores", value="4"),
        Fact(group="memory", key="total", value="16000000000", unit="bytes"),
    )


def report_of(plan: Plan, host: str, world: World) -> Report:
    """One host's report from records with rows."""
    records = measure(plan, world, host=host, facts=facts(f"Processor of {host}"))
    return conclude(analyse(plan, host, records))


def three(plan: Plan = PLAN) -> list[Report]:
    """The reports of the hosts that do not agree."""
    return [report_of(plan, host, world) for host, world in worlds(plan).items()]


def quick(plan: Plan, host: str, world: World) -> Report:
    """One host's report of comparisons alone."""
    return conclude(replace(quick_analysis(plan, world), host=host, facts=facts("One for all")))


def many(number: int, plan: Plan = PLAN) -> Iterator[Report]:
    """Hosts on which the second configuration is faster, but for the last one; few of them are drawn."""
    second = plan.cells[1].id
    drawn = [quick(plan, "", World(ratios={second: 0.7}, round_sd=0.01, seed=seed)) for seed in range(DRAWN)]
    for place in range(1, number):
        yield named(drawn[place % DRAWN], f"rack-{place:03}")
    yield quick(plan, f"rack-{number:03}", World(ratios={second: 1.4}, round_sd=0.01, seed=DRAWN))


def named(report: Report, host: str) -> Report:
    """The report, had another host made it."""
    return replace(report, analysis=replace(report.analysis, host=host))


def together(reports: Sequence[Report] | Iterator[Report]) -> HostsReport:
    """What they say together."""
    beside = HostsGathered()
    for report in reports:
        beside.add(report)
    found = beside.report()
    assert found is not None
    return found


def statements(machines: Sequence[Machine], seed: int) -> list[Statement]:
    """Everything that simulated machines, each a host of its name, say together."""
    found = together(
        conclude(replace(each.analysis(1000 * place + seed), host=each.name))
        for place, each in enumerate(machines)
    )
    truths = {each.name: each.truth() for each in machines}
    told = {each.id: each for each in (*found.conclusions, *found.further, *found.effects)}
    return [statement for claim in told.values() for statement in claim.statements_on(truths)]
