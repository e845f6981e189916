"""serve shows the site to this machine, and nothing else to anyone."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ovreport.cli.pages_server import PagesServer
from ovreport.errors import OvreportError
from tests.cli.stand_in import command
from tests.commandline import PATIENCE_SECONDS


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a running server."""
    site = tmp_path / "site"
    (site / "tiny").mkdir(parents=True)
    (site / "index.html").write_text("front")
    (site / "tiny" / "index.html").write_text("tiny")
    (site / "assets").mkdir()
    (site / ".hidden").write_text("hidden")
    (tmp_path / "secret.txt").write_text("secret")
    (site / "way-out").symlink_to(tmp_path / "secret.txt")
    with served(site) as found:
        yield found


def has_ipv6() -> bool:
    """Whether a server can listen at `::1`."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def served(site: Path, **binding: Any) -> Iterator[int]:
    """A running server's port."""
    with PagesServer(site, port=0, **binding) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


def get(
    port: int, path: str, host: str = "127.0.0.1:1", method: str = "GET", at: str = "127.0.0.1"
) -> tuple[int, str]:
    """Status and content of what is answered to exactly this path."""
    connection = http.client.HTTPConnection(at, port, timeout=PATIENCE_SECONDS)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, content


@pytest.mark.parametrize(
    ("path", "content"), [("/", "front"), ("/index.html", "front"), ("/tiny/", "tiny"), ("/?q=1", "front")]
)
def test_pages_are_served(port: int, path: str, content: str) -> None:
    assert get(port, path) == (200, content)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/tiny/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "//secret.txt/../../secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/way-out",
        "/.hidden",
        "/etc/passwd",
        "//etc/passwd",
        "/C:/secret.txt",
        "/a%00b",
        "/%ff%fe",
        "/assets/",
        "/missing",
    ],
)
def test_nothing_outside_of_the_site_is_served(port: int, path: str) -> None:
    status, content = get(port, path)
    assert status == 404
    assert "secret" not in content.replace("secret.txt", "")
    assert "hidden" not in content


def test_a_folder_is_not_listed(port: int) -> None:
    assert get(port, "/assets")[0] in (301, 404)
    assert get(port, "/assets/")[0] == 404


def test_another_sites_name_for_this_machine_is_refused(port: int) -> None:
    assert get(port, "/", host="evil.example:80")[0] == 403
    assert get(port, "/", host="localhost:80")[0] == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_another_sites_name_is_refused_at_every_address_of_this_machine_alone(
    address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("front")
    with served(tmp_path, address=address) as port:
        assert get(port, "/", host="evil.example:80", at=address)[0] == 403
        assert get(port, "/", host=f"{address}:80", at=address) == (200, "front")


def test_a_server_for_others_answers_to_whatever_name_they_know_it_by(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("front")
    (tmp_path / ".hidden").write_text("hidden")
    with served(tmp_path, address="0.0.0.0") as port:
        for host in ("192.0.2.7:8000", "bench.example", "localhost:1", ""):
            assert get(port, "/", host=host) == (200, "front")
        assert get(port, "/.hidden", host="bench.example")[0] == 404
        assert get(port, "/../secret.txt", host="bench.example")[0] == 404


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_ipv6_is_written_in_brackets(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("front")
    with PagesServer(tmp_path, port=0, address="::1") as server:
        port = server.server_address[1]
        assert server.url == f"http://[::1]:{port}/"
    with served(tmp_path, address="::1") as port:
        for host in (f"[::1]:{port}", "[::1]", "localhost"):
            assert get(port, "/", host=host, at="::1") == (200, "front")
        for host in ("evil.example", "[2001:db8::1]:80", "[::1"):
            assert get(port, "/", host=host, at="::1")[0] == 403


def test_nothing_can_be_written(port: int) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert get(port, "/index.html", method=method)[0] == 501


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with PagesServer(tmp_path, port=0) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_it_says_where_the_site_is_and_ends_with_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[PagesServer] = []

    def interrupted(server: PagesServer) -> None:
        served.append(server)
        raise KeyboardInterrupt

    monkeypatch.setattr(PagesServer, "serve_forever", interrupted)
    (tmp_path / "index.html").write_text("front")
    ended = command("serve", tmp_path, "--port", "0")
    (server,) = served
    assert ended.exit_code == 130
    assert f"http://127.0.0.1:{server.server_address[1]}/ shows {tmp_path}. Ctrl-C" in ended.output
    assert server.socket.fileno() == -1  # closed


def test_a_taken_port_is_named(port: int, tmp_path: Path) -> None:
    with pytest.raises(OvreportError, match="--port"):
        PagesServer(tmp_path, port=port)


def test_a_folder_without_a_site_says_how_to_make_one(tmp_path: Path) -> None:
    ended = command("serve", tmp_path)
    assert "ovreport build" in str(ended.exception)
