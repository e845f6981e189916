"""The commands between a site and others: publish, replicate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ovreport.cli import experiments, options, places

if TYPE_CHECKING:
    from ovreport.claims.replicated import Replication


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


def replicate(
    site: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS|FOLDER",
            help="A published site, or one of its experiments: an address that begins with https://, or a "
            "folder. Nothing of it is executed.",
            show_default=False,
        ),
    ],
    model: Annotated[
        list[Path] | None,
        typer.Option(
            "--model",
            help="File of a model that was measured, where the experiment names no download; taken only if "
            "it has the hash of the records.",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the page and of the new records.")
    ] = Path("replication"),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Measure without asking.")] = False,
    host: options.Host = None,
    no_wait: options.NoWait = False,
    allow_outside: options.AllowOutside = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure the plan of a published experiment here, and give each of its conclusions a verdict.

    Interrupted, the same command goes on. `replication.json` is for the author of the original.

    Example: ovreport replicate https://example.org/reports/same-twice/
    """
    import contextlib
    import sys
    import tempfile

    from ovreport import publish as sites  # rendering and the analysis are needed by few commands
    from ovreport.cli.commands import building
    from ovreport.workflow import replicating

    name, about = places.host(host), experiments.site(None)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as kept:
        taken = sites.take(site, Path(folder) / "taken", allow_outside=allow_outside)
        theirs = taken.inputs[0]
        job = replicating.prepared(taken.job, theirs, output, given=model or (), cache=places.cache())
        left = replicating.work(job, name)
        typer.echo(sites.printable(replicating.described(taken.address + taken.home, theirs.host, job, left)))
        if left.left and not yes and sys.stdin.isatty():
            typer.confirm("Measure that now?", default=True, abort=True)
        failed = building.measure(
            [job], host=name, rerun=False, wait=False, await_quiet=not no_wait, quiet=quiet, kept=kept
        )
        found = replicating.held_against(taken.job, theirs, job, name)
    paths = sites.write_replication(found, output, address=taken.told, about=about)
    if not quiet:
        typer.echo(sites.printable(_outcomes(found)))
    typer.echo(f"{output / next(path for path in paths if path.endswith('.html'))}: written.")
    building.finish(failed)


def _outcomes(found: Replication) -> str:
    """What became of each conclusion, a line each, and of all of them."""
    from ovreport.claims import replicated, say
    from ovreport.cli import speaking
    from ovreport.language.locale import Locale

    locale = Locale(speaking.LANGUAGE)
    lines = [
        f"{number:>3}. {locale.word(replicated.OUTCOMES[each.outcome])}: "
        f"{speaking.text(say(each.claim, found.there, speaking.LANGUAGE).headline)}"
        for number, each in enumerate(found.claims, 1)
    ]
    return "\n".join([*lines, speaking.text(replicated.headline(found, locale))])
