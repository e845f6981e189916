"""What a graph tells of the values that its inputs take.

Every input is followed through operations that move values and do not change them, up to those that choose by
them: the rows of a table, the length of a sequence, the state that a recurrent layer begins with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.models.pictures import AS_THEY_ARE, Pixels, constant, pixels

if TYPE_CHECKING:
    import openvino as ov

    from ovreport.models.graph import Node

Role = Literal["offsets", "segments", "state"]

_MOVING: dict[str, tuple[int, ...]] = {
    "Broadcast": (0,),
    "Concat": tuple(range(64)),
    "Convert": (0,),
    "Gather": (0,),
    "Reshape": (0,),
    "Select": (1, 2),
    "Slice": (0,),
    "Split": (0,),
    "Squeeze": (0,),
    "StridedSlice": (0,),
    "Tile": (0,),
    "Transpose": (0,),
    "Unsqueeze": (0,),
    "VariadicSplit": (0,),
}
"""Operations whose outputs hold values of these inputs, unchanged."""

_STATES: dict[str, tuple[int, ...]] = {
    "GRUCell": (1,),
    "GRUSequence": (1,),
    "LSTMCell": (1, 2),
    "LSTMSequence": (1, 2),
    "RNNCell": (1,),
    "RNNSequence": (1,),
}
_LENGTHS = {"GRUSequence": 2, "LSTMSequence": 3, "RNNSequence": 2}
_BAGS = ("EmbeddingBagOffsetsSum", "EmbeddingBagOffsets")
_PACKED = ("EmbeddingBagPackedSum", "EmbeddingBagPacked")


@dataclass(frozen=True, kw_only=True)
class Need:
    """What is known of one input's values.

    Attributes:
        rows: Of the smallest table that its values choose from, or other places that they may name.
        length: Of the sequence whose length it gives.
        role: Where a bag or segment of ids begins, or the state that a recurrent layer begins with.
        pixels: In which numbers it wants a picture, if it is one.
    """

    rows: int | None = None
    length: int | None = None
    role: Role | None = None
    pixels: Pixels = AS_THEY_ARE


def needs(model: ov.Model) -> tuple[Need, ...]:
    """What the graph tells of every input, in their order."""
    return tuple(_need(port) for port in model.inputs)


def _need(port: Node) -> Need:
    rows: list[int] = []
    lengths: list[int] = []
    roles: list[Role] = []
    for node, index, shift in _uses(port):
        kind = node.get_type_name()
        if (places := _places(node, index)) is not None:
            rows.append(places - shift)
        if _LENGTHS.get(kind) == index and (length := _size(node.input_value(0), 1)) is not None:
            lengths.append(length)
        if index in _STATES.get(kind, ()):
            roles.append("state")
        if kind in _BAGS and index == 2:
            roles.append("offsets")
        if kind == "EmbeddingSegmentsSum" and index == 2:
            roles.append("segments")
    return Need(
        rows=max(min(rows), 1) if rows else None,
        length=min(lengths) if lengths else None,
        role=roles[0] if roles else None,
        pixels=pixels(port),
    )


def _uses(port: Node) -> Iterator[tuple[Node, int, int]]:
    """Operations that the values of an input come to, as which input of theirs, and what was added before."""
    waiting, seen = deque([(port, 0)]), set()
    while waiting:
        output, shift = waiting.popleft()
        for target in output.get_target_inputs():
            node, index = target.get_node(), target.get_index()
            if (place := (node.get_friendly_name(), index)) in seen:
                continue
            seen.add(place)
            yield node, index, shift
            added = _added(node, index)
            if index in _MOVING.get(node.get_type_name(), ()) or added is not None:
                waiting.extend((each, shift + (added or 0)) for each in node.outputs())


def _added(node: Node, index: int) -> int | None:
    """The whole number that a node adds to its input; `None` for another node."""
    kind = node.get_type_name()
    if kind not in ("Add", "Subtract") or not node.get_element_type().is_integral():
        return None
    values = constant(node.input_value(1 - index))
    if values is None or values.size != 1 or (kind == "Subtract" and index != 0):
        return None
    value = int(values.reshape(-1)[0])
    return -value if kind == "Subtract" else value


def _places(node: Node, index: int) -> int | None:
    """How many places there are for the values that come as this input of a node, where that is known."""
    kind = node.get_type_name()
    if kind == "Gather" and index == 1:
        axis = constant(node.input_value(2))
        return None if axis is None else _size(node.input_value(0), int(axis.reshape(-1)[0]))
    if kind == "GatherElements" and index == 1:
        return _size(node.input_value(0), int(node.get_attributes()["axis"]))
    if kind == "GatherND" and index == 1:
        return _smallest(node.input_value(0), int(node.get_attributes()["batch_dims"]), node.input_value(1))
    if kind == "OneHot" and index == 0:
        depth = constant(node.input_value(1))
        return None if depth is None else int(depth.reshape(-1)[0])
    if kind == "Equal":
        return _counted_through(constant(node.input_value(1 - index)))
    if index == 1 and kind in (*_BAGS, *_PACKED, "EmbeddingSegmentsSum"):
        return _size(node.input_value(0), 0)
    return None


def _counted_through(values: NDArray[Any] | None) -> int | None:
    """How many numbers a constant counts from 0, as one that a OneHot was written out with does."""
    if values is None or values.size < 2 or not np.array_equal(values.reshape(-1), np.arange(values.size)):
        return None
    return int(values.size)


def _smallest(data: Node, batch_dims: int, indices: Node) -> int | None:
    """The smallest of the dimensions that the last one of `indices` walks through."""
    rank = indices.get_partial_shape().rank
    steps = _size(indices, rank.get_length() - 1) if rank.is_static else None
    sizes = [_size(data, batch_dims + step) for step in range(steps or 0)]
    return min((size for size in sizes if size is not None), default=None)


def _size(output: Node, axis: int) -> int | None:
    shape = output.get_partial_shape()
    if shape.rank.is_dynamic or not -shape.rank.get_length() <= axis < shape.rank.get_length():
        return None
    dimension = shape[axis % shape.rank.get_length()]
    return int(dimension.get_length()) if dimension.is_static else None
