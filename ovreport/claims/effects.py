"""Claims about a level of a factor beside another: throughput per image, latency per request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ovreport.analysis.results import Analysis, Contrast, Effect, Metric
from ovreport.claims.basis import (
    cells_of,
    count,
    of_estimate,
    records_of,
    size,
    strength,
    strongest_first,
)
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.naming import factor_of, field_of
from ovreport.claims.number import Number


def numbers(contrasts: Iterable[Contrast]) -> tuple[tuple[str, Number], ...]:
    """Every number that a sentence about these comparisons may state."""
    found: list[tuple[str, Number]] = []
    for place, contrast in enumerate(contrasts):
        if contrast.estimate is not None:
            found.append((f"ratio:{place}", of_estimate(contrast.estimate)))
            found.append((f"rounds:{place}", count(contrast.estimate.rounds)))
        found.append((f"margin:{place}", Number(value=contrast.margin, unit="share")))
        if contrast.rounds_needed is not None:
            found.append((f"rounds-needed:{place}", count(contrast.rounds_needed)))
        if contrast.seconds_needed is not None:
            found.append((f"seconds-needed:{place}", Number(value=contrast.seconds_needed, unit="seconds")))
    return tuple(found)


def effect_claim(analysis: Analysis, effect: Effect) -> Claim | None:
    """One effect as a claim; `None` where both sides are one setting in force everywhere."""
    apart = tuple(contrast for contrast in effect.contrasts if not contrast.same_in_force)
    if not apart:
        return None
    # too few rounds under some conditions say nothing about the others
    usable = tuple(contrast for contrast in apart if contrast.estimate is not None) or apart
    told = strongest_first(usable)
    shape = "single" if len(usable) == 1 else effect.shape if effect.shape != "single" else "conditional"
    kind = ClaimKind.EFFECT
    if (
        field_of(factor_of(analysis.plan, effect.factor)) == "disturbance"
        and effect.reference_level == "none"
    ):
        kind = ClaimKind.DISTURBANCE
    return Claim(
        id=f"{kind.value}/{effect.factor}/{effect.level}-{effect.reference_level}/{effect.metric}",
        kind=kind,
        variant=shape if told[0].estimate is not None else "silent",
        numbers=numbers(told),
        names=(("factor", effect.factor), ("level", effect.level), ("reference", effect.reference_level)),
        verdict=told[0].verdict if shape != "reversed" else None,
        effect=replace(effect, contrasts=usable),
        contrasts=told,
        cells=cells_of(told),
        records=records_of(told),
        figure="throughput" if effect.metric == "throughput" else "ecdf",
        size=size(told[0]),
    )


def effect_claims(analysis: Analysis) -> tuple[Claim, ...]:
    """All effects, in the order of the analysis."""
    claims = (effect_claim(analysis, effect) for effect in analysis.effects)
    told = (claim for claim in claims if claim is not None)
    return tuple(claim for claim in told if claim.variant != "silent" or metric_of(claim) == "throughput")


def metric_of(claim: Claim) -> Metric | None:
    """What an effect claim is about."""
    return claim.effect.metric if claim.effect is not None else None


def of_factor(claims: Iterable[Claim], factor: str) -> tuple[Claim, ...]:
    """The claims about one factor."""
    return tuple(claim for claim in claims if claim.name("factor") == factor)


def gathered(claims: tuple[Claim, ...]) -> Claim | None:
    """The claims about one factor as one: the strongest in throughput leads, the rest are its notes.

    `None` without claims.
    """
    throughput = [claim for claim in claims if claim.effect and claim.effect.metric == "throughput"]
    if not throughput:
        return claims[0] if claims else None
    lead = max(throughput, key=lambda claim: strength(claim.contrasts[0]))
    return replace(lead, notes=tuple(claim for claim in claims if claim is not lead))


def effect_conclusions(analysis: Analysis) -> tuple[Claim, ...]:
    """One conclusion a factor, in the order in which the plan discusses them."""
    claims = effect_claims(analysis)
    found = (gathered(of_factor(claims, factor)) for factor in analysis.plan.discuss)
    return tuple(claim for claim in found if claim is not None)
