"""What more requests in flight buy and cost, chain by chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ovreport.analysis.metrics import Metric
from ovreport.analysis.results import Analysis, Contrast, Estimate
from ovreport.claims.concurrency import Chain, saturation
from ovreport.plan import Plan
from tests.claims.handmade import analysis, contrasts, estimate, granted
from tests.claims.samples.sample import Sample
from tests.simulated_plans import BASE, make_plan

SAME = estimate(1.0, 0.015)
OPEN = estimate(1.01, 0.05)

Found = Mapping[tuple[int, int], Estimate]
"""Comparisons of a chain's configurations, by their places: the later one first."""


def requests() -> Iterator[Sample]:
    """Growth in times and in percent, a knee, losses, open questions, and Little's law for and against."""
    flat = {(1, 0): estimate(1.5), (2, 0): estimate(1.5), (2, 1): SAME}
    queueing = [(100.0, 10.0), (150.0, 13.3), (150.0, 26.6)]
    late = {(1, 0): SAME, (2, 0): estimate(1.03, 0.02), (2, 1): OPEN}
    middle = {(1, 0): estimate(1.6), (2, 0): estimate(1.6), (2, 1): OPEN}
    for made in (
        chained([1, 2], {(1, 0): estimate(1.8)}, {(1, 0): estimate(1.1)}),
        chained([1, 4], {(1, 0): estimate(1.2)}, {(1, 0): estimate(1.7)}),
        chained([1, 2], {(1, 0): estimate(1.2)}),
        chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 10), (100, 20)]),
        chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 10), (100, 40)]),
        chained([1, 2], {(1, 0): estimate(1.2)}, levels=[(100, 30), (100, 60)], batch=3),
        chained([1, 32], {(1, 0): estimate(7.0)}, levels=[(100, 10), (700, 10)]),
        chained([1, 2], {(1, 0): estimate(1.2)}, streams=(1, 2)),
        chained([1, 2, 4], flat, levels=queueing),
        chained([1, 2, 4], flat, levels=queueing, streams=(1, 1, 1)),
        chained([1, 2, 4], flat, levels=queueing, streams=(1, 1, 2)),
        chained([1, 2], {(1, 0): estimate(0.8)}, levels=[(100, 10), (80, 30)]),
        chained([1, 2], {(1, 0): OPEN}, {(1, 0): estimate(1.7)}),
        chained([1, 2], {(1, 0): OPEN}, {(1, 0): estimate(1.7, 0.6)}),
        chained([1, 2, 4], late, {(1, 0): estimate(2.0), (2, 0): estimate(3.9)}),
        chained([1, 2, 3], middle, {(1, 0): estimate(1.7), (2, 1): estimate(1.9)}),
        chained([1, 2, 4], middle),
    ):
        about, chain = made
        claim = saturation(about, chain)
        assert claim is not None
        yield Sample(claim, about)


def chained(
    requests: Sequence[int],
    throughput: Found,
    latency: Found | None = None,
    *,
    streams: Sequence[int] | None = None,
    levels: Sequence[tuple[float, float]] | None = None,
    batch: int = 1,
) -> tuple[Analysis, Chain]:
    """A chain of cells with these comparisons; those of latency may be left out.

    Args:
        requests: In flight, of each cell.
        throughput, latency: The comparisons that there are.
        streams: In force; nothing is read back where they are not given.
        levels: Throughput in FPS and latency in ms.
        batch: Images of a request.
    """
    plan = make_plan(factors={"requests": list(requests)}, base=replace(BASE, batch=batch))
    ids = [cell.id for cell in plan.cells]
    force = (
        {}
        if streams is None
        else {
            each: granted(streams=there, requests=number, advised_requests=2)
            for each, number, there in zip(ids, requests, streams, strict=True)
        }
    )
    about = analysis(plan, levels=dict(zip(ids, levels, strict=True)) if levels else None, in_force=force)

    def every(found: Found, metric: Metric) -> dict[tuple[int, int], Contrast | None]:
        return {
            (later, earlier): pair(plan, later, earlier, found.get((later, earlier)), metric)
            for later in range(len(ids))
            for earlier in range(later)
        }

    chain = Chain("requests", about.cells, every(throughput, "throughput"), every(latency or {}, "latency"))
    return about, chain


def pair(plan: Plan, later: int, earlier: int, found: Estimate | None, metric: Metric) -> Contrast:
    """The comparison of two of a chain's cells."""
    labels = plan.factors[0].levels
    return contrasts(plan, "requests", labels[later], labels[earlier], [found], metric)[0]
