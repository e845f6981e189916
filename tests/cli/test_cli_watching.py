"""serve makes pages anew when what they are made from changes, and pages that are open follow."""

from __future__ import annotations

import os
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ovreport.cli import watching
from ovreport.cli.pages_server import CHANGES, reloading
from ovreport.cli.watching import Stamps, Watcher
from ovreport.errors import SpecError
from ovreport.store import Store
from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.cli.test_cli_serve import get, served

FILE = Path("tiny.yaml")


@dataclass
class Site:
    """A site and what it is made from, that remember what became of them."""

    changed: int = 1
    sound: bool = True
    holder: str | None = None
    made: int = 0
    said: list[str] = field(default_factory=list)

    def stamp(self) -> Stamps:
        return {FILE: self.changed}

    def rebuild(self) -> bool:
        self.made += 1
        return self.sound

    def watcher(self) -> Watcher:
        return Watcher(self.stamp, self.rebuild, lambda: self.holder, self.said.append)


@pytest.fixture
def site() -> Site:
    return Site()


def look(watcher: Watcher, times: int = 3) -> None:
    for _ in range(times):
        watcher.look()


def test_nothing_is_made_while_nothing_changes(site: Site) -> None:
    look(site.watcher())
    assert site.made == 0


def test_a_change_makes_the_pages_anew_once(site: Site) -> None:
    watcher = site.watcher()
    before = watcher.state("")
    site.changed = 2
    look(watcher)
    assert (site.made, watcher.state(before) != before) == (1, True)


def test_what_still_changes_is_waited_for(site: Site) -> None:
    watcher = site.watcher()
    for site.changed in range(2, 9):
        watcher.look()
    assert site.made == 0
    watcher.look()
    assert site.made == 1


def test_pages_that_cannot_be_made_stay_and_are_made_once_it_is_mended(site: Site) -> None:
    watcher = site.watcher()
    before = watcher.state("")
    site.changed, site.sound = 2, False
    look(watcher)
    assert (site.made, watcher.state("")) == (1, before)
    assert site.said == ["The pages stay as they were until that is mended."]
    site.changed, site.sound = 3, True
    look(watcher)
    assert (site.made, watcher.state("") != before) == (2, True)


def test_nothing_is_made_while_somebody_measures(site: Site) -> None:
    watcher = site.watcher()
    site.changed, site.holder = 2, "process 7 on bench"
    look(watcher)
    assert site.made == 0
    assert site.said == ["Measuring goes on (process 7 on bench): pages are made anew when it has ended."]
    site.holder = None
    look(watcher)
    assert site.made == 1


def test_a_page_that_asks_waits_until_there_is_another_one(site: Site) -> None:
    watcher = site.watcher()
    known, told = watcher.state(""), []
    asking = threading.Thread(target=lambda: told.append(watcher.state(known)))
    asking.start()
    site.changed = 2
    look(watcher)
    asking.join()
    assert told == [watcher.state("")]
    assert told != [known]


# ---------------------------------------------------------------- what is watched


@pytest.fixture
def built(simulated: Simulated) -> Path:
    """The file of an experiment that the site in the working folder has."""
    file = experiment()
    command("build")
    return file


def of(paths: list[Path] | None = None) -> Watcher:
    found = watching.watcher(Path("site"), paths, None)
    assert found is not None
    return found


def told_stamps() -> Stamps:
    return watching.stamps([Path("experiments")], [Path("experiments/results")])


def test_files_records_and_templates_are_watched(built: Path) -> None:
    before = told_stamps()
    assert built in before
    assert {path.name for path in before} >= {"base.html", "site.css", "app.py"}
    assert not any(path.suffix == ".parquet" for path in before)
    bench = Path("experiments/results/tiny/bench")
    os.utime(bench, ns=(1, 1))
    assert told_stamps()[bench] != before[bench]
    next(bench.glob("*.parquet")).unlink()
    assert told_stamps()[bench] != 1


def test_a_file_that_comes_or_goes_is_a_change(built: Path) -> None:
    before = told_stamps()
    other = experiment(name="other")
    assert told_stamps().keys() - before.keys() == {other}


