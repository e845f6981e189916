"""verify notices whatever on a page its records do not bear out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ovreport import publish
from ovreport.cli import differences
from ovreport.errors import VerifyError
from ovreport.publish import staging
from ovreport.records import Interval, NoiseFloor
from ovreport.store import Store
from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment
from tests.store.records import rewrite

PAGE = Path("site/tiny/index.html")


@pytest.fixture(autouse=True)
def site(simulated: Simulated) -> None:
    """A built site of one experiment, on a host with a noise floor."""
    experiment()
    ratio = Interval(value=1.0, low=0.96, high=1.03)
    floor = NoiseFloor(ratio=ratio, floor=0.04, rounds=5, measured_utc_ns=1)
    Store(root=Path("experiments/results")).save_noise("bench", floor)
    assert command("build", "--quiet").exit_code == 0


def complaint() -> str:
    """What verify finds wrong; empty where it is content."""
    ended = command("verify", "site")
    if ended.exit_code == 0:
        return ""
    assert isinstance(ended.exception, VerifyError), ended.exception
    return str(ended.exception)


def first(complaint: str) -> str:
    """The first thing that is wrong."""
    return complaint.splitlines()[1].strip()


def record() -> Path:
    return next(Path("site/tiny/data/bench").glob("r02-*.parquet"))


def test_a_freshly_built_site_is_confirmed() -> None:
    ended = command("verify", "site")
    assert ended.exit_code == 0, ended.exception
    assert "their 6 records" in ended.output


def test_a_site_is_confirmed_away_from_its_experiments() -> None:
    Path("experiments").rename("gone")
    assert complaint() == ""


def test_a_page_changed_by_one_digit_is_noticed_with_its_sentence() -> None:
    html = PAGE.read_text(encoding="utf-8")
    number = re.search(r"<p[^>]*>[^<]*?(\d)", html)
    assert number is not None
    digit = "1" if number[1] != "1" else "2"
    PAGE.write_text(html[: number.start(1)] + digit + html[number.end(1) :], encoding="utf-8")
    found = complaint()
    assert "1 statement is not borne out" in found
    assert "  tiny/index.html\n" in found


@pytest.mark.parametrize("name", ["charts.js", "site.js", "site.css", "plotly.min.js"])
def test_a_script_or_style_that_all_pages_share_is_noticed_when_it_is_another_one(name: str) -> None:
    path = Path("site/assets") / name
    path.write_bytes(path.read_bytes() + b"/* other */")
    assert complaint().startswith(f"assets/{name} is missing or not the file")
    path.unlink()
    assert complaint().startswith(f"assets/{name} is missing or not the file")


def test_a_record_changed_by_one_row_is_noticed() -> None:
    path = record()
    import pyarrow.parquet as pq

    latency = pq.read_table(path).column("latency_ns").to_numpy().copy()
    latency[5] += 1
    rewrite(path, columns={"latency_ns": latency})
    assert first(complaint()).startswith(f"{path.relative_to('site').as_posix()}: ")


def test_a_record_changed_and_signed_anew_is_noticed_by_its_hash() -> None:
    path = record()
    import pyarrow.parquet as pq

    latency = pq.read_table(path).column("latency_ns").to_numpy().copy()
    latency[5] += 1
    rewrite(path, columns={"latency_ns": latency}, sign=True)
    found = complaint()
    assert "1 record is damaged, missing or replaced and " in found
    assert first(found) == (
        f"{path.relative_to('site').as_posix()}: it is another file than the one that the page was made from"
    )


def test_a_missing_record_is_noticed() -> None:
    path = record()
    path.unlink()
    found = complaint()
    assert first(found) == f"{path.relative_to('site').as_posix()}: it is missing"
    assert "statements are not borne out" in found


def test_damaged_records_are_told_before_what_follows_from_them_and_pictures_are_counted() -> None:
    record().write_bytes(b"PAR1")
    found = complaint()
    lines = found.splitlines()
    assert "data/bench/" in lines[1]
    assert re.search(r"besides, in tables, labels and pictures: .*\d+ in tiny/figures.js", lines[-2])
    assert len(lines) < 40
    stated = [line for line in lines if line.startswith("    states: ")]
    assert 1 < len(stated) <= differences.MOST_SENTENCES
    assert not any("svg" in line or " d=" in line for line in lines)


def test_a_long_forged_sentence_is_shown_where_it_was_forged() -> None:
    long = "A " + "very " * 200 + "long question with {} in it and then some more of it"
    experiment(TINY.replace("title: Tiny", f"title: Tiny\nquestion: {long.format(17)}"))
    command("build", "--quiet")
    head, dek, rest = PAGE.read_text(encoding="utf-8").partition('<p class="dek')
    PAGE.write_text(head + dek + rest.replace("with 17 in", "with 71 in", 1), encoding="utf-8")
    found = complaint()
    (stated,) = [line for line in found.splitlines() if line.startswith("    states: ")]
    (recomputed,) = [line for line in found.splitlines() if line.startswith("    recomputed: ")]
    assert "question with 71 in it and then" in stated
    assert "question with 17 in it and then" in recomputed
    assert len(stated) < 200


def test_a_difference_of_invisible_signs_is_made_visible() -> None:
    html = PAGE.read_text(encoding="utf-8")
    body = html.index('id="conclusions"')
    at = html.index("\u2060", body)
    PAGE.write_text(html[:at] + html[at + 1 :], encoding="utf-8")
    found = complaint()
    assert "\\u2060" in found
    assert "\u2060" not in found


def test_two_texts_are_cut_to_their_difference() -> None:
    assert differences.around("a 1 b", "a 2 b") == ("a 1 b", "a 2 b")
    begin, end = "x" * 100, "y" * 100
    assert differences.around(f"{begin}1{end}", f"{begin}22{end}") == (
        f"…{'x' * 50}1{'y' * 50}…",
        f"…{'x' * 50}22{'y' * 50}…",
    )
    assert differences.around("z" * 1000, "") == ("z" * 240 + "…", "")


def test_a_changed_experiment_file_is_noticed() -> None:
    path = Path("site/tiny/experiment.yaml")
    path.write_text(path.read_text().replace("title: Tiny", "title: Huge"))
    assert "Huge" in complaint()


def test_a_page_without_data_is_noticed() -> None:
    Path("site/more.html").write_text("<p>1.55 times as fast</p>")
    assert "more.html" in complaint()


def test_a_single_file_beside_the_site_is_confirmed_too() -> None:
    pages = publish.verify(Path("site")).pages
    assert command("render", "--single-file").exit_code == 0
    checked = publish.verify(Path("site"))
    assert (checked.pages, checked.mismatches, checked.unvouched) == (pages + 1, (), ())


def test_single_files_in_each_language_are_confirmed_too() -> None:
    experiment(TINY.replace("title: Tiny", "title: {en: Two, zh-Hans: 二}\nlanguage: [en, zh-Hans]"), "two")
    for arguments in (("--quiet",), ("--quiet", "--single-file")):
        assert command("build", *arguments).exit_code == 0
    assert Path("site/two.zh-Hans.html").is_file()
    assert complaint() == ""


def test_a_single_file_changed_by_one_digit_is_noticed() -> None:
    command("render", "--single-file")
    page = Path("site/tiny.html")
    html = page.read_text(encoding="utf-8")
    number = re.search(r"<p[^>]*>[^<]*?(\d)", html)
    assert number is not None
    digit = "1" if number[1] != "1" else "2"
    page.write_text(html[: number.start(1)] + digit + html[number.end(1) :], encoding="utf-8")
    found = complaint()
    assert "1 statement is not borne out" in found
    assert "  tiny.html\n" in found


def test_a_single_file_without_its_records_is_named_and_the_other_pages_are_confirmed() -> None:
    experiment(TINY, "tiny-two")
    command("build", "experiments/tiny-two.yaml", "--single-file", "--quiet")
    ended = command("verify", "site")
    assert ended.exit_code == 0, ended.exception
    assert "pages say what their 6 records say" in ended.output
    assert "cannot vouch for tiny-two.html: the records of its experiment are not in this folder" in (
        ended.output
    )
    record().unlink()
    assert "cannot vouch for tiny-two.html" in complaint()


def test_a_folder_of_single_files_alone_says_what_it_would_need() -> None:
    command("render", "--single-file", "--output", "single")
    ended = command("verify", "single")
    assert isinstance(ended.exception, VerifyError)
    assert "tiny.html is a page of --single-file, without records: render the whole site" in str(
        ended.exception
    )


def test_a_missing_page_is_noticed() -> None:
    PAGE.unlink()
    assert "tiny/index.html" in complaint()


def test_a_folder_without_a_site_says_so(tmp_path: Path) -> None:
    ended = command("verify", tmp_path / "nothing")
    assert isinstance(ended.exception, VerifyError)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"experiment":"../x","host":"bench","noise":null,"unreadable":[]}']
)
def test_a_damaged_basis_is_refused(text: str) -> None:
    Path("site/tiny/data/bench/basis.json").write_text(text)
    assert complaint()


def test_a_basis_without_end_is_not_read() -> None:
    path = Path("site/tiny/data/bench/basis.json")
    path.write_text(path.read_text() + " " * staging.MAX_STATED_BYTES)
    assert "basis.json: cannot be read: too long" in complaint()


def test_a_site_without_its_basis_has_to_be_rendered_again() -> None:
    Path("site/tiny/data/bench/basis.json").unlink()
    assert "render the site again" in complaint()


def test_a_record_under_a_name_of_its_own_is_noticed() -> None:
    path = record()
    path.rename(path.with_name("mine.parquet"))
    found = complaint()
    assert "mine.parquet: its name does not fit" in found
    assert f"{path.name}: it is missing" in found


def test_a_page_of_published_figures_is_confirmed_too() -> None:
    experiment(PRINTED, "printed")
    assert command("build", "--quiet").exit_code == 0
    assert complaint() == ""


def test_verifying_leaves_no_trace_in_the_cache(tmp_path: Path) -> None:
    before = sorted((tmp_path / "cache").rglob("*"))
    complaint()
    assert sorted((tmp_path / "cache").rglob("*")) == before


def test_failed_trials_and_left_out_files_are_confirmed_too(simulated: Simulated) -> None:
    experiment(Path("experiments/tiny.yaml").read_text().replace("[1, 2]", "[1, 2, 3]"))
    for path in list(Path("experiments/results/tiny/bench").glob("r01-*.parquet"))[:1]:
        path.write_bytes(b"PAR1")
    from ovreport import plan, spec

    cell = plan.expand(spec.load(Path("experiments/tiny.yaml"))).cells[2]
    simulated.failing = {cell.id: "crash"}
    command("build", "--quiet")
    assert "stopped by the test" in PAGE.read_text(encoding="utf-8")
    assert complaint() == ""
