"""replicate measures a published plan again and says what became of its conclusions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ovreport.errors import ModelError, VerifyError
from ovreport.publish import contents
from ovreport.store import Store
from tests.cli.stand_in import TINY, Simulated, command, experiment

THERE, HERE = Path("replication/replication.html"), Path("replication/replication.json")


@pytest.fixture(autouse=True)
def site(simulated: Simulated) -> Simulated:
    """A built site of one experiment."""
    experiment(TINY.replace("rounds: 3", "rounds: 5"))
    assert command("build", "--quiet").exit_code == 0
    return simulated


def replicated(*arguments: str) -> str:
    ended = command("replicate", "site", "--yes", *arguments)
    assert ended.exit_code == 0, ended.exception or ended.output
    return ended.output


def refused(*arguments: str) -> str:
    ended = command("replicate", "site", "--yes", *arguments)
    assert isinstance(ended.exception, VerifyError | ModelError), ended.exception or ended.output
    return str(ended.exception)


def list_again() -> None:
    site = Path("site")
    contents.write(site, [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()])


def test_the_same_machine_confirms_and_contradicts_nothing() -> None:
    told = replicated()
    assert "2 configurations in 5 rounds: 10 trials left to measure, about" in told
    summary = json.loads(HERE.read_text())
    assert summary["counts"]["contradicted"] == 0
    assert summary["counts"]["confirmed"] > 0
    assert summary["original"]["experiment"] == "tiny"
    page = THERE.read_text()
    assert "confirmed here" in page
    assert "Nothing that was recorded of the machines differs." in page


def test_a_folder_is_named_without_the_way_to_it() -> None:
    replicated()
    assert "<bdi>site/tiny/</bdi>" in THERE.read_text()
    assert json.loads(HERE.read_text())["original"]["address"] == "site/tiny/"


def test_the_page_bears_what_the_site_file_of_who_repeats_it_says() -> None:
    Path("experiments/site.yaml").write_text("author: A. Reader\nfooter: Ask us.\n", encoding="utf-8")
    replicated()
    assert "<p>By <bdi>A. Reader</bdi></p>" in THERE.read_text()
    assert "<p>Ask us.</p>" in THERE.read_text()


def test_what_differs_is_told_of_there_and_here_though_it_is_one_host(site: Simulated) -> None:
    site.version = "2027.1.0"
    replicated()
    page = THERE.read_text()
    assert '<th scope="col" class="l">there: bench</th><th scope="col" class="l">here: bench</th>' in page
    assert '<td class="l">OpenVINO</td>' in page
    assert '<td class="l">2027.1.0</td>' in page


def test_the_plan_is_measured_as_it_was_measured_there(site: Simulated) -> None:
    command("build", "--quiet", "--rerun", "--rounds", "3", "--seconds", "0.7")
    replicated()
    assert len(site.calls[-1]) == 3
    listing = Store(root=Path("replication/results")).scan("tiny")
    assert {json.loads(header.measure)["seconds"] for header in listing.headers} == {0.7}


def test_a_second_command_measures_nothing_again(site: Simulated) -> None:
    replicated()
    calls = len(site.calls)
    assert "0 trials left to measure" in replicated()
    assert len(site.calls) == calls


def test_a_model_that_is_not_at_hand_is_named_with_its_hash() -> None:
    Path("experiments/net.onnx").write_bytes(b"net")
    experiment(TINY.replace("model: tiny", "model: net.onnx"))
    command("build", "--quiet", "--rerun")
    told = refused()
    assert "the file that was measured is not at hand (SHA-256 " in told
    assert "Name it with --model PATH" in told
    Path("other.onnx").write_bytes(b"other")
    assert "other.onnx has the SHA-256" in refused("--model", "other.onnx")


def test_commands_of_others_are_not_run() -> None:
    experiment(TINY.replace("streams: 1", "streams: 1\ndisturbance: [none, 'command: touch mine']"))
    assert command("build", "--quiet", "--rerun", "--allow-commands").exit_code == 0
    assert "commands of others are not run here" in refused()
    assert not Path("mine").exists()


def test_hostile_words_reach_the_page_as_text_and_the_terminal_without_their_signs() -> None:
    experiment(TINY.replace("title: Tiny", 'title: "<script>alert(1)</script>\\e[2J"'))
    command("build", "--quiet")
    told = replicated()
    assert "\x1b" not in told
    page = THERE.read_text()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
