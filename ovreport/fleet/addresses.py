"""Addresses of schedulers, and the certificates without which none beyond this machine is talked to."""

from __future__ import annotations

import ipaddress
import logging
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ovreport.errors import FleetError
from ovreport.fleet.certificates import AUTHORITY, CERTIFICATE, KEY

if TYPE_CHECKING:
    from distributed import Security

LOOPBACK = "127.0.0.1"


def security(address: str, certificates: Path | None) -> Security | None:
    """What connections to a scheduler are encrypted with; `None` where they stay on this machine.

    Args:
        address: `tls://` and `tcp://` are known, the latter for this machine alone.
        certificates: Folder that `certificates.make` wrote.

    Raises:
        FleetError: The address is none, or its connections would not be encrypted, or nothing is there to
            encrypt them with.
    """
    scheme = address.partition("://")[0]
    try:
        named = bool(urlsplit(address).hostname and urlsplit(address).port)
    except ValueError:
        named = False
    if not named or scheme not in ("tcp", "tls"):
        raise FleetError(
            f"{address}: no address of a scheduler; write tls://HOST:8786, or tcp:// on this machine."
        )
    if scheme == "tcp":
        if is_loopback(address):
            return None
        raise FleetError(
            f"{address}: beyond this machine nothing is sent unencrypted, since whoever reaches a worker can "
            "run anything on it. `ovreport fleet certificates FOLDER` makes what tls:// needs."
        )
    if certificates is None:
        raise FleetError(
            f"{address}: name the folder of its certificates with --certificates. "
            "`ovreport fleet certificates FOLDER` makes them."
        )
    return _security(certificates)


def is_loopback(address: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def quieten() -> None:
    """Leave it to us to say what goes on: Dask writes its log into the terminal."""
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _security(folder: Path) -> Security:
    from distributed import Security

    authority, certificate, key = (str(folder / name) for name in (AUTHORITY, CERTIFICATE, KEY))
    if missing := [path for path in (authority, certificate, key) if not Path(path).is_file()]:
        raise FleetError(f"{missing[0]}: not there. `ovreport fleet certificates {folder}` makes it.")
    return Security(
        require_encryption=True,
        tls_ca_file=authority,
        tls_client_cert=certificate,
        tls_client_key=key,
        tls_worker_cert=certificate,
        tls_worker_key=key,
        tls_scheduler_cert=certificate,
        tls_scheduler_key=key,
    )
