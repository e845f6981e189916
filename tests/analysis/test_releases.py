"""Releases of OpenVINO as a factor: each has a version of its own, and none is another one's."""

from __future__ import annotations

from dataclasses import replace

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.records import Fact, Record
from tests.simulation import failed, make_plan, measure

PLAN = make_plan(factors={"openvino": ["2025.4", "installed"]}, rounds=4)
OLD, NEW = (cell.id for cell in PLAN.cells)
VERSIONS = {OLD: "2025.4.1", NEW: "2026.4.1"}


def with_version(record: Record, version: str) -> Record:
    told = {"python": "3.11.9", "openvino": version}
    facts = tuple(Fact(group="software", key=key, value=value) for key, value in told.items())
    return replace(record, openvino_version=version, facts=facts)


def records() -> list[Record]:
    return [with_version(record, VERSIONS[record.cell_id]) for record, _ in measure(PLAN)]


def told(found: list[Record]) -> Analysis:
    return analyse(PLAN, "simulated", [(record, str(place)) for place, record in enumerate(found)])


def test_the_trials_of_all_releases_count_and_all_versions_are_told_in_the_order_of_the_plan() -> None:
    analysis = told(records())
    assert [len(cell.trials) for cell in analysis.cells] == [4, 4]
    assert [cell.openvino_version for cell in analysis.cells] == ["2025.4.1", "2026.4.1"]
    assert analysis.openvino_version == "2025.4.1, 2026.4.1"
    assert [fact.value for fact in analysis.facts] == ["3.11.9", "2025.4.1, 2026.4.1"]


def test_two_releases_are_not_one_configuration_whatever_is_in_force() -> None:
    analysis = told(records())
    assert analysis.same_in_force == ()
    assert {contrast.factor for contrast in analysis.contrasts if contrast.factor} == {"openvino"}


def test_of_one_release_an_earlier_version_is_left_out_and_the_other_release_stays() -> None:
    updated = [
        with_version(record, "2026.3.0") if (record.cell_id, record.round) == (NEW, 1) else record
        for record in records()
    ]
    analysis = told(updated)
    assert [len(cell.trials) for cell in analysis.cells] == [4, 3]
    (out,) = analysis.unreadable
    assert out.reason == "measured with OpenVINO 2026.3.0, the newest with 2026.4.1"


def test_a_release_that_could_not_be_had_says_nothing_of_its_version() -> None:
    lacking = [
        replace(failed(record, "no-release"), openvino_version="2025.4", facts=())
        if record.cell_id == OLD
        else record
        for record in records()
    ]
    assert told(lacking).openvino_version == "2026.4.1"
