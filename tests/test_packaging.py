"""What is shipped: a wheel that works away from the checkout, and files that name no machine."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installed
from tests.installed import ROOT, run


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution."""
    return installed.build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scripts of a virtual environment that has only ovreport itself, and borrows its dependencies."""
    return installed.install(wheel, tmp_path_factory.mktemp("elsewhere"))


@pytest.mark.slow
@pytest.mark.openvino
def test_an_installed_wheel_builds_a_site_in_an_empty_folder(elsewhere: Path, tmp_path: Path) -> None:
    where = run(elsewhere / "python", "-c", "import ovreport; print(ovreport.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(elsewhere.parent)

    run(elsewhere / "ovreport", "init", cwd=tmp_path)
    run(elsewhere / "ovreport", "build", "--profile", "quick", cwd=tmp_path)

    site = tmp_path / "site"
    assert "<h1" in (site / "index.html").read_text(encoding="utf-8")
    assert len(list(site.rglob("*.html"))) >= 3, "an index, a method page and the experiment"
    assert list((site / "assets").glob("*plotly*.js"))
    assert list(tmp_path.glob("experiments/results/*/*/**/*.parquet"))


def test_the_wheel_holds_the_templates_and_no_test_or_result(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel, tmp_path, "zip")
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    shipped = {name.removeprefix("ovreport/") for name in names if name.startswith("ovreport/templates/")}
    assert shipped == {path for path in tracked("templates") if not path.endswith(".gitignore")}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"ovreport"}


def tracked(*paths: str) -> list[str]:
    """Names of the files that the repository holds, or the test is skipped in an unpacked archive."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return [name for name in run("git", "ls-files", "-z", *paths, cwd=ROOT).split("\0") if name]


def matches(pattern: str) -> Iterator[str]:
    expression = re.compile(pattern)
    for name in tracked():
        for number, line in enumerate((ROOT / name).read_text("utf-8", "replace").splitlines(), start=1):
            if expression.search(line):
                yield f"{name}:{number}: {line.strip()[:100]}"


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = ("[p]ypi.org", "[p]ythonhosted.org", "[n]pmjs.org", "[n]pmjs.com", "[d]eb.debian.org")
    assert list(matches("|".join(host.replace(".", r"\.") for host in hosts))) == []


def test_no_file_names_a_path_of_the_machine_it_was_made_on() -> None:
    here = re.escape(str(ROOT))
    assert list(matches(rf"(?<![\w./-]){here}\b|(?<![\w./-])/[r]oot/|(?<![\w./-])/[w]ork/|/tmp/[w]\b")) == []


def test_the_output_folder_is_shipped_empty() -> None:
    assert tracked("site") == ["site/.gitignore"]


HEAVY = {"numpy", "openvino", "pandas", "plotly", "pyarrow", "pydantic", "scipy"}


def loaded(program: str) -> set[str]:
    """Top-level modules that are loaded in a fresh process once `program` has run."""
    listing = "\nimport sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    return set(run(sys.executable, "-c", program + listing, cwd=ROOT).splitlines()[-1].split())


def test_help_imports_neither_openvino_nor_a_heavy_library() -> None:
    program = (
        "import sys; from ovreport.cli import main; sys.argv = ['ovreport', '--help']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code"
    )
    assert loaded(program) & HEAVY == set()


def test_a_worker_imports_openvino_and_numpy_and_nothing_of_the_report_side() -> None:
    report_side = {"jinja2", "pandas", "plotly", "pyarrow", "pydantic", "rich", "scipy", "typer", "yaml"}
    names = loaded("import ovreport.run.worker, ovreport.run.openvino_engine")
    assert {"numpy", "openvino"} <= names
    assert names & report_side == set()


def test_the_continuous_integration_runs_the_second_line_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]
    assert lines[0].endswith("ovreport build experiments/")
    assert "-m pytest" in lines[1]
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
