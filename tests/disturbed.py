"""Simulated records of a machine on which others were busy in some passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ovreport.limits import DISTURBED
from ovreport.plan import Plan
from ovreport.records import REPEAT_OFFSET, Record
from tests.simulation import World, measure


def disturbed_records(
    plan: Plan, *, slower: float = 2.0, aside: int = 2, world: World | None = None
) -> Iterator[tuple[Record, str]]:
    """Records of rounds in which others are busy, longer in each than before, and requests take longer then.

    The last passes of every round are disturbed. The first so many of these, but not all, were repeated.
    """
    for record, sha256 in measure(plan, world or World(bursts_per_second=0.0)):
        turns = record.slices.turn % REPEAT_OFFSET
        passes = len(np.unique(turns))
        first = passes - aside - min(record.round, 3)
        yield disturbed(record, first, first + aside, slower), sha256


def disturbed(record: Record, first: int, kept: int, slower: float) -> Record:
    """The record, had others been busy from one pass on, of which those before another one were repeated."""
    slices, requests = record.slices, record.requests
    turns = slices.turn % REPEAT_OFFSET
    busy = turns >= first
    length = ((slices.end_ns - slices.begin_ns) * np.where(busy, slower, 1)).astype(np.int64)
    inside = requests.slice >= 0
    begin = np.where(inside, slices.begin_ns[requests.slice], 0)
    times = np.where(inside & busy[requests.slice], slower, 1.0)
    return replace(
        record,
        requests=replace(
            requests,
            submit_ns=(begin + (requests.submit_ns - begin) * times).astype(np.int64),
            latency_ns=(requests.latency_ns * times).astype(np.int64),
        ),
        slices=replace(
            slices,
            end_ns=slices.begin_ns + length,
            elsewhere_ns=(length * np.where(busy, 2 * DISTURBED, 0.02)).astype(np.int64),
            set_aside=busy & (turns < kept),
        ),
    )
