"""The rebuilt network is the published one, layer by layer, and its fixed weights load it sensibly."""

from collections import Counter
from functools import cache

import numpy as np
import openvino as ov
import pytest
from numpy.typing import NDArray

from ovreport.models import counting, reading
from ovreport.models.layers import BACKBONE, HEADS, class_layer, location_layer
from ovreport.records import Tensor
from ovreport.run import inputs
from tests.models.sources import builtin

pytestmark = pytest.mark.openvino

IMAGE = Tensor(name="data", type="f32", shape=(1, 3, 300, 300))


@cache
def network() -> ov.Model:
    return reading.read(builtin("mobilenet-ssd"))


@cache
def compiled(batch: int = 1, storage: str | None = None) -> ov.CompiledModel:
    model = reading.read(builtin("mobilenet-ssd"), batch=batch, storage="f16" if storage == "f16" else None)
    # the precision is fixed, since some CPUs would choose bf16 by themselves
    return ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def image(seed: int, batch: int = 1) -> NDArray[np.generic]:
    """The input that the runner makes of a seed."""
    tensor = Tensor(name="data", type="f32", shape=(batch, 3, 300, 300), batch_place=0)
    return inputs.fill([inputs.FedInput(tensor=tensor)], seed=seed)[0].turn(0)


def detections(output: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows before the first one whose image is -1."""
    rows = output.reshape(-1, 7)
    ends = np.flatnonzero(rows[:, 0] < 0)
    return rows[: ends[0]] if len(ends) else rows


def priors() -> NDArray[np.float32]:
    model = reading.read(builtin("mobilenet-ssd"))
    joined = next(op for op in model.get_ops() if op.get_type_name() == "DetectionOutput").input_value(2)
    cut = ov.Model([ov.opset8.result(joined)], model.get_parameters())
    found: NDArray[np.float32] = ov.Core().compile_model(cut, "CPU")(image(0))[0]
    return found


def test_it_has_as_many_parameters_and_products_as_published() -> None:
    counts = counting.count(network())
    assert counts.parameters == 5_783_417
    assert counts.macs == 1_148_479_168
    assert round(2 * counts.macs / 1e9, 4) == 2.2970


def test_backbone_and_heads_have_their_shares() -> None:
    sizes = [layer.outputs * (layer.fan_in + 1) for layer in BACKBONE]
    heads = [layer for head in HEADS for layer in (location_layer(head), class_layer(head))]
    assert sum(sizes) == 5_417_792
    assert sum(layer.outputs * (layer.fan_in + 1) for layer in heads) == 365_625
    assert sum(size for size, layer in zip(sizes, BACKBONE, strict=True) if layer.depthwise) == 49_600


def test_it_has_47_convolutions_13_of_them_depthwise() -> None:
    kinds = Counter(op.get_type_name() for op in network().get_ops())
    assert kinds["Convolution"] + kinds["GroupConvolution"] == 47
    assert kinds["GroupConvolution"] == 13
    assert kinds["Relu"] == 35


def test_input_and_output_are_the_published_ones() -> None:
    (data,), (found,) = network().inputs, network().outputs
    assert (data.any_name, list(data.shape), data.element_type) == ("data", [1, 3, 300, 300], ov.Type.f32)
    assert (found.any_name, list(found.shape)) == ("detection_out", [1, 1, 100, 7])


def test_it_has_1917_priors_where_the_published_network_has_them() -> None:
    found = priors()
    assert found.shape == (1, 2, 7668)
    boxes = found[0, 0].reshape(1917, 4)
    first = (-0.07368421, -0.07368421, 0.12631579, 0.12631579)
    last = (0.22575863, -0.32272416, 0.7742414, 1.3227242)
    np.testing.assert_allclose(boxes[0], first, rtol=1e-6)
    np.testing.assert_allclose(boxes[-1], last, rtol=1e-6)
    widths = (boxes[1083:1089, 2] - boxes[1083:1089, 0]) * 300
    np.testing.assert_allclose(widths, (105, 125.499, 148.492, 74.246, 181.865, 60.622), atol=1e-3)
    np.testing.assert_allclose(found[0, 1].reshape(1917, 4), np.tile([0.1, 0.1, 0.2, 0.2], (1917, 1)))


@pytest.mark.parametrize("seed", range(6))
def test_some_ten_to_forty_detections_survive_whatever_the_seed_of_the_input(seed: int) -> None:
    assert 10 <= len(detections(compiled()(image(seed))[0])) <= 40


def test_different_inputs_give_different_detections() -> None:
    first, second = (detections(compiled()(image(seed))[0]).copy() for seed in (0, 1))
    assert first.shape != second.shape or not np.allclose(first, second)


def test_batch_3_reshapes_and_gives_what_three_images_give() -> None:
    model = compiled(batch=3)
    assert list(model.output(0).shape) == [1, 1, 300, 7]
    images = image(0, batch=3)
    together = detections(model(images)[0])
    alone = [detections(compiled()(images[i : i + 1])[0]).copy() for i in range(3)]
    assert [int((together[:, 0] == i).sum()) for i in range(3)] == [len(each) for each in alone]
    np.testing.assert_allclose(together[:, 1:], np.concatenate(alone)[:, 1:], atol=1e-5)


def test_f16_storage_leaves_the_detections_of_the_default_input_in_place() -> None:
    whole, half = (detections(compiled(storage=each)(image(0))[0]) for each in (None, "f16"))
    assert whole.shape == half.shape
    assert 0 < np.abs(whole - half).max() < 0.005


def test_no_detection_of_the_default_input_lies_at_the_threshold() -> None:
    """Else a change of precision would add or drop rows, and outputs could not be compared."""
    assert detections(compiled()(image(0))[0])[:, 2].min() > 0.25 + 0.005


def test_two_builds_are_equal() -> None:
    one, two = (reading.read(builtin("mobilenet-ssd")) for _ in range(2))
    constants = [
        [op.data.tobytes() for op in model.get_ordered_ops() if op.get_type_name() == "Constant"]
        for model in (one, two)
    ]
    assert constants[0] == constants[1]
