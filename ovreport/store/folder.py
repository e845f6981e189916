"""The results folder: `<root>/<experiment>/<host>/r03-g0-<cell id>.parquet`, one file per trial."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ovreport.errors import StoreError, TrialError
from ovreport.records import NoiseFloor, Record, Unreadable
from ovreport.store import files, hosts, lock, reading, writing
from ovreport.store.format import MAX_FILE_BYTES, Unusable
from ovreport.store.headers import Known, RecordHeader, header_of, read_cache, stamp_of, write_cache

RECORD_NAME = re.compile(r"r(\d{2,6})-g(\d{1,6})-([0-9a-f]{12})\.parquet")
ASIDE = "replaced"

READERS = 2
"""Threads that check unknown files: unpacking and hashing leave the interpreter free."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stored:
    """A record and the file that it was read from."""

    record: Record
    sha256: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What lies in the results folder for one experiment: usable records and files that are none."""

    headers: tuple[RecordHeader, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Hosts that have records, sorted."""
        return tuple(sorted({header.host for header in self.headers}))

    @property
    def taken(self) -> frozenset[tuple[int, int]]:
        """Pairs of round and group whose numbers are in use, be it by a file that is no usable record."""
        names = (RECORD_NAME.fullmatch(item.path.rpartition("/")[2]) for item in self.unreadable)
        claimed = {(int(name[1]), int(name[2])) for name in names if name}
        return frozenset(claimed | {(header.round, header.group) for header in self.headers})

    def by_host(self) -> dict[str, Listing]:
        """What concerns each host, by its name, in one go however many there are."""
        headers: dict[str, list[RecordHeader]] = {}
        for header in self.headers:
            headers.setdefault(header.host, []).append(header)
        unreadable: dict[str, list[Unreadable]] = {}
        for item in self.unreadable:
            unreadable.setdefault(item.path.split("/")[1], []).append(item)
        return {
            host: Listing(headers=tuple(headers.get(host, ())), unreadable=tuple(unreadable.get(host, ())))
            for host in sorted({*headers, *unreadable})
        }

    def of(self, host: str) -> Listing:
        """What concerns one host."""
        prefix = f"/{host}/"
        return Listing(
            headers=tuple(header for header in self.headers if header.host == host),
            unreadable=tuple(item for item in self.unreadable if prefix in item.path),
        )


