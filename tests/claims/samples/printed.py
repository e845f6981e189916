"""What published figures and words say, alone and beside measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ovreport.analysis.report import analyse
from ovreport.analysis.results import Analysis
from ovreport.claims.commentary import published_commentary
from ovreport.claims.published_beside import beside, published_claims
from ovreport.plan import Cell, Plan, PublishedFigure, PublishedSet, PublishedStatement
from tests.claims.samples.sample import Sample
from tests.simulated_plans import BASE, Levels, make_plan, published_plan, two_row_plan
from tests.simulation import World, quick_analysis

Printed = tuple[float | None, float | None]
"""FPS and latency in ms of one figure."""

PRECISION: Mapping[str, Levels] = {"precision": ["f32", "f16"]}
REQUESTS: Mapping[str, Levels] = {"requests": [1, 4]}
DEVICES: Mapping[str, Levels] = {"device": ["CPU", "GPU", "MULTI:CPU,GPU"]}


def printed() -> Iterator[Sample]:
    """Claims about figures, about words, about both, and about printed figures beside measured ones."""
    for plan in (published_plan(), two_row_plan(), *of_figures(), *of_words()):
        alone = analyse(plan, "", [])
        for claim in published_claims(plan):
            yield Sample(claim, alone)
    plan = published_plan()
    alone = analyse(plan, "", [])
    for _, claims in published_commentary(plan, set()):
        for each in claims:
            yield Sample(each, alone)
    for measured in measured_beside():
        for claim in beside(measured):
            yield Sample(claim, measured)


def of_figures() -> Iterator[Plan]:
    """Figures in pairs: one, several, many; throughput or latency; one way, both ways, or no way."""
    several: Mapping[str, Levels] = {**PRECISION, "batch": [1, 2, 3, 4]}
    hundred: list[Printed] = [fps(100)] * 4
    yield with_figures(PRECISION, ms(20), ms(10))
    yield with_figures({"batch": [1, 3]}, ms(20), ms(50))
    yield with_figures(REQUESTS, ms(10), ms(20))
    for others in ((108, 120, 130, 140), (101, 100, 99, 102), (150, 80, 120, 90), (100, 101, 140, 150)):
        yield about("precision", with_figures(several, *hundred, *map(fps, others)))
    for pair in ((150, 101), (150, 80), (101, 102)):
        yield about(
            "precision", with_figures({**PRECISION, "batch": [1, 3]}, fps(100), fps(100), *map(fps, pair))
        )
    yield with_figures(PRECISION, ms(20), ms(20.1))
    for both in (250, 150):
        yield with_figures(DEVICES, fps(100), fps(200), fps(both))
    for second in (118, 90, 250, 100):
        yield with_figures(REQUESTS, fps(100), fps(second))
    for three in ((220, 250, 300), (110, 105, 120), (110, 105, 97)):
        figures = (fps(each) for other in three for each in (100, other))
        yield about("requests", with_figures({"batch": [1, 2, 3], **REQUESTS}, *figures))
    yield with_figures({"requests": [1, 2, 4, 8]}, fps(30), fps(55), fps(97), fps(95))
    yield with_figures(REQUESTS, (100, 10.2), fps(150))
    yield with_figures(REQUESTS, (100, 10.2), (150, 5))


def of_words() -> Iterator[Plan]:
    """Sentences of a source that its figures bear out, contradict, or say nothing about."""
    for times, figures in ((1.5, (100, 150)), (2, (100, 150)), (3, (100, 150)), (2, (100, None))):
        words = PublishedStatement(text="翻倍", factor="precision", level="f16", reference="f32", times=times)
        yield saying(with_figures(PRECISION, *map(fps, figures)), words)
    enough = PublishedStatement(
        text="不到2%的下降", factor="requests", level="1", reference="4", times=0.98, relation="more"
    )
    yield saying(with_figures({"requests": [1, 4, 8]}, None, fps(100), fps(110)), enough)


def measured_beside() -> Iterator[Analysis]:
    """Two configurations that were measured, beside a source with and without a platform."""
    plan = make_plan(factors={"batch": [1, 3]}, base=replace(BASE, streams=2))
    for platform, figures in (("i5", [fps(50), fps(75)]), ("", [fps(50), fps(50)]), ("i5", [ms(20), ms(50)])):
        source = source_of(plan.cells, figures, platform)
        yield quick_analysis(replace(plan, published=(source,)), World())


def fps(value: float | None) -> Printed:
    """A figure of throughput alone."""
    return value, None


def ms(value: float) -> Printed:
    """A figure of latency alone."""
    return None, value


def about(factor: str, plan: Plan) -> Plan:
    """The plan with one factor to discuss."""
    return replace(plan, discuss=(factor,))


def saying(plan: Plan, *words: PublishedStatement) -> Plan:
    """The plan whose source says this too."""
    return replace(plan, published=(replace(plan.published[0], statements=words),))


def with_figures(factors: Mapping[str, Levels], *figures: Printed | None) -> Plan:
    """A plan of which nothing was measured, with a figure for each cell, or none."""
    plan = make_plan(factors=factors, measured=False)
    return replace(plan, published=(source_of(plan.cells, figures),))


def source_of(cells: Sequence[Cell], figures: Sequence[Printed | None], platform: str = "i5") -> PublishedSet:
    """One source with these figures, in the order of the cells."""
    made = tuple(
        PublishedFigure(cell_id=cell.id, throughput_fps=figure[0], latency_ms=figure[1])
        for cell, figure in zip(cells, figures, strict=True)
        if figure is not None
    )
    return PublishedSet(source="a source", url="", date="", platform=platform, figures=made)
