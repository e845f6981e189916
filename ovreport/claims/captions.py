"""For every picture the claim that answers its question."""

from __future__ import annotations

from ovreport.analysis.results import Analysis, Metric
from ovreport.claims import steadiness
from ovreport.claims.basis import measured
from ovreport.claims.best import best
from ovreport.claims.best_in_both import best_in_both
from ovreport.claims.choosing import best_of, is_choice
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.concurrency import saturations
from ovreport.claims.effects import effect_conclusions
from ovreport.claims.evenness import evenness
from ovreport.claims.front import SeveralOnFront, pareto
from ovreport.claims.published_beside import published_claims
from ovreport.claims.startup import startup


def captions(analysis: Analysis, conclusions: tuple[Claim, ...]) -> tuple[tuple[str, Claim], ...]:
    """Pairs of a picture's anchor and its claim; pictures without an answer are left out."""
    kinds = {ClaimKind.BESIDE_PUBLISHED, ClaimKind.PUBLISHED_EFFECT}
    published = next((claim for claim in conclusions if claim.kind in kinds), None)
    if measured(analysis):
        found = {"published": published, **measured_captions(analysis)}
    else:
        found = {"published": published or next(iter(published_claims(analysis.plan)), None)}
    return tuple((anchor, claim) for anchor, claim in found.items() if claim is not None)


def measured_captions(analysis: Analysis) -> dict[str, Claim | None]:
    """Captions of the pictures that show measurements."""
    throughput, latency = (best_caption(analysis, metric) for metric in ("throughput", "latency"))
    effects = effect_conclusions(analysis)
    more = saturations(analysis)
    return {
        "throughput": throughput,
        "rounds": steadiness.steadiness(analysis),
        "latency": latency,
        "timeline": more[0] if more else None,
        "time": steadiness.within(analysis),
        "windows": windowed(analysis),
        "shares": evenness(analysis),
        "trade": traded(analysis),
        "heat": min(effects, key=lambda each: each.rank, default=None),
        "startup": startup(analysis),
    }


def best_caption(analysis: Analysis, metric: Metric) -> Claim | None:
    """The best by a metric; `None` where there is nothing to choose between."""
    chosen = best_of(analysis, metric)
    return best(analysis, chosen) if chosen is not None and is_choice(analysis) else None


def traded(analysis: Analysis) -> Claim | None:
    """The one leader in both metrics, where there is one, or else the trade between them."""
    if not is_choice(analysis):
        return None
    front, both = pareto(analysis), best_in_both(analysis)
    return front if both is None or isinstance(front, SeveralOnFront) else both


def windowed(analysis: Analysis) -> Claim | None:
    """The windows of the cell with the most of a hundred requests, of those whose windows are like them."""
    told = [(steadiness.windows(analysis, result), result) for result in measured(analysis)]
    known = [(len(steadiness.full_windows(result)), claim) for claim, result in told if claim is not None]
    return max(known, key=lambda each: each[0], default=(0, None))[1]
