"""Claims about settings that were asked for differently and turned out to be one on this device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ovreport.analysis.results import Analysis, Contrast, Verdict
from ovreport.claims.basis import RESOLVED, count, hashes, measured, of_estimate, records_of
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.naming import factor_of, field_of
from ovreport.claims.pairs import compared
from ovreport.plan import Factor


def same_in_force(analysis: Analysis) -> tuple[Claim, ...]:
    """Cells that turned out to be one setting: how far apart they came out.

    A factor that changes nothing has one claim about all of its levels. Groups that no such factor makes are
    one claim too, but for those that came out apart, which are a warning of their own.
    """
    idle = idle_factors(analysis)
    claims = [same_claim(analysis, groups_of(analysis, factor), factor) for factor in idle]
    left = tuple(group for group in analysis.same_in_force if not explained(analysis, group, idle))
    return (*claims, *grouped(analysis, tuple(same_claim(analysis, (group,)) for group in left)))


def idle_factors(analysis: Analysis) -> tuple[str, ...]:
    """Factors of which all levels are one setting in force, whatever the other factors are."""
    return tuple(factor.name for factor in analysis.plan.factors if is_idle(analysis, factor))


def is_idle(analysis: Analysis, factor: Factor) -> bool:
    """Whether cells that differ in this factor alone are one setting everywhere, with all of its levels."""
    beside = beside_each_other(analysis, factor.name)
    together = [set(group) for group in analysis.same_in_force]
    seen = {analysis.plan.cell(cell).level(factor.name) for cells in beside for cell in cells}
    varied = bool(groups_of(analysis, factor.name)) and set(factor.levels) <= seen
    return varied and all(any(group.issuperset(cells) for group in together) for cells in beside)


def beside_each_other(analysis: Analysis, factor: str) -> tuple[tuple[str, ...], ...]:
    """Measured cells that differ in a factor alone, two and more, in the order of the plan."""
    found: dict[object, list[str]] = {}
    for result in measured(analysis):
        rest = tuple(level for level in result.cell.levels if level[0] != factor)
        found.setdefault(rest, []).append(result.cell.id)
    return tuple(tuple(cells) for cells in found.values() if len(cells) > 1)


def groups_of(analysis: Analysis, factor: str) -> tuple[tuple[str, ...], ...]:
    """The sets of cells that an idle factor makes, without those that were asked for alike."""
    setting = {result.cell.id: result.cell.setting for result in analysis.cells}
    beside = beside_each_other(analysis, factor)
    return tuple(cells for cells in beside if any(setting[cell] != setting[cells[0]] for cell in cells))


def explained(analysis: Analysis, group: tuple[str, ...], idle: tuple[str, ...]) -> bool:
    """Whether the cells of a group differ in idle factors alone."""
    rest = {
        tuple(level for level in analysis.plan.cell(cell).levels if level[0] not in idle) for cell in group
    }
    return len(rest) == 1


def same_claim(analysis: Analysis, groups: tuple[tuple[str, ...], ...], factor: str = "") -> Claim:
    """Groups of cells that are one setting each, by `factor` where it changes nothing."""
    pairs = [(cell, group[0]) for group in groups for cell in group[1:]]
    told = compared(analysis, "throughput", pairs, "same setting in force")
    contrasts = tuple(sorted((each for each in told if each is not None and each.estimate), key=_nearest))
    verdicts = {each.verdict for each in contrasts}
    variant = (
        "agree" if verdicts == {Verdict.EQUIVALENT} else "apart" if verdicts & RESOLVED else "unresolved"
    )
    if variant == "apart":
        contrasts = tuple(sorted(contrasts, key=lambda each: each.verdict not in RESOLVED))
    cells = tuple(cell for group in groups for cell in group)
    return Claim(
        id=f"same-in-force/{factor or cells[0]}",
        kind=ClaimKind.SAME_IN_FORCE,
        variant=variant if contrasts else "silent",
        numbers=(
            ("cells", count(len(cells))),
            ("groups", count(len(groups))),
            *(("ratio", of_estimate(each.estimate)) for each in contrasts[:1] if each.estimate),
        ),
        names=(("idle", factor),) if factor else (),
        verdict=contrasts[0].verdict if contrasts else None,
        contrasts=contrasts,
        cells=cells,
        records=records_of(contrasts) or hashes(analysis, cells),
        figure="throughput",
    )


def _nearest(contrast: Contrast) -> float:
    """Sorts the comparison whose interval reaches farthest from "no difference" first."""
    estimate = contrast.estimate
    return 0.0 if estimate is None else -max(abs(estimate.low - 1), abs(estimate.high - 1))


def grouped(analysis: Analysis, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Several groups of equal cells as one claim with them as notes; those that came out apart as another."""
    apart = tuple(claim for claim in claims if claim.variant == "apart")
    rest = tuple(claim for claim in claims if claim.variant != "apart")
    if len(apart) > 1:
        first, *others = sorted(apart, key=lambda claim: _nearest(claim.contrasts[0]))
        apart = (replace(first, notes=tuple(others)),)
    if len(rest) > 1:
        groups = tuple(claim.cells for claim in rest)
        whole = same_claim(analysis, groups)
        variants = {"agree": "groups", "unresolved": "groups-open", "silent": "groups-silent"}
        rest = (replace(whole, id="same-in-force", variant=variants[whole.variant], notes=rest),)
    return (*apart, *rest)


def joined_up(analysis: Analysis, wishes: Iterable[Claim], same: Iterable[Claim]) -> tuple[Claim, ...]:
    """Wishes that were not granted as notes of the cells that became one setting by them."""
    left = list(wishes)
    found = []
    for claim in same:
        notes = tuple(
            wish
            for wish in left
            if set(wish.cells) <= set(claim.cells) and not claim.notes and makes_one(analysis, wish, claim)
        )
        left = [wish for wish in left if wish not in notes]
        found.append(replace(claim, notes=(*notes, *claim.notes)))
    return (*left, *found)


def makes_one(analysis: Analysis, wish: Claim, same: Claim) -> bool:
    """Whether a wish is about what an idle factor varies; without such a factor any may be the reason."""
    idle = dict(same.names).get("idle")
    if idle is None:
        return True
    named = wish.name("asked").partition("=")[0]
    about = {"property": named, "emulated": "precision", "rest": "precision"}
    is_bundle = field_of(factor_of(analysis.plan, idle)) == "bundle"
    return is_bundle or about.get(wish.variant, wish.variant) == idle
