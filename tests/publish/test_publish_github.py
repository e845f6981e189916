"""The workflow of `init --github` is one that GitHub takes, and its steps render what was committed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from ovreport import __version__
from ovreport.errors import FileError
from ovreport.publish import github
from tests.cli.stand_in import Simulated, command, experiment
from tests.commandline import PATIENCE_SECONDS
from tests.publish.repository import git, name_author

ROOT = Path(__file__).parents[2]
OURS = [None, *sorted((ROOT / ".github/workflows").glob("*.yml"))]
"""The written one, and those of this repository."""


@pytest.fixture
def workflow(simulated: Simulated) -> dict[str, Any]:
    """The workflow that is written into the working folder."""
    ended = command("init", "--github")
    assert ended.exit_code == 0, ended.exception
    found: dict[str, Any] = yaml.safe_load(github.PATH.read_text(encoding="utf-8"))
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that render."""
    found: list[dict[str, Any]] = workflow["jobs"]["render"]["steps"]
    return found


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name if path else "init")
def test_a_workflow_is_one_that_github_takes(path: Path | None, workflow: dict[str, Any]) -> None:
    assert workflow
    checker = ("-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    ran = subprocess.run(
        [sys.executable, *checker, str(path or github.PATH)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the steps run in bash")
def test_its_steps_render_and_confirm_the_records_that_were_committed(
    workflow: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    name_author(monkeypatch)
    experiment()
    assert command("run", "--quiet").exit_code == 0
    git("init", "--quiet", ".")
    git("add", "experiments", ".github")
    git("commit", "--quiet", "-m", "Measure")
    git("clone", "--quiet", ".", "clone")
    install, *others = [step["run"] for step in steps(workflow) if "run" in step]
    assert install.startswith("python -m pip install ")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in others:
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line],
            cwd="clone",
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        assert ran.returncode == 0, ran.stderr
    (upload,) = [step for step in steps(workflow) if "upload-pages" in step.get("uses", "")]
    site = Path("clone", upload["with"]["path"])
    assert (site / "index.html").is_file()
    assert len(list(site.glob("tiny/data/bench/*.parquet"))) == 6


def test_it_renders_on_a_python_that_is_promised(workflow: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (setup,) = [step for step in steps(workflow) if "setup-python" in step.get("uses", "")]
    version = setup["with"]["python-version"]
    assert f"Programming Language :: Python :: {version}" in project["classifiers"]


def test_a_workflow_that_exists_is_left_alone(simulated: Simulated) -> None:
    github.PATH.parent.mkdir(parents=True)
    github.PATH.write_text("mine")
    assert isinstance(command("init", "--github").exception, FileError)
    assert github.PATH.read_text() == "mine"


def test_no_experiment_is_written_beside_it(workflow: dict[str, Any]) -> None:
    assert workflow
    assert not Path("experiments").exists()


def test_what_came_from_an_index_is_installed_in_the_release_that_is_here() -> None:
    assert github.requirement(None) == f"ovreport=={__version__}"


@pytest.mark.parametrize(
    "address", ["https://example.org/ada/ovreport.git", "https://ada:secret@example.org/ada/ovreport.git"]
)
def test_what_came_from_a_repository_is_installed_at_the_commit_that_is_here(address: str) -> None:
    origin = {"url": address, "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}
    found = github.requirement(json.dumps(origin))
    assert found == "ovreport @ git+https://example.org/ada/ovreport.git@c0ffee"


@pytest.mark.parametrize(
    "remote",
    [
        "https://example.org/ada/ovreport",
        "git@example.org:ada/ovreport",
        "ssh://git@example.org/ada/ovreport",
    ],
)
def test_what_came_from_a_clone_is_installed_from_where_that_came_from(
    remote: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_author(monkeypatch)
    clone = tmp_path / "a clone"
    git("init", "--quiet", clone)
    git("-C", clone, "commit", "--quiet", "--allow-empty", "-m", "Begin")
    git("-C", clone, "remote", "add", "origin", remote)
    commit = git("-C", clone, "rev-parse", "HEAD")
    found = github.requirement(json.dumps({"url": clone.as_uri(), "dir_info": {}}))
    assert found == f"ovreport @ git+https://example.org/ada/ovreport@{commit}"


def test_a_folder_of_this_machine_does_not_stand_in_a_workflow(tmp_path: Path) -> None:
    found = github.requirement(json.dumps({"url": tmp_path.as_uri(), "dir_info": {"editable": True}}))
    assert found == f"ovreport=={__version__}"
