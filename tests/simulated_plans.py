"""Plans for tests: any factors, realistic settings, and ready-made samples.

`simulation` measures them without a device.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from ovreport.plan import (
    Article,
    Cell,
    Factor,
    Measure,
    ModelSource,
    Plan,
    PublishedFigure,
    PublishedSet,
    PublishedStatement,
    Setting,
    Words,
    cell_id,
)

MOBILENET = ModelSource(name="mobilenet-ssd", kind="builtin", location="mobilenet-ssd")
BASE = Setting(model=MOBILENET, device="CPU", precision="f32", storage="f32", streams=1, requests=1)
FIELDS = {field.name for field in fields(Setting)}

Levels = Sequence[object] | Mapping[str, Mapping[str, object]]
"""Plain levels, or the labels of a bundle and the fields that each of them sets."""


def make_measure(
    *,
    rounds: int = 5,
    seconds: float = 3.0,
    slice_seconds: float = 0.3,
    slice_requests: int = 2,
    seed: int = 1,
    most_rounds: int = 0,
    budget_seconds: float | None = None,
) -> Measure:
    """How long and how often, with realistic values."""
    return Measure(
        rounds=rounds,
        seconds=seconds,
        requests=None,
        warmup_requests=2,
        slice_seconds=slice_seconds,
        slice_requests=slice_requests,
        schedule="slices",
        seed=seed,
        timeout_seconds=120.0,
        memory_limit_mib=None,
        most_rounds=most_rounds,
        budget_seconds=budget_seconds,
    )


def make_article(slug: str = "sample", *, languages: tuple[str, ...] = ("en", "zh-Hans")) -> Article:
    """What frames a simulated experiment."""
    return Article(
        slug=slug,
        author="",
        tags=("simulated",),
        source=b"title: Simulated\n",
        translations=tuple(
            Words(
                language=language,
                title=f"Simulated: {slug}",
                question="Do more streams, more requests in flight or a larger batch pay?",
                description="Simulated records with a *known* answer.",
            )
            for language in languages
        ),
    )


def make_plan(
    *,
    factors: Mapping[str, Levels],
    rounds: int = 5,
    published: tuple[PublishedSet, ...] = (),
    measured: bool = True,
    base: Setting = BASE,
    keep: Sequence[Mapping[str, str]] | None = None,
    margin: float | None = None,
    bounds_ms: tuple[tuple[float, float], ...] = (),
    measure: Measure | None = None,
    slug: str = "sample",
) -> Plan:
    """A plan over all combinations of `factors`, or over those of `keep` (levels by factor) alone.

    A factor is a field of `Setting`, an OpenVINO property (any other name), or a bundle (a mapping).
    """
    varied = tuple(_factor(name, levels) for name, levels in factors.items())
    cells: list[Cell] = []
    for labels in itertools.product(*(factor.levels for factor in varied)):
        levels = tuple(zip((factor.name for factor in varied), labels, strict=True))
        if keep is None or any(all(dict(levels)[k] == v for k, v in wanted.items()) for wanted in keep):
            setting = _setting(base, factors, dict(levels))
            rank = sum(cell.setting == setting for cell in cells)
            cells.append(Cell(id=cell_id(setting, rank), levels=levels, setting=setting, measured=measured))
    return Plan(
        article=make_article(slug),
        factors=tuple(factor for factor in varied if len(factor.levels) > 1),
        cells=tuple(cells),
        baseline=cells[0].id,
        discuss=tuple(factor.name for factor in varied if len(factor.levels) > 1),
        measure=measure or make_measure(rounds=rounds),
        margin=margin,
        good_enough=0.02,
        latency_bounds_ms=bounds_ms,
        published=published,
    )


def _factor(name: str, levels: Levels) -> Factor:
    if not isinstance(levels, Mapping):
        return Factor(name=name, levels=tuple(_label(level) for level in levels))
    bundled = tuple(dict.fromkeys(key for values in levels.values() for key in values))
    return Factor(name=name, levels=tuple(levels), bundled=bundled)


def _label(level: object) -> str:
    return level.name if isinstance(level, ModelSource) else str(level)


def _setting(base: Setting, factors: Mapping[str, Levels], labels: Mapping[str, str]) -> Setting:
    changes: dict[str, Any] = {}
    properties = dict(base.properties)
    for name, levels in factors.items():
        if isinstance(levels, Mapping):
            changes |= levels[labels[name]]
            continue
        value = next(level for level in levels if _label(level) == labels[name])
        if name in FIELDS:
            changes[name] = value
        elif name != "label":  # cells that differ in nothing but their name
            properties[name] = str(value)
    return replace(base, **changes, properties=tuple(sorted(properties.items())))


def cell_with(plan: Plan, **levels: object) -> Cell:
    """The cell with these levels.

    Raises:
        KeyError: No cell, or more than one, has them.
    """
    found = [
        cell
        for cell in plan.cells
        if all(dict(cell.levels).get(name) == str(level) for name, level in levels.items())
    ]
    if len(found) != 1:
        raise KeyError(levels)
    return found[0]


def identical_plan(cells: int, *, rounds: int = 5, margin: float | None = None) -> Plan:
    """Cells that differ in their label alone."""
    labels = [f"{number:03}" for number in range(cells)]
    return make_plan(factors={"label": labels}, rounds=rounds, margin=margin, slug="identical")


def article_plan(*, rounds: int = 5, published: bool = True) -> Plan:
    """Batch x concurrency with a hole, like the page that the report's design was tried on."""
    plan = make_plan(
        factors={
            "batch": [1, 3],
            "concurrency": {
                "one": {"streams": 1, "requests": 1},
                "AUTO, four": {"streams": "auto", "requests": 4},
                "one stream, two": {"streams": 1, "requests": 2},
            },
        },
        keep=[{"batch": "1"}, {"concurrency": "one"}, {"concurrency": "AUTO, four"}],
        rounds=rounds,
        bounds_ms=((99, 60.0),),
        slug="article",
    )
    return replace(plan, published=(_published_cpu(plan),)) if published else plan


