"""What a site holds: naming files renews their pages, naming a folder says what all of the site is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli.stand_in import PRINTED, TINY, Simulated, command, experiment
from tests.commandline import words

CHINESE = TINY.replace("title: Tiny", "title: 小模型\nlanguage: zh-Hans")
BOTH = TINY.replace("title: Tiny", "title: {zh-Hans: 小模型, en: Small}\nlanguage: [zh-Hans, en]")
OTHER = TINY.replace("Tiny", "Other")
SITE = Path("site")


@pytest.fixture(autouse=True)
def here(simulated: Simulated) -> None:
    """An empty working folder where measuring takes no time."""


def build(*paths: str, site: str = "site", how: str = "build") -> str:
    """Build or render into a site, which verify confirms and whose links lead somewhere."""
    ended = command(how, *paths, "--output", site)
    assert ended.exit_code == 0, ended.exception or ended.output
    confirmed(Path(site))
    return ended.output


def confirmed(site: Path) -> None:
    ended = command("verify", site)
    assert ended.exit_code == 0, ended.exception
    assert lost_links(site) == []
    assert [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


def lost_links(site: Path) -> list[tuple[str, str]]:
    """Links of pages that lead to no file of the site."""
    found = []
    for page in sorted(site.rglob("*.html")):
        targets = set(re.findall(r'(?:href|src)="([^"#:]+)["#]', page.read_text(encoding="utf-8")))
        lost = [target for target in targets if not (page.parent / unquote(target)).is_file()]
        found += [(page.relative_to(site).as_posix(), target) for target in lost]
    return found


def pages(site: Path = SITE) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def index(site: Path = SITE, language: str = "") -> str:
    return (site / language / "index.html").read_text(encoding="utf-8")


def test_naming_a_file_keeps_the_other_experiments_of_the_site() -> None:
    experiment()
    experiment(OTHER, "other")
    build()
    told = build("experiments/tiny.yaml")
    assert "1 experiment, 0 of them new, beside 1 that was there." in told
    assert "Other" in index()
    assert "Tiny" in index()


@pytest.mark.parametrize("others", [TINY, BOTH], ids=["English", "both"])
def test_building_one_after_the_other_gives_the_site_of_both_whatever_languages_they_have(
    others: str,
) -> None:
    experiment(CHINESE, "face")
    experiment(others, "landmarks")
    build("experiments/face.yaml")
    told = build("experiments/landmarks.yaml")
    assert "beside 1 that was there" in told
    build(site="whole")
    assert contents(SITE) == contents(Path("whole"))


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("how", ["build", "render"])
def test_naming_a_file_keeps_the_others_of_a_copied_site_of_which_nothing_is_remembered(how: str) -> None:
    experiment(BOTH, "face")
    experiment(OTHER, "landmarks")
    build()
    shutil.copytree("site", "copied")
    shutil.rmtree("cache")
    Path("experiments/face.yaml").unlink()
    told = build("experiments/landmarks.yaml", site="copied", how=how)
    assert "beside 1 that was there, 1 of them written anew" in told
    assert contents(SITE) == contents(Path("copied"))


def test_a_file_whose_network_is_missing_leaves_the_others_alone() -> None:
    experiment(BOTH, "face")
    build()
    Path("experiments/none.yaml").write_text("title: None\nmodel: none.xml\ndevice: CPU\n")
    assert command("build", "experiments/none.yaml").exit_code == 1
    confirmed(SITE)
    assert "Small" in index()


def test_naming_a_folder_lets_go_of_experiments_that_are_gone_and_says_so() -> None:
    experiment()
    experiment(OTHER, "other")
    build()
    (SITE / "mine.txt").write_text("mine")
    (SITE / "other/mine.txt").write_text("mine")
    Path("experiments/other.yaml").unlink()
    told = build(how="render")
    assert "other left the site: it is not among the experiment files any more." in told
    assert {path for path in pages() if "other" in path} == set()
    assert "Other" not in index()
    assert [path.name for path in (SITE / "other").rglob("*")] == ["mine.txt"]
    assert (SITE / "mine.txt").is_file()
    assert "left the site" not in build(how="render")


def test_naming_a_folder_lets_go_of_experiments_of_a_copied_site_too() -> None:
    experiment(BOTH)
    experiment(BOTH, "other")
    build()
    shutil.copytree("site", "copied")
    shutil.rmtree("cache")
    Path("experiments/other.yaml").unlink()
    assert "other left the site" in build("experiments", site="copied")
    assert not Path("copied/other").exists()
    assert not Path("copied/en/other").exists()


def test_the_folder_of_a_language_that_no_experiment_speaks_any_more_is_gone() -> None:
    experiment(BOTH)
    build()
    assert (SITE / "en/index.html").is_file()
    experiment(CHINESE)
    build("experiments/tiny.yaml")
    assert not (SITE / "en").exists()
    shutil.copytree("site", "copied")
    experiment()
    build(site="copied")
    assert pages(Path("copied")) == {"index.html", "method.html", "tiny/index.html"}


@pytest.mark.parametrize("company", [(), (TINY, OTHER), (BOTH, TINY, CHINESE)])
def test_address_and_language_of_a_page_depend_on_its_own_file_alone(
    company: tuple[str, ...],
) -> None:
    experiment(BOTH, "face")
    for number, text in enumerate(company):
        experiment(text, f"other-{number}")
    build()
    assert {path for path in pages() if "face" in path} == {"face/index.html", "en/face/index.html"}
    assert 'lang="zh-Hans">' in (SITE / "face/index.html").read_text(encoding="utf-8")[:80]
    assert 'lang="en">' in (SITE / "en/face/index.html").read_text(encoding="utf-8")[:80]


def test_an_experiment_of_the_site_that_cannot_be_read_stays_as_it_is_and_is_named() -> None:
    experiment()
    experiment(OTHER, "other")
    build()
    damaged = next((SITE / "tiny/data/bench").glob("r02-*"))
    damaged.write_bytes(b"PAR1")
    before = contents(SITE / "tiny")
    ended = command("build", "experiments/other.yaml")
    assert ended.exit_code == 0
    assert f"not on the index, and left as it is: {damaged}: " in ended.output
    assert contents(SITE / "tiny") == before
    assert "Tiny" not in index()


def test_naming_a_file_keeps_the_single_files_of_the_others() -> None:
    for name, text in (("tiny", TINY), ("other", OTHER)):
        experiment(text, name)
        assert command("build", f"experiments/{name}.yaml", "--single-file", "-o", "single").exit_code == 0
    assert pages(Path("single")) == {"tiny.html", "other.html"}
    Path("experiments/other.yaml").unlink()
    command("render", "--single-file", "-o", "single")
    assert pages(Path("single")) == {"tiny.html"}


def test_records_of_a_site_are_called_as_in_the_results_folder() -> None:
    experiment()
    build()
    wanted = {path.name for path in Path("experiments/results/tiny/bench").glob("*.parquet")}
    assert {path.name for path in (SITE / "tiny/data/bench").glob("*.parquet")} == wanted


@pytest.mark.parametrize("named", [(), ("experiments/tiny.yaml",)], ids=["a folder", "a file"])
def test_a_record_that_one_host_lacks_leaves_the_site_though_another_host_has_its_name(
    named: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    build()
    monkeypatch.setenv("OVREPORT_HOST", "another")
    build()
    results, data = Path("experiments/results/tiny"), SITE / "tiny/data"
    gone = next((results / "bench").glob("r02-*.parquet")).name
    (results / "bench" / gone).unlink()
    build(*named, how="render")
    assert (data / "another" / gone).is_file()
    assert not (data / "bench" / gone).exists()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "experiments/tiny.yaml"),
        (("experiments/tiny.yaml",), "experiments/tiny.yaml"),
        (("bench/a b/tiny.yaml",), "'bench/a b/tiny.yaml'"),
        (("{here}/bench/a b/tiny.yaml",), "tiny.yaml"),
    ],
)
def test_a_page_repeats_itself_with_the_file_that_it_was_written_from(
    named: tuple[str, ...], said: str
) -> None:
    path = experiment()
    Path("bench/a b").mkdir(parents=True)
    shutil.copy(path, "bench/a b/tiny.yaml")
    build(*(one.format(here=Path.cwd()) for one in named))
    html = (SITE / "tiny/index.html").read_text(encoding="utf-8").replace("&#39;", "'")
    assert f">ovreport build {said} --rounds 3" in html


# ---------------------------------------------------------------- nothing measured


def text(path: str) -> str:
    return words((SITE / path).read_text(encoding="utf-8"))


UNTRUE = ("published figures", "As printed", "The checks found none", "from the record ")


def test_an_experiment_that_was_never_measured_says_so_with_the_command_that_measures_it() -> None:
    experiment(TINY, "new")
    build(how="render")
    page = text("new/index.html")
    assert "2 configurations, not measured yet" in page
    assert "Not measured yet. This command measures it: ovreport build experiments/new.yaml" in page
    assert "Nothing was measured, so there is nothing to conclude." in page
    assert "The tool’s checks need measurements, so they do not apply here. How to repeat it" in page
    assert [untrue for untrue in UNTRUE if untrue in page.split("ovreport 0.")[0]] == []
    assert "2 configurations, not measured yet" in text("index.html")


def test_a_chinese_page_says_too_that_nothing_was_measured() -> None:
    experiment(CHINESE, "new")
    build(how="render")
    for path in ("new/index.html", "index.html"):
        assert "尚未测量" in text(path)
        assert "只有公布的数据" not in text(path)


def test_an_experiment_whose_network_is_missing_is_not_measured_yet() -> None:
    experiment("title: None\nmodel: none.xml\ndevice: CPU\n", "none")
    ended = command("build")
    assert ended.exit_code == 1
    assert "nothing was measured, so there is nothing to conclude" in ended.output
    assert "not measured yet" in text("index.html")
    confirmed(SITE)


def test_an_experiment_of_which_nothing_could_be_measured_says_so(simulated: Simulated) -> None:
    from ovreport import plan, spec

    simulated.failing = {cell.id: "crash" for cell in plan.expand(spec.load(experiment())).cells}
    assert command("build").exit_code == 1
    page = text("tiny/index.html")
    assert "2 configurations, could not be measured" in page
    assert "2 configurations have no figures; their blocks say why." in page
    assert [untrue for untrue in UNTRUE[:3] if untrue in page.split("ovreport 0.")[0]] == []
    confirmed(SITE)


def test_a_page_of_published_figures_does_not_claim_that_anything_was_checked() -> None:
    experiment(PRINTED, "printed")
    build()
    assert "published figures only" in text("index.html")
    assert "The checks found none" not in text("printed/index.html")


def test_a_page_with_a_command_beside_it_repeats_itself_with_leave_to_run_it() -> None:
    experiment(TINY + 'disturbance: [none, "command: sleep 5"]\n')
    build("--allow-commands")
    assert "--seed 0 --allow-commands" in text("tiny/index.html")
