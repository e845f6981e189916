"""The application: all commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from ovreport import __version__
from ovreport.cli import places
from ovreport.cli.commands import building, comparing, data, deciding, fleets, judging, looking, sharing
from ovreport.errors import explained

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""For NumPy, before it is loaded: threads that spin for one another make small matrices, as ours are, take a
hundred times as long beside other work."""

app = typer.Typer(
    name="ovreport",
    help=(
        "Reproducible write-ups of OpenVINO inference performance.\n\n"
        "    ovreport init && ovreport build\n\n"
        "writes a first experiment file, measures it on this machine and writes the pages into site/."
    ),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help needs no rich, which would double the start-up time
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ovreport {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    pass  # the options before a command


app.command()(building.build)
app.command()(building.run)
app.command()(building.render)
app.command()(looking.check)
app.command("list")(looking.list_)
app.command()(looking.schema)
app.command()(looking.devices)
app.command()(looking.init)
app.command()(judging.conclusions)
app.command()(judging.verify)
app.command()(comparing.compare)
app.command()(comparing.history)
app.command()(sharing.publish)
app.command()(sharing.replicate)
app.command()(data.export)
app.command("import")(data.import_)
app.command()(deciding.aa)
app.command()(deciding.plan)
app.command()(looking.doctor)
app.command()(looking.serve)
app.command()(fleets.worker)
app.add_typer(fleets.app, name="fleet")


def main() -> None:
    """Run the command line; any error ends it with an exit code of its own and without a traceback."""
    os.environ.setdefault(*ONE_THREAD)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        told = explained(error, " ".join(["ovreport", *sys.argv[1:2]]), places.cache())
        typer.echo(f"ovreport: {told}", err=True)
        sys.exit(told.exit_code)
