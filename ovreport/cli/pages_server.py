"""A small file server that cannot leave its folder."""

from __future__ import annotations

import io
import ipaddress
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from ovreport.errors import OvreportError

CHANGES = "/.changes"
"""Where a page asks whether it is still as it was; no file of a site can have this name here."""

_RELOADING = """
<script>
(async (known) => {
  while (true) {
    try {
      const state = await (await fetch(`CHANGES?${known}`)).text();
      if (state !== known) return location.reload();
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
})("KNOWN");
</script>
""".replace("CHANGES", CHANGES)


def reloading(known: str) -> bytes:
    """What is added to a page as it is sent, with the state that it is in; the site itself never has it."""
    return _RELOADING.replace("KNOWN", known).encode()


class PagesServer(ThreadingHTTPServer):
    """Serves the files of one folder.

    Bound to this machine alone it also refuses names that only point at it for the moment. Bound to another
    address it is for others, who may call it by any name.

    Args:
        site: The folder.
        port, address: Where to listen.
        state: Names the pages as they are, and waits a while for others than those that a page knows; pages
            then load themselves again. `None`: they stay as they are.

    Attributes:
        names: What it may be called; `None` means anything.

    Raises:
        OvreportError: The port is taken, or the address is none of this machine.
    """

    daemon_threads = True

    def __init__(
        self,
        site: Path,
        *,
        port: int,
        address: str = "127.0.0.1",
        state: Callable[[str], str] | None = None,
    ) -> None:
        self.site, self.state = site.resolve(), state
        try:
            [(self.address_family, *_, place), *_] = socket.getaddrinfo(
                address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )
            super().__init__((str(place[0]), port), _Handler)
        except OSError as error:
            raise OvreportError(
                f"{address}:{port}: cannot listen there: {error.strerror}. "
                "Choose another port with --port, or another address with --bind."
            ) from error
        bound = ipaddress.ip_address(str(self.server_address[0]))
        self.names = {address, "localhost", "127.0.0.1", "::1"} if bound.is_loopback else None

    def server_bind(self) -> None:
        """Take the address without asking the network for a name of it, as `http.server` would."""
        TCPServer.server_bind(self)

    @property
    def url(self) -> str:
        """Where a browser finds it; an IPv6 address stands in brackets (RFC 3986, section 3.2.2)."""
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Handler(SimpleHTTPRequestHandler):
    server: PagesServer
    server_version = "ovreport"
    sys_version = ""

    def send_head(self) -> Any:
        """Check a request before any file is looked at."""
        if self.server.names is not None and self._asked_name() not in self.server.names:
            # A page of another site could have its own name resolved to this machine and read along.
            self.send_error(HTTPStatus.FORBIDDEN, "This server answers to this machine's own names only")
            return None
        path, _, query = self.path.partition("?")
        if self.server.state is not None:
            if path == CHANGES:
                return self._sent(self.server.state(query).encode(), "text/plain")
            page = self._file(f"{path}index.html" if path.endswith("/") else path)
            if page is not None and page.suffix == ".html" and page.is_file():
                known = self.server.state("")  # before the file is read, so that nothing is missed
                return self._sent(page.read_bytes() + reloading(known), "text/html")
        if self._file() is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Let nobody keep what may be another file in a moment."""
        if self.server.state is not None:
            self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _sent(self, content: bytes, kind: str) -> io.BytesIO:
        """Content made here, after its head."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def translate_path(self, path: str) -> str:
        """The file that is asked for; `send_head` has made sure that there is one."""
        return str(self._file(path) or self.server.site / "index.html")

    def list_directory(self, _path: Any) -> None:
        """A folder without index.html is not shown."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: Any) -> None:
        """Keep the terminal quiet."""

    def _asked_name(self) -> str | None:
        """The host that the request names, without its port and brackets."""
        try:
            return urlsplit(f"//{self.headers.get('Host', '')}").hostname
        except ValueError:
            return None

    def _file(self, asked: str | None = None) -> Path | None:
        """The path below the site, links followed; `None` where it leads out or to a hidden file."""
        try:
            parts = unquote(urlsplit(asked or self.path).path, errors="strict").split("/")
            if any(part.startswith(".") or "\\" in part or ":" in part or "\0" in part for part in parts):
                return None
            found = self.server.site.joinpath(*[part for part in parts if part]).resolve()
        except (ValueError, OSError):
            return None
        return found if found.is_relative_to(self.server.site) and found.exists() else None
