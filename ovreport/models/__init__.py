"""Provide the networks: built-in ones, files and downloads, each with its hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ovreport.models.files import ModelFiles, at_hand, obtain
from ovreport.plan import Storage

if TYPE_CHECKING:
    import openvino as ov

    from ovreport.models.counting import Counts

__all__ = ["ModelFiles", "at_hand", "count", "obtain", "read"]


def read(
    files: ModelFiles,
    *,
    storage: Storage | None = None,
    batch: int = 1,
    shapes: Sequence[tuple[str, tuple[int, ...]]] = (),
) -> ov.Model:
    """Read a network, make it static, and set its batch and storage; see `reading.read`.

    Raises:
        ModelError: It cannot be read, does not take the shapes or the batch, or an input stays dynamic.
    """
    # OpenVINO takes 0.4 s to import and `obtain` does without it
    from ovreport.models import reading

    return reading.read(files, storage=storage, batch=batch, shapes=shapes)


def count(model: ov.Model, *, batch: int = 1) -> Counts:
    """Parameters, multiply-accumulates of one image and operations of a network; see `counting.count`."""
    from ovreport.models import counting

    return counting.count(model, batch=batch)
