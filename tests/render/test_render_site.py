"""The files of a site: where they lie, that they are the same every time, that nothing is touched in vain."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ovreport.claims.claim import Report
from ovreport.render import write_single_files
from ovreport.render.places import folder_name, languages_of
from tests.render.conftest import report_of
from tests.simulation import article_plan
from tests.sites import write_site


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_the_same_reports_give_the_same_bytes(built: Path, tmp_path: Path, published: Report) -> None:
    write_site([report_of(article_plan()), published], tmp_path)
    again, before = contents(tmp_path), contents(built)
    assert sorted(again) == sorted(before)
    assert [name for name in again if again[name] != before[name]] == []


def test_every_page_has_its_place(built: Path) -> None:
    files = set(contents(built))
    pages = {"index.html", "method.html", "article/index.html", "published/index.html"}
    assert pages | {f"zh-Hans/{page}" for page in pages} <= files
    assert {"article/experiment.yaml", "article/figures.js"} <= files
    assert {"article/words.en.js", "article/words.zh-Hans.js"} <= files
    assert {"assets/site.css", "assets/site.js", "assets/charts.js", "assets/plotly.min.js"} <= files


def test_there_is_one_plotly(built: Path) -> None:
    large = [name for name, content in contents(built).items() if len(content) > 1_000_000]
    assert large == ["assets/plotly.min.js"]


def test_files_that_have_not_changed_are_left_alone(tmp_path: Path, published: Report) -> None:
    write_site([published], tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    write_site([published], tmp_path)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_a_further_host_has_a_folder_below_the_experiment(tmp_path: Path, article: Report) -> None:
    other = report_of(article_plan(rounds=3), "attic")
    write_site([article, other], tmp_path)
    first = (tmp_path / "article/index.html").read_text(encoding="utf-8")
    assert 'href="attic/index.html">attic</a>' in first
    assert 'href="../index.html">simulated</a>' in (tmp_path / "article/attic/index.html").read_text("utf-8")


def test_records_are_copied_and_linked_under_their_hash(tmp_path: Path, article: Report) -> None:
    record = tmp_path / "record.parquet"
    record.write_bytes(b"rows")
    sha = article.analysis.cells[0].trials[0].sha256
    write_site([article], tmp_path / "site", records={sha: record})
    page = (tmp_path / "site/zh-Hans/article/index.html").read_text(encoding="utf-8")
    found = re.search(rf'href="([^"]+)" download>{sha[:16]}<', page)
    assert found
    assert (tmp_path / "site/zh-Hans/article" / found[1]).resolve().read_bytes() == b"rows"


def test_the_experiment_file_is_offered_byte_for_byte(built: Path, article: Report) -> None:
    assert (built / "article/experiment.yaml").read_bytes() == article.analysis.plan.article.source


def test_a_page_in_a_single_file_needs_no_other(tmp_path: Path, published: Report) -> None:
    assert write_single_files([published], tmp_path, hosts=[""]) == (
        "published.html",
        "published.zh-Hans.html",
    )
    page = (tmp_path / "published.html").read_text(encoding="utf-8")
    markup = re.sub(r"<script\b.*?</script>|<style\b.*?</style>", "", page, flags=re.DOTALL)
    targets = set(re.findall(r'(?:src|href)="([^"#]*)', markup)) - {"", "data:,"}
    assert targets == {"published.html", "published.zh-Hans.html"}
    assert "Plotly" in page


def test_a_site_of_chinese_experiments_shows_them_at_its_top(tmp_path: Path, published: Report) -> None:
    plan = published.analysis.plan
    words = (plan.article.words("zh-Hans"),)
    chinese = replace(plan, article=replace(plan.article, translations=words))
    write_site([replace(published, analysis=replace(published.analysis, plan=chinese))], tmp_path)
    assert '<html lang="zh-Hans">' in (tmp_path / "published/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "zh-Hans").exists()


def test_the_language_that_most_experiments_show_first_leads_the_site() -> None:
    assert languages_of([("zh-Hans", "en"), ("zh-Hans",), ("en",)]) == ("zh-Hans", "en")
    assert languages_of([]) == ("en",)


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "", "assets", "zh-Hans", "index.html", "x" * 300, "..", "a b"]
)
def test_a_name_that_is_no_safe_folder_is_changed_and_stays_unique(name: str) -> None:
    made = folder_name(name)
    assert made not in {"", ".", "..", name}
    assert "/" not in made
    assert len(made) < 100
    assert made != folder_name(name + "?")


def test_a_plain_name_is_its_own_folder() -> None:
    assert folder_name("mobilenet-ssd_2") == "mobilenet-ssd_2"


def test_pages_say_when_they_were_measured_and_not_when_they_were_made(built: Path) -> None:
    page = (built / "article/index.html").read_text(encoding="utf-8")
    assert "28 May 2026" in page
    assert "2026 年 5 月 28 日" in (built / "zh-Hans/article/index.html").read_text(encoding="utf-8")
