"""The commands of a fleet's hosts and of its certificates: worker, fleet certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ovreport.cli import options, stopping

app = typer.Typer(no_args_is_help=True, help="What a fleet of machines takes beside its workers.")


def worker(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="Of the scheduler: tls://desk:8786.", show_default=False)
    ],
    name: Annotated[str, typer.Option("--name", help="Name of this machine in records and pages.")],
    certificates: options.Certificates = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            help="Folder of this machine's records and files. Without it: one among this user's data.",
        ),
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="End when the scheduler is gone, instead of waiting for it.")
    ] = False,
) -> None:
    """Let desks measure on this machine, one experiment at a time, until Ctrl-C.

    Whoever can reach the scheduler with its certificates can run anything here; docs/fleet.md says more.

    Example: ovreport worker tls://desk:8786 --name nuc-13 --certificates certificates/
    """
    from ovreport import store
    from ovreport.cli import fleet_desk

    with fleet_desk.extra():
        from ovreport.fleet import worker as workers

    given = store.check_name(name, "--name")
    with stopping.saying("Stopped. What was measured is kept."):
        workers.serve(
            address, name=given, folder=folder, certificates=certificates, once=once, say=typer.echo
        )


@app.command()
def certificates(
    folder: Annotated[Path, typer.Argument(help="Folder that gets them; it is made if need be.")],
) -> None:
    """Make the certificates of a fleet: an authority, and one for its desk, scheduler and workers.

    Example: ovreport fleet certificates certificates/
    """
    from ovreport.cli import fleet_desk

    with fleet_desk.extra():
        from ovreport.fleet import certificates as made

    expires = made.make(folder)
    authority, certificate, key = (folder / name for name in (made.AUTHORITY, made.CERTIFICATE, made.KEY))
    typer.echo(
        f"{authority}, {certificate} and {key} are good until {expires:%Y-%m-%d}. Copy the three to the "
        f"desk, the scheduler and every worker, and to nobody else: who has {key.name} can run anything on "
        "all of them.\n"
        f"  dask scheduler --protocol tls --port 8786 --no-dashboard --tls-ca-file {authority} "
        f"--tls-cert {certificate} --tls-key {key}\n"
        f"  ovreport worker tls://DESK:8786 --name NAME --certificates {folder}\n"
        f"  ovreport build experiments/ --scheduler tls://DESK:8786 --certificates {folder}"
    )
