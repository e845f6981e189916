"""A site as one commit on a branch of the repository that a command is in, and that branch on a remote."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ovreport.errors import PublishError
from ovreport.publish import private

OURS = "assets/charts.js"
"""A file that every site has, and hardly any other content of a branch."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is to be put where.

    Attributes:
        site: Folder of the site.
        files: What of it is published, below that folder.
        size: Of all these files, in bytes.
        branch: Its name, without `refs/heads/`.
        remote: Name of the remote.
        address: Of the remote, without a name or a token that it holds.
    """

    site: Path
    files: tuple[str, ...]
    size: int
    branch: str
    remote: str
    address: str


def prepare(site: Path, *, branch: str, remote: str, allow_paths: bool = False) -> Publication:
    """See to everything that can be seen to without the network; changes nothing.

    Args:
        site: Folder of the site.
        branch: Where its commit is to go.
        remote: Where the branch is pushed to.
        allow_paths: Files of the site may name folders of a person's machine.

    Raises:
        PublishError: There is no site, repository, remote, author or such branch, or the site says too much.
    """
    if not (site / "index.html").is_file():
        raise PublishError(f"{site}: there is no site in this folder; `ovreport build` writes one.")
    files = tuple(_files(site))
    top = _repository()
    address = _address(remote)
    _check_branch(branch)
    _check_author()
    if not allow_paths:
        private.check(site, files, folders=[Path(top), Path.cwd()])
    size = sum((site / file).stat().st_size for file in files)
    return Publication(site=site, files=files, size=size, branch=branch, remote=remote, address=address)


def push(publication: Publication, message: str) -> str | None:
    """Commit the site onto the branch as the remote has it, and push it; on failure the branch is as before.

    A domain of the site's own (CNAME), which GitHub keeps on the branch, stays there.

    Args:
        publication: What `prepare` found.
        message: Of the commit.

    Returns:
        The commit; `None` where the branch held these files already.

    Raises:
        PublishError: The branch holds something else or commits that the remote lacks, or git fails.
    """
    branch, remote = publication.branch, publication.remote
    own, theirs = f"refs/heads/{branch}", f"refs/remotes/{remote}/{branch}"
    if _git("ls-remote", "--heads", remote, own, trouble=f"{remote}: cannot be reached"):
        _git("fetch", "--quiet", "--no-tags", remote, f"+{own}:{theirs}", trouble=f"{remote}: cannot be read")
    before, parent = _commit(own), _commit(theirs) or _commit(own)
    _check_parent(before, parent, publication)
    try:
        _import(publication, message, parent)
        if same := bool(parent) and _succeeds("diff", "--quiet", parent, own):
            _git("update-ref", own, parent)
        _git("push", "--quiet", remote, f"{own}:{own}", trouble=f"{remote}: {branch} cannot be pushed there")
    except BaseException:  # Ctrl-C too: the next command would find a commit that the remote lacks
        _git(*(("update-ref", own, before) if before else ("update-ref", "-d", own)))
        raise
    return None if same else _commit(own)


def _files(site: Path) -> list[str]:
    """What a site consists of; hidden files, such as those of a system's file manager, are none of it.

    Raises:
        PublishError: A link leads out of what was built.
    """
    found = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        if any(part.startswith(".") for part in name.parts):
            continue
        if path.is_symlink():
            raise PublishError(f"{path}: is a link, which no site has; put a copy in its place.")
        if path.is_file():
            found.append(name.as_posix())
    return found


def _repository() -> str:
    try:
        return _git("rev-parse", "--show-toplevel")
    except PublishError as error:
        raise PublishError(
            "This folder is in no repository that git works with. Go to the one that the site belongs to, or "
            f"make one: `git init`, then commit the experiments and their records. {error}"
        ) from error


def _address(remote: str) -> str:
    known = _git("remote").splitlines()
    if remote not in known:
        others = f"Choose another one ({', '.join(known)}) with --remote, or add it" if known else "Add it"
        raise PublishError(
            f"{remote}: the repository has no such remote. {others}: `git remote add {remote} ADDRESS`."
        )
    return _discreet(_git("remote", "get-url", "--push", remote))


def _check_branch(branch: str) -> None:
    _git(
        "check-ref-format", f"refs/heads/{branch}", trouble=f"{branch!r} is no name of a branch; try gh-pages"
    )
    if f"branch refs/heads/{branch}" in _git("worktree", "list", "--porcelain").splitlines():
        raise PublishError(
            f"{branch}: this branch is checked out, and the site would take the place of all of its files. "
            "Choose another one with --branch."
        )


def _check_author() -> None:
    _git(
        *("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"),
        trouble="git does not know who commits: set `git config user.name` and `git config user.email`",
    )


def _check_parent(before: str, parent: str, publication: Publication) -> None:
    branch, remote = publication.branch, publication.remote
    if before and not _succeeds("merge-base", "--is-ancestor", before, parent):
        raise PublishError(
            f"{branch}: has commits here that {remote} lacks, and would lose them. Push them, or let go of "
            f"them with `git branch -D {branch}`."
        )
    if parent and not _succeeds("cat-file", "-e", f"{parent}:{OURS}"):
        raise PublishError(
            f"{branch}: holds something else than a site of ovreport, whose place the site would take. "
            f"Choose another one with --branch, or let go of it with `git push {remote} --delete {branch}` "
            f"and `git branch -D {branch}`."
        )


def _import(publication: Publication, message: str, parent: str) -> None:
    from ghp_import import GhpError, ghp_import  # its time zones cost every other command 0.1 s

    with tempfile.TemporaryDirectory() as folder:
        for name in publication.files:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(publication.site / name, path)
        if "CNAME" not in publication.files and parent and _succeeds("cat-file", "-e", f"{parent}:CNAME"):
            (Path(folder) / "CNAME").write_text(_git("show", f"{parent}:CNAME") + "\n", encoding="utf-8")
        try:
            ghp_import(
                folder, remote=publication.remote, branch=publication.branch, mesg=message, nojekyll=True
            )
        except (GhpError, TypeError) as error:  # the latter where it tells that git's fast-import failed
            raise PublishError(f"{publication.branch}: git cannot commit the site; see above.") from error


def _commit(ref: str) -> str:
    """The commit that a branch is at; empty where there is no such branch."""
    return _git("for-each-ref", "--format=%(objectname)", ref)


def _succeeds(*arguments: str) -> bool:
    return _ran(*arguments).returncode == 0


def _git(*arguments: str, trouble: str = "") -> str:
    """What git prints.

    Raises:
        PublishError: It fails: `trouble`, and what git says of it.
    """
    done = _ran(*arguments)
    if done.returncode:
        raise PublishError(". ".join(filter(None, (trouble, f"git says: {_discreet(done.stderr.strip())}"))))
    return done.stdout.strip()


def _ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and the names are checked
            ["git", *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise PublishError("git is not installed here; it keeps the branch that a site is put on.") from None


def _discreet(text: str) -> str:
    """Addresses without the names and tokens that may stand in them."""
    return re.sub(r"//[^/@\s]*@", "//", text)
