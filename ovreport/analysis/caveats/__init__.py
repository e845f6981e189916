"""Reasons to distrust a result, found in its own data: a class each, with its numbers and how it is found."""

from __future__ import annotations

from ovreport.analysis.caveats import elsewhere, machine, records, rounds
from ovreport.analysis.results import Analysis, Caveat

KINDS: tuple[type[Caveat], ...] = (
    records.FailedTrials,
    machine.Suspend,
    machine.Standstill,
    machine.Clock,
    records.NotNumbers,
    records.OutputsDiffer,
    records.SaturatedOutputs,
    records.Stateful,
    records.Denormals,
    machine.Throttling,
    machine.Quota,
    machine.Frequency,
    elsewhere.Provoked,
    rounds.FewRounds,
    rounds.UnequalRounds,
    rounds.SessionSplit,
    records.Fallback,
    records.Emulated,
    machine.Floor,
    machine.Steal,
    elsewhere.NeverQuiet,
    elsewhere.Busy,
    machine.OwnCpu,
    machine.Load,
    rounds.Drift,
    rounds.Shift,
    rounds.Modes,
    rounds.Outliers,
    rounds.Noisy,
    rounds.Remembered,
    rounds.NoSpread,
    rounds.ShortSlices,
    rounds.Neighbours,
    rounds.Percentiles,
    machine.NoFrequency,
    machine.NoNoiseFloor,
    records.RecordsLeftOut,
    records.UnreadableFiles,
)
"""From the most to the least serious."""


def find(analysis: Analysis) -> tuple[Caveat, ...]:
    """All reasons to distrust `analysis`, from the most to the least serious."""
    return tuple(caveat for kind in KINDS for caveat in kind.find(analysis)) if analysis.host else ()
