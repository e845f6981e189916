"""Experiment files that a user might get wrong, made by hypothesis: near the schema, or plain bytes."""

import json

from hypothesis import strategies as st

from ovreport.spec.feeding import FeedKeys
from ovreport.spec.model import ModelKeys
from ovreport.spec.publication import FigureKeys, PublicationKeys, StatementKeys
from ovreport.spec.schema import ExperimentKeys, MeasureKeys, SettingKeys

_KEYS = sorted(
    {
        key
        for keys in (
            ExperimentKeys,
            FeedKeys,
            FigureKeys,
            MeasureKeys,
            ModelKeys,
            PublicationKeys,
            SettingKeys,
            StatementKeys,
        )
        for key in keys.model_fields
    }
)
_WORDS = (
    "mobilenet-ssd", "tiny", "CPU", "GPU", "AUTO:GPU,CPU", "f32", "f16", "auto", "unset", "none", "latency",
    "en", "zh-Hans", "3 %", "2 min", "4 GiB", "../x.xml", "x.onnx", "https://example.org/x.onnx", "p99_ms",
    "NUM_STREAMS", "ENABLE_CPU_PINNING", "a" * 64, "<script>", "‮abc", "\N{GRINNING FACE}", "",
)  # fmt: skip
_TEXT = st.sampled_from(_WORDS) | st.text(max_size=12)
_NUMBERS = st.integers(-3, 10_000_000_000_000_000) | st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | _NUMBERS | _TEXT
_NAMES = st.sampled_from(_KEYS) | _TEXT

values = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
"""Anything that YAML can say, made of the file's own words."""


_FITTING: dict[str, list[object]] = {
    "title": ["T", {"en": "T"}],
    "question": ["Why?", ""],
    "description": ["*Because.*"],
    "language": ["en", ["en", "zh-Hans"]],
    "labels": [{"en": {"a": "b"}}],
    "unit": ["frame", {"en": "frame", "zh-Hans": "帧"}],
    "author": ["somebody"],
    "tags": ["x", ["x", "y"], []],
    "model": ["tiny", "mobilenet-ssd", "x.onnx", ["tiny", "no-op"], {"path": "y.xml", "name": "z"}],
    "device": ["CPU", "GPU.1", ["CPU", "GPU"]],
    "openvino": ["2025.4", ["installed", "2025.4.1"]],
    "precision": ["f32", ["f32", "f16"], None],
    "storage": ["f16", [None, "f32"]],
    "batch": [1, [1, 3], [1, 2, 3, 4]],
    "streams": ["auto", 1, [None, "auto", 2]],
    "requests": ["auto", [1, 4]],
    "threads": [2, [None, 1]],
    "hint": ["latency", ["none", "throughput"]],
    "mode": ["sync", ["async", "sync"]],
    "state": ["keep", ["reset", "keep"]],
    "shapes": [{"x": [1, "?", "1..8"]}, {"": [-1]}],
    "layout": [{"x": "?NC"}, {"x": "N...C"}],
    "inputs": [
        {"x": 0.5, "y": "zeros", "z": {"low": 0, "high": 9}},
        {"x": {"normal": [0, 1], "shape": [1, 2]}},
        {"x": ["a.npy", "*.npz"], "y": {"images": "*.jpg"}},
        {"x": {"text": ["a", "b"]}, "y": {"lines": "../z.txt"}},
    ],
    "properties": [{"X": 1}, {"X": [True, False]}],
    "disturbance": ["cpu", ["none", {"command": "true"}]],
    "bundles": [
        {"kind": {"a": {}, "b": {"requests": 2}}},
        {"kind": {"a": {"batch": 2}, "b": {"properties": {"Y": 1}}}},
    ],
    "include": [[{"batch": 7}], [{"kind": "b"}], [{"device": "NPU"}], [{"storage": "f16"}]],
    "exclude": [[{"batch": [1, 3]}], [{"device": "CPU"}], [{"kind": "a"}]],
    "baseline": [{"batch": 3}, {"kind": "a"}, {"device": "GPU"}, {}],
    "discuss": ["batch", ["kind", "batch"], "device"],
    "measure": [
        {"rounds": 2},
        {"rounds": "2..9", "budget": "9 min"},
        {"seconds": "1 s", "seed": 3},
        {"requests": 5},
    ],
    "margin": ["3 %", 0.01],
    "good_enough": [0.1],
    "hosts": ["all", "nuc-13", {"has": "GPU", "cores": ">= 8"}],
    "objective": [{"p99_ms": 20}],
    "published": [
        [{"source": "s", "figures": [{"threads": 9, "fps": 3}, {"device": "NPU", "latency_ms": 3}]}],
        [{"source": "s", "figures": [{"kind": "b", "model": "other", "fps": 3}]}],
        [{"source": "s"}],
    ],
}


@st.composite
def _mappings(draw: st.DrawFn) -> dict[str, object]:
    """Keys with values that belong there; in half of the files one value is anything at all."""
    keys = draw(st.lists(st.sampled_from(sorted(ExperimentKeys.model_fields)), max_size=7, unique=True))
    mapping = {key: draw(st.sampled_from(_FITTING[key])) for key in keys}
    if draw(st.booleans()):
        mapping[draw(_NAMES)] = draw(values)
    return {"title": "t", "model": "tiny", "device": "CPU", **mapping}


files_near_the_schema = _mappings().map(lambda mapping: json.dumps(mapping).encode())
"""JSON, which is YAML, of a mapping with the keys of an experiment."""

_PIECES = st.sampled_from(
    ["title: x\n", "model: tiny\n", "device: CPU\n", "- ", "  ", "\t", "{", "}", "[", "]", ": ", "? ", "&a ",
     "*a", "*a, ", "!!python/object:x ", "!x ", "<<: ", "|\n", ">\n", "'", '"', "#", "---\n", "...\n",
     "%YAML", ".nan", ".inf", "~", "\n", "batch: ", "é", "﻿", "\x00", "1e999", "0x1F", "9" * 30]
)  # fmt: skip
yaml_like_text = st.lists(_PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())
"""Fragments of YAML in any order."""

_MOST_REPEATED = 60_000
long_texts = st.lists(st.tuples(_PIECES, st.integers(1, _MOST_REPEATED)), min_size=1, max_size=5).map(
    lambda runs: "".join(piece * count for piece, count in runs).encode()[:300_000]
)
"""A few fragments of YAML, each again and again: more than a file may have, deeper than it may go."""
