"""One experiment that cannot be shown takes no other with it, and says why it cannot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ovreport.analysis import report as analysing
from ovreport.analysis.results import Analysis
from ovreport.errors import OvreportError, ProgramError, StoreError
from ovreport.plan import Plan
from ovreport.store import Store
from tests.cli.stand_in import TINY, Simulated, command, experiment

INDEX, PAGE = Path("site/index.html"), Path("site/other/index.html")


@dataclass
class Other:
    """The second of two experiments, tiny and other; its analysis raises `error`."""

    error: Exception | None = None


@pytest.fixture
def other(simulated: Simulated, monkeypatch: pytest.MonkeyPatch) -> Other:
    """Two experiments that are measured."""
    experiment()
    experiment(TINY.replace("Tiny", "Other"), "other")
    assert command("run").exit_code == 0
    found, real = Other(), analysing.analyse

    def analyse(plan: Plan, *arguments: Any, **named: Any) -> Analysis:
        if plan.article.slug == "other" and found.error:
            raise found.error
        return real(plan, *arguments, **named)

    monkeypatch.setattr(analysing, "analyse", analyse)
    return found


def why(ended: Result) -> OvreportError:
    assert isinstance(ended.exception, OvreportError), ended.exception
    return ended.exception


@pytest.mark.parametrize("how", ["build", "render"])
def test_the_pages_of_the_others_are_written(how: str, other: Other) -> None:
    other.error = ValueError("cannot convert float NaN to integer")
    ended = command(how)
    assert why(ended).exit_code == ProgramError.exit_code
    assert str(why(ended)).startswith(
        "experiments/other.yaml: ovreport itself failed here: ValueError: cannot"
    )
    assert "(workflow/report.py, line" in str(why(ended))
    assert "site/index.html: 1 experiment, all new." in ended.output
    assert Path("site/tiny/index.html").is_file()
    assert "Other" not in INDEX.read_text(encoding="utf-8")
    assert not PAGE.exists()


def test_its_traceback_lies_in_the_file_that_is_named(other: Other, tmp_path: Path) -> None:
    other.error = ValueError("any")
    kept = tmp_path / "cache/ovreport/failure-other.txt"
    assert str(kept) in str(why(command("render")))
    assert kept.read_text(encoding="utf-8").startswith("Traceback")


def test_its_earlier_page_stays_until_it_can_be_made_anew(other: Other) -> None:
    command("render")
    before = PAGE.read_bytes()
    experiment(TINY.replace("Tiny", "Renamed"), "other")
    other.error = ValueError("any")
    ended = command("render")
    why(ended)
    assert "other could not be made anew: its earlier page stays as it is." in ended.output
    assert PAGE.read_bytes() == before
    assert "Other" in INDEX.read_text(encoding="utf-8")
    other.error = None
    assert command("render").exit_code == 0
    assert PAGE.read_bytes() != before
    assert "Renamed" in INDEX.read_text(encoding="utf-8")


def test_a_page_that_is_not_as_it_was_written_is_left_alone_too(other: Other) -> None:
    command("render")
    PAGE.write_text("somebody's own", encoding="utf-8")
    other.error = ValueError("any")
    why(command("render"))
    assert PAGE.read_text(encoding="utf-8") == "somebody's own"


def test_its_page_stays_where_another_experiment_of_the_site_is_asked_for(other: Other) -> None:
    command("render", "experiments/tiny.yaml", "experiments/other.yaml")
    PAGE.touch()  # so that it has to be made anew
    other.error = ValueError("any")
    ended = command("render", "experiments/tiny.yaml")
    assert ended.exit_code == 0
    assert "not on the index, and left as it is: site/other: ovreport itself failed here" in ended.output
    assert PAGE.is_file()


def test_an_error_that_explains_itself_keeps_its_words_and_its_code(other: Other) -> None:
    other.error = StoreError("a record changed; run it again.")
    ended = command("render")
    assert str(why(ended)) == "a record changed; run it again."
    assert why(ended).exit_code == StoreError.exit_code
    assert Path("site/tiny/index.html").is_file()


def test_where_no_page_can_be_made_there_is_no_site(other: Other) -> None:
    other.error = ValueError("any")
    why(command("render", "experiments/other.yaml"))
    assert not Path("site").exists()


def test_a_single_file_is_written_for_the_others(other: Other) -> None:
    other.error = ValueError("any")
    why(command("render", "--single-file"))
    assert [path.name for path in Path("site").glob("*.html")] == ["tiny.html"]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_claims_of_the_others_are_printed(form: tuple[str, ...], other: Other) -> None:
    other.error = ValueError("any")
    ended = command("conclusions", *form)
    assert "experiments/other.yaml" in str(why(ended))
    if form:
        assert {claim["experiment"] for claim in json.loads(ended.stdout)} == {"tiny"}
    else:
        assert "\ntiny on bench\n" in ended.stdout


def test_the_others_are_listed(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Store.scan

    def scan(self: Store, slug: str) -> Any:
        if slug == "other":
            raise ValueError("any")
        return real(self, slug)

    monkeypatch.setattr(Store, "scan", scan)
    ended = command("list")
    assert "experiments/other.yaml" in str(why(ended))
    assert "6 of 6 trials" in ended.stdout
