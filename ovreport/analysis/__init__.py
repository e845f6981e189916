"""Compute numbers from records: summaries, comparisons with intervals, reasons to distrust.

`results` has the types of what is found, `summaries` those of a trial, `mismatches` what was requested and is
not effective: none needs SciPy, which is imported with what computes. So whoever measures or names does
without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ovreport.analysis.results import (
    Analysis,
    BestSet,
    Caveat,
    CellResult,
    Contrast,
    Effect,
    Estimate,
    Interval,
    NoiseFloor,
    OutputComparison,
    Percentile,
    Status,
    Unreadable,
    Verdict,
)
from ovreport.analysis.summaries import TrialSummary, Window

if TYPE_CHECKING:
    from ovreport.analysis import caveats
    from ovreport.analysis.report import analyse, compare, margin, throttle_events
    from ovreport.analysis.sample_size import MOST_ROUNDS, RequiredRounds, near_margin, required_rounds

__all__ = [
    "MOST_ROUNDS",
    "Analysis",
    "BestSet",
    "Caveat",
    "CellResult",
    "Contrast",
    "Effect",
    "Estimate",
    "Interval",
    "NoiseFloor",
    "OutputComparison",
    "Percentile",
    "RequiredRounds",
    "Status",
    "TrialSummary",
    "Unreadable",
    "Verdict",
    "Window",
    "analyse",
    "caveats",
    "compare",
    "margin",
    "mismatches",
    "near_margin",
    "required_rounds",
    "results",
    "summaries",
    "throttle_events",
]

_HOMES = {
    "MOST_ROUNDS": "sample_size",
    "RequiredRounds": "sample_size",
    "analyse": "report",
    "compare": "report",
    "margin": "report",
    "near_margin": "sample_size",
    "required_rounds": "sample_size",
    "throttle_events": "report",
}


def __getattr__(name: str) -> object:
    """Import what computes when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ovreport.analysis.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
