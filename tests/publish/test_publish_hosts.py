"""The page about several hosts is renewed, recomputed and listed as all others are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ovreport.errors import VerifyError
from tests.cli.stand_in import Simulated, command, experiment

PAGE = Path("site/tiny/hosts.html")


@pytest.fixture(autouse=True)
def two_hosts(simulated: Simulated) -> None:
    """A built site of one experiment on two hosts."""
    experiment()
    for host in ("attic", "bench"):
        assert command("build", "--quiet", "--host", host).exit_code == 0


def test_a_site_of_several_hosts_is_confirmed() -> None:
    ended = command("verify", "site")
    assert ended.exit_code == 0, ended.exception


def test_a_digit_changed_on_the_page_of_all_hosts_is_noticed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    forged = re.sub(
        r"(<strong>\d*)\d", lambda found: f"{found[1]}{(int(found[0][-1]) + 1) % 10}", text, count=1
    )
    assert forged != text
    PAGE.write_text(forged, encoding="utf-8")
    ended = command("verify", "site")
    assert isinstance(ended.exception, VerifyError)
    assert "tiny/hosts.html" in str(ended.exception)


def test_a_page_that_nothing_changed_for_is_left_alone_and_one_that_is_gone_comes_back() -> None:
    before = PAGE.stat().st_mtime_ns
    assert command("render").exit_code == 0
    assert PAGE.stat().st_mtime_ns == before
    PAGE.unlink()
    assert command("render").exit_code == 0
    assert PAGE.is_file()


def test_a_further_host_renews_the_page() -> None:
    assert command("build", "--quiet", "--host", "cellar").exit_code == 0
    assert "cellar" in PAGE.read_text(encoding="utf-8")


def test_the_page_leaves_the_site_with_the_second_host() -> None:
    for record in Path("experiments/results/tiny/bench").glob("*.parquet"):
        record.unlink()
    assert command("render").exit_code == 0
    assert not PAGE.exists()
    assert command("verify", "site").exit_code == 0


def test_conclusions_about_all_hosts_are_listed_with_their_links() -> None:
    printed = json.loads(command("conclusions", "--json").output)
    together = [each for each in printed if each["kind"] == "on-hosts"]
    assert together
    for each in together:
        assert (each["host"], each["hosts"]) == ("", ["attic", "bench"])
        page, _, anchor = each["permalink"].partition("#")
        assert f'id="{anchor}"' in Path("site/tiny", page).read_text(encoding="utf-8")
    assert "tiny on 2 hosts" in command("conclusions").output


def test_the_sitemap_leads_to_the_page() -> None:
    Path("experiments/site.yaml").write_text("base_url: https://example.org/\n", encoding="utf-8")
    assert command("render").exit_code == 0
    assert "https://example.org/tiny/hosts.html" in Path("site/sitemap.xml").read_text(encoding="utf-8")


def test_links_to_the_page_are_shown_with_a_picture() -> None:
    Path("experiments/site.yaml").write_text("base_url: https://example.org/\n", encoding="utf-8")
    assert command("render").exit_code == 0
    assert "https://example.org/tiny/hosts-card.en.png" in PAGE.read_text(encoding="utf-8")
    assert Path("site/tiny/hosts-card.en.png").is_file()
    assert command("verify", "site").exit_code == 0
    Path("experiments/site.yaml").unlink()
    assert command("render").exit_code == 0
    assert not Path("site/tiny/hosts-card.en.png").exists()


def test_the_page_in_a_single_file_is_confirmed_beside_the_site() -> None:
    assert command("render", "--single-file").exit_code == 0
    assert Path("site/tiny.hosts.html").is_file()
    assert command("verify", "site").exit_code == 0
