"""A site goes to a branch whole, says nothing of its author's machine, and takes nothing else's place."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import ghp_import
import pytest

from ovreport.errors import PublishError, VerifyError
from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.publish.repository import begin, git, name_author

BARE = Path("there.git")


@pytest.fixture(autouse=True)
def repository(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A repository in the working folder with a built site, and a bare one that it can be pushed to."""
    name_author(monkeypatch)
    begin(BARE)
    built = tmp_path_factory.getbasetemp() / "built"
    if not built.is_dir():  # one of them serves all tests
        build(TINY)
        shutil.copytree(".", built, ignore=lambda *_: [".git", BARE.name])
    shutil.copytree(built, ".", dirs_exist_ok=True)


def build(text: str) -> None:
    experiment(text)
    assert command("build", "--quiet", "--allow-outside").exit_code == 0


def publish(*arguments: str) -> str:
    """What the command prints."""
    ended = command("publish", *arguments)
    assert ended.exit_code == 0, ended.exception
    return ended.output


def refusal(*arguments: str) -> str:
    """Why nothing is published; whatever is refused changes no branch."""
    before = (branches("."), branches(BARE))
    ended = command("publish", *arguments)
    assert isinstance(ended.exception, PublishError), ended.exception or ended.output
    assert (branches("."), branches(BARE)) == before
    return str(ended.exception)


def branches(folder: str | Path) -> str:
    return git("-C", folder, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads")


def published(branch: str = "gh-pages") -> set[str]:
    return set(git("-C", BARE, "ls-tree", "-r", "--name-only", branch).splitlines())


def commits(branch: str = "gh-pages") -> int:
    return int(git("-C", BARE, "rev-list", "--count", branch))


def site() -> set[str]:
    return {path.relative_to("site").as_posix() for path in Path("site").rglob("*") if path.is_file()}


def test_the_branch_holds_the_whole_site_in_one_commit_and_no_jekyll_touches_it() -> None:
    said = publish()
    assert published() == site() | {".nojekyll"}
    assert commits() == 1
    assert f"{len(site())} files" in said
    assert git("-C", BARE, "rev-parse", "--short=10", "gh-pages") in said


def test_the_published_files_are_those_of_the_site_byte_for_byte() -> None:
    publish()
    git("clone", "--quiet", "--branch", "gh-pages", BARE, "clone")
    assert {name: Path("clone", name).read_bytes() for name in site()} == {
        name: Path("site", name).read_bytes() for name in site()
    }


def test_a_later_site_is_one_more_commit_without_what_left_it() -> None:
    experiment(TINY, "second")
    build(TINY)
    publish()
    Path("experiments/second.yaml").unlink()
    build(TINY.replace("title: Tiny", "title: Tiny again"))
    publish()
    assert commits() == 2
    assert not [name for name in published() if name.startswith("second/")]


def test_a_site_that_is_there_already_makes_no_commit() -> None:
    publish()
    assert "already" in publish()
    assert commits() == 1


def test_a_dry_run_says_what_would_go_where_and_changes_nothing() -> None:
    said = publish("--dry-run", "--branch", "pages")
    size = sum(Path("site", name).stat().st_size for name in site())
    for told in (f"{len(site())} files", f"{size / 1e6:.1f} MB", "branch pages", "origin", str(BARE)):
        assert told in said
    assert branches(".") == branches(BARE) == ""


def test_another_remote_and_branch_can_be_named() -> None:
    git("remote", "rename", "origin", "home")
    publish("--remote", "home", "--branch", "pages")
    assert "index.html" in published("pages")


def test_the_checked_out_files_and_their_branch_stay_as_they_are() -> None:
    git("add", "experiments")
    git("commit", "--quiet", "-m", "Add an experiment")
    before = git("rev-parse", "HEAD"), git("status", "--porcelain")
    publish()
    assert (git("rev-parse", "HEAD"), git("status", "--porcelain")) == before


def test_what_others_pushed_to_the_branch_meanwhile_is_followed() -> None:
    publish()
    git("clone", "--quiet", "--branch", "gh-pages", BARE, "clone")
    git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "From elsewhere")
    git("-C", "clone", "push", "--quiet")
    build(TINY.replace("title: Tiny", "title: Tiny again"))
    publish()
    assert commits() == 3


def test_the_domain_that_a_branch_names_stays() -> None:
    publish()
    git("clone", "--quiet", "--branch", "gh-pages", BARE, "clone")
    Path("clone/CNAME").write_text("bench.example.org\n")
    git("-C", "clone", "add", "CNAME")
    git("-C", "clone", "commit", "--quiet", "-m", "Name the domain")
    git("-C", "clone", "push", "--quiet")
    build(TINY.replace("title: Tiny", "title: Tiny again"))
    publish()
    assert git("-C", BARE, "show", "gh-pages:CNAME") == "bench.example.org"


def test_hidden_files_beside_the_site_are_no_part_of_it() -> None:
    Path("site/.DS_Store").write_text("windows of ada")
    publish()
    assert ".DS_Store" not in published()


# ---------------------------------------------------------------- refused


def test_nothing_built_says_what_builds_it() -> None:
    assert "`ovreport build` writes one" in refusal("nowhere")


def test_no_repository_says_how_to_make_one() -> None:
    Path(".git").rename("put-away")
    ended = command("publish")
    assert isinstance(ended.exception, PublishError)
    assert "git init" in str(ended.exception)


def test_no_remote_says_how_to_add_it() -> None:
    git("remote", "remove", "origin")
    assert "git remote add origin" in refusal()


