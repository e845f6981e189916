"""What a host is called in results, and how small a difference it can vouch for."""

from __future__ import annotations

import hashlib
import platform
import re
import secrets
from pathlib import Path

from ovreport import codec
from ovreport.errors import StoreError
from ovreport.records import NoiseFloor
from ovreport.store import files

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
MAX_NOTE_BYTES = 1 << 16


def check_name(name: str, given: str = "--host") -> str:
    """`name`, if it can name a folder on every system; `given` is where it was named.

    Raises:
        StoreError: It cannot.
    """
    if not _is_name(name):
        raise StoreError(
            f"{given} {name[:60]!r}: a host name has 1 to 40 letters, digits, dots, underscores or hyphens, "
            "and begins and ends with a letter or a digit. Choose another one."
        )
    return name


def _is_name(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and not RESERVED.fullmatch(name)


def derived_name(config: Path) -> str:
    """A short name that stays the same on this machine and tells nothing about it.

    It is a hash of the machine's name and of a random salt in the user's configuration folder, so that the
    real name cannot be found by trying names.

    Raises:
        StoreError: The salt can be neither read nor written.
    """
    salt = _salt(config / "host-salt")
    return "host-" + hashlib.sha256(salt + platform.node().encode()).hexdigest()[:6]


def read_noise(root: Path, host: str) -> NoiseFloor | None:
    """The noise floor that `ovreport aa` found for a host, or `None`, as for a folder that no host can have.

    Raises:
        StoreError: There is a file, but it is damaged.
    """
    if not _is_name(host):
        return None
    path = _note(root, host)
    try:
        if path.stat().st_size > MAX_NOTE_BYTES:
            raise codec.Malformed("too long")
        return codec.loads(NoiseFloor, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: no noise floor can be read: {error}. Run `ovreport aa` again.") from error


def write_noise(root: Path, host: str, floor: NoiseFloor) -> Path:
    """Keep a host's noise floor beside the results, so that it travels with them."""
    path = _note(root, host)
    files.write(path, codec.dumps(floor).encode() + b"\n")
    return path


def _note(root: Path, host: str) -> Path:
    return root / "hosts" / f"{check_name(host)}.json"


def _salt(path: Path) -> bytes:
    try:
        kept = path.read_bytes()[:64]
    except FileNotFoundError:
        kept = b""
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}. Name this host with --host.") from error
    if len(kept) >= 16:
        return kept
    fresh = secrets.token_hex(16).encode()
    try:
        files.write(path, fresh)
    except StoreError as error:
        raise StoreError(f"{error} Or name this host with --host or OVREPORT_HOST.") from error
    return fresh
