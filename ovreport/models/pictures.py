"""Which numbers a model wants its pictures in, as far as the beginning of its graph tells."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ovreport.models.graph import Node

_ARITHMETIC = ("Add", "Subtract", "Multiply", "Divide")
_MOVING = ("Convert", "Interpolate", "Pad", "Reshape", "Reverse", "Transpose", "Unsqueeze", "Squeeze")
_WIDE = 25.0
"""Values that a model computes with after its preprocessing are within a few units, those before it within
0..255: what is wider than this is taken for the latter."""
_SAME = 1e-3
"""A scale this near 1 and an offset this near 0 are what converters leave where there is no preprocessing."""
_SMALL_FILTER = 0.1
"""Filters that keep the scale of values of size 1 have a norm near 1 (He et al. 2015, arXiv:1502.01852: the
square root of 2); those that are made for 0..255 a hundredth of it."""


@dataclass(frozen=True)
class Pixels:
    """Numbers for a picture.

    Attributes:
        how: `whole` and `uniform` from `low` to `high`; `normal` with mean `low` and deviation `high`.
    """

    how: Literal["whole", "uniform", "normal"]
    low: float
    high: float


AS_THEY_ARE = Pixels("whole", 0.0, 255.0)
NORMALISED = Pixels("normal", 0.0, 1.0)


@dataclass(frozen=True)
class _Scaled:
    """What became of the values on the way: `x * scale + offset`, averages over channels."""

    scale: float = 1.0
    offset: float = 0.0


def pixels(port: Node) -> Pixels:
    """The numbers that a picture input is made for; 0..255 where nothing tells."""
    if port.get_element_type().get_type_name() == "u8":
        return AS_THEY_ARE
    waiting, seen = deque([(port, _Scaled())]), set()
    while waiting:
        output, scaled = waiting.popleft()
        for target in output.get_target_inputs():
            node, index = target.get_node(), target.get_index()
            if (node.get_friendly_name(), index) in seen:
                continue
            seen.add((node.get_friendly_name(), index))
            if (told := _told(node, index, scaled)) is not None:
                return told
            after = _after(node, index, scaled)
            if after is not None:
                waiting.append((node.output(0), after))
    return AS_THEY_ARE


def _after(node: Node, index: int, scaled: _Scaled) -> _Scaled | None:
    """What the values are after a node that moves or scales them; `None` after any other."""
    kind = node.get_type_name()
    if kind in _MOVING and index == 0:
        return scaled
    other = constant(node.input_value(1 - index)) if kind in _ARITHMETIC and index < 2 else None
    if other is None or (kind in ("Subtract", "Divide") and index != 0):
        return None
    amount = float(np.mean(np.asarray(other, np.float64)))
    match kind:
        case "Add":
            return _Scaled(scaled.scale, scaled.offset + amount)
        case "Subtract":
            return _Scaled(scaled.scale, scaled.offset - amount)
        case "Multiply":
            return _Scaled(scaled.scale * amount, scaled.offset * amount)
    return _Scaled(scaled.scale / amount, scaled.offset / amount) if amount else None


def _told(node: Node, index: int, scaled: _Scaled) -> Pixels | None:
    """What a node tells about the values that come to it.

    A model and its quantised copy are told alike, so that their answers can be compared: where there is
    preprocessing it decides, else the width of the first quantisation or the size of the first filters.
    """
    kind = node.get_type_name()
    if index != 0 or kind not in ("FakeQuantize", "Convolution", "GroupConvolution"):
        return None
    if not math.isfinite(scaled.scale) or scaled.scale == 0:
        return None
    if abs(scaled.scale - 1) > _SAME or abs(scaled.offset) > _SAME:
        wide = 255 * abs(scaled.scale) <= _WIDE or abs(scaled.offset / scaled.scale) > _WIDE / 2
        return AS_THEY_ARE if wide else Pixels("uniform", 0.0, 1.0)
    raw = _is_wide(node) if kind == "FakeQuantize" else _has_small_filters(node)
    return None if raw is None else AS_THEY_ARE if raw else NORMALISED


def _is_wide(node: Node) -> bool | None:
    """Whether a quantisation is made for 0..255; `None` where its ends are no constants."""
    low, high = (constant(node.input_value(place)) for place in (1, 2))
    if low is None or high is None:
        return None
    return float(np.max(high)) - float(np.min(low)) > _WIDE


def _has_small_filters(node: Node) -> bool | None:
    """Whether the filters of a convolution are made for 0..255; `None` where they are no plain constants."""
    filters = constant(node.input_value(1))
    if filters is None or not np.issubdtype(filters.dtype, np.floating):
        return None
    leading = 2 if node.get_type_name() == "GroupConvolution" else 1
    flat = filters.astype(np.float64).reshape(math.prod(filters.shape[:leading]), -1)
    return float(np.median(np.linalg.norm(flat, axis=1))) < _SMALL_FILTER


def constant(output: Node) -> NDArray[Any] | None:
    """The values of a constant, also behind a conversion; `None` for anything else."""
    node = output.get_node()
    if node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return np.asarray(node.data) if node.get_type_name() == "Constant" else None
