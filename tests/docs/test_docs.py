"""The documentation: its site builds, its links lead somewhere, its commands do what they are shown to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovreport import spec
from tests.commandline import PATIENCE_SECONDS
from tests.docs import keys, picture

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "templates").glob("*.md"), *(ROOT / "docs").glob("*.md")]
BLOCK = re.compile(r"^```(sh|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = re.compile(r"python -m (pip|venv)|source |ovreport serve")
"""Commands of the tutorial that set up what tests have, or do not end."""

QUICK = "--profile quick"
"""What measures for as long as a reader has time."""

COMMITTER = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A. Reader"), ("EMAIL", "reader@example.org"))
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as a site; a link that leads nowhere, or a page that no menu has, is an error."""
    folder = tmp_path_factory.mktemp("docs")
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return folder


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert site / "tutorial.html" in pages
    loads = re.compile(
        r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(?:https?:)?//[^"]*"|<link\b[^>]*"https?://[^"]*"'
    )
    assert {page.name: found for page in pages if (found := loads.findall(page.read_text("utf-8")))} == {}


def test_the_site_tells_the_method_of_the_pages_with_its_numbers(site: Path) -> None:
    told = (site / "method.html").read_text(encoding="utf-8")
    assert '<h2 id="verdicts">' in told
    assert not re.search(r"<p>\s*(&lt;|#|\{)", told)


def test_the_pages_of_keys_are_what_the_schemas_say() -> None:
    """After a change of keys: `python -m tests.docs.keys`."""
    assert {path: path.read_text(encoding="utf-8") for path in keys.pages()} == keys.pages()


def test_the_page_of_keys_has_every_key() -> None:
    told = keys.document("", spec.json_schema())
    schema = spec.json_schema()
    every = {key for one in (schema, *schema["$defs"].values()) for key in one.get("properties", {})}
    assert [key for key in sorted(every) if f"\n| `{key}` | " not in told] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    generated = {"method.md"} if document.parent.name == "docs" else set()
    assert [link for link in links if link not in generated and not (document.parent / link).exists()] == []


def test_the_picture_of_the_readme_is_small() -> None:
    assert picture.PICTURE.stat().st_size < 150_000
    assert f"docs/{picture.PICTURE.name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_of_the_readme_can_be_drawn_from_its_records(tmp_path: Path) -> None:
    page = picture.rendered(tmp_path).read_text(encoding="utf-8")
    assert "4 configurations, 7 rounds" in page


def steps() -> Iterator[tuple[str, str]]:
    """Kind and text of every block of the tutorial that is a command or a change of a file."""
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    yield from ((found[1], found[2]) for found in BLOCK.finditer(tutorial))


def edited(folder: Path, change: str) -> None:
    """Replace one line of the experiment file, as a block marked `diff` shows."""
    old, new = (line[1:] for line in change.splitlines())
    path = folder / "experiments" / "first.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(f"{old}\n") == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def followed(folder: Path, commands: str) -> Path:
    """Run the lines of a block in bash, and give the folder in which they end."""
    shorter = commands.replace(QUICK, f"{QUICK} --seconds 0.1")
    lines = [line for line in shorter.splitlines() if not LEFT_OUT.match(line)]
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join([*lines, "pwd"])],
        cwd=folder,
        env=os.environ | {"PATH": programs} | COMMITTER,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return Path(ran.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.openvino
@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")
def test_the_tutorial_leads_from_an_empty_folder_to_a_published_page(tmp_path: Path) -> None:
    folder = tmp_path
    for kind, text in steps():
        if kind == "diff":
            edited(folder, text)
        else:
            folder = followed(folder, text)
    page = (folder / "site" / "first" / "index.html").read_text(encoding="utf-8")
    published = ["git", "-C", str(tmp_path / "host.git"), "show", "gh-pages:first/index.html"]
    assert subprocess.run(published, capture_output=True, encoding="utf-8", check=True).stdout == page
