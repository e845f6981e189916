"""Measurements beside published figures: this machine beside a source's, and what a change does on both.

The ratio of two machines says nothing of one of them; stated of this machine is the verdict of the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ovreport import units
from ovreport.analysis.results import Analysis, CellResult, Contrast, Verdict
from ovreport.claims.amounts import apart, estimated, left_open, proof
from ovreport.claims.basis import measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import put
from ovreport.claims.evidence import FIGURES, MOST_ROWS, EvidenceTable, Recomputation, printing
from ovreport.claims.intervals import estimate_of
from ovreport.claims.levels import ROUGHLY, read_range
from ovreport.claims.number import is_wide
from ovreport.claims.pairs import compared
from ovreport.claims.place import Place
from ovreport.claims.published import PublishedEffect, effects
from ovreport.claims.published_pairs import in_times, source_key, tables_of
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

    there: PublishedEffect
    here: Contrast

    def text(self, t: Texts) -> Text:
        """What it does on both machines."""
        there, words = self.there.clause(t, self.there.ratios[:1]), self.there.wording(t)
        if self.here.verdict is Verdict.NOT_RESOLVED:
            return t.tell(msg("There, {said}; here {open}."), said=there, open=left_open(t, words, self.here))
        proven = proof(t, self.here, rounds=False)
        if self.here.verdict is Verdict.EQUIVALENT:
            same = msg("There, {said}; here the two are equivalent, {apart} {proof}.")
            return t.tell(same, said=there, apart=apart(t, self.here), proof=proven)
        estimate = estimate_of(self.here)
        again = put(t, words.again.of(estimate.ratio), self.there.sides(t), n=key(estimated(t, estimate)))
        return t.tell(msg("There, {said}; here {again} {proof}."), said=there, again=again, proof=proven)


@dataclass(frozen=True, kw_only=True)
class BesideRow:
    """A measured configuration beside what a source prints for it.

    Attributes:
        unit: Of all numbers: `fps`, or `ms` where the source prints latency alone.
        ends: Of the interval of the measured one, where these are told in its place.
    """

    cell: str
    here: float
    there: float
    unit: str
    ends: tuple[float, ...] = ()

    @property
    def divided(self) -> tuple[tuple[float, float], ...]:
        """What is divided by what, so that a ratio above 1 says that this machine is the faster one."""
        return tuple(
            (here, self.there) if self.unit == "fps" else (self.there, here)
            for here in self.ends or (self.here,)
        )

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as fast this machine is: one number, or the two ends of what it may be."""
        return tuple(first / second for first, second in self.divided)

    @property
    def ratio(self) -> float:
        """How many times as fast this machine is by its estimate."""
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
        headline = msg(
            "This machine reaches {n} the throughput that {source} printed. The source gives no repeats, so "
            "no interval can be put beside its figures."
        )
        short = msg("{n} the published throughput")
        if len(t.plan.published) > 1:
            short = msg("{n} the throughput that {source} printed")
        if any(row.unit == "ms" for row in self.told):
            headline = msg(
                "Beside the figures of {source}, this machine is {n} as fast. The source gives no repeats, "
                "so no interval can be put beside them."
            )
            short = msg("{n} as fast as {source} printed")
        platform = t.tell(msg("Its machine: {platform}."), platform=name(t.label(source.platform)))
        alone = msg("Another machine and other software: the ratio says nothing about either alone.")
        return t.claim_text(
            headline,
            short,
            t.together(
                platform if source.platform else (),
                self.change.text(t) if self.change else (),
                t.tell(alone),
            ),
            n=key(in_times(t, self.ratios, digits=2)),
            source=name(t.label(source.source)),
        )

    @property
    def ratios(self) -> tuple[float, ...]:
        """Those of all configurations."""
        return tuple(ratio for row in self.told for ratio in row.ratios)

    def statements(self, truth: Truth) -> Iterator[Statement]:
        """The verdict of the change here."""
        if self.change is not None:
            yield from truth.of_verdict(self.change.here)

    def program(self, analysis: Analysis) -> Recomputation | None:  # noqa: ARG002 - the figures are its own
        """The smallest and the largest ratio of measured to printed figures."""
        if len(self.told) > MOST_ROWS:
            return None
        sides = (each for row in self.told for each in row.divided)
        divisions = ", ".join(f"{first:.{FIGURES}g} / {second:.{FIGURES}g}" for first, second in sides)
        number = min(len(self.ratios), 2)
        shown, prints = ("min(ratios)", "max(ratios)"), (min(self.ratios), max(self.ratios))
        return Recomputation(
            body=f"ratios = [{divisions}]\n{printing(*shown[:number])}", prints=prints[:number]
        )

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """Measured and printed figures, and their ratio; then what its notes tell by ranges."""
        rows = []
        for row in self.told:
            unit = t.counted.rate if row.unit == "fps" else row.unit
            mark = ROUGHLY if row.ends else ""
            here = f"{mark}{t.numbers.fixed(row.here, units.significant(row.here, 4))}"
            ratio = f"{mark}{t.numbers.fixed(row.ratio, 3)}"
            rows.append(
                (plain(t.full(row.cell)), f"{here} {unit}", f"{t.numbers.as_given(row.there)} {unit}", ratio)
            )
        heads = (msg("configuration"), msg("measured"), msg("printed"), msg("ratio"))
        rough = read_range(t.locale) if any(row.ends for row in self.told) else ""
        beside = EvidenceTable(heads=heads, rows=tuple(rows), caption=rough, words=frozenset({0}))
        return (beside, *tables_of(t, self.notes))


