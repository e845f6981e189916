"""Compute numbers from records: summaries, comparisons with intervals, reasons to distrust.

`results` has the types of what is found, `summaries` those of a trial, `mismatches` what was requested and is
not effective. Whoever comes here pays for SciPy, half a second: nothing that measures or names does.
"""

from ovreport.analysis.report import analyse, compare, margin, throttle_events
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
from ovreport.analysis.sample_size import MOST_ROUNDS, RequiredRounds, near_margin, required_rounds
from ovreport.analysis.summaries import TrialSummary, Window

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
