"""OpenVINO's engine without a worker around it."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import pytest
from numpy.typing import NDArray
from openvino import opset8 as ops

from ovreport.models import ModelFiles
from ovreport.run.engine import StepError, Task
from ovreport.run.openvino_engine import OpenVINOEngine, starter, synchronous
from ovreport.run.outputs import denormal_share, sample
from ovreport.run.recorder import Buffer, Queue, SliceLimits, record_async, record_sync
from tests.run.plans import MEASURE, setting

pytestmark = pytest.mark.openvino

NO_OP = ModelFiles(name="no-op", builtin="no-op", sha256="0")


def saved(model: ov.Model, folder: Path) -> ModelFiles:
    path = folder / "model.xml"
    ov.save_model(model, path, compress_to_fp16=False)
    return ModelFiles(name="m", paths=(path, path.with_suffix(".bin")), sha256="0")


def prepared(task: Task) -> tuple[OpenVINOEngine, Queue]:
    engine = OpenVINOEngine()
    engine.read(task)
    engine.compile(task.setting)
    engine.settle(1)
    return engine, engine.queue(task)


def test_every_slot_is_filled_with_the_same_seeded_values() -> None:
    task = Task(setting=setting(requests=3, precision="f32"), measure=MEASURE, files=NO_OP)
    engine, queue = prepared(task)
    record_async(queue, Buffer(), SliceLimits(length_ns=0))
    inputs = [request.get_input_tensor(0).data.copy() for request in engine._requests]
    outputs = [request.get_output_tensor(0).data for request in engine._requests]
    assert len(inputs) == 3
    for given, answered in zip(inputs, outputs, strict=True):
        np.testing.assert_array_equal(given, inputs[0])
        np.testing.assert_array_equal(answered, np.maximum(given, 0))


def test_an_unknown_file_and_an_unknown_property_are_failed_steps(tmp_path: Path) -> None:
    engine = OpenVINOEngine()
    missing = ModelFiles(name="m", paths=(tmp_path / "m.xml",), sha256="0")
    with pytest.raises(StepError, match=r"m\.xml") as read:
        engine.read(Task(setting=setting(), measure=MEASURE, files=missing))
    asked = setting(properties=(("FOO", "1"),))
    engine.read(Task(setting=asked, measure=MEASURE, files=NO_OP))
    with pytest.raises(StepError, match="FOO") as compiled:
        engine.compile(asked)
    assert (read.value.kind, compiled.value.kind) == ("model", "compile")


def test_an_input_that_cannot_be_filled_is_a_failed_step(tmp_path: Path) -> None:
    small = ops.parameter([1, 4], ov.Type.i4, name="small")
    files = saved(ov.Model([ops.convert(small, "f32")], [small]), tmp_path)
    with pytest.raises(StepError, match="input small holds i4"):
        prepared(Task(setting=setting(), measure=MEASURE, files=files))


def test_a_private_name_that_is_gone_is_replaced_by_the_public_one(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task(setting=setting(requests=2), measure=MEASURE, files=NO_OP)
    engine, _ = prepared(task)
    infer_queue = engine._queue
    monkeypatch.delattr("openvino._pyopenvino.AsyncInferQueue")
    monkeypatch.delattr("openvino._pyopenvino.InferRequest")
    queue = Queue(
        slots=engine._requests,
        idle=infer_queue.get_idle_request_id,
        start=starter(infer_queue),
        wait=infer_queue.wait_all,
        infer=synchronous(engine._requests[0]),
        now=iter(range(0, 10**9, 1000)).__next__,
    )
    assert record_async(queue, Buffer(), SliceLimits(length_ns=10**6)).total > 10
    assert record_sync(queue, Buffer(), SliceLimits(length_ns=10**6)).total > 10


def test_of_a_long_list_of_detections_the_first_whole_rows_are_kept() -> None:
    values = np.arange(300 * 7, dtype=np.float32).reshape(1, 1, 300, 7)
    taken = sample("out", values)
    assert taken.values.tolist() == list(range(146 * 7))
    assert taken.detections is not None
    assert taken.detections.shape == (146, 7)


class Moving:
    """A network of AUTO that answers from the processor, in brackets, so many times before it moves."""

    def __init__(self, times: float) -> None:
        self.left = times

    def get_property(self, name: str) -> str:
        self.left -= 1
        return "(CPU)" if self.left >= 0 else "GPU.0"


def test_nothing_is_measured_before_auto_has_moved_to_its_device() -> None:
    engine = OpenVINOEngine()
    engine._compiled = Moving(3)
    engine.settle(60)
    assert engine._compiled.left == -1


def test_an_auto_that_never_moves_is_waited_for_so_long_and_no_longer() -> None:
    engine = OpenVINOEngine()
    engine._compiled = Moving(float("inf"))
    begin = time.monotonic()
    engine.settle(0.1)
    assert time.monotonic() - begin >= 0.1


def test_a_large_output_is_sampled_evenly_and_hashed_whole() -> None:
    values = np.arange(10_000, dtype=np.float32).reshape(100, 100)
    taken = sample("out", values)
    assert (len(taken.values), taken.values[0], taken.values[-1]) == (1024, 0, 9999)
    changed = values.copy()
    changed[0, 1] = -1
    assert sample("out", changed).sha256 != taken.sha256


def test_a_small_output_is_kept_whole() -> None:
    assert sample("out", np.array([[1, 2], [3, 4]])).values.tolist() == [1, 2, 3, 4]
    assert sample("out", np.empty((0, 4))).values.size == 0


def test_denormals_are_counted_where_they_are_slow_and_small_f16_numbers_are_not() -> None:
    single = np.array([0, 1e-40, 1, -1e-39], np.float32)
    half = np.array([0, 1e-6, 1, 1], np.float16)
    assert denormal_share([single]) == 0.5
    assert denormal_share([half]) is None
    assert denormal_share([single, half]) == 0.5
    assert denormal_share([np.array([1, 2])]) is None


SHARES = np.array([[0.2, 0.7, 0.1], [0.6, 0.3, 0.1]], np.float32)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("y", SHARES, (1, 0)),
        ("y", SHARES.astype(np.float16), (1, 0)),
        ("y", SHARES[:, None], (1, 0)),
        ("y", SHARES * 2, ()),
        ("y", SHARES - 1, ()),
        ("class_logits", SHARES * 9 - 4, (1, 0)),
        ("y", np.ones((5, 1), np.float32), ()),
        ("y", np.array([[0, 1]]), ()),
        ("y", np.array([[math.nan, 1.0]], np.float32), ()),
        ("y", np.full((2000, 2), 0.5, np.float32), ()),
        ("y", np.float32(1), ()),
    ],
)
def test_first_places_are_those_of_scores_alone(
    name: str, values: NDArray[Any], expected: tuple[int, ...]
) -> None:
    """Shares that add up to 1 are scores, and what is called logits; coordinates and embeddings are none."""
    assert sample(name, np.asarray(values)).first_places == expected


def test_values_that_are_no_numbers_are_counted_in_all_of_an_output() -> None:
    values = np.zeros(5000, np.float32)
    values[[3, 7]] = math.nan, math.inf
    assert sample("y", values).not_finite == 2
