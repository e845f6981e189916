"""Sessions with the fake engine: order, shares, failures. Real worker processes, counted time."""

import dataclasses
import errno
import os
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from ovreport.errors import RunError
from ovreport.plan import Block, Cell, Plan, Setting
from ovreport.records import REPEAT_OFFSET, Phase, Record
from ovreport.run import block as block_module
from ovreport.run import process as process_module
from ovreport.run import readings as readings_module
from ovreport.run import signals
from ovreport.run.block import shuffled
from ovreport.run.process import Worker, WorkerError, WorkerPool
from ovreport.run.progress import Running
from ovreport.run.session import measure
from tests.run.plans import FAKE, FILES, Remembering, blocks_of, by_number, number_of, plan_of, setting

LINUX = sys.platform == "linux"


def measured(
    plan: Plan,
    progress: Remembering | None = None,
    command: tuple[str, ...] = FAKE,
    *,
    own_load: bool = False,
) -> list[Record]:
    """All records of a session with fake workers."""
    shown = progress if progress is not None else Remembering()
    session = measure(
        plan,
        blocks_of(plan),
        host="here",
        files=FILES,
        progress=shown,
        session="s",
        own_load=own_load,
        command=command,
    )
    return list(session)


def cells(*scripts: str) -> list[Setting]:
    return [setting(script) for script in scripts]


def test_every_cell_of_every_round_leaves_one_record() -> None:
    records = measured(plan_of([setting(), setting(batch=3)], rounds=2))
    assert sorted((r.round, number_of(r)) for r in records) == [(1, 0), (1, 1), (2, 0), (2, 1)]
    assert all(r.failure is None for r in records)


@pytest.mark.skipif(not hasattr(os, "getloadavg"), reason="no load average here")
@pytest.mark.parametrize("own_load", [False, True])
def test_a_load_average_that_tells_of_our_own_work_is_left_out(*, own_load: bool) -> None:
    for record in measured(plan_of([setting()]), own_load=own_load):
        assert [each.load_1min is None for each in (record.before, record.after)] == [own_load, own_load]


def test_a_trial_gets_its_counted_time_in_slices() -> None:
    (record,) = measured(plan_of([setting()], seconds=0.1, slice_seconds=0.02))
    counted = record.requests.phase == Phase.MEASURED
    assert len(record.slices) == 5
    assert np.count_nonzero(counted) in range(95, 106)


def test_where_the_requests_of_all_cells_are_long_a_block_takes_hardly_longer() -> None:
    """Ten cells of 0.4 s with two requests of 100 ms in a slice: two slices each, and some a third one."""
    records = measured(plan_of([setting(batch=100) for _ in range(10)], seconds=0.4))
    total = sum(len(record.slices) for record in records)
    assert 20 < total <= 20 * 1.2 + 10


@pytest.mark.parametrize(("latency_ms", "slices"), [(1, 20), (20, 10), (100, 5), (250, 2)])
def test_a_cell_of_long_requests_goes_on_until_it_has_enough_slices(latency_ms: int, slices: int) -> None:
    """Of 0.4 s in slices of 20 ms, or of two requests: a quarter of 20 slices, within 2.5 times 0.4 s."""
    records = by_number(measured(plan_of([setting(), setting(batch=latency_ms)], seconds=0.4)))
    for record, least in ((records[0], 20), (records[1], slices)):
        assert len(record.slices) == pytest.approx(least, abs=0.15 * least)


def test_a_trial_of_requests_counts_exactly_as_many() -> None:
    (record,) = measured(plan_of([setting(requests=3)], seconds=None, requests=101))
    assert np.count_nonzero(record.requests.phase == Phase.MEASURED) == 101


def test_in_some_passes_every_cell_runs_two_slices_in_a_row() -> None:
    progress = Remembering()
    measured(plan_of([setting() for _ in range(3)], seconds=0.2), progress)
    followers = [
        (progress.slices[place - 1], (turn, number))
        for place, (turn, number) in enumerate(progress.slices)
        if turn >= REPEAT_OFFSET
    ]
    assert len(followers) >= 3
    assert all(first == (turn - REPEAT_OFFSET, number) for first, (turn, number) in followers)


def test_a_cell_alone_has_no_neighbours_to_look_back_to() -> None:
    progress = Remembering()
    measured(plan_of([setting()], seconds=0.2), progress)
    assert all(turn < REPEAT_OFFSET for turn, _ in progress.slices)


