"""Claims about published figures: what they say, where they contradict themselves, how measurements compare.

Such figures come without repeats. Their ratios are told without an interval and never get a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ovreport.conclusions.basis import count
from ovreport.conclusions.claims import Claim, ClaimKind, Number
from ovreport.conclusions.concurrency import concurrency_factors
from ovreport.plan import Cell, Plan, PublishedFigure, PublishedSet

SAME = 0.03
"""Published ratios closer to 1 than this are told as no difference."""

STATEMENT_TOLERANCE = 0.10
"""Words that claim "about" a ratio may be this far from the figures."""


@dataclass(frozen=True)
class PublishedPair:
    """Two figures of one machine whose cells differ in one factor alone; `source` printed the first."""

    source: int
    cell: Cell
    reference: Cell
    figure: PublishedFigure
    other: PublishedFigure

    @property
    def ratio(self) -> float | None:
        """Throughput over throughput, or latency over latency turned round, where both are printed."""
        if self.figure.throughput_fps and self.other.throughput_fps:
            return self.figure.throughput_fps / self.other.throughput_fps
        if self.figure.latency_ms and self.other.latency_ms and self.batches_agree:
            return self.other.latency_ms / self.figure.latency_ms
        return None

    @property
    def batches_agree(self) -> bool:
        """Whether both requests carry the same number of images."""
        return self.cell.setting.batch == self.reference.setting.batch

    @property
    def latency_ratio(self) -> float | None:
        """Latency over latency, where both are printed."""
        if self.figure.latency_ms and self.other.latency_ms:
            return self.figure.latency_ms / self.other.latency_ms
        return None

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Levels that both cells share."""
        return tuple(level for level in self.cell.levels if level in self.reference.levels)


def requests_of(plan: Plan, figure: PublishedFigure) -> int | None:
    """Requests in flight behind a figure, where the source or the setting tells."""
    if figure.requests is not None:
        return figure.requests
    setting = plan.cell(figure.cell_id).setting
    return 1 if setting.mode == "sync" else setting.requests if isinstance(setting.requests, int) else None


def predicted_ms(plan: Plan, figure: PublishedFigure) -> float | None:
    """Latency by Little's law from the printed throughput."""
    requests = requests_of(plan, figure)
    if requests is None or not figure.throughput_fps:
        return None
    return requests * plan.cell(figure.cell_id).setting.batch / figure.throughput_fps * 1000


def machine(source: PublishedSet) -> str:
    """The part of a platform's name before the first comma: sources that share it describe one machine."""
    return source.platform.partition(",")[0].strip()


