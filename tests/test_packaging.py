"""What is shipped: the content of the wheel, and files that name no machine."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installed
from tests.installed import ROOT, run


def test_the_wheel_holds_the_templates_and_no_test_or_result(tmp_path: Path) -> None:
    folder = tmp_path / "wheel"
    shutil.unpack_archive(installed.build(tmp_path), folder, "zip")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
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
