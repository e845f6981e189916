"""The model that was measured: what it is, what it was fed with, and what it answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ovreport.codec import Floats
from ovreport.plan import Setting


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """An input or output of the model.

    Attributes:
        type: Element type as OpenVINO spells it.
        shape: What an input was fed with; of an output, that of the first answer.
        dynamic: The shape of the compiled model where it leaves a dimension open: `[..100, 4]` (with its
            bound), `[?, 4]`, `[...]` (not even their number is known). Empty where every one is fixed.
        batch_place: Which dimension of an input is the batch; `None` where none is known to be.
    """

    name: str
    type: str
    shape: tuple[int, ...]
    dynamic: str = ""
    batch_place: int | None = None


CHANNELS = (1, 3, 4)
"""That images have."""


def is_image(tensor: Tensor) -> bool:
    """Four dimensions with 1, 3 or 4 channels first or last, and numbers that can hold 0..255.

    Keys and values of earlier tokens look alike with as many heads, and so does a mask; their names tell.
    """
    shape = tensor.shape
    return (
        len(shape) == 4
        and (shape[1] in CHANNELS or shape[3] in CHANNELS)
        and tensor.type in ("f64", "f32", "f16", "bf16", "u8")
        and not (is_state(tensor.name) or "mask" in tensor.name.lower())
    )


def is_state(name: str) -> bool:
    """Whether a name is that of a state between runs: `past_key_values.0.key`, `h0`, `state_in`, `beam_idx`.

    What an encoder hands over (`encoder_hidden_states`) is called so and is no state.
    """
    lower = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    if "encoder" in lower and "past" not in lower:
        return False
    words = re.split(r"[^a-z0-9]+", lower)
    return "beam_idx" in lower or any(
        re.fullmatch(r"(past|states?|hiddens?|cells?|caches?|mems?|memory|[hc][0n])\d*", word)
        for word in words
    )


FedHow = Literal[
    "constant", "uniform", "whole", "normal", "counting", "size", "arrays", "images", "text", "lines"
]

FedWhy = Literal["given", "table", "length", "offsets", "position", "state", "mask", "single", "image", ""]


@dataclass(frozen=True, kw_only=True)
class Fed:
    """What an input was given.

    Attributes:
        input: Its name.
        how: `whole` are whole numbers and `uniform` any, drawn from the seed; `counting` is 0, 1, 2, ...;
            `size` that of the image beside it; the last four are the experiment's.
        numbers: Of `constant` the value; of `uniform` and `whole` lowest and highest; of `normal` mean and
            standard deviation; of `images` what black and white become.
        why: `given` by the experiment, else what in the graph or the name it was chosen by.
        text: The first of the strings that fill it.
        paths: What the files are called in the experiment, without folders.
        files: How many files or strings are fed in turn.
        sha256: Of the files' own hashes, as text, one after another.
    """

    input: str
    how: FedHow
    numbers: tuple[float, ...] = ()
    why: FedWhy = ""
    text: str = ""
    paths: tuple[str, ...] = ()
    files: int = 0
    sha256: str | None = None


BatchSource = Literal["", "asked", "layout", "reshaped"]
"""How the batch of a model is known: not at all, since it was asked for, from the layout of an input, or
because a first dimension that inputs and outputs share follows when the model is reshaped."""

Quantised = Literal["", "weights", "activations"]


@dataclass(frozen=True, kw_only=True)
class ModelFacts:
    """The model that was measured.

    Attributes:
        sha256: Of the files that were read (all of them, in order of their names), or of a built-in
            model's definition.
        parameters: Values in floating-point constants, counted in the graph, or `None` where not countable.
        macs: Multiply-accumulate operations of one sample in convolutions, matrix products and recurrent
            layers, or `None`.
        operations: Number of operations in the graph.
        size_bytes: Of the files, or `None` for a built-in model.
        quantised: Whether the file holds a quantised model: what flows between its layers as well, or its
            weights alone; empty where it is not, or where an earlier release did not look.
        uncounted: Types of operations that multiply and are not in `macs`, sorted.
        fed: What each input was given, in their order; empty in records of earlier releases.
        variables: How many the model keeps its state in; 0 for one without.
        batch: Images of a request; `None` where the writer did not look for it, see `images_a_request`.
        batch_source: How that is known.
    """

    name: str
    sha256: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    parameters: int | None
    macs: int | None
    operations: int
    size_bytes: int | None
    quantised: Quantised = ""
    uncounted: tuple[str, ...] = ()
    fed: tuple[Fed, ...] = ()
    variables: int = 0
    batch: int | None = None
    batch_source: BatchSource = ""


def images_a_request(setting: Setting, model: ModelFacts | None) -> int:
    """Images (samples) that a request carries: what was read back of the model, else what was asked for.

    One where neither tells: a model whose batch nobody knows takes one sample a request.
    """
    if model is not None and model.batch is not None:
        return model.batch
    return setting.images


MOST_VALUES = 1024
"""Of an output that are kept."""

DETECTION = 7
"""Numbers in a row of OpenVINO's DetectionOutput: image, label, confidence, and four of a box."""

CONFIDENCE = 2
"""Place of the confidence in such a row; before it stand the numbers that only name something."""


def is_detections(shape: tuple[int, ...]) -> bool:
    """Whether an output of this shape is a list of detections: 1 x 1 x rows x 7."""
    return len(shape) == 4 and shape[:2] == (1, 1) and shape[3] == DETECTION


@dataclass(frozen=True, kw_only=True, eq=False)
class OutputSample:
    """What the model answered for the fixed input, one entry an output.

    Attributes:
        name: Of the output.
        shape: Of the output.
        values: At most 1,024 of its values; all where it has no more. Of a list of detections the first
            whole rows, of anything else evenly spaced over the flattened output. Shape `(n,)`, float64.
        sha256: Of all its bytes.
        saturated: Share that is at an end, within a millionth: of rows of scores that add up to 1 those with
            a score of 1, of other values between 0 and 1, such as the confidences of detections, those that
            are 0 or 1; else of values that are no finite numbers. `None` where its type is whole, or an
            earlier release did not look.
        not_finite: How many of all its values are NaN or infinite; 0 where an earlier release did not look.
        first_places: Where the output holds scores, the place of the highest one in every row of its last
            axis; empty for anything else.
    """

    name: str
    shape: tuple[int, ...]
    values: Floats
    sha256: str
    saturated: float | None = None
    not_finite: int = 0
    first_places: tuple[int, ...] = ()

    @property
    def detections(self) -> NDArray[np.float64] | None:
        """The values as rows of image, label, confidence and box, where the output is a list of them.

        `None` for anything else, and for values that this release would not have kept so.
        """
        kept = self.values.size <= MOST_VALUES and self.values.size % DETECTION == 0
        return self.values.reshape(-1, DETECTION) if kept and is_detections(self.shape) else None
