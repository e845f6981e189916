"""What the runner and its workers say to one another."""

import io
import json
import os
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ovreport.codec import from_json, to_json
from ovreport.plan import ModelSource
from ovreport.run.engine import Task
from ovreport.run.messages import NoMessageError, decode, encode, length, receive
from tests.run.plans import FILES, MEASURE, setting

UNSPEAKABLE = ModelSource(name="n", kind="file", location=os.fsdecode(b"/caf\xe9/n.xml"))
"""In a folder whose name is no UTF-8, as systems allow."""


def test_arrays_arrive_as_they_were_sent() -> None:
    sent: dict[str, NDArray[Any]] = {
        "a": np.arange(6, dtype=np.int16).reshape(2, 3),
        "b": np.array([], np.float64),
    }
    header, arrays = decode(encode({"x": 1}, sent))
    assert header == {"x": 1}
    for name, array in sent.items():
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype


def test_an_incomplete_prefix_has_no_length_yet() -> None:
    message = encode({"x": 1})
    assert length(message[:7]) is None
    assert length(message) == len(message)


def test_a_closed_pipe_is_the_end() -> None:
    assert receive(io.BytesIO(b"")) is None
    assert receive(io.BytesIO(encode({"do": "finish"}))) == {"do": "finish"}


@pytest.mark.parametrize(
    "task",
    [
        Task(setting=setting(), measure=MEASURE, files=FILES["tiny"]),
        Task(setting=setting("x", streams="auto", requests="auto"), measure=MEASURE, files=FILES["tiny"]),
        Task(setting=setting(model=UNSPEAKABLE), measure=MEASURE, files=FILES["tiny"]),
    ],
)
def test_a_task_comes_back_equal(task: Task) -> None:
    assert from_json(Task, json.loads(json.dumps(to_json(task)))) == task


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(NoMessageError):
        length(b"a line of text")
