"""Shapes, batch and storage of a network are what the experiment says, or it is said why not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import pytest
from openvino import opset8 as ops

from ovreport.errors import ModelError
from ovreport.model_sources import BUILTIN
from ovreport.models import counting, reading
from tests.models.sources import SHARED_MODELS, builtin, in_file

pytestmark = pytest.mark.openvino


def saved(folder: Path, shape: Sequence[int], *, layout: str = "", fixed: bool = False) -> Path:
    """A network with one input of this shape (-1 is dynamic) that adds 1, saved as f32 or as it reshapes."""
    data = ops.parameter(ov.PartialShape(list(shape)), np.float32, name="data")
    data.output(0).tensor.set_names({"data"})
    if layout:
        data.set_layout(ov.Layout(layout))
    node = ops.add(data, np.float32(1))
    if fixed:
        node = ops.reshape(node, np.array([2, -1]), special_zero=False)
        node = ops.add(node, np.zeros((2, 6), np.float32))
    path = folder / "net.xml"
    ov.save_model(ov.Model([node], [data], "net"), path, compress_to_fp16=False)
    return path


def shape_of(model: ov.Model) -> list[int]:
    return list(model.inputs[0].shape)


@pytest.mark.parametrize("name", BUILTIN)
@pytest.mark.parametrize("batch", [1, 3])
def test_every_built_in_network_takes_a_batch(name: str, batch: int) -> None:
    assert shape_of(reading.read(builtin(name), batch=batch))[0] == batch


def test_a_dynamic_batch_becomes_the_one_asked_for(tmp_path: Path) -> None:
    assert shape_of(reading.read(in_file(saved(tmp_path, [-1, 3, 4, 4])), batch=2)) == [2, 3, 4, 4]


def test_an_image_network_with_another_batch_is_reshaped_to_the_one_asked_for(tmp_path: Path) -> None:
    assert shape_of(reading.read(in_file(saved(tmp_path, [4, 3, 2, 2])), batch=1)) == [1, 3, 2, 2]


def test_nobodys_batch_is_changed_unasked(tmp_path: Path) -> None:
    assert shape_of(reading.read(in_file(saved(tmp_path, [4, 3, 2, 2])))) == [4, 3, 2, 2]


def test_the_layout_says_which_dimension_is_the_batch(tmp_path: Path) -> None:
    path = saved(tmp_path, [7, 1, 5], layout="?N?")
    assert shape_of(reading.read(in_file(path), batch=3)) == [7, 3, 5]


def test_a_network_whose_batch_nobody_knows_is_left_alone_at_batch_1(tmp_path: Path) -> None:
    path = saved(tmp_path, [20, 5])
    assert shape_of(reading.read(in_file(path))) == [20, 5]
    with pytest.raises(ModelError, match=r"data \[20, 5\] does not say which dimension is the batch"):
        reading.read(in_file(path), batch=2)


def test_a_dynamic_shape_without_values_says_what_to_write(tmp_path: Path) -> None:
    path = saved(tmp_path, [-1, 3, -1, -1])
    with pytest.raises(ModelError, match=r"data \[\?, 3, \?, \?\] has a dynamic shape") as found:
        reading.read(in_file(path))
    assert str(found.value).splitlines()[-1] == "shapes: {data: [1, 3, 224, 224]}"


def test_a_rank_that_is_not_known_says_what_to_write(tmp_path: Path) -> None:
    data = ops.parameter(ov.PartialShape.dynamic(), np.float32, name="data")
    data.output(0).tensor.set_names({"data"})
    ov.save_model(ov.Model([ops.relu(data)], [data], "net"), tmp_path / "net.xml")
    with pytest.raises(ModelError, match=r"input data \[...\] has a dynamic shape"):
        reading.read(in_file(tmp_path / "net.xml"))


@pytest.mark.parametrize("name", ["data", ""])
def test_shapes_of_the_experiment_make_a_network_static(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, [-1, 3, -1, -1])
    model = reading.read(in_file(path), batch=2, shapes=((name, (1, 3, 8, 8)),))
    assert shape_of(model) == [2, 3, 8, 8]


def test_a_shape_for_an_input_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    path = saved(tmp_path, [1, 3, 2, 2])
    with pytest.raises(ModelError, match=r"names image, but there is no such input; it has data"):
        reading.read(in_file(path), shapes=(("image", (1, 3, 2, 2)),))


def test_a_shape_with_too_few_numbers_is_explained(tmp_path: Path) -> None:
    path = saved(tmp_path, [-1, 3, -1, -1])
    with pytest.raises(ModelError, match=r"has 4 dimensions; the experiment gives it \[1, 3, 2\]"):
        reading.read(in_file(path), shapes=(("data", (1, 3, 2)),))


def test_a_network_that_does_not_reshape_says_so_in_openvinos_words(tmp_path: Path) -> None:
    path = saved(tmp_path, [1, 3, 2, 2], fixed=True)
    with pytest.raises(
        ModelError,
        match=r"does not reshape to data \[3, 3, 2, 2\] \(batch 3\); write .* OpenVINO says: .{10,400}",
    ):
        reading.read(in_file(path), batch=3)


def test_a_file_that_is_no_network_is_explained(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"this is no network")
    with pytest.raises(ModelError, match=r"OpenVINO cannot read net\.onnx; export it anew .* It says: \S"):
        reading.read(in_file(tmp_path / "net.onnx"))


def element_types(model: ov.Model) -> set[str]:
    """Of all constants with several values in them."""
    return {
        op.get_element_type().get_type_name()
        for op in model.get_ops()
        if op.get_type_name() == "Constant" and op.get_element_type().is_real()
    }


def test_storage_is_what_was_asked_for() -> None:
    assert element_types(reading.read(builtin("tiny"))) == {"f32"}
    assert element_types(reading.read(builtin("tiny"), storage="f16")) == {"f16"}


def test_a_file_with_f16_weights_is_expanded_where_f32_is_asked_for(tmp_path: Path) -> None:
    ov.save_model(reading.read(builtin("tiny")), tmp_path / "tiny.xml", compress_to_fp16=True)
    files = in_file(tmp_path / "tiny.xml")
    assert element_types(reading.read(files)) == {"f16"}
    assert element_types(reading.read(files, storage="f32")) == {"f32"}


def test_storage_and_batch_do_not_change_what_is_counted() -> None:
    counted = [
        counting.count(reading.read(builtin("tiny"), storage=storage, batch=batch), batch=batch)
        for storage in (None, "f16")
        for batch in (1, 3)
    ]
    assert len({(each.parameters, each.macs) for each in counted}) == 1


def test_the_small_networks_are_counted_by_hand() -> None:
    tiny = counting.count(reading.read(builtin("tiny")))
    convolutions = [(3, 8, 9, 256), (8, 16, 9, 64), (16, 10, 1, 1)]  # inputs, outputs, kernel, places
    assert tiny.parameters == sum(i * o * k + o for i, o, k, _ in convolutions)
    assert tiny.macs == sum(i * o * k * places for i, o, k, places in convolutions)
    no_op = counting.count(reading.read(builtin("no-op")))
    assert (no_op.parameters, no_op.macs) == (0, 0)


def test_a_matrix_product_is_counted() -> None:
    data = ops.parameter([2, 5, 7], np.float32, name="data")
    model = ov.Model([ops.matmul(data, np.zeros((7, 3), np.float32), False, False)], [data], "net")
    counts = counting.count(model)
    assert (counts.parameters, counts.macs) == (21, 2 * 5 * 7 * 3)


def test_a_transposed_convolution_is_counted() -> None:
    data = ops.parameter([1, 2, 4, 4], np.float32, name="data")
    weights = np.zeros((2, 3, 2, 2), np.float32)
    node = ops.convolution_backprop_data(data, weights, [2, 2])
    counts = counting.count(ov.Model([node], [data], "net"))
    assert (counts.parameters, counts.macs) == (24, 2 * 4 * 4 * 3 * 2 * 2)


def test_a_network_with_dynamic_shapes_has_no_number_of_products() -> None:
    data = ops.parameter(ov.PartialShape([-1, 2, 4, 4]), np.float32, name="data")
    node = ops.convolution(data, np.zeros((3, 2, 1, 1), np.float32), [1, 1], [0, 0], [0, 0], [1, 1])
    counts = counting.count(ov.Model([node], [data], "net"))
    assert (counts.macs, counts.uncounted) == (None, ("Convolution (dynamic)",))


def weights(*shape: int) -> ov.Node:
    """Weights as a quantised network stores them: whole numbers, a conversion, zero point and scale."""
    stored = ops.constant(np.ones(shape, np.int8))
    shifted = ops.subtract(ops.convert(stored, np.float32), np.full((shape[0], 1, 1, 1), 2, np.float32))
    return ops.multiply(shifted, np.full((shape[0], 1, 1, 1), 0.5, np.float32))


def test_zero_points_and_scales_of_stored_integers_are_no_parameters() -> None:
    data = ops.parameter([1, 2, 4, 4], np.float32, name="data")
    node = ops.convolution(data, weights(3, 2, 1, 1), [1, 1], [0, 0], [0, 0], [1, 1])
    bias = ops.add(node, np.zeros((1, 3, 1, 1), np.float32))
    assert counting.count(ov.Model([bias], [data], "net")).parameters == 3 * 2 + 3


def test_the_ranges_of_a_quantisation_are_no_parameters() -> None:
    data = ops.parameter([1, 2, 4, 4], np.float32, name="data")
    low, high = np.zeros((), np.float32), np.ones((), np.float32)
    filters = ops.fake_quantize(ops.constant(np.ones((3, 2, 1, 1), np.float32)), low, high, low, high, 256)
    node = ops.convolution(data, filters, [1, 1], [0, 0], [0, 0], [1, 1])
    assert counting.count(ov.Model([node], [data], "net")).parameters == 3 * 2


def test_a_learnt_scale_between_layers_is_a_parameter() -> None:
    data = ops.parameter([1, 2, 4, 4], np.float32, name="data")
    scaled = ops.multiply(ops.relu(data), np.full((1, 2, 1, 1), 3, np.float32))
    assert counting.count(ov.Model([scaled], [data], "net")).parameters == 2


def test_only_stored_weights_are_expanded_and_conversions_of_inputs_stay(tmp_path: Path) -> None:
    data = ops.parameter([1, 3, 2, 2], np.uint8, name="data")
    node = ops.add(ops.convert(data, np.float32), np.full((1, 3, 1, 1), 3, np.float32))
    ov.save_model(ov.Model([node], [data], "net"), tmp_path / "net.xml", compress_to_fp16=True)
    model = reading.read(in_file(tmp_path / "net.xml"), storage="f32")
    assert element_types(model) == {"f32"}
    assert [op.get_type_name() for op in model.get_ops()].count("Convert") == 1


def test_the_tiny_network_answers_differently_for_different_images() -> None:
    compiled = ov.Core().compile_model(reading.read(builtin("tiny")), "CPU")
    answers = [
        compiled(np.random.default_rng(seed).integers(0, 256, (1, 3, 32, 32)).astype(np.float32))[0].copy()
        for seed in (0, 1)
    ]
    assert np.abs(answers[0] - answers[1]).max() > 1e-4
    np.testing.assert_allclose([each.sum() for each in answers], 1, rtol=1e-5)


LANDMARKS = "landmarks-regression-retail-0009"
FACES = "face-detection-adas-0001"


@pytest.mark.skipif(not SHARED_MODELS.is_dir(), reason="the sample models are not beside the checkout")
class TestRealNetworks:
    """Official networks of Open Model Zoo."""

    @pytest.mark.parametrize("kind", ["FP32", "FP16", "FP16-INT8"])
    def test_one_network_has_the_same_size_in_every_precision(self, kind: str) -> None:
        files = in_file(SHARED_MODELS / LANDMARKS / kind / f"{LANDMARKS}.xml")
        counts = counting.count(reading.read(files, batch=3), batch=3)
        reference = in_file(SHARED_MODELS / LANDMARKS / "FP32" / f"{LANDMARKS}.xml")
        whole = counting.count(reading.read(reference))
        assert (counts.parameters, counts.macs) == (whole.parameters, whole.macs)

    @pytest.mark.parametrize("kind", ["FP16", "FP16-INT8"])
    def test_a_detection_network_takes_batch_3(self, kind: str) -> None:
        files = in_file(SHARED_MODELS / FACES / kind / f"{FACES}.xml")
        assert shape_of(reading.read(files, batch=3)) == [3, 3, 384, 672]


@pytest.mark.parametrize("storage", ["f16", "f32"])
def test_what_is_stored_anew_is_what_reading_in_that_storage_gives(tmp_path: Path, storage: Any) -> None:
    stored = reading.store(builtin("tiny"), storage, tmp_path / "net.xml")
    assert element_types(reading.read(stored, storage=storage)) == {storage}
    assert element_types(reading.read(stored, storage=storage)) == element_types(
        reading.read(builtin("tiny"), storage=storage)
    )
    assert (stored.sha256, stored.stored) == (builtin("tiny").sha256, storage)
