"""A few lines of Python that print the number that a claim leads with, from the values that it rests on.

The page shows them in the drawer of every conclusion. What they print is told beside them, so that a reader
sees at once whether it came out; a program that would print a number that the sentence does not state is
none: such a claim has no program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ovreport.analysis.results import Analysis
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.evidence import Recomputation, printing, written
from ovreport.claims.programs import comparison, hull, of_level, stated_together
from ovreport.claims.startup import told_starts


def recompute(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The program behind a claim; `None` where nothing is computed or the values are too many to print."""
    compared = stated_together(claim, analysis)
    if compared:
        return hull(claim, compared) if len(compared) > 1 else comparison(claim, compared[0])
    level = claim.leading(analysis)
    if level is not None:
        return of_level(level) if level.result.trials else None
    make = PROGRAMS.get(claim.kind)
    return claim.program(analysis) if make is None else make(claim, analysis)


def starts_ms(claim: Claim, analysis: Analysis, word: str) -> tuple[float, ...]:
    """Every start-up that a claim counts of the cell with this name, in the order of its trials."""
    return tuple(start.total_ns / 1e6 for start in told_starts(claim, analysis, word))


def of_startup(claim: Claim, analysis: Analysis) -> Recomputation | None:
    """The medians of the shortest and the longest start."""
    quick, slow = (starts_ms(claim, analysis, word) for word in ("quick", "slow"))
    if not quick or not slow:
        return None
    single = claim.variant == "single"
    lines = f"quick = [{written(quick)}]  # ms, every start\nslow = [{written(slow)}]\n"
    if single:
        lines = f"starts = [{written(slow)}]  # ms, every start\n"
    names = ("starts",) if single else ("quick", "slow")
    body = f"from statistics import median\n{lines}{printing(*(f'median({name})' for name in names))}"
    longest = claim.number("longest").value / 1e6
    return Recomputation(
        body=body, prints=(longest,) if single else (claim.number("shortest").value / 1e6, longest)
    )


PROGRAMS: Mapping[ClaimKind, Callable[[Claim, Analysis], Recomputation | None]] = {
    ClaimKind.STARTUP: of_startup,
}
