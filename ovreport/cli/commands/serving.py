"""The command serve: a site at an address of this machine, for this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ovreport.errors import OvreportError

if TYPE_CHECKING:
    from ovreport.cli.pages_server import PagesServer


def serve(
    site: Annotated[Path, typer.Argument(help="Folder of the site.")] = Path("site"),
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0 takes any free one.")] = 8000,
    bind: Annotated[
        str, typer.Option("--bind", help="Another address, at which others can see the site: 0.0.0.0 is all.")
    ] = "127.0.0.1",
) -> None:
    """Show the site at an address of this machine; nobody else can see it, unless --bind says so.

    Example: ovreport serve site --port 8000
    """
    if not (site / "index.html").is_file():
        raise OvreportError(f"{site}: there is no site in this folder; `ovreport build` writes one.")
    server = server_for(site, port=port, address=bind)
    typer.echo(f"{server.url} shows {site}. Ctrl-C ends it.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    finally:
        server.server_close()


def server_for(site: Path, *, port: int, address: str = "127.0.0.1") -> PagesServer:
    """A server of the files of `site`, and of nothing else, that listens already.

    Raises:
        OvreportError: The port is taken, or the address is none of this machine.
    """
    from ovreport.cli.pages_server import PagesServer  # http.server costs every other command 20 ms

    try:
        return PagesServer(site, address, port)
    except OSError as error:
        raise OvreportError(
            f"{address}:{port}: cannot listen there: {error.strerror}. "
            "Choose another port with --port, or another address with --bind."
        ) from error
