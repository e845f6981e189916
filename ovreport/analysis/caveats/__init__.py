"""Reasons to distrust a result, found in its own data; each with its numbers."""

from __future__ import annotations

from ovreport.analysis.caveats import machine, records, rounds
from ovreport.analysis.results import Analysis, Caveat, CaveatKind


def find(analysis: Analysis) -> tuple[Caveat, ...]:
    """All reasons to distrust `analysis`, from the most to the least serious."""
    if not analysis.host:
        return ()
    rank = {kind: number for number, kind in enumerate(CaveatKind)}
    found = [
        caveat
        for finder in (*records.FINDERS, *machine.FINDERS, *rounds.FINDERS)
        for caveat in finder(analysis)
    ]
    return tuple(sorted(found, key=lambda caveat: rank[caveat.kind]))
