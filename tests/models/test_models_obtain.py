"""A network is had with its hash, or it is said why not; nothing else is ever kept."""

import hashlib
import http.client
import http.server
import io
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovreport import models
from ovreport.errors import ModelError
from ovreport.model_sources import BUILTIN
from ovreport.models import download
from ovreport.plan import ModelSource
from tests.commandline import PATIENCE_SECONDS


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def from_file(path: Path, demanded: str | None = None) -> ModelSource:
    return ModelSource(name="net", kind="file", location=str(path), sha256=demanded)


def from_url(url: str, demanded: str | None, weights: str | None = None) -> ModelSource:
    return ModelSource(name="net", kind="url", location=url, sha256=demanded, weights_sha256=weights)


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", BUILTIN)
def test_a_built_in_network_has_a_hash_of_its_own_and_no_files(name: str, tmp_path: Path) -> None:
    files = models.obtain(ModelSource(name="x", kind="builtin", location=name), cache=tmp_path)
    assert (files.name, files.builtin, files.paths, files.size_bytes) == ("x", name, (), None)
    assert len(files.sha256) == 64
    assert not everything_in(tmp_path)


def test_built_in_networks_have_different_hashes(tmp_path: Path) -> None:
    sources = [ModelSource(name="x", kind="builtin", location=name) for name in BUILTIN]
    assert len({models.obtain(source, cache=tmp_path).sha256 for source in sources}) == len(sources)


def test_an_unknown_built_in_network_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there are mobilenet-ssd, tiny, no-op"):
        models.obtain(ModelSource(name="x", kind="builtin", location="x"), cache=tmp_path)


def test_a_file_is_known_by_the_hash_of_its_content(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"network")
    files = models.obtain(from_file(path), cache=tmp_path)
    assert (files.sha256, files.paths, files.size_bytes) == (sha256(b"network"), (path,), 7)


def test_weights_beside_the_file_count_in_hash_and_size(tmp_path: Path) -> None:
    (tmp_path / "net.xml").write_bytes(b"<net/>")
    (tmp_path / "net.bin").write_bytes(b"weights")
    files = models.obtain(from_file(tmp_path / "net.xml"), cache=tmp_path)
    assert files.sha256 == sha256(b"weights" + b"<net/>")
    assert files.paths == (tmp_path / "net.xml", tmp_path / "net.bin")
    assert files.size_bytes == 13


def test_a_file_in_one_piece_has_no_companions(tmp_path: Path) -> None:
    for name in ("net.pb", "net.bin", "net.pb.data"):
        (tmp_path / name).write_bytes(b"x")
    assert models.obtain(from_file(tmp_path / "net.pb"), cache=tmp_path).paths == (tmp_path / "net.pb",)


@pytest.mark.parametrize("name", ["net.onnx.data", "net.onnx_data"])
def test_weights_that_an_onnx_file_keeps_outside_count(tmp_path: Path, name: str) -> None:
    (tmp_path / "net.onnx").write_bytes(b"net")
    (tmp_path / name).write_bytes(b"weights")
    paths = models.obtain(from_file(tmp_path / "net.onnx"), cache=tmp_path).paths
    assert paths == (tmp_path / "net.onnx", tmp_path / name)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").symlink_to("/proc/self/mem")
    with pytest.raises(ModelError, match=r"net\.onnx: cannot be read: \S"):
        models.obtain(from_file(tmp_path / "net.onnx"), cache=tmp_path)


@pytest.mark.parametrize(("name", "weights"), [("net.xml", "net.bin"), ("net.pdmodel", "net.pdiparams")])
def test_missing_weights_are_named(tmp_path: Path, name: str, weights: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ModelError, match=f"{name} needs its weights {weights}"):
        models.obtain(from_file(tmp_path / name), cache=tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model net: there is no file .*nowhere\.onnx"):
        models.obtain(from_file(tmp_path / "nowhere.onnx"), cache=tmp_path)


def test_a_file_that_openvino_does_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"does not read \.pt; it reads \.xml, \.onnx"):
        models.obtain(from_file(tmp_path / "net.pt"), cache=tmp_path)


