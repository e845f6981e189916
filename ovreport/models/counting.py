"""Count what a model holds and computes, in its graph. Imports OpenVINO."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import openvino as ov

from ovreport.models.graph import Node
from ovreport.records import Quantised


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted.

    Attributes:
        parameters: Values of the weights, biases and other constants that the model computes with.
            Preprocessing (arithmetic between an input and the first other operation), ranges and scales of a
            quantisation and integer constants that are no compressed weights do not count.
        macs: Multiply-accumulate operations of one sample in convolutions, matrix products (attention
            included) and recurrent layers; `None` where no shape of theirs is known.
        operations: Operations in the graph, constants included.
        quantised: What is quantised: the weights alone, or what flows between the layers as well, which
            makes devices compute in integers; empty where nothing is.
        uncounted: Types of the operations that multiply and are not in `macs`, since their graph does not
            tell how often they do: loops, dynamic shapes, and what is too rare to have a formula. Sorted.
    """

    parameters: int
    macs: int | None
    operations: int
    quantised: Quantised = ""
    uncounted: tuple[str, ...] = ()


_ARITHMETIC = {"Add", "Subtract", "Multiply", "Divide", "Convert"}
_WEIGHTED = {"Convolution", "GroupConvolution", "ConvolutionBackpropData", "GroupConvolutionBackpropData"}
_COMPRESSED = {"i8", "u8", "i4", "u4", "nf4"}
_RECURRENT = {
    "LSTMSequence": 4,
    "GRUSequence": 3,
    "RNNSequence": 3,
    "LSTMCell": 3,
    "GRUCell": 2,
    "RNNCell": 2,
}
"""Recurrent operations, and at which input the weights W stand; those of the state, R, stand behind them."""

_LOOPS = {"TensorIterator", "Loop"}
_WITHOUT_FORMULA = {"BinaryConvolution", "DeformableConvolution", "Einsum"}


def count(model: ov.Model, *, batch: int = 1) -> Counts:
    """Parameters, multiply-accumulates of one image and operations of a model.

    Args:
        model: What has dynamic shapes in it is not counted.
        batch: Images of a request, by which the multiply-accumulates are divided.
    """
    nodes = model.get_ops()
    preprocessing = _preprocessing(model)
    parameters = sum(
        math.prod(node.get_output_shape(0))
        for node in nodes
        if node.get_type_name() == "Constant" and _is_parameter(node, preprocessing)
    )
    macs, dynamic = _macs(nodes)
    return Counts(
        parameters=parameters,
        macs=None if dynamic and not macs else macs // batch,
        operations=len(nodes),
        quantised=_quantised(nodes),
        uncounted=tuple(sorted({node.get_type_name() for node in nodes if _is_uncounted(node)} | dynamic)),
    )


def _quantised(nodes: Sequence[Node]) -> Quantised:
    """What a FakeQuantize rounds: weights, which are constants, or what other layers hand on.

    Frontends turn quantised ONNX and TFLite models into FakeQuantize too.
    """
    rounded = [node.input_value(0).get_node() for node in nodes if node.get_type_name() == "FakeQuantize"]
    if any(_source(node, "Convert", "Reshape").get_type_name() != "Constant" for node in rounded):
        return "activations"
    return "weights" if rounded or any(map(_is_compressed, nodes)) else ""


def _source(node: Node, *passed: str) -> Node:
    """Where the first input of operations of these types comes from, one after another."""
    while node.get_type_name() in passed:
        node = node.input_value(0).get_node()
    return node


def _is_compressed(node: Node) -> bool:
    """Whether it is a weight stored as integers: converted, perhaps shifted, and scaled."""
    if node.get_type_name() != "Constant" or node.get_element_type().get_type_name() not in _COMPRESSED:
        return False
    converted = [user for user, _ in _users(node) if user.get_type_name() == "Convert"]
    scaled = [user for each in converted for user, _ in _users(each)]
    return any(user.get_type_name() in {"Subtract", "Multiply"} for user in scaled)


def _is_uncounted(node: Node) -> bool:
    """Whether it multiplies in a way without a formula, or in a loop's body or a branch of an If."""
    kind = node.get_type_name()
    if kind == "If":
        bodies = [node.get_then_body(), node.get_else_body()]
    elif kind in _LOOPS:
        bodies = [node.get_function()]
    else:
        return kind in _WITHOUT_FORMULA
    return any(_multiplies(each) for body in bodies for each in body.get_ops())


