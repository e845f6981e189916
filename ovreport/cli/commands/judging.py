"""The commands that judge what was measured: conclusions and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options
from ovreport.errors import VerifyError


def conclusions(
    paths: options.Experiments = None,
    results: options.Results = None,
    as_json: Annotated[bool, typer.Option("--json", help="All claims with all of their fields.")] = False,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Print the conclusions from the records that are there.

    Example: ovreport conclusions experiments/same-twice.yaml --json
    """
    from ovreport import reports  # it and the analysis' scipy are needed by few commands
    from ovreport.cli import speaking

    asked = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    found = [report for each in asked for report in reports.reports(each)]
    if as_json:
        import json  # saves every other command a millisecond

        claims = [claim for report in found for claim in speaking.as_json(report)]
        typer.echo(json.dumps(claims, indent=1, ensure_ascii=False))
    else:
        typer.echo("\n".join(speaking.told(report) for report in found))


def verify(
    site: Annotated[Path, typer.Argument(help="Folder of a site that `build` or `render` wrote.")] = Path(
        "site"
    ),
) -> None:
    """Recompute every statement of a site from the records that lie in it, and fail on any mismatch.

    Example: ovreport verify site/
    """
    from ovreport import publish  # rendering and the analysis are needed by few commands
    from ovreport.cli import mismatches

    checked = publish.verify(site)
    unvouched = mismatches.unvouched(checked)
    if checked.mismatches or checked.troubles or checked.assets:
        raise VerifyError("\n".join(filter(None, (mismatches.described(checked), unvouched))))
    typer.echo(
        f"{site}: {checked.pages} pages say what their {checked.records} records say; "
        f"{checked.pieces:,} pieces of text were compared."
    )
    if unvouched:
        typer.echo(unvouched)