def test_slices_of_a_pass_are_neighbours_and_every_pass_is_shuffled_anew() -> None:
    progress = Remembering()
    measured(plan_of([setting() for _ in range(4)], seconds=0.16), progress)
    passes = [
        [number for turn, number in progress.slices if turn == wanted]
        for wanted in range(1 + max(turn for turn, _ in progress.slices if turn < REPEAT_OFFSET))
    ]
    assert all(sorted(each) == [0, 1, 2, 3] for each in passes)
    assert len({tuple(each) for each in passes}) > 1


def test_the_order_depends_on_the_seed_alone() -> None:
    plan = plan_of([setting() for _ in range(4)])
    block = blocks_of(plan)[0]
    other = dataclasses.replace(plan.measure, seed=8)
    orders = [shuffled(range(20), measure, block, "3") for measure in (plan.measure, plan.measure, other)]
    assert orders[0] == orders[1] != orders[2]


def test_rows_know_the_turn_of_their_slice() -> None:
    progress = Remembering()
    records = measured(plan_of([setting(), setting(batch=2)]), progress)
    for record in records:
        turns = [turn for turn, number in progress.slices if number == number_of(record)]
        assert list(record.slices.turn) == turns


def test_whole_trials_run_one_after_another_and_share_no_turn() -> None:
    progress = Remembering()
    plan = plan_of([setting(), setting(batch=2), setting()], schedule="whole")
    records = measured(plan, progress)
    assert len(progress.slices) == 3
    turns = [set(record.slices.turn.tolist()) for record in records]
    assert all(len(record.slices) == 3 for record in records)
    assert len(set.union(*turns)) == sum(map(len, turns))


@pytest.mark.parametrize("schedule", ["slices", "whole"])
@pytest.mark.parametrize("length", [{"seconds": 60}, {"seconds": None, "requests": 60_000}])
def test_a_trial_with_all_the_rows_that_a_record_may_have_has_enough(
    schedule: str, length: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_module, "MOST_ROWS", 500)
    (record,) = measured(plan_of([setting(requests=3)], schedule=schedule, **length))
    assert record.failure is None
    assert len(record.requests) in range(500, 520)


def test_a_trial_with_all_the_slices_that_a_record_may_have_has_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(block_module, "MOST_SLICES", 5)
    assert [len(r.slices) for r in measured(plan_of([setting(), setting(batch=2)], seconds=60))] == [5, 5]


@pytest.mark.skipif(not LINUX, reason="only Linux tells a process how much memory it holds")
def test_the_peak_of_memory_is_that_of_the_network_however_long_it_is_measured() -> None:
    peaks = []
    for seconds in (1, 400):
        (record,) = measured(plan_of([setting()], seconds=seconds, schedule="whole"))
        assert record.memory is not None
        peaks.append(record.memory.peak_bytes or 0)
    assert abs(peaks[0] - peaks[1]) < 2 << 20  # the rows take 17 MB


def test_every_slot_is_warmed_as_often_as_asked() -> None:
    (record,) = measured(plan_of([setting(requests=3)], warmup_requests=4))
    before = record.requests.slice == -1
    assert np.bincount(record.requests.slot[before]).min() == 4
    assert set(record.requests.phase[before]) == {Phase.WARMUP}


def test_the_synchronous_mode_has_one_slot() -> None:
    (record,) = measured(plan_of([setting(requests=4, mode="sync")]))
    assert set(record.requests.slot) == {0}
    assert record.in_force is not None
    assert record.in_force.requests == 1


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        ("compile:refuse", "compile", "Unsupported property FOO"),
        ("compile:crash", "crash", "SIGSEGV"),
        ("read:exit", "crash", "exit code 3"),
        ("read:memory", "memory", "ran out of the memory"),
        ("slice:lose", "inference", "[FAKE] the device is lost"),
        ("slice:crash", "crash", "SIGSEGV"),
        ("finish:crash", "crash", "SIGSEGV"),
        ("compile:flood", "crash", "printed more than"),
    ],
)
def test_a_cell_that_fails_leaves_its_reason_and_the_others_go_on(script: str, kind: str, said: str) -> None:
    records = by_number(measured(plan_of(cells("", script, ""))))
    failure = records[1].failure
    assert failure is not None
    assert failure.kind == kind
    assert said in failure.message
    assert len(records[1].requests) == 0
    assert records[0].failure is None
    assert records[2].failure is None


