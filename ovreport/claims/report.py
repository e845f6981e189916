"""From an analysis to a report: its conclusions in order, and its caveats pinned to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ovreport.analysis import choice
from ovreport.analysis.caveats import machine, records, rounds
from ovreport.analysis.results import Analysis, Caveat, Contrast, Verdict
from ovreport.claims import captions, published_beside, steadiness
from ovreport.claims.basis import measured, refused_precision
from ovreport.claims.cached_start import cached_starts
from ovreport.claims.claim import Claim, ClaimKind, Report, TouchedCaveat
from ovreport.claims.commentary import commentary
from ovreport.claims.concurrency import saturations
from ovreport.claims.effects import effect_claims, effect_conclusions
from ovreport.claims.evenness import evenness
from ovreport.claims.excluded import levels_within, none_far_behind
from ovreport.claims.factor_effects import FactorEffect
from ovreport.claims.granted import NotGranted, not_granted
from ovreport.claims.missing import missing, unmeasured_questions
from ovreport.claims.outputs import outputs
from ovreport.claims.published import PublishedEffect
from ovreport.claims.published_requests import PublishedSaturation
from ovreport.claims.published_words import BorneOut, LatencyUnfit, Refuted, SourceWords
from ovreport.claims.recommendations import recommendations
from ovreport.claims.sameness import joined_up, same_in_force
from ovreport.claims.slots import slow_slot
from ovreport.claims.startup import startup
from ovreport.claims.undisturbed import undisturbed_apart
from ovreport.plan import Plan

Commentary = tuple[tuple[str, tuple[Claim, ...]], ...]
"""For every cell id the claims of its block."""

MOST_CONCLUSIONS = 9
MOST_IN_ABSTRACT = 5
FEWEST_IN_ABSTRACT = 3

NARROW_CAVEATS: dict[type[Caveat], frozenset[ClaimKind]] = {
    rounds.Percentiles: frozenset({ClaimKind.WITHIN_BOUND}),
    records.SaturatedOutputs: frozenset({ClaimKind.OUTPUTS}),
    machine.NoFrequency: frozenset({ClaimKind.STEADINESS, ClaimKind.DISTURBANCE}),
    records.RecordsLeftOut: frozenset(),
}
"""Caveats that touch some kinds of claims only; the others touch all claims about their cells."""

UNTIMED = frozenset({ClaimKind.OUTPUTS, ClaimKind.NOT_GRANTED, ClaimKind.NOT_MEASURED})
"""Claims that rest on no timing."""

UNTIMED_CAVEATS: frozenset[type[Caveat]] = frozenset(
    {
        records.FailedTrials,
        records.NotNumbers,
        records.OutputsDiffer,
        records.SaturatedOutputs,
        records.Denormals,
        records.Fallback,
        records.Emulated,
        records.UnreadableFiles,
    }
)
"""Caveats about something else than timings, which touch those claims too."""


def conclude(analysis: Analysis) -> Report:
    """What follows from an analysis: at most nine numbered conclusions.

    Warnings come first, then an answer for every factor that the text discusses, in that order and whatever
    its verdict, then the rest by their places.
    """
    beside = commentary(analysis)
    analysis = agreeing(analysis, beside)
    claims = with_excluded(analysis, candidates(analysis), beside)
    conclusions = numbered(analysis.plan, claims)
    return Report(
        analysis=analysis,
        conclusions=conclusions,
        abstract=abstract(conclusions),
        commentary=beside,
        captions=captions.captions(analysis, conclusions),
        caveats=tuple(touched(caveat, conclusions) for caveat in analysis.caveats),
        further=tuple(claim for claim in claims if claim not in conclusions),
    )


def agreeing(analysis: Analysis, beside: Commentary) -> Analysis:
    """The analysis without possible bests that a comparison made for the text shows to be behind another one.

    Such comparisons are adjusted for questions of their own, and may tell of a pair what the comparison with
    the best left open.
    """
    blocks = [claim for _, claims in beside for claim in claims]
    claims = [*blocks, *(each for claim in saturations(analysis) for each in (claim, *claim.notes))]
    told = [contrast for claim in claims for contrast in claim.contrasts]
    best = []
    for chosen in analysis.best:
        behind = choice.slower(told, chosen.metric)
        left = tuple(cell for cell in chosen.tied if cell == chosen.best or cell not in behind)
        best.append(replace(chosen, tied=left))
    # Off the front is who some verdict shows to be behind another choice in both metrics.
    every = [*told, *analysis.contrasts]
    throughput, latency = choice.slower(every, "throughput"), choice.slower(every, "latency")
    choices = {result.cell.id for result in choice.candidates(analysis.cells)}
    front = tuple(
        cell
        for cell in analysis.pareto
        if not throughput.get(cell, set()) & latency.get(cell, set()) & choices
    )
    return replace(analysis, best=tuple(best), pareto=front)


def numbered(plan: Plan, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The conclusions in the order in which they are told.

    The first answer about each factor and all warnings are told in any case; further answers and all other
    claims share the room that is left, in their order. A factor that the text does not discuss gets no
    answer.
    """
    ranked = sorted(
        (each for each in claims if each.answers in {"", *plan.discuss}), key=lambda each: each.rank
    )
    warnings = [claim for claim in ranked if claim.place.is_warning]
    answers = [claim for factor in plan.discuss for claim in ranked if claim.answers == factor]
    apart = {claim.id for claim in (*warnings, *answers)}
    others = [claim for claim in ranked if claim.id not in apart]
    firsts = {claim.answers: claim.id for claim in reversed(answers)}
    told = {*firsts.values(), *(claim.id for claim in warnings)}
    left = [claim.id for claim in ranked if claim.id not in told]
    told.update(left[: max(0, MOST_CONCLUSIONS - len(told))])
    return tuple(claim for claim in (*warnings, *answers, *others) if claim.id in told)


