"""The connection of a desk to a scheduler, and who holds the fleet: one desk at a time, as that knows it."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import distributed

from ovreport.errors import BusyError, FleetError
from ovreport.fleet import addresses

HOLDER = "ovreport"
"""Where the scheduler keeps who holds the fleet, and what keys of our tasks begin with."""

CONNECT_SECONDS = 15.0
GONE = (OSError, RuntimeError, AttributeError)
"""What a client raises when its scheduler is gone; the last one, when it has given up waiting for it."""
_POLL_SECONDS = 1.0


@contextlib.contextmanager
def connected(address: str, certificates: Path | None) -> Iterator[Any]:
    """A client of Dask's at a scheduler.

    Raises:
        FleetError: It cannot be had, or cannot be trusted.
    """
    addresses.quieten()
    security = addresses.security(address, certificates)
    try:
        client = distributed.Client(
            address, security=security, timeout=CONNECT_SECONDS, set_as_default=False, name="ovreport"
        )
    except OSError as error:
        raise FleetError(
            f"{address}: no scheduler answers: {error}. Start one there (docs/fleet.md has the command), and "
            "look whether its certificates are the same."
        ) from error
    try:
        yield client
    finally:
        with contextlib.suppress(*GONE):
            client.close(timeout=5)


@contextlib.contextmanager
def held(client: Any, *, attach: bool, wait: bool, waiting: Callable[[str], None]) -> Iterator[None]:
    """Keep other desks from the fleet.

    Args:
        client: Of Dask's, connected; when it goes away, the fleet is free.
        attach: Whether to go on with what is measured for a desk that was closed.
        wait: Wait for another desk instead of giving up.
        waiting: Gets one message when it comes to waiting.

    Raises:
        BusyError: Another one has it, or it still measures for one that was closed; says whose it is.
    """
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    me = {"client": client.id, "who": f"process {os.getpid()} on {platform.node()}", "since": since}
    said = False
    while found := _claimed(client, me, attach):
        who = f"{found['who']}, at work since {found['since']}"
        if not found["alive"]:
            raise BusyError(
                f"The fleet still measures for a desk that was closed ({who}). Add --attach to collect that "
                "and to go on with it."
            )
        if not wait:
            raise BusyError(f"The fleet is in use by {who}. Wait for it, or add --wait.")
        if not said:
            waiting(f"Waiting for the fleet, in use by {who}.")
            said = True
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        with contextlib.suppress(*GONE):
            client.run_on_scheduler(release, client.id)


def _claimed(client: Any, me: Mapping[str, Any], attach: bool) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] | None = client.run_on_scheduler(claim, me, attach)
    except ModuleNotFoundError as error:
        raise FleetError(
            f"The scheduler has no {error.name}: install there what is installed here, and start it again."
        ) from error
    return found


def claim(me: Mapping[str, Any], attach: bool, dask_scheduler: Any) -> dict[str, Any] | None:
    """Hold the fleet for one desk. Runs inside the scheduler, where nothing else does at the same time.

    Returns:
        Who holds it already, with `alive`, or whose orders are measured still; `None` where nobody did.
    """
    holder = dask_scheduler.task_metadata.get(HOLDER)
    if holder and holder["client"] in dask_scheduler.clients:
        return {**holder, "alive": True}
    going_on = any(
        str(key).startswith(f"{HOLDER}-") and task.state not in ("memory", "erred")
        for key, task in dask_scheduler.tasks.items()
    )
    if going_on and not attach:
        return {**(holder or {"who": "nobody knows who", "since": "a while ago"}), "alive": False}
    dask_scheduler.task_metadata[HOLDER] = dict(me)
    return None


def release(client: str, dask_scheduler: Any) -> None:
    """Let go of the fleet, if it is this client's."""
    if dask_scheduler.task_metadata.get(HOLDER, {}).get("client") == client:
        del dask_scheduler.task_metadata[HOLDER]
