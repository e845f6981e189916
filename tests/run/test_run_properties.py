"""What is asked of OpenVINO, and how its answers are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import openvino as ov
import pytest

from ovreport.plan import Setting
from ovreport.run import properties
from tests.run.plans import setting


class Refusing:
    """A plugin that raises for every property."""

    def get_property(self, *names: str) -> object:
        raise RuntimeError(f"Exception from src/a.cpp:1:\nUnsupported property {names[-1]}")

    def get_runtime_model(self) -> object:
        raise RuntimeError("no graph")


@dataclass
class Telling:
    """A compiled network, or a core, that knows some properties."""

    known: dict[str, Any] = field(default_factory=dict)

    def get_property(self, *names: str) -> object:
        if names[-1] == "SUPPORTED_PROPERTIES":
            return dict.fromkeys(self.known, "RO")
        if names[-1] not in self.known:
            raise RuntimeError("Unsupported property")
        return self.known[names[-1]]

    def get_runtime_model(self) -> object:
        raise RuntimeError("no graph")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"streams": None}, {}),
        ({"streams": 2}, {"NUM_STREAMS": "2"}),
        ({"streams": "auto"}, {"NUM_STREAMS": "AUTO"}),
        ({"streams": None, "hint": "throughput"}, {"PERFORMANCE_HINT": "THROUGHPUT"}),
        ({"streams": None, "hint": "none"}, {}),
        ({"streams": None, "precision": "f16"}, {"INFERENCE_PRECISION_HINT": "f16"}),
        ({"streams": None, "threads": 3}, {"INFERENCE_NUM_THREADS": "3"}),
        ({"streams": None, "device": "GPU.1"}, {"ALLOW_AUTO_BATCHING": "NO"}),
        ({"streams": None, "device": "AUTO:CPU"}, {"ALLOW_AUTO_BATCHING": "NO"}),
        ({"streams": 2, "properties": (("NUM_STREAMS", "4"),)}, {"NUM_STREAMS": "4"}),
    ],
)
def test_properties_are_asked_for_as_text(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert properties.asked(setting(**changes)) == expected


def test_the_number_of_requests_is_never_a_hint() -> None:
    asked: Setting = setting(requests=8, hint="throughput")
    assert not [name for name in properties.asked(asked) if "NUM_REQUESTS" in name]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (ov.Type.f16, "f16"),
        (ov.Type.bf16, "bf16"),
        (ov.Type.f32, "f32"),
        (ov.Type.dynamic, "dynamic"),
        (True, "True"),
        (2, "2"),
        ("THROUGHPUT", "THROUGHPUT"),
        (["GPU.0", "CPU"], "GPU.0 CPU"),
        ({"b", "a"}, "a b"),
        (ov.properties.hint.PerformanceMode.LATENCY, "LATENCY"),
        (ov.properties.hint.ExecutionMode.ACCURACY, "ACCURACY"),
    ],
)
def test_values_are_spelled_as_openvinos_tools_do(raw: object, expected: str) -> None:
    assert properties.text(raw) == expected


def test_a_plugin_that_tells_nothing_leaves_everything_open() -> None:
    force = properties.in_force(Refusing(), Refusing(), requests=3)
    assert (force.devices, force.precision, force.streams, force.requests) == ((), None, None, 3)
    assert not force.emulated
    assert force.primitives == ()
    assert properties.advised(Refusing()) is None


def test_virtual_devices_are_read_through_the_devices_beneath() -> None:
    beneath = {"GPU.0": {"NUM_STREAMS": 2, "INFERENCE_PRECISION_HINT": ov.Type.f16}}
    known = {"EXECUTION_DEVICES": ["GPU.0"], "DEVICE_PROPERTIES": beneath}
    force = properties.in_force(Refusing(), Telling(known), requests=1)
    assert (force.devices, force.streams, force.precision) == (("GPU.0",), 2, "f16")
    assert dict(force.properties)["GPU.0.NUM_STREAMS"] == "2"


def test_devices_that_disagree_leave_the_value_open() -> None:
    beneath = {"GPU.0": {"NUM_STREAMS": 2}, "CPU": {"NUM_STREAMS": 1}}
    known = {"EXECUTION_DEVICES": ["GPU.0", "CPU"], "DEVICE_PROPERTIES": beneath}
    assert properties.in_force(Refusing(), Telling(known), requests=1).streams is None


def test_the_graph_of_auto_is_not_believed_where_another_device_executes() -> None:
    auto = {"MULTI_DEVICE_PRIORITIES": "GPU CPU", "MODEL_PRIORITY": "MEDIUM"}
    assert properties.is_foreign_graph(auto, ("GPU.0",))
    assert not properties.is_foreign_graph(auto, ("CPU",))
    assert not properties.is_foreign_graph({"NUM_STREAMS": "1"}, ("GPU.0",))


@pytest.mark.parametrize(
    ("precision", "capable", "expected"),
    [
        ("bf16", {"FP32"}, True),
        ("bf16", {"FP32", "BF16"}, False),
        ("f16", {"FP32"}, True),
        ("f32", set(), False),
        ("bf16", None, False),
        (None, {"FP32"}, False),
    ],
)
def test_a_precision_without_the_capability_is_emulated(
    precision: str | None, capable: set[str] | None, expected: bool
) -> None:
    known = None if capable is None else frozenset(capable)
    assert properties.is_emulated(precision, known) is expected


def test_several_devices_can_only_do_what_all_can() -> None:
    class Core:
        def get_property(self, device: str, name: str) -> list[str]:
            return {"CPU": ["FP32", "BF16"], "GPU.0": ["FP32", "FP16"]}[device]

    assert properties.capabilities(Core(), ("CPU", "(GPU.0)")) == frozenset({"FP32"})


def test_a_number_in_words_is_left_open() -> None:
    known = {"EXECUTION_DEVICES": ["CPU"], "NUM_STREAMS": "AUTO", "INFERENCE_NUM_THREADS": "4"}
    force = properties.in_force(Refusing(), Telling(known), requests=1)
    assert (force.streams, force.threads) == (None, 4)


@dataclass
class Layer:
    """A node of an execution graph with what it tells of itself."""

    told: dict[str, str]

    def get_rt_info(self) -> dict[str, np.ndarray[Any, Any]]:
        return {name: np.array(value) for name, value in self.told.items()}


def test_layers_are_counted_by_the_precision_of_their_primitives() -> None:
    class Graph(Telling):
        def get_runtime_model(self) -> object:
            layers = [
                Layer({"layerType": "Convolution", "primitiveType": "brgconv_avx512_f32"}),
                Layer({"layerType": "Convolution", "primitiveType": "brgconv_avx512_bf16"}),
                Layer({"layerType": "FullyConnected", "primitiveType": "gemm_F32"}),
                Layer({"layerType": "Input", "primitiveType": "unknown_f32"}),
                Layer({"layerType": "Reorder", "primitiveType": "reorder"}),
                Layer({"layerType": "Convolution"}),
                Layer({}),
            ]
            return SimpleNamespace(get_ops=lambda: layers)

    assert properties.primitives(properties.executed(Graph())) == (("f32", 2), ("bf16", 1))


def test_a_layer_whose_primitive_is_not_known_tells_no_precision() -> None:
    class Graph(Telling):
        def get_runtime_model(self) -> object:
            layers = [
                Layer({"layerType": "If", "primitiveType": "unknown_I8"}),
                Layer({"layerType": "Reshape", "primitiveType": "unknown_f32"}),
                Layer({"layerType": "Convert", "primitiveType": "ref_i64"}),
            ]
            return SimpleNamespace(get_ops=lambda: layers)

    assert properties.executed(Graph()) == [("convert", "i64")]


def test_the_layers_that_do_the_arithmetic_are_counted_apart_from_the_rest() -> None:
    layers = [
        ("convolution", "i8"),
        ("convolution", "i8"),
        ("fullyconnected", "f32"),
        ("gemm", "f32"),
        ("rnnseq", "f32"),
        ("reorder", "i8"),
        ("softmax", "f32"),
    ]
    told = (("convolution", "i8", 2), ("matmul", "f32", 2), ("recurrent", "f32", 1))
    assert properties.arithmetic(layers) == told


def test_a_devices_unreadable_properties_are_left_out() -> None:
    device = properties.described(Telling({"FULL_DEVICE_NAME": "A  GPU  "}), "GPU")
    assert (device.full_name, device.capabilities, device.properties) == ("A GPU", (), ())
