"""The command that hands a site to others: publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ovreport.cli import options


def publish(
    site: Annotated[Path, typer.Argument(help="Folder of a site that `build` or `render` wrote.")] = Path(
        "site"
    ),
    branch: Annotated[str, typer.Option("--branch", help="The branch that holds the site.")] = "gh-pages",
    remote: Annotated[str, typer.Option("--remote", help="Where that branch is pushed to.")] = "origin",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, say what would be put where, and end.")
    ] = False,
    allow_paths: Annotated[
        bool, typer.Option("--allow-paths", help="Pages may name folders of this machine and its user.")
    ] = False,
    templates: options.Templates = None,
) -> None:
    """Put the site on a branch of this repository as one commit, and push that.

    What `verify` refuses is not published, nor a page that names folders of this machine or its user.

    Example: ovreport publish site --dry-run
    """
    from ovreport import __version__
    from ovreport import publish as sites  # rendering and the analysis are needed by few commands
    from ovreport.cli import differences
    from ovreport.workflow.words import counted

    found = sites.branch.prepare(site, branch=branch, remote=remote, allow_paths=allow_paths)
    checked = sites.verify(site, templates=templates)
    differences.refuse(checked)
    if unvouched := differences.unvouched(checked):
        typer.echo(unvouched)
    what = f"{site}: {counted(len(found.files), 'file')} ({found.size / 1e6:.1f} MB)"
    where = f"the branch {branch} of {remote} ({found.address})"
    if dry_run:
        typer.echo(f"{what} would be one commit on {where}. Nothing was changed.")
    elif commit := sites.branch.push(found, f"Publish the site, rendered by ovreport {__version__}"):
        typer.echo(f"{what} are commit {commit[:10]} on {where}.")
    else:
        typer.echo(f"{what} are on {where} already.")
