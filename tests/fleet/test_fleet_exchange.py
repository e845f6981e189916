"""What hosts send is checked like what strangers send, and files reach them whole."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ovreport.errors import StoreError
from ovreport.fleet import exchange, host
from ovreport.fleet.exchange import AwayError, Exchange
from ovreport.fleet.host import HostFolder
from ovreport.records import Record
from ovreport.store import Store, writing
from tests.store.records import records_of, small_plan

PLAN = small_plan(rounds=1)
SLUG = PLAN.article.slug


class OneWorker:
    """A client of Dask's with one worker, `nuc-13`, which is in this process."""

    def __init__(self) -> None:
        self.worker = SimpleNamespace(name="nuc-13")
        self.lies: dict[Callable[..., Any], Any] = {}

    def run(self, function: Callable[..., Any], *arguments: Any, workers: list[str]) -> dict[str, Any]:
        if isinstance(self.lies.get(function), Exception):
            raise self.lies[function]
        if function in self.lies:
            return {workers[0]: self.lies[function]}
        return {workers[0]: function(*arguments, dask_worker=self.worker)}


@pytest.fixture
def client(tmp_path: Path) -> OneWorker:
    host.settle(HostFolder(name="nuc-13", folder=tmp_path / "host"))
    return OneWorker()


@pytest.fixture
def exchanged(client: OneWorker) -> Exchange:
    found = Exchange(client)
    found.there = {"nuc-13": "tcp://worker"}
    return found


def measured(index: int = 0, **changes: Any) -> Record:
    """A record of the host's, or one with something else in it."""
    return dataclasses.replace(records_of(PLAN, host="nuc-13")[index], **changes)


def fetched(exchanged: Exchange, results: Path, content: bytes, name: str) -> list[str]:
    """Names of the records that are here after a host sent this."""
    sha256 = hashlib.sha256(content).hexdigest()
    exchanged.fetch("nuc-13", PLAN, name, sha256, Store(root=results))
    return [path.name for path in results.glob("*/*/*.parquet")]


def test_a_record_comes_back_byte_for_byte(exchanged: Exchange, tmp_path: Path) -> None:
    path = Store(root=tmp_path / "host" / "results").save(measured())
    ((name, sha256),) = exchanged.listed("nuc-13", PLAN).items()
    exchanged.fetch("nuc-13", PLAN, name, sha256, Store(root=tmp_path / "desk"))
    assert (tmp_path / "desk" / SLUG / "nuc-13" / name).read_bytes() == path.read_bytes()
    assert exchange.known(Store(root=tmp_path / "desk"), SLUG, "nuc-13") == {name: sha256}