def _published_cpu(plan: Plan) -> PublishedSet:
    one = cell_with(plan, batch=1, concurrency="one")
    four = cell_with(plan, batch=1, concurrency="AUTO, four")
    return PublishedSet(
        source="part 3 of the series",
        url="https://blog.csdn.net/sandmangu/article/details/103560044",
        date="",
        platform="Core i5-7440HQ",
        figures=(
            PublishedFigure(cell_id=one.id, latency_ms=28.0, throughput_fps=36.0),
            PublishedFigure(cell_id=four.id, latency_ms=40.0, throughput_fps=96.0),
        ),
        statements=(),
    )


def published_plan() -> Plan:
    """The article's GPU table, with nothing measured."""
    plan = make_plan(
        factors={
            "precision": ["f32", "f16"],
            "batch": [1, 3],
            "concurrency": {
                "one": {"streams": "auto", "requests": 1},
                "AUTO, four": {"streams": "auto", "requests": 4},
                "one stream, two": {"streams": 1, "requests": 2},
            },
        },
        base=replace(BASE, device="GPU"),
        keep=[
            {"batch": "1", "concurrency": "one"},
            {"concurrency": "AUTO, four"},
            {"precision": "f16", "batch": "1", "concurrency": "one stream, two"},
        ],
        measured=False,
        slug="published",
    )
    figures = [
        (cell_with(plan, precision="f32", batch=1, concurrency="one"), 13.6, 73.0),
        (cell_with(plan, precision="f32", batch=1, concurrency="AUTO, four"), None, 78.0),
        (cell_with(plan, precision="f32", batch=3, concurrency="AUTO, four"), None, 63.0),
        (cell_with(plan, precision="f16", batch=1, concurrency="one"), 9.0, 113.0),
        (cell_with(plan, precision="f16", batch=1, concurrency="AUTO, four"), None, 133.0),
        (cell_with(plan, precision="f16", batch=1, concurrency="one stream, two"), None, 130.4),
    ]
    source = PublishedSet(
        source="part 4 of the series",
        url="",
        date="",
        platform="Core i5-7440HQ, Gen9 GT2",
        figures=tuple(
            PublishedFigure(cell_id=cell.id, latency_ms=latency, throughput_fps=fps)
            for cell, latency, fps in figures
        ),
        statements=(
            PublishedStatement(
                text="基本可以翻倍", factor="precision", level="f16", reference="f32", times=2.0
            ),
        ),
    )
    return replace(plan, published=(source,))


def large_plan(*, rounds: int = 10) -> Plan:
    """A hundred cells: 2 precisions, 5 batches, 10 numbers of requests on two streams."""
    return make_plan(
        factors={
            "precision": ["f32", "bf16"],
            "batch": [1, 2, 3, 4, 8],
            "requests": [1, 2, 3, 4, 5, 6, 7, 8, 12, 16],
        },
        base=replace(BASE, streams=2),
        rounds=rounds,
        slug="large",
    )


def two_row_plan() -> Plan:
    """The sibling article's figures: one request, and four on automatic streams."""
    plan = make_plan(
        factors={"concurrency": {"one": {"requests": 1}, "four": {"streams": "auto", "requests": 4}}},
        measured=False,
    )
    figures = (
        PublishedFigure(cell_id=cell_with(plan, concurrency="one").id, latency_ms=28.0, throughput_fps=36.0),
        PublishedFigure(cell_id=cell_with(plan, concurrency="four").id, latency_ms=40.0, throughput_fps=96.0),
    )
    source = PublishedSet(source="part 3", url="", date="", platform="i5-7440HQ", figures=figures)
    return replace(plan, published=(source,))
