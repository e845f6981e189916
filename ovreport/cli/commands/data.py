"""The commands that exchange results with other programs: export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options


class FileFormat(StrEnum):
    """What files are exported as."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


def export(
    paths: options.Experiments = None,
    how: Annotated[
        FileFormat, typer.Option("--format", help="Parquet keeps types, and all that is known of each trial.")
    ] = FileFormat.parquet,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the files; earlier ones are replaced.")
    ] = Path("export"),
    results: options.Results = None,
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Write requests, trials, comparisons and claims into files for other programs.

    Example: ovreport export experiments/ --format csv --output export/
    """
    from ovreport import frames  # pandas and the analysis are needed by few commands

    jobs = experiments.load(paths, results=results, allow_outside=True, max_cells=max_cells)
    for path, rows in frames.export(frames.of_jobs(jobs), output, how.value):
        typer.echo(f"{path}: {rows:,} rows")
