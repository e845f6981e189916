"""What tells a setting from others, whatever it is called and wherever its files lie."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any

from ovreport.plan.contract import ModelSource, Setting, last_part

_FIRST_KEYS = frozenset(
    {"model", "device", "precision", "storage", "batch", "streams", "requests"}
    | {"threads", "hint", "mode", "properties", "disturbance"}
)
_FIRST_KEYS_OF_MODELS = frozenset({"name", "kind", "location", "sha256", "weights_sha256", "shapes"})


def _known(value: Setting | ModelSource, first: frozenset[str]) -> dict[str, Any]:
    """Keys and values, without those keys beyond `first` that have their default."""
    return {
        each.name: known
        for each, known in zip(fields(value), asdict(value).values(), strict=True)
        if each.name in first or getattr(value, each.name) != each.default
    }


def identity(setting: Setting) -> str:
    """What tells a setting from others, as text.

    Where a file or download lies does not count, its demanded hash and name do: a checkout in another folder
    asks for the same cells. A key that settings did not have at first does not count either while it has its
    default, so that records keep their ids from release to release. Built-in models are made with batch 1:
    not to ask for one is to ask for that.
    """
    content = _known(setting, _FIRST_KEYS)
    content["model"] = _known(setting.model, _FIRST_KEYS_OF_MODELS)
    if setting.model.kind != "builtin":
        content["model"]["location"] = ""
    elif setting.batch is None:
        content["batch"] = 1
    for feed in content.get("inputs", ()):
        feed["paths"] = [last_part(path) for path in feed["paths"]]
        del feed["files"]
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def cell_id(setting: Setting, rank: int) -> str:
    """Twelve hexadecimal digits for a setting and its rank (from 0) among cells with the same `identity`."""
    return hashlib.sha256(f"[{identity(setting)},{rank}]".encode()).hexdigest()[:12]
