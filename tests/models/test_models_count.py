"""What is counted in a graph, and what is said of what cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from ovreport.models import counting
from ovreport.models.graph import Node
from tests.models.sources import SHARED_MODELS

pytestmark = pytest.mark.openvino


def network(*results: Node, inputs: list[Node]) -> ov.Model:
    return ov.Model(list(results), inputs)


def taking(*shape: int) -> Node:
    return ops.parameter(list(shape), np.float32)


def ones(*shape: int) -> Node:
    return ops.constant(np.ones(shape, np.float32))


def rounded(node: Node) -> Node:
    low, high = (ops.constant(np.float32(value)) for value in (-4, 4))
    return ops.fake_quantize(node, low, high, low, high, 256)


def test_a_network_without_rounding_is_not_quantised() -> None:
    x = taking(1, 8)
    assert counting.count(network(ops.matmul(x, ones(8, 4), False, False), inputs=[x])).quantised == ""


def test_rounding_between_the_layers_makes_a_network_quantised() -> None:
    x = taking(1, 8)
    product = ops.matmul(rounded(x), rounded(ones(8, 4)), False, False)
    assert counting.count(network(product, inputs=[x])).quantised == "activations"


def test_weights_that_are_stored_as_integers_alone_are_told_apart() -> None:
    x, stored = taking(1, 8), ops.constant(np.ones((8, 4), np.int8))
    weights = ops.multiply(ops.convert(stored, "f32"), ops.constant(np.float32(0.1)))
    assert counting.count(network(ops.matmul(x, weights, False, False), inputs=[x])).quantised == "weights"


def test_integers_that_are_converted_and_not_scaled_are_no_weights() -> None:
    x, table = taking(1, 8), ops.constant(np.ones((1, 8), np.int8))
    assert counting.count(network(ops.add(x, ops.convert(table, "f32")), inputs=[x])).quantised == ""


@pytest.mark.parametrize("steps", [1, 7])
def test_a_recurrent_layer_multiplies_at_every_step(steps: int) -> None:
    x, state = taking(1, steps, 5), taking(1, 1, 4)
    lengths = ops.constant(np.array([steps], np.int64))
    layer = ops.lstm_sequence(
        x, state, state, lengths, ones(1, 16, 5), ones(1, 16, 4), ones(1, 16), 4, "forward"
    )
    counts = counting.count(network(layer.output(0), inputs=[x, state]))
    assert (counts.macs, counts.uncounted) == (steps * 4 * 4 * (5 + 4), ())


def test_attention_multiplies_queries_with_keys_and_weights_with_values() -> None:
    query, key, value = taking(2, 6, 8), taking(2, 9, 8), taking(2, 9, 3)
    counts = counting.count(
        network(ops.scaled_dot_product_attention(query, key, value), inputs=[query, key, value])
    )
    assert counts.macs == 2 * 6 * 9 * (8 + 3)


def looping(body: Node, inner: Node) -> ov.Model:
    x = taking(1, 5)
    loop = ops.loop(ops.constant(np.int32(4)), ops.constant(np.array(True)))
    going = ops.result(ops.constant(np.array([True])))
    loop.set_function(ov.Model([ops.result(body), going], [inner]))
    loop.set_special_body_ports([-1, 1])
    loop.set_merged_input(inner, x.output(0), body.output(0))
    return network(loop.get_iter_value(body.output(0), -1), inputs=[x])


def test_a_loop_that_multiplies_is_named_as_not_counted() -> None:
    inner = taking(1, 5)
    assert counting.count(looping(ops.matmul(inner, ones(5, 5), False, False), inner)).uncounted == ("Loop",)
    inner = taking(1, 5)
    assert counting.count(looping(ops.relu(inner), inner)).uncounted == ()


def test_the_int8_file_of_a_real_network_is_recognised() -> None:
    folder = SHARED_MODELS / "landmarks-regression-retail-0009"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    found = {kind: counting.count(opened(folder / kind)).quantised for kind in ("FP32", "FP16", "FP16-INT8")}
    assert found == {"FP32": "", "FP16": "", "FP16-INT8": "activations"}


def opened(folder: Path) -> ov.Model:
    return ov.Core().read_model(next(folder.glob("*.xml")))


def test_products_of_known_shapes_are_counted_beside_those_of_dynamic_ones() -> None:
    known, open_ = taking(1, 4), ops.parameter(ov.PartialShape([-1, 4]), np.float32)
    products = [ops.matmul(each, ones(4, 3), False, False) for each in (known, open_)]
    counts = counting.count(network(*products, inputs=[known, open_]))
    assert (counts.macs, counts.uncounted) == (12, ("MatMul (dynamic)",))
