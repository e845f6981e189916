"""A caveat of every kind about two of four configurations, or about the whole run."""

from __future__ import annotations

from collections.abc import Iterator

from ovreport.analysis.results import Analysis, Caveat, CaveatKind
from tests.claims.handmade import analysis
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})

NUMBERS: dict[CaveatKind, dict[str, float]] = {
    CaveatKind.FAILED: {"failed": 2, "trials": 14},
    CaveatKind.SUSPEND: {"seconds": 40},
    CaveatKind.STANDSTILL: {"round": 3, "seconds": 12, "usual_ns": 2.1e7},
    CaveatKind.CLOCK: {"requests": 17, "share": 0.002},
    CaveatKind.NOT_NUMBERS: {"values": 3, "of": 700},
    CaveatKind.OUTPUTS: {"relative": 0.34},
    CaveatKind.SATURATED: {"share": 0.98},
    CaveatKind.STATEFUL: {},
    CaveatKind.DENORMALS: {"share": 0.2},
    CaveatKind.THROTTLED: {"events": 12},
    CaveatKind.QUOTA: {"periods": 31, "seconds": 2.5},
    CaveatKind.FREQUENCY: {"lowest": 2100, "highest": 3400},
    CaveatKind.FEW_ROUNDS: {"rounds": 2, "wanted": 5},
    CaveatKind.UNEQUAL_ROUNDS: {"fewest": 5, "rounds": 7},
    CaveatKind.SINGLE_SESSION_SPLIT: {"rounds": 2, "of": 7},
    CaveatKind.FALLBACK: {},
    CaveatKind.EMULATED: {},
    CaveatKind.FLOOR: {"share": 0.3},
    CaveatKind.STEAL: {"share": 0.04},
    CaveatKind.OWN_CPU: {"share": 0.06},
    CaveatKind.LOAD: {"load": 1.7},
    CaveatKind.DRIFT: {"change": -0.05},
    CaveatKind.SHIFT: {"ratio": 1.12, "trials": 3, "of": 14},
    CaveatKind.MODES: {"modes": 3},
    CaveatKind.OUTLIERS: {"share": 0.07},
    CaveatKind.NOISY: {"deviation": 0.11},
    CaveatKind.MEMORY: {"correlation": 0.53, "p": 0.004, "rounds": 20},
    CaveatKind.NO_SPREAD: {"rounds": 7},
    CaveatKind.SHORT_SLICES: {"requests": 2.4},
    CaveatKind.NEIGHBOURS: {"ratio": 1.08},
    CaveatKind.PERCENTILES: {"percent": 99, "effective": 120, "needed": 662},
    CaveatKind.NO_FREQUENCY: {},
    CaveatKind.NO_FLOOR: {"margin": 0.03},
    CaveatKind.LEFT_OUT: {"records": 3},
    CaveatKind.UNREADABLE: {"files": 2},
}
"""What the sentences of every kind need, in the base units of its caveat."""

NAMES: dict[CaveatKind, dict[str, str]] = {
    CaveatKind.FAILED: {"kind": "timeout"},
    CaveatKind.SATURATED: {"output": "boxes"},
    CaveatKind.QUOTA: {"granted": "1.5"},
    CaveatKind.FALLBACK: {"what": "precision", "asked": "bf16", "given": "f32"},
    CaveatKind.EMULATED: {"precision": "bf16"},
    CaveatKind.NO_FLOOR: {"source": "default"},
    CaveatKind.LEFT_OUT: {"why": "openvino", "was": "2025.3", "now": "2026.1"},
    CaveatKind.UNREADABLE: {"path": "results/a.parquet", "reason": "it ends in the middle."},
}

WHOLE_RUN = frozenset(
    {
        CaveatKind.FREQUENCY,
        CaveatKind.FEW_ROUNDS,
        CaveatKind.SINGLE_SESSION_SPLIT,
        CaveatKind.LOAD,
        CaveatKind.MEMORY,
        CaveatKind.NO_FREQUENCY,
        CaveatKind.NO_FLOOR,
        CaveatKind.LEFT_OUT,
        CaveatKind.UNREADABLE,
    }
)
"""Kinds that touch no configuration more than another."""


def caveats() -> tuple[Analysis, Iterator[Caveat]]:
    """The analysis that they are about, and one of every kind, from the most to the least serious."""
    two = tuple(cell.id for cell in PLAN.cells[:2])
    return analysis(PLAN), (
        Caveat(
            kind=kind,
            cells=() if kind in WHOLE_RUN else two,
            numbers=tuple(NUMBERS[kind].items()),
            names=tuple(NAMES.get(kind, {}).items()),
        )
        for kind in CaveatKind
    )
