"""What OpenVINO's `benchmark_app` reports in JSON, by its program in C++ and by that in Python.

Both write `benchmark_report.json` with `cmd_options`, `configuration_setup` and `execution_results`. The one
in C++ has keys of its own for JSON, and numbers; the one in Python has the keys of its CSV, and text alone.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ovreport.errors import StoreError

MAX_BYTES = 4 << 20
HINTS = {"tput": "throughput", "ctput": "cumulative_throughput"}
PRECISIONS = ("f32", "f16", "bf16")


@dataclass(frozen=True, kw_only=True)
class BenchmarkRun:
    """One run: single values, of which nobody knows how far the next run's would be off.

    Attributes:
        levels: What was asked for, by the keys of an experiment file.
        fps: Samples a second.
        latency_ms: Mean latency; `None` where it is not told, or rounded to nothing.
        streams, requests: In force.
    """

    levels: dict[str, str | int]
    fps: float
    latency_ms: float | None
    streams: int | None
    requests: int | None

    def figure(self, levels: dict[str, Any]) -> dict[str, Any]:
        """The entry of an experiment file, for a configuration of these levels."""
        latency = {} if self.latency_ms is None else {"latency_ms": self.latency_ms}
        told = {"streams": self.streams, "requests": self.requests}
        in_force = {name: value for name, value in told.items() if value is not None}
        return {**levels, "fps": self.fps, **latency, **({"in_force": in_force} if in_force else {})}


def read(path: Path) -> BenchmarkRun:
    """The run that a report is about.

    Raises:
        StoreError: It is no such report, or one of a run that failed.
    """
    report = _loaded(path)
    if "detailed_performance" in report or "avg_performance" in report:
        raise StoreError(
            f"{path}: holds the times of layers, not those of requests. Name the benchmark_report.json that "
            "lies beside it."
        )
    setup, results = (report.get(name) for name in ("configuration_setup", "execution_results"))
    if not isinstance(setup, dict) or not isinstance(results, dict):
        raise StoreError(
            f"{path}: is no report of benchmark_app: it has no configuration_setup and execution_results. "
            "`benchmark_app -report_type no_counters -json_stats -report_folder .` writes one."
        )
    if error := results.get("error"):
        raise StoreError(f"{path}: execution_results: the run failed: {str(error)[:200]}. Run it again.")
    fps = _positive(results, "throughput")
    if fps is None:
        raise StoreError(f"{path}: execution_results: throughput: there is no number above 0. Run it again.")
    options = report.get("cmd_options")
    return BenchmarkRun(
        levels=_levels(setup, options if isinstance(options, dict) else {}),
        fps=fps,
        latency_ms=_positive(results, "latency_avg", "avg latency"),
        streams=_streams(setup),
        requests=_whole(setup, "nireq", "number of parallel infer requests"),
    )


def _loaded(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        report = json.loads(content) if len(content) <= MAX_BYTES else None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: is no JSON: {str(error)[:200]}.") from error
    if not isinstance(report, dict):
        raise StoreError(f"{path}: is no report of benchmark_app, which is a JSON object of at most 4 MiB.")
    return report


def _levels(setup: dict[str, Any], options: dict[str, Any]) -> dict[str, str | int]:
    """What was asked for: options that were given, but device and batch, which are always told."""
    asked = {name.lstrip("-"): value for name, value in options.items()}
    hint = str(asked.get("hint", ""))
    precision = str(asked.get("infer_precision", ""))
    found: dict[str, str | int | None] = {
        "device": _device(setup),
        "batch": _whole(setup, "batch_size", "batch size"),
        "precision": precision if precision in PRECISIONS else None,
        "hint": HINTS.get(hint, hint) or None,
        "streams": _whole(asked, "nstreams"),
        "requests": _whole(asked, "nireq"),
        "threads": _whole(asked, "nthreads"),
        "mode": "sync" if (setup.get("api") or setup.get("API")) == "sync" else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _device(setup: dict[str, Any]) -> str | None:
    device = setup.get("target_device", setup.get("target device"))
    return device if isinstance(device, str) else None


def _streams(setup: dict[str, Any]) -> int | None:
    """Streams of the only device that has some."""
    names = [name for name in setup if re.fullmatch(r"number of .* streams|.*_streams_num", name)]
    return _whole(setup, names[0]) if len(names) == 1 else None


def _whole(values: dict[str, Any], *names: str) -> int | None:
    """The first of these that is a whole number above 0, be it as text."""
    found = (str(values.get(name, "")) for name in names)
    return next((int(text) for text in found if re.fullmatch(r"[1-9][0-9]{0,8}", text)), None)


def _positive(values: dict[str, Any], *names: str) -> float | None:
    for name in names:
        try:
            value = float(values.get(name, ""))
        except (TypeError, ValueError):
            continue
        if math.isfinite(value) and value > 0:
            return float(f"{value:.6g}")
    return None
