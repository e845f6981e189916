"""Count what a network holds and computes, in its graph. Imports OpenVINO."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import openvino as ov

from ovreport.models.graph import Node


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted.

    Attributes:
        parameters: Values of the weights, biases and other constants that the network computes with.
            Preprocessing (arithmetic between an input and the first other operation), ranges and scales of a
            quantisation and integer constants that are no compressed weights do not count.
        macs: Multiply-accumulate operations of one image in convolutions and matrix products; `None` where
            a shape is not known.
        operations: Operations in the graph, constants included.
    """

    parameters: int
    macs: int | None
    operations: int


_ARITHMETIC = {"Add", "Subtract", "Multiply", "Divide", "Convert"}
_WEIGHTED = {"Convolution", "GroupConvolution", "ConvolutionBackpropData", "GroupConvolutionBackpropData"}
_COMPRESSED = {"i8", "u8", "i4", "u4", "nf4"}


def count(model: ov.Model, *, batch: int = 1) -> Counts:
    """Parameters, multiply-accumulates of one image and operations of a static network.

    Args:
        model: With static shapes.
        batch: Images of a request, by which the multiply-accumulates are divided.
    """
    nodes = model.get_ops()
    preprocessing = _preprocessing(model)
    parameters = sum(
        math.prod(node.get_output_shape(0))
        for node in nodes
        if node.get_type_name() == "Constant" and _is_parameter(node, preprocessing)
    )
    return Counts(parameters=parameters, macs=_macs(nodes, batch), operations=len(nodes))


def _is_parameter(constant: Node, preprocessing: set[str]) -> bool:
    kind = constant.get_element_type()
    users = [(user, index) for user, index in _users(constant)]
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
    other = user.input_value(1 - index).get_node()
    return _comes_from_integers(other)


def _comes_from_integers(node: Node) -> bool:
    while node.get_type_name() in {"Convert", "Subtract", "Reshape"}:
        node = node.input_value(0).get_node()
    return node.get_type_name() == "Constant" and not node.get_element_type().is_real()


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


def _macs(nodes: list[Node], batch: int) -> int | None:
    try:
        return sum(_macs_of(node) for node in nodes) // batch
    except RuntimeError:  # a dynamic shape has no numbers
        return None


def _macs_of(node: Node) -> int:
    kind = node.get_type_name()
    if kind in _WEIGHTED:
        return _convolution_macs(node, kind)
    if kind == "MatMul":
        first = list(node.get_input_shape(0))
        shared = first[-2 if len(first) > 1 and node.get_attributes()["transpose_a"] else -1]
        return int(math.prod(node.get_output_shape(0)) * shared)
    return 0


def _convolution_macs(node: Node, kind: str) -> int:
    """Products of one output value (of one input value for a transposed convolution) times the values."""
    weights = list(node.get_input_shape(1))
    per_group = weights[1:] if kind.startswith("Group") else weights
    transposed = kind.endswith("BackpropData")
    values = node.get_input_shape(0) if transposed else node.get_output_shape(0)
    return math.prod(int(each) for each in (*values, *per_group[1:]))
