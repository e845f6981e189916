"""How long and how often: profile, file and command line put together."""

from __future__ import annotations

from typing import TypeVar

from ovreport.plan.contract import Measure
from ovreport.spec import PROFILES, Experiment

T = TypeVar("T")

SLICE_SECONDS = 0.05
"""Of two identical cells the ratios of rounds scatter least with the shortest slices tried, on a quiet
machine and beside a neighbour that comes and goes within a second (`docs/benchmarks.md`, noise by schedule).
Shorter ones would hold little but their warm-up and their tail."""

_CPU_MEMORY_LIMIT_MIB = 32 * 1024


def settled(experiment: Experiment) -> Measure:
    """What the command line says, else what the file says, else the default profile.

    A profile on the command line replaces rounds, budget and length of the file. The budget of a profile goes
    with its own rounds: who asks for others has asked for all of them.
    """
    said, overrides = experiment.keys.measure, experiment.overrides
    rounds, seconds, budget = PROFILES[overrides.profile or "default"]
    requests = None
    if overrides.profile is None:
        if said.rounds is not None:
            rounds, budget = said.rounds, None
        if said.budget is not None:
            budget = None if said.budget == "none" else said.budget
        requests = said.requests
        seconds = _first(said.seconds, seconds)
    if overrides.rounds is not None:
        own = said.budget if overrides.profile is None else None
        rounds, budget = overrides.rounds, own if isinstance(own, float) else None
    if overrides.budget is not None:
        budget = overrides.budget
    if overrides.seconds is not None:
        seconds, requests = overrides.seconds, None
    return Measure(
        rounds=rounds.fewest,
        most_rounds=rounds.most,
        budget_seconds=None if rounds.fixed else budget,
        seconds=seconds if requests is None else None,
        requests=requests,
        warmup_requests=_first(said.warmup, 5),
        slice_seconds=_first(said.slice, SLICE_SECONDS),
        slice_requests=_first(said.slice_requests, 3),
        schedule=_first(said.schedule, "slices"),
        seed=_first(overrides.seed, said.seed, 0),
        timeout_seconds=_first(said.timeout, 120.0),
        memory_limit_mib=_memory_limit(experiment),
    )


def _memory_limit(experiment: Experiment) -> int | None:
    """Bounded by default where every cell is measured on the CPU.

    The drivers of other devices reserve far more memory than they use, and fail where they may not.
    """
    limit, matrix = experiment.keys.measure.memory_limit, experiment.matrix
    if limit is None:
        on_cpu = all(matrix.fields(each)["device"] == "CPU" for each in matrix.measured)
        return _CPU_MEMORY_LIMIT_MIB if on_cpu else None
    return None if isinstance(limit, str) else round(limit)


def _first(*values: T | None) -> T:
    return next(value for value in values if value is not None)
