"""Take a site that somebody else published, from its address or a folder, without trusting any of it.

Only what it takes to recompute the site is taken: the experiment file, what is stated beside the records, and
the records. Pages, scripts and pictures are left where they are, so that nothing of them can be run or shown.
Every file has a place, a size and a hash in `files.json` (`contents`), and what is taken is held against
them while it arrives; then `staging` lays it out, and every record has to be one of this experiment's.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

import ovreport
from ovreport.bounds import MOST_CELLS
from ovreport.errors import OvreportError, VerifyError
from ovreport.publish import contents, staging
from ovreport.publish.contents import Contents, SiteFile
from ovreport.publish.staging import Staged
from ovreport.render import folder_name
from ovreport.workflow import Job, report
from ovreport.workflow.report import ReportInputs

Value = TypeVar("Value")

SITE, STAGED = "site", "staged"
"""Folders of what is taken: as it lay in the site, and as `build` finds it."""

_CHUNK_BYTES = 1 << 20
_FARTHEST_UP = 3
"""Folders above the one that is named in which a site may begin: a language, an experiment and a host."""
_WHY = {
    "cell": "of configurations that its experiment file does not have",
    "openvino": "of another OpenVINO than the others",
    "network": "of another model than the others",
    "inputs": "of other inputs than the others",
    "measure": "measured otherwise than the others",
}


@dataclass(frozen=True, kw_only=True)
class SiteLimits:
    """What is taken of a site at most.

    Attributes:
        files: Of the experiment that is meant.
        size: Of all of them together, in bytes; of one it is what `store` reads of a record.
        seconds: Until everything has arrived.
        read_seconds: Until a server says anything.
    """

    files: int = 20_000
    size: int = 4 << 30
    seconds: float = 1800.0
    read_seconds: float = 30.0


@dataclass(frozen=True, kw_only=True)
class Published:
    """An experiment of a site, taken and laid out: its records are whole, and those that it states.

    Attributes:
        address: Where the site begins, as it was named.
        home: The experiment's folder in the site.
        inputs: What the report about each host is made from, the latest measured host first.
    """

    address: str
    home: str
    staged: Staged
    job: Job
    inputs: tuple[ReportInputs, ...]

    @property
    def told(self) -> str:
        """Where it was taken from, for others to read: of a folder the name alone, for paths are private."""
        where = self.address if "://" in self.address else f"{PurePosixPath(self.address).name}/"
        return f"{where.lstrip('/')}{self.home}/"


class _Source(Protocol):
    """Where the files of a site come from."""

    address: str
    above: tuple[str, ...]

    def open(self, up: int, path: str) -> IO[bytes]:
        """A file below the folder that is `up` folders above the named one.

        Raises:
            FileNotFoundError: There is none.
            OSError: It cannot be had, or may not be.
        """
        ...


def take(
    named: str, folder: Path, *, allow_outside: bool = False, limits: SiteLimits | None = None
) -> Published:
    """Take an experiment of a published site into `folder`.

    Args:
        named: Address or folder of the site, or of one of its experiments.
        folder: Made; nothing may be in it.
        allow_outside: See `spec.load`.
        limits: What is taken at most.

    Raises:
        VerifyError: It cannot be had, or is not what it says; the message says what to do.
    """
    bounds = limits or SiteLimits()
    source = _source(named, bounds)
    deadline = time.monotonic() + bounds.seconds

    def copied() -> tuple[str, str]:
        up, listed = _contents(source, deadline)
        home = _home(source, up, listed)
        _copy_all(source, up, [each for each in listed.files if each.home == home], folder, deadline, bounds)
        return _address(source, up), home

    try:
        address, home = _within(bounds.seconds, copied)
        return _checked(address, home, folder, allow_outside=allow_outside)
    except TimeoutError as error:
        raise VerifyError(
            f"{printable(named)}: it did not arrive in time: {bounds.seconds:g} seconds are waited for all "
            f"of it, {bounds.read_seconds:g} seconds for a word. Copy its folder here and name that."
        ) from error
    except (OSError, HTTPException, ValueError, OvreportError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        told = str(reason).replace(f"{folder / SITE}/", "").replace(f"{folder / STAGED}/", "")
        raise VerifyError(printable(f"{named}: not taken: {told}")) from error


def _checked(address: str, home: str, folder: Path, *, allow_outside: bool) -> Published:
    """What was copied, laid out as `build` finds an experiment.

    Raises:
        OvreportError: It is not what it says.
    """
    site = folder / SITE
    for stated in staging.stated_in(site / home):
        if folder_name(stated.experiment) != home:
            raise VerifyError(f"it calls its experiment {stated.experiment[:80]!r}, which does not lie there")
    (folder / STAGED).mkdir()
    staged = staging.lay_out(site, site / home, folder / STAGED)
    for path, reason in staged.troubles():
        raise VerifyError(f"{path}: {reason}")
    job = staged.job(allow_outside=allow_outside, max_cells=MOST_CELLS)
    for one in (each for found in report.inputs(job) for each in found.left_out):
        raise VerifyError(
            f"{one.records} of its records {'is' if one.records == 1 else 'are'} {_WHY[one.why]}"
        )
    return Published(address=address, home=home, staged=staged, job=job, inputs=staged.inputs(job))


def printable(text: str) -> str:
    """Somebody else's words for a terminal, which some signs would lead astray."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )


