"""In which order claims are told: by their places, and the larger first within one."""

from __future__ import annotations

from ovreport.claims.claim import Claim
from ovreport.claims.place import Place


def place(claim: Claim) -> tuple[Place, float]:
    """Where a claim stands, to sort by: its place, and larger ones first within that."""
    assert claim.place is not None, claim.id
    return claim.place, -claim.size


def is_warning(claim: Claim) -> bool:
    """Whether it is told before all others in any case."""
    return place(claim)[0].is_warning


def is_finding(claim: Claim) -> bool:
    """Whether an abstract tells it where there is room."""
    return place(claim)[0].is_finding
