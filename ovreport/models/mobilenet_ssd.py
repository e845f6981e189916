"""The model `mobilenet-ssd`, rebuilt from OpenVINO operations with seeded weights; no file is needed.

Input `data`, f32, `1,3,300,300`, NCHW, raw 0..255 values. Output `detection_out`, `1,1,100,7`: image, label,
confidence, x_min, y_min, x_max, y_max; it ends at the first row whose image is -1. Another batch reshapes.
The weights are random: the model takes as long as a trained one and detects nothing that means anything.
"""

from __future__ import annotations

import numpy as np
import openvino as ov

from ovreport.models import builtin
from ovreport.models.graph import Node, convolve, he_normal, image_input
from ovreport.models.graph import opset8 as ops
from ovreport.models.layers import BACKBONE, CLASSES, HEADS, Head, class_layer, location_layer


def build() -> ov.Model:
    """The whole model at batch 1."""
    random = np.random.default_rng(builtin.MOBILENET_SSD_SEED)
    data = image_input(300)
    mean = np.full(
        (1, 3, 1, 1), 127.5, np.float32
    )  # (x - 127.5) / 127.5, as the converted model has built in
    node = ops.multiply(ops.subtract(data, mean), 1 / mean)
    layers = {}
    for layer in BACKBONE:
        node = layers[layer.name] = ops.relu(convolve(node, layer, he_normal(layer, random)))
    image_size = _height_and_width(data)
    boxes, scores, priors = zip(*(_head(head, layers, image_size, random) for head in HEADS), strict=True)
    scores_by_class = ops.reshape(ops.concat(scores, 1), np.array([0, -1, CLASSES]), special_zero=True)
    confidences = _flat(ops.softmax(scores_by_class, 2), name="mbox_conf_flatten")
    detections = ops.detection_output(
        ops.concat(boxes, 1, name="mbox_loc"), confidences, ops.concat(priors, 2, name="mbox_priorbox"),
        _DETECTION, name="detection_out",
    )  # fmt: skip
    detections.output(0).tensor.set_names({"detection_out"})
    return ov.Model([detections], [data], "mobilenet-ssd")


_DETECTION = {
    "background_label_id": 0,
    "top_k": 100,
    "variance_encoded_in_target": False,
    "keep_top_k": np.array([100]),
    "code_type": "caffe.PriorBoxParameter.CENTER_SIZE",
    "share_location": True,
    "nms_threshold": 0.45,
    "confidence_threshold": 0.25,
    "clip_after_nms": False,
    "clip_before_nms": False,
    "decrease_label_id": False,
    "normalized": True,
    "input_height": 1,
    "input_width": 1,
}


def _head(
    head: Head, layers: dict[str, Node], image_size: Node, random: np.random.Generator
) -> tuple[Node, Node, Node]:
    """Box numbers `N,4*priors`, class scores `N,21*priors` and priors `1,2,4*priors` of one head."""
    source = layers[head.source]
    boxes, scores = location_layer(head), class_layer(head)
    box_map = convolve(source, boxes, he_normal(boxes, random))
    bias = np.zeros((head.priors, CLASSES), np.float32)
    bias[:, 0] = builtin.MOBILENET_SSD_BACKGROUND_BIAS
    weights = builtin.MOBILENET_SSD_CLASS_SCALE * he_normal(scores, random)
    score_map = convolve(source, scores, weights, bias.reshape(-1))
    return _by_prior(box_map), _by_prior(score_map), _priors(head, source, image_size)


def _by_prior(node: Node) -> Node:
    """One row an image, the numbers of a prior beside one another."""
    return _flat(ops.transpose(node, np.array([0, 2, 3, 1])))


def _priors(head: Head, source: Node, image_size: Node) -> Node:
    attributes = {
        "min_size": [head.min_size],
        "max_size": [] if head.max_size is None else [head.max_size],
        "aspect_ratio": list(head.ratios),
        "flip": True,
        "clip": False,
        "offset": 0.5,
        "step": 0.0,
        "variance": [0.1, 0.1, 0.2, 0.2],
        "scale_all_sizes": True,
        "min_max_aspect_ratios_order": True,
    }
    grid_size = _height_and_width(source)
    return ops.unsqueeze(ops.prior_box(grid_size, image_size, attributes), np.array([0]))


def _height_and_width(node: Node) -> Node:
    """Taken from the graph, so that it follows a reshape."""
    return ops.strided_slice(ops.shape_of(node), np.array([2]), np.array([4]), np.array([1]), [0], [0])


def _flat(node: Node, **named: str) -> Node:
    """One row an image; the leading 0 keeps the batch whatever it becomes."""
    return ops.reshape(node, np.array([0, -1]), special_zero=True, **named)
