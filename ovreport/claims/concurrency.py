"""Claims about requests in flight: what more of them buy, and how long they wait.

Little's law (J. D. C. Little, Operations Research 9, 1961, doi 10.1287/opre.9.3.383) joins the three: with a
full queue, mean latency = requests in flight x images per request / throughput. It holds for any order of
service, so agreement shows that a request's latency is its share of the queue.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport.analysis import choice, stats
from ovreport.analysis.results import Analysis, CellResult, Contrast, Verdict
from ovreport.claims.basis import count, hashes, measured, of_estimate, of_interval, records_of, size
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.number import Number
from ovreport.claims.pairs import compared
from ovreport.plan import Plan

NO_GAIN = frozenset({Verdict.EQUIVALENT, Verdict.SLOWER})

LITTLE_TOLERANCE = 0.10

SATURATED = 0.3
"""The size of a finding that more requests gain nothing, beside effects: as that of a third more or less."""

MOST_CHAINS = 4
"""Chains of one factor that are judged: the baseline's first, then in the order of the cells."""


def requests_of(result: CellResult) -> int | None:
    """Requests in flight: those in force, or else those asked for."""
    if result.in_force is not None:
        return result.in_force.requests
    setting = result.cell.setting
    return setting.requests if isinstance(setting.requests, int) else None


def fps(result: CellResult) -> float:
    """Throughput, 0 where there is none."""
    return result.throughput.value if result.throughput is not None else 0.0


def streams_of(result: CellResult) -> int | None:
    """Streams in force, where the device tells."""
    return None if result.in_force is None else result.in_force.streams


def predicted_latency_ns(result: CellResult) -> float | None:
    """Mean latency by Little's law from throughput, requests and batch."""
    requests = requests_of(result)
    if requests is None or result.throughput is None:
        return None
    return requests * result.batch / result.throughput.value * 1e9


def concurrency_factors(plan: Plan) -> tuple[str, ...]:
    """Factors that vary the requests in flight, alone or in a bundle."""
    return tuple(
        factor.name for factor in plan.factors if factor.name == "requests" or "requests" in factor.bundled
    )


def chains(analysis: Analysis, factor: str) -> tuple[tuple[CellResult, ...], ...]:
    """Cells that differ in this factor alone, by rising requests in flight, one a number.

    The last one is the best of its number. Of the others that one stands for its number which has as many
    streams as the last, so that requests alone change where that can be had; else the best of them.
    """
    groups: dict[tuple[tuple[str, str], ...], dict[int, list[CellResult]]] = {}
    for result in measured(analysis):
        requests = requests_of(result)
        if requests is None:
            continue
        others = tuple(level for level in result.cell.levels if level[0] != factor)
        groups.setdefault(others, {}).setdefault(requests, []).append(result)
    return tuple(_chain(group) for group in groups.values() if len(group) > 1)


def _chain(group: Mapping[int, Sequence[CellResult]]) -> tuple[CellResult, ...]:
    *numbers, most = sorted(group)
    last = max(group[most], key=fps)
    streams = streams_of(last)
    return (
        *(max(group[n], key=lambda each: (streams_of(each) == streams, fps(each))) for n in numbers),
        last,
    )