@dataclass(frozen=True)
class Store:
    """Records under one root.

    Attributes:
        root: The results folder; it need not exist before the first `save`.
        cache: Folder for what is known about files already read; `None` reads them every time.
        saved: What this process wrote itself and need not read again.
    """

    root: Path
    cache: Path | None = None
    saved: dict[str, Known] = field(default_factory=dict, repr=False, compare=False)

    def lock(
        self, *, host: str, wait: bool = False, waiting: Callable[[str], None] = lambda _: None
    ) -> contextlib.AbstractContextManager[Path]:
        """Keep other writers out; see `lock.locked`."""
        return lock.locked(self.root, host=host, wait=wait, waiting=waiting)

    def holder(self) -> str | None:
        """Who keeps other writers out now; see `lock.holder`."""
        return lock.holder(self.root)

    def save(self, record: Record) -> Path:
        """Keep a finished trial; afterwards it survives any fault of the process or of the power.

        What is written was read back before, with every check of reading. A file that has the name already
        is moved aside.

        Raises:
            TrialError: The record breaks the format.
            StoreError: Its file cannot be written.
        """
        path = self.path_of(record)
        try:
            content = writing.write(record)
            _parsed(content, path)
        except Unusable as error:
            raise TrialError(
                f"{path}: this trial cannot be kept: {error}. "
                "The others were kept; run the same command again to measure it anew."
            ) from error
        files.write(path, content, before=lambda: _make_way(path))
        relative = path.relative_to(self.root).as_posix()
        header = header_of(record, relative, hashlib.sha256(content).hexdigest())
        stamp: tuple[int, ...] = ()
        with contextlib.suppress(OSError):  # somebody deleted it at once, which `scan` finds out
            stamp = stamp_of(path)
        self.saved[relative] = Known(path=relative, stamp=stamp, header=header)
        return path

    def admit(
        self, content: bytes, *, experiment: str, host: str, name: str, objection: Callable[[Record], str]
    ) -> Path:
        """Keep the very bytes of a record that a stranger sent, if it is what it was asked for.

        Args:
            content: Of the file.
            experiment: Whose record it is to be.
            host: That is to have measured it.
            name: Of its file; one that has the name already is moved aside.
            objection: Why a sound record is not wanted all the same; empty where it is.

        Raises:
            StoreError: It is no such record, or cannot be written.
        """
        path = self.folder(experiment) / hosts.check_name(host) / Path(name).name  # it may lead elsewhere
        try:
            record = _parsed(content, path)
            if record.experiment != experiment:
                raise Unusable(f"it belongs to the experiment {record.experiment[:60]!r}")
            if why := objection(record):
                raise Unusable(why)
        except Unusable as error:
            raise StoreError(f"{name[:60]}: {error}") from error
        files.write(path, content, before=lambda: _make_way(path))
        return path

    def path_of(self, record: Record) -> Path:
        """Where a record belongs."""
        name = f"r{record.round:02d}-g{record.group}-{record.cell_id}.parquet"
        return self.folder(record.experiment) / hosts.check_name(record.host) / name

    def folder(self, experiment: str) -> Path:
        """The folder of an experiment.

        Raises:
            StoreError: The name would lead elsewhere.
        """
        if experiment in {"", ".", ".."} or any(sign in experiment for sign in "/\\\0:"):
            raise StoreError(f"{experiment[:80]!r} cannot name a folder of results.")
        return self.root / experiment

    def open(self, header: RecordHeader) -> Stored:
        """Read the record behind a header of `scan`.

        Raises:
            StoreError: It is not what it was when it was scanned.
        """
        path = self.root / header.path
        try:
            content = _content(path)
            if hashlib.sha256(content).hexdigest() != header.sha256:
                raise Unusable("the file was replaced in the meantime; run the command again")
            record = reading.read(content, vouched=True)
        except Unusable as error:
            raise StoreError(f"{path}: left out: {error}") from error
        return Stored(record=record, sha256=header.sha256, path=path)

    def scan(self, experiment: str, *, set_aside: bool = False) -> Listing:
        """Everything that lies in an experiment's folder, by host, round, group and cell.

        A file whose size, times and number are the same as at the last scan is not opened again.

        Args:
            experiment: Name of the folder.
            set_aside: Whether to list the records too that later ones have replaced.
        """
        folder = self.folder(experiment)
        place = None if set_aside else self._cache_file(experiment)
        kept = read_cache(place) if place else {}
        before = kept | self.saved
        patterns = ("*/[!.]*.parquet", *([f"*/{ASIDE}/*/[!.]*.parquet"] if set_aside else []))
        paths = [path for each in patterns for path in sorted(folder.glob(each)) if path.is_file()]
        with ThreadPoolExecutor(READERS) as readers:
            known = {found.path: found for found in readers.map(lambda path: self._know(path, before), paths)}
        if place and known != kept:
            write_cache(place, known)
        headers = [found.header for found in known.values() if found.header]
        headers.sort(key=lambda header: (header.host, header.round, header.group, header.cell_id))
        unreadable = [
            Unreadable(path=item.path, reason=item.reason) for item in known.values() if not item.header
        ]
        return Listing(headers=tuple(headers), unreadable=tuple(unreadable))

    def set_aside(self, headers: Iterable[RecordHeader]) -> Path | None:
        """Move records out of the way, into a folder that `scan` does not enter. Nothing is deleted.

        Returns:
            The folder that they were moved to, or `None` where there was nothing to move.
        """
        stamp, target = _now(), None
        for header in headers:
            target = _move_aside(self.root / header.path, stamp)
        return target

    def noise(self, host: str) -> NoiseFloor | None:
        """The host's noise floor; see `hosts.read_noise`."""
        return hosts.read_noise(self.root, host)

    def save_noise(self, host: str, floor: NoiseFloor) -> Path:
        """Keep the host's noise floor."""
        return hosts.write_noise(self.root, host, floor)

    def _cache_file(self, experiment: str) -> Path | None:
        if self.cache is None:
            return None
        name = hashlib.sha256(os.fsencode(self.folder(experiment).resolve())).hexdigest()[:20]
        return self.cache / f"headers-{name}.json"

    def _know(self, path: Path, before: dict[str, Known]) -> Known:
        relative = path.relative_to(self.root).as_posix()
        try:
            stamp = stamp_of(path)
            if relative in before and before[relative].stamp == stamp:
                return before[relative]
            content = _content(path)
            record = _parsed(content, path)
        except OSError as error:
            return Known(path=relative, stamp=(), reason=f"it cannot be read: {error.strerror}")
        except Unusable as error:
            return Known(path=relative, stamp=stamp, reason=str(error))
        header = header_of(record, relative, hashlib.sha256(content).hexdigest())
        return Known(path=relative, stamp=stamp, header=header)


def read_file(path: Path) -> Record:
    """The record in a file of any name and place, with every check of reading.

    Raises:
        StoreError: It is none.
    """
    try:
        return reading.read(_content(path))
    except Unusable as error:
        raise StoreError(f"{path}: {error}.") from error


def _now() -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())


def _make_way(path: Path) -> None:
    if os.path.lexists(path):
        _move_aside(path, _now())


def _move_aside(path: Path, stamp: str) -> Path:
    """Move a file below `ASIDE`, where no file has its name; returns the folder.

    Raises:
        StoreError: It cannot be moved.
    """
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 10_000)))
    places = (path.parent / ASIDE / name for name in names)
    target = next(place for place in places if not os.path.lexists(place / path.name))
    try:
        target.mkdir(parents=True, exist_ok=True)
        path.rename(target / path.name)
    except OSError as error:
        raise StoreError(f"{path}: cannot be set aside: {error.strerror}.") from error
    return target


def _content(path: Path) -> bytes:
    try:
        _check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"it cannot be read: {error.strerror}") from error


def _parsed(content: bytes, path: Path) -> Record:
    """The record in the bytes of the file at `path`, be it there already or about to be written."""
    _check_size(len(content))
    record = reading.read(content)
    _check_place(record, path)
    return record


def _check_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise Unusable(f"it has {size:,} bytes; at most {MAX_FILE_BYTES:,} are read")


def _check_place(record: Record, path: Path) -> None:
    name = RECORD_NAME.fullmatch(path.name)
    held = (record.round, record.group, record.cell_id)
    if not name or (int(name[1]), int(name[2]), name[3]) != held:
        raise Unusable(
            f"its name does not fit: it holds round {record.round}, block {record.group} of configuration "
            f"{record.cell_id[:20]}; a copy under another name would count twice"
        )
    folder = path.parents[2] if path.parent.parent.name == ASIDE else path.parent
    if record.host != folder.name:
        raise Unusable(f"it was measured on {record.host[:60]!r}, but lies in the folder of {folder.name!r}")
