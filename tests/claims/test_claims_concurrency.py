"""Requests in flight: the gain belongs to the step that brings it, and open steps say how to settle them."""

from __future__ import annotations

import pytest

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Contrast, Estimate, Verdict
from ovreport.claims import say
from ovreport.claims.concurrency import Chain, saturation
from ovreport.claims.intervals import estimate_of
from ovreport.claims.saturation import Falls, Grows, LevelsOff, Saturated, Saturation
from ovreport.language.spans import plain
from tests.claims.handmade import analysis, contrasts, estimate, granted, ordinary
from tests.simulated_plans import make_plan

PLAN = make_plan(factors={"requests": [1, 2, 4]})
ONE, TWO, FOUR = (cell.id for cell in PLAN.cells)
ABOUT = analysis(
    PLAN,
    levels={ONE: (100.0, 10.0), TWO: (120.0, 17.0), FOUR: (121.0, 33.0)},
    in_force={
        cell.id: granted(streams=streams, requests=requests, advised_requests=2)
        for cell, requests, streams in zip(PLAN.cells, (1, 2, 4), (1, 2, 2), strict=True)
    },
)


def pair(level: str, reference: str, found: Estimate, metric: Metric = "throughput") -> Contrast:
    return contrasts(PLAN, "requests", level, reference, [found], metric)[0]


def levelling(end: Estimate) -> Saturation | None:
    """A chain whose second place gains a fifth; `end` compares its last place with that."""
    chain = Chain(
        "requests",
        ABOUT.cells,
        {
            (1, 0): pair("2", "1", estimate(1.2)),
            (2, 0): pair("4", "1", estimate(1.21)),
            (2, 1): pair("4", "2", end),
        },
        {
            (1, 0): pair("2", "1", estimate(1.7), "latency"),
            (2, 0): pair("4", "1", estimate(3.3), "latency"),
            (2, 1): pair("4", "2", estimate(1.94), "latency"),
        },
    )
    return saturation(ABOUT, chain)


def test_a_gain_is_told_of_the_step_that_brings_it() -> None:
    claim = levelling(estimate(1.01, 0.06))
    assert claim is not None
    assert claim.verdict is Verdict.FASTER
    assert isinstance(claim, LevelsOff)
    assert estimate_of(claim.gain).ratio == 1.2
    assert (claim.middle.requests, claim.middle.streams) == (2, 2)
    assert estimate_of(claim.further).ratio == 1.01


@pytest.mark.parametrize(("end", "made"), [(1.0, Saturated), (1.15, Grows), (0.85, Falls)])
def test_a_step_that_is_settled_is_told_by_its_verdict(end: float, made: type[Saturation]) -> None:
    claim = levelling(estimate(end, 0.02))
    assert claim is not None
    assert type(claim) is made


def test_throughput_in_littles_law_is_not_rounded_by_its_interval() -> None:
    claim = levelling(estimate(1.01, 0.06))
    assert claim is not None
    context = ordinary(plain(say(claim, ABOUT, "en").context))
    assert "121 FPS" in context
    assert "33.1 ms" in context