def test_a_device_lost_after_some_slices_fails_its_cell_and_the_others_have_all_of_theirs() -> None:
    progress = Remembering()
    plan = plan_of(cells("", "slice:lose", ""), seconds=0.1, slice_seconds=0.02)
    records = by_number(measured(plan, progress))
    failure = records[1].failure
    assert failure is not None
    assert (failure.kind, failure.message) == ("inference", "[FAKE] the device is lost")
    measured_slices = Counter(number for _, number in progress.slices)
    assert 0 < measured_slices[1] < 5
    assert (measured_slices[0], measured_slices[2]) == (5, 5)
    assert len(records[1].requests) == 0  # a trial cut short is no result
    assert [len(records[number].slices) for number in (0, 2)] == [5, 5]


@pytest.mark.parametrize("script", ["compile:hang", "slice:hang"])
def test_a_worker_that_hangs_is_ended_after_the_time_limit(script: str) -> None:
    records = by_number(measured(plan_of(cells("", script), timeout_seconds=3.0)))
    failure = records[1].failure
    assert failure is not None
    assert failure.kind == "timeout"
    assert "took longer than 3" in failure.message
    assert records[0].failure is None


def test_a_failure_shows_what_the_worker_printed_last() -> None:
    (record,) = measured(plan_of(cells("compile:crash")))
    assert record.failure is not None
    assert record.failure.last_lines[-1] == "about to crash"


def test_a_worker_that_dies_at_import_fails_its_cell_alone(tmp_path: Path) -> None:
    records = measured(plan_of(cells("", "")), command=(*FAKE, str(tmp_path), "1", "exit"))
    kinds = sorted(record.failure.kind if record.failure else "" for record in records)
    assert kinds == ["", "crash"]


def test_nothing_can_be_measured_where_the_survey_dies(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"OpenVINO cannot be used here.*exit code 3"):
        measured(plan_of(cells("")), command=(*FAKE, str(tmp_path), "0", "exit"))


def test_windows_is_told_at_once_that_it_cannot_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "CAN_END_GROUPS", False)
    progress = Remembering()
    with pytest.raises(RunError, match="use WSL"):
        measured(plan_of(cells("")), progress)
    assert progress.said == []


def test_a_failed_record_comes_before_the_block_is_done() -> None:
    progress = Remembering()
    measured(plan_of(cells("", "compile:refuse")), progress)
    assert progress.said.index("failed") < progress.said.index("trial")


def test_a_missing_device_is_reported_with_those_that_are_there() -> None:
    progress = Remembering()
    plan = plan_of([setting(device="GPU"), setting()], rounds=2)
    records = measured(plan, progress)
    absent = [record for record in records if number_of(record) == 0]
    assert [record.failure and record.failure.kind for record in absent] == ["no-device"]
    assert absent[0].failure is not None
    assert absent[0].failure.message == "no device GPU here; OpenVINO sees: CPU"
    assert [number_of(record) for record in records if record.failure is None] == [1, 1]


def test_a_plan_whose_devices_are_all_missing_ends_with_a_record_each() -> None:
    progress = Remembering()
    records = measured(plan_of([setting(device="GPU"), setting(device="NPU")], rounds=2), progress)
    assert [record.failure and record.failure.kind for record in records] == ["no-device", "no-device"]
    assert not [said for said in progress.said if said.startswith("round")]


def test_a_failure_that_is_certain_to_repeat_is_not_repeated() -> None:
    records = measured(plan_of(cells("", "compile:refuse"), rounds=3))
    assert [number_of(r) for r in records].count(0) == 3
    assert [number_of(r) for r in records].count(1) == 1


def test_a_crash_gets_a_second_chance_and_no_third() -> None:
    records = measured(plan_of(cells("", "compile:crash"), rounds=4))
    assert [number_of(r) for r in records].count(1) == 2


def test_the_summary_tells_where_the_time_went() -> None:
    progress = Remembering()
    records = measured(plan_of(cells("", "compile:refuse")), progress)
    assert progress.summary is not None
    assert progress.summary.trials == len(records) == 2
    assert progress.summary.failed == 1
    assert 0 < progress.summary.measuring_share <= 1


def test_cells_that_do_not_fit_into_memory_form_groups_that_repeat_the_baseline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readings_module, "available_bytes", lambda: 0)
    records = measured(plan_of([setting() for _ in range(4)]))
    groups: dict[int, list[int]] = {}
    for record in records:
        groups.setdefault(record.group, []).append(number_of(record))
    assert all(0 in numbers and len(numbers) == 2 for numbers in groups.values())
    assert sorted(n for numbers in groups.values() for n in numbers) == [0, 0, 0, 1, 2, 3]


