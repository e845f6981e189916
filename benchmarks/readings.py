"""Reports of varied shape to be read by a person: everything that they say, beside the levels it is about.

Run it from the root of a checkout: `python -m benchmarks.readings [--reports 100] [--language en]`.

Each seed draws an experiment (factors, holes, bundles, published figures), a simulated machine and what goes
wrong on it. The same seed gives the same report in every language.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from ovreport.analysis.report import analyse
from ovreport.analysis.results import CellResult
from ovreport.claims import conclude, say, say_caveat
from ovreport.claims.claim import Claim, Report
from ovreport.language.spans import Span, plain
from ovreport.naming import cell_name
from ovreport.plan import (
    Cell,
    Measure,
    ModelSource,
    Plan,
    PublishedFigure,
    PublishedSet,
    PublishedStatement,
    Setting,
)
from ovreport.records import FailureKind, Record
from tests.simulated_plans import BASE, MOBILENET, Levels, make_measure, make_plan
from tests.simulation import World, failed, measure, typical_service_ms
from tests.worlds import noise_floor

OTHER = ModelSource(name="resnet-18", kind="builtin", location="resnet-18")
FACTORS: Mapping[str, Levels] = {
    "batch": (1, 2, 3, 8),
    "precision": ("f32", "f16", "bf16"),
    "storage": ("f32", "f16", "int8"),
    "requests": (1, 2, 3, 4, 8),
    "streams": (1, 2, "auto"),
    "threads": (1, 2, 4),
    "hint": ("latency", "throughput"),
    "device": ("CPU", "GPU", "MULTI:CPU,GPU"),
    "model": (MOBILENET, OTHER),
    "mode": ("sync", "async"),
    "disturbance": ("none", "cpu", "memory"),
    "ENABLE_CPU_PINNING": ("YES", "NO"),
    "label": ("first", "second", "third"),
    "load": {
        "one": {"streams": 1, "requests": 1},
        "AUTO, four": {"streams": "auto", "requests": 4},
        "one stream, two": {"streams": 1, "requests": 2},
    },
    "build": {
        "plain": {"precision": "f32", "storage": "f32"},
        "half": {"precision": "f16", "storage": "f16"},
    },
}
MOST_CELLS = 24
NOISES = (0.003, 0.01, 0.01, 0.03, 0.08, 0.15)
SCALES = (1.0, 1.0, 1.0, 1.0, 0.004, 40.0)
"""Of the time that a request takes: a tenth of a millisecond, ten, half a second."""
FAILURES: tuple[FailureKind, ...] = ("crash", "compile", "timeout")


def report(seed: int) -> Report:
    """The report of one seed."""
    dice = Random(seed)
    plan = drawn_plan(dice)
    scale = dice.choice(SCALES)
    plan = replace(plan, measure=drawn_measure(dice, scale))
    noise = noise_floor(dice.choice((0.01, 0.03, 0.2))) if dice.random() < 0.3 else None
    if dice.random() < 0.1:
        plan = replace(plan, cells=tuple(replace(cell, measured=False) for cell in plan.cells))
        return conclude(analyse(with_published(dice, plan), "", []))
    if dice.random() < 0.25:
        plan = with_published(dice, plan)
    world = drawn_world(dice, plan, scale, seed)
    records = list(broken(dice, plan, measure(plan, world)))
    return conclude(analyse(plan, "simulated", records, noise=noise))


def drawn_plan(dice: Random) -> Plan:
    """One to three factors, some of their levels, perhaps with holes."""
    factors: dict[str, Levels] = {}
    for name in dice.sample(sorted(FACTORS), dice.choice((1, 1, 1, 2, 2, 3))):
        every = FACTORS[name]
        if sets(name) & {key for other in factors for key in sets(other)}:
            continue  # as an experiment's file is refused where two of its factors set one key
        many = dice.randint(1 if not factors and dice.random() < 0.1 else 2, len(every))
        kept = sorted(dice.sample(range(len(every)), many))
        if isinstance(every, Mapping):
            factors[name] = {label: every[label] for place, label in enumerate(every) if place in kept}
        else:
            factors[name] = [every[place] for place in kept]
    base = replace(BASE, requests=dice.choice((1, 1, 4)), streams=dice.choice((1, 2)), batch=1)
    bounds = ((99.0, dice.choice((12.0, 30.0, 100.0))),) if dice.random() < 0.4 else ()
    plan = make_plan(factors=factors, base=base, bounds_ms=bounds)
    cells = plan.cells
    if (len(cells) > 3 and dice.random() < 0.3) or len(cells) > MOST_CELLS:
        many = min(MOST_CELLS, max(3, round(len(cells) * 0.7)))
        places = sorted({0, *dice.sample(range(len(cells)), many - 1)})
        plan = replace(plan, cells=tuple(cells[place] for place in places))
    return with_levels_that_are_there(plan)


def sets(name: str) -> set[str]:
    """The keys of a setting that a factor varies."""
    every = FACTORS[name]
    return {key for level in every.values() for key in level} if isinstance(every, Mapping) else {name}


def with_levels_that_are_there(plan: Plan) -> Plan:
    """Without levels, and factors, that no cell has any more."""
    left = []
    for factor in plan.factors:
        there = {dict(cell.levels)[factor.name] for cell in plan.cells}
        levels = tuple(level for level in factor.levels if level in there)
        if len(levels) > 1:
            left.append(replace(factor, levels=levels))
    names = tuple(factor.name for factor in left)
    return replace(plan, factors=tuple(left), discuss=names)


def drawn_measure(dice: Random, scale: float) -> Measure:
    """Three to twelve rounds, of slices in which requests fit."""
    slice_seconds = 0.15 * max(1.0, scale) if scale >= 1 else 0.01
    return make_measure(
        rounds=dice.choice((3, 4, 5, 7, 12)), seconds=10 * slice_seconds, slice_seconds=slice_seconds
    )


def drawn_world(dice: Random, plan: Plan, scale: float, seed: int) -> World:
    """Levels of factors that do something or nothing, and a machine that is calm or is not."""
    effects: dict[tuple[str, str], float] = {}
    for cell in plan.cells:
        for pair in cell.levels:
            effects.setdefault(pair, dice.choice((0, 0, 0, 0.01, 0.05, -0.05, 0.2, -0.3, 0.7)))
    odd = dice.choice(plan.cells).id
    ratios = {
        cell.id: math.exp(sum(effects[pair] for pair in cell.levels) + (cell.id == odd) * 0.1)
        for cell in plan.cells
    }
    noise = dice.choice(NOISES)

    def service_ms(setting: Setting) -> float:
        return scale * typical_service_ms(setting)

    return World(
        service_ms=service_ms,
        ratios=ratios,
        trial_sd=noise,
        sd_factors={odd: 5.0} if dice.random() < 0.2 else {},
        round_sd=noise,
        heavy_share=dice.choice((0.0, 0.005, 0.05)),
        heavy_factor=dice.choice((2.0, 6.0)),
        drift_per_turn=dice.choice((0.0, 0.0, 0.0, 0.02)),
        bursts_per_second=dice.choice((0.0, 0.0, 0.1)),
        step=dice.choice((1.0, 1.0, 1.0, 1.15)),
        seed=seed,
    )


def broken(dice: Random, plan: Plan, records: Iterator[tuple[Record, str]]) -> Iterator[tuple[Record, str]]:
    """The records with cells that failed always, or at times; with refused devices."""
    cells = [cell.id for cell in plan.cells]
    never = dice.choice(cells) if len(cells) > 1 and dice.random() < 0.15 else ""
    missing = dice.random() < 0.5
    share = dice.choice((0.0, 0.0, 0.0, 0.1))
    kind: FailureKind = dice.choice(FAILURES)
    for found, sha256 in records:
        record = on_its_devices(found)
        gone = missing and "GPU" in record.setting.device
        if gone or record.cell_id == never or dice.random() < share:
            yield failed(record, "no-device" if gone else kind), sha256
        else:
            yield record, sha256


def on_its_devices(record: Record) -> Record:
    """As OpenVINO tells where it ran: each device of several by itself, and a network of its own hash."""
    if record.in_force is None or record.model is None:
        return record
    devices = tuple(record.setting.device.removeprefix("MULTI:").split(","))
    sha256 = hashlib.sha256(record.model.name.encode()).hexdigest()
    return replace(
        record,
        in_force=replace(record.in_force, devices=devices),
        model=replace(record.model, sha256=sha256),
    )


def with_published(dice: Random, plan: Plan) -> Plan:
    """Figures of one or two sources about some of the cells, with or without latency and words."""
    sources = tuple(published(dice, plan, f"part {number + 1}") for number in range(dice.choice((1, 1, 2))))
    return replace(plan, published=sources)


def published(dice: Random, plan: Plan, source: str) -> PublishedSet:
    """Figures of one source."""
    about = [cell for cell in plan.cells if dice.random() < 0.8] or list(plan.cells)
    style = dice.choice(("fps", "ms", "both"))
    figures = tuple(figure(dice, cell, style) for cell in about)
    words: tuple[PublishedStatement, ...] = ()
    if plan.factors and dice.random() < 0.5:
        factor = plan.factors[0]
        first, second, *_ = factor.levels
        words = (
            PublishedStatement(
                text="基本可以翻倍", factor=factor.name, level=second, reference=first, times=2.0
            ),
        )
    return PublishedSet(
        source=source, url="", date="", platform="Core i5-7440HQ, GT2", figures=figures, statements=words
    )


def figure(dice: Random, cell: Cell, style: str) -> PublishedFigure:
    """Rounded as people print them."""
    fps = round(dice.uniform(20, 140), dice.choice((0, 1)))
    latency = round(1000 / fps * dice.choice((1, 1, 2, 4)), 1)
    return PublishedFigure(
        cell_id=cell.id,
        latency_ms=None if style == "fps" else latency,
        throughput_fps=None if style == "ms" else fps,
    )


# ---------------------------------------------------------------- telling


def text(parts: tuple[Span, ...]) -> str:
    """A sentence as it is read."""
    return plain(parts)


def told(report: Report, language: str) -> Iterator[str]:
    """Everything that a report says, a line each, after the levels."""
    plan = report.analysis.plan
    for result in report.analysis.cells:
        yield f"  | {cell_name(result.cell, plan, language)}: {level(result)}"
    said = [say(claim, report, language) for claim in report.conclusions]
    for place in report.abstract:
        yield f"  A {text(said[place].short)}"
    for number, one in enumerate(said, 1):
        yield f" {number:>2} {text(one.headline)} // {text(one.context)}"
    for part, claims in parts_of(report, language):
        for claim in claims:
            one = say(claim, report, language)
            yield f"  {part} {text(one.headline)} // {text(one.context)}"
    for touched in report.caveats:
        caveat = say_caveat(touched.caveat, report, language)
        words = " / ".join(text(each) for each in (caveat.headline, caveat.context, caveat.remedy))
        yield f"  ? {words} {touched.conclusions}"


def parts_of(report: Report, language: str) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """The claims that are no conclusions, by where they stand."""
    plan = report.analysis.plan
    for cell, claims in report.commentary:
        yield f"B [{cell_name(plan.cell(cell), plan, language)}]", claims
    for picture, claim in report.captions:
        yield f"C [{picture}]", (claim,)
    yield "F", report.further


def level(result: CellResult) -> str:
    """What was measured of a cell."""
    if result.throughput is None or result.latency is None:
        return result.status.value
    fps, latency = result.throughput, result.latency
    tails = ", ".join(
        f"p{each.percent:g} {each.latency_ns / 1e6:.4g} ms" for each in result.percentiles if each.latency_ns
    )
    return f"{fps.value:.4g} FPS ({fps.low:.4g} to {fps.high:.4g}), {latency.value / 1e6:.4g} ms; {tails}"


def main() -> None:
    """Print reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="seed of the first one")
    parser.add_argument("--language", default="en")
    asked = parser.parse_args()
    for seed in range(asked.first, asked.first + asked.reports):
        print(f"\n# {seed}")
        for line in told(report(seed), asked.language):
            print(line)


if __name__ == "__main__":
    main()
