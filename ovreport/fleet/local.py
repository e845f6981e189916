"""A fleet on this machine, for trying: a scheduler in this process, and workers that end with it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator

import distributed

from ovreport.fleet import addresses

WORKER: tuple[str, ...] = (sys.executable, "-m", "ovreport", "worker")
"""The command that starts a worker."""


@contextlib.contextmanager
def started(number: int) -> Iterator[str]:
    """So many workers, local-1 and on; yields the address of their scheduler.

    They take turns, since one machine measures one thing at a time.
    """
    addresses.quieten()
    cluster = distributed.LocalCluster(
        n_workers=0, host=addresses.LOOPBACK, protocol="tcp://", dashboard_address=None, silence_logs=False
    )
    workers: list[subprocess.Popen[bytes]] = []
    try:
        for place in range(1, number + 1):
            command = (*WORKER, cluster.scheduler_address, "--name", f"local-{place}", "--once")
            workers.append(
                subprocess.Popen(  # noqa: S603 - our own command, no shell
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
                )
            )
        yield cluster.scheduler_address
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
        cluster.close()