def test_what_a_host_has_of_other_experiments_is_not_asked_for(exchanged: Exchange, tmp_path: Path) -> None:
    Store(root=tmp_path / "host" / "results").save(measured(cell_id="0" * 12))
    assert exchanged.listed("nuc-13", PLAN) == {}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"host": "nuc-14"}, r"measured on 'nuc-14'"),
        ({"experiment": "another"}, r"belongs to the experiment 'another'"),
        ({"round": 7}, r"its name does not fit"),
        ({"setting": measured(1).setting}, r"what it says was measured is not its configuration"),
        ({"started_utc_ns": -1}, r"begin before 1970"),
    ],
)
def test_a_record_that_is_none_of_this_host_and_experiment_is_left_out(
    client: OneWorker, exchanged: Exchange, tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    name = Store(root=tmp_path).path_of(measured()).name
    client.lies[host.content] = content = writing.write(measured(**changes))
    with pytest.raises(StoreError, match=why):
        fetched(exchanged, tmp_path / "desk", content, name)
    assert not list((tmp_path / "desk").rglob("*"))


def test_bytes_that_are_damaged_or_no_bytes_are_left_out(
    client: OneWorker, exchanged: Exchange, tmp_path: Path
) -> None:
    content = writing.write(measured())
    name = Store(root=tmp_path).path_of(measured()).name
    for sent in (content[:-1], b"", "text", None):
        client.lies[host.content] = sent
        with pytest.raises(StoreError, match="did not arrive as it was listed"):
            fetched(exchanged, tmp_path / "desk", content, name)
    client.lies[host.content] = content[:-1]
    with pytest.raises(StoreError, match="truncated"):
        fetched(exchanged, tmp_path / "desk", content[:-1], name)


def test_a_name_that_leads_elsewhere_leads_nowhere(exchanged: Exchange, client: OneWorker) -> None:
    (name,) = (f"r01-g0-{PLAN.cells[0].id}.parquet",)
    client.lies[host.listed] = {f"../nuc-14/{name}": "0" * 64, f"/{name}": "0" * 64, name: "1" * 64}
    assert exchanged.listed("nuc-13", PLAN) == {name: "1" * 64}


@pytest.mark.parametrize("told", [None, ["r01"], dict.fromkeys(range(exchange.MOST_RECORDS + 1), "")])
def test_a_list_that_is_none_is_no_list_of_records(
    exchanged: Exchange, client: OneWorker, told: object
) -> None:
    client.lies[host.listed] = told
    with pytest.raises(AwayError, match="lists no records"):
        exchanged.listed("nuc-13", PLAN)


def test_a_host_that_lost_its_records_gets_them_back(exchanged: Exchange, tmp_path: Path) -> None:
    content = writing.write(measured())
    name = Store(root=tmp_path).path_of(measured()).name
    assert exchanged.ask("nuc-13", host.admit, SLUG, name, content) == ""
    assert exchanged.listed("nuc-13", PLAN) == {name: hashlib.sha256(content).hexdigest()}


def test_a_host_moves_earlier_records_aside_unless_somebody_measures_into_their_folder(
    exchanged: Exchange, tmp_path: Path
) -> None:
    results = Store(root=tmp_path / "host" / "results")
    content = results.save(measured()).read_bytes()
    with results.lock(host="nuc-13"), pytest.raises(AwayError, match="BusyError"):
        exchanged.ask("nuc-13", host.set_aside, SLUG)
    exchanged.ask("nuc-13", host.set_aside, SLUG)
    assert exchanged.listed("nuc-13", PLAN) == {}
    assert [path.read_bytes() for path in results.root.glob("*/nuc-13/replaced/*/*.parquet")] == [content]


def test_a_worker_that_is_called_after_its_address_has_a_name_that_lasts(
    exchanged: Exchange, client: OneWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert exchanged.ask("nuc-13", host.name_of) == "nuc-13"
    names = set()
    for port in (1234, 5678):
        client.worker.name = f"tcp://127.0.0.1:{port}"
        names.add(exchanged.ask_at("tcp://worker", host.name_of))
    (lasting,) = names
    assert lasting.startswith("host-")


def test_files_reach_a_host_in_pieces_and_once(
    exchanged: Exchange, client: OneWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "PIECE_BYTES", 4)
    (tmp_path / "large").write_bytes(b"0123456789")
    (tmp_path / "empty").write_bytes(b"")
    files = (("sub/large", tmp_path / "large"), ("empty", tmp_path / "empty"))
    exchanged.supply("nuc-13", "abc", files)
    there = tmp_path / "host" / "files" / "abc"
    assert (there / "sub" / "large").read_bytes() == b"0123456789"
    assert (there / "empty").read_bytes() == b""
    client.lies[host.take] = OSError("it is sent again")
    exchanged.supply("nuc-13", "abc", files)


def test_a_bundle_that_did_not_arrive_whole_is_not_measured_with(
    exchanged: Exchange, client: OneWorker, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"as it was")
    client.lies[host.take] = None
    incoming = tmp_path / "host" / "files"
    with pytest.raises(AwayError):
        exchanged.supply("nuc-13", "abc", (("file", tmp_path / "file"),))
    assert not (incoming / "abc").exists()


def test_a_host_that_is_not_there_cannot_be_asked(exchanged: Exchange) -> None:
    with pytest.raises(AwayError, match="nuc-14 is not there"):
        exchanged.ask("nuc-14", host.listed, SLUG)


def test_somebody_elses_words_are_printed_without_what_leads_a_terminal_astray() -> None:
    assert exchange.plain("up\x1b[2J\nred") == "up [2J red"
    assert len(exchange.plain("x" * 10_000)) == 2000