def _contents(source: _Source, deadline: float) -> tuple[int, Contents]:
    """The list of the site, and how many folders above the named one it lies."""
    for up in range(min(len(source.above), _FARTHEST_UP) + 1):
        try:
            stream = source.open(up, contents.NAME)
        except FileNotFoundError:
            continue
        with closing(stream):
            content = b"".join(_chunks(stream, contents.MAX_BYTES, deadline))
        try:
            return up, contents.read(content)
        except ValueError as error:
            raise ValueError(f"{contents.NAME}: {error}") from error
    raise ValueError(
        f"there is no {contents.NAME}, so that this is no site of ovreport or one of an early release; "
        "`ovreport render` of today writes it"
    )


def _home(source: _Source, up: int, listed: Contents) -> str:
    """The experiment that is meant: the one that is named, or the only one."""
    named = [part for part in source.above[len(source.above) - up :] if part in listed.homes]
    if named or len(listed.homes) == 1:
        return (named or listed.homes)[0]
    address = _address(source, up)
    which = ", ".join(f"{address}{home}/" for home in listed.homes[:20])
    raise ValueError(f"it has {len(listed.homes)} experiments; name one of them: {which}")


def _address(source: _Source, up: int) -> str:
    kept = source.above[: len(source.above) - up]
    return source.address + "".join(f"{part}/" for part in kept)


def _copy_all(
    source: _Source, up: int, wanted: list[SiteFile], folder: Path, deadline: float, limits: SiteLimits
) -> None:
    size = sum(each.size for each in wanted)
    if len(wanted) > limits.files or size > limits.size:
        raise ValueError(
            f"it lists {len(wanted):,} files of {size:,} bytes; at most {limits.files:,} of {limits.size:,} "
            "are taken"
        )
    for each in wanted:
        target = folder / SITE / each.path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with closing(source.open(up, each.path)) as stream, target.open("xb") as file:
            for chunk in _chunks(stream, each.size, deadline):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != each.sha256:
            raise ValueError(f"{each.path} is not the file that {contents.NAME} lists: its SHA-256 differs")


def _chunks(stream: Any, most: int, deadline: float) -> Iterator[bytes]:
    """What a stream gives, as it comes.

    Raises:
        ValueError: It is more than it may be.
        TimeoutError: It goes on for too long.
    """
    size = 0
    while chunk := stream.read1(_CHUNK_BYTES):
        size += len(chunk)
        if size > most:
            raise ValueError(f"a file goes on beyond the {most:,} bytes that it may have")
        if time.monotonic() > deadline:
            raise TimeoutError
        yield chunk


def _within(seconds: float, work: Callable[[], Value]) -> Value:
    """What `work` gives; it is left alone where it takes longer, as one does who waits for a name server.

    Raises:
        TimeoutError: It took longer.
    """
    done: Future[Value] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return done.result(timeout=seconds)


def _source(named: str, limits: SiteLimits) -> _Source:
    """Where the files come from.

    Raises:
        VerifyError: It is neither a folder nor an address that is asked.
    """
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", named):
        return _Folder(named)
    parts = urlsplit(named)
    try:
        loopback = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        loopback = False
    if not (parts.scheme == "https" or (parts.scheme == "http" and loopback)) or not parts.hostname:
        raise VerifyError(f"{named}: give a folder, or an address that begins with https://.")
    if "@" in parts.netloc or parts.query:
        raise VerifyError(f"{named}: give the address alone, without a name, a password or a query.")
    return _Address(f"{parts.scheme}://{parts.netloc}/", parts.path, limits)


class _Folder:
    """A site's folder on this machine. Links in it are not followed: they may lead anywhere."""

    def __init__(self, named: str) -> None:
        whole = Path(named).resolve()
        self.root = Path(whole.anchor)
        self.address, self.above = self.root.as_posix(), whole.relative_to(self.root).parts

    def open(self, up: int, path: str) -> IO[bytes]:
        top = self.root.joinpath(*self.above[: len(self.above) - up])
        place = top
        for part in path.split("/"):
            place = place / part
            if place.is_symlink():
                where = place.relative_to(top).as_posix()
                raise OSError(f"{where} is a symbolic link, which is not followed")
        if not place.exists():
            raise FileNotFoundError(f"there is no {path}")
        if not place.is_file():
            raise OSError(f"{path} is no file")
        return place.open("rb")


class _Address:
    """A site behind an address."""

    def __init__(self, address: str, path: str, limits: SiteLimits) -> None:
        self.address, self.limits = address, limits
        self.above = tuple(part for part in unquote(path).split("/") if part and not part.endswith(".html"))
        self.opener = urllib.request.build_opener(_SameHost)

    def open(self, up: int, path: str) -> IO[bytes]:
        parts = (*self.above[: len(self.above) - up], *path.split("/"))
        url = self.address + "/".join(quote(part, safe="") for part in parts)
        agent = {"User-Agent": f"ovreport/{ovreport.__version__}"}
        asked = urllib.request.Request(url, headers=agent)  # noqa: S310 - `_source` lets http and https through
        try:
            response: IO[bytes] = self.opener.open(asked, timeout=self.limits.read_seconds)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in (404, 410):
                    raise FileNotFoundError(f"there is no {path}") from error
                raise OSError(f"{url}: the server answers {error.code}") from error
        return response


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only where it stays with the scheme and the host."""

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
        one, other = urlsplit(req.full_url), urlsplit(newurl)
        if (one.scheme, one.netloc) != (other.scheme, other.netloc):
            fp.close()
            raise urllib.error.URLError(f"redirected to {newurl}, another place; name that if it is meant")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
