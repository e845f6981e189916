"""The built-in models by name: their definitions, and the hash by which records know them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from ovreport.models.layers import BACKBONE, CLASSES, HEADS, TINY

MOBILENET_SSD_SEED = 7
MOBILENET_SSD_CLASS_SCALE = 2.0
MOBILENET_SSD_BACKGROUND_BIAS = 6.2
"""Seed of the weights, what the weights of the class heads are multiplied by, and what every background score
is raised by. Found by experiment on images of uniform 0..255 noise: some ten to forty detections survive the
suppression whatever the image's seed (17 for the runner's seed 0, 12 to 30 for its seeds 0 to 11), and those
of the first image of seed 0 lie so far from every threshold that storing weights in f16 or computing in bf16
neither adds, drops nor reorders any.
"""

_DEFINITIONS: dict[str, dict[str, Any]] = {
    "mobilenet-ssd": {
        "version": 1,
        "backbone": [asdict(layer) for layer in BACKBONE],
        "heads": [asdict(head) for head in HEADS],
        "classes": CLASSES,
        "seed": MOBILENET_SSD_SEED,
        "class_scale": MOBILENET_SSD_CLASS_SCALE,
        "background_bias": MOBILENET_SSD_BACKGROUND_BIAS,
    },
    "tiny": {"version": 1, "layers": [asdict(layer) for layer in TINY], "seed": 0},
    "no-op": {"version": 1},
}
"""What a model is built from; `version` is raised by hand when the building code changes its result."""


def definition_hash(name: str) -> str:
    """SHA-256 of the definition of a built-in model.

    Raises:
        KeyError: No model of this name is built in.
    """
    text = json.dumps([name, _DEFINITIONS[name]], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
