"""Provide the models: built-in ones, files and downloads, each with its hash.

Its modules are used by themselves: `reading` makes OpenVINO models of files, `batches` finds out how many
images a request carries, `counting` counts parameters and operations. They import OpenVINO, which takes
0.4 s; everything else here does without it.
"""

from __future__ import annotations

from ovreport.models.consumers import Need, needs
from ovreport.models.download import hash_of
from ovreport.models.files import ModelFiles, at_hand, obtain
from ovreport.models.looking import attempt, look
from ovreport.models.ports import Batch, dimension_of, is_open, spelled
from ovreport.models.shaping import Wanted, shaped
from ovreport.models.wording import shortened, without_paths

__all__ = [
    "Batch",
    "ModelFiles",
    "Need",
    "Wanted",
    "at_hand",
    "attempt",
    "batches",
    "counting",
    "dimension_of",
    "hash_of",
    "is_open",
    "look",
    "needs",
    "obtain",
    "reading",
    "shaped",
    "shortened",
    "spelled",
    "without_paths",
]
