"""What runs on a host of a fleet, inside Dask's worker: all that the desk asks for, and the one measurement.

Measuring is a coroutine, so that the worker is heard meanwhile and needs no thread of its own for it. What it
waits for is a process (`measuring`) that ends, with all that is finished kept, when its standard input does:
where it is told to, and where the worker dies.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ovreport
from ovreport import store
from ovreport.errors import StoreError
from ovreport.fleet.orders import FleetOrder
from ovreport.run import session
from ovreport.store import RECORD_NAME, Store

if TYPE_CHECKING:
    from distributed import Worker

TOPIC = "ovreport"
"""Of the events that the desk listens to."""

MEASURER: tuple[str, ...] = (sys.executable, "-P", "-m", "ovreport.fleet.measuring")
"""The command that measures an order."""

_GRACE_SECONDS = 20.0
"""How long a measurement may take to keep what is finished when it has to end."""
_LONGEST_LINE = 1 << 22


@dataclass(frozen=True, kw_only=True)
class HostFolder:
    """Where a host keeps what is its own.

    Attributes:
        name: Of the host, in records.
        folder: Has its records, its cache, and what the desk sent.
    """

    name: str
    folder: Path

    @property
    def results(self) -> Path:
        """Its records."""
        return self.folder / "results"

    @property
    def bundles(self) -> Path:
        """What the desk sent, by the hash of what it holds."""
        return self.folder / "files"

    @classmethod
    def of(cls, name: str, folder: Path | None = None) -> HostFolder:
        """That of a worker: in the folder that was named, or where this user's data lie."""
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        return cls(name=name, folder=folder or data / "ovreport" / "hosts" / store.check_name(name, "--name"))


_settled: dict[str, HostFolder] = {}
_running: set[asyncio.subprocess.Process] = set()


def settle(place: HostFolder) -> None:
    """Say where the worker of this process has its place; else it is where this user's data lie."""
    _settled[place.name] = place


@functools.cache
def described() -> dict[str, Any]:
    """What this machine is, as conditions in experiment files ask for it; looked at once."""
    return {
        "version": ovreport.__version__,
        "cores": session.cores(),
        "devices": [device.name for device in session.devices()],
    }


async def describe(dask_worker: Worker) -> dict[str, Any]:
    """What the machine of a worker is; a worker of somebody else's making gets its one slot."""
    name = str(dask_worker.name)
    if name not in dask_worker.state.total_resources:
        await dask_worker.set_resources(**{name: 1})
    return await asyncio.to_thread(described)


async def measure(order: FleetOrder) -> dict[str, Any]:
    """Measure what is missing of an order on this host; Dask runs it, one at a time.

    Returns:
        `lacks`, the hashes of bundles that have to be sent first; or how it ended: `failed`, sentences about
        what failed, `error`, why nothing could be measured, or `stopped`.
    """
    from distributed import get_worker

    worker = get_worker()
    here = _place(worker)
    if lacking := [each for each in order.bundles if not (here.bundles / each).is_dir()]:
        return {"lacks": lacking}
    child = await asyncio.create_subprocess_exec(
        *MEASURER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # a terminal's Ctrl-C is for the worker to hear
        limit=_LONGEST_LINE,
    )
    _running.add(child)
    try:
        return await _heard(worker, here, order, child)
    finally:
        await asyncio.shield(_end(child))
        _running.discard(child)


async def _heard(
    worker: Worker, here: HostFolder, order: FleetOrder, child: asyncio.subprocess.Process
) -> dict[str, Any]:
    """Pass on what a measurement tells, until it has ended."""
    assert child.stdin is not None
    assert child.stdout is not None
    outcome: dict[str, Any] = {"error": "the measuring process ended before it said anything"}
    with contextlib.suppress(ConnectionError):
        child.stdin.write(pickle.dumps((order, here)))
        await child.stdin.drain()
    async for line in child.stdout:
        try:
            told = json.loads(line)
            event = told.pop("event")
        except (ValueError, LookupError, TypeError, AttributeError):  # somebody else's print
            continue
        if event == "outcome":
            outcome = told
        else:
            whose = {"host": here.name, "experiment": order.plan.article.slug}
            worker.log_event(TOPIC, {**whose, "event": event, **told})
    return outcome


async def _end(child: asyncio.subprocess.Process) -> None:
    """Let a measurement keep what is finished, and end."""
    if child.stdin:
        child.stdin.close()
    try:
        await asyncio.wait_for(child.wait(), _GRACE_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def stop() -> None:
    """End what is measured here, and keep what is finished."""
    await asyncio.gather(*(_end(each) for each in tuple(_running)))


def listed(slug: str, dask_worker: Worker) -> dict[str, str]:
    """The SHA-256 of every record that lies here for an experiment, by the file's name."""
    folder = _records(slug, dask_worker)
    found = {path.name: path for path in folder.glob("r*.parquet") if RECORD_NAME.fullmatch(path.name)}
    return {name: _hash(path, path.stat().st_size, path.stat().st_mtime_ns) for name, path in found.items()}


@functools.lru_cache(maxsize=100_000)
def _hash(path: Path, _size: int, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content(slug: str, name: str, dask_worker: Worker) -> bytes:
    """The bytes of a record."""
    return (_records(slug, dask_worker) / name).read_bytes()


def admit(slug: str, name: str, record: bytes, dask_worker: Worker) -> str:
    """Keep a record of this host that the desk has and this worker lacks; says why where it does not."""
    here = _place(dask_worker)
    try:
        Store(root=here.results).admit(
            record, experiment=slug, host=here.name, name=name, objection=lambda _: ""
        )
    except StoreError as error:
        return str(error)
    return ""


def has(bundle: str, dask_worker: Worker) -> bool:
    """Whether a bundle is here."""
    return (_place(dask_worker).bundles / bundle).is_dir()


def take(bundle: str, name: str, offset: int, piece: bytes, dask_worker: Worker) -> None:
    """Keep a piece of a file of a bundle that is on its way."""
    path = _coming(bundle, dask_worker) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if offset else "wb") as file:
        file.seek(offset)
        file.write(piece)


def taken(bundle: str, hashes: Mapping[str, str], dask_worker: Worker) -> bool:
    """Whether all files of a bundle have arrived as they were; then it may be measured with."""
    coming = _coming(bundle, dask_worker)
    for name, sha256 in hashes.items():
        with (coming / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                return False
    with contextlib.suppress(OSError):  # it came twice
        coming.rename(_place(dask_worker).bundles / bundle)
    return True


def _coming(bundle: str, worker: Worker) -> Path:
    return _place(worker).bundles / f".{bundle}.{os.getpid()}"


def _place(worker: Worker) -> HostFolder:
    name = str(worker.name)
    return _settled.get(name) or HostFolder.of(name)


def _records(slug: str, worker: Worker) -> Path:
    here = _place(worker)
    return Store(root=here.results).folder(slug) / here.name
