"""Measurements beside published figures: this machine beside a source's, and what a change does on both.

The ratio of two machines says nothing of one of them; stated of this machine is the verdict of the change.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ovreport import units
from ovreport.analysis.results import Analysis, CellResult, Contrast, Verdict
from ovreport.claims.amounts import amount, bounds, farther, interval, span
from ovreport.claims.basis import measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import put
from ovreport.claims.evidence import FIGURES, MOST_ROWS, EvidenceTable, Recomputation, printing
from ovreport.claims.intervals import estimate_of, interval_of
from ovreport.claims.pairs import compared
from ovreport.claims.place import Place
from ovreport.claims.published import effects
from ovreport.claims.published_pairs import OnPairs, direction, in_times
from ovreport.claims.published_requests import saturations, smallest
from ovreport.claims.published_words import little, statements
from ovreport.claims.texts import ClaimText, Texts
from ovreport.claims.truth import Statement, Truth
from ovreport.language.messages import msg
from ovreport.language.spans import Text, key, name, plain
from ovreport.plan import Plan, PublishedFigure


@dataclass(frozen=True, kw_only=True)
class BothMachines:
    """What one change does by a source's figures, and what it does here.

    Attributes:
        there: The largest change that the source shows between configurations that were measured here too.
        here: The comparison of the same two configurations.
    """

    there: OnPairs
    here: Contrast

    def text(self, t: Texts) -> Text:
        """Both beside each other."""
        contrast, there, words = self.here, self.said_there(t), self.there.wording(t)
        estimate, shown = estimate_of(contrast), interval_of(contrast)
        if contrast.verdict is Verdict.NOT_RESOLVED and math.isfinite(estimate.adjusted_low):
            left = span(t, words, estimate.adjusted_low, estimate.adjusted_high, estimate.ratio)
            return t.tell(msg("There, {said}; here {span}."), said=there, span=left)
        if contrast.verdict is Verdict.EQUIVALENT:
            apart = t.numbers.percent(estimate.ratio - 1, shown.low - 1, shown.high - 1)
            return t.tell(
                msg("There, {said}; here the two are equivalent, within {n} {proof}."),
                said=there,
                n=key(farther(apart, shown)),
                proof=interval(t, bounds(t, apart, signed=True)),
            )
        ends = (shown.low, shown.high) if math.isfinite(shown.low) and math.isfinite(shown.high) else ()
        here = amount(t, estimate.ratio, *ends)
        return t.tell(
            msg("There, {said}; here {again} {proof}."),
            said=there,
            again=put(t, words.again.of(estimate.ratio), self.there.sides(t), n=key(here)),
            proof=interval(t, bounds(t, here)),
        )

    def said_there(self, t: Texts) -> Text:
        """What the change does by the source's figures; one too small to tell has no way."""
        ratio = self.there.ratios[0]
        if direction(ratio):
            return self.there.compared(t, 0)
        within = key(t.numbers.percent_at_most(abs(ratio - 1)))
        return t.fill(msg("{same}, within {n}"), same=self.there.alike(t), n=within)


@dataclass(frozen=True, kw_only=True)
class BesideRow:
    """A measured configuration beside what a source prints for it.

    Attributes:
        unit: Of both numbers: `fps`, or `ms` where the source prints latency alone.
    """

    cell: str
    here: float
    there: float
    unit: str

    @property
    def ratio(self) -> float:
        """Above 1 where this machine is the faster one."""
        return self.here / self.there if self.unit == "fps" else self.there / self.here


