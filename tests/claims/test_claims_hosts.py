"""What several hosts say together: counted from their own claims, never pooled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Verdict
from ovreport.claims import conclude
from ovreport.claims.claim import Claim, Report
from ovreport.claims.hosts import (
    BestOnHosts,
    EffectOnHosts,
    HostsClaim,
    LevelsOnHosts,
    Standing,
)
from ovreport.claims.on_hosts import HostsReport
from tests import fleets
from tests.simulation import World, make_plan, measure
from tests.worlds import Machine

FOUR = make_plan(factors={"threads": [1, 2], "batch": [1, 2]}, rounds=5, slug="fleet")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Two hosts that disagree, and one that cannot tell."""
    return fleets.three()


@pytest.fixture(scope="module")
def found(reports: list[Report]) -> HostsReport:
    """What they say together."""
    return fleets.together(reports)


def effect(found: HostsReport) -> EffectOnHosts:
    """The answer about throughput."""
    return next(each for each in found.effects if each.metric == "throughput")


def standings(claim: EffectOnHosts) -> dict[str, Standing]:
    return {each.host: each.standing for each in claim.standings}


def told(found: HostsReport, kind: type[Claim]) -> list[HostsClaim]:
    return [each for each in (*found.conclusions, *found.further) if isinstance(each, kind)]


def test_each_host_says_what_its_own_claim_says(found: HostsReport, reports: list[Report]) -> None:
    assert standings(effect(found)) == {
        "desk": Standing.FASTER,
        "lab": Standing.SLOWER,
        "rack": Standing.NOT_RESOLVED,
    }
    own = {each.analysis.host: each.conclusions[0].verdict for each in reports}
    assert {host: each.value for host, each in own.items() if each} == {
        host: each.value for host, each in standings(effect(found)).items()
    }


def test_hosts_that_contradict_most_others_come_first() -> None:
    found = fleets.together(fleets.many(5))
    assert found.hosts[0].host == "rack-005"
    assert found.departures["rack-005"] > 0
    assert found.departures["rack-001"] == 0


def test_a_host_that_cannot_tell_contradicts_nobody(found: HostsReport) -> None:
    assert "rack" not in effect(found).departing


def test_questions_on_which_hosts_do_not_agree_are_told_first() -> None:
    plan = FOUR
    slower = {cell.id: 1.4 for cell in plan.cells if dict(cell.levels)["threads"] == "2"}
    worlds = [
        World(ratios={cell: 1 / ratio for cell, ratio in slower.items()}, seed=1),
        World(ratios=slower, seed=2),
    ]
    found = fleets.together([fleets.quick(plan, f"host-{n}", world) for n, world in enumerate(worlds)])
    answers = [each for each in found.conclusions if isinstance(each, EffectOnHosts)]
    assert [each.unanimous for each in answers] == sorted(each.unanimous for each in answers)
    assert answers[0].factor == "threads"


def test_conditions_under_which_a_host_says_several_things_are_no_answer() -> None:
    first, second = (cell.id for cell in FOUR.cells if dict(cell.levels)["threads"] == "2")
    mixed = World(ratios={first: 0.6, second: 1.5}, seed=1)
    plain = World(ratios={first: 0.6, second: 0.6}, seed=2)
    found = fleets.together([fleets.quick(FOUR, "mixed", mixed), fleets.quick(FOUR, "plain", plain)])
    claim = next(each for each in found.effects if (each.factor, each.metric) == ("threads", "throughput"))
    assert standings(claim) == {"mixed": Standing.MIXED, "plain": Standing.FASTER}


def test_a_host_that_lacks_a_configuration_has_not_measured_the_question(reports: list[Report]) -> None:
    first = fleets.PLAN.cells[0].id
    records = [each for each in measure(fleets.PLAN, host="half") if each[0].cell_id == first]
    half = conclude(analyse(fleets.PLAN, "half", records))
    assert standings(effect(fleets.together([reports[0], half])))["half"] is Standing.NOT_MEASURED


FASTER, SLOWER, ALIKE, OPEN = Verdict.FASTER, Verdict.SLOWER, Verdict.EQUIVALENT, Verdict.NOT_RESOLVED


