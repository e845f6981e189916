"""Which hosts of a fleet measure an experiment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ovreport import __version__
from ovreport.errors import SpecError
from ovreport.fleet.choosing import FleetHost, chosen
from ovreport.plan import WantedHosts
from ovreport.workflow import Job
from tests.run.plans import plan_of, setting

THERE = (
    FleetHost(name="nuc-13", cores=4, devices=("CPU", "GPU")),
    FleetHost(name="nuc-14", cores=8, devices=("CPU", "GPU.0", "GPU.1")),
    FleetHost(name="server", cores=32, devices=("CPU",)),
)


def names(wanted: WantedHosts, *named: str) -> list[str]:
    """Of the hosts that measure an experiment with such a key, where the command names these."""
    job = Job(path=Path("some.yaml"), plan=replace(plan_of([setting()]), hosts=wanted), results=Path("r"))
    return [each.name for each in chosen(job, THERE, named)]


def test_every_host_measures_where_nothing_is_said() -> None:
    assert names(WantedHosts()) == ["nuc-13", "nuc-14", "server"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (WantedHosts(names=("server", "nuc-13")), ["nuc-13", "server"]),
        (WantedHosts(has=("GPU",)), ["nuc-13", "nuc-14"]),
        (WantedHosts(has=("GPU.1",)), ["nuc-14"]),
        (WantedHosts(cores=(8, None)), ["nuc-14", "server"]),
        (WantedHosts(cores=(0, 8), has=("GPU",)), ["nuc-13", "nuc-14"]),
    ],
)
def test_hosts_are_taken_by_name_or_by_what_they_have(wanted: WantedHosts, found: list[str]) -> None:
    assert names(wanted) == found


def test_the_command_goes_before_the_file() -> None:
    assert names(WantedHosts(has=("GPU",)), "server") == ["server"]


def test_a_host_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(
        SpecError, match=r"--hosts: nuc-15: not in the fleet, which has: nuc-13, nuc-14, server"
    ):
        names(WantedHosts(), "nuc-15")
    with pytest.raises(SpecError, match=r"some\.yaml: hosts: nuc-15"):
        names(WantedHosts(names=("nuc-15",)))


def test_conditions_that_no_host_meets_are_told_host_by_host() -> None:
    with pytest.raises(SpecError, match=r"nuc-13: has no NPU; nuc-14: has no NPU; server: has no NPU"):
        names(WantedHosts(has=("NPU",)))
    with pytest.raises(SpecError, match="nuc-13: has 4 cores"):
        names(WantedHosts(cores=(64, None)))


def test_a_worker_with_another_release_is_no_host() -> None:
    told = {"version": "0.0.1", "cores": 4, "devices": ["CPU"]}
    assert FleetHost.of("old", told) == (
        f"it has ovreport 0.0.1, this desk has {__version__}. Install the same there."
    )


@pytest.mark.parametrize("told", [None, [], {"version": __version__}, OSError("no way"), {"cores": "many"}])
def test_a_worker_that_says_nothing_sensible_is_no_host(told: object) -> None:
    assert isinstance(FleetHost.of("odd", told), str)