def machines(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """Places of the sources that describe one machine; a source without a platform stands alone."""
    groups: dict[str, list[int]] = {}
    for place, source in enumerate(plan.published):
        groups.setdefault(machine(source) or f"source {place}", []).append(place)
    return tuple(tuple(group) for group in groups.values())


def figures_of(plan: Plan, group: Iterable[int]) -> dict[str, tuple[int, PublishedFigure]]:
    """What one machine's sources print for each cell: the first source that does, and the figure."""
    figures: dict[str, tuple[int, PublishedFigure]] = {}
    for place in group:
        for figure in plan.published[place].figures:
            figures.setdefault(figure.cell_id, (place, figure))
    return figures


def pairs(plan: Plan, factor: str, level: str, reference: str) -> tuple[PublishedPair, ...]:
    """All pairs of figures of one machine that show what `level` does beside `reference`."""
    found = []
    for group in machines(plan):
        figures = figures_of(plan, group)
        told = [cell for cell in plan.cells if cell.id in figures]
        for cell in told:
            other = partner(told, cell, factor, level, reference)
            if other is not None:
                place, figure = figures[cell.id]
                found.append(PublishedPair(place, cell, other, figure, figures[other.id][1]))
    return tuple(found)


def partner(cells: Sequence[Cell], cell: Cell, factor: str, level: str, reference: str) -> Cell | None:
    """The cell that has `reference` where `cell` has `level`, all else being equal."""
    levels = dict(cell.levels)
    if levels.get(factor) != level:
        return None
    wanted = levels | {factor: reference}
    return next((other for other in cells if dict(other.levels) == wanted), None)


def reference_level(plan: Plan, factor: str) -> str:
    """The level that the others are compared with: the baseline's."""
    return dict(plan.cell(plan.baseline).levels).get(factor, "")


def level_pairs(plan: Plan, factor: str) -> tuple[tuple[str, str], ...]:
    """Every level of a factor with the one that it is compared with."""
    levels = next((each.levels for each in plan.factors if each.name == factor), ())
    reference = reference_level(plan, factor)
    if factor == "device":  # the study's own device is the one that is spoken of
        return tuple((reference, level) for level in levels if level != reference and not members(level))
    return tuple((level, reference) for level in levels if level != reference)


def direction(ratio: float) -> int:
    """1 for faster, -1 for slower, 0 for no difference worth telling."""
    return 0 if abs(math.log(ratio)) <= math.log1p(SAME) else 1 if ratio > 1 else -1


def told_pairs(found: Iterable[PublishedPair]) -> tuple[tuple[PublishedPair, float], ...]:
    """Pairs that have a ratio, the largest change first."""
    rated = [(pair, pair.ratio) for pair in found]
    known = [(pair, ratio) for pair, ratio in rated if ratio is not None]
    return tuple(sorted(known, key=lambda each: -abs(math.log(each[1]))))


def pair_numbers(told: Sequence[tuple[PublishedPair, float]]) -> tuple[tuple[str, Number], ...]:
    """The ratio of every pair, and its latency ratio where there is one."""
    found = []
    for place, (pair, ratio) in enumerate(told):
        found.append((f"ratio:{place}", Number(value=ratio, unit="ratio")))
        if pair.latency_ratio is not None:
            found.append((f"latency-ratio:{place}", Number(value=pair.latency_ratio, unit="ratio")))
    return tuple(found)


def pair_names(told: Sequence[tuple[PublishedPair, float]]) -> tuple[tuple[str, str], ...]:
    """Cell, reference and source of every pair."""
    found = []
    for place, (pair, _) in enumerate(told):
        found += [
            (f"cell:{place}", pair.cell.id),
            (f"reference:{place}", pair.reference.id),
            (f"source:{place}", str(pair.source)),
        ]
    return tuple(found)


def effect(plan: Plan, factor: str, level: str, reference: str) -> Claim | None:
    """What the figures say about one level of a factor; `None` where no pair of figures does."""
    told = told_pairs(pairs(plan, factor, level, reference))
    if not told:
        return None
    ways = {direction(ratio) for _, ratio in told}
    variant = (
        "same"
        if ways == {0}
        else "reversed"
        if {1, -1} <= ways
        else "single"
        if len(told) == 1
        else "several"
    )
    return Claim(
        id=f"published-effect/{factor}/{level}-{reference}",
        kind=ClaimKind.PUBLISHED_EFFECT,
        variant=variant,
        numbers=(*pair_numbers(told), ("pairs", count(len(told))), ("sources", count(len(plan.published)))),
        names=(("factor", factor), ("level", level), ("reference", reference), *pair_names(told)),
        cells=tuple(dict.fromkeys(cell.id for pair, _ in told for cell in (pair.cell, pair.reference))),
        figure="published",
        size=abs(math.log(told[0][1])),
    )


def members(device: str) -> tuple[str, ...]:
    """The devices behind `AUTO:GPU,CPU`; a single device has none."""
    _, _, listed = device.partition(":")
    return tuple(part.strip().split("(")[0] for part in listed.split(",")) if "," in listed else ()


def combined(plan: Plan) -> tuple[Claim, ...]:
    """Several devices together beside the better one of them."""
    factor = next((each for each in plan.factors if each.name == "device"), None)
    if factor is None:
        return ()
    found = (
        combined_level(plan, level) for level in factor.levels if set(members(level)) <= set(factor.levels)
    )
    return tuple(claim for claim in found if claim is not None)


def combined_level(plan: Plan, level: str) -> Claim | None:
    """One combination of devices beside the better one of its members; `None` without figures for all."""
    sides: dict[tuple[int, str], list[PublishedPair]] = {}
    for member in members(level):
        for pair in pairs(plan, "device", level, member):
            sides.setdefault((pair.source, pair.cell.id), []).append(pair)
    best = [
        min(group, key=lambda pair: pair.ratio or math.inf)
        for group in sides.values()
        if len(group) == len(members(level)) and all(pair.ratio is not None for pair in group)
    ]
    told = tuple(sorted(told_pairs(best), key=lambda each: -each[1]))
    if not told:
        return None
    wins = sum(direction(ratio) > 0 for _, ratio in told)
    return Claim(
        id=f"published-effect/device/{level}-better",
        kind=ClaimKind.PUBLISHED_EFFECT,
        variant="combined",
        numbers=(*pair_numbers(told), ("pairs", count(len(told))), ("wins", count(wins))),
        names=(("factor", "device"), ("level", level), *pair_names(told)),
        cells=tuple(dict.fromkeys(cell.id for pair, _ in told for cell in (pair.cell, pair.reference))),
        figure="published",
        size=abs(math.log(told[0][1])),
    )


def effects(plan: Plan) -> tuple[Claim, ...]:
    """What the figures say about every factor but concurrency, in the order of the discussion."""
    found: list[Claim] = []
    queued = concurrency_factors(plan)
    for factor in plan.discuss:
        if factor in queued:
            continue
        for level, reference in level_pairs(plan, factor):
            claim = effect(plan, factor, level, reference)
            if claim is not None:
                found.append(claim)
    return (*found, *combined(plan))


def saturations(plan: Plan) -> tuple[Claim, ...]:
    """What more requests buy by the figures, one claim a factor: the largest step leads."""
    found = []
    for factor in concurrency_factors(plan):
        steps = []
        for level, reference in level_pairs(plan, factor):
            told = told_pairs(pairs(plan, factor, level, reference))
            rising = tuple(each for each in told if more_requests(plan, each[0]))
            for device in dict.fromkeys(pair.cell.setting.device for pair, _ in rising):
                there = tuple(each for each in rising if each[0].cell.setting.device == device)
                steps.append((device, saturation(plan, factor, level, reference, device, there)))
        for device in dict.fromkeys(device for device, _ in steps):
            claims = [claim for each, claim in steps if each == device]
            lead = max(claims, key=lambda claim: claim.number("requests:last").value)
            found.append(replace(lead, notes=tuple(claim for claim in claims if claim is not lead)))
    return tuple(found)


def own_device(plan: Plan) -> str:
    """The device of the baseline: the one that the study is about."""
    return plan.cell(plan.baseline).setting.device


def more_requests(plan: Plan, pair: PublishedPair) -> bool:
    """Whether the first figure has more requests in flight than the second."""
    first, second = requests_of(plan, pair.figure), requests_of(plan, pair.other)
    return first is not None and second is not None and first > second


def saturation(
    plan: Plan,
    factor: str,
    level: str,
    reference: str,
    device: str,
    told: Sequence[tuple[PublishedPair, float]],
) -> Claim:
    """One step up in requests on one device, over all conditions that have figures."""
    largest = max(ratio for _, ratio in told)
    lead = told[0][0]
    numbers = [*pair_numbers(told), ("pairs", count(len(told)))]
    for name, figure in (("first", lead.other), ("last", lead.figure)):
        numbers.append((f"requests:{name}", count(requests_of(plan, figure) or 0)))
    for place, (pair, _) in enumerate(told):
        before, after = predicted_ms(plan, pair.other), predicted_ms(plan, pair.figure)
        if before and after:
            numbers.append((f"predicted-ratio:{place}", Number(value=after / before, unit="ratio")))
    return Claim(
        id=f"published-saturation/{factor}/{level}-{reference}/{device}",
        kind=ClaimKind.PUBLISHED_SATURATION,
        variant="grows" if largest >= 1.5 else "little",
        numbers=tuple(numbers),
        names=(("factor", factor), ("level", level), ("reference", reference), *pair_names(told)),
        cells=tuple(dict.fromkeys(cell.id for pair, _ in told for cell in (pair.cell, pair.reference))),
        figure="published",
        size=abs(math.log(largest)),
        aside=device != own_device(plan),
    )