@dataclass(frozen=True)
class Chain:
    """Cells of rising concurrency with all comparisons among them: `(later, earlier)` by their places.

    Attributes:
        chains: How many of them the page judges.
    """

    factor: str
    cells: tuple[CellResult, ...]
    throughput: dict[tuple[int, int], Contrast | None]
    latency: dict[tuple[int, int], Contrast | None]
    chains: int = 1

    def knee(self) -> int | None:
        """The first place over which no later one gains as much as what still counts as the same.

        Tested from the last place but one backwards, as long as every later place is shown to gain less: so
        in a fixed order, each at the full level (Maurer, Hothorn & Lehmacher 1995), shared by the chains of a
        page. The end must be equivalent or slower besides. `None` where there is no such place.
        """
        last = len(self.cells) - 1
        found = None
        for place in reversed(range(last)):
            later = [self.throughput[after, place] for after in range(place + 1, last + 1)]
            if not all(each is not None and self._gains_less(each) for each in later):
                break
            end = self.throughput[last, place]
            if end is not None and end.verdict in NO_GAIN:
                found = place
        return found

    def _gains_less(self, contrast: Contrast) -> bool:
        """Whether a later place is shown to have less than the margin over an earlier one."""
        p = choice.p_beyond(contrast, -math.log1p(contrast.alike), -1.0)
        return p < stats.ALPHA / self.chains

    def flat(self) -> int | None:
        """The last place up to which all are equivalent to the first one; `None` where not even one is."""
        steps = range(1, len(self.cells))
        verdicts = [each.verdict if (each := self.throughput[place, 0]) else None for place in steps]
        same = list(itertools.takewhile(lambda verdict: verdict is Verdict.EQUIVALENT, verdicts))
        return len(same) or None

    def settled(self) -> int | None:
        """The first place with a gain over the first one, over which a gain at the end is open.

        `None` where there is none: then every step is shown to gain, or only the end is.
        """
        last = len(self.cells) - 1
        for place in range(1, last):
            here, end = self.throughput[place, 0], self.throughput[last, place]
            gained = here is not None and here.verdict is Verdict.FASTER
            if gained and end is not None and end.verdict is Verdict.NOT_RESOLVED:
                return place
        return None


def chain_of(analysis: Analysis, factor: str, cells: tuple[CellResult, ...], of: int) -> Chain:
    """The comparisons of every cell with every earlier one, each metric judged as one family."""
    places = [(later, earlier) for earlier, later in itertools.combinations(range(len(cells)), 2)]
    pairs = [(cells[later].cell.id, cells[earlier].cell.id) for later, earlier in places]
    family = f"more requests in flight ({factor})"
    throughput = compared(analysis, "throughput", pairs, family)
    latency = compared(analysis, "latency", pairs, family)
    rates, times = (dict(zip(places, found, strict=True)) for found in (throughput, latency))
    return Chain(factor, cells, rates, times, of)


def saturations(analysis: Analysis) -> tuple[Claim, ...]:
    """What more requests buy, one claim a factor: in the baseline's chain, the others as notes."""
    found = []
    judged = {
        factor: sorted(chains(analysis, factor), key=lambda cells: not holds_baseline(analysis.plan, cells))[
            :MOST_CHAINS
        ]
        for factor in concurrency_factors(analysis.plan)
    }
    of = sum(map(len, judged.values()))
    for factor, every in judged.items():
        claims = [saturation(analysis, chain_of(analysis, factor, cells, of)) for cells in every]
        told = [claim for claim in claims if claim is not None]
        if told:
            found.append(replace(told[0], notes=tuple(told[1:])))
    return tuple(found)


def holds_baseline(plan: Plan, cells: Sequence[CellResult]) -> bool:
    """Whether a chain has the baseline, or else a cell that shares all its other levels."""
    return any(result.cell.id == plan.baseline for result in cells)


def saturation(analysis: Analysis, chain: Chain) -> Claim | None:
    """Where throughput stops growing in one chain, or that it does not."""
    last = len(chain.cells) - 1
    top = chain.throughput[last, 0]
    if top is None or top.estimate is None:
        return None
    knee = chain.knee()
    start = 0 if knee is None else knee
    contrast = chain.throughput[last, start]
    if contrast is None or contrast.estimate is None:
        return None
    if knee is not None:
        variant = "falls" if contrast.verdict is Verdict.SLOWER else "saturated"
    else:
        variant = {Verdict.FASTER: "grows", Verdict.SLOWER: "falls"}.get(top.verdict, "unresolved")
    middle = chain.settled() if variant == "grows" else None
    if middle is not None:
        return levelling(analysis, chain, middle)
    slower = chain.latency[last, start]
    flat = chain.flat() if variant == "unresolved" else None
    middle_numbers, middle_names, step = flat_until(chain, flat)
    told = tuple(each for each in (contrast, slower, *step) if each is not None and each.estimate is not None)
    return Claim(
        id=f"saturation/{chain.factor}/{chain.cells[0].cell.id}",
        kind=ClaimKind.SATURATION,
        variant=variant,
        numbers=(
            *ends(chain, start),
            ("ratio", of_estimate(contrast.estimate)),
            *latency_numbers(chain, start),
            *middle_numbers,
        ),
        names=(
            ("factor", chain.factor),
            ("first", chain.cells[start].cell.id),
            *middle_names,
            ("last", chain.cells[last].cell.id),
        ),
        verdict=contrast.verdict,
        contrasts=told,
        cells=tuple(result.cell.id for result in chain.cells),
        records=records_of(told) or hashes(analysis, (result.cell.id for result in chain.cells)),
        figure="trade",
        size=max(size(contrast), SATURATED if variant == "saturated" else 0.0),
    )


