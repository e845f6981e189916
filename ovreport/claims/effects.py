"""Which effects of factors are told, and by which class of claims."""

from __future__ import annotations

from dataclasses import replace

from ovreport.analysis.results import Analysis, Contrast, Effect, Verdict
from ovreport.claims.basis import RESOLVED, deciding, records_of, size, strength
from ovreport.claims.claim import ClaimKind
from ovreport.claims.conditional_effects import (
    DecidedReversal,
    ExceptedEffect,
    FaintEffect,
    GradedEffect,
    PairedEffect,
    ReversedEffect,
    directions,
)
from ovreport.claims.factor_effects import (
    FactorEffect,
    OpenEffect,
    SingleEffect,
    UniformEffect,
    UnmeasuredEffect,
)
from ovreport.claims.place import of_answer
from ovreport.naming import factor_of, field_of


def effect_claim(analysis: Analysis, effect: Effect) -> FactorEffect | None:
    """One effect as a claim; `None` where both sides are one setting in force everywhere."""
    apart = tuple(contrast for contrast in effect.contrasts if not contrast.same_in_force)
    if not apart:
        return None
    # too few rounds under some conditions say nothing about the others
    usable = tuple(contrast for contrast in apart if contrast.estimate is not None) or apart
    told = tuple(sorted(usable, key=strength, reverse=True))
    turned = effect.shape == "reversed" and len(told) > 1
    decider = deciding(analysis.plan, *directions(told)) if turned else None
    verdict = None if turned else told[0].verdict
    disturbed = field_of(factor_of(analysis.plan, effect.factor)) == "disturbance"
    kind = ClaimKind.DISTURBANCE if disturbed and effect.reference_level == "none" else ClaimKind.EFFECT
    claim = _class_of(effect, told)(
        id=f"{kind.value}/{effect.factor}/{effect.level}-{effect.reference_level}/{effect.metric}",
        kind=kind,
        factor=effect.factor,
        level=effect.level,
        reference_level=effect.reference_level,
        metric=effect.metric,
        verdict=verdict,
        contrasts=told,
        cells=tuple(dict.fromkeys(cell for each in told for cell in (each.cell, each.reference))),
        records=records_of(told),
        figure="" if effect.metric == "undisturbed" else effect.metric,
        size=size(told[0]),
        place=of_answer(verdict, silent=told[0].estimate is None),
    )
    all_resolved = len(told) > 2 and all(contrast.verdict in RESOLVED for contrast in told)
    if turned and decider is not None and all_resolved:
        return DecidedReversal(**vars(claim), decider=decider)
    return claim


def _class_of(effect: Effect, told: tuple[Contrast, ...]) -> type[FactorEffect]:
    """What it says: by how its comparisons, the strongest first, agree."""
    verdicts = {contrast.verdict for contrast in told}
    if told[0].estimate is None:
        return UnmeasuredEffect
    if len(told) == 1:
        return SingleEffect
    if effect.shape == "reversed":
        return ReversedEffect
    everywhere = OpenEffect if told[0].verdict is Verdict.NOT_RESOLVED else UniformEffect
    if effect.shape == "uniform":
        return everywhere
    if len(told) == 2:
        return PairedEffect
    if verdicts.isdisjoint(RESOLVED):
        return FaintEffect if len(verdicts) > 1 else everywhere
    return GradedEffect if verdicts <= RESOLVED else ExceptedEffect


def effect_claims(analysis: Analysis) -> tuple[FactorEffect, ...]:
    """All effects, in the order of the analysis; too few rounds are told of throughput alone."""
    claims = (effect_claim(analysis, effect) for effect in analysis.effects)
    return tuple(
        claim
        for claim in claims
        if claim is not None and (claim.metric == "throughput" or not isinstance(claim, UnmeasuredEffect))
    )


def gathered(claims: tuple[FactorEffect, ...]) -> FactorEffect | None:
    """The claims about one factor as one: the strongest in throughput leads, the rest are its notes.

    Where rounds cannot tell about throughput and can about undisturbed requests, these lead. `None` without
    claims.
    """
    throughput = [claim for claim in claims if claim.metric == "throughput"]
    if not throughput:
        return claims[0] if claims else None
    undisturbed = [claim for claim in claims if claim.metric == "undisturbed"]
    telling = (
        [each for each in claims_of if each.contrasts[0].verdict is not Verdict.NOT_RESOLVED]
        for claims_of in (throughput, undisturbed)
    )
    first = next(filter(None, telling), throughput)
    lead = max(first, key=lambda claim: strength(claim.contrasts[0]))
    return replace(lead, notes=tuple(claim for claim in claims if claim is not lead))


def effect_conclusions(analysis: Analysis) -> tuple[FactorEffect, ...]:
    """One conclusion a factor, in the order in which the plan discusses them."""
    claims = effect_claims(analysis)
    found = (
        gathered(tuple(claim for claim in claims if claim.factor == factor))
        for factor in analysis.plan.discuss
    )
    return tuple(claim for claim in found if claim is not None)