def test_the_baseline_starts_in_its_turn_of_the_shuffled_order() -> None:
    class Prepared(Remembering):
        def cell_prepared(self, block: Block, cell: Cell) -> None:
            self.said.append(f"{block.round}: {cell.id}")

    progress = Prepared()
    plan = plan_of([setting() for _ in range(3)], rounds=6)
    records = sorted(measured(plan, progress), key=lambda each: (each.round, each.order))
    prepared = [each for each in progress.said if ":" in each]
    assert prepared == [f"{each.round}: {each.cell_id}" for each in records]
    assert {each.cell_id == plan.baseline for each in records if each.order == 0} == {False, True}


@pytest.mark.skipif(not LINUX, reason="only Linux tells a process how much memory it holds")
@pytest.mark.parametrize("step", ["compile", "slice"])
def test_memory_that_the_system_does_not_limit_counts_too(step: str) -> None:
    records = by_number(measured(plan_of(cells("", f"{step}:swell"), memory_limit_mib=300)))
    assert records[0].failure is None
    assert records[1].failure is not None
    assert records[1].failure.kind == "memory"
    assert "more than the limit of 300 MiB" in records[1].failure.message


def test_a_worker_above_its_memory_limit_is_ended() -> None:
    (record,) = measured(plan_of(cells(""), memory_limit_mib=1))
    assert record.failure is not None
    assert record.failure.kind == "memory"


def test_a_record_says_where_and_with_what_it_was_measured() -> None:
    (record,) = measured(plan_of(cells("")))
    assert (record.experiment, record.host, record.session) == ("small", "here", "s")
    assert record.openvino_version == "0.fake"
    assert record.model is not None
    assert record.model.sha256 == FILES["tiny"].sha256
    assert record.startup is not None
    assert record.startup.import_ns > 0
    assert record.before.utc_ns <= record.after.utc_ns
    assert record.floor_ns is not None
    assert {fact.group for fact in record.facts} >= {"processor", "memory", "system", "software"}
    assert record.outputs[0].values.tolist() == [0, 0.25, 0.5, 0.75, 1]


def test_a_disturbance_that_ends_by_itself_fails_its_cell() -> None:
    disturbed = setting(disturbance="command: true")
    (record,) = measured(plan_of([disturbed], seconds=1e6))
    assert record.failure is not None
    assert "ended by itself" in record.failure.message


@pytest.mark.parametrize("kind", ["cpu", "memory"])
def test_a_disturbance_runs_beside_its_own_cell(kind: str) -> None:
    records = measured(plan_of([setting(), setting(disturbance=kind)]))
    assert [record.failure for record in records] == [None, None]


class Interrupting(Remembering):
    """Somebody presses Ctrl-C during the first slice; remembers who was at work then."""

    def slice_done(self, running: Running) -> None:
        self.children = psutil.Process().children()
        raise KeyboardInterrupt


def test_an_interrupt_ends_every_worker_and_every_disturbance() -> None:
    progress = Interrupting()
    others = set(psutil.Process().children())
    with pytest.raises(KeyboardInterrupt):
        measured(plan_of([setting(), setting(disturbance="cpu")]), progress)
    ours = set(progress.children) - others
    assert len(ours) == 4, "the survey's, both workers and the disturbance"
    assert not [child for child in ours if child.is_running()]


def test_a_session_that_has_no_room_for_its_next_block_keeps_the_last_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Worker] = []

    def full(command: tuple[str, ...]) -> Worker:
        """As on a system that has room for three more processes: that of the survey and one block."""
        if len(started) == 3:
            raise OSError(errno.EAGAIN, "no more processes")
        started.append(Worker(command))
        return started[-1]

    monkeypatch.setattr(process_module, "Worker", full)
    plan = plan_of(cells("", ""), rounds=2)
    records: list[Record] = []
    session = measure(plan, blocks_of(plan), host="here", files=FILES, session="s", command=FAKE)
    with pytest.raises(RunError, match="cannot be started"):
        records.extend(session)
    assert [record.round for record in records] == [1, 1]


def test_a_system_without_room_for_a_worker_says_so_and_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []

    def full(command: tuple[str, ...]) -> Worker:
        """As on a system that has room for two more processes: that of the survey and one."""
        if len(started) == 2:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        started.append(Worker(command))
        return started[-1]

    monkeypatch.setattr(process_module, "Worker", full)
    with pytest.raises(RunError, match=f"a worker cannot be started: {os.strerror(errno.EAGAIN)}"):
        measured(plan_of(cells("", "")))
    assert not [worker for worker in started if psutil.pid_exists(worker.pid)]


