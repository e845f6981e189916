"""A worker's answers, without the process around them."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ovreport.codec import from_json, to_json
from ovreport.models import ModelFiles
from ovreport.plan import Mode, Setting
from ovreport.run import signals, usage
from ovreport.run.engine import Engine, StepError, Survey, Task
from ovreport.run.floor import Flight
from ovreport.run.hardware import Device
from ovreport.run.messages import decode, encode, length
from ovreport.run.openvino_engine import OpenVINOEngine
from ovreport.run.process import WORKER, environment
from ovreport.run.recorder import Queue
from ovreport.run.trial import Finished, Order, Prepared, SliceDone
from ovreport.run.worker import Session
from tests.commandline import PATIENCE_SECONDS
from tests.run.fake_engine import FakeEngine
from tests.run.plans import FAKE, FILES, MEASURE, setting

NO_OP = ModelFiles(name="no-op", builtin="no-op", sha256="0" * 64)


def prepare(asked: Setting, files: ModelFiles = FILES["tiny"]) -> dict[str, Any]:
    return {"do": "prepare", "task": to_json(Task(setting=asked, measure=MEASURE, files=files))}


def floor_of(make: Callable[[], Engine], flight: Flight) -> int | None:
    header, _ = decode(Session(make, 0).answer({"do": "floor", "flight": to_json(flight)}))
    floor: int | None = header["floor_ns"]
    return floor


def test_the_floor_is_the_time_between_two_completions_with_as_many_in_flight() -> None:
    floors = [floor_of(FakeEngine, Flight(mode="async", streams=streams, requests=4)) for streams in (1, 2)]
    assert floors[0] == pytest.approx(1_000_000, rel=0.01)  # one stream after another request
    assert floors[1] == pytest.approx(500_000, rel=0.01)


def test_a_trial_is_prepared_measured_and_handed_over() -> None:
    session = Session(FakeEngine, 17)
    prepared = from_json(Prepared, decode(session.answer(prepare(setting())))[0]["prepared"])
    assert prepared.startup.import_ns == 17
    order = Order(turn=0, position=0, length_ns=20_000_000, least=2)
    header, _ = decode(session.answer({"do": "slice", "order": to_json(order)}))
    done = from_json(SliceDone, header["slice"])
    header, arrays = decode(session.answer({"do": "finish"}))
    finished = from_json(Finished, header["finished"])
    assert finished.in_force.devices == ("CPU",)
    assert (arrays["phase"] == 1).sum() == done.measured


@pytest.mark.parametrize(
    ("script", "kind"),
    [("compile:refuse", "compile"), ("read:memory", "memory"), ("compile:no-room", "memory")],
)
def test_a_step_that_fails_is_an_answer(script: str, kind: str) -> None:
    header, _ = decode(Session(FakeEngine, 0).answer(prepare(setting(script))))
    assert header["failure"]["kind"] == kind


def test_an_inference_that_fails_is_an_answer_in_openvinos_words() -> None:
    session = Session(FakeEngine, 0)
    session.answer(prepare(setting("slice:lose")))
    failures = []
    for _ in range(2):
        order = Order(turn=0, position=0, length_ns=20_000_000, least=2)
        failures.append(decode(session.answer({"do": "slice", "order": to_json(order)}))[0].get("failure"))
    assert failures == [None, {"kind": "inference", "message": "[FAKE] the device is lost"}]


def test_infer_requests_that_find_no_memory_are_an_answer() -> None:
    class WithoutRoom(FakeEngine):
        def queue(self, task: Task) -> Queue:
            raise RuntimeError("[FAKE] CL_OUT_OF_HOST_MEMORY")

    header, _ = decode(Session(WithoutRoom, 0).answer(prepare(setting())))
    assert header["failure"]["kind"] == "memory"


def test_a_survey_measures_nothing() -> None:
    header, _ = decode(Session(FakeEngine, 0).answer({"do": "survey"}))
    survey = from_json(Survey, header["survey"])
    assert survey.devices == (Device(name="CPU", full_name="A fake processor"),)
    assert dict(survey.versions)["openvino"] == "0.fake"


def test_a_host_that_cannot_run_the_no_op_network_has_no_floor() -> None:
    class WithoutProcessor(FakeEngine):
        def compile(self, setting: Setting) -> None:
            raise StepError("compile", "no plugin for CPU")

    assert floor_of(WithoutProcessor, Flight(mode="sync", streams=1, requests=1)) is None


@pytest.mark.parametrize("command", [FAKE, pytest.param(WORKER, marks=pytest.mark.openvino)])
def test_a_worker_whose_pipe_closes_ends_by_itself(command: tuple[str, ...]) -> None:
    survey = encode({"do": "survey"})
    ended = subprocess.run(
        command, input=survey, capture_output=True, env=environment(), timeout=PATIENCE_SECONDS
    )
    assert ended.returncode == 0
    first = length(ended.stdout)
    assert decode(ended.stdout)[0]["ready"] > 0
    assert from_json(Survey, decode(ended.stdout[first:])[0]["survey"]).devices


def test_a_worker_that_is_stopped_amid_a_large_answer_hands_over_all_of_it() -> None:
    order = Order(turn=0, position=0, length_ns=0, least=50_000)
    commands = [prepare(setting()), {"do": "slice", "order": to_json(order)}, {"do": "finish"}]
    with subprocess.Popen(
        FAKE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environment()
    ) as process:
        assert process.stdin
        assert process.stdout
        answers, received = process.stdout, bytearray()
        for message in (b"", *map(encode, commands[:2])):  # it tells first that it is ready
            process.stdin.write(message)
            received.clear()
            while len(received) < (length(received) or 1):
                piece = answers.read(1 << 16)
                assert piece, "the worker has ended"
                received += piece
        process.stdin.write(encode(commands[2]))
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            selector.select()  # it is writing now, and not done: the pipe holds less than the answer
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        process.send_signal(signal.SIGCONT)
        process.stdin.close()
        answer = answers.read()
    assert length(answer) == len(answer)
    assert len(decode(answer)[1]["submit_ns"]) > 50_000


def test_a_worker_whose_runner_dies_while_it_starts_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter([17, 1])  # the orphan is given to the first process

    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(prctl=lambda *_: 0))
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(SystemExit):
        signals.die_with_parent()


def test_only_linux_is_asked_to_end_orphans(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(prctl=lambda *told: asked.append(told)))
    for system, calls in (("darwin", 0), ("linux", 1)):
        monkeypatch.setattr(sys, "platform", system)
        signals.die_with_parent()
        assert len(asked) == calls


def test_the_memory_limit_bounds_what_is_private_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # absent on Windows

    bounds: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *bound: bounds.append(bound))
    usage.limit_memory(None)
    usage.limit_memory(3)
    assert bounds == [(resource.RLIMIT_DATA, (3 << 20, 3 << 20))]


@pytest.mark.openvino
@pytest.mark.parametrize(("mode", "requests"), [("sync", 1), ("async", 1), ("async", 8)])
def test_the_floor_of_a_request_is_measured_with_the_recorder_itself(mode: Mode, requests: int) -> None:
    floor = floor_of(OpenVINOEngine, Flight(mode=mode, streams=1, requests=requests))
    assert floor is not None
    assert 1_000 < floor < 10_000_000


@pytest.mark.openvino
def test_a_survey_names_the_processor() -> None:
    header, _ = decode(Session(OpenVINOEngine, 0).answer({"do": "survey"}))
    assert "CPU" in [device.name for device in from_json(Survey, header["survey"]).devices]


@pytest.mark.openvino
@pytest.mark.parametrize(
    "asked",
    [setting(streams=2, requests=2), setting(mode="sync"), setting(device="AUTO:CPU", requests="auto")],
)
def test_the_real_engine_tells_what_is_in_force(asked: Setting) -> None:
    session = Session(OpenVINOEngine, 0)
    session.answer(prepare(replace(asked, precision="f32"), NO_OP))
    order = Order(turn=0, position=0, length_ns=5_000_000, least=2)
    session.answer({"do": "slice", "order": to_json(order)})
    header, _ = decode(session.answer({"do": "finish"}))
    force = from_json(Finished, header["finished"]).in_force
    assert (force.devices, force.precision) == (("CPU",), "f32")
    assert force.requests == (2 if asked.requests == 2 else 1)


@pytest.mark.openvino
def test_a_network_from_a_file_is_not_copied(tmp_path: Path) -> None:
    files = ModelFiles(name="n", paths=(tmp_path / "n.xml",), sha256="0")
    command = {"do": "keep", "storage": None, "files": to_json(files), "folder": str(tmp_path)}
    header, _ = decode(Session(OpenVINOEngine, 0).answer(command))
    assert from_json(ModelFiles, header["kept"]) == files
