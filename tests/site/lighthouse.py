"""Runs Lighthouse on a served page and reads what it found."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environment import NODE_MODULES, chromium
from tests.site.browser import FLAGS

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, as the hosts of static sites do."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keeps the test's output quiet."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        body = gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serves a folder on this machine alone and gives its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *given: _Handler(*given, directory=str(root))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Audit:
    """What Lighthouse found on a page.

    Attributes:
        scores: 0 to 100 by category. That of "performance" is a timing: it tells of the machine as well.
        requests: Files that the page asked for.
        bytes: Of them as they were sent.
        layout_shift: Cumulative; 0 where nothing moves, up to 0.1 is good.
        blocking: Kinds of files that the first drawing waits for, such as `css`.
    """

    scores: dict[str, int]
    requests: int
    bytes: int
    layout_shift: float
    blocking: tuple[str, ...]


def audit(url: str, report: Path) -> Audit:
    """Lighthouse's findings about a page; the whole report is left in `report` (JSON)."""
    browser = chromium()
    assert browser is not None
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [
        "node",
        str(NODE_MODULES / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--no-enable-error-reporting",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]
    subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": browser},
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
    return read(json.loads(report.read_text(encoding="utf-8")))


def read(found: dict[str, Any]) -> Audit:
    """The findings in a report."""
    audits = found["audits"]
    blocking = audits["render-blocking-insight"].get("details", {}).get("items", ())
    return Audit(
        scores={name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES},
        requests=len(audits["network-requests"]["details"]["items"]),
        bytes=audits["total-byte-weight"]["numericValue"],
        layout_shift=audits["cumulative-layout-shift"]["numericValue"],
        blocking=tuple(item["url"].rpartition(".")[2] for item in blocking),
    )
