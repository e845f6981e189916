"""Two very small models: one for tests, one that does nothing and so shows what a request itself costs."""

from __future__ import annotations

import numpy as np
import openvino as ov

from ovreport.models.graph import convolve, he_normal, image_input
from ovreport.models.graph import opset8 as ops
from ovreport.models.layers import TINY


def build_tiny() -> ov.Model:
    """Two convolutions, a pooling and a softmax over ten classes: `data` `1,3,32,32` to `prob` `1,10`."""
    random = np.random.default_rng(0)
    data = image_input(32)
    node = ops.multiply(data, np.full((1, 3, 1, 1), 1 / 255, np.float32))
    for layer in TINY[:-1]:
        node = ops.relu(convolve(node, layer, he_normal(layer, random)))
    pooled = ops.reduce_mean(node, np.array([2, 3]), keep_dims=True)
    scores = convolve(pooled, TINY[-1], he_normal(TINY[-1], random))
    prob = ops.softmax(ops.reshape(scores, np.array([0, -1]), special_zero=True), 1, name="prob")
    prob.output(0).tensor.set_names({"prob"})
    return ov.Model([prob], [data], "tiny")


def build_no_op() -> ov.Model:
    """One ReLU over eight values: `data` `1,8` to `out` `1,8`."""
    data = ops.parameter([1, 8], np.float32, name="data")
    data.set_layout(ov.Layout("NC"))
    data.output(0).tensor.set_names({"data"})
    out = ops.relu(data, name="out")
    out.output(0).tensor.set_names({"out"})
    return ov.Model([out], [data], "no-op")