def test_a_system_without_room_for_a_disturbance_says_so_and_no_worker_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []

    class Full(subprocess.Popen[bytes]):
        """As on a system that has room for the workers and no more."""

        def __init__(self, command: Sequence[str], **how: Any) -> None:
            if "ovreport.run.disturbance" in command:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            super().__init__(command, **how)
            started.append(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Full)
    with pytest.raises(RunError, match=f"that disturbs cannot be started: {os.strerror(errno.EAGAIN)}"):
        measured(plan_of([setting(), setting(disturbance="cpu")]))
    assert len(started) >= 3, "the survey and both cells"
    assert not [pid for pid in started if psutil.pid_exists(pid)]


_FLOOD = "import sys\nwhile True: print('word ' * 10_000, file=sys.stderr)"


def test_a_waiting_worker_that_floods_is_ended_while_another_is_heard() -> None:
    pool = WorkerPool()
    try:
        flooding = pool.start((sys.executable, "-c", _FLOOD))
        silent = pool.start((sys.executable, "-c", "import sys; sys.stdin.read()"))
        with pytest.raises(WorkerError, match=r"a step took longer than 0\.5 s"):
            pool.receive(silent, "a step", 0.5)
        with pytest.raises(WorkerError, match="printed more than"):
            pool.receive(flooding, "a step", 60)
        assert max(map(len, flooding.last_lines())) <= 300
    finally:
        pool.end()


_ANSWERING = """import sys
from ovreport.run.messages import encode
sys.stdout.buffer.write(encode({"ready": 1}))
sys.stdout.flush()
sys.stdin.read()"""


def test_an_answer_that_came_while_the_runner_itself_stood_still_counts() -> None:
    """A stopped runner (Ctrl-Z, a paused machine) finds the time over, and the answer in the pipe."""
    pool = WorkerPool()
    try:
        worker = pool.start((sys.executable, "-c", _ANSWERING))
        select.select([worker.answers], [], [])
        header, _ = pool.receive(worker, "a step", 0)
        assert header == {"ready": 1}
    finally:
        pool.end()


def test_a_worker_that_prints_where_it_should_answer_fails_with_what_it_printed() -> None:
    pool = WorkerPool()
    try:
        worker = pool.start((sys.executable, "-c", "print('hello from a start-up hook')"))
        with pytest.raises(WorkerError, match="hello from a start-up hook"):
            pool.receive(worker, "a step", 60)
    finally:
        pool.end()


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("import os; os.close(1); os.read(0, 1)", "crash", "closed its pipe and did not end"),
        ("import sys; sys.exit('std::bad_alloc')", "memory", "ran out of the memory"),
        pytest.param(
            "import os; os.kill(os.getpid(), 40)",
            "crash",
            "ended by signal 40",
            marks=pytest.mark.skipif(not LINUX, reason="only Linux has signals without a name"),
        ),
    ],
)
def test_a_worker_that_is_gone_is_told_by_how_it_went(
    code: str, kind: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "close" in code:
        monkeypatch.setattr(process_module, "_END_SECONDS", 0.01)
    pool = WorkerPool()
    try:
        worker = pool.start((sys.executable, "-c", code))
        with pytest.raises(WorkerError, match=said) as raised:
            pool.receive(worker, "a step", 60)
        assert raised.value.failure.kind == kind
    finally:
        pool.end()


def test_the_last_words_of_a_dead_worker_are_still_heard() -> None:
    worker = Worker((sys.executable, "-c", "import sys; sys.exit('out of luck\\nstd::bad_alloc')"))
    worker._process.wait()
    failure = worker.gone().failure
    worker.close()
    assert failure.kind == "memory"
    assert failure.last_lines == ("out of luck", "std::bad_alloc")


def test_a_command_to_a_worker_that_has_ended_says_how_it_ended() -> None:
    pool = WorkerPool()
    try:
        worker = pool.start((sys.executable, "-c", "raise SystemExit(3)"))
        with pytest.raises(WorkerError, match="exit code 3"):
            pool.receive(worker, "starting", 60)
        with pytest.raises(WorkerError, match="exit code 3"):
            pool.ask(worker, {"do": "finish"}, "a step", 60)
    finally:
        pool.end()


class Killing(Remembering):
    """Kills the youngest worker after the first slice."""

    def slice_done(self, running: Running) -> None:
        if not self.slices:
            children = psutil.Process().children()
            max(children, key=lambda child: child.create_time()).kill()
        super().slice_done(running)


def test_a_worker_that_is_killed_while_it_waits_fails_its_cell_alone() -> None:
    records = measured(plan_of([setting() for _ in range(3)]), Killing())
    failures = [record.failure for record in records if record.failure is not None]
    assert [failure.kind for failure in failures] == ["crash"]
    assert "SIGKILL" in failures[0].message
    assert len(records) == 3
