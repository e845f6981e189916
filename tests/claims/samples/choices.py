"""Claims about choices between four configurations, what more requests buy, and starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple, TypedDict

from ovreport.analysis.results import Contrast
from ovreport.claims.best import Best, BestByEstimate, BestShown, BestTied, NoBest, OnlyOne
from ovreport.claims.best_in_both import LeadsInBoth, NothingLeads
from ovreport.claims.bound import (
    BoundKept,
    BoundMissed,
    BoundOpen,
    BoundTied,
    BoundUnsupported,
    LatencyBound,
)
from ovreport.claims.cached_start import CachedApart, CachedOpen, CacheFilled
from ovreport.claims.choosing import Candidates
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.excluded import LevelsWithin, NoneFarBehind
from ovreport.claims.front import LeadersOfFront, NoFront, OneOnFront, SeveralOnFront
from ovreport.claims.in_flight import Stage
from ovreport.claims.levels import CellLevels
from ovreport.claims.number import Number
from ovreport.claims.place import Place
from ovreport.claims.recommendations import DifferentWork, WithinEqualWork
from ovreport.claims.saturation import Falls, Flat, Grows, LevelsOff, OpenGain, Saturated, Saturation
from ovreport.claims.smallest import NoSmaller, SmallerIsEnough
from ovreport.claims.startup import (
    BreakEven,
    OneStart,
    Start,
    StartLevels,
    StartsAlike,
    StartsApart,
    StartsOpen,
)
from ovreport.plan import Plan
from tests.claims.handmade import analysis, effect, estimate
from tests.claims.samples.sample import Sample
from tests.simulated_plans import make_plan

FOUR = make_plan(factors={"batch": [1, 3], "requests": [1, 4]})


class Compared(NamedTuple):
    """One comparison as it may come out."""

    more: Contrast
    same: Contrast
    less: Contrast
    untold: Contrast


def choices() -> Iterator[Sample]:
    """Claims about four configurations, two of which are compared."""
    about = analysis(FOUR, effect(FOUR, "batch", "3", "1", 1.55, 0.81))
    outcomes = (1.55, estimate(1.0, 0.015), 0.8, estimate(1.01, 0.05))
    compared = Compared(*(effect(FOUR, "batch", "3", "1", each, 0.81).contrasts[0] for each in outcomes))
    for claim in claims(FOUR, compared):
        yield Sample(claim, about)


def claims(plan: Plan, compared: Compared) -> tuple[Claim, ...]:
    """Claims about four cells of a plan, two of which are compared."""
    cells = tuple(cell.id for cell in plan.cells)[:4]
    levels = tuple(
        CellLevels(
            cell=cell,
            throughput=Number(value=133.0 - place, unit="fps", low=130.0 - place, high=137.0 - place),
            latency=Number(value=7.5e6 + 1e5 * place, unit="ns", low=7.2e6, high=8e6),
        )
        for place, cell in enumerate(cells)
    )
    among = Candidates(configurations=4, disturbed=1, margin=0.03)
    two = Candidates(configurations=2, disturbed=0, margin=0.03)
    first, last = levels[0], levels[3]
    found: list[Claim] = [
        DifferentWork(id="different-work", shapes=2, cells=cells),
        DifferentWork(id="different-work", shapes=2, cells=cells, within=True),
        *saturations(compared, cells),
    ]

    def best(made: type[Best], number: int, among: Candidates = among) -> tuple[Best, Best]:
        """The claim by throughput and by latency, the first of them with others that are one in force."""
        throughput = made(
            id=f"best/{made.__name__}",
            kind=ClaimKind.BEST_THROUGHPUT,
            place=Place.BEST_THROUGHPUT,
            metric="throughput",
            tied=levels[:number],
            rounds=7,
            among=among,
            cells=cells[:number],
            one_in_force=(cells[0], cells[3]),
        )
        latency = made(
            id=f"best/{made.__name__}",
            kind=ClaimKind.BEST_LATENCY,
            place=Place.BEST_LATENCY,
            metric="latency",
            tied=levels[:number],
            rounds=7,
            among=among,
            cells=cells[:number],
        )
        return throughput, latency

    for made, number in ((BestShown, 1), (BestTied, 2), (BestTied, 3), (BestByEstimate, 3), (NoBest, 4)):
        found += best(made, number)
    found += [*best(NoBest, 2, two), *best(OnlyOne, 1)]
    found += [
        NoneFarBehind(id="none-far-behind", behind=0.087, rounds=7, among=each, cells=cells)
        for each in (among, two)
    ]
    found.append(LevelsWithin(id="levels", groups=(cells[:3],), levels=3, change=0.12, rounds=7))
    fast, quick = best(BestTied, 3)
    near = best(BestTied, 2)[1]
    for notes in ((), (fast,), (near,), (fast, quick)):
        leader = LeadsInBoth(id="leads", fastest=first, quickest=first, among=among, cells=cells, notes=notes)
        found.append(leader)
    found += [NothingLeads(id="none", fastest=first, quickest=last, among=each) for each in (among, two)]
    found += [
        front(id="front", fastest=first, quickest=last, among=each, cells=on_it)
        for front, on_it, each in (
            (OneOnFront, cells[:1], among),
            (OneOnFront, cells[:1], two),
            (SeveralOnFront, cells[:3], among),
            (SeveralOnFront, cells, among),
            (SeveralOnFront, cells[:2], two),
            (LeadersOfFront, cells[:3], among),
            (NoFront, cells, among),
            (NoFront, cells[:2], two),
        )
    ]
    shown, tied, nothing = best(BestShown, 1), best(BestTied, 2), best(NoBest, 4)
    wide = badly_known(levels)
    found += [replace(each, tied=wide[: len(each.tied)]) for each in (*shown, *tied, *nothing)]
    found += [replace(each, tied=wide[:2]) for each in best(NoBest, 2, two)]
    found += [
        LeadsInBoth(id="leads", fastest=wide[0], quickest=wide[0], among=among, cells=cells),
        SeveralOnFront(id="front", fastest=wide[0], quickest=last, among=among, cells=cells[:3]),
    ]
    found.append(
        WithinEqualWork(
            id="within",
            kind=ClaimKind.BEST_OVERALL,
            place=Place.LEADS_IN_BOTH,
            conditions=(("batch", "1"),),
            group=cells[:2],
            chosen=LeadsInBoth(id="leads", fastest=first, quickest=first, among=two, cells=cells[:1]),
        )
    )
    found.append(NoSmaller(id="smallest", best=first, good_enough=0.02, among=among, cells=cells[:1]))
    smaller = SmallerIsEnough(
        id="smallest",
        best=first,
        smallest=last,
        good_enough=0.02,
        among=among,
        contrasts=(compared.same,),
        cells=(cells[3], cells[0]),
    )
    return (*found, smaller, *of_bounds(levels, among), *of_starts(cells, compared))


def badly_known(levels: tuple[CellLevels, ...]) -> tuple[CellLevels, ...]:
    """The same configurations, where rounds of a busy machine scatter by more than a factor of two."""
    return tuple(
        replace(
            each,
            throughput=Number(value=40.0, unit="fps", low=20.4, high=75.1),
            latency=Number(value=2.5e7, unit="ns", low=1.3e7, high=4.9e7),
        )
        for each in levels
    )


def of_bounds(levels: tuple[CellLevels, ...], among: Candidates) -> list[Claim]:
    """Claims about a latency bound."""
    cells = tuple(each.cell for each in levels)
    lowest = Number(value=1.99e7, unit="ns", low=1.9e7, high=2.1e7)
    found: list[Claim] = []
    for unjudged, enough in ((0, 12), (1, None)):
        bound = LatencyBound(
            percent=99,
            bound_ns=2e7,
            unjudged=unjudged,
            open=unjudged,
            needed=662,
            most=99.0,
            rounds_enough=enough,
        )
        kept = BoundKept(
            id="kept",
            bound=bound,
            among=among,
            cells=cells[:1],
            tied=levels[:1],
            reached=lowest,
            rounds_kept=5,
            rounds=5,
        )
        found += [
            kept,
            replace(kept, rounds_kept=4),
            BoundTied(id="tied", bound=bound, among=among, cells=cells[:3], tied=levels[:3]),
            BoundUnsupported(id="unsupported", bound=bound, among=among, cells=cells),
            *(
                BoundOpen(
                    id="open", bound=bound, among=replace(among, configurations=of), cells=told, lowest=lowest
                )
                for told, of in ((cells[:1], 1), (cells[:1], 4), (cells, 4))
            ),
            *(
                BoundMissed(id="missed", bound=bound, among=among, cells=told, shown=shown, least=least)
                for told in (cells[:1], cells)
                for shown in (None, 90, 99)
                for least in (
                    Number(value=2.1e7, unit="ns"),
                    Number(value=3.1e7, unit="ns", low=2.1e7, high=4.9e7),
                )
            ),
        ]
    return found


def of_starts(cells: tuple[str, ...], compared: Compared) -> list[Claim]:
    """Claims about start-up."""
    quick, slow = (
        Start(cell=cell, total_ns=2e8 + 1e7 * place, rounds=4) for place, cell in enumerate(cells[:2])
    )
    found: list[Claim] = []
    for cached in (0, 2, 10):
        common = Starts(
            quick=quick,
            slow=slow,
            rounds=4,
            configurations=2,
            cached=cached,
            starts=10,
            contrasts=(compared.more,),
            cells=cells,
        )
        alike: Starts = {**common, "contrasts": (compared.same,)}
        untold: Starts = {**common, "contrasts": (compared.untold,)}
        found += [
            OneStart(id="startup", compile_ns=1e8, **common),
            BreakEven(id="startup", best=slow, images=1317.4, **common),
            StartLevels(id="startup", **common),
            StartsAlike(id="startup", **alike),
            StartsApart(id="startup", **common),
            StartsOpen(id="startup", **untold),
            *(
                made(id="startup/cache", fill_ns=fill_ns, **found_so)
                for made, found_so in ((CachedApart, common), (CacheFilled, common), (CachedOpen, untold))
                for fill_ns in (None, 3e8)
            ),
        ]
    return found


def saturations(compared: Compared, cells: tuple[str, ...]) -> list[Saturation]:
    """What more requests buy, in every way."""
    one, four = (
        Stage(
            cell=cells[place],
            requests=requests,
            streams=streams,
            threads=2,
            batch=1,
            throughput_fps=133.0,
            latency_ns=latency_ns,
        )
        for place, requests, streams, latency_ns in ((0, 1, 1, 7.5e6), (3, 4, 2, 30.1e6))
    )
    made: tuple[tuple[type[Grows | Saturated | Falls | OpenGain], Contrast], ...] = (
        (Grows, compared.more),
        (Saturated, compared.same),
        (Falls, compared.less),
        (OpenGain, compared.untold),
    )
    found: list[Saturation] = [
        each(
            id=f"saturation/{each.__name__}",
            factor="requests",
            first=one,
            last=four,
            gain=gain,
            slower=compared.more,
            contrasts=(gain,),
            cells=cells,
        )
        for each, gain in made
    ]
    flat = Flat(until=replace(one, requests=2), same=compared.same, slower=compared.more)
    unknown = replace(four, throughput_fps=None, latency_ns=None)
    alike = replace(one, streams=2)
    return [
        *found,
        *(replace(each, flat=flat) for each in found if isinstance(each, OpenGain)),
        *(replace(found[1], first=first, last=unknown) for first in (one, alike)),
        LevelsOff(
            id="saturation/LevelsOff",
            factor="requests",
            first=one,
            middle=replace(four, requests=2),
            last=four,
            gain=compared.more,
            slower=compared.more,
            further=compared.untold,
            wait=compared.more,
            contrasts=(compared.more,),
            cells=cells,
        ),
    ]


class Starts(TypedDict):
    """What all claims about start-up have."""

    quick: Start
    slow: Start
    rounds: int
    configurations: int
    cached: int
    starts: int
    contrasts: tuple[Contrast, ...]
    cells: tuple[str, ...]
