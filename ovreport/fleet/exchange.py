"""What goes between the desk and its hosts beside orders: records, files, and what hosts are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ovreport import plan as plans
from ovreport.errors import ModelError, StoreError
from ovreport.fleet import host
from ovreport.plan import Plan
from ovreport.records import Record
from ovreport.store import RECORD_NAME, Store

PIECE_BYTES = 8 << 20
"""Of a file on its way to a host."""
MOST_RECORDS = 100_000
"""Of an experiment on a host."""


class AwayError(Exception):
    """A host cannot be asked now; the message says why as far as it is known."""


class Exchange:
    """Asks hosts, outside of the tasks that they work on.

    Args:
        client: Of Dask's.

    Attributes:
        there: Addresses of the hosts that can be asked, by their names.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self.there: dict[str, str] = {}

    def ask(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function gives on a host.

        Raises:
            AwayError: The host is not there, goes away meanwhile, or the function fails.
        """
        if (address := self.there.get(name)) is None:
            raise AwayError(f"{name} is not there")
        return self.ask_at(address, function, *arguments)

    def ask_at(self, address: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function gives at an address; raises like `ask`."""
        try:
            return self._client.run(function, *arguments, workers=[address])[address]
        except Exception as error:
            raise AwayError(plain(f"{type(error).__name__}: {error}")) from error

    def listed(self, name: str, plan: Plan) -> dict[str, str]:
        """The hashes of the records that a host has of an experiment, by the names of their files.

        Raises:
            AwayError: As for `ask`, or it lists what are no records.
        """
        told = self.ask(name, host.listed, plan.article.slug)
        if not isinstance(told, dict) or len(told) > MOST_RECORDS:
            raise AwayError("it lists no records")
        ids = {cell.id for cell in plan.cells if cell.measured}

        def belongs(file: str) -> bool:
            found = RECORD_NAME.fullmatch(file)
            return found is not None and found[3] in ids

        return {str(file): str(sha256) for file, sha256 in sorted(told.items()) if belongs(str(file))}

    def fetch(self, name: str, plan: Plan, file: str, sha256: str, results: Store) -> None:
        """Keep a record that a host lists, if it is one of this experiment on this host.

        Raises:
            StoreError: It is not, or did not arrive as it was listed.
            AwayError: As for `ask`.
        """
        content = self.ask(name, host.content, plan.article.slug, file)
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError(f"{file}: it did not arrive as it was listed")

        def objection(record: Record) -> str:
            ranks = range(len(plan.cells))
            if any(plans.cell_id(record.setting, rank) == record.cell_id for rank in ranks):
                return ""
            return "what it says was measured is not its configuration"

        results.admit(content, experiment=plan.article.slug, host=name, name=file, objection=objection)

    def supply(self, name: str, bundle: str, files: tuple[tuple[str, Path], ...]) -> None:
        """Send a bundle of files, if the host lacks it.

        Raises:
            ModelError: A file cannot be read here.
            AwayError: As for `ask`.
        """
        if self.ask(name, host.has, bundle):
            return
        hashes = {}
        for file, path in files:
            digest, offset = hashlib.sha256(), 0
            for piece in _pieces(path):
                self.ask(name, host.take, bundle, file, offset, piece)
                digest.update(piece)
                offset += len(piece)
            hashes[file] = digest.hexdigest()
        if not self.ask(name, host.taken, bundle, hashes):
            raise AwayError("a file did not arrive as it was sent")


def _pieces(path: Path) -> Iterator[bytes]:
    """A file in pieces; an empty one in one."""
    try:
        with path.open("rb") as file:
            yield file.read(PIECE_BYTES)
            while piece := file.read(PIECE_BYTES):
                yield piece
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from error


def known(results: Store, slug: str, name: str) -> Mapping[str, str]:
    """The hashes of the records that are here of an experiment on a host, by the names of their files."""
    headers = results.scan(slug).of(name).headers
    return {header.path.rpartition("/")[2]: header.sha256 for header in headers}


def plain(text: object) -> str:
    """Somebody else's words, as many as a line holds, without what would lead a terminal astray."""
    return "".join(sign if sign.isprintable() else " " for sign in str(text)[:2000])
