"""From an empty folder to pages at an address that vouch for themselves, each step a command of the wheel."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ovreport.cli.pages_server import PagesServer
from tests import installed
from tests.commandline import PATIENCE_SECONDS
from tests.publish.repository import begin, git, name_author

pytestmark = [pytest.mark.openvino, pytest.mark.slow]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`ovreport` of an environment that has only its wheel, built from the source distribution."""
    wheel = installed.build(tmp_path_factory.mktemp("dist"))
    return installed.install(wheel, tmp_path_factory.mktemp("elsewhere")) / "ovreport"


@pytest.fixture(scope="module")
def clone(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the branch that was published: `init`, one line edited, `build`, `publish`."""
    folder = tmp_path_factory.mktemp("author")
    with pytest.MonkeyPatch.context() as patch:
        name_author(patch)
        patch.chdir(folder)
        begin(folder.parent / f"{folder.name}.git")
        installed.run(program, "init", cwd=folder)
        path = folder / "experiments/first.yaml"
        path.write_text(re.sub("^model: .*", "model: tiny", path.read_text(), flags=re.MULTILINE))
        installed.run(program, "build", "--profile", "quick", "--seconds", "0.1", cwd=folder)
        installed.run(program, "publish", cwd=folder)
        found = tmp_path_factory.mktemp("reader") / "site"
        git("clone", "--quiet", "--branch", "gh-pages", folder.parent / f"{folder.name}.git", found)
    return found


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a site is shown."""
    with PagesServer(site, port=0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def test_an_installed_wheel_builds_a_site_in_an_empty_folder(program: Path, clone: Path) -> None:
    where = installed.run(
        program.with_name("python"), "-c", "import ovreport; print(ovreport.__file__)", cwd=clone
    )
    assert Path(where.strip()).is_relative_to(program.parents[1])
    assert "<h1" in (clone / "index.html").read_text(encoding="utf-8")
    assert "streams" in (clone / "first" / "index.html").read_text(encoding="utf-8")
    assert list((clone / "assets").glob("*plotly*.js"))


def test_a_stranger_s_clone_of_the_published_branch_vouches_for_itself(program: Path, clone: Path) -> None:
    told = installed.run(program, "verify", clone, cwd=clone.parent)
    assert "pages say what their 12 records say" in told


def test_every_published_file_is_served_as_it_was_published(clone: Path) -> None:
    files = [path for path in clone.rglob("*") if path.is_file() and ".git" not in path.parts]
    with served(clone) as address:
        for path in files:
            if path.name != ".nojekyll":
                connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
                connection.request("GET", f"/{path.relative_to(clone).as_posix()}")
                assert connection.getresponse().read() == path.read_bytes()
                connection.close()


def test_a_stranger_repeats_the_page_from_its_address_with_an_installation_of_their_own(
    program: Path, clone: Path, tmp_path: Path
) -> None:
    with served(clone) as address:
        told = installed.run(program, "replicate", address, "--yes", "--no-wait", cwd=tmp_path)
    assert "replication.html: written." in told
    summary = json.loads((tmp_path / "replication/replication.json").read_text())
    assert summary["original"]["address"] == f"{address}first/"
    assert summary["counts"]["contradicted"] == 0
