"""What the real engine feeds its requests with, and what becomes of a network's state between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import pytest
from openvino import opset15 as op
from openvino.op.util import Variable, VariableInfo

from ovreport.models import ModelFiles
from ovreport.plan import Feed, ModelSource, Setting
from ovreport.run.engine import StepError, Task
from ovreport.run.openvino_engine import OpenVINOEngine, bf16_bits
from ovreport.run.outputs import sample
from ovreport.run.recorder import Buffer, Queue, SliceLimits, record_async, record_sync
from tests.run.plans import MEASURE, setting

pytestmark = pytest.mark.openvino

NETWORK = ModelSource(name="m", kind="file", location="m.xml")


def parameter(name: str, shape: list[int], kind: object = np.float32) -> Any:
    made = op.parameter(shape, kind, name=name)
    made.output(0).tensor.set_names({name})
    return made


def growing() -> ov.Model:
    """A state that every request makes one step longer."""
    x = parameter("x", [1, 1, 4])
    info = VariableInfo()
    info.data_shape, info.data_type, info.variable_id = ov.PartialShape([1, -1, 4]), ov.Type.f32, "past"
    past = Variable(info)
    longer = op.concat([op.read_value(op.constant(np.zeros((1, 0, 4), np.float32)), past), x], 1)
    total = op.reduce_sum(longer, op.constant(np.array([1])), False)
    return ov.Model([op.result(total)], [op.assign(longer, past)], [x])


def identity(kind: object, shape: list[int]) -> ov.Model:
    x = parameter("x", shape, kind)
    return ov.Model([op.result(op.relu(op.convert(x, "f32")))], [x])


def engine_of(model: ov.Model, folder: Path, **asked: Any) -> tuple[OpenVINOEngine, Queue, Task]:
    path = folder / "m.xml"
    ov.save_model(model, path, compress_to_fp16=False)
    files = ModelFiles(name="m", paths=(path, path.with_suffix(".bin")), sha256="0")
    wanted: Setting = setting(model=NETWORK, **asked)
    task = Task(setting=wanted, measure=MEASURE, files=files)
    engine = OpenVINOEngine()
    engine.read(task)
    engine.compile(task.setting)
    return engine, engine.queue(task), task


def steps_of(engine: OpenVINOEngine) -> list[int]:
    """How long the state of every request is."""
    return [state.state.shape[1] for request in engine._requests for state in request.query_state()]


@pytest.mark.parametrize("mode", ["async", "sync"])
def test_a_state_that_is_reset_never_grows(tmp_path: Path, mode: str) -> None:
    engine, queue, task = engine_of(growing(), tmp_path, mode=mode, requests=2)
    record = record_sync if mode == "sync" else record_async
    record(queue, Buffer(), SliceLimits(length_ns=0, least=20))
    assert max(steps_of(engine)) <= 1
    given = engine._requests[0].get_input_tensor(0).data[:, 0]
    np.testing.assert_array_equal(engine._requests[0].get_output_tensor(0).data, given)
    assert engine.model(task).variables == 1


def test_a_state_that_is_kept_grows_with_every_request_of_its_slot(tmp_path: Path) -> None:
    engine, queue, _ = engine_of(growing(), tmp_path, requests=2, state="keep")
    span = record_async(queue, Buffer(), SliceLimits(length_ns=0, least=20))
    assert sum(steps_of(engine)) == span.total


def test_a_network_without_variables_is_started_as_ever(tmp_path: Path) -> None:
    engine, queue, task = engine_of(identity(np.float32, [1, 4]), tmp_path)
    assert queue.idle == engine._queue.get_idle_request_id
    assert queue.renew is None
    assert engine.model(task).variables == 0


def test_several_files_come_to_the_slots_in_turn_and_go_on_in_the_next_slice(tmp_path: Path) -> None:
    files = tuple(str(tmp_path / f"{number}.npy") for number in range(3))
    for number, file in enumerate(files):
        np.save(file, np.full((1, 4), float(number), np.float32))
    feed = Feed(input="x", kind="arrays", paths=("*.npy",), files=files)
    engine, queue, _ = engine_of(identity(np.float32, [1, 4]), tmp_path, requests=2, inputs=(feed,))
    assert queue.renew is not None
    seen = []
    for number in range(3):
        queue.renew(number)
        seen += [request.get_input_tensor(0).data[0, 0] for request in engine._requests]
    assert seen == [0, 1, 2, 0, 1, 2]


def test_strings_go_in_and_are_told_apart_when_they_come_out(tmp_path: Path) -> None:
    def answer(*text: str) -> tuple[Any, ...]:
        words = parameter("words", [2], ov.Type.string)
        feed = Feed(input="words", kind="text", text=text)
        engine, queue, _ = engine_of(ov.Model([op.result(words)], [words]), tmp_path, inputs=(feed,))
        record_async(queue, Buffer(), SliceLimits(length_ns=0))  # infer() warns of its copy of them
        return engine.outputs().samples

    (one,), (again,), (other,) = answer("a", "b"), answer("a", "b"), answer("a", "c")
    assert one.shape == (2,)
    assert one.sha256 == again.sha256 != other.sha256


def test_halves_of_f32_numbers_are_fed_as_bf16(tmp_path: Path) -> None:
    feed = Feed(input="x", kind="constant", numbers=(1.5,))
    engine, queue, _ = engine_of(identity(ov.Type.bf16, [1, 4]), tmp_path, inputs=(feed,))
    queue.infer()
    assert engine._requests[0].get_output_tensor(0).data.tolist() == [[1.5] * 4]


def test_a_number_becomes_the_nearest_bf16_one() -> None:
    numbers = np.array([1.0, -2.0, 1 + 2**-8, 1 + 2**-7 + 2**-8], np.float32)  # the last two lie halfway
    back = (bf16_bits(numbers).astype(np.uint32) << 16).view(np.float32)
    assert back.tolist() == [1.0, -2.0, 1.0, 1 + 2**-6]


def test_what_was_fed_is_recorded(tmp_path: Path) -> None:
    feed = Feed(input="x", kind="uniform", numbers=(0.0, 2.0))
    engine, queue, task = engine_of(identity(np.float32, [1, 4]), tmp_path, inputs=(feed,))
    queue.infer()
    (fed,) = engine.model(task).fed
    assert (fed.input, fed.how, fed.numbers, fed.why) == ("x", "uniform", (0.0, 2.0), "given")


def test_an_input_that_the_network_lacks_is_a_failed_step(tmp_path: Path) -> None:
    feed = Feed(input="y", kind="constant", numbers=(1.0,))
    with pytest.raises(StepError, match=r"inputs\.y: there is no such input; there are x"):
        engine_of(identity(np.float32, [1, 4]), tmp_path, inputs=(feed,))


def detections(*confidences: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    rows = [[0, 1, confidence, 0, 0, 1, 1] for confidence in confidences]
    return np.array([*rows, [-1, 0, 0, 0, 0, 0, 0]], np.float32).reshape(1, 1, -1, 7)


@pytest.mark.parametrize(
    ("values", "share"),
    [
        (np.array([0.0, 1.0, 1e-9, 1 - 1e-8]), 1.0),
        (np.array([0.0, 0.5, 0.2, 0.5]), 0.25),
        (np.array([[0.0, 1.0, 0.0], [0.0, 0.5, 0.5]]), 0.5),
        (np.array([0.0, 0.0, 0.0, 7.0]), 0.0),
        (np.array([np.nan, np.inf, 3.0, 7.0]), 0.5),
        (np.array([0, 1, 1, 0]), None),
        (np.empty((0, 4)), None),
        (detections(1.0, 1.0, 0.5, 0.5), 0.5),
        (detections(), None),
    ],
    ids=[
        "all at an end",
        "one zero",
        "scores",
        "zeros of a ReLU",
        "no numbers",
        "whole",
        "empty",
        "detections",
        "no detection",
    ],
)
def test_values_at_the_ends_are_counted(values: np.ndarray[Any, Any], share: float | None) -> None:
    assert sample("y", values).saturated == share
