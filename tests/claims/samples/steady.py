"""How steady a run was, and how evenly its requests share the work."""

from __future__ import annotations

from collections.abc import Iterator

from ovreport.claims.claim import Claim
from ovreport.claims.evenness import Even, Uneven
from ovreport.claims.place import Place
from ovreport.claims.slots import SlowSlot
from ovreport.claims.steadiness import Drifting, Moving, NoTrend, Steady, Throttled, Windows
from tests.claims.handmade import analysis
from tests.claims.samples.sample import Sample
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"batch": [1, 3], "requests": [2, 4]})
CELL = PLAN.cells[1].id


def steady() -> Iterator[Sample]:
    """Rounds, slices and windows, steady and not; shares of requests, even and not."""
    about = analysis(PLAN)
    every: list[Claim] = [
        Steady(id="steadiness", cell=CELL, departure=0.012, round=2, rounds=7, configurations=4, throttled=0),
        Steady(
            id="steadiness", cell=CELL, departure=0.012, round=2, rounds=7, configurations=4, throttled=None
        ),
        Moving(id="steadiness", cell=CELL, departure=0.25, round=3, rounds=7, configurations=4, throttled=0),
        Throttled(
            id="steadiness", cell=CELL, departure=0.08, round=3, rounds=7, configurations=4, throttled=1
        ),
        Throttled(
            id="steadiness", cell=CELL, departure=0.08, round=3, rounds=7, configurations=4, throttled=12
        ),
        NoTrend(id="steadiness/within", cell=CELL, change=0.004, configurations=4),
        Drifting(id="steadiness/within", cell=CELL, change=0.04, configurations=4),
        Drifting(id="steadiness/within", cell=CELL, change=-0.05, configurations=1),
        *(
            Windows(
                id="steadiness/windows",
                cell=CELL,
                lowest_fps=91.0,
                highest_fps=104.0,
                windows=40,
                first=first,
            )
            for first in (None, 20)
        ),
        even(0.5, 0.5, configurations=1),
        even(0.49, 0.51, configurations=2, in_order=0.98),
        even(0.49, 0.51, configurations=4),
        even(0.499, 0.501, configurations=2, in_order=0.98),
        even(0.499, 0.501, configurations=4),
        even(0.5, 0.5, configurations=2),
        even(0.5, 0.5, configurations=4),
        even(0.46, 0.54, configurations=1, in_order=0.9),
        even(0.3, 0.7, configurations=1, per_slice=4),
        even(0.3, 0.7, configurations=4, in_order=0.9),
        Uneven(
            id="evenness",
            place=Place.UNEVEN,
            cell=CELL,
            requests=20,
            lowest=0.0465,
            highest=0.0535,
            spread=0.14,
            configurations=4,
            per_slice=None,
            in_order=None,
        ),
    ]
    every += [
        SlowSlot(
            id="slot",
            cell=CELL,
            slot=2,
            others=others,
            ratio=ratio,
            low=ratio - 0.02,
            high=ratio + 0.02,
            rounds=7,
            slots=12,
            margin=0.03,
        )
        for others, ratio in ((1, 1.08), (3, 1.61))
    ]
    for claim in every:
        yield Sample(claim, about)


def even(
    lowest: float,
    highest: float,
    *,
    configurations: int,
    per_slice: int | None = None,
    in_order: float | None = None,
) -> Even | Uneven:
    """Two requests with these shares of the work."""
    spread = 2 * (highest - lowest)
    made = Even if spread <= 0.1 else Uneven
    return made(
        id="evenness",
        place=Place.EVEN,
        cell=CELL,
        requests=2,
        lowest=lowest,
        highest=highest,
        spread=spread,
        configurations=configurations,
        per_slice=per_slice,
        in_order=in_order,
    )