def beside(analysis: Analysis) -> tuple[BesidePublished, ...]:
    """Measured throughput over published, for every source that has figures for measured cells."""
    levels = {result.cell.id: result for result in measured(analysis)}
    claims = []
    for place, source in enumerate(analysis.plan.published):
        figures = (figure for figure in source.figures if figure.cell_id in levels)
        rows = (beside_row(levels[figure.cell_id], figure) for figure in figures)
        told = sorted((row for row in rows if row is not None), key=lambda row: row.ratio)
        cells = tuple(row.cell for row in told)
        if told:
            claims.append(
                BesidePublished(
                    id=beside_id(analysis.plan, place),
                    source=place,
                    told=tuple(told),
                    change=both_machines(analysis, place),
                    cells=cells,
                    records=tuple(trial.sha256 for cell in cells for trial in levels[cell].trials),
                )
            )
    return tuple(claims)


def beside_id(plan: Plan, place: int) -> str:
    """The id of what measurements say beside a source's figures."""
    return f"{ClaimKind.BESIDE_PUBLISHED.value}/{source_key(plan, place)}"


def beside_row(result: CellResult, figure: PublishedFigure) -> BesideRow | None:
    """A measured cell beside its figure, in throughput or else in latency."""
    cell = figure.cell_id
    level, there, unit, size = result.throughput, figure.throughput_fps, "fps", 1.0
    if level is None or not there:
        level, there, unit, size = result.latency, figure.latency_ms, "ms", 1e6
    if level is None or not there:
        return None
    ends = (level.low / size, level.high / size) if is_wide(level.low, level.high) else ()
    return BesideRow(cell=cell, here=level.value / size, there=there, unit=unit, ends=ends)


def both_machines(analysis: Analysis, place: int) -> BothMachines | None:
    """The first change that a source's own figures show of cells measured here; `None` without one."""
    own = replace(analysis.plan, published=(analysis.plan.published[place],))
    measured_here = {result.cell.id for result in measured(analysis)}
    for claim in sorted((*effects(own), *saturations(own)), key=lambda each: each.rank):
        first, second = claim.pairs[0].figure.cell_id, claim.pairs[0].other.cell_id
        told = claim.reference and claim.pairs[0].metric == "throughput"
        if told and {first, second} <= measured_here:
            (here,) = compared(analysis, "throughput", [(first, second)], "beside the source")
            if here is not None and here.estimate is not None:
                return BothMachines(there=claim, here=here)
    return None


def published_claims(plan: Plan) -> tuple[Claim, ...]:
    """Everything that published figures say by themselves."""
    return (*effects(plan), *saturations(plan), *smallest(plan), *statements(plan), *little(plan))
