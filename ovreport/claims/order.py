"""By which of the places claims are told that have none of their own."""

from __future__ import annotations

from collections.abc import Mapping

from ovreport.analysis.results import Verdict
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.place import Place

Row = tuple[ClaimKind, str]
"""A kind of claim with one of its variants, or with what `_case` makes of it; an empty one is all others."""

ANSWERS = frozenset(
    {
        ClaimKind.SATURATION,
    }
)
"""Claims that answer what a factor does."""


def _answers(case: str) -> tuple[Row, ...]:
    return tuple((kind, case) for kind in ANSWERS)


PLACES: Mapping[Place, tuple[Row, ...]] = {
    Place.ANSWER_SHOWN: _answers("shown"),
    Place.ANSWER_SAME: _answers("same"),
    Place.ANSWER_OPEN: _answers("open"),
    Place.ANSWER_SILENT: _answers("silent"),
}
"""The claims that are told by templates, by their place."""

_PLACES: Mapping[Row, Place] = {row: place for place, rows in PLACES.items() for row in rows}


def place(claim: Claim) -> tuple[Place, float]:
    """Where a claim stands, to sort by: its place, and larger ones first within that."""
    if claim.place is not None:
        return claim.place, -claim.size
    row = _PLACES.get((claim.kind, _case(claim)), _PLACES.get((claim.kind, "")))
    assert row is not None, f"no row for {claim.kind} {claim.variant}"
    return row, -claim.size


def is_warning(claim: Claim) -> bool:
    """Whether it is told before all others in any case."""
    return place(claim)[0].is_warning


def is_finding(claim: Claim) -> bool:
    """Whether an abstract tells it where there is room."""
    return place(claim)[0].is_finding


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
