"""Chains of configurations with more and more requests in flight, and what a claim says of each.

The claims themselves are in `saturation`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ovreport.analysis import choice, stats
from ovreport.analysis.results import Analysis, CellResult, Contrast, Verdict
from ovreport.claims.basis import hashes, measured, records_of, size
from ovreport.claims.in_flight import requests_of, stage
from ovreport.claims.pairs import compared
from ovreport.claims.saturation import (
    Falls,
    Flat,
    Grows,
    LevelsOff,
    OpenGain,
    Saturated,
    Saturation,
)
from ovreport.plan import Plan

SATURATED = 0.3
"""The size of a finding that more requests gain nothing, beside effects: as that of a third more or less."""

NO_GAIN = frozenset({Verdict.EQUIVALENT, Verdict.SLOWER})

MOST_CHAINS = 4
"""Chains of one factor that are judged: the baseline's first, then in the order of the cells."""


def fps(result: CellResult) -> float:
    """Throughput, 0 where there is none."""
    return result.throughput.value if result.throughput is not None else 0.0


def streams_of(result: CellResult) -> int | None:
    """Streams in force, where the device tells."""
    return None if result.in_force is None else result.in_force.streams


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
    alike = [
        max(group[n], key=lambda each: (streams_of(each) == streams_of(last), fps(each))) for n in numbers
    ]
    return (*alike, last)


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
        found, level = None, stats.ALPHA / self.chains
        for place in reversed(range(len(self.cells) - 1)):
            later = [self.throughput[after, place] for after in range(place + 1, len(self.cells))]
            known = [each for each in later if each is not None]
            less = [choice.p_beyond(each, -math.log1p(each.alike), -1.0) < level for each in known]
            if len(known) < len(later) or not all(less):
                break
            if known[-1].verdict in NO_GAIN:
                found = place
        return found

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


def saturations(analysis: Analysis) -> tuple[Saturation, ...]:
    """What more requests buy, one claim a factor: in the baseline's chain, the others as notes."""
    found = []
    judged = {
        factor: sorted(
            chains(analysis, factor),
            key=lambda cells: analysis.plan.baseline not in {result.cell.id for result in cells},
        )[:MOST_CHAINS]
        for factor in concurrency_factors(analysis.plan)
    }
    of = sum(map(len, judged.values()))
    for factor, every in judged.items():
        claims = [saturation(analysis, chain_of(analysis, factor, cells, of)) for cells in every]
        told = [claim for claim in claims if claim is not None]
        if told:
            found.append(replace(told[0], notes=tuple(told[1:])))
    return tuple(found)


def saturation(analysis: Analysis, chain: Chain) -> Saturation | None:
    """Where throughput stops growing in one chain, if it does; `None` where its ends were not compared."""
    last, knee = len(chain.cells) - 1, chain.knee()
    start = 0 if knee is None else knee
    top, gain = known(chain.throughput[last, 0]), known(chain.throughput[last, start])
    if top is None or gain is None:
        return None
    if knee is not None:
        made: type[Saturation] = Falls if gain.verdict is Verdict.SLOWER else Saturated
    else:
        made = {Verdict.FASTER: Grows, Verdict.SLOWER: Falls}.get(top.verdict, OpenGain)
    middle = chain.settled() if made is Grows else None
    if middle is not None:
        return levelling(chain, middle)
    slower = known(chain.latency[last, start])
    told = (gain,) if slower is None else (gain, slower)
    cells = tuple(result.cell.id for result in chain.cells)
    claim = made(
        id=f"saturation/{chain.factor}/{cells[0]}",
        factor=chain.factor,
        first=stage(chain.cells[start]),
        last=stage(chain.cells[last]),
        gain=gain,
        slower=slower,
        verdict=gain.verdict,
        contrasts=told,
        cells=cells,
        records=records_of(told) or hashes(analysis, cells),
        size=max(size(gain), SATURATED if made is Saturated else 0.0),
    )
    return with_flat(claim, chain) if isinstance(claim, OpenGain) else claim


def known(contrast: Contrast | None) -> Contrast | None:
    """A comparison that has an estimate."""
    return contrast if contrast is not None and contrast.estimate is not None else None


def with_flat(claim: OpenGain, chain: Chain) -> OpenGain:
    """The claim with the requests up to which throughput stays as it was, where it does."""
    place = chain.flat()
    same = None if place is None else known(chain.throughput[place, 0])
    if place is None or same is None:
        return claim
    slower = known(chain.latency[place, 0])
    flat = Flat(until=stage(chain.cells[place]), same=same, slower=slower)
    contrasts = (*claim.contrasts, same) if slower is None else (*claim.contrasts, same, slower)
    return replace(claim, flat=flat, contrasts=contrasts, records=records_of(contrasts))


def levelling(chain: Chain, middle: int) -> LevelsOff | None:
    """The gain is there in the middle of the chain already; whether more of it comes after is open."""
    last = len(chain.cells) - 1
    gain, slower, further, wait = (
        known(found[pair])
        for pair in ((middle, 0), (last, middle))
        for found in (chain.throughput, chain.latency)
    )
    if gain is None or further is None:
        return None
    told = tuple(each for each in (gain, slower, further, wait) if each is not None)
    cells = tuple(result.cell.id for result in chain.cells)
    return LevelsOff(
        id=f"saturation/{chain.factor}/{cells[0]}",
        factor=chain.factor,
        first=stage(chain.cells[0]),
        middle=stage(chain.cells[middle]),
        last=stage(chain.cells[last]),
        gain=gain,
        slower=slower,
        further=further,
        wait=wait,
        verdict=Verdict.FASTER,
        contrasts=told,
        cells=cells,
        records=records_of(told),
        size=size(gain),
    )
