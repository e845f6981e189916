"""Compute numbers from records: summaries, comparisons with intervals, reasons to distrust."""

from ovreport.analysis.report import analyse, compare
from ovreport.analysis.results import (
    Analysis,
    BestSet,
    CellResult,
    Contrast,
    Doubt,
    DoubtKind,
    Effect,
    Estimate,
    Interval,
    NoiseFloor,
    OutputComparison,
    Percentile,
    Status,
    TrialSummary,
    Unreadable,
    Verdict,
    Window,
)

__all__ = [
    "Analysis",
    "BestSet",
    "CellResult",
    "Contrast",
    "Doubt",
    "DoubtKind",
    "Effect",
    "Estimate",
    "Interval",
    "NoiseFloor",
    "OutputComparison",
    "Percentile",
    "Status",
    "TrialSummary",
    "Unreadable",
    "Verdict",
    "Window",
    "analyse",
    "compare",
]
