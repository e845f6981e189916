"""Make this machine a host of a fleet: a worker of Dask's with one slot, which comes back when cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import dask
import distributed
from distributed.comm.core import connect

from ovreport.errors import FleetError
from ovreport.fleet import addresses, host
from ovreport.fleet.host import HostFolder

RETRY_SECONDS = 2.0
START_SECONDS = 20.0

AT_REST = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
}
"""Keeps a worker from waking up a hundred times a second beside what is measured."""


def serve(
    address: str,
    *,
    name: str,
    folder: Path | None,
    certificates: Path | None,
    once: bool,
    say: Callable[[str], None],
) -> None:
    """Measure what desks ask for, until somebody presses Ctrl-C.

    Args:
        address: Of the scheduler.
        name: Of this host.
        folder: Of its records and files; `None` for one among this user's data.
        certificates: See `addresses.security`.
        once: End when the scheduler is gone, instead of waiting for it to come back.
        say: Gets what happens, a line each.

    Raises:
        FleetError: The scheduler cannot be trusted, or with `once` cannot be had.
        RunError: OpenVINO cannot be loaded.
    """
    addresses.quieten()
    security = addresses.security(address, certificates)
    place = HostFolder.of(name, folder)
    host.settle(place, say)
    host.described()  # while nothing is measured
    say(f"{name}: keeps its records in {place.results}.")
    with dask.config.set(AT_REST):
        asyncio.run(_serve(address, name, security, once, say))


async def _serve(
    address: str,
    name: str,
    security: distributed.Security | None,
    once: bool,
    say: Callable[[str], None],
) -> None:
    said = ""
    while True:
        try:
            await _reached(address, security)
            worker = distributed.Worker(
                address,
                name=name,
                nthreads=1,
                resources={name: 1},
                memory_limit=0,
                security=security,
                host=addresses.LOOPBACK if addresses.is_loopback(address) else None,
                death_timeout=START_SECONDS,
            )
            async with worker:
                said = ""
                say(f"{name}: ready, at {address}.")
                await worker.finished()
            why = f"the scheduler at {address} is gone"
        except (OSError, RuntimeError, ValueError) as error:
            why = f"no way to the scheduler at {address}: {error.__cause__ or error}"
        if once:
            raise FleetError(f"{name}: {why}. What was measured is kept.")
        if why != said:
            say(f"{name}: {why}. What was measured is kept; trying again until it is there.")
            said = why
        await asyncio.sleep(RETRY_SECONDS)


async def _reached(address: str, security: distributed.Security | None) -> None:
    """Say hello to a scheduler: a worker that cannot register tries again without a word about why.

    Raises:
        OSError: It is not there, or does not trust us or we it.
    """
    how = (security or distributed.Security()).get_connection_args("worker")
    hello = await connect(address, timeout=START_SECONDS, **how)
    await hello.close()
