"""Claims about published figures: what they say, where they contradict themselves, how measurements compare.

Such figures come without repeats. Their ratios are told without an interval and never get a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport.claims.basis import count
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.concurrency import concurrency_factors
from ovreport.claims.number import Number
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
        """Throughput over throughput, where both are printed."""
        if self.figure.throughput_fps and self.other.throughput_fps:
            return self.figure.throughput_fps / self.other.throughput_fps
        return None

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
    return requests * plan.cell(figure.cell_id).setting.images / figure.throughput_fps * 1000


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


Rated = tuple[PublishedPair, float]
"""A pair of figures and its ratio of what a claim compares."""


def told_pairs(found: Iterable[PublishedPair]) -> tuple[Rated, ...]:
    """Pairs that print throughput, with its ratio; the largest change first."""
    return _rated((pair, pair.ratio) for pair in found)


def latency_pairs(found: Iterable[PublishedPair]) -> tuple[Rated, ...]:
    """Pairs that print latency alone, with its ratio (2 is twice as long); the largest change first.

    It is told as latency. With other requests in flight, or another batch, it says nothing of throughput.
    """
    return _rated((pair, pair.latency_ratio) for pair in found if pair.ratio is None)


def _rated(pairs: Iterable[tuple[PublishedPair, float | None]]) -> tuple[Rated, ...]:
    known = [(pair, ratio) for pair, ratio in pairs if ratio is not None]
    return tuple(sorted(known, key=lambda each: -abs(math.log(each[1]))))


def pair_numbers(told: Sequence[Rated]) -> tuple[tuple[str, Number], ...]:
    """The ratio of every pair, and its latency ratio where there is one."""
    found = []
    for place, (pair, ratio) in enumerate(told):
        found.append((f"ratio:{place}", Number(value=ratio, unit="ratio")))
        if pair.latency_ratio is not None:
            found.append((f"latency-ratio:{place}", Number(value=pair.latency_ratio, unit="ratio")))
    return tuple(found)


def pair_names(told: Sequence[Rated]) -> tuple[tuple[str, str], ...]:
    """Cell, reference and source of every pair."""
    found = []
    for place, (pair, _) in enumerate(told):
        found += [
            (f"cell:{place}", pair.cell.id),
            (f"reference:{place}", pair.reference.id),
            (f"source:{place}", str(pair.source)),
        ]
    return tuple(found)


def effect(plan: Plan, factor: str, level: str, reference: str) -> tuple[Claim, ...]:
    """What the figures say about one level of a factor: of throughput, and of latency printed without it."""
    found = pairs(plan, factor, level, reference)
    told = (("throughput", told_pairs(found)), ("latency", latency_pairs(found)))
    return tuple(
        effect_claim(plan, metric, (factor, level, reference), rated) for metric, rated in told if rated
    )


def effect_claim(plan: Plan, metric: str, levels: tuple[str, str, str], told: Sequence[Rated]) -> Claim:
    """Pairs of figures that vary one factor, held against each other in one metric."""
    factor, level, reference = levels
    ending = "" if metric == "throughput" else f"/{metric}"
    return Claim(
        id=f"published-effect/{factor}/{level}-{reference}{ending}",
        kind=ClaimKind.PUBLISHED_EFFECT,
        variant=effect_variant([ratio for _, ratio in told]),
        numbers=(*pair_numbers(told), ("pairs", count(len(told))), ("sources", count(len(plan.published)))),
        names=(
            ("factor", factor),
            ("level", level),
            ("reference", reference),
            ("metric", metric),
            *pair_names(told),
        ),
        cells=tuple(dict.fromkeys(cell.id for pair, _ in told for cell in (pair.cell, pair.reference))),
        figure="published",
        size=abs(math.log(told[0][1])),
    )


def effect_variant(ratios: Sequence[float]) -> str:
    """Which way the ratios go: one way, both, none, or one way in a part of the pairs."""
    ways = {direction(ratio) for ratio in ratios}
    if ways == {0}:
        return "same"
    if {1, -1} <= ways:
        return "reversed"
    if 0 in ways:
        return "partly"
    return "single" if len(ratios) == 1 else "several"


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
            found += effect(plan, factor, level, reference)
    return (*found, *waits(plan), *combined(plan))


def waits(plan: Plan) -> tuple[Claim, ...]:
    """What more requests cost where latency alone is printed, so that nothing tells what they buy."""
    found = []
    for factor in concurrency_factors(plan):
        for level, reference in level_pairs(plan, factor):
            told = latency_pairs(pairs(plan, factor, level, reference))
            if told:
                found.append(effect_claim(plan, "latency", (factor, level, reference), told))
    return tuple(found)


def saturations(plan: Plan) -> tuple[Claim, ...]:
    """What more requests buy by the figures: for every factor, device and peak the step up to the peak.

    The peak leads, not the most requests: 30, 55, 96, 97 and 95 FPS at 1, 2, 4, 8 and 16 requests are told
    by the 97, and the 95 as what lies beyond. Conditions whose peaks differ get a claim each.
    """
    found = []
    for factor in concurrency_factors(plan):
        steps = {
            (level, reference): told_pairs(
                pair for pair in pairs(plan, factor, level, reference) if more_requests(plan, pair)
            )
            for level, reference in level_pairs(plan, factor)
        }
        for device in dict.fromkeys(pair.cell.setting.device for told in steps.values() for pair, _ in told):
            found += peaks(plan, factor, device, steps)
    return tuple(found)


Steps = Mapping[tuple[str, str], Sequence[Rated]]
"""Pairs of figures by the level of a factor with more requests, and the one that it is compared with."""


def peaks(plan: Plan, factor: str, device: str, steps: Steps) -> list[Claim]:
    """The claims of one factor on one device: one a peak, the other steps of its conditions as notes."""
    every: dict[Condition, dict[tuple[str, str], Rated]] = {}
    for levels, told in steps.items():
        for pair, ratio in told:
            if pair.cell.setting.device == device:
                every.setdefault(condition_of(plan, pair), {})[levels] = (pair, ratio)
    groups: dict[tuple[str, str], list[Condition]] = {}
    for condition, rated in every.items():
        groups.setdefault(peak(plan, rated), []).append(condition)
    found = []
    for top, conditions in groups.items():
        claims = {
            levels: saturation(
                plan,
                (factor, *levels),
                device,
                sorted(told, key=lambda each: -abs(math.log(each[1]))),
            )
            for levels in steps
            if (told := [every[each][levels] for each in conditions if levels in every[each]])
        }
        lead = with_beyond(plan, claims[top], [every[each] for each in conditions])
        found.append(replace(lead, notes=tuple(claim for each, claim in claims.items() if each != top)))
    return found


Condition = tuple[str, tuple[tuple[str, str], ...]]
"""A machine, and the levels that both cells of a pair share."""


def condition_of(plan: Plan, pair: PublishedPair) -> Condition:
    """Under what a pair was measured; a source without a platform is a machine of its own."""
    return machine(plan.published[pair.source]) or f"source {pair.source}", pair.conditions


def peak(plan: Plan, rated: Mapping[tuple[str, str], Rated]) -> tuple[str, str]:
    """The step to the highest throughput; where none gains anything, the one to the most requests."""
    best = max(rated, key=lambda levels: rated[levels][1])
    if rated[best][1] > 1:
        return best
    return max(rated, key=lambda levels: requests_of(plan, rated[levels][0].figure) or 0)


def with_beyond(plan: Plan, lead: Claim, conditions: Sequence[Mapping[tuple[str, str], Rated]]) -> Claim:
    """The claim with what the most requests deliver beside its peak, where there are more than there."""
    top = lead.number("requests:last").value
    beyond: list[tuple[int, float]] = []
    for rated in conditions:
        of_peak = max(ratio for _, ratio in rated.values())
        requests, ratio = max((requests_of(plan, pair.figure) or 0, ratio) for pair, ratio in rated.values())
        beyond += [(requests, ratio / of_peak)] if requests > top else []
    if len(beyond) < len(conditions) or len({requests for requests, _ in beyond}) > 1:
        return lead  # no one number of requests lies beyond the peak everywhere
    shares = [share for _, share in beyond]
    numbers = (
        ("requests:beyond", count(beyond[0][0])),
        ("beyond:least", Number(value=min(shares), unit="share")),
        ("beyond:most", Number(value=max(shares), unit="share")),
    )
    return replace(lead, numbers=(*lead.numbers, *numbers))


def own_device(plan: Plan) -> str:
    """The device of the baseline: the one that the study is about."""
    return plan.cell(plan.baseline).setting.device


def more_requests(plan: Plan, pair: PublishedPair) -> bool:
    """Whether the first figure has more requests in flight than the second."""
    first, second = requests_of(plan, pair.figure), requests_of(plan, pair.other)
    return first is not None and second is not None and first > second


def saturation(plan: Plan, levels: tuple[str, str, str], device: str, told: Sequence[Rated]) -> Claim:
    """One step up in requests on one device, over the conditions that have figures.

    `levels` are the factor, the level, and the level that it is compared with.
    """
    factor, level, reference = levels
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
