"""What several hosts say together: counted from their own claims, never pooled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Claim, Report
from ovreport.claims.hosts import (
    CommonBest,
    EffectOnHosts,
    HostsClaim,
    LevelsOnHosts,
    NoCommonBest,
    Standing,
)
from ovreport.claims.on_hosts import HostsReport
from ovreport.claims.truth import Statement
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


def test_two_settings_that_are_one_on_a_host_are_no_difference_there(reports: list[Report]) -> None:
    desk, lab, _ = reports
    same = tuple(
        replace(each, contrasts=tuple(replace(one, same_in_force=True) for one in each.contrasts))
        for each in lab.analysis.effects
    )
    found = fleets.together([desk, replace(lab, analysis=replace(lab.analysis, effects=same))])
    assert standings(effect(found))["lab"] is Standing.ONE_IN_FORCE


def test_no_configuration_is_the_best_where_hosts_exclude_one_another(found: HostsReport) -> None:
    (claim,) = [each for each in told(found, NoCommonBest) if each.id == "hosts/best/throughput"]
    assert isinstance(claim, NoCommonBest)
    assert (claim.of, len(claim.behind)) == (3, 1)


def test_a_configuration_that_no_host_excludes_suits_all() -> None:
    worlds = [World(ratios={fleets.PLAN.cells[1].id: 0.6}, seed=seed) for seed in (1, 2)]
    found = fleets.together([fleets.quick(fleets.PLAN, f"host-{n}", world) for n, world in enumerate(worlds)])
    claim = next(each for each in told(found, CommonBest) if each.id == "hosts/best/throughput")
    assert isinstance(claim, CommonBest)
    assert (claim.cell, claim.others) == (fleets.PLAN.cells[1].id, 0)


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


def statements(seed: int) -> list[Statement]:
    """Everything that four simulated machines say together, true or false."""
    machines = [
        Machine(name=f"host-{place}", plan=fleets.PLAN, slower={0: place / 5, 1: place / 5 + slower})
        for place, slower in enumerate((-0.2, 0.2, 0.0, 0.02))
    ]
    found = fleets.together(
        [
            conclude(replace(each.analysis(1000 * place + seed), host=each.name))
            for place, each in enumerate(machines)
        ]
    )
    truths = {each.name: each.truth() for each in machines}
    every = [*found.conclusions, *found.further, *found.effects]
    return [statement for claim in every for statement in claim.statements_on(truths)]


def test_few_pages_about_several_hosts_say_anything_false() -> None:
    """Verdicts about hosts are one family; those of a host are its own, at its own 5 %."""
    pages = [statements(seed) for seed in range(25)]
    kinds = {each.kind for page in pages for each in page}
    assert kinds == {"a conclusion on a host", "a host beside another", "behind on a host"}
    false = {kind: sum(any(s.kind == kind and not s.true for s in page) for page in pages) for kind in kinds}
    assert false["a host beside another"] <= 5
    assert false["a conclusion on a host"] <= 4 * 5
