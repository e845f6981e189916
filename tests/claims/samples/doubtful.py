"""Whether the measurement was the one asked for: what is in force, what came out, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ovreport.analysis.results import Analysis, Effect, Estimate, OutputComparison, Status
from ovreport.claims.report import fidelity
from ovreport.plan import Plan, PublishedFigure, PublishedSet, Setting
from ovreport.records import Failure
from tests.claims.handmade import analysis, effect, estimate, granted
from tests.claims.samples.sample import Sample
from tests.simulated_plans import BASE, Levels, make_plan

SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)
CORES = "SCHEDULING_CORE_TYPE"


def doubtful() -> Iterator[Sample]:
    """Wishes that were not granted, configurations that are one, outputs, and what was not measured."""
    for about in (*wishes(), *alike(), *compared(), *missing()):
        for claim in fidelity(about):
            yield Sample(claim, about)


def wishes() -> Iterator[Analysis]:
    """What was asked for and not given, in both configurations, in one, and in the only one."""
    quantised = (("convolution", "i8", 3), ("matmul", "f32", 1))
    for asked, given in (
        ({"precision": "bf16"}, {}),
        ({"precision": "bf16"}, {"precision": "bf16", "emulated": True}),
        ({"precision": "bf16"}, {"arithmetic": quantised}),
        ({"streams": 4}, {"streams": 2}),
        ({"threads": 1}, {"threads": 2}),
        ({"device": "GPU"}, {}),
        ({"properties": ((CORES, "ECORE_ONLY"),)}, {"properties": ((CORES, "ANY_CORE"),)}),
    ):
        plan = make_plan(factors={"batch": [1, 3]}, base=replace(BASE, **asked))
        yield analysis(plan, in_force={cell.id: granted(**given) for cell in plan.cells})
    lone = make_plan(factors={"batch": [1]}, base=replace(BASE, precision="bf16"))
    for plan in (make_plan(factors={"streams": [1, 4]}), lone):
        yield analysis(plan, in_force={cell.id: granted() for cell in plan.cells})


def alike() -> Iterator[Analysis]:
    """Configurations that are one in force, by how far apart they came out."""
    for found in (SAME, 1.2, OPEN, None):
        yield from one_in_force(found)
        yield from one_property(found)
    plan = make_plan(factors={"label": ["a", "b", "c"]})
    near, far = (effect(plan, "label", label, "a", ratio) for label, ratio in (("b", SAME), ("c", 1.3)))
    yield replace(analysis(plan, near, far), same_in_force=(tuple(cell.id for cell in plan.cells),))
    for ratios in ((SAME, SAME), (SAME, OPEN), (None, None), (1.2, 1.3)):
        plan = make_plan(factors={"hint": ["latency", "throughput"], "requests": ["auto", 1, 8]})
        yield grouped(plan, effect(plan, "requests", "1", "auto", *ratios))


def one_in_force(found: float | Estimate | None) -> Iterator[Analysis]:
    """Two numbers of streams that came to one: as if nothing had been asked for, and refused."""
    plan = make_plan(factors={"streams": [1, 2]})
    about = grouped(plan, effect(plan, "streams", "2", "1", found))
    silent = tuple(replace(result, in_force=None) for result in about.cells)
    yield from (about, replace(about, cells=silent))


def one_property(found: float | Estimate | None) -> Iterator[Analysis]:
    """Two values of a property that read back as a third one."""
    plan = make_plan(factors={CORES: ["ECORE_ONLY", "PCORE_ONLY"]})
    yield grouped(
        plan, effect(plan, CORES, "PCORE_ONLY", "ECORE_ONLY", found), properties=((CORES, "ANY_CORE"),)
    )


def grouped(plan: Plan, found: Effect, **force: Any) -> Analysis:
    """Both cells of every comparison are one in force."""
    about = analysis(plan, found, in_force={cell.id: granted(**force) for cell in plan.cells})
    return replace(about, same_in_force=tuple((each.reference, each.cell) for each in found.contrasts))


def compared() -> Iterator[Analysis]:
    """Outputs that are identical, agree, are close, differ, or cannot be compared."""
    three, two = (make_plan(factors={"batch": list(range(1, cells + 1))}) for cells in (3, 2))
    for shares in ((0.0, 0.0), (0.004, 0.0), (0.05, 0.0), (0.5, 0.0), (0.5, 0.4)):
        yield beside_the_first(three, *shares)
    yield beside_the_first(two, 0.0)
    for changes in (
        {"output": "scores"},
        {"scores": "scores", "moved": 1, "rows": 1},
        {"scores": "scores", "moved": 3, "rows": 8},
        {"mismatch": "numbers", "output": "boxes"},
        {"mismatch": "shape"},
        {"across": True},
        {"sampled": 256},
    ):
        yield beside_the_first(two, 0.004, **changes)
    yield beside_the_first(two, 0.5, output="boxes", scores="scores")
    yield beside_the_first(two, 0.0, informative=False)
    first, second = (replace(BASE.model, name=name) for name in ("a", "b"))
    for models, batches in (((first, second), (1,)), ((first,), (1, 2)), ((first, second), (1, 2))):
        factors: dict[str, Levels] = {"model": models, "batch": batches, "mode": ("sync", "async")}
        plan = make_plan(factors={name: levels for name, levels in factors.items() if len(levels) > 1})
        pairs = zip(plan.cells[::2], plan.cells[1::2], strict=True)
        yield replace(analysis(plan), outputs=tuple(output(one.id, other.id, 0.0) for one, other in pairs))


def beside_the_first(plan: Plan, *shares: float, **changes: Any) -> Analysis:
    """Outputs of every further cell beside those of the first, so far apart."""
    first, *others = (cell.id for cell in plan.cells)
    made = (output(first, cell, share, **changes) for cell, share in zip(others, shares, strict=True))
    return replace(analysis(plan), outputs=tuple(made))


def output(reference: str, cell: str, share: float, **changes: Any) -> OutputComparison:
    """Outputs that differ by this share of the largest value."""
    one = OutputComparison(
        cell=cell,
        reference=reference,
        largest=share * 0.9,
        relative=share,
        sampled=700,
        total=700,
        identical=share == 0,
        informative=True,
    )
    return replace(one, **changes)


def missing() -> Iterator[Analysis]:
    """No device, failures, no records yet, and published figures alone."""
    plan = make_plan(factors={"device": ["CPU", "GPU"], "batch": [1, 3]})
    for places, figures in (({2, 3}, ()), ({3}, ()), ({3}, (3,)), ({2, 3}, (2, 3)), ({2, 3}, (2,))):
        yield without(published(plan, figures), Status.NO_DEVICE, places)
    together = make_plan(factors={"device": ["CPU", "MULTI:GPU,CPU"]})
    yield without(together, Status.NO_DEVICE, {1})
    yield without(plan, Status.FAILED, {1, 2}, failures=(Failure(kind="memory", message="out of memory"),))
    yield without(plan, Status.FAILED, {1})
    for places in ({3}, {1, 3}):
        yield without(plan, Status.PENDING, places)
    on_gpu: Setting = replace(BASE, device="GPU")
    printed = make_plan(factors={"batch": [1, 3]}, base=on_gpu, measured=False)
    yield analysis(published(printed, (0, 1)))


def without(plan: Plan, status: Status, places: set[int], **changes: Any) -> Analysis:
    """The cells at these places have no timings."""
    about = analysis(plan)
    cells = tuple(
        replace(result, status=status, throughput=None, latency=None, **changes)
        if place in places
        else result
        for place, result in enumerate(about.cells)
    )
    return replace(about, cells=cells)


def published(plan: Plan, places: tuple[int, ...]) -> Plan:
    """Figures of a source for the cells at these places."""
    figures = tuple(
        PublishedFigure(cell_id=plan.cells[place].id, latency_ms=None, throughput_fps=50.0)
        for place in places
    )
    source = PublishedSet(source="part 4", url="", date="", platform="i5", figures=figures)
    return replace(plan, published=(source,)) if places else plan
