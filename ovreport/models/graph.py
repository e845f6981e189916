"""Pieces of OpenVINO graphs that the built-in models share, and the seeded weights that fill them."""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from ovreport.models.layers import Convolution

try:
    from openvino import op as op
    from openvino import opset8 as opset8
except ImportError:  # before 2025.0
    from openvino.runtime import op as op
    from openvino.runtime import opset8 as opset8

Node = Any  # openvino.Node; the library ships no types


def image_input(size: int) -> Node:
    """An f32 input `data` of one square image, `1,3,size,size`, laid out NCHW."""
    data = opset8.parameter([1, 3, size, size], np.float32, name="data")
    data.set_layout(ov.Layout("NCHW"))
    data.output(0).tensor.set_names({"data"})
    return data


def he_normal(layer: Convolution, random: np.random.Generator) -> NDArray[np.float32]:
    """Weights `(outputs, inputs per group, kernel, kernel)` that keep the signal's scale through ReLUs.

    Normal with standard deviation sqrt(2 / fan-in) (He et al. 2015, arXiv:1502.01852, eq. 10).
    """
    shape = (layer.outputs, 1 if layer.depthwise else layer.inputs, layer.kernel, layer.kernel)
    deviation = float(np.sqrt(2.0 / layer.fan_in))
    return (random.standard_normal(shape) * deviation).astype(np.float32)


def convolve(
    source: Node, layer: Convolution, weights: NDArray[np.float32], bias: NDArray[np.float32] | None = None
) -> Node:
    """`layer` with its bias (zeros if none is given) applied to `source`.

    Caffe keeps depthwise weights as `[out, 1, k, k]`; OpenVINO wants `[groups, 1, 1, k, k]`.
    """
    stride, pad = [layer.stride] * 2, [layer.pad] * 2
    if layer.depthwise:
        product = opset8.group_convolution(source, weights[:, np.newaxis], stride, pad, pad, [1, 1])
    else:
        product = opset8.convolution(source, weights, stride, pad, pad, [1, 1])
    values = np.zeros(layer.outputs, np.float32) if bias is None else bias
    return opset8.add(product, values.reshape(1, -1, 1, 1), name=layer.name)