def test_a_file_with_another_hash_than_demanded_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"network")
    files = models.obtain(from_file(path, sha256(b"network").upper()), cache=tmp_path)
    assert files.sha256 == sha256(b"network")
    with pytest.raises(ModelError, match="the experiment demands"):
        models.obtain(from_file(path, sha256(b"other")), cache=tmp_path)


def test_a_download_is_kept_under_its_hash_and_not_repeated(tmp_path: Path) -> None:
    origin = tmp_path / "net.onnx"
    origin.write_bytes(b"network")
    cache = tmp_path / "cache"
    source = from_url(origin.as_uri(), sha256(b"network"))
    first = models.obtain(source, cache=cache)
    origin.unlink()
    assert models.obtain(source, cache=cache) == first
    assert first.paths == (cache / sha256(b"network") / "net.onnx",)
    assert first.sha256 == sha256(b"network")


def test_a_download_with_another_hash_leaves_nothing(tmp_path: Path) -> None:
    origin = tmp_path / "net.onnx"
    origin.write_bytes(b"changed")
    cache = tmp_path / "cache"
    with pytest.raises(ModelError, match="nothing was kept"):
        models.obtain(from_url(origin.as_uri(), sha256(b"network")), cache=cache)
    assert not everything_in(cache)


def test_a_cached_file_that_was_tampered_with_is_fetched_again(tmp_path: Path) -> None:
    origin = tmp_path / "net.onnx"
    origin.write_bytes(b"network")
    source = from_url(origin.as_uri(), sha256(b"network"))
    (path,) = models.obtain(source, cache=tmp_path / "cache").paths
    path.write_bytes(b"evil")
    assert models.obtain(source, cache=tmp_path / "cache").paths[0].read_bytes() == b"network"


def test_a_download_without_a_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="needs its sha256"):
        models.obtain(from_url("https://example.org/x.onnx", None), cache=tmp_path)


@pytest.mark.parametrize("url", ["http://example.org/x.onnx", "ftp://example.org/x.onnx", "data:,x"])
def test_only_https_and_file_are_fetched(tmp_path: Path, url: str) -> None:
    with pytest.raises(ModelError, match="only https and file are allowed"):
        models.obtain(from_url(url, sha256(b"")), cache=tmp_path / "cache")


def test_a_download_beyond_the_bound_is_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    origin = tmp_path / "net.onnx"
    origin.write_bytes(b"x" * 1000)
    source = from_url(origin.as_uri(), sha256(b"x" * 1000))
    with pytest.raises(ModelError, match="larger than 999 bytes"):
        download.downloaded(source, tmp_path / "cache", max_bytes=999)
    assert not everything_in(tmp_path / "cache")


def test_an_address_that_leads_nowhere_is_explained(tmp_path: Path) -> None:
    source = from_url((tmp_path / "gone.onnx").as_uri(), sha256(b""))
    with pytest.raises(ModelError, match="cannot be downloaded"):
        models.obtain(source, cache=tmp_path / "cache")
    assert not everything_in(tmp_path / "cache")


def test_an_archive_is_kept_as_it_is(tmp_path: Path) -> None:
    """The ending is checked before; even so, nothing is ever unpacked."""
    origin = tmp_path / "net.onnx"
    origin.write_bytes(b"PK\x03\x04 an archive")
    files = models.obtain(from_url(origin.as_uri(), sha256(origin.read_bytes())), cache=tmp_path / "cache")
    assert [path.name for path in everything_in(tmp_path / "cache")] == ["net.onnx"]
    assert files.paths[0].read_bytes() == origin.read_bytes()


def test_an_xml_brings_its_weights_along(tmp_path: Path) -> None:
    (tmp_path / "net.xml").write_bytes(b"<net/>")
    (tmp_path / "net.bin").write_bytes(b"weights")
    source = from_url((tmp_path / "net.xml").as_uri(), sha256(b"<net/>"), sha256(b"weights"))
    files = models.obtain(source, cache=tmp_path / "cache")
    assert [path.read_bytes() for path in files.paths] == [b"<net/>", b"weights"]


