"""A session waits for quiet moments, with bounds, and names who is busy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from ovreport.plan import Plan
from ovreport.records import UNKNOWN
from ovreport.run import quiet
from ovreport.run.block import BlockRun
from ovreport.run.gate import SPELL
from ovreport.run.progress import Progress, Taker
from ovreport.run.quiet import AT_FIRST, EARNED, MOMENT_SECONDS, MOST_SECONDS, QUIET, Look, Patience
from ovreport.run.session import measure
from ovreport.run.surroundings import Meanwhile
from tests.run.plans import FAKE, FILES, Remembering, blocks_of, plan_of, setting


@dataclass
class Host:
    """A host with a clock of its own, on which others are busy at certain times.

    Attributes:
        busy: Stretches of time, each with its begin, its end, a program and how many processors it takes.
        interrupted_at: When somebody presses Ctrl-C, if he waits then.
    """

    busy: Sequence[tuple[float, float, str, float]] = ()
    now: float = 0.0
    interrupted_at: float = float("inf")

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now >= self.interrupted_at:
            raise KeyboardInterrupt

    def look(self) -> Look:
        processes = {
            (number, 0.0): (name, share * max(min(self.now, end) - begin, 0.0))
            for number, (begin, end, name, share) in enumerate(self.busy)
        }
        taken = sum(seconds for _, seconds in processes.values())
        return Look(clock_seconds=self.now, taken_seconds=taken, processes=processes)


@dataclass
class Told(Progress):
    """What was told of waiting."""

    who: list[tuple[str, ...]] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)

    def waiting(self, takers: Sequence[Taker]) -> None:
        self.who.append(tuple(taker.name for taker in takers))

    def waited(self, *, quiet: bool) -> None:
        self.ends.append(quiet)


def patient(host: Host, told: Progress, expected_seconds: float = 1e6) -> Patience:
    return Patience(told, expected_seconds, look=host.look, sleep=host.sleep)


def test_a_busy_host_is_waited_for_until_it_has_been_quiet_for_a_moment() -> None:
    host, told = Host([(0, 3, "pip", 0.6), (0, 2, "chromium", 1.4)]), Told()
    patience = patient(host, told)
    patience.wait()
    assert told.who[0] == ("chromium", "pip")
    assert told.who[-1] == ("pip",)
    assert told.ends == [True]
    assert 3 + MOMENT_SECONDS <= patience.waited_seconds == host.now <= 3 + 2 * MOMENT_SECONDS


def test_a_host_that_was_quiet_meanwhile_is_not_waited_for() -> None:
    host, told = Host([(0, 1e6, "cron", QUIET / 2)]), Told()
    patience = patient(host, told)
    since = host.look()
    host.now = 4.0
    patience.wait(since)
    assert host.now == 4.0
    assert not told.ends


def test_what_is_over_is_waited_for_one_moment_and_not_told() -> None:
    host, told = Host([(0, 3.9, "pip", 1.0)]), Told()
    patience = patient(host, told)
    since = host.look()
    host.now = 4.0
    patience.wait(since)
    assert patience.waited_seconds == pytest.approx(MOMENT_SECONDS)
    assert not told.who
    assert not told.ends


def test_a_host_that_never_gets_quiet_is_waited_for_no_longer_than_the_bound_of_one_wait() -> None:
    host, told = Host([(0, 1e9, "make", 2.0)]), Told()
    patient(host, told).wait()
    assert host.now == pytest.approx(MOST_SECONDS)
    assert told.ends == [False]


def rounds_of(patience: Patience, host: Host, seconds: float, rounds: int) -> list[float]:
    """How long each of some rounds waits, which then measure for so long."""
    waits = []
    for _ in range(rounds):
        before = patience.waited_seconds
        patience.wait()
        waits.append(patience.waited_seconds - before)
        host.now += seconds
    assert patience.waited_seconds == pytest.approx(sum(waits))
    return waits


@pytest.mark.parametrize("expected_seconds", [0.0, 100.0, 1000.0])
def test_all_waits_together_are_a_bounded_share_of_the_time_that_measuring_takes(
    expected_seconds: float,
) -> None:
    host = Host([(20.0 * number, 20.0 * number + 3.0, "make", 2.0) for number in range(1000)])
    waits = rounds_of(patient(host, Told(), expected_seconds), host, 5.0, 100)
    assert sum(waits) <= AT_FIRST * expected_seconds + EARNED * 500.0 + 1e-6
    assert sum(waits) > 0.0


def test_on_a_host_that_never_gets_quiet_waits_get_short() -> None:
    host = Host([(0, 1e9, "make", 2.0)])
    waits = rounds_of(patient(host, Told(), 1000.0), host, 20.0, 50)
    assert waits[0] == pytest.approx(MOST_SECONDS)
    assert sum(waits) < 0.5 * (AT_FIRST + EARNED) * 1000.0


def test_an_early_wait_leaves_time_for_those_of_later_rounds() -> None:
    host = Host([(0, 5, "make", 2.0), (25, 27, "make", 2.0)])
    waits = rounds_of(patient(host, Told(), 100.0), host, 20.0, 2)
    assert waits[1] >= 1.0


def test_an_interrupt_ends_a_wait_at_once() -> None:
    host = Host([(0, 1e9, "make", 2.0)], interrupted_at=3.0)
    with pytest.raises(KeyboardInterrupt):
        patient(host, Told()).wait()
    assert host.now == pytest.approx(3.0)


def looks(earlier: dict[str, float], later: dict[str, float], taken: float) -> tuple[Look, Look]:
    """Two looks a second apart, with a process for every name."""

    def processes(seconds: dict[str, float]) -> dict[tuple[int, float], tuple[str, float]]:
        order = sorted({*earlier, *later})
        return {(order.index(name), 0.0): (name.rstrip("0123456789"), each) for name, each in seconds.items()}

    return (
        Look(clock_seconds=0, taken_seconds=0, processes=processes(earlier)),
        Look(clock_seconds=1, taken_seconds=taken, processes=processes(later)),
    )


def test_processes_of_one_name_are_one_taker_and_a_new_one_counts_from_its_start() -> None:
    before, after = looks({"tab1": 10.0, "tab2": 20.0}, {"tab1": 10.5, "tab2": 20.25, "tab3": 0.25}, 1.0)
    assert after.takers_since(before) == (Taker(name="tab", share=1.0),)


def test_what_no_process_accounts_for_is_taken_by_others() -> None:
    before, after = looks({"pip": 1.0, "gone": 3.0}, {"pip": 1.5}, 2.0)
    assert after.takers_since(before) == (Taker(name="pip", share=0.5), Taker(name="", share=1.5))


def test_only_the_busiest_are_named() -> None:
    names = [f"{letter}" for letter in "abcdef"]
    before, after = looks({}, {name: 0.1 * number for number, name in enumerate(names)}, 1.5)
    assert [taker.name for taker in after.takers_since(before)] == ["f", "e", "d", ""]


def processes(monkeypatch: pytest.MonkeyPatch, *told: dict[str, Any]) -> Look:
    """A look at a host with these processes alone."""
    monkeypatch.setattr(psutil, "process_iter", lambda _: [SimpleNamespace(info=each) for each in told])
    return quiet.look()


def process(pid: int, name: str | None, **changes: Any) -> dict[str, Any]:
    times = SimpleNamespace(user=1.0, system=0.5)
    return {"pid": pid, "ppid": 1, "name": name, "cpu_times": times, "create_time": 5.0, **changes}


def test_names_are_shown_without_control_characters_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = processes(monkeypatch, process(70, "\x1b[2Jevil\u202e\n"), process(71, "n" * 300))
    (first, seconds), (second, _) = seen.processes.values()
    assert first.isprintable()
    assert "evil" in first
    assert second.isprintable()
    assert len(second) < 30
    assert seconds == 1.5


def test_a_process_that_may_not_be_looked_at_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = process(70, None, ppid=None, cpu_times=None, create_time=None)
    assert not processes(monkeypatch, hidden).processes
    assert processes(monkeypatch, process(70, None)).processes.keys() == {(70, 5.0)}


@pytest.mark.skipif(sys.platform != "linux", reason="kernel threads are processes on Linux only")
def test_kernel_threads_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not processes(monkeypatch, process(2, "kthreadd"), process(9, "kworker", ppid=2)).processes


def test_our_own_processes_and_what_they_started_are_left_out() -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        grandchild = int(started.stdout.readline())
        seen = {pid for pid, _ in quiet.look().processes}
        started.communicate("\n")
    assert psutil.pid_exists(os.getpid())
    assert seen.isdisjoint({os.getpid(), started.pid, grandchild})
    assert seen, "a host has other processes"


@pytest.mark.parametrize(
    ("changes", "disturbance", "wanted"),
    [({}, "none", True), ({"schedule": "whole"}, "none", False), ({}, "cpu", False)],
)
def test_where_disturbance_is_the_question_no_quiet_moment_is_wanted(
    changes: dict[str, Any], disturbance: str, wanted: bool
) -> None:
    plan = plan_of([setting(), setting(disturbance=disturbance)], **changes)
    assert plan.wants_quiet is wanted


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many slices were measured by the time of each wait."""
    found: list[int] = []

    class Counting(Patience):
        def wait(self, since: Look | None = None) -> None:
            found.append(len(progress_of(self).slices))
            self.waited_seconds += 1.5

    monkeypatch.setattr(quiet, "Patience", Counting)
    return found


