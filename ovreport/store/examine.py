"""A look at a results folder: what in it is no sound record, why, and what to do. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ovreport.errors import StoreError
from ovreport.store import files, hosts, reading
from ovreport.store.folder import ASIDE, Store
from ovreport.store.format import MAX_FILE_BYTES, Unusable
from ovreport.store.lock import LOCK_NAME


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One file that needs a look.

    Attributes:
        path: Relative to the results folder.
        bad: It should count and cannot be used; else it is merely in the way.
    """

    path: str
    what: str
    advice: str
    bad: bool = False


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What lies in a results folder."""

    records: int
    findings: tuple[Finding, ...]


REMEASURE = "Its trial is measured again by the next build. Move it away, or restore it from a copy."
LEFTOVER = "An interrupted run left it behind; it was never taken for a result. It may be removed."
FOREIGN = "Nothing reads it. Move it away if it is not meant to lie here."
KEPT = "Moved aside by --rerun, or for a new file of the same name; nothing reads them. It may be removed."


def examine(store: Store) -> Examination:
    """Read every record below the root, whatever an earlier command knew of it."""
    fresh, records, findings = Store(root=store.root), 0, []
    experiments = [path for path in sorted(store.root.iterdir()) if path.is_dir() and path.name != "hosts"]
    for folder in experiments:
        listing = fresh.scan(folder.name)
        records += len(listing.headers)
        sound = {header.path for header in listing.headers}
        findings += [
            Finding(
                path=one.path,
                what=f"left out: {one.reason}",
                advice=_advice(store, one.path, sound),
                bad=True,
            )
            for one in listing.unreadable
        ]
    findings += [*_strangers(store.root), *_moved_aside(store.root), *_damaged_notes(store.root)]
    return Examination(records=records, findings=tuple(sorted(findings, key=lambda one: one.path)))


def _advice(store: Store, path: str, sound: Collection[str]) -> str:
    """What to do about a file that is left out; a sound record in a wrong place is not lost."""
    try:
        if (store.root / path).stat().st_size > MAX_FILE_BYTES:
            return REMEASURE
        own = store.path_of(reading.read((store.root / path).read_bytes()))
    except (OSError, Unusable, StoreError):
        return REMEASURE
    place = own.relative_to(store.root).as_posix()
    if place in sound:
        return f"Its trial lies at {place}. Move this one away."
    return f"Moved to {place}, it counts."


def _strangers(root: Path) -> Iterator[Finding]:
    """Files that are no records by their name or place."""
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if (
            path.is_dir()
            or ASIDE in place.parts
            or place.as_posix() == LOCK_NAME
            or place.parts[0] == "hosts"
        ):
            continue
        if files.is_temporary(path):
            yield Finding(path=place.as_posix(), what="half-written file", advice=LEFTOVER)
        elif path.suffix != ".parquet" or len(place.parts) != 3:
            yield Finding(path=place.as_posix(), what="no record", advice=FOREIGN)


def _moved_aside(root: Path) -> Iterator[Finding]:
    for folder in sorted(path for path in root.glob(f"*/*/{ASIDE}/*") if path.is_dir()):
        number = sum(1 for _ in folder.iterdir())
        yield Finding(path=folder.relative_to(root).as_posix(), what=f"{number} earlier records", advice=KEPT)


def _damaged_notes(root: Path) -> Iterator[Finding]:
    for path in sorted((root / "hosts").glob("*.json")):
        try:
            hosts.read_noise(root, path.stem)
        except StoreError as error:
            place = path.relative_to(root).as_posix()
            yield Finding(path=place, what=str(error), advice="`ovreport aa` writes it anew.", bad=True)
