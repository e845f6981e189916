"""Effects of factors, and one configuration beside an earlier one, in all that they can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ovreport.analysis.results import Analysis, Effect, Estimate
from ovreport.claims.commentary import commentary
from ovreport.claims.effects import effect_conclusions
from ovreport.claims.undisturbed import undisturbed_apart
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate, granted
from tests.claims.samples.sample import Sample
from tests.simulated_plans import make_plan

SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)
SMALL = estimate(0.965, 0.02)
WIDE = estimate(1.08, 0.25)
LOOSE = estimate(1.06, 0.1)
NO_GAIN = estimate(0.94, 0.08)
NO_LOSS = estimate(1.06, 0.08)
TWO_ROUNDS = estimate(1.3, 4.0, rounds=2)

ONE = make_plan(factors={"precision": ["f32", "f16"]})
TWO = make_plan(factors={"precision": ["f32", "f16"], "requests": [1, 4]})
FOUR = make_plan(factors={"batch": [1, 3], "device": ["CPU", "GPU"], "requests": [1, 4]})
BATCHES = make_plan(factors={"batch": [1, 2, 3, 4]})
FILES = make_plan(factors={"storage": ["f32", "f16"]})
DEVICES = make_plan(factors={"device": ["CPU", "GPU"]})
DEVICES_TOGETHER = make_plan(factors={"device": ["CPU", "GPU", "MULTI:GPU,CPU"]})
REQUESTS = make_plan(factors={"requests": [1, 2]})
DISTURBED = make_plan(factors={"disturbance": ["none", "cpu"]})
DISTURBED_TWICE = make_plan(factors={"disturbance": ["none", "cpu", "memory"]})
DISTURBED_FOUR = make_plan(
    factors={"disturbance": ["none", "cpu"], "device": ["CPU", "GPU"], "requests": [1, 4]}
)

Ratios = tuple[float | Estimate | None, ...]
"""Ratios with an interval of usual width, estimates, and what was not compared."""

SINGLE: Ratios = (
    1.55,
    1.12,
    0.8,
    SAME,
    OPEN,
    estimate(1.05, 0.03),
    estimate(1.3, 0.25),
    LOOSE,
    NO_GAIN,
    NO_LOSS,
    estimate(1.3, 0.5),
    TWO_ROUNDS,
    None,
)
"""Faster in times and in percent, slower, alike, open, of open size, open in other ways, and not compared."""

PAIRED: tuple[Ratios, ...] = (
    (1.55, 1.71),
    (1.2, 1.1),
    (SAME, 1.55),
    (OPEN, 1.55),
    (OPEN, SAME),
    (OPEN, OPEN),
    (2.0, 0.81),
)

OF_FOUR: tuple[Ratios, ...] = (
    (0.81, 0.82, 0.80, 0.81),
    (SAME, SAME, SAME, SAME),
    (1.2, 1.3, 1.4, 1.6),
    (SAME, 1.2, 1.3, 1.25),
    (SAME, SAME, OPEN, 1.3),
    (OPEN, 1.2, 1.3, 1.25),
    (SAME, SAME, OPEN, OPEN),
    (SAME, SAME, SAME, SMALL),
    (OPEN, OPEN, OPEN, WIDE),
    (1.3, 0.8, OPEN, 1.2),
    (1.2, 1.3, 0.8, 0.82),
    (1.3, 1.3, 1.3, None),
)
"""What a batch does on two devices with one request and with four."""


def comparisons() -> Iterator[Sample]:
    """What factors do, and what configurations do beside earlier ones."""
    for about in (*single(), *paired(), *disturbed(), *in_other_precisions(), *undisturbed()):
        yield from (Sample(claim, about) for claim in effect_conclusions(about))
    for about in undisturbed():
        yield from (Sample(claim, about) for claim in (undisturbed_apart(about),) if claim is not None)
    for about in beside_earlier_ones():
        for _, claims in commentary(about):
            for claim in claims:
                yield Sample(claim, about)


def single() -> Iterator[Analysis]:
    """One comparison, alone or with what latency and other levels do."""
    for found in SINGLE:
        yield of(ONE, effect(ONE, "precision", "f16", "f32", found))
    timeless = effect(ONE, "precision", "f16", "f32", OPEN)
    unknown = tuple(replace(each, seconds_needed=None) for each in timeless.contrasts)
    yield of(ONE, replace(timeless, contrasts=unknown))
    for waits in (1.2, OPEN, LOOSE):
        yield of(ONE, latency(ONE, waits))
    for waits in (1.2, SAME):
        yield of(ONE, effect(ONE, "precision", "f16", "f32", 1.55), latency(ONE, waits))
    yield of(FILES, effect(FILES, "storage", "f16", "f32", estimate(1.0, 0.07)))
    yield of(DEVICES, effect(DEVICES, "device", "GPU", "CPU", 1.86))
    ratios: Ratios = (1.55, 0.8, OPEN)
    levels = zip(("2", "3", "4"), ratios, strict=True)
    yield of(BATCHES, *(effect(BATCHES, "batch", level, "1", ratio) for level, ratio in levels))


def paired() -> Iterator[Analysis]:
    """Two conditions, and four."""
    for found in PAIRED:
        yield of(TWO, effect(TWO, "precision", "f16", "f32", *found))
    yield of(TWO, effect(TWO, "precision", "f16", "f32", 1.55, 1.71), latency(TWO, 1.1, 1.2))
    within_reach = effect(TWO, "precision", "f16", "f32", OPEN, OPEN)
    first, second = within_reach.contrasts
    hopeless = replace(first, rounds_needed=None, seconds_needed=None)
    yield of(TWO, replace(within_reach, contrasts=(hopeless, second)))
    lost = replace(hopeless, cell=second.cell, reference=second.reference)
    yield of(TWO, replace(within_reach, contrasts=(hopeless, lost)))
    for ratios in OF_FOUR:
        yield of(FOUR, effect(FOUR, "batch", "3", "1", *ratios))


def disturbed() -> Iterator[Analysis]:
    """What another program costs."""
    for found in (0.69, SAME, OPEN, LOOSE):
        yield of(DISTURBED, effect(DISTURBED, "disturbance", "cpu", "none", found))
    longer = effect(DISTURBED, "disturbance", "cpu", "none", 1.2, metric="latency")
    yield of(DISTURBED, effect(DISTURBED, "disturbance", "cpu", "none", 0.8), longer)
    plan = DISTURBED_TWICE
    for found in (OPEN, LOOSE, 1.2):
        yield of(plan, effect(plan, "disturbance", "memory", "cpu", found))
    levels = zip(("cpu", "memory"), (0.6, 0.7), strict=True)
    yield of(plan, *(effect(plan, "disturbance", level, "none", ratio) for level, ratio in levels))
    plan = DISTURBED_FOUR
    yield of(plan, effect(plan, "disturbance", "cpu", "none", 0.7, 0.71, 0.69, 0.7))


def undisturbed() -> Iterator[Analysis]:
    """What undisturbed requests say beside throughput: instead of it, along with it, and against it."""
    for throughput, least in ((OPEN, 0.9), (OPEN, SAME), (OPEN, 1.6), (0.85, 1.2), (0.85, SAME), (SAME, 0.9)):
        told = effect(FILES, "storage", "f16", "f32", throughput)
        yield of(FILES, told, effect(FILES, "storage", "f16", "f32", least, metric="undisturbed"))
    for several in ((0.9, 0.91), (SAME, 1.2)):
        told = effect(TWO, "precision", "f16", "f32", OPEN, OPEN)
        yield of(TWO, told, effect(TWO, "precision", "f16", "f32", *several, metric="undisturbed"))


def in_other_precisions() -> Iterator[Analysis]:
    """Where not what was asked for is computed, and where two devices compute in different precisions."""
    first, second = ONE.cells
    force = {first.id: granted(precision="f32"), second.id: granted(precision="bf16")}
    yield analysis(ONE, effect(ONE, "precision", "f16", "f32", 1.86), in_force=force)
    first, second = DEVICES.cells
    force = {first.id: granted(precision="bf16"), second.id: granted(precision="f16", emulated=True)}
    yield analysis(DEVICES, effect(DEVICES, "device", "GPU", "CPU", 1.86), in_force=force)
    plan = DEVICES_TOGETHER
    own = (("CPU.INFERENCE_PRECISION_HINT", "f32"), ("GPU.INFERENCE_PRECISION_HINT", "f16"))
    both = granted(devices=("GPU", "CPU"), precision=None, properties=own)
    given = (granted(), granted(devices=("GPU",), precision="f16", emulated=True), both)
    force = {cell.id: each for cell, each in zip(plan.cells, given, strict=True)}
    levels = zip(("MULTI:GPU,CPU", "GPU"), (3.09, 2.55), strict=True)
    yield analysis(
        plan, *(effect(plan, "device", level, "CPU", ratio) for level, ratio in levels), in_force=force
    )


def beside_earlier_ones() -> Iterator[Analysis]:
    """Blocks of configurations: gains, losses, what is alike and what is open."""
    yield of(DISTURBED, effect(DISTURBED, "disturbance", "cpu", "none", 0.69))
    for found in (1.55, 1.2, SAME, OPEN, LOOSE, NO_GAIN, estimate(1.03, 0.02)):
        yield of(REQUESTS, effect(REQUESTS, "requests", "2", "1", found))
    for waits in (1.2, SAME):
        yield of(ONE, effect(ONE, "precision", "f16", "f32", 1.2), latency(ONE, waits))
    for found in (1.2, OPEN, LOOSE):
        yield of(BATCHES, effect(BATCHES, "batch", "2", "1", found))


def of(plan: Plan, *effects: Effect) -> Analysis:
    """An analysis with these effects."""
    return analysis(plan, *effects)


def latency(plan: Plan, *ratios: float | Estimate) -> Effect:
    """What a precision does to latency."""
    return effect(plan, "precision", "f16", "f32", *ratios, metric="latency")
