"""The columns of every frame and their types. `docs/python.md` says what each holds.

They are a promise: a column is added at will, and renamed or retyped only with a line in the changelog. No
name is that of a setting (`batch`, `requests`, ...), for factors are columns too.
"""

from __future__ import annotations

from collections.abc import Mapping

Kinds = Mapping[str, str]
"""Names of pandas types by column, in order."""

REQUESTS: Kinds = {
    "experiment": "category",
    "host": "category",
    "configuration": "category",
    "cell_id": "category",
    "round": "int32",
    "block": "int32",
    "slot": "int16",
    "slice": "int32",
    "submit_ns": "int64",
    "latency_ns": "int64",
    "phase": "category",
    "suspect": "bool",
    "set_aside": "bool",
    "counted": "bool",
}

TRIALS: Kinds = {
    "experiment": "category",
    "host": "category",
    "configuration": "category",
    "cell_id": "category",
    "round": "int32",
    "block": "int32",
    "session": "category",
    "started_utc": "datetime64[ns, UTC]",
    "failure": "category",
    "images_per_request": "int64",
    "requests_in_flight": "Int64",
    "streams_in_force": "Int64",
    "precision_in_force": "category",
    "counted_requests": "int64",
    "effective_requests": "float64",
    "throughput_fps": "float64",
    "latency_mean_ms": "float64",
    "latency_p50_ms": "float64",
    "latency_p90_ms": "float64",
    "latency_p99_ms": "float64",
    "startup_ms": "float64",
    "compile_ms": "float64",
    "memory_peak_mib": "float64",
    "frequency_mhz": "float64",
    "steal_share": "float64",
    "elsewhere_share": "float64",
    "openvino_version": "category",
    "ovreport_version": "category",
    "sha256": "string",
}

COMPARISONS: Kinds = {
    "experiment": "category",
    "host": "category",
    "metric": "category",
    "family": "category",
    "factor": "category",
    "level": "category",
    "reference_level": "category",
    "configuration": "category",
    "reference": "category",
    "cell_id": "category",
    "reference_cell_id": "category",
    "verdict": "category",
    "ratio": "float64",
    "ratio_low": "float64",
    "ratio_high": "float64",
    "adjusted_low": "float64",
    "adjusted_high": "float64",
    "adjusted_level": "float64",
    "margin": "float64",
    "alike": "float64",
    "rounds": "Int64",
    "rounds_needed": "Int64",
    "seconds_needed": "float64",
    "same_in_force": "bool",
}

CLAIMS: Kinds = {
    "experiment": "category",
    "host": "category",
    "id": "string",
    "kind": "category",
    "variant": "category",
    "part": "category",
    "number": "Int64",
    "verdict": "category",
    "provenance": "category",
    "sentence": "string",
    "context": "string",
    "cell_ids": "string",
    "permalink": "string",
}
