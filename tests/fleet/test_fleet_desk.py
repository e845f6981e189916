"""What the desk does with what hosts answer, at a scheduler that is only an object."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import distributed
import pytest

from ovreport import __version__
from ovreport.errors import BusyError, FleetError
from ovreport.fleet import desk, holding, host
from ovreport.fleet.choosing import FleetHost
from ovreport.fleet.desk import Desk, RunState
from ovreport.store import Store, writing
from ovreport.workflow import Job
from tests.store.records import records_of, small_plan

PLAN = small_plan(rounds=1)
THERE = FleetHost(name="nuc-13", cores=4, devices=("CPU",))


class Listening:
    """Keeps what a desk tells."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.states: list[RunState] = []

    def fleet(self, told: str) -> None:
        self.told.append(told)

    def runs(self, states: Sequence[RunState]) -> None:
        self.states += states


class Answer(Future[Any]):
    """A future of Dask's that is over."""

    status = "finished"

    def __init__(self, answer: object) -> None:
        super().__init__()
        if isinstance(answer, BaseException):
            self.status = "error"
            self.set_exception(answer)
        else:
            self.set_result(answer)


class Scheduled:
    """A client of Dask's: one host answers every order with the next of some answers."""

    def __init__(self, *answers: object, told: dict[Callable[..., Any], Any] | None = None) -> None:
        self.answers = list(answers)
        self.told: dict[Callable[..., Any], Any] = {
            host.listed: {},
            host.has: True,
            host.admit: "",
            **(told or {}),
        }
        self.scheduler = SimpleNamespace(address="tcp://127.0.0.1:8786")
        self.status, self.names, self.keys = "running", ["nuc-13"], list[str]()
        self.asked: list[Callable[..., Any]] = []
        self.slots = [True]

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:
        told = {"last_seen": 1.0, "resources": dict.fromkeys(self.names if self.slots.pop(0) else (), 1)}
        self.slots = self.slots or [True]
        return {"workers": {f"tcp://{name}": {"name": name, **told} for name in self.names}}

    def subscribe_topic(self, topic: str, handler: Callable[[Any], None]) -> None:
        self.handler = handler

    def submit(self, function: object, order: object, *, key: str, **_: Any) -> Answer:
        self.keys.append(key)
        return Answer(self.answers.pop(0))

    def cancel(self, futures: Sequence[Answer], *, force: bool) -> None:
        assert force

    def run(self, function: Callable[..., Any], *arguments: Any, workers: list[str], **_: Any) -> Any:
        self.asked.append(function)
        found = self.told[function]
        return {workers[0]: found(*arguments) if callable(found) else found}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "POLL_SECONDS", 0)
    monkeypatch.setattr(desk, "LOST_SECONDS", 0)
    monkeypatch.setattr(distributed, "fire_and_forget", lambda _: None)


def failed(client: Scheduled, folder: Path) -> list[str]:
    """What fails when an experiment is measured on one host."""
    job = Job(path=folder / "some.yaml", plan=PLAN, results=folder / "results", cache=folder / "cache")
    return Desk(client, Listening()).measure([job], [THERE], (), await_quiet=False, rerun=False)


def test_an_experiment_that_was_measured_fails_nothing(tmp_path: Path) -> None:
    assert failed(Scheduled({"failed": []}), tmp_path) == []


def test_what_failed_on_a_host_is_told_with_its_name(tmp_path: Path) -> None:
    assert failed(Scheduled({"failed": ["tiny: crash"]}), tmp_path) == ["nuc-13: tiny: crash"]
    (told,) = failed(Scheduled({"error": "no OpenVINO"}), tmp_path)
    assert told.startswith("nuc-13: ")
    assert told.endswith("no OpenVINO")


def test_records_that_are_none_are_left_out_and_their_host_is_named(tmp_path: Path) -> None:
    sent = [records_of(PLAN, host="nuc-13")[0], records_of(PLAN, host="nuc-14")[1]]
    names = [Store(root=tmp_path).path_of(record).name for record in sent]
    contents = dict(zip(names, map(writing.write, sent), strict=True))

    def listed(_: str) -> dict[str, str]:
        return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}

    client = Scheduled(
        {"failed": []}, told={host.listed: listed, host.content: lambda _, name: contents[name]}
    )
    (told,) = failed(client, tmp_path)
    assert told.startswith("nuc-13: ")
    assert "measured on 'nuc-14'" in told
    assert [path.name for path in tmp_path.rglob("r*.parquet")] == names[:1]


def test_a_host_that_lacks_files_gets_them_and_the_order_once_more(tmp_path: Path) -> None:
    client = Scheduled({"lacks": ["abc"]}, {"failed": []})
    assert failed(client, tmp_path) == []
    assert len(set(client.keys)) == 2


def test_an_order_whose_worker_died_too_often_is_sent_again_while_it_gets_on(tmp_path: Path) -> None:
    killed = distributed.KilledWorker("task", SimpleNamespace(address="tcp://nuc-13"), 3)  # type: ignore[arg-type]
    (told,) = failed(Scheduled(killed), tmp_path)
    assert "died again and again" in told


def test_a_worker_that_was_started_anew_without_a_slot_gets_one_and_its_order(tmp_path: Path) -> None:
    client = Scheduled({"failed": ["lost"]}, {"failed": []}, told={host.describe: {}})
    client.slots = [False]
    assert failed(client, tmp_path) == []
    assert host.describe in client.asked
    assert len(set(client.keys)) == 2


