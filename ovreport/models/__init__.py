"""Provide the models: built-in ones, files and downloads, each with its hash."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ovreport.models.consumers import Need, needs
from ovreport.models.files import ModelFiles, at_hand, obtain
from ovreport.models.looking import attempt, look
from ovreport.models.ports import Batch, dimension_of, is_open, spelled
from ovreport.models.shaping import Wanted, shaped
from ovreport.models.wording import shortened, without_paths

if TYPE_CHECKING:
    from ovreport.models.batches import batch_of
    from ovreport.models.counting import count
    from ovreport.models.reading import dynamic_shape, read, store

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

_HOMES = {
    "batch_of": "batches",
    "count": "counting",
    "dynamic_shape": "reading",
    "read": "reading",
    "store": "reading",
}


def __getattr__(name: str) -> object:
    """Import what needs OpenVINO when it is asked for: it takes 0.4 s, and `obtain` does without it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ovreport.models.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
