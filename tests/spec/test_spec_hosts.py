"""Which hosts of a fleet an experiment file asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport import plan, spec
from ovreport.errors import SpecError
from ovreport.plan import WantedHosts


def asked(folder: Path, hosts: str) -> WantedHosts:
    path = folder / "some.yaml"
    path.write_text(f"title: Some\nmodel: tiny\ndevice: CPU\nhosts: {hosts}\n", encoding="utf-8")
    return plan.expand(spec.load(path)).hosts


@pytest.mark.parametrize(
    ("hosts", "meant"),
    [
        ("all", WantedHosts()),
        ("nuc-13", WantedHosts(names=("nuc-13",))),
        ("[nuc-13, nuc-14]", WantedHosts(names=("nuc-13", "nuc-14"))),
        ("{has: GPU}", WantedHosts(has=("GPU",))),
        ("{cores: '>= 8'}", WantedHosts(cores=(8, None))),
        ("{cores: '> 8'}", WantedHosts(cores=(9, None))),
        ("{cores: '<= 8'}", WantedHosts(cores=(0, 8))),
        ("{cores: '< 8'}", WantedHosts(cores=(0, 7))),
        ("{cores: 8, has: [CPU, GPU]}", WantedHosts(cores=(8, 8), has=("CPU", "GPU"))),
    ],
)
def test_hosts_are_all_or_named_or_described(tmp_path: Path, hosts: str, meant: WantedHosts) -> None:
    assert asked(tmp_path, hosts) == meant


@pytest.mark.parametrize(
    ("hosts", "wrong"),
    [
        ("7", "names no hosts"),
        ("[]", "names no hosts"),
        ("{cores: many}", "is no number of cores"),
        ("{cores: true}", "is no number of cores"),
        ("{has: gpu}", "did you mean GPU"),
        ("{core: 8}", "did you mean cores"),
    ],
)
def test_what_names_no_hosts_is_told(tmp_path: Path, hosts: str, wrong: str) -> None:
    with pytest.raises(SpecError, match=wrong):
        asked(tmp_path, hosts)


def test_hosts_change_nothing_about_what_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    found = []
    for line in ("", "hosts: {has: GPU}\n"):
        path.write_text(f"title: Some\nmodel: tiny\ndevice: CPU\nbatch: [1, 2]\n{line}", encoding="utf-8")
        found.append([cell.id for cell in plan.expand(spec.load(path)).cells])
    assert found[0] == found[1]
