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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ovreport
from ovreport import models, store
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
        return cls(name=name, folder=folder or _hosts() / store.check_name(name, "--name"))


_settled: dict[str, HostFolder] = {}
_told: dict[str, Callable[[str], None]] = {}
_running: set[asyncio.subprocess.Process] = set()


def settle(place: HostFolder, say: Callable[[str], None] = lambda _: None) -> None:
    """Say where the worker of this process has its place, and who hears what it does."""
    _settled[place.name], _told[place.name] = place, say


def name_of(dask_worker: Worker) -> str:
    """What a host is called: as its worker, or where that can name no folder, by a name that lasts."""
    try:
        return store.check_name(str(dask_worker.name))
    except StoreError:
        return store.derived_name(_hosts())


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
    name = name_of(dask_worker)
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
    slug = order.plan.article.slug
    outcome: dict[str, Any] = {"error": "the measuring process ended before it said anything"}
    with contextlib.suppress(ConnectionError):
        child.stdin.write(pickle.dumps((order, here)))
        await child.stdin.drain()
    async for line in child.stdout:
        told: Any = None
        with contextlib.suppress(ValueError):  # somebody else's print
            told = json.loads(line)
        match told:
            case {"outcome": dict(found)}:
                outcome = found
            case {"doing": str(doing)}:
                worker.log_event(TOPIC, {"host": here.name, "experiment": slug, **told})
                _say(here.name, f"{slug}: round {told['round']}" if "round" in told else f"{slug}: {doing}")
    _say(here.name, f"{slug}: {outcome.get('error') or ('stopped' if outcome.get('stopped') else 'done')}")
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


def set_aside(slug: str, dask_worker: Worker) -> None:
    """Have what was measured of an experiment count for nothing.

    Raises:
        BusyError: Somebody measures into the same folder.
    """
    here = _place(dask_worker)
    results = Store(root=here.results)
    with results.lock(host=here.name):
        results.set_aside(results.scan(slug).of(here.name).headers)


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
    if any(models.hash_of(coming / name) != sha256 for name, sha256 in hashes.items()):
        return False
    with contextlib.suppress(OSError):  # it came twice
        coming.rename(_place(dask_worker).bundles / bundle)
    return True


def _coming(bundle: str, worker: Worker) -> Path:
    return _place(worker).bundles / f".{bundle}.{os.getpid()}"


def _place(worker: Worker) -> HostFolder:
    name = name_of(worker)
    return _settled.get(name) or HostFolder.of(name)


def _hosts() -> Path:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "ovreport" / "hosts"


def _say(name: str, told: str) -> None:
    if say := _told.get(name):
        with contextlib.suppress(OSError):  # nobody may be there to read it
            say(f"{name}: {told}")


def _records(slug: str, worker: Worker) -> Path:
    here = _place(worker)
    return Store(root=here.results).folder(slug) / here.name