@pytest.fixture
def redirecting_server() -> Iterator[str]:
    """Answers everything by pointing to a plain http address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/evil.onnx")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/net.onnx"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_redirection_to_https_is_followed() -> None:
    request = urllib.request.Request("https://example.org/old.onnx")
    handler = download.SafeRedirects()
    target = "https://example.org/new.onnx"
    followed = handler.redirect_request(request, io.BytesIO(), 302, "", http.client.HTTPMessage(), target)
    assert followed is not None
    assert followed.full_url == target


def test_a_redirection_away_from_https_is_not_followed(redirecting_server: str) -> None:
    opener = urllib.request.build_opener(download.SafeRedirects)
    with pytest.raises(urllib.error.URLError, match="which is not https"):
        opener.open(redirecting_server, timeout=PATIENCE_SECONDS)


def test_obtaining_does_without_openvino(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from ovreport import models; from ovreport.plan import ModelSource;"
        "models.obtain(ModelSource(name='x', kind='builtin', location='tiny'), cache=pathlib.Path('.'));"
        "sys.exit('openvino' in sys.modules or 'pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def message(*fields: tuple[int, bytes]) -> bytes:
    """A protobuf message of fields with a length each."""
    return b"".join(varint(number << 3 | 2) + varint(len(content)) + content for number, content in fields)


def varint(value: int) -> bytes:
    head = b""
    while value >= 0x80:
        head += bytes([value & 0x7F | 0x80])
        value >>= 7
    return head + bytes([value])


def tensor(*locations: str) -> bytes:
    """A TensorProto with weights outside, beside a thousand bytes of its own."""
    entries = [message((1, b"location"), (2, each.encode())) for each in locations]
    other = message((1, b"offset"), (2, b"0"))
    return message((9, b"\0" * 1000), (13, other), *((13, entry) for entry in entries))


GRAPHS = {
    "an initializer": lambda inner: message((5, inner)),
    "a sparse initializer": lambda inner: message((15, message((1, inner)))),
    "an attribute": lambda inner: message((1, message((1, b"x"), (5, message((5, inner)))))),
    "a branch": lambda inner: message((1, message((5, message((6, message((5, inner)))))))),
}


@pytest.mark.parametrize("place", GRAPHS)
def test_weights_that_an_onnx_file_names_count_wherever_it_names_them(tmp_path: Path, place: str) -> None:
    path = tmp_path / "net.onnx"
    # a version as a plain number, then the graph
    path.write_bytes(varint(1 << 3) + varint(300) + message((7, GRAPHS[place](tensor("weights/a.bin")))))
    with pytest.raises(ModelError, match=r"keeps weights in weights/a\.bin, which must lie beside it"):
        models.obtain(from_file(path), cache=tmp_path)
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "a.bin").write_bytes(b"one")
    first = models.obtain(from_file(path), cache=tmp_path)
    assert first.paths == (path, tmp_path / "weights" / "a.bin")
    (tmp_path / "weights" / "a.bin").write_bytes(b"two")
    assert models.obtain(from_file(path), cache=tmp_path).sha256 != first.sha256


def test_all_missing_weights_of_an_onnx_file_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(message((7, message((5, tensor("a.bin")), (5, tensor("a.bin")), (5, tensor("b.bin"))))))
    with pytest.raises(ModelError, match=r"a\.bin and 1 more"):
        models.obtain(from_file(path), cache=tmp_path)


@pytest.mark.parametrize("location", ["../secret.bin", "/etc/hostname"])
def test_weights_outside_of_the_folder_of_an_onnx_file_are_refused(tmp_path: Path, location: str) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(message((7, message((5, tensor(location))))))
    with pytest.raises(ModelError, match="outside of its own folder"):
        models.obtain(from_file(path), cache=tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"net",
        b"\xff" * 40,
        message((7, b"\x2a\x7f")),
        message((7, message((5, tensor("a.bin")))))[:-3],
        message((7, message((5, message((13, message((1, b"location"), (2, b"\xff")))))))),
    ],
    ids=["empty", "text", "no end", "too long", "cut off", "no text"],
)
def test_what_is_no_sound_protobuf_is_left_for_openvino_to_judge(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(content)
    assert models.obtain(from_file(path), cache=tmp_path).paths == (path,)


def test_branches_without_an_end_are_given_up(tmp_path: Path) -> None:
    inner = message((5, tensor("a.bin")))
    for _ in range(40):
        inner = message((1, message((5, message((6, inner))))))
    path = tmp_path / "net.onnx"
    path.write_bytes(message((7, inner)))
    assert models.obtain(from_file(path), cache=tmp_path).paths == (path,)