def flat_until(
    chain: Chain, place: int | None
) -> tuple[tuple[tuple[str, Number], ...], tuple[tuple[str, str], ...], tuple[Contrast | None, ...]]:
    """Numbers, names and comparisons of the requests up to which throughput stays as it was."""
    if place is None:
        return (), (), ()
    slower = chain.latency[place, 0]
    numbers = [("requests:middle", count(requests_of(chain.cells[place]) or 0))]
    if slower is not None and slower.estimate is not None:
        numbers.append(("middle-ratio", of_estimate(slower.estimate)))
    return tuple(numbers), (("middle", chain.cells[place].cell.id),), (chain.throughput[place, 0], slower)


def levelling(analysis: Analysis, chain: Chain, middle: int) -> Claim:
    """The gain is there in the middle of the chain already; whether more of it comes after is open."""
    last = len(chain.cells) - 1
    pairs = ((middle, 0), (last, middle))
    found = [ratios[pair] for pair in pairs for ratios in (chain.throughput, chain.latency)]
    told = tuple(each for each in found if each is not None and each.estimate is not None)
    gain, slower, _, waits = found
    numbers = [
        *ends(chain, 0),
        ("requests:middle", count(requests_of(chain.cells[middle]) or 0)),
        ("rounds", count(analysis.rounds)),
    ]
    for name, contrast in (("ratio", gain), ("latency-ratio", slower), ("wait-ratio", waits)):
        if contrast is not None and contrast.estimate is not None:
            numbers.append((name, of_estimate(contrast.estimate)))
    streams = streams_of(chain.cells[middle])
    if streams is not None and streams != streams_of(chain.cells[0]):
        numbers.append(("streams:middle", count(streams)))
    predicted = predicted_latency_ns(chain.cells[last])
    if predicted is not None:
        numbers.append(("predicted", Number(value=predicted, unit="ns")))
    ids = tuple(result.cell.id for result in chain.cells)
    return Claim(
        id=f"saturation/{chain.factor}/{ids[0]}",
        kind=ClaimKind.SATURATION,
        variant="levels-off",
        numbers=tuple(numbers),
        names=(("factor", chain.factor), ("first", ids[0]), ("middle", ids[middle]), ("last", ids[last])),
        verdict=Verdict.FASTER,
        contrasts=told,
        cells=ids,
        records=records_of(told),
        figure="trade",
        size=max((size(each) for each in told[:1]), default=0.0),
    )


def ends(chain: Chain, start: int) -> tuple[tuple[str, Number], ...]:
    """Requests, images and levels at the knee and at the end."""
    found = []
    for ending, result in ((":first", chain.cells[start]), (":last", chain.cells[-1])):
        found.append((f"requests{ending}", count(requests_of(result) or 0)))
        if result.throughput is not None:
            found.append((f"fps{ending}", of_interval(result.throughput, "fps")))
        if result.latency is not None:
            found.append((f"latency{ending}", of_interval(result.latency, "ns")))
    return (*found, ("batch", count(chain.cells[-1].batch)))


def latency_numbers(chain: Chain, start: int) -> tuple[tuple[str, Number], ...]:
    """The wait that the added requests cost, and what Little's law predicts at the end."""
    first, last = chain.cells[start], chain.cells[-1]
    found: list[tuple[str, Number]] = []
    if first.latency is not None and last.latency is not None:
        found.append(("wait", Number(value=last.latency.value - first.latency.value, unit="ns")))
    predicted = predicted_latency_ns(last)
    if predicted is not None:
        found.append(("predicted", Number(value=predicted, unit="ns")))
    slower = chain.latency[len(chain.cells) - 1, start]
    if slower is not None and slower.estimate is not None:
        found.append(("latency-ratio", of_estimate(slower.estimate)))
    return tuple(found)