@dataclass(frozen=True, kw_only=True)
class BesidePublished(Claim):
    """Measured over published throughput of the configurations that a source has figures for.

    Attributes:
        source: Its place.
        told: These configurations, from the lowest ratio to the highest.
        change: One change on both machines, where the source shows one.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.BESIDE_PUBLISHED)
    place: Place = field(init=False, default=Place.BESIDE_PUBLISHED)
    figure: str = field(init=False, default="published")
    source: int
    told: tuple[BesideRow, ...]
    change: BothMachines | None

    def text(self, t: Texts) -> ClaimText:
        """The claim in words."""
        source = t.plan.published[self.source]
        ends = self.told[0], self.told[-1]
        ends_told: Text = ()
        machine_told: Text = ()
        if len(self.told) > 1:
            low, high = (t.cell(row.cell) for row in ends)
            ends_told = t.tell(msg("Least for {low}, most for {high}."), low=low, high=high)
        if source.platform:
            machine_told = t.tell(msg("Its machine: {platform}."), platform=name(t.label(source.platform)))
        short = msg("{n} the published throughput")
        if len(t.plan.published) > 1:
            short = msg("{n} the throughput that {source} printed")
        nothing = msg("Another machine and other software: the ratio says nothing about either alone.")
        return t.claim_text(
            msg(
                "This machine reaches {n} the throughput that {source} printed. The source gives no repeats, "
                "so no interval can be put beside its figures."
            ),
            short,
            t.together(ends_told, machine_told, self.change.text(t) if self.change else (), t.tell(nothing)),
            n=key(in_times(t, [row.ratio for row in ends], digits=2)),
            source=name(t.label(source.source)),
        )

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """The verdict of the change here."""
        if self.change is not None:
            yield from truth.of_verdict(self.change.here)

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The smallest and the largest ratio of measured to printed figures."""
        if len(self.told) > MOST_ROWS:
            return None
        sides = [(row.here, row.there) if row.unit == "fps" else (row.there, row.here) for row in self.told]
        divisions = ", ".join(f"{first:.{FIGURES}g} / {second:.{FIGURES}g}" for first, second in sides)
        number = 1 if len(self.told) == 1 else 2
        shown, prints = ("min(ratios)", "max(ratios)"), (self.told[0].ratio, self.told[-1].ratio)
        return Recomputation(
            body=f"ratios = [{divisions}]\n{printing(*shown[:number])}", prints=prints[:number]
        )

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Measured and printed figures, and their ratio."""
        rows = []
        for row in self.told:
            unit = t.counted.rate if row.unit == "fps" else row.unit
            here = t.numbers.fixed(row.here, units.significant(row.here, 4))
            ratio = t.numbers.fixed(row.ratio, 3)
            rows.append((plain(t.full(row.cell)), f"{here} {unit}", f"{row.there:g} {unit}", ratio))
        heads = (msg("configuration"), msg("measured"), msg("printed"), msg("ratio"))
        return (EvidenceTable(heads=heads, rows=tuple(rows), words=frozenset({0})),)


def beside(analysis: Analysis) -> tuple[BesidePublished, ...]:
    """Measured throughput over published, for every source that has figures for measured cells."""
    found = (beside_source(analysis, place) for place in range(len(analysis.plan.published)))
    return tuple(claim for claim in found if claim is not None)


def beside_source(analysis: Analysis, place: int) -> BesidePublished | None:
    """The claim about one source; `None` where it has no such figures."""
    levels = {result.cell.id: result for result in measured(analysis)}
    source = analysis.plan.published[place]
    figures = [figure for figure in source.figures if figure.cell_id in levels]
    found = (beside_row(levels[figure.cell_id], figure) for figure in figures)
    told = sorted((row for row in found if row is not None), key=lambda row: row.ratio)
    if not told:
        return None
    cells = tuple(row.cell for row in told)
    return BesidePublished(
        id=f"beside-published/{place}",
        source=place,
        told=tuple(told),
        change=both_machines(analysis, place),
        cells=cells,
        records=tuple(trial.sha256 for cell in cells for trial in levels[cell].trials),
    )


def beside_row(result: CellResult, figure: PublishedFigure) -> BesideRow | None:
    """A measured cell beside its figure, in throughput or else in latency."""
    if result.throughput is not None and figure.throughput_fps:
        here, there, unit = result.throughput.value, figure.throughput_fps, "fps"
    elif result.latency is not None and figure.latency_ms:
        here, there, unit = result.latency.value / 1e6, figure.latency_ms, "ms"
    else:
        return None
    return BesideRow(cell=figure.cell_id, here=here, there=there, unit=unit)


def both_machines(analysis: Analysis, place: int) -> BothMachines | None:
    """The first change that a source's own figures show of cells measured here; `None` without one."""
    own = replace(analysis.plan, published=(analysis.plan.published[place],))
    measured_here = {result.cell.id for result in measured(analysis)}
    for claim in sorted((*effects(own), *saturations(own)), key=lambda each: each.rank):
        if not claim.reference or claim.metric == "latency":
            continue
        pair = (claim.pairs[0].figure.cell_id, claim.pairs[0].other.cell_id)
        if set(pair) <= measured_here:
            (here,) = compared(analysis, "throughput", [pair], "beside the source")
            if here is not None and here.estimate is not None:
                return BothMachines(there=claim, here=here)
    return None


def published_claims(plan: Plan) -> tuple[Claim, ...]:
    """Everything that published figures say by themselves."""
    found = little(plan)
    fitting = () if found is None else (found,)
    return (*effects(plan), *saturations(plan), *smallest(plan), *statements(plan), *fitting)
