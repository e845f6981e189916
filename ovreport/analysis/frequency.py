"""At which frequency the processor ran while it measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ovreport.analysis.summaries import TrialSummary

CENTRAL = (5, 95)
"""Percentiles between which nine of ten slices lie: a single odd reading would stretch a range of all."""

LEAST_MOVE = 0.02
"""By which a processor's frequency moves; less is how exactly it is read."""


@dataclass(frozen=True, kw_only=True)
class Frequencies:
    """Mean current frequency of the cores while slices were measured.

    Attributes:
        mean_mhz: Over all slices.
        low_mhz, high_mhz: Nine of ten slices lie between them.
    """

    mean_mhz: float
    low_mhz: float
    high_mhz: float

    @property
    def moves(self) -> bool:
        """Whether it is no constant, as a virtual machine tells of its processors whatever they do."""
        return self.high_mhz > self.low_mhz * (1 + LEAST_MOVE)


def frequencies(trials: Iterable[TrialSummary]) -> Frequencies | None:
    """Of all slices of some trials; `None` where none of them tells."""
    all_mhz = np.concatenate([np.empty(0), *(trial.slice_frequency_mhz for trial in trials)])
    known_mhz = all_mhz[~np.isnan(all_mhz)]
    if not len(known_mhz):
        return None
    low_mhz, high_mhz = np.percentile(known_mhz, CENTRAL)
    return Frequencies(mean_mhz=float(known_mhz.mean()), low_mhz=float(low_mhz), high_mhz=float(high_mhz))
