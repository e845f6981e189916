"""The commands that exchange results with other programs: export and import."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ovreport.bounds import MOST_CELLS
from ovreport.cli import experiments, options
from ovreport.errors import OvreportError, together
from ovreport.workflow.words import counted


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


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="benchmark_report.json of benchmark_app, or records in ovreport's format (.parquet).",
        ),
    ],
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Experiment file that gets the figures. Without it: they are printed."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Who measured it.")] = "benchmark_app",
    platform: Annotated[str, typer.Option("--platform", help="The machine, with its OpenVINO.")] = "",
    date: Annotated[str, typer.Option("--date", help="When, as 2026-11-30.")] = "",
    level: Annotated[
        list[str] | None,
        typer.Option(
            "--level", metavar="FACTOR=LEVEL", help="A level that reports do not tell, such as a bundle's."
        ),
    ] = None,
    host: Annotated[
        str | None, typer.Option("--host", help="Name of the machine that measured the records.")
    ] = None,
    results: Annotated[
        Path, typer.Option("--results", help="Folder that gets the records.")
    ] = experiments.FOLDER / "results",
    max_cells: options.MaxCells = MOST_CELLS,
) -> None:
    """Take results of other programs: single figures as published ones, records as those of a named host.

    Example: ovreport import benchmark_report.json --into experiments/first.yaml
    """
    reports = [path for path in paths if path.suffix != ".parquet"]
    if records := [path for path in paths if path.suffix == ".parquet"]:
        _import_records(records, host, results)
    if not reports:
        return
    from ovreport import spec  # pydantic takes 0.2 s to import
    from ovreport.workflow import importing

    told = {"source": source, "platform": platform, "date": date}
    keys = importing.keys_of(into, max_cells=max_cells) if into else None
    known = {name: text for name, text in told.items() if text}
    found = importing.publication(reports, known, _levels(level or []), keys=keys)
    if into is None:
        typer.echo(spec.published_block(found), nl=False)
        return
    importing.add(into, found, max_cells=max_cells)
    typer.echo(f"{into}: {counted(len(reports), 'published figure')} added. `ovreport render` shows them.")


def _levels(given: list[str]) -> dict[str, str]:
    """Pairs of factor and level.

    Raises:
        BadParameter: One has no `=`.
    """
    for each in given:
        if "=" not in each:
            raise typer.BadParameter(f"{each!r}: give a factor and a level, such as streams=auto.")
    return {name.strip(): label.strip() for name, _, label in (each.partition("=") for each in given)}


def _import_records(paths: list[Path], host: str | None, results: Path) -> None:
    from ovreport import store  # pyarrow is needed by few commands
    from ovreport.store import Store
    from ovreport.workflow import importing

    if host is None:
        raise typer.BadParameter(f"{paths[0]}: name the machine that measured it with --host.")
    name = store.check_name(host)
    kept, failed = Store(root=results), list[OvreportError]()
    with kept.lock(host=name):
        for path in paths:
            try:
                typer.echo(f"{importing.add_record(path, name, kept)}: written")
            except OvreportError as error:
                failed.append(error)
    if failed:
        raise together(failed)