def test_an_unknown_remote_is_told_those_that_there_are() -> None:
    assert "(origin) with --remote" in refusal("--remote", "--force")


def test_what_is_no_name_of_a_branch_is_refused() -> None:
    assert "no name of a branch" in refusal("--branch", "a..b")


def test_a_branch_that_is_checked_out_keeps_its_files() -> None:
    assert "--branch" in refusal("--branch", "main")


def test_an_author_whom_git_would_have_to_guess_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "none")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert "git config user.name" in refusal()


def test_a_page_that_its_records_do_not_bear_out_is_not_published() -> None:
    page = Path("site/tiny/index.html")
    page.write_text(page.read_text(encoding="utf-8").replace("Tiny", "Huge"), encoding="utf-8")
    assert isinstance(command("publish").exception, VerifyError)
    assert branches(".") == branches(BARE) == ""


def test_a_link_out_of_the_site_is_not_followed() -> None:
    Path("secret.txt").write_text("secret")
    Path("site/more.txt").symlink_to(Path("secret.txt").resolve())
    assert "more.txt: is a link" in refusal()


@pytest.mark.parametrize(
    "path",
    ["{here}/models/a.xml", "{home}/models", "{temporary}/cache", "/home/ada/models", r"C:\Users\ada\models"],
)
def test_a_path_of_a_person_s_machine_is_told_with_its_place(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = "/srv/people/ada & jörg"
    named = path.format(here=tmp_path, home=home, temporary=tempfile.gettempdir())
    build(TINY + f"description: As {named} shows.\n")
    monkeypatch.setenv("HOME", home)
    said = refusal()
    assert f"site/tiny/experiment.yaml:{TINY.count(chr(10)) + 1}" in said
    assert "--allow-paths" in said


def test_a_path_in_the_metadata_of_records_alone_is_found_too() -> None:
    build(TINY + "properties: {CACHE_DIR: /home/ada/cache}\n")
    for path in Path("site").rglob("*"):
        if path.suffix in {".html", ".yaml", ".js"}:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("/home/ada/", "cache/"), encoding="utf-8")
    assert ".parquet" in refusal()


@pytest.mark.parametrize("text", ["models/home/ada/a", "https://example.org/home/ada", "~/models", "/tmp"])
def test_a_path_that_leads_to_nobody_s_folder_is_published(text: str) -> None:
    build(TINY + f"description: As {text} shows.\n")
    publish("--dry-run")


def test_a_path_that_is_meant_is_published_with_leave() -> None:
    build(TINY + "description: As /home/ada shows.\n")
    publish("--allow-paths")
    assert "index.html" in published()


def test_a_branch_that_holds_something_else_is_left_alone() -> None:
    git("clone", "--quiet", BARE, "clone")
    git("-C", "clone", "checkout", "--quiet", "-b", "gh-pages")
    Path("clone/index.html").write_text("the documentation")
    git("-C", "clone", "add", ".")
    git("-C", "clone", "commit", "--quiet", "-m", "Document")
    git("-C", "clone", "push", "--quiet", "origin", "gh-pages")
    assert "something else" in refusal()
    assert git("-C", BARE, "show", "gh-pages:index.html") == "the documentation"


def test_commits_that_the_remote_lacks_are_not_lost() -> None:
    publish()
    tree, parent = git("rev-parse", "gh-pages^{tree}"), git("rev-parse", "gh-pages")
    git("update-ref", "refs/heads/gh-pages", git("commit-tree", tree, "-p", parent, "-m", "By hand"))
    assert "would lose them" in refusal()


def test_a_remote_that_cannot_be_reached_is_named_with_what_git_says() -> None:
    BARE.rename("gone.git")
    said = str(command("publish").exception)
    assert "origin: cannot be reached" in said
    assert "git says: " in said
    assert branches(".") == ""


def test_a_push_that_is_refused_leaves_the_branch_as_it_was_and_succeeds_later() -> None:
    publish()
    hook = BARE / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho closed for today >&2\nexit 1\n")
    hook.chmod(0o755)
    build(TINY.replace("title: Tiny", "title: Tiny again"))
    assert "closed for today" in refusal()
    hook.unlink()
    publish()
    assert commits() == 2


def test_ctrl_c_before_the_push_leaves_no_commit_that_the_remote_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish()
    before = branches(".")

    def pressed(*arguments: object, **options: object) -> None:
        whole(*arguments, **options)
        raise KeyboardInterrupt

    whole = ghp_import.ghp_import
    monkeypatch.setattr(ghp_import, "ghp_import", pressed)
    build(TINY.replace("title: Tiny", "title: Tiny again"))
    assert command("publish").exit_code != 0
    assert branches(".") == before == branches(BARE)


def test_a_commit_that_git_cannot_make_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: object, **options: object) -> None:
        raise ghp_import.GhpError("no space left")

    monkeypatch.setattr(ghp_import, "ghp_import", failing)
    assert "cannot commit the site" in refusal()


def test_a_first_push_that_is_refused_leaves_no_branch() -> None:
    hook = BARE / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert "cannot be pushed" in refusal()
    assert branches(".") == ""


def test_a_token_in_the_address_is_not_shown() -> None:
    git("remote", "set-url", "--push", "origin", "https://ada:secret@example.org/bench.git")
    said = publish("--dry-run")
    assert "https://example.org/bench.git" in said
    assert "secret" not in said


def test_without_git_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "nowhere")
    ended = command("publish")
    assert "git is not installed" in str(ended.exception)
