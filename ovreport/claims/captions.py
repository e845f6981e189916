"""For every picture the claim that answers its question."""

from __future__ import annotations

from ovreport.analysis.results import Analysis
from ovreport.claims import steadiness
from ovreport.claims.basis import measured
from ovreport.claims.best import best
from ovreport.claims.best_in_both import best_in_both
from ovreport.claims.choosing import is_choice
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.concurrency import saturations
from ovreport.claims.effects import effect_conclusions
from ovreport.claims.evenness import evenness
from ovreport.claims.front import SeveralOnFront, pareto
from ovreport.claims.published_beside import published_claims
from ovreport.claims.startup import startup


def captions(analysis: Analysis, conclusions: tuple[Claim, ...]) -> tuple[tuple[str, Claim], ...]:
    """Pairs of a figure's kind and its claim; figures without an answer are left out."""
    kinds = {ClaimKind.BESIDE_PUBLISHED, ClaimKind.PUBLISHED_EFFECT}
    published = next((claim for claim in conclusions if claim.kind in kinds), None)
    if measured(analysis):
        found = {"published": published, **measured_captions(analysis)}
    else:
        found = {"published": published or next(iter(published_claims(analysis.plan)), None)}
    return tuple((kind, claim) for kind, claim in found.items() if claim is not None)


def measured_captions(analysis: Analysis) -> dict[str, Claim | None]:
    """Captions of the pictures that show measurements.

    Windows are told of the cell that has the most full ones, of those where they are like the rest.
    """
    found: dict[str, Claim | None] = {}
    if is_choice(analysis):
        found |= {chosen.metric: best(analysis, chosen) for chosen in analysis.best}
        front, both = pareto(analysis), best_in_both(analysis)
        found["trade"] = front if both is None or isinstance(front, SeveralOnFront) else both
    windows = [
        (len(steadiness.full_windows(result)), claim)
        for result in measured(analysis)
        if (claim := steadiness.windows(analysis, result)) is not None
    ]
    drawn = [claim for claim in effect_conclusions(analysis) if claim.metric == "throughput"]
    return {
        **found,
        "rounds": steadiness.steadiness(analysis),
        "timeline": next(iter(saturations(analysis)), None),
        "time": steadiness.within(analysis),
        "windows": max(windows, key=lambda each: each[0], default=(0, None))[1],
        "shares": evenness(analysis),
        "heat": min(drawn, key=lambda claim: claim.rank, default=None),
        "startup": startup(analysis),
    }