def candidates(analysis: Analysis) -> tuple[Claim, ...]:
    """Everything that may become a conclusion."""
    whole = (
        evenness(analysis),
        slow_slot(analysis),
        undisturbed_apart(analysis),
        steadiness.steadiness(analysis),
        startup(analysis),
        cached_starts(analysis),
    )
    own = (
        *effects_and_saturations(analysis),
        *recommendations(analysis),
        *(claim for claim in whole if claim is not None),
        *untold(analysis, fidelity(analysis)),
    )
    printed = with_statements(published_beside.published_claims(analysis.plan))
    if not measured(analysis):
        return (*own, *printed)
    beside = published_beside.beside(analysis)
    if not beside:
        alone = SourceWords | LatencyUnfit | PublishedEffect | PublishedSaturation
        return (*own, *(claim for claim in printed if isinstance(claim, alone) and not claim.aside))
    first, *others = beside
    with_words = tuple(each for claim in printed for each in (claim, *claim.notes))
    return (*own, replace(first, notes=with_words), *others)


def with_excluded(analysis: Analysis, claims: tuple[Claim, ...], beside: Commentary) -> tuple[Claim, ...]:
    """The claims, and what all comparisons that they and the commentary tell exclude together."""
    told = (*claims, *(each for _, claims_of_cell in beside for each in claims_of_cell))
    every = tuple(each for claim in told for one in (claim, *claim.notes) for each in one.contrasts)
    found = none_far_behind(analysis, every)
    if found is not None:
        return (*claims, found)
    return tuple(with_levels(analysis, claim, every) for claim in claims)


def with_levels(analysis: Analysis, claim: Claim, told: Sequence[Contrast]) -> Claim:
    """An answer that is open with the bound on all levels of its factor, where there is one."""
    is_open = claim.verdict is Verdict.NOT_RESOLVED and isinstance(claim, FactorEffect)
    note = levels_within(analysis, claim.answers, told) if is_open else None
    return claim if note is None else replace(claim, notes=(*claim.notes, note))


def fidelity(analysis: Analysis) -> tuple[Claim, ...]:
    """Whether the measurement was the one asked for: settings in force, outputs, and what is missing."""
    return (
        *joined_up(analysis, not_granted(analysis), same_in_force(analysis)),
        *outputs(analysis),
        *missing(analysis),
        *unmeasured_questions(analysis),
    )


