"""Reasons to distrust a result, found in its own data; each with its numbers."""

from __future__ import annotations

from ovreport.analysis.caveats import machine, records, rounds
from ovreport.analysis.results import Analysis, Doubt, DoubtKind


def find(analysis: Analysis) -> tuple[Doubt, ...]:
    """All reasons to distrust `analysis`, from the most to the least serious."""
    if not analysis.host:
        return ()
    rank = {kind: number for number, kind in enumerate(DoubtKind)}
    found = [
        doubt
        for finder in (*records.FINDERS, *machine.FINDERS, *rounds.FINDERS)
        for doubt in finder(analysis)
    ]
    return tuple(sorted(found, key=lambda doubt: rank[doubt.kind]))
