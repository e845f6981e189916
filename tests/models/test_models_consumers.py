"""What a graph tells of the values that its inputs take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as op

from ovreport import models
from ovreport.models.consumers import Need
from ovreport.models.pictures import AS_THEY_ARE, NORMALISED, Pixels

Node = Any
UP_TO_ONE = Pixels("uniform", 0, 1)


def whole(*values: int) -> Node:
    return op.constant(np.array(values, np.int64))


def number(value: float) -> Node:
    return op.constant(np.float32(value))


def weights(*shape: int, scale: float = 1.0) -> Node:
    return op.constant((np.random.default_rng(1).standard_normal(shape) * scale).astype(np.float32))


def ids(*shape: int) -> Node:
    return op.parameter(list(shape), np.int64, name="ids")


def needed(build: Callable[[Node], Node], source: Node) -> Need:
    """What the graph of one input tells."""
    (need,) = models.needs(ov.Model([op.result(build(source))], [source]))
    return need


def table(rows: int) -> Callable[[Node], Node]:
    return lambda x: op.gather(weights(rows, 4), x, whole(0))


@pytest.mark.parametrize(
    "between",
    [
        lambda x: x,
        lambda x: op.convert(x, "i32"),
        lambda x: op.unsqueeze(x, whole(0)),
        lambda x: op.reshape(x, whole(-1), False),
        lambda x: op.slice(op.concat([x, x], 1), whole(0), whole(3), whole(1), whole(1)),
        lambda x: op.select(op.less(x, whole(0)), whole(0), x),
    ],
    ids=["straight", "converted", "unsqueezed", "reshaped", "cut", "chosen"],
)
def test_ids_are_followed_to_the_table_that_they_choose_from(between: Callable[[Node], Node]) -> None:
    assert needed(lambda x: table(30)(between(x)), ids(1, 4)).rows == 30


def test_the_smallest_table_counts() -> None:
    both = lambda x: op.add(table(30)(x), table(7)(x))  # noqa: E731 - a graph
    assert needed(both, ids(1, 4)).rows == 7


def test_what_is_added_to_ids_leaves_fewer_rows() -> None:
    assert needed(lambda x: table(30)(op.add(x, whole(2))), ids(1, 4)).rows == 28


def test_rows_lie_along_the_axis_that_is_gathered() -> None:
    assert needed(lambda x: op.gather(weights(4, 9), x, whole(1)), ids(2)).rows == 9


def test_numbers_that_are_compared_with_a_count_are_those_counted() -> None:
    """As an export writes out a OneHot."""

    def through(*numbers: int) -> int | None:
        one_hot = needed(lambda x: op.equal(op.unsqueeze(x, whole(-1)), whole(*numbers)), ids(1, 4))
        return one_hot.rows

    assert through(*range(257)) == 257
    assert through(3, 1, 2) is None


def test_a_table_of_compressed_weights_is_one_too() -> None:
    packed = op.constant(np.ones((11, 4), np.int8))
    wide = op.multiply(op.convert(packed, "f32"), number(0.1))
    assert needed(lambda x: op.gather(wide, x, whole(0)), ids(2)).rows == 11


def test_a_number_that_becomes_one_hot_has_as_many_places_as_that() -> None:
    depth, on, off = op.constant(np.int64(6)), number(1), number(0)
    assert needed(lambda x: op.one_hot(x, depth, on, off, 1), ids(2)).rows == 6


def test_calculated_ids_tell_nothing() -> None:
    assert needed(lambda x: table(30)(op.multiply(x, whole(3))), ids(1, 4)).rows is None


def test_a_bag_has_ids_and_offsets() -> None:
    bag_ids, offsets = ids(6), op.parameter([2], np.int64, name="offsets")
    bag = op.embedding_bag_offsets_sum(weights(12, 4), bag_ids, offsets)
    of_ids, of_offsets = models.needs(ov.Model([op.result(bag)], [bag_ids, offsets]))
    assert of_ids.rows == 12
    assert of_offsets.role == "offsets"


def test_a_recurrent_layer_has_states_and_lengths() -> None:
    x = op.parameter([1, 5, 3], np.float32, name="x")
    hidden, cell = (op.parameter([1, 1, 4], np.float32, name=name) for name in ("a", "b"))
    lengths = op.parameter([1], np.int32, name="n")
    layer = op.lstm_sequence(
        x, hidden, cell, lengths, weights(1, 16, 3), weights(1, 16, 4), weights(1, 16), 4, "forward"
    )
    of_x, of_hidden, of_cell, of_lengths = models.needs(
        ov.Model([op.result(layer.output(0))], [x, hidden, cell, lengths])
    )
    assert of_x.role is None
    assert (of_hidden.role, of_cell.role) == ("state", "state")
    assert of_lengths.length == 5


def image(kind: object = np.float32) -> Node:
    return op.parameter([1, 3, 8, 8], kind, name="image")


def convolved(x: Node, scale: float) -> Node:
    return op.convolution(x, weights(4, 3, 3, 3, scale=scale), [1, 1], [0, 0], [0, 0], [1, 1])


@pytest.mark.parametrize(
    ("build", "pixels"),
    [
        (lambda x: convolved(x, 0.3), NORMALISED),
        (lambda x: convolved(x, 0.003), AS_THEY_ARE),
        (lambda x: convolved(op.multiply(x, number(1 / 255)), 0.3), AS_THEY_ARE),
        (lambda x: convolved(op.subtract(x, number(127)), 0.3), AS_THEY_ARE),
        (lambda x: convolved(op.divide(op.subtract(x, number(123.7)), number(58.4)), 0.3), AS_THEY_ARE),
        (lambda x: convolved(op.divide(op.subtract(x, number(0.48)), number(0.23)), 0.3), UP_TO_ONE),
        (lambda x: convolved(op.add(op.multiply(x, number(1)), number(0)), 0.3), NORMALISED),
        (lambda x: op.fake_quantize(x, number(0), number(255), number(0), number(255), 256), AS_THEY_ARE),
        (lambda x: op.fake_quantize(x, number(-2), number(2), number(-2), number(2), 256), NORMALISED),
        (lambda x: op.greater(x, number(127)), AS_THEY_ARE),
        (lambda x: convolved(op.transpose(x, whole(0, 1, 3, 2)), 0.3), NORMALISED),
    ],
    ids=[
        "filters of size one", "small filters", "scale", "mean", "mean and scale", "mean and scale of 0..1",
        "nothing done", "quantised bytes", "quantised units", "no filters", "moved",
    ],
)  # fmt: skip
def test_a_picture_is_wanted_in_the_numbers_that_the_graph_begins_with(
    build: Callable[[Node], Node], pixels: Pixels
) -> None:
    assert needed(build, image()).pixels == pixels


def test_bytes_are_pictures_as_they_are() -> None:
    assert needed(lambda x: convolved(op.convert(x, "f32"), 0.3), image(np.uint8)).pixels == AS_THEY_ARE


def test_a_network_and_its_quantised_copy_want_the_same() -> None:
    def quantised(x: Node) -> Node:
        return convolved(op.fake_quantize(x, number(-4), number(4), number(-4), number(4), 256), 0.3)

    assert needed(quantised, image()).pixels == needed(lambda x: convolved(x, 0.3), image()).pixels
