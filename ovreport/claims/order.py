"""The order in which claims are told, in one table: from what must be said first to what may find no room.

Claims that share a row are told by the size of what they show, the larger first.
"""

from __future__ import annotations

from collections.abc import Mapping

from ovreport.analysis.results import Verdict
from ovreport.claims.claim import Claim, ClaimKind

Row = tuple[ClaimKind, str]
"""A kind of claim with one of its variants, or with what `_case` makes of it; an empty one is all others."""

ANSWERS = frozenset(
    {
        ClaimKind.EFFECT,
        ClaimKind.DISTURBANCE,
        ClaimKind.SATURATION,
        ClaimKind.PUBLISHED_EFFECT,
        ClaimKind.PUBLISHED_SATURATION,
    }
)
"""Claims that answer what a factor does."""


def _each(kind: ClaimKind, *cases: str) -> tuple[Row, ...]:
    return tuple((kind, case) for case in cases or ("",))


def _answers(case: str) -> tuple[Row, ...]:
    return tuple((kind, case) for kind in ANSWERS)


WARNINGS: tuple[tuple[Row, ...], ...] = (
    _each(ClaimKind.OUTPUTS, "numbers", "shape", "differ", "reordered"),
    _each(ClaimKind.NOT_GRANTED, "device"),
    _each(ClaimKind.NOT_MEASURED, "failed"),
    _each(ClaimKind.STEADINESS, "throttled"),
    _each(ClaimKind.SAME_IN_FORCE, "apart"),
)
"""What to hold against all other claims."""

FINDINGS: tuple[tuple[Row, ...], ...] = (
    _answers("shown"),
    _each(ClaimKind.PUBLISHED_CONTRADICTION, "statement", "little"),
    _each(ClaimKind.NOT_GRANTED, "precision", "rest", "emulated"),
    _each(ClaimKind.PUBLISHED_SMALLEST),
    _each(ClaimKind.SAME_IN_FORCE),
    _each(ClaimKind.WITHIN_BOUND, "kept", "tied"),
    _each(ClaimKind.SMALLEST, "smaller"),
    _each(ClaimKind.BEST_OVERALL, "leads"),
    _each(ClaimKind.BEST_THROUGHPUT),
    _each(ClaimKind.OUTPUTS, "close"),
    _each(ClaimKind.NOT_GRANTED),
    _each(ClaimKind.STARTUP, "cached"),
    _each(ClaimKind.WITHIN_BOUND, "none"),
    _each(ClaimKind.EVENNESS, "uneven"),
    _each(ClaimKind.BEST_LATENCY),
    _each(ClaimKind.DIFFERENT_WORK),
    _each(ClaimKind.NOT_MEASURED, "device", "pending"),
    _each(ClaimKind.PUBLISHED_SATURATION, "aside"),
    _answers("same"),
    _each(ClaimKind.OUTPUTS, "uninformative"),
    _each(ClaimKind.BESIDE_PUBLISHED),
    _each(ClaimKind.EVENNESS, "slightly"),
    _each(ClaimKind.STARTUP, "break-even"),
    _each(ClaimKind.PARETO),
    _each(ClaimKind.PUBLISHED_CONTRADICTION, "little-agrees"),
    _each(ClaimKind.NOT_MEASURED),
    _each(ClaimKind.EVENNESS),
    _each(ClaimKind.PUBLISHED_CONTRADICTION, "statement-open"),
)
"""What an abstract may tell."""

ASIDES: tuple[tuple[Row, ...], ...] = (
    _each(ClaimKind.WITHIN_BOUND, "open", "unsupported"),
    _each(ClaimKind.STEADINESS, "steady", "moving"),
    _each(ClaimKind.STARTUP, "apart"),
    _each(ClaimKind.BEST_OVERALL, "none"),
    _each(ClaimKind.BEST_THROUGHPUT, "all"),
    _each(ClaimKind.SMALLEST, "itself"),
    _each(ClaimKind.PUBLISHED_CONTRADICTION, "statement-holds"),
    _each(ClaimKind.OUTPUTS),
    _answers("open"),
    _each(ClaimKind.BEST_LATENCY, "all"),
    _each(ClaimKind.PARETO, "lead"),
    _each(ClaimKind.STEADINESS),
    _each(ClaimKind.STARTUP),
    _each(ClaimKind.PARETO, "alike"),
    _answers("silent"),
)
"""What it tells only where there is too little else."""

_PLACES: Mapping[Row, int] = {
    row: place for place, rows in enumerate((*WARNINGS, *FINDINGS, *ASIDES)) for row in rows
}


def place(claim: Claim) -> tuple[int, float]:
    """Where a claim stands, to sort by: its row, and larger ones first within that."""
    row = _PLACES.get((claim.kind, _case(claim)), _PLACES.get((claim.kind, "")))
    assert row is not None, f"no row for {claim.kind} {claim.variant}"
    return row, -claim.size


def is_warning(claim: Claim) -> bool:
    """Whether it is told before all others in any case."""
    return place(claim)[0] < len(WARNINGS)


def is_finding(claim: Claim) -> bool:
    """Whether an abstract tells it where there is room."""
    return place(claim)[0] < len(WARNINGS) + len(FINDINGS)


def _case(claim: Claim) -> str:
    """The variant; of answers whether they are shown, whatever their shape."""
    if claim.aside:
        return "aside"
    if claim.kind not in ANSWERS:
        return claim.variant
    if claim.variant in {"silent", "unresolved"}:
        return {"silent": "silent", "unresolved": "open"}[claim.variant]
    if claim.kind is ClaimKind.SATURATION or claim.verdict is None:
        return "shown"
    return {Verdict.EQUIVALENT: "same", Verdict.NOT_RESOLVED: "open"}.get(claim.verdict, "shown")