def test_what_all_pages_of_a_site_share_is_watched_beside_a_named_file(built: Path) -> None:
    shared = experiment(name="site")
    assert shared in watching.stamps([built], [])


def test_without_a_named_folder_only_experiments_of_the_site_are_made_anew(built: Path) -> None:
    experiment(name="other")
    watcher = of()
    built.write_text(TINY.replace("Tiny", "Changed"), encoding="utf-8")
    look(watcher)
    assert "Changed" in Path("site/tiny/index.html").read_text(encoding="utf-8")
    assert not Path("site/other").exists()


def test_templates_of_ones_own_are_watched_and_kept(built: Path) -> None:
    own = Path("own")
    own.mkdir()
    watcher = watching.watcher(Path("site"), None, None, own)
    assert watcher is not None
    (own / "base.html").write_text("<!doctype html><title>mine</title>", encoding="utf-8")
    look(watcher)
    assert "mine" in Path("site/tiny/index.html").read_text(encoding="utf-8")


def test_a_site_of_other_experiments_is_not_touched(built: Path) -> None:
    Path("elsewhere").mkdir()
    assert watching.watcher(Path("elsewhere"), None, None) is None
    built.unlink()
    built.parent.rename("gone")
    assert watching.watcher(Path("site"), None, None) is None


def test_a_file_to_watch_that_is_not_there_is_named(built: Path) -> None:
    with pytest.raises(SpecError, match=r"missing\.yaml: there is no such file"):
        of([Path("missing.yaml")])


def test_a_mistake_in_a_file_is_shown_and_its_page_stays(
    built: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = Path("site/tiny/index.html")
    before, watcher = page.read_bytes(), of([built])
    built.write_text(TINY.replace("device: CPU", "devise: CPU"), encoding="utf-8")
    look(watcher)
    told = capfd.readouterr()
    assert "tiny.yaml:3: devise" in told.err
    assert "The pages stay as they were" in told.out
    assert page.read_bytes() == before


def test_records_that_are_being_measured_are_left_alone(built: Path) -> None:
    watcher = of()
    with Store(root=Path("experiments/results")).lock(host="bench"):
        built.write_text(TINY.replace("Tiny", "Changed"), encoding="utf-8")
        look(watcher)
        assert "Changed" not in Path("site/tiny/index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- what is sent


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server whose pages reload."""
    (tmp_path / "tiny").mkdir()
    (tmp_path / "index.html").write_text("front")
    (tmp_path / "tiny" / "index.html").write_text("tiny")
    (tmp_path / "site.js").write_text("script")
    with served(tmp_path, state=lambda known: f"after {known}") as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/index.html", "/tiny/", "/tiny/index.html"])
def test_pages_are_sent_with_a_script_that_reloads_them(path: str, port: int) -> None:
    status, content = get(port, path)
    assert (status, content.endswith(reloading("after ").decode())) == (200, True)


def test_other_files_are_sent_as_they_are(port: int) -> None:
    assert get(port, "/site.js") == (200, "script")


def test_a_page_is_told_the_state_after_the_one_that_it_knows(port: int) -> None:
    assert get(port, f"{CHANGES}?7") == (200, "after 7")
    assert get(port, CHANGES, host="evil.example:80")[0] == 403


def test_nothing_outside_of_a_site_that_reloads_is_sent(port: int, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.html").write_text("secret")
    (tmp_path / "way-out.html").symlink_to(tmp_path.parent / "secret.html")
    for path in ("/way-out.html", "/../secret.html", "/tiny/../../secret.html", "/.hidden.html"):
        assert get(port, path)[0] == 404


def test_what_is_sent_is_kept_by_nobody_where_it_may_change(port: int) -> None:
    for path in ("/", "/site.js", CHANGES):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            assert answer.headers["Cache-Control"] == "no-store"


def test_the_site_file_beside_an_experiment_is_watched_too(simulated: Simulated) -> None:
    file = experiment()
    before = watching.stamps([file], [])
    said = file.parent / "site.yaml"
    said.write_text("title: T\n", encoding="utf-8")
    assert watching.stamps([file], []).keys() - before.keys() == {said}
