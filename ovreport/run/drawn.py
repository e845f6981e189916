"""What an input is fed with unless the experiment says it, and values drawn from the seed.

Image i of a batch is drawn from the seed, the input's index and i alone. So the first image is the same
for every batch, and the outputs of two cells can be compared.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ovreport.models import Need
from ovreport.records import CHANNELS, Fed, FedWhy, Tensor, is_image, is_state

_RATE = re.compile(r"sr|fs|sampl(e|ing)_?rate")
_SAMPLES_A_SECOND = 16_000
"""Of speech; models for it go by the rate which of their branches to take."""

SENTENCE = "A short sentence that stands for any other."


def chosen(tensors: Sequence[Tensor], index: int, need: Need) -> Fed:
    """What fits an input, by what the graph tells of it, its type, shape and name."""
    tensor = tensors[index]
    return (
        _by_graph(tensor, need)
        or (_by_number if is_float(tensor) else _by_whole_number)(tensors, tensor, need)
        or Fed(input=tensor.name, how="normal", numbers=(0.0, 1.0))
    )


def _by_graph(tensor: Tensor, need: Need) -> Fed | None:
    name = tensor.name
    if tensor.type == "string":
        return Fed(input=name, how="text", text=SENTENCE, files=1)
    if need.length is not None:
        return constant(name, need.length, "length")
    match need.role:
        case "state":
            return constant(name, 0, "state")
        case "segments":
            return constant(name, 0, "offsets")
        case "offsets":
            return Fed(input=name, how="counting", why="offsets")
    if tensor.type == "boolean":
        return constant(name, 1, "mask")
    return None


def _by_number(tensors: Sequence[Tensor], tensor: Tensor, need: Need) -> Fed | None:
    """An input of floats."""
    if _is_image_info(tensor) and any(is_image(each) for each in tensors):
        return Fed(input=tensor.name, how="size")
    if is_image(tensor):
        pixels = need.pixels
        return Fed(input=tensor.name, how=pixels.how, numbers=(pixels.low, pixels.high), why="image")
    if is_state(tensor.name):
        return constant(tensor.name, 0, "state")
    if "mask" in tensor.name.lower():
        return constant(tensor.name, 1, "mask")
    return constant(tensor.name, 0.5, "single") if math.prod(tensor.shape) == 1 else None


def _by_whole_number(tensors: Sequence[Tensor], tensor: Tensor, need: Need) -> Fed:
    """An input of whole numbers: what names something must exist."""
    name, lower = tensor.name, tensor.name.lower()
    if is_image(tensor):
        return Fed(input=name, how="whole", numbers=(0.0, 255.0), why="image")
    if _is_image_info(tensor) and any(is_image(each) for each in tensors):
        return Fed(input=name, how="size")
    if "mask" in lower:
        return constant(name, 1, "mask")
    if is_state(name):
        return constant(name, 0, "state")
    if "position" in lower and not (need.rows and tensor.shape and need.rows < tensor.shape[-1]):
        return Fed(input=name, how="counting", why="position")
    if re.search(r"token_?type|segment", lower):
        return constant(name, 0, "mask")
    if need.rows is not None:
        return Fed(input=name, how="whole", numbers=(0.0, float(need.rows - 1)), why="table")
    if "length" in lower or lower.endswith(("_len", "_lens")):
        sequence = next((each.shape[1] for each in tensors if len(each.shape) > 1 and each is not tensor), 1)
        return constant(name, sequence, "length")
    if math.prod(tensor.shape) == 1:
        return constant(name, _SAMPLES_A_SECOND if _RATE.fullmatch(lower) else 1, "single")
    return Fed(input=name, how="whole", numbers=(0.0, 1.0))


def constant(name: str, value: float, why: FedWhy) -> Fed:
    """One number everywhere."""
    return Fed(input=name, how="constant", numbers=(float(value),), why=why)


def is_float(tensor: Tensor) -> bool:
    """Whether it holds floating-point numbers."""
    return tensor.type in ("f64", "f32", "f16", "bf16")


def _is_image_info(tensor: Tensor) -> bool:
    """Detection models may ask for the size of their image beside it: `[batch, 3 or 6]`, called ..info."""
    return len(tensor.shape) == 2 and tensor.shape[1] in (3, 6) and "info" in tensor.name.lower()


def values(tensors: Sequence[Tensor], index: int, fed: Fed, *, seed: int) -> NDArray[np.generic]:
    """Values of an input's shape that are made as `fed` says, not yet in its type."""
    tensor = tensors[index]
    shape = tensor.shape
    match fed.how:
        case "constant":
            return np.full(shape, fed.numbers[0])
        case "counting":
            return np.broadcast_to(np.arange(shape[-1] if shape else 1), shape or (1,)).reshape(shape)
        case "size":
            return _image_info(tensor, next(each for each in tensors if is_image(each)))
    place = tensor.batch_place
    images = 1 if place is None else shape[place]
    each = shape if place is None else (*shape[:place], *shape[place + 1 :])
    drawn = [_drawn(fed, each, np.random.default_rng([seed, index, image])) for image in range(images)]
    return drawn[0] if place is None else np.stack(drawn, axis=place)


def _drawn(fed: Fed, shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.generic]:
    first, second = fed.numbers
    match fed.how:
        case "whole":
            return random.integers(int(first), int(second) + 1, shape, np.int64)
        case "uniform":
            return random.uniform(first, second, shape)
    return first + second * random.standard_normal(shape)


def _image_info(tensor: Tensor, picture: Tensor) -> NDArray[np.generic]:
    """Height, width and scale 1 for every image."""
    first = picture.shape[1] in CHANNELS
    height, width = picture.shape[2:4] if first else picture.shape[1:3]
    row = [height, width, *[1.0] * (tensor.shape[1] - 2)]
    return np.tile(np.array(row), (tensor.shape[0], 1))
