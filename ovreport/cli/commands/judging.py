"""The commands that judge what was measured: conclusions and verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options
from ovreport.errors import OvreportError, together

if TYPE_CHECKING:
    from ovreport.workflow import Job


def conclusions(
    paths: options.Experiments = None,
    results: options.Results = None,
    as_json: options.AsJson = False,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Print the conclusions from the records that are there.

    Example: ovreport conclusions experiments/same-twice.yaml --json
    """
    from ovreport.cli import speaking  # it and the analysis' scipy are needed by few commands
    from ovreport.workflow import attempt, report

    def said(job: Job) -> list[object]:
        reports = report.with_hosts(job, report.inputs(job))
        if as_json:
            return [claim for one in reports for claim in speaking.as_json(one)]
        return [speaking.told(one) for one in reports]

    jobs = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    tried = [attempt(each, said) for each in jobs]
    found = [one for each in tried if not isinstance(each, OvreportError) for one in each]
    if as_json:
        options.print_json(found)
    elif found:
        typer.echo("\n".join(map(str, found)))
    if failed := [each for each in tried if isinstance(each, OvreportError)]:
        raise together(failed)


def verify(
    site: Annotated[Path, typer.Argument(help="Folder of a site that `build` or `render` wrote.")] = Path(
        "site"
    ),
    templates: options.Templates = None,
    as_json: options.AsJson = False,
) -> None:
    """Recompute every statement of a site from the records that lie in it, and fail on any mismatch.

    Example: ovreport verify site/
    """
    from ovreport import publish  # rendering and the analysis are needed by few commands
    from ovreport.cli import differences

    checked = publish.verify(site, templates=templates)
    if as_json:
        options.print_json(differences.as_json(checked))
    differences.refuse(checked)
    if as_json:
        return
    typer.echo(
        f"{site}: {checked.pages} pages say what their {checked.records} records say; "
        f"{checked.pieces:,} pieces of text were compared."
    )
    if unvouched := differences.unvouched(checked):
        typer.echo(unvouched)
