"""One command at a time in a results folder, from its first trial to its last page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovreport.errors import BusyError
from ovreport.records import Record
from ovreport.store import Store, lock
from tests.cli.stand_in import TINY, Simulated, command, experiment, stored

RESULTS = Path("experiments/results")


class Waiting:
    """Somebody who waits for the results folder from the first trial of a command on.

    Attributes:
        found: How many sessions there had been, and whether there were pages, when the folder was free.
    """

    def __init__(self, simulated: Simulated) -> None:
        self._simulated = simulated
        self._measure = simulated.measure
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self.found: tuple[int, bool] | None = None

    def measure(self, *arguments: object, **options: object) -> Iterator[Record]:
        """Stands in for `run.session.measure`; goes on as soon as there is somebody who waits."""
        if not self._begun.is_set():
            self._thread.start()
            assert self._begun.wait(30)
        yield from self._measure(*arguments, **options)  # type: ignore[arg-type] # passes all on

    def _wait(self) -> None:
        with Store(root=RESULTS).lock(host="other", wait=True, waiting=lambda _: self._begun.set()):
            self.found = (len(self._simulated.calls), Path("site/index.html").is_file())

    def join(self) -> None:
        self._thread.join(30)


@pytest.fixture
def waiting(simulated: Simulated, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    found = Waiting(simulated)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.001)
    monkeypatch.setattr("ovreport.run.session.measure", found.measure)
    return found


def two_experiments() -> None:
    experiment()
    experiment(TINY.replace("Tiny", "Other"), "other")


def test_nobody_comes_in_between_two_experiments_of_a_build_or_before_its_pages(
    simulated: Simulated, waiting: Waiting
) -> None:
    two_experiments()
    ended = command("build")
    waiting.join()
    assert ended.exit_code == 0, ended.exception
    assert waiting.found == (2, True)


@pytest.mark.parametrize("name", ["build", "run", "plan"])
def test_a_folder_is_taken_once_for_all_experiments_of_a_command(
    name: str, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_experiments()
    taken: list[object] = []
    locked = lock.locked

    def counting(*arguments: object, **options: object):  # type: ignore[no-untyped-def] # passes all on
        taken.append(arguments)
        return locked(*arguments, **options)  # type: ignore[arg-type] # as above

    monkeypatch.setattr(lock, "locked", counting)
    assert command(name).exit_code == 0
    assert len(simulated.calls) == 2
    assert taken == [(RESULTS,)]


def test_a_folder_that_any_experiment_needs_is_taken_before_the_first_one_is_measured(
    simulated: Simulated,
) -> None:
    experiment()
    Path("more").mkdir()
    Path("more/other.yaml").write_text(TINY)
    with Store(root=Path("more/results")).lock(host="other"):
        ended = command("build", "experiments", "more")
    assert isinstance(ended.exception, BusyError)
    assert "more/results: in use by process" in str(ended.exception)
    assert simulated.calls == []
    with Store(root=RESULTS).lock(host="other"):  # and free again
        pass


@pytest.mark.parametrize("order", [("a/one.yaml", "b/two.yaml"), ("b/two.yaml", "a/one.yaml")])
def test_several_folders_are_taken_in_one_order_however_they_are_named(
    simulated: Simulated, order: tuple[str, str]
) -> None:
    for name in order:
        Path(name).parent.mkdir()
        Path(name).write_text(TINY)
    with Store(root=Path("a/results")).lock(host="me"), Store(root=Path("b/results")).lock(host="me"):
        ended = command("run", *order)
    assert isinstance(ended.exception, BusyError)
    assert "a/results: in use" in str(ended.exception)


def test_a_folder_that_is_reached_in_two_ways_is_taken_once(simulated: Simulated) -> None:
    two_experiments()
    Path("link").symlink_to("experiments")
    ended = command("run", "experiments/tiny.yaml", "link/other.yaml")
    assert ended.exit_code == 0, ended.exception
    assert len(simulated.calls) == 2


def test_a_folder_in_which_nothing_is_left_to_measure_may_be_in_use(simulated: Simulated) -> None:
    two_experiments()
    command("run")
    with Store(root=RESULTS).lock(host="other"):
        ended = command("build")
    assert ended.exit_code == 0, ended.exception
    assert "nothing is left to measure" in ended.output
    assert len(simulated.calls) == 2


def test_what_was_measured_by_somebody_else_meanwhile_is_not_measured_again(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()
    taken = lock.locked

    def late(*arguments: object, **options: object):  # type: ignore[no-untyped-def] # passes all on
        if not simulated.calls:
            monkeypatch.setattr(lock, "locked", taken)
            assert command("run").exit_code == 0
        return taken(*arguments, **options)  # type: ignore[arg-type] # as above

    monkeypatch.setattr(lock, "locked", late)
    ended = command("run", "--wait")
    assert ended.exit_code == 0, ended.exception
    assert "nothing is left to measure" in ended.output
    assert len(simulated.calls) == 1
    assert len(stored()) == 6


def test_ctrl_c_while_waiting_says_that_nothing_was_measured(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment()

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ovreport.store.lock.time.sleep", interrupted)
    with Store(root=RESULTS).lock(host="other"):
        ended = command("run", "--wait")
    assert ended.exit_code == 130
    assert "Waiting for experiments/results, in use by process" in ended.output
    assert "Stopped before anything was measured." in ended.output
    assert simulated.calls == []
