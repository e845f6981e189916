"""What is kept of a model's answers: samples, hashes, and shares of values that prove little."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovreport.records import CONFIDENCE, DETECTION, MOST_VALUES, OutputSample, is_detections

_AT_AN_END = 1e-6


def sample_of_text(name: str, tensor: Any) -> OutputSample:
    """An output of strings: its hash alone, since strings are alike or they are not."""
    words = [str(word) for word in tensor.str_data.reshape(-1)]
    return OutputSample(
        name=name,
        shape=tuple(tensor.shape),
        values=np.empty(0),
        sha256=hashlib.sha256("\0".join(words).encode()).hexdigest(),
    )


def sample(name: str, values: NDArray[Any]) -> OutputSample:
    """At most 1,024 values of an output, and the hash of all of it; see `OutputSample.values`."""
    flat = values.reshape(-1)
    if is_detections(values.shape):
        places = np.arange(min(flat.size, MOST_VALUES // DETECTION * DETECTION))
    else:
        places = np.linspace(0, max(flat.size - 1, 0), min(flat.size, MOST_VALUES)).astype(np.int64)
    return OutputSample(
        name=name,
        shape=tuple(values.shape),
        values=flat[places].astype(np.float64),
        sha256=hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest(),
        not_finite=int(np.count_nonzero(~np.isfinite(values))),
        first_places=first_places(name, values),
        saturated=saturated_share(values),
    )


def first_places(name: str, values: NDArray[Any]) -> tuple[int, ...]:
    """The place of the highest score in every row of the last axis; empty where no scores are known to be.

    Scores are what a softmax leaves: rows of two or more values between 0 and 1 that add up to 1, within what
    f16 rounds. What comes before one is told from an embedding by its name alone, `logits`.
    """
    if not np.issubdtype(values.dtype, np.floating) or values.ndim < 1 or values.shape[-1] < 2:
        return ()
    rows = values.reshape(-1, values.shape[-1]).astype(np.float64)
    if not 0 < len(rows) <= _MOST_SCORED or not np.isfinite(rows).all():
        return ()
    shares = rows.min() >= 0 and bool((np.abs(rows.sum(axis=1) - 1) <= _SUM_ROUNDED).all())
    if not shares and "logits" not in name.lower():
        return ()
    return tuple(int(place) for place in rows.argmax(axis=1))


_MOST_SCORED = 1024
"""Rows of scores whose first places are kept; an output of more is a map, or candidates of a detector."""

_SUM_ROUNDED = 0.01


def saturated_share(values: NDArray[Any]) -> float | None:
    """How much of an output is at an end of its range, or not finite; see `OutputSample.saturated`."""
    if not np.issubdtype(values.dtype, np.floating):
        return None
    if is_detections(values.shape):
        rows = values.reshape(-1, DETECTION)
        values = rows[: int(np.append(rows[:, 0] < 0, True).argmax()), CONFIDENCE]
    if values.size == 0:
        return None
    finite = np.isfinite(values)
    if not finite.all():
        return float(np.mean(~finite))
    if values.min() < -_AT_AN_END or values.max() > 1 + _AT_AN_END:
        return 0.0
    if values.ndim and values.shape[-1] > 1 and (np.abs(values.sum(axis=-1) - 1) <= _SUM_ROUNDED).all():
        return float(np.mean(values.max(axis=-1) >= 1 - _AT_AN_END))
    return float(np.mean((values <= _AT_AN_END) | (values >= 1 - _AT_AN_END)))


def denormal_share(arrays: Sequence[NDArray[Any]]) -> float | None:
    """Share of f32 and f64 values that are not zero but smaller than the smallest normal number.

    Numbers that are denormal in f16 cost nothing: they are normal where they are computed, in f32, or no
    slower than others where hardware computes in f16.
    """
    floating = [array for array in arrays if array.dtype in (np.float32, np.float64)]
    total = sum(array.size for array in floating)
    if not total:
        return None
    small = sum(
        int(np.count_nonzero((array != 0) & (np.abs(array) < np.finfo(array.dtype).tiny)))
        for array in floating
    )
    return small / total
