"""What others send who repeated a page stands on it, as text, and nothing else of what they send."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ovreport.errors import SpecError
from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.publish.test_publish_site import build

SITE = Path("site")
PAGE = SITE / "tiny/index.html"
SENT = Path("experiments/replications/tiny")
SAYS = "elsewhere (OpenVINO 2026.1.0, 1 June 2026): <strong>6</strong> of 9 confirmed"


@pytest.fixture(autouse=True)
def built(simulated: Simulated) -> Simulated:
    """A built site of one experiment."""
    experiment()
    build()
    return simulated


def send(name: str = "elsewhere.json", of: str = "bench", **changes: Any) -> Path:
    """A file of somebody who repeated the page of the host `of`."""
    told = {
        "format": 1,
        "ovreport": "1.0",
        "page": "",
        "original": {
            "address": "https://example.org/tiny/",
            "experiment": "tiny",
            "host": of,
            "openvino": "2026.1.0",
            "measured_utc_ns": 1_780_000_000_000_000_000,
        },
        "host": "elsewhere",
        "openvino": "2026.1.0",
        "measured_utc_ns": 1_780_300_000_000_000_000,
        "counts": {"confirmed": 6, "contradicted": 0, "not-resolved": 2, "not-here": 1},
        "claims": [],
    }
    path = SENT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told | changes), encoding="utf-8")
    return path


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_what_replicate_wrote_stands_on_the_page_that_was_repeated() -> None:
    assert command("replicate", "site", "--yes", "--host", "elsewhere").exit_code == 0
    SENT.mkdir(parents=True)
    shutil.copy("replication/replication.json", SENT / "first.json")
    told = build()
    assert "all new" in told
    assert '<a href="#repeated">Repeated by others</a>' in page()
    assert "<bdi>elsewhere</bdi> (OpenVINO" in page()
    assert "not those that this page shows now" not in page()
    assert "0 of them new" in build()


def test_a_page_that_nobody_repeated_keeps_the_link_to_where_it_would_stand() -> None:
    assert '<span id="repeated"></span>' in page()
    assert "Repeated by others" not in page()


def test_counts_date_and_address_are_told_and_that_other_measurements_were_repeated() -> None:
    send(page="https://example.org/again/")
    build()
    assert SAYS in page().replace("<bdi>", "").replace("</bdi>", "")
    assert '<a rel="nofollow noopener" href="https://example.org/again/">The page about it</a>' in page()
    assert "not those that this page shows now" in page()


def test_only_the_page_of_the_host_that_was_repeated_tells_of_it() -> None:
    command("run", "--quiet", "--host", "other")
    send(of="other")
    build()
    telling = [path for path in SITE.rglob("index.html") if "Repeated by others" in path.read_text("utf-8")]
    assert [path for path in telling if "<bdi>other</bdi>" not in path.read_text("utf-8")] == []
    assert len(telling) == 1


def test_it_is_told_in_every_language() -> None:
    experiment(TINY + "language: [en, de, zh-Hans]\n")
    send()
    build()
    for tag, title in (("de", "Von anderen wiederholt"), ("zh-Hans", "他人的复测")):
        assert title in (SITE / tag / "tiny/index.html").read_text(encoding="utf-8")


def test_hostile_words_are_shown_as_text() -> None:
    send(openvino="<script>alert(1)</script>")
    build()
    assert "<script>alert(1)" not in page()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page()


ORIGINAL = {"experiment": "tiny", "host": "bench", "measured_utc_ns": 1}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"page": "javascript:alert(1)"}, "page: 'javascript:alert(1)' is no address"),
        ({"page": 'https://example.org/"onclick="x'}, "is no address that begins with https://"),
        ({"page": "https://" + "a" * 3000}, "is no address"),
        ({"host": "a\u202eb"}, "host: at most 80 printable letters expected, found 'a\\u202eb'"),
        ({"host": "a" * 81}, "host: at most 80 printable letters expected"),
        ({"openvino": "\x1b[2J"}, "openvino: at most 80"),
        ({"measured_utc_ns": 10**30}, "measured_utc_ns: a whole number of at most 64 bits expected"),
        ({"measured_utc_ns": 1 << 62}, "is no time since 1970"),
        ({"counts": {"confirmed": -1}}, "counts.contradicted: a whole number expected, found null"),
        (
            {"counts": dict.fromkeys(("confirmed", "contradicted", "not-resolved", "not-here"), -1)},
            "-1 is no",
        ),
        ({"original": ORIGINAL | {"experiment": "other"}}, "it repeats another experiment, 'other'"),
        ({"original": []}, "an object expected"),
        ({"format": 2}, "it comes from a newer release of ovreport (format 2)"),
        ({"claims": "a" * (5 << 20)}, "it has more than 4,194,304 bytes"),
    ],
)
def test_a_file_that_says_what_no_page_can_tell_is_refused_and_the_page_stays(
    changes: dict[str, Any], said: str
) -> None:
    before = PAGE.read_bytes()
    path = send(**changes)
    ended = command("build")
    assert isinstance(ended.exception, SpecError), ended.exception or ended.output
    assert f"{path}: not taken: " in str(ended.exception)
    assert said in str(ended.exception)
    assert PAGE.read_bytes() == before


@pytest.mark.parametrize("text", ["", "[" * 100_000, "[]", '"\\ud800"', "\N{REPLACEMENT CHARACTER}", "{}"])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    send().write_text(text, encoding="utf-8")
    ended = command("build")
    assert isinstance(ended.exception, SpecError), ended.exception or ended.output
    assert "take the file out" in str(ended.exception)


def test_more_files_than_a_page_tells_of_are_refused() -> None:
    for number in range(101):
        send(f"{number}.json")
    assert "a page tells of 100 at most" in str(command("build").exception)


def test_a_file_about_a_host_without_a_page_is_named() -> None:
    path = send(of="gone")
    assert f"{path}: shown nowhere, for it is about 'gone', a host that has no page here." in build()
    assert "shown nowhere" in build()
