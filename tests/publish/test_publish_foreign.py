"""A site of somebody else is taken as data, and only where all of it is what it says."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ovreport.cli.pages_server import PagesServer
from ovreport.errors import VerifyError
from ovreport.publish import contents, foreign
from ovreport.publish.foreign import Published, SiteLimits
from ovreport.store.format import SCHEMA
from tests.cli.stand_in import TINY, Simulated, command, experiment
from tests.store.records import rewrite

SITE = Path("site")


@pytest.fixture(autouse=True)
def site(simulated: Simulated) -> None:
    """A built site of one experiment with two configurations in three rounds."""
    experiment()
    assert command("build", "--quiet").exit_code == 0


def taken(named: str = "site", limits: SiteLimits | None = None) -> Published:
    """What is taken into a new folder."""
    number = len(list(Path.cwd().glob("taken-*")))
    return foreign.take(named, Path.cwd() / f"taken-{number}", limits=limits)


def refused(named: str = "site", limits: SiteLimits | None = None) -> str:
    with pytest.raises(VerifyError) as error:
        taken(named, limits)
    return str(error.value)


def record() -> Path:
    return next(SITE.glob("tiny/data/bench/r02-*.parquet"))


def list_again() -> None:
    """Write the list of the site as its forger would."""
    contents.write(SITE, [path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file()])


def state_again(path: Path) -> None:
    """State the hash of a record as its forger would."""
    basis = path.with_name("basis.json")
    stated = json.loads(basis.read_text())
    stated["records"] = [
        [
            name,
            contents.described(SITE, path.relative_to(SITE).as_posix()).sha256 if name == path.name else sha,
        ]
        for name, sha in stated["records"]
    ]
    basis.write_text(json.dumps(stated))
    list_again()


def change_list(change: Callable[[dict[str, str | int]], None]) -> None:
    """Change what the list says of the first record."""
    place = SITE / contents.NAME
    listed = json.loads(place.read_text())
    change(next(each for each in listed["files"] if each["path"].endswith(".parquet")))
    place.write_text(json.dumps(listed))


class Server(ThreadingHTTPServer):
    """Serves the site, and in place of some files what a test says."""

    def __init__(self, answers: dict[str, Callable[[BaseHTTPRequestHandler], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.ending = answers, threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        found = [answer for part, answer in self.server.answers.items() if part in self.path]
        path = SITE / self.path.lstrip("/")
        if found:
            found[0](self)
        elif path.is_file():
            self.send_response(200)
            self.end_headers()
            self.wfile.write(path.read_bytes())
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(answers: dict[str, Callable[[BaseHTTPRequestHandler], None]]) -> Iterator[str]:
    """The address of a server, which is gone afterwards."""
    server = Server(answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()


def redirecting(target: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer


def test_a_folder_is_taken_with_all_records_of_the_experiment() -> None:
    found = taken()
    assert (found.home, found.job.slug) == ("tiny", "tiny")
    assert [len(one.headers) for one in found.inputs] == [6]


@pytest.mark.parametrize("page", ["", "tiny/", "tiny/index.html", "index.html"])
def test_an_address_is_taken_from_the_site_and_from_any_of_its_pages(page: str) -> None:
    with PagesServer(SITE, port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = taken(server.url + page)
        server.shutdown()
    assert (found.address, found.home) == (server.url, "tiny")
    assert [len(one.headers) for one in found.inputs] == [6]


def test_of_several_experiments_the_named_one_is_taken() -> None:
    experiment(TINY, "other")
    command("build", "--quiet")
    assert re.search(r"it has 2 experiments; name one of them: .*/site/other/, .*/site/tiny/", refused())
    assert taken("site/other").home == "other"


def test_no_page_and_no_script_is_taken() -> None:
    taken()
    assert {path.suffix for path in Path("taken-0/site").rglob("*") if path.is_file()} == {
        ".json", ".parquet", ".yaml",
    }  # fmt: skip


def test_a_record_that_was_changed_is_refused() -> None:
    path = record()
    latency = pq.read_table(path).column("latency_ns").to_numpy() + 1
    rewrite(path, columns={"latency_ns": latency})
    list_again()
    assert "changed after the measurement: latency_ns" in refused()


def test_a_record_that_was_changed_and_signed_anew_is_refused() -> None:
    path = record()
    latency = pq.read_table(path).column("latency_ns").to_numpy() + 1
    rewrite(path, columns={"latency_ns": latency}, sign=True)
    list_again()
    assert "it is another file than the one that the page was made from" in refused()


def test_a_record_of_another_model_is_refused() -> None:
    path = record()
    texts = pq.ParquetFile(path).metadata.metadata
    trial = json.loads(texts[b"ovreport.trial"])
    trial["network_sha256"] = trial["model"]["sha256"] = "0" * 64
    rewrite(path, entries={"ovreport.trial": json.dumps(trial)}, sign=True)
    state_again(path)
    assert "is of another model than the others" in refused()


def test_an_experiment_file_that_names_another_model_is_refused() -> None:
    path = SITE / "tiny/experiment.yaml"
    path.write_text(path.read_text().replace("model: tiny", "model: mobilenet-ssd"))
    list_again()
    assert "6 of its records are of configurations that its experiment file does not have" in refused()


def test_a_newer_format_is_refused_with_the_advice_to_update() -> None:
    rewrite(record(), entries={"ovreport.format": "99"})
    list_again()
    assert "newer release of ovreport (format 99" in refused()
    (SITE / contents.NAME).write_text('{"format": 2, "ovreport": "9.0", "files": [], "more": 1}')
    assert "files.json: it comes from a newer release of ovreport (format 2" in refused()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\x1b[2J\x1b]0;mine\x07", "tiny\u202egnp.exe", "$(touch mine)"]
)
def test_hostile_strings_are_refused_and_do_not_reach_a_terminal(text: str) -> None:
    basis = SITE / "tiny/data/bench/basis.json"
    basis.write_text(json.dumps(json.loads(basis.read_text()) | {"experiment": text}))
    list_again()
    told = refused()
    assert "it calls its experiment" in told
    assert told.isprintable()
    change_list(lambda listed: listed.update(path=f"{text}/experiment.yaml"))
    told = refused()
    assert "which is no file that recomputing takes" in told
    assert told.isprintable()
    assert not Path("mine").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../tiny/experiment.yaml",
        "tiny/../../escaped/experiment.yaml",
        "/etc/experiment.yaml",
        "tiny/data/../experiment.yaml",
        "tiny\\..\\experiment.yaml",
        "C:/experiment.yaml",
        "tiny/data/bench/..",
        "./experiment.yaml",
        "assets/experiment.yaml",
    ],
)
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    change_list(lambda listed: listed.update(path=path))
    assert "which is no file that recomputing takes" in refused()
    assert not Path("escaped").exists()


def test_a_record_that_would_unpack_to_gigabytes_is_refused_unopened() -> None:
    path = record()
    entries = pq.ParquetFile(path).metadata.metadata
    zeros = pa.table(
        {each.name: np.zeros(1_000_000, each.type.to_pandas_dtype()) for each in SCHEMA}, schema=SCHEMA
    )
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", store_schema=False) as writer:
        for _ in range(25):
            writer.write_table(zeros)
        writer.add_key_value_metadata(entries)
    state_again(path)
    assert "it claims 25,000,000 rows" in refused()


def test_more_than_is_taken_is_refused_before_anything_is_copied() -> None:
    assert re.search(
        r"it lists 8 files of [\d,]+ bytes; at most 8 of 1,000 are taken",
        refused(limits=SiteLimits(size=1000, files=8)),
    )
    assert "it lists 8 files" in refused(limits=SiteLimits(files=7))
    assert list(Path.cwd().glob("taken-*/site")) == []


@pytest.mark.parametrize("end", [contents.NAME, ".parquet"])
def test_a_stream_without_end_is_refused_at_the_size_that_its_file_may_have(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_BYTES", 1 << 16)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"PAR1" * 10_000)
        except OSError:
            pass  # whom it was sent to has gone

    with served({end: endless}) as address:
        assert re.search(r"a file goes on beyond the [\d,]+ bytes that it may have", refused(address))


@pytest.mark.parametrize("headers", [True, False])
def test_a_server_that_dawdles_is_refused_when_its_time_is_over(headers: bool) -> None:
    def dawdling(handler: BaseHTTPRequestHandler) -> None:
        if headers:
            handler.send_response(200)
            handler.end_headers()
        try:
            while not handler.server.ending.wait(0.02):  # type: ignore[attr-defined]
                handler.wfile.write(b"a")
        except OSError:
            pass  # whom it was sent to has gone

    with served({contents.NAME: dawdling}) as address:
        assert "it did not arrive in time: 0.5 seconds" in refused(address, SiteLimits(seconds=0.5))


def test_a_server_that_says_nothing_is_refused() -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        handler.server.ending.wait()  # type: ignore[attr-defined]

    with served({contents.NAME: silent}) as address:
        assert "0.2 seconds for a word" in refused(address, SiteLimits(read_seconds=0.2))


def test_a_wrong_hash_is_refused() -> None:
    change_list(lambda listed: listed.update(sha256="0" * 64))
    assert "is not the file that files.json lists: its SHA-256 differs" in refused()


@pytest.mark.parametrize("name", ["tiny/data/bench/basis.json", "tiny/data", "tiny", contents.NAME])
def test_a_symbolic_link_is_refused(name: str) -> None:
    path = SITE / name
    path.rename("elsewhere")
    path.symlink_to(Path("elsewhere").resolve())
    assert f"{name} is a symbolic link, which is not followed" in refused()


@pytest.mark.parametrize(
    "target",
    ["file:///etc/hostname", "ftp://example.org/x", "https://example.org/files.json", "//example.org/x"],
)
def test_a_redirection_to_a_file_or_another_host_is_refused(target: str) -> None:
    with served({contents.NAME: redirecting(target)}) as address:
        assert re.search("redirected to .*another place|the server answers 302", refused(address))


def test_a_redirection_on_the_same_host_is_followed() -> None:
    def moved(handler: BaseHTTPRequestHandler) -> None:
        redirecting(handler.path.removeprefix("/moved"))(handler)

    with served({"/moved/": moved}) as address:
        assert taken(f"{address}moved/").home == "tiny"


@pytest.mark.parametrize(
    "named",
    [
        "http://example.org/site/",
        "ftp://example.org/",
        "file:///etc/",
        "http://127.0.0.1.example.org/",
        "https:///site",
    ],
)
def test_addresses_other_than_https_are_refused_but_for_this_machine(named: str) -> None:
    assert "give a folder, or an address that begins with https://" in refused(named)


@pytest.mark.parametrize("named", ["https://me:secret@example.org/", "https://example.org/?a=b"])
def test_an_address_with_a_name_or_a_query_is_refused(named: str) -> None:
    assert "give the address alone" in refused(named)


def test_a_folder_that_is_no_site_says_so() -> None:
    assert "there is no files.json, so that this is no site of ovreport" in refused("experiments")


def test_a_model_outside_of_the_site_has_to_be_allowed() -> None:
    path = SITE / "tiny/experiment.yaml"
    path.write_text(path.read_text().replace("model: tiny", "model: /etc/model.onnx"))
    list_again()
    assert "leaves the folder of the experiment file" in refused()
