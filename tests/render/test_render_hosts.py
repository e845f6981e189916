"""The page about several hosts: beside the page of each, light and readable however many there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ovreport.analysis.report import analyse
from ovreport.claims import conclude
from ovreport.claims.claim import Report
from ovreport.claims.on_hosts import HostsReport
from ovreport.language.locale import Locale
from ovreport.language.registry import LANGUAGES
from ovreport.language.spans import plain
from ovreport.plan import Plan
from ovreport.render import hosts, layout, pages, write_single_files
from ovreport.render.hosts import HostsContext, HostsPage
from ovreport.render.places import Site
from ovreport.render.templates import templates
from tests import fleets
from tests.simulated_plans import make_plan
from tests.sites import with_hosts, write_site

FIRST_VIEW_BYTES = 300_000
MANY = make_plan(
    factors={"threads": [1, 2], "batch": [1, 2, 3], "requests": [1, 2, 3, 4]}, rounds=3, slug="fleet"
)
"""As many configurations as one page holds."""
SITE = Site(("en", "de", "zh-Hans"))


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Two hosts that disagree, and one that cannot tell."""
    return fleets.three()


def context(found: HostsReport, language: str = "en") -> HostsContext:
    paths = {each.host: SITE.page(language, f"fleet/{each.host}") for each in found.hosts}
    return HostsContext(found, Locale(language), SITE.hosts(language, "fleet"), paths)


def view(found: HostsReport, language: str = "en") -> HostsPage:
    return hosts.page(context(found, language))


def text(found: HostsReport, language: str = "en") -> str:
    shown = view(found, language)
    around = layout.hosts(SITE, Locale(language), "fleet", shown.title, "")
    return pages.fill("hosts.html", language, page=shown, layout=around)


def a_fleet(number: int, plan: Plan = fleets.PLAN) -> HostsReport:
    return fleets.together(fleets.many(number, plan))


