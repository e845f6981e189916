"""How long and how often: profile, file and command line put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from ovreport.spec.matrix import Matrix
from ovreport.spec.schema import MeasureKeys

T = TypeVar("T")

Profile = Literal["quick", "default", "publish"]

PROFILES: dict[Profile, tuple[int, float]] = {
    "quick": (3, 1.0),
    "default": (5, 3.0),
    "publish": (10, 5.0),
}
"""Rounds and seconds of a cell in a round."""

SLICE_SECONDS = 0.05
"""Of two identical cells the ratios of rounds scatter least with the shortest slices tried, on a quiet
machine and beside a neighbour that comes and goes within a second (`docs/benchmarks.md`, noise by schedule).
Shorter ones would hold little but their warm-up and their tail."""

_CPU_MEMORY_LIMIT_MIB = 32 * 1024


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """What the command line says in place of the file; `None` where it says nothing."""

    profile: Profile | None = None
    rounds: int | None = None
    seconds: float | None = None
    seed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """The settled values; the fields are those of `plan.Measure`."""

    rounds: int
    seconds: float | None
    requests: int | None
    warmup_requests: int
    slice_seconds: float
    slice_requests: int
    schedule: Literal["slices", "whole"]
    seed: int
    timeout_seconds: float
    memory_limit_mib: int | None


def settled(measure: MeasureKeys, overrides: Overrides, matrix: Matrix) -> Measuring:
    """What the command line says, else what the file says, else the default profile.

    A profile on the command line replaces both rounds and length of the file.
    """
    rounds, length = _profiled(measure, overrides)
    if overrides.seconds is not None:
        length = (overrides.seconds, None)
    return Measuring(
        rounds=_first(overrides.rounds, rounds),
        seconds=length[0],
        requests=length[1],
        warmup_requests=_first(measure.warmup, 5),
        slice_seconds=_first(measure.slice, SLICE_SECONDS),
        slice_requests=_first(measure.slice_requests, 3),
        schedule=_first(measure.schedule, "slices"),
        seed=_first(overrides.seed, measure.seed, 0),
        timeout_seconds=_first(measure.timeout, 120.0),
        memory_limit_mib=_memory_limit(measure, matrix),
    )


def _profiled(measure: MeasureKeys, overrides: Overrides) -> tuple[int, tuple[float | None, int | None]]:
    """Rounds, and seconds or requests."""
    rounds, seconds = PROFILES[overrides.profile or "default"]
    if overrides.profile is not None:
        return rounds, (seconds, None)
    if measure.requests is not None:
        return _first(measure.rounds, rounds), (None, measure.requests)
    return _first(measure.rounds, rounds), (_first(measure.seconds, seconds), None)


def _memory_limit(measure: MeasureKeys, matrix: Matrix) -> int | None:
    """Bounded by default where every cell is measured on the CPU.

    The drivers of other devices reserve far more memory than they use, and fail where they may not.
    """
    if measure.memory_limit is None:
        on_cpu = all(matrix.fields(each)["device"] == "CPU" for each in matrix.measured)
        return _CPU_MEMORY_LIMIT_MIB if on_cpu else None
    return None if isinstance(measure.memory_limit, str) else round(measure.memory_limit)


def _first(*values: T | None) -> T:
    return next(value for value in values if value is not None)