def _multiplies(node: Node) -> bool:
    kind = node.get_type_name()
    counted = {*_WEIGHTED, *_RECURRENT, "MatMul", "ScaledDotProductAttention"}
    return kind in counted or _is_uncounted(node)


def _is_parameter(constant: Node, preprocessing: set[str]) -> bool:
    kind = constant.get_element_type()
    users = list(_users(constant))
    if kind.is_real():
        return not all(
            user.get_friendly_name() in preprocessing or _is_quantisation(user, index)
            for user, index in users
        )
    return kind.get_type_name() in _COMPRESSED and any(user.get_type_name() == "Convert" for user, _ in users)


def _is_quantisation(user: Node, index: int) -> bool:
    """Ranges of a FakeQuantize, and scale and zero point of a weight that is stored as an integer."""
    if user.get_type_name() == "FakeQuantize":
        return index > 0
    if user.get_type_name() not in {"Multiply", "Subtract"}:
        return False
    scaled = _source(user.input_value(1 - index).get_node(), "Convert", "Subtract", "Reshape")
    return scaled.get_type_name() == "Constant" and not scaled.get_element_type().is_real()


def _users(node: Node) -> Iterator[tuple[Node, int]]:
    for port in node.output(0).get_target_inputs():
        user = port.get_node()
        # a conversion of a stored f16 weight is part of the weight
        if user.get_type_name() == "Convert" and node.get_type_name() == "Constant":
            yield from _users(user) if node.get_element_type().is_real() else [(user, 0)]
        else:
            yield user, port.get_index()


def _preprocessing(model: ov.Model) -> set[str]:
    """Names of the arithmetic between the inputs and the first other operations."""
    found: set[str] = set()
    waiting = list(model.get_parameters())
    while waiting:
        for port in waiting.pop().output(0).get_target_inputs():
            user = port.get_node()
            if user.get_type_name() in _ARITHMETIC and user.get_friendly_name() not in found:
                found.add(user.get_friendly_name())
                waiting.append(user)
    return found


def _macs(nodes: Sequence[Node]) -> tuple[int, set[str]]:
    """What nodes of known shapes multiply, and the types of those of a dynamic one, which has no number."""
    total, dynamic = 0, set()
    for node in nodes:
        try:
            total += _macs_of(node)
        except RuntimeError:
            dynamic.add(f"{node.get_type_name()} (dynamic)")
    return total, dynamic


def _macs_of(node: Node) -> int:
    kind = node.get_type_name()
    if kind in _WEIGHTED:
        return _convolution_macs(node, kind)
    if kind == "MatMul":
        first = list(node.input_value(0).get_shape())
        shared = first[-2 if len(first) > 1 and node.get_attributes()["transpose_a"] else -1]
        return int(math.prod(node.get_output_shape(0)) * shared)
    if kind in _RECURRENT:
        return _recurrent_macs(node, _RECURRENT[kind])
    return _attention_macs(node) if kind == "ScaledDotProductAttention" else 0


def _recurrent_macs(node: Node, place: int) -> int:
    """W times the input and R times the state, once for every sample and step.

    W is `[directions, gates x hidden, inputs]` and R `[directions, gates x hidden, hidden]`, a cell's without
    directions; OpenVINO's operation specifications of LSTMSequence, GRUSequence, RNNSequence and their cells.
    """
    steps = [int(each) for each in node.input_value(0).get_shape()[:-1]]
    weights = sum(math.prod(node.input_value(index).get_shape()) for index in (place, place + 1))
    return int(math.prod(steps) * weights)


def _attention_macs(node: Node) -> int:
    """Query times key and weights times value: `[..., L, E]`, `[..., S, E]`, `[..., S, Ev]`.

    OpenVINO's operation specification of ScaledDotProductAttention (opset 13).
    """
    query, value = ([int(each) for each in node.input_value(index).get_shape()] for index in (0, 2))
    return int(math.prod(query[:-1]) * value[-2] * (query[-1] + value[-1]))


def _convolution_macs(node: Node, kind: str) -> int:
    """Products of one output value (of one input value for a transposed convolution) times the values."""
    weights = list(node.input_value(1).get_shape())
    per_group = weights[1:] if kind.startswith("Group") else weights
    transposed = kind.endswith("BackpropData")
    values = node.input_value(0).get_shape() if transposed else node.get_output_shape(0)
    return math.prod(int(each) for each in (*values, *per_group[1:]))
