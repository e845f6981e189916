"""Small networks of kinds that are measured otherwise than an image network with fixed shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as ops

from ovreport.models import ModelFiles
from tests.models.sources import in_file

Node = Any  # the library ships no types
Build = Callable[[], ov.Model]


def taking(name: str, shape: Sequence[int], kind: object = np.float32) -> Node:
    """An input; -1 is an open dimension."""
    parameter = ops.parameter(ov.PartialShape(list(shape)), kind, name=name)
    parameter.output(0).tensor.set_names({name})
    return parameter


def answering(node: Node, name: str) -> Node:
    """An output."""
    node.output(0).tensor.set_names({name})
    return ops.result(node.output(0))


def whole(*values: int) -> Node:
    """A constant of whole numbers."""
    return ops.constant(np.array(values, np.int64))


def weights(*shape: int) -> Node:
    """A constant of small seeded numbers."""
    return ops.constant((np.random.default_rng(0).standard_normal(shape) * 0.1).astype(np.float32))


def convolved(node: Node, outputs: int, inputs: int) -> Node:
    """A convolution that keeps height and width."""
    return ops.convolution(node, weights(outputs, inputs, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1])


def packed() -> ov.Model:
    """Two numbers a byte come in."""
    codes = taking("codes", [1, 8], ov.Type.u4)
    return ov.Model([answering(ops.convert(codes, "f32"), "numbers")], [codes])


def nameless() -> ov.Model:
    """A node has a name, and what comes out of it has none."""
    anything = ops.parameter(ov.PartialShape([1, -1]), np.float32, name="anything")
    return ov.Model([answering(ops.relu(anything), "y")], [anything])


def bright() -> ov.Model:
    """How many places come out depends on the picture; nothing bounds them but its size."""
    image = taking("image", [1, 1, 8, 8])
    found = ops.non_zero(ops.greater(image, ops.constant(np.float32(127))), "i64")
    return ov.Model([answering(found, "places")], [image])


def kept_boxes() -> ov.Model:
    """A head that ends in a suppression: at most 20 of 64 boxes."""
    image = taking("image", [1, 3, 8, 8])
    features = convolved(image, 5, 3)
    corners = ops.reshape(ops.slice(features, whole(0), whole(4), whole(1), whole(1)), whole(1, 64, 4), False)
    scores = ops.reshape(ops.slice(features, whole(4), whole(5), whole(1), whole(1)), whole(1, 1, 64), False)
    kept = ops.non_max_suppression(
        corners, scores, whole(20), ops.constant(np.float32(0.5)), ops.constant(np.float32(0)),
        ops.constant(np.float32(0)), "corner", True, "i64",
    )  # fmt: skip
    rows = ops.squeeze(ops.gather(kept.output(0), whole(2), whole(1)), whole(1))
    return ov.Model([answering(ops.gather(ops.squeeze(corners, whole(0)), rows, whole(0)), "boxes")], [image])


def sentence() -> ov.Model:
    """Ids and their mask, both open in either dimension."""
    ids, mask = (taking(name, [-1, -1], np.int64) for name in ("input_ids", "attention_mask"))
    known = ops.gather(weights(500, 8), ids, whole(0))
    kept = ops.multiply(known, ops.unsqueeze(ops.convert(mask, "f32"), whole(2)))
    return ov.Model([answering(ops.reduce_mean(kept, whole(1), False), "sentence")], [ids, mask])


def recurrent() -> ov.Model:
    """A state of two layers, fixed, beside an open batch."""
    chunk, state = taking("chunk", [-1, 16]), taking("state", [2, -1, 16])
    kept = ops.gather(state, whole(1), whole(0))
    return ov.Model([answering(ops.add(ops.unsqueeze(chunk, whole(0)), kept), "y")], [chunk, state])


def counted_steps() -> ov.Model:
    """An image and a number without dimensions."""
    image, steps = taking("image", [1, 3, 8, 8]), taking("steps", [], np.int64)
    return ov.Model(
        [answering(ops.add(convolved(image, 4, 3), ops.convert(steps, "f32")), "y")], [image, steps]
    )


def of_eight() -> ov.Model:
    """Exported with a batch of eight."""
    images = taking("images", [8, 3, 8, 8])
    return ov.Model([answering(convolved(images, 4, 3), "y")], [images])


def six_cameras() -> ov.Model:
    """Six pictures are one sample: a reshape inside joins them."""
    pictures = taking("cameras", [6, 3, 8, 8])
    joined = ops.reshape(ops.reduce_mean(convolved(pictures, 4, 3), whole(2, 3), False), whole(1, 24), False)
    return ov.Model([answering(ops.matmul(joined, weights(24, 5), False, False), "y")], [pictures])


def six_rows() -> ov.Model:
    """Six rows that a constant inside fixes: the output has six as well, and no other number will do."""
    rows = taking("rows", [6, 4])
    return ov.Model([answering(ops.add(rows, weights(6, 4)), "y")], [rows])


def hidden() -> ov.Model:
    """The batch stands second, where no shape tells it."""
    state = taking("h", [2, 1, 16])
    return ov.Model([answering(ops.relu(state), "y")], [state])


def saved(build: Build, folder: Path, *, name: str = "net") -> ModelFiles:
    """A network of these, as a file."""
    path = folder / f"{name}.xml"
    ov.save_model(build(), path, compress_to_fp16=False)
    return in_file(path)
