"""One experiment on several hosts: the levels of each, beside those of one of them, and never pooled.

All are compared with the first host by name: whatever was measured has no say in who that is, so that nobody
is compared with the winner of a lottery. The comparisons of all hosts and configurations are one family.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import compared, stats, unpaired
from ovreport.analysis.compared import Comparison
from ovreport.analysis.results import Analysis, Status
from ovreport.records import Interval


@dataclass(frozen=True, kw_only=True, eq=False)
class HostLevels:
    """What a host measured, without its trials.

    Attributes:
        throughput: FPS with their 95 % intervals, by the id of every measured cell.
        logs: Logarithm of that of every round. Shape `(rounds,)` each.
        margin: What a difference must exceed on this host; its noise floor is in it.
        alike: What equivalent sides differ by at most.
    """

    host: str
    throughput: Mapping[str, Interval]
    logs: Mapping[str, NDArray[np.float64]]
    margin: float
    alike: float


@dataclass(frozen=True, kw_only=True, eq=False)
class BesideReference:
    """All hosts beside one of them.

    Attributes:
        comparisons: By host and cell, of those cells that the reference has; it is the first side.
        margin: The largest of all hosts, and `alike` the smallest.
    """

    reference: str
    comparisons: Mapping[tuple[str, str], Comparison]
    margin: float
    alike: float


def levels(analysis: Analysis) -> HostLevels:
    """The levels of one host."""
    measured = [each for each in analysis.cells if each.status is Status.MEASURED and each.throughput]
    return HostLevels(
        host=analysis.host,
        throughput={each.cell.id: each.throughput for each in measured if each.throughput},
        logs={each.cell.id: unpaired.log_levels(each.trials, "throughput") for each in measured},
        margin=analysis.margin,
        alike=analysis.alike,
    )


def beside_reference(hosts: Sequence[HostLevels]) -> BesideReference | None:
    """The comparisons with the first of the hosts by name; `None` where fewer than two measured anything."""
    known = sorted((each for each in hosts if each.throughput), key=lambda one: one.host)
    if len(known) < 2:
        return None
    reference, *others = known
    margin = max(each.margin for each in known)
    alike = min(margin, *(each.alike for each in known))
    both = [(each, cell) for each in others for cell in each.throughput if cell in reference.throughput]
    ratios = [unpaired.ratio(reference.logs[cell], each.logs[cell]) for each, cell in both]
    bare = [
        compared.unjudged(
            "throughput",
            (cell, cell),
            (reference.throughput[cell], each.throughput[cell]),
            ratio,
            (len(reference.logs[cell]), len(each.logs[cell])),
        )
        for (each, cell), ratio in zip(both, ratios, strict=True)
    ]
    judged = compared.with_verdicts(bare, ratios, stats.Limits(math.log1p(margin), math.log1p(alike)))
    names = [(each.host, cell) for each, cell in both]
    return BesideReference(
        reference=reference.host,
        comparisons=dict(zip(names, judged, strict=True)),
        margin=margin,
        alike=alike,
    )
