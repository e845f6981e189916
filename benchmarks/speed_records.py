"""Many records of simulated trials, each as long as wanted, for an experiment file of any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ovreport import plan as plans
from ovreport import spec
from ovreport.plan import Cell
from ovreport.records import Record
from ovreport.store import Store
from tests.simulation import World, measure, requests_in_flight

_SECONDS = 3.0

TWELVE = {"batch": (1, 2, 3), "requests": (1, 2, 3, 4)}
HUNDRED = {
    "precision": ("f32", "bf16"),
    "batch": (1, 2, 3, 4, 8),
    "requests": (1, 2, 3, 4, 5, 6, 7, 8, 12, 16),
}


def write_experiment(
    folder: Path, factors: Mapping[str, Sequence[object]], rounds: int, *, languages: str = "[en]"
) -> Path:
    """An experiment file with these factors."""
    lists = [f"{name}: [{', '.join(map(str, levels))}]" for name, levels in factors.items()]
    lines = ["title: Speed", f"language: {languages}", "model: tiny", "device: CPU", "streams: 2", *lists]
    path = folder / "experiments" / "speed.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, f"measure: {{rounds: {rounds}, seconds: {_SECONDS}}}", ""]))
    return path


def write_records(path: Path, requests: int) -> int:
    """A record of about `requests` requests for every cell and round.

    One trial a cell is simulated; the other rounds are the same one at another pace.

    Returns:
        Number of rows.
    """
    plan = plans.expand(spec.load(path))
    store = Store(root=path.parent / "results")
    rng, rows = np.random.default_rng(0), 0
    once = replace(plan, measure=replace(plan.measure, rounds=1, most_rounds=1))
    for cell in plan.cells:
        for record, _ in measure(replace(once, cells=(cell,), baseline=cell.id), _world(cell, requests)):
            for number in range(1, plan.measure.rounds + 1):
                store.save(at_pace(replace(record, measure=plan.measure, round=number), rng.normal(1, 0.01)))
                rows += len(record.requests)
    return rows


def _world(cell: Cell, requests: int) -> World:
    busy = min(2, requests_in_flight(cell.setting))
    return World(service_ms=lambda _: 1000 * _SECONDS * busy / requests)


def at_pace(record: Record, factor: float) -> Record:
    """The same trial, every time in it `factor` times as long."""
    rows, slices = record.requests, record.slices
    return replace(
        record,
        requests=replace(
            rows,
            submit_ns=(rows.submit_ns * factor).astype(np.int64),
            latency_ns=(rows.latency_ns * factor).astype(np.int64),
        ),
        slices=replace(
            slices,
            begin_ns=(slices.begin_ns * factor).astype(np.int64),
            end_ns=(slices.end_ns * factor).astype(np.int64) + 1,
        ),
    )