def test_several_hosts_have_a_page_together_beside_the_page_of_each(
    tmp_path: Path, reports: list[Report]
) -> None:
    write_site(reports, tmp_path)
    together = (tmp_path / "fleet/hosts.html").read_text(encoding="utf-8")
    assert 'href="index.html"' in together
    assert 'href="lab/index.html"' in together
    assert 'href="../hosts.html"' in (tmp_path / "fleet/lab/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "zh-Hans/fleet/hosts.html").is_file()


def test_the_index_leads_to_the_page_about_all_hosts(tmp_path: Path, reports: list[Report]) -> None:
    write_site(reports, tmp_path)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<h2><a href="fleet/hosts.html">' in index


def test_a_single_host_has_no_page_beside_its_own(tmp_path: Path, reports: list[Report]) -> None:
    write_site(reports[:1], tmp_path)
    assert not (tmp_path / "fleet/hosts.html").exists()
    assert "hosts.html" not in (tmp_path / "fleet/index.html").read_text(encoding="utf-8")


def test_pages_in_single_files_lead_from_each_host_to_all_and_back(
    tmp_path: Path, reports: list[Report]
) -> None:
    names = ["desk", "lab", "rack"]
    written = write_single_files(with_hosts(reports), tmp_path, hosts=names)
    own = {"fleet.html", "fleet.lab.html", "fleet.rack.html"}
    assert {"fleet.hosts.html", *own} <= set(written)
    together = (tmp_path / "fleet.hosts.html").read_text(encoding="utf-8")
    assert own <= set(re.findall(r'href="([^"#]+)', together))
    for name in own:
        assert 'href="fleet.hosts.html">all three hosts together</a>' in (tmp_path / name).read_text("utf-8")


def test_a_host_called_hosts_keeps_its_single_file(tmp_path: Path, reports: list[Report]) -> None:
    named = [fleets.named(each, host) for each, host in zip(reports, ("a", "hosts"), strict=False)]
    written = write_single_files(with_hosts(named), tmp_path, hosts=["a", "hosts"])
    assert {"fleet.html", "fleet.hosts.html", "fleet.hosts-together.html"} <= set(written)


def test_a_host_is_named_beside_the_answer_that_it_gives(reports: list[Report]) -> None:
    shown = view(fleets.together(reports))
    row = next(each for each in shown.questions if each.metric == "throughput")
    assert {each.badge.kind: [host.text for host in each.hosts] for each in row.answers} == {
        "faster": ["desk"],
        "slower": ["lab"],
        "not-resolved": ["rack"],
    }


def test_an_answer_leads_to_the_conclusion_on_the_page_of_the_host(
    tmp_path: Path, reports: list[Report]
) -> None:
    write_site(reports, tmp_path)
    for row in view(fleets.together(reports)).questions:
        for host in (host for answer in row.answers for host in answer.hosts):
            anchor = host.href.partition("#")[2]
            home = "fleet" if host.text == "desk" else f"fleet/{host.text}"
            assert f'id="{anchor}"' in (tmp_path / home / "index.html").read_text(encoding="utf-8")


def test_every_conclusion_has_its_anchor_on_the_page(reports: list[Report]) -> None:
    found = fleets.together(reports)
    anchors = re.findall(r'id="(conclusion-[^"]+)"', text(found))
    assert sorted(anchors) == sorted(found.permalinks.values())


def test_levels_of_all_hosts_and_configurations_are_on_one_scale(reports: list[Report]) -> None:
    shown = view(fleets.together(reports))
    assert len(shown.levels) == len(fleets.PLAN.cells)
    rows = [row for group in shown.levels for row in group.rows]
    order = sorted(rows, key=lambda row: row.strip.at)
    values = [float(row.level.value.replace(",", "")) for row in order]
    assert values == sorted(values)
    assert shown.matrix is None


def test_the_reference_has_no_ratio_and_all_others_have_one(reports: list[Report]) -> None:
    shown = view(fleets.together(reports))
    assert shown.reference == "desk"
    for group in shown.levels:
        assert {row.host.text: row.ratio is None for row in group.rows} == {
            "desk": True,
            "lab": False,
            "rack": False,
        }


def test_what_is_the_same_on_all_hosts_is_told_once(reports: list[Report]) -> None:
    shown = view(fleets.together(reports))
    assert "Processor" in shown.heads
    assert "Memory" not in shown.heads
    assert "16" in shown.alike


def test_many_hosts_fold_and_those_that_contradict_most_come_first() -> None:
    shown = view(a_fleet(30))
    assert len(shown.hosts) == hosts.MOST_ROWS
    assert len(shown.hosts) + len(shown.folded) == 30
    assert shown.hosts[0].host.text == "rack-030"
    assert all(len(group.rows) <= 2 * hosts.OUTERMOST + 1 for group in shown.levels)
    assert all(len(group.every) == 30 for group in shown.levels)
    assert shown.matrix is not None
    assert len(shown.matrix.rows) == 30
    row = next(each for each in shown.questions if each.metric == "throughput")
    assert [len(answer.hosts) for answer in row.answers] == [hosts.MOST_NAMED, 1]


@pytest.mark.slow
@pytest.mark.parametrize("plan", [fleets.PLAN, MANY], ids=["two configurations", "24 configurations"])
def test_the_page_of_two_hundred_hosts_is_light(plan: Plan) -> None:
    shared = sum(len((templates() / "assets" / name).read_bytes()) for name in ("site.css", "site.js"))
    assert len(text(a_fleet(200, plan)).encode()) + shared < FIRST_VIEW_BYTES


def test_hosts_that_measured_nothing_conclude_nothing(reports: list[Report]) -> None:
    bare = [conclude(analyse(fleets.PLAN, host, [])) for host in ("one", "two")]
    shown = view(fleets.together(bare))
    assert (shown.conclusions, shown.levels, shown.reservations) == ((), (), ())
    assert {row.host.text for row in shown.hosts} == {"one", "two"}
    assert text(fleets.together(bare))
    assert view(fleets.together([*reports[:1], *bare])).questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(language: str, reports: list[Report]) -> None:
    shown = view(fleets.together(reports), language)
    assert all(plain(each.headline) for each in shown.conclusions)
    assert f'<html lang="{language}">' in text(fleets.together(reports), language)
