"""Files that inputs are fed from: arrays, pictures and lines of text, each known by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.errors import ModelError
from ovreport.plan import Feed
from ovreport.records import Tensor

_CHANNELS = {1: "L", 3: "RGB", 4: "RGBA"}
"""What Pillow calls pictures of so many channels."""


def data_sha256(feeds: Sequence[Feed]) -> str | None:
    """The hash of everything that a setting's inputs are fed from; `None` where that is no file.

    Raises:
        ModelError: A file is missing.
    """
    hashes = [sha256_of(feed) for feed in feeds if feed.paths]
    return _together(hashes) if hashes else None


def sha256_of(feed: Feed) -> str:
    """The hash of one input's files, made from their own hashes as text.

    Raises:
        ModelError: A file is missing.
    """
    where = f"inputs.{feed.input or 'x'}"
    if not feed.files:
        raise ModelError(f"{where}: there is no file {', '.join(feed.paths)}")
    try:
        return _together(hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in feed.files)
    except OSError as error:
        raise ModelError(
            f"{where}: {Path(str(error.filename)).name} cannot be read: {error.strerror}"
        ) from error


def _together(hashes: Iterable[str]) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def array(file: str, chosen: str | None, names: Iterable[str]) -> NDArray[Any]:
    """The array in an `.npy`, or the chosen one of an `.npz`: by name, by the input's names, or the only one.

    Raises:
        ValueError: It holds no such array; the message says which there are.
        OSError: It cannot be read.
    """
    loaded = np.load(file, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return loaded
    with loaded:
        wanted = (
            [chosen] if chosen is not None else [*names, *(loaded.files if len(loaded.files) == 1 else [])]
        )
        for name in wanted:
            if name in loaded.files:
                return np.asarray(loaded[name])
    there = ", ".join(loaded.files)
    raise ValueError(f"has no array {chosen or wanted[0]}; it has {there}; write {{file: ..., array: ...}}")


def picture(file: str, tensor: Tensor) -> NDArray[np.uint8]:
    """A picture in the size and with the channels of an input, in the order of its dimensions, without batch.

    Raises:
        ValueError: The input takes no picture, or the file is none.
        OSError: It cannot be read.
    """
    try:
        from PIL import Image  # needed by few
    except ImportError as error:
        raise ValueError(
            "is a picture, and beside another release of OpenVINO nothing decodes it; feed it as .npy"
        ) from error

    shape = tensor.shape[-3:]
    first = len(shape) == 3 and shape[0] in _CHANNELS
    if len(shape) < 3 or not (first or shape[2] in _CHANNELS):
        raise ValueError(f"is a picture, and the input has the shape {list(tensor.shape)}")
    channels, height, width = shape if first else (shape[2], shape[0], shape[1])
    try:
        with Image.open(file) as opened:
            resized = opened.convert(_CHANNELS[channels]).resize((width, height), Image.Resampling.BILINEAR)
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from error
    values = np.asarray(resized, np.uint8).reshape(height, width, channels)
    return values.transpose(2, 0, 1) if first else values


def lines(file: str) -> list[str]:
    """The lines of a text file.

    Raises:
        ValueError: It is no UTF-8 text, or empty.
        OSError: It cannot be read.
    """
    found = Path(file).read_text(encoding="utf-8-sig").splitlines()
    if not found:
        raise ValueError("is empty")
    return found
