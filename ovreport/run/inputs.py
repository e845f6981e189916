"""Seeded values for every input of a network: an image-like input gets 0..255, integers stay small and valid.

Image i of a batch is drawn from the seed, the input's index and i alone. So the first image is the same
for every batch, and the outputs of two cells can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.records import Tensor

_CHANNELS = (1, 3, 4)


@dataclass(frozen=True)
class UnfillableError(Exception):
    """An input whose element type this tool cannot fill."""

    tensor: Tensor

    def __str__(self) -> str:
        return (
            f"input {self.tensor.name} holds {self.tensor.type}, which ovreport cannot fill; "
            "only f32, f16, f64, boolean and integers of 8 bits or more are supported"
        )


_TYPES: dict[str, type[np.generic]] = {
    "f64": np.float64,
    "f32": np.float32,
    "f16": np.float16,
    "i64": np.int64,
    "i32": np.int32,
    "i16": np.int16,
    "i8": np.int8,
    "u64": np.uint64,
    "u32": np.uint32,
    "u16": np.uint16,
    "u8": np.uint8,
    "boolean": np.bool_,
}


def fill(inputs: tuple[Tensor, ...], *, batch: int, seed: int) -> tuple[NDArray[np.generic], ...]:
    """Values for every input, each of its tensor's shape and type.

    Raises:
        UnfillableError: An input's element type is not supported.
    """
    picture = next((tensor for tensor in inputs if is_image(tensor)), None)
    return tuple(
        _image_info(tensor, picture)
        if picture is not None and _is_image_info(tensor)
        else _drawn(tensor, index, batch, seed)
        for index, tensor in enumerate(inputs)
    )


def is_image(tensor: Tensor) -> bool:
    """Four dimensions with 1, 3 or 4 channels first or last, and numbers that can hold 0..255."""
    shape = tensor.shape
    return (
        len(shape) == 4
        and (shape[1] in _CHANNELS or shape[3] in _CHANNELS)
        and tensor.type in ("f64", "f32", "f16", "u8")
    )


def _is_image_info(tensor: Tensor) -> bool:
    """Detection networks may ask for the size of their image beside it: `[batch, 3 or 6]`, called ..info."""
    return len(tensor.shape) == 2 and tensor.shape[1] in (3, 6) and "info" in tensor.name.lower()


def _image_info(tensor: Tensor, picture: Tensor) -> NDArray[np.generic]:
    """Height, width and scale 1 for every image."""
    first = picture.shape[1] in _CHANNELS
    height, width = picture.shape[2:4] if first else picture.shape[1:3]
    row = [height, width, *[1.0] * (tensor.shape[1] - 2)]
    return np.tile(np.array(row), (tensor.shape[0], 1)).astype(_TYPES[tensor.type])


def _drawn(tensor: Tensor, index: int, batch: int, seed: int) -> NDArray[np.generic]:
    if tensor.type not in _TYPES:
        raise UnfillableError(tensor)
    shape = tensor.shape
    images = shape[0] if shape and shape[0] == batch else 1
    each = shape[1:] if shape and shape[0] == batch else shape
    drawn = [_values(tensor, each, np.random.default_rng([seed, index, image])) for image in range(images)]
    return np.stack(drawn).reshape(shape).astype(_TYPES[tensor.type])


def _values(tensor: Tensor, shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.generic]:
    if is_image(tensor):
        return random.integers(0, 256, shape, np.int64)
    if tensor.type.startswith("f"):
        return random.standard_normal(shape)
    if "mask" in tensor.name.lower() or tensor.type == "boolean":
        return np.ones(shape, np.int64)
    return random.integers(0, 2, shape, np.int64)
