"""Download a model once: https or file only, bounded in size, kept only if it has the demanded hash.

What is downloaded is data for OpenVINO. It is never executed, and archives are not unpacked.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO

from ovreport.errors import ModelError
from ovreport.plan import ModelSource

MAX_BYTES = 2 << 30
"""Larger downloads are refused; fetch such a model by hand and name its file."""

_CHUNK_BYTES = 1 << 20
_TIMEOUT_SECONDS = 30.0
_SCHEMES = ("https", "file")


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only where it stays with https."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Called by urllib for every redirection."""
        if urllib.parse.urlsplit(newurl).scheme != "https":
            raise urllib.error.URLError(f"redirected to {newurl}, which is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def downloaded(source: ModelSource, cache: Path, *, max_bytes: int = MAX_BYTES) -> Path:
    """The downloaded file of a source of kind `url`, from the cache where it is there already.

    Raises:
        ModelError: Not https or file, no hash, too large, not reachable, or another hash than demanded.
    """
    if source.sha256 is None:
        raise ModelError(f"model {source.name}: a download needs its sha256")
    wanted = _wanted(source, cache)
    for url, sha256, target in wanted:
        if not target.is_file() or hash_of(target) != sha256:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _stream(source.name, url, sha256, target, max_bytes)
            except (OSError, HTTPException, ValueError) as error:
                reason = getattr(error, "reason", None) or error
                raise ModelError(f"model {source.name}: {url} cannot be downloaded: {reason}") from error
    return wanted[0][2]


def is_cached(source: ModelSource, cache: Path) -> bool:
    """Whether the file of a source of kind `url`, and the weights that it demands, were downloaded before."""
    return all(target.is_file() for _, _, target in _wanted(source, cache))


def _wanted(source: ModelSource, cache: Path) -> list[tuple[str, str, Path]]:
    """Address, hash and place of the files: under their own names, in a folder named after the first hash.

    An .xml keeps its weights in a second file; it is fetched from the same place where the source demands
    a hash for it.
    """
    parts = urllib.parse.urlsplit(source.location)
    sha256 = (source.sha256 or "").lower()
    target = cache / sha256 / Path(urllib.parse.unquote(parts.path)).name
    wanted = [(source.location, sha256, target)]
    if target.suffix.lower() == ".xml" and source.weights_sha256 is not None:
        weights = parts._replace(path=parts.path.rsplit(".", 1)[0] + ".bin").geturl()
        wanted.append((weights, source.weights_sha256.lower(), target.with_suffix(".bin")))
    return wanted


def _stream(name: str, url: str, sha256: str, target: Path, max_bytes: int) -> None:
    """Write to a temporary name; only a complete file with the right hash gets the real one."""
    descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            actual = _copy(name, url, file, max_bytes)
        if actual != sha256:
            raise ModelError(
                f"model {name}: {url} has the hash {actual}, the experiment demands {sha256}; "
                "nothing was kept"
            )
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _copy(name: str, url: str, file: IO[bytes], max_bytes: int) -> str:
    scheme = urllib.parse.urlsplit(url).scheme
    if scheme not in _SCHEMES:
        raise ValueError(f"only https and file are allowed, not {scheme or 'nothing'}")
    digest, size = hashlib.sha256(), 0
    with urllib.request.build_opener(SafeRedirects).open(url, timeout=_TIMEOUT_SECONDS) as response:
        while chunk := response.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise ModelError(f"model {name}: {url} is larger than {max_bytes:,} bytes; nothing was kept")
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def hash_of(*paths: Path) -> str:
    """SHA-256 of what stands in files, one after another.

    Raises:
        ModelError: One cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)
        except OSError as error:
            raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
    return digest.hexdigest()
