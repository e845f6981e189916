"""Provide the models: built-in ones, files and downloads, each with its hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ovreport.models.consumers import Need
from ovreport.models.files import ModelFiles, at_hand, obtain
from ovreport.models.looking import attempt, look
from ovreport.models.ports import Batch, dimension_of, is_open, spelled
from ovreport.models.shaping import Wanted, shaped
from ovreport.models.wording import shortened, without_paths
from ovreport.plan import Layouts, Shapes, Storage

if TYPE_CHECKING:
    import openvino as ov

    from ovreport.models.counting import Counts
    from ovreport.models.graph import Node

__all__ = [
    "Batch",
    "ModelFiles",
    "Need",
    "Wanted",
    "at_hand",
    "attempt",
    "batch_of",
    "count",
    "dimension_of",
    "dynamic_shape",
    "is_open",
    "look",
    "needs",
    "obtain",
    "read",
    "shaped",
    "shortened",
    "spelled",
    "store",
    "without_paths",
]


def read(
    files: ModelFiles,
    *,
    storage: Storage | None = None,
    batch: int | None = None,
    shapes: Shapes = (),
    layout: Layouts = (),
) -> ov.Model:
    """Read a model, and set its shapes, batch and storage; see `reading.read`.

    Raises:
        ModelError: It cannot be read, does not take the shapes or the batch, or an input needs a shape.
    """
    # OpenVINO takes 0.4 s to import and `obtain` does without it
    from ovreport.models import reading

    return reading.read(files, storage=storage, batch=batch, shapes=shapes, layout=layout)


def store(files: ModelFiles, storage: Storage | None, path: Path) -> ModelFiles:
    """Write a model with its weights in another storage; see `reading.store`.

    Raises:
        ModelError: It cannot be read or written.
    """
    from ovreport.models import reading

    return reading.store(files, storage, path)


def batch_of(model: ov.Model, *, asked: int | None) -> Batch:
    """How many images a request of a model carries, and how that is known; see `batches.batch_of`."""
    from ovreport.models import batches

    return batches.batch_of(model, asked=asked)


def dynamic_shape(port: Node) -> str:
    """The shape of an input or output that leaves a dimension open: `[..100, 4]`; empty for a fixed one."""
    from ovreport.models import reading

    return reading.dynamic_shape(port)


def needs(model: ov.Model) -> tuple[Need, ...]:
    """What the graph tells of the values of every input; see `consumers.needs`."""
    from ovreport.models.consumers import needs as found

    return found(model)


def count(model: ov.Model, *, batch: int = 1) -> Counts:
    """Parameters, multiply-accumulates of one image and operations of a model; see `counting.count`."""
    from ovreport.models import counting

    return counting.count(model, batch=batch)
