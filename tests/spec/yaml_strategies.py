"""Experiment files that a user might get wrong, made by hypothesis: near the schema, or plain bytes."""

import json

from hypothesis import strategies as st

from ovreport.spec.network import ModelKeys
from ovreport.spec.publication import FigureKeys, PublicationKeys, StatementKeys
from ovreport.spec.schema import ExperimentKeys, MeasureKeys, SettingKeys

_KEYS = sorted(
    {
        key
        for keys in (
            ExperimentKeys,
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


def _value_for(key: str) -> st.SearchStrategy[object]:
    """Mostly what belongs there, sometimes anything."""
    fitting: dict[str, st.SearchStrategy[object]] = {
        "title": _TEXT,
        "model": st.sampled_from(["tiny", "mobilenet-ssd", "x.onnx", ["tiny", "no-op"]]),
        "device": st.sampled_from(["CPU", "GPU.1", ["CPU", "GPU"]]),
        "precision": st.sampled_from(["f32", ["f32", "f16"], None]),
        "batch": st.sampled_from([1, [1, 3], [1, 2, 3, 4]]),
        "streams": st.sampled_from(["auto", 1, [None, "auto", 2]]),
        "bundles": st.sampled_from(
            [{"kind": {"a": {}, "b": {"requests": 2}}}, {"kind": {"a": {"batch": 2}}}, {"batch": {}}]
        ),
        "include": st.sampled_from([[{"batch": 7}], [{"kind": "b"}], [{"kind": "c", "device": "NPU"}]]),
        "exclude": st.sampled_from([[{"batch": [1, 3]}], [{"device": "CPU"}], [{"kind": "a"}]]),
        "baseline": st.sampled_from([{"batch": 3}, {"kind": "a"}, {"device": "GPU"}]),
        "discuss": st.sampled_from(["batch", ["kind", "batch"], []]),
        "published": st.sampled_from(
            [
                [{"source": "s", "figures": [{"batch": 9, "fps": 3}, {"device": "NPU", "latency_ms": 3}]}],
                [{"source": "s", "figures": [{"kind": "b", "model": "other", "fps": 3}]}],
            ]
        ),
    }
    fallback: st.SearchStrategy[object] = values
    return st.one_of(fitting[key], fallback) if key in fitting else fallback


_MAPPINGS = st.lists(st.sampled_from(sorted(ExperimentKeys.model_fields)), max_size=8, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: _value_for(key) for key in keys})
)

files_near_the_schema = _MAPPINGS.map(
    lambda mapping: json.dumps({"title": "t", "model": "tiny", "device": "CPU", **mapping}).encode()
)
"""JSON, which is YAML, of a mapping with the keys of an experiment."""

_PIECES = st.sampled_from(
    ["title: x\n", "model: tiny\n", "device: CPU\n", "- ", "  ", "\t", "{", "}", "[", "]", ": ", "? ", "&a ",
     "*a", "*a, ", "!!python/object:x ", "!x ", "<<: ", "|\n", ">\n", "'", '"', "#", "---\n", "...\n",
     "%YAML", ".nan", ".inf", "~", "\n", "batch: ", "é", "﻿", "\x00", "1e999", "0x1F", "9" * 30]
)  # fmt: skip
yaml_like_text = st.lists(_PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())
"""Fragments of YAML in any order."""