def progress_of(patience: Patience) -> Remembering:
    told = vars(patience)["_progress"]
    assert isinstance(told, Remembering)
    return told


def measured(plan: Plan, *, await_quiet: bool) -> Remembering:
    told = Remembering()
    trials = measure(
        plan, blocks_of(plan), host="h", files=FILES, progress=told, session="s",
        await_quiet=await_quiet, command=FAKE,
    )  # fmt: skip
    with closing(trials):  # type: ignore[type-var]
        assert all(record.failure is None for record in trials)
    return told


def test_each_block_waits_before_its_first_slice_and_that_is_no_measuring(waits: list[int]) -> None:
    plan = plan_of([setting(), setting()], rounds=2)
    told = measured(plan, await_quiet=True)
    assert waits[0] == 0
    assert len(waits) >= 2
    assert told.summary is not None
    assert told.summary.waited_seconds == 1.5 * len(waits)
    assert told.summary.measuring_share == replace(told.summary, waited_seconds=0.0).measuring_share


def test_a_heavy_spell_is_waited_for_once_several_passes_in_a_row_were_disturbed(
    waits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Meanwhile(elsewhere_ns=10**9, steal_ns=UNKNOWN, pressure_ns=UNKNOWN)
    monkeypatch.setattr(BlockRun, "_look_around", lambda _: told)
    measured(plan_of([setting(), setting(), setting()], seconds=0.3), await_quiet=True)
    assert waits[0] == 0
    assert 3 * SPELL <= waits[1] <= 2 * 3 * SPELL  # in some passes each cell runs two slices
    assert len(waits) >= 3


@pytest.mark.parametrize("await_quiet", [False, True])
def test_nothing_waits_unasked_or_where_whole_trials_are_measured(
    waits: list[int], await_quiet: bool
) -> None:
    told = measured(
        plan_of([setting()], schedule="whole" if await_quiet else "slices"), await_quiet=await_quiet
    )
    assert not waits
    assert told.summary is not None
    assert told.summary.waited_seconds == 0.0


def test_ctrl_c_while_a_session_waits_ends_it_and_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    others = set(psutil.Process().children())  # a browser may still be open in the process of the tests

    class Pressed(Patience):
        def wait(self, since: Look | None = None) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(quiet, "Patience", Pressed)
    with pytest.raises(KeyboardInterrupt):
        measured(plan_of([setting()]), await_quiet=True)
    assert not set(psutil.Process().children()) - others