@pytest.mark.parametrize(
    ("verdicts", "standing"),
    [
        ((FASTER, FASTER), Standing.FASTER),
        ((FASTER, SLOWER), Standing.MIXED),
        ((FASTER, ALIKE), Standing.MIXED),
        ((FASTER, OPEN), Standing.PARTLY_RESOLVED),
        ((OPEN, OPEN), Standing.NOT_RESOLVED),
        ((FASTER, "one in force"), Standing.MIXED),
        ((ALIKE, "one in force"), Standing.EQUIVALENT),
        (("one in force", "one in force"), Standing.ONE_IN_FORCE),
    ],
)
def test_an_answer_depends_on_the_configuration_only_where_that_is_shown(
    verdicts: tuple[Verdict | str, ...], standing: Standing
) -> None:
    report = fleets.quick(FOUR, "one", World(seed=1))
    effects = [
        replace(
            each,
            contrasts=tuple(
                replace(contrast, verdict=verdict)
                if isinstance(verdict, Verdict)
                else replace(contrast, same_in_force=True)
                for contrast, verdict in zip(each.contrasts, verdicts, strict=True)
            ),
        )
        for each in report.analysis.effects
        if (each.factor, each.metric) == ("threads", "throughput")
    ]
    changed = replace(report, analysis=replace(report.analysis, effects=tuple(effects)))
    found = fleets.together([changed, fleets.named(report, "two")])
    claim = next(each for each in found.effects if (each.factor, each.metric) == ("threads", "throughput"))
    assert standings(claim)["one"] is standing


def best(found: HostsReport) -> BestOnHosts:
    """What may have the highest throughput on most hosts."""
    (claim,) = [each for each in told(found, BestOnHosts) if each.id == "hosts/best/throughput"]
    assert isinstance(claim, BestOnHosts)
    return claim


def test_where_hosts_exclude_one_another_the_one_that_most_do_not_exclude_is_told(
    found: HostsReport,
) -> None:
    claim = best(found)
    assert sorted([*claim.on, *(host for host, _ in claim.behind)]) == ["desk", "lab", "rack"]
    assert len(claim.behind) == 1


def test_a_configuration_that_no_host_excludes_suits_all() -> None:
    worlds = [World(ratios={fleets.PLAN.cells[1].id: 0.6}, seed=seed) for seed in (1, 2)]
    found = fleets.together([fleets.quick(fleets.PLAN, f"host-{n}", world) for n, world in enumerate(worlds)])
    claim = best(found)
    assert (claim.cell, claim.others, claim.behind) == (fleets.PLAN.cells[1].id, 0, ())


def test_what_no_host_excludes_is_no_conclusion() -> None:
    worlds = [World(trial_sd=0.3, seed=seed) for seed in (1, 2)]
    found = fleets.together([fleets.quick(fleets.PLAN, f"host-{n}", world) for n, world in enumerate(worlds)])
    assert told(found, BestOnHosts) == []


def test_a_host_that_did_not_measure_a_configuration_does_not_show_it_to_be_behind() -> None:
    first, second = (cell.id for cell in fleets.PLAN.cells)
    worlds = [World(ratios={second: 0.6}, seed=seed) for seed in (1, 2)]
    whole = [fleets.quick(fleets.PLAN, f"host-{n}", world) for n, world in enumerate(worlds)]
    records = [each for each in measure(fleets.PLAN, host="half") if each[0].cell_id == first]
    claim = best(fleets.together([*whole, conclude(analyse(fleets.PLAN, "half", records))]))
    assert (claim.cell, claim.behind, claim.unmeasured) == (second, (), ("half",))


def test_levels_of_hosts_are_compared_with_the_first_by_name(found: HostsReport) -> None:
    (claim,) = told(found, LevelsOnHosts)
    assert isinstance(claim, LevelsOnHosts)
    assert claim.reference == "desk"
    assert [host for host, _ in claim.compared] == ["lab", "rack"]


def test_what_is_kept_of_a_host_holds_no_trials(found: HostsReport) -> None:
    assert not any(each.trials for each in found.about.cells)


def test_every_statement_about_hosts_is_linked_by_a_name_of_its_own(found: HostsReport) -> None:
    every = [*found.conclusions, *found.further]
    assert len(set(found.permalinks.values())) == len(every)
    assert {each.id for each in every} == set(found.permalinks)


@pytest.mark.slow
def test_few_pages_about_several_hosts_say_anything_false() -> None:
    """Verdicts about hosts are one family; those of a host are its own, at its own 5 %."""
    machines = [
        Machine(name=f"host-{place}", plan=fleets.PLAN, slower={0: place / 5, 1: place / 5 + slower})
        for place, slower in enumerate((-0.2, 0.2, 0.0, 0.02))
    ]
    pages = [fleets.statements(machines, seed) for seed in range(25)]
    kinds = {each.kind for page in pages for each in page}
    assert kinds == {"a conclusion on a host", "a host beside another", "behind on a host"}
    false = {kind: sum(any(s.kind == kind and not s.true for s in page) for page in pages) for kind in kinds}
    assert false["a host beside another"] <= 5
    assert false["a conclusion on a host"] <= 4 * 5
