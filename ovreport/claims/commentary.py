"""What the text says about one configuration: how it compares with those that came before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis, CellResult, Contrast
from ovreport.claims.basis import measured, records_of
from ovreport.claims.beside import BesideNeighbour
from ovreport.claims.claim import Claim
from ovreport.claims.evenness import Even, evenness_of
from ovreport.claims.granted import not_granted_to
from ovreport.claims.pairs import Pair, compared
from ovreport.claims.place import of_answer
from ovreport.claims.published import BesideEarlier
from ovreport.claims.published_pairs import paired, partner
from ovreport.claims.steadiness import windows
from ovreport.naming import field_of
from ovreport.plan import Cell, Factor, Plan

FAMILY = "beside the configuration before"
MOST_NEIGHBOURS = 3
MOST_CLAIMS = 3

FIRST_FIELDS = ("device", "precision", "batch")
"""After the factor that varies fastest, these are compared first."""


@dataclass(frozen=True)
class Neighbour:
    """A cell that came before and differs in one factor alone."""

    cell: Cell
    reference: Cell
    factor: str

    @property
    def pair(self) -> Pair:
        """The two cells by their ids."""
        return self.cell.id, self.reference.id


def ordered_factors(plan: Plan) -> tuple[Factor, ...]:
    """The factor that varies fastest, then device, precision and batch, then the rest."""
    order = {field: place for place, field in enumerate(FIRST_FIELDS)}
    rest = sorted(plan.factors[:-1], key=lambda factor: order.get(field_of(factor), len(order)))
    return (*plan.factors[-1:], *rest)


Refusals = Collection[tuple[str, str]]
"""Ids of cells with a factor whose level the device did not grant them."""


def refusals(analysis: Analysis) -> Refusals:
    """What was not granted of precisions and properties.

    Such a cell is told by what it got, which is another cell's level: beside it, one would be told for two.
    """
    plan = analysis.plan
    return {
        (result.cell.id, factor.name)
        for result in measured(analysis)
        for factor in plan.factors
        for wish in result.mismatches
        if (wish.what == "precision" and field_of(factor) == "precision")
        or wish.requested == f"{factor.name}={result.cell.level(factor.name)}"
    }


def neighbours(
    plan: Plan, cell: Cell, present: Iterable[Cell], refused: Refusals = ()
) -> tuple[Neighbour, ...]:
    """For every factor the nearest earlier level that `present` has with all else equal."""
    candidates = list(present)
    found = []
    levels = dict(cell.levels)
    for factor in ordered_factors(plan):
        label, listed = levels.get(factor.name), factor.levels
        if label is None or label not in listed or (cell.id, factor.name) in refused:
            continue
        earlier = reversed(listed[: listed.index(label)])
        others = (partner(candidates, cell, factor.name, label, level) for level in earlier)
        fit = (each for each in others if each is not None and (each.id, factor.name) not in refused)
        other = next(fit, None)
        if other is not None:
            found.append(Neighbour(cell, other, factor.name))
    return tuple(found[:MOST_NEIGHBOURS])


def commentary(analysis: Analysis) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    """One to three claims for every cell that has something before it, or more than one request."""
    results = measured(analysis)
    present = [result.cell for result in results]
    refused = refusals(analysis)
    wanted = {cell.id: neighbours(analysis.plan, cell, present, refused) for cell in present}
    pairs = list(dict.fromkeys(each.pair for group in wanted.values() for each in group))
    told: dict[Metric, Mapping[Pair, Contrast | None]] = {
        metric: dict(zip(pairs, compared(analysis, metric, pairs, FAMILY), strict=True))
        for metric in ("throughput", "latency")
    }
    found = [(result.cell.id, of_cell(analysis, result, wanted[result.cell.id], told)) for result in results]
    return (*found, *published_commentary(analysis.plan, {cell.id for cell in present}))


def of_cell(
    analysis: Analysis,
    result: CellResult,
    before: Iterable[Neighbour],
    told: Mapping[Metric, Mapping[Pair, Contrast | None]],
) -> tuple[Claim, ...]:
    """The claims of one cell."""
    claims = [claim for each in before if (claim := beside(each, told)) is not None]
    even = evenness_of(analysis, result)
    if isinstance(even, Even) and claims:
        even = None  # what holds for all is a conclusion, and need not be said of each
    first, last = not_granted_to(analysis, result)[:1], () if even is None else (even,)
    found = (*first, *claims[: MOST_CLAIMS - len(first) - len(last)], *last)
    return found or tuple(claim for claim in (windows(analysis, result),) if claim is not None)


def beside(
    neighbour: Neighbour, told: Mapping[Metric, Mapping[Pair, Contrast | None]]
) -> BesideNeighbour | None:
    """A cell beside one that came before it, in throughput and latency."""
    throughput, latency = (told[metric][neighbour.pair] for metric in ("throughput", "latency"))
    contrasts = tuple(each for each in (throughput, latency) if each is not None)
    if throughput is None or throughput.same_in_force:
        return None
    return BesideNeighbour(
        id=f"beside/{neighbour.cell.id}-{neighbour.reference.id}",
        factor=neighbour.factor,
        level=neighbour.cell.level(neighbour.factor),
        reference_level=neighbour.reference.level(neighbour.factor),
        place=of_answer(throughput.verdict, silent=False),
        verdict=throughput.verdict,
        contrasts=contrasts,
        cells=neighbour.pair,
        records=records_of(contrasts),
    )


def published_commentary(plan: Plan, told: set[str]) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    """One to three claims for every other cell that has a published figure beside an earlier one's."""
    rest = [cell for cell in plan.cells if cell.id not in told]
    found = [(cell.id, tuple(published_beside(plan, cell))[:MOST_CLAIMS]) for cell in rest]
    return tuple(each for each in found if each[1])


def published_beside(plan: Plan, cell: Cell) -> Iterator[BesideEarlier]:
    """One cell's figures beside those of the cells before it, within one source."""
    for place, source in enumerate(plan.published):
        figures = {figure.cell_id: figure for figure in source.figures}
        if cell.id not in figures:
            continue
        for each in neighbours(plan, cell, [plan.cell(printed) for printed in figures]):
            pair = paired(plan, place, figures[cell.id], figures[each.reference.id])
            if pair is not None:
                yield BesideEarlier(
                    id=f"published-beside/{place}/{cell.id}-{each.reference.id}",
                    factor=each.factor,
                    level=cell.level(each.factor),
                    reference=each.reference.level(each.factor),
                    pairs=(pair,),
                    cells=each.pair,
                )
