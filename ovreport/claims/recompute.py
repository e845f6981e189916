"""A few lines of Python that print the number that a claim leads with, from the values that it rests on.

The page shows them in the drawer of every conclusion. What they print is told beside them, so that a reader
sees at once whether it came out; a program that would print a number that the sentence does not state is
none: such a claim has no program.
"""

from __future__ import annotations

from ovreport.analysis.results import Analysis
from ovreport.claims.claim import Claim
from ovreport.claims.evidence import Recomputation
from ovreport.claims.programs import comparison, hull, of_level


def recompute(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The program behind a claim; `None` where nothing is computed or the values are too many to print."""
    compared = claim.stated(analysis)
    if compared:
        return hull(claim, compared) if len(compared) > 1 else comparison(claim, compared[0])
    level = claim.leading(analysis)
    if level is not None:
        return of_level(level) if level.result.trials else None
    return claim.program(analysis)