def untold(analysis: Analysis, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims without the precisions not granted that an effect's own sentence begins with."""
    said = {
        (cell, *wish)
        for effect in effect_claims(analysis)
        for cell in {contrast.cell for contrast in effect.contrasts}
        if (wish := refused_precision(effect.contrasts, analysis)) is not None
    }

    return tuple(
        claim
        for claim in claims
        if not isinstance(claim, NotGranted)
        or claim.wish.what != "precision"
        or any((cell, claim.wish.requested, claim.wish.effective) not in said for cell in claim.cells)
    )


def effects_and_saturations(analysis: Analysis) -> tuple[Claim, ...]:
    """One conclusion a factor: what more requests buy where it varies them, its effect elsewhere."""
    saturated = {claim.factor: claim for claim in saturations(analysis)}
    effects = effect_claims(analysis)
    told = [
        replace(claim, notes=(*claim.notes, *(each for each in effects if each.factor == factor)))
        for factor, claim in saturated.items()
    ]
    rest = [claim for claim in effect_conclusions(analysis) if claim.factor not in saturated]
    return (*told, *rest)


def with_statements(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Published effects with the source's words about the same ratio as their notes."""
    every = tuple(claims)
    words = {claim.id: claim for claim in every if isinstance(claim, BorneOut | Refuted)}
    attached: set[str] = set()
    found: list[Claim] = []
    for claim in every:
        if isinstance(claim, PublishedEffect | PublishedSaturation):
            asked = (claim.factor, claim.level, claim.reference)
            notes = tuple(note for note in words.values() if note.asked == asked)
            attached.update(note.id for note in notes)
            found.append(replace(claim, notes=(*notes, *claim.notes)))
        elif claim.id not in words:
            found.append(claim)
    return (*found, *(claim for claim in words.values() if claim.id not in attached))


def abstract(conclusions: tuple[Claim, ...]) -> tuple[int, ...]:
    """Places of the three to five conclusions that the abstract tells; fewer where there are no more.

    Warnings and answers first, in their order: they say what was asked for. Findings fill what is left, and
    asides where there is too little else, the open ones last; of those that say no more than that nothing
    stands out one is enough. Where all of these are open, the last gives way to something that is known.
    """
    first = [place for place, claim in enumerate(conclusions) if claim.answers or claim.place.is_warning]
    rest = [place for place in range(len(conclusions)) if place not in first]
    empty = [place for place in rest if conclusions[place].place.is_empty]
    settled = [place for place in rest if _is_settled(conclusions[place]) and place not in empty]
    findings = [place for place in settled if conclusions[place].place.is_finding]
    chosen = [*first, *findings][:MOST_IN_ABSTRACT]
    if findings and not any(_is_settled(conclusions[place]) for place in chosen):
        chosen[-1] = findings[0]
    others = [place for place in rest if place not in empty]
    for more in (settled, others, empty[:1]):
        left = [place for place in more if place not in chosen]
        chosen += left[: max(0, FEWEST_IN_ABSTRACT - len(chosen))]
    return tuple(sorted(chosen))


def _is_settled(claim: Claim) -> bool:
    return claim.verdict is not Verdict.NOT_RESOLVED


def touched(caveat: Caveat, conclusions: tuple[Claim, ...]) -> TouchedCaveat:
    """A caveat with the numbers, from 1, of the conclusions that it touches."""
    numbers = tuple(
        number
        for number, claim in enumerate(conclusions, start=1)
        if claim.records
        and (not caveat.cells or set(caveat.cells) & set(claim.cells))
        and touches(type(caveat), claim)
    )
    return TouchedCaveat(caveat=caveat, conclusions=numbers)


def touches(kind: type[Caveat], claim: Claim) -> bool:
    """Whether a kind of caveat can be held against a claim, if it is about the same cells."""
    if kind is machine.NoNoiseFloor:
        return claim.verdict is not None
    if kind in NARROW_CAVEATS:
        return claim.kind in NARROW_CAVEATS[kind]
    return claim.kind not in UNTIMED or kind in UNTIMED_CAVEATS
