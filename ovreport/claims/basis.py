"""What the families of claims share: numbers, the records behind cells, and the strongest comparisons."""

from __future__ import annotations

import math
import weakref
from collections.abc import Iterable, Sequence

from ovreport import naming, units
from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis, CellResult, Contrast, Estimate, Interval, Status, Verdict
from ovreport.claims.number import Number, NumberUnit
from ovreport.plan import Plan

RESOLVED = frozenset({Verdict.FASTER, Verdict.SLOWER})


def of_interval(interval: Interval, unit: NumberUnit) -> Number:
    """An interval as a number of a claim; bounds that could not be computed are left out."""
    if math.isfinite(interval.low) and math.isfinite(interval.high):
        return Number(value=interval.value, unit=unit, low=interval.low, high=interval.high)
    return Number(value=interval.value, unit=unit)


def of_estimate(estimate: Estimate) -> Number:
    """A ratio with its 95 % interval."""
    return of_interval(Interval(value=estimate.ratio, low=estimate.low, high=estimate.high), "ratio")


def takes_turns(plan: Plan) -> bool:
    """Whether the configurations of a round take turns, so that a slow moment falls on all of them.

    With the schedule "whole" each is measured in one go, after another.
    """
    return plan.measure.schedule == "slices"


def measured(analysis: Analysis) -> tuple[CellResult, ...]:
    """Cells with timings of their own."""
    return tuple(
        result
        for result in analysis.cells
        if result.status is Status.MEASURED and result.throughput is not None
    )


# Every level on a page asks for it; the weak keys let go of an analysis with its page.
_SHARED: weakref.WeakKeyDictionary[Analysis, dict[str, units.Shared]] = weakref.WeakKeyDictionary()


def sharing(analysis: Analysis, unit: str) -> units.Shared:
    """How all throughputs (`fps`) or all latencies (`ns`) of an analysis are rounded together."""
    if analysis not in _SHARED:
        every = measured(analysis)
        levels = {
            "fps": [result.throughput for result in every if result.throughput is not None],
            "ns": [result.latency for result in every if result.latency is not None],
        }
        _SHARED[analysis] = {
            name: units.shared((level.value, level.low, level.high) for level in found)
            for name, found in levels.items()
        }
    return _SHARED[analysis].get(unit, {})


def hashes(analysis: Analysis, cells: Iterable[str]) -> tuple[str, ...]:
    """SHA-256 of all records of these cells, in order and without repeats."""
    found = [trial.sha256 for cell in cells for trial in analysis.cell(cell).trials]
    return tuple(dict.fromkeys(found))


def records_of(contrasts: Iterable[Contrast]) -> tuple[str, ...]:
    """SHA-256 of all records behind these comparisons."""
    return tuple(dict.fromkeys(record for contrast in contrasts for record in contrast.records))


def size(contrast: Contrast) -> float:
    """How far a comparison is from "no difference", on the log scale; 0 without an estimate."""
    return 0.0 if contrast.estimate is None else abs(math.log(contrast.estimate.ratio))


def strength(contrast: Contrast) -> tuple[int, float]:
    """Resolved before equivalent before not resolved before not estimated; larger before smaller."""
    ranks = {Verdict.FASTER: 3, Verdict.SLOWER: 3, Verdict.EQUIVALENT: 2, Verdict.NOT_RESOLVED: 1}
    return (0 if contrast.estimate is None else ranks[contrast.verdict], size(contrast))


def find(analysis: Analysis, metric: Metric, cell: str, reference: str) -> Contrast | None:
    """The comparison of two cells that the analysis made, if it made it in this direction."""
    return next(
        (
            contrast
            for contrast in analysis.contrasts
            if (contrast.metric, contrast.cell, contrast.reference) == (metric, cell, reference)
        ),
        None,
    )


def labels_in_force(contrasts: Sequence[Contrast], contrast: Contrast, analysis: Analysis) -> tuple[str, str]:
    """The levels of one of a claim's comparisons, a precision and a property as they are in force."""
    asked = (contrast.level, contrast.reference_level)
    field = naming.field_of(naming.factor_of(analysis.plan, contrast.factor))
    sides = ([each.cell for each in contrasts], [each.reference for each in contrasts])
    if field == "property":
        one, other = (
            _given_instead(analysis, contrast.factor, label, cells)
            for label, cells in zip(asked, sides, strict=True)
        )
        return one, other
    if field != "precision":
        return asked
    first, second = (_computed_in(analysis, label, cells) for label, cells in zip(asked, sides, strict=True))
    return first, second


def _computed_in(analysis: Analysis, label: str, cells: Iterable[str]) -> str:
    """What all these cells computed in; what was asked for where they differ or do not tell."""
    every = [analysis.cell(cell).in_force for cell in cells]
    found = {"" if given is None else given.precision or "" for given in every}
    only = found.pop() if len(found) == 1 else ""
    return only if only and naming.is_precision(label) else label


def _given_instead(analysis: Analysis, factor: str, label: str, cells: Iterable[str]) -> str:
    """What all these cells got in place of a property's value; what was asked for where they got that."""
    wish = f"{factor}={label}"
    found = {
        next((each.effective for each in analysis.cell(cell).mismatches if each.requested == wish), label)
        for cell in cells
    }
    return found.pop() if len(found) == 1 else label


Computed = tuple[tuple[str, bool], ...]
"""Precisions in force, each with whether a device emulates it."""


def computed_apart(contrasts: Sequence[Contrast], analysis: Analysis) -> tuple[Computed, Computed] | None:
    """What the two sides of a comparison of devices compute in, where that differs.

    Only where all cells of a side compute in the same, and all tell it.
    """
    factors = (naming.factor_of(analysis.plan, contrast.factor) for contrast in contrasts)
    if any(naming.field_of(factor) != "device" for factor in factors):
        return None
    first = _computed_by(analysis, [contrast.cell for contrast in contrasts])
    second = _computed_by(analysis, [contrast.reference for contrast in contrasts])
    return None if first is None or second is None or first == second else (first, second)


def _computed_by(analysis: Analysis, cells: Iterable[str]) -> Computed | None:
    found = {analysis.cell(cell).computed for cell in cells}
    return found.pop() or None if len(found) == 1 else None


def refused_precision(contrasts: Sequence[Contrast], analysis: Analysis) -> tuple[str, str] | None:
    """The precision that the level of an effect asked for, and the one that was computed instead.

    Only where all cells of the level got the same one.
    """
    factors = (naming.factor_of(analysis.plan, contrast.factor) for contrast in contrasts)
    if any(naming.field_of(factor) != "precision" for factor in factors):
        return None
    cells = (analysis.cell(contrast.cell) for contrast in contrasts)
    found = {next((wish for wish in cell.mismatches if wish.what == "precision"), None) for cell in cells}
    wish = found.pop() if len(found) == 1 else None
    return None if wish is None else (wish.requested, wish.effective)


def deciding(plan: Plan, *groups: Sequence[Contrast]) -> str | None:
    """The one factor whose levels alone tell groups of comparisons apart, if there is one."""
    for factor in (each.name for each in plan.factors):
        levels = [{dict(contrast.conditions).get(factor) for contrast in group} for group in groups]
        if all(len(each) == 1 for each in levels) and len(set.union(*levels)) == len(groups):
            return factor
    return None