def begun_anew(client: Scheduled, folder: Path) -> list[str]:
    """What fails when an experiment is measured anew on a host that is there."""
    client.told[host.describe] = {"version": __version__, "cores": 4, "devices": ["CPU"]}
    job = Job(path=folder / "some.yaml", plan=PLAN, results=folder / "results", cache=folder / "cache")
    own = Desk(client, Listening())
    return own.measure([job], own.hosts(), (), await_quiet=False, rerun=True)


def test_earlier_records_are_moved_aside_here_and_at_the_host_before_it_measures_anew(tmp_path: Path) -> None:
    results = Store(root=tmp_path / "results")
    before = [results.save(record).read_bytes() for record in records_of(PLAN, host="nuc-13")]
    client = Scheduled({"failed": []}, told={host.set_aside: None})
    assert begun_anew(client, tmp_path) == []
    assert client.asked.index(host.set_aside) < client.asked.index(host.listed)
    assert results.scan(PLAN.article.slug).headers == ()
    aside = results.root.glob("*/nuc-13/replaced/*/*.parquet")
    assert sorted(path.read_bytes() for path in aside) == sorted(before)


def test_a_host_that_cannot_move_earlier_records_aside_measures_nothing(tmp_path: Path) -> None:
    def measuring(_: str) -> None:
        raise BusyError("results: in use by process 12")

    client = Scheduled(told={host.set_aside: measuring})
    (told,) = begun_anew(client, tmp_path)
    assert "not measured anew: BusyError: results: in use by process 12" in told
    assert client.keys == []


def test_a_host_that_never_answers_is_given_up(tmp_path: Path) -> None:
    def broken(_: str) -> None:
        raise OSError("disk on fire")

    (told,) = failed(Scheduled({"failed": []}, told={host.listed: broken}), tmp_path)
    assert "does not answer: OSError: disk on fire" in told


def test_hosts_that_are_lost_are_given_up_when_nobody_else_measures(tmp_path: Path) -> None:
    client = Scheduled({"failed": []})
    client.names = []
    (told,) = failed(client, tmp_path)
    assert "the host is lost" in told


def test_an_answer_that_is_none_ends_nobody(tmp_path: Path) -> None:
    (told,) = failed(Scheduled(["none"]), tmp_path)
    assert "no answer" in told


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    client = Scheduled({"failed": []})
    client.status = "connecting"
    with pytest.raises(FleetError, match=r"the scheduler is gone.*same command"):
        failed(client, tmp_path)


def test_too_few_hosts_are_told_with_the_command_that_adds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "CONNECT_SECONDS", 0)
    client = Scheduled()
    client.names = []
    with pytest.raises(FleetError, match=r"ovreport worker tcp://127\.0\.0\.1:8786 --name NAME"):
        Desk(client, Listening()).hosts()


def test_a_worker_whose_name_can_name_no_folder_says_what_its_host_is_called() -> None:
    client = Scheduled()
    client.names = ["tcp://127.0.0.1:1234"]
    client.told[host.name_of] = "host-3f2a1c"
    client.told[host.describe] = {"version": __version__, "cores": 1, "devices": []}
    assert [each.name for each in Desk(client, Listening()).hosts()] == ["host-3f2a1c"]


def test_a_worker_that_is_no_host_is_told_with_the_reason() -> None:
    client = Scheduled()
    client.names = ["tcp://127.0.0.1:1234", "nuc-13"]
    client.told[host.name_of] = "../nuc-13"
    client.told[host.describe] = {"version": "0", "cores": 1, "devices": []}
    listening = Listening()
    assert Desk(client, listening).hosts() == ()
    nameless, other_release = listening.told
    assert nameless.startswith("tcp://127.0.0.1:1234: left out: it has no name for records")
    assert other_release.startswith("nuc-13: left out: it has ovreport 0")


class OneScheduler:
    """What a client runs on it, it runs here."""

    def __init__(self) -> None:
        self.task_metadata: dict[str, Any] = {}
        self.clients: dict[str, object] = {}
        self.tasks: dict[str, Any] = {}

    def client(self, name: str) -> Any:
        self.clients[name] = object()
        return SimpleNamespace(
            id=name, run_on_scheduler=lambda function, *given: function(*given, dask_scheduler=self)
        )


def hold(client: Any, *, attach: bool = False) -> Any:
    return holding.held(client, attach=attach, wait=False, waiting=lambda _: None)


def test_a_desk_holds_the_fleet_until_it_lets_go() -> None:
    scheduler = OneScheduler()
    one, other = scheduler.client("one"), scheduler.client("other")
    with hold(one), pytest.raises(BusyError, match="The fleet is in use by process"), hold(other):
        pass
    with hold(other):
        pass


def test_a_fleet_whose_scheduler_went_away_is_let_go_without_a_word() -> None:
    client = OneScheduler().client("one")

    def given_up(*_: object) -> None:
        raise AttributeError("'NoneType' object has no attribute 'run_function'")

    with hold(client):
        client.run_on_scheduler = given_up


def test_a_desk_that_is_gone_holds_nothing() -> None:
    scheduler = OneScheduler()
    with hold(scheduler.client("one")):
        del scheduler.clients["one"]
        with hold(scheduler.client("other")):
            pass


def test_what_is_measured_for_a_desk_that_is_gone_is_another_ones_only_if_it_says_so() -> None:
    scheduler = OneScheduler()
    scheduler.tasks["ovreport-tiny-nuc-13"] = SimpleNamespace(state="processing")
    with pytest.raises(BusyError, match="--attach"), hold(scheduler.client("one")):
        pass
    with hold(scheduler.client("one"), attach=True):
        pass
