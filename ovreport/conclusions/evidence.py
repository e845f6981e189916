"""Claims as a few lines of Python that recompute them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from ovreport.analysis.results import Analysis, CellResult, Contrast, Estimate, Metric
from ovreport.conclusions.claims import Claim
from ovreport.conclusions.naming import cell_name

FIGURES = 12
"""Significant digits of the values in a snippet: enough for any digit that a page prints."""

HEAD = """import numpy as np
from scipy import stats
"""

TAIL = """half = stats.t.ppf(0.975, len(logs) - 1) * logs.std(ddof=1) / np.sqrt(len(logs))
print(*np.exp([logs.mean(), logs.mean() - half, logs.mean() + half]))
"""


def recompute_snippet(claim: Claim, analysis: Analysis) -> str:
    """Python that prints the claim's leading number with its interval, from the values of its rounds.

    A comparison prints ratio and bounds from one ratio a round; a level prints mean and bounds from one
    value a round; published figures are divided. Empty where there is nothing to compute.
    """
    contrast = next((each for each in claim.contrasts if each.estimate is not None), None)
    if contrast is not None and contrast.estimate is not None:
        return comparison_snippet(contrast, contrast.estimate, analysis)
    named = dict(claim.names)
    cell = next((named[word] for word in ("best", "cell", "throughput") if word in named), None)
    if claim.records and cell is not None and analysis.cell(cell).trials:
        metric: Metric = "latency" if claim.kind.value == "best-latency" else "throughput"
        return level_snippet(analysis.cell(cell), metric, analysis)
    return published_snippet(claim, analysis)


def comparison_snippet(contrast: Contrast, estimate: Estimate, analysis: Analysis) -> str:
    """One ratio a round: mean and 95 % interval of their logarithms, as a ratio."""
    first, second = (title(analysis, cell) for cell in (contrast.cell, contrast.reference))
    ratios = values([math.exp(ratio) for ratio in estimate.log_ratios])
    rounds = ", ".join(str(number) for number in estimate.round_numbers)
    return (
        f"{HEAD}\n"
        f"# {contrast.metric}: {first}\n"
        f"# over: {second}\n"
        f"# rounds {rounds}\n"
        f"logs = np.log([{ratios}])\n"
        f"{TAIL}"
    )


def level_snippet(result: CellResult, metric: Metric, analysis: Analysis) -> str:
    """One value a round: geometric mean and 95 % interval."""
    rounds: dict[int, list[float]] = {}
    for trial in result.trials:
        value = trial.throughput_fps if metric == "throughput" else trial.latency_mean_ns
        rounds.setdefault(trial.round, []).append(math.log(value))
    means = values([math.exp(statistics.fmean(logs)) for logs in rounds.values()])
    unit = "FPS" if metric == "throughput" else "ns"
    numbers = ", ".join(str(number) for number in rounds)
    return (
        f"{HEAD}\n"
        f"# {metric} in {unit}: {title(analysis, result.cell.id)}\n"
        f"# rounds {numbers}\n"
        f"logs = np.log([{means}])\n"
        f"{TAIL}"
    )


def published_snippet(claim: Claim, analysis: Analysis) -> str:
    """The division behind the first published ratio; empty where the claim has none."""
    named = dict(claim.names)
    if "cell:0" not in named:
        return ""
    figures = {
        figure.cell_id: figure for source in reversed(analysis.plan.published) for figure in source.figures
    }
    first, second = (figures.get(named[f"{side}:0"]) for side in ("cell", "reference"))
    if first is None or second is None:
        return ""
    if first.throughput_fps and second.throughput_fps:
        return f"print({first.throughput_fps:g} / {second.throughput_fps:g})  # FPS as printed\n"
    if first.latency_ms and second.latency_ms:
        return f"print({second.latency_ms:g} / {first.latency_ms:g})  # ms as printed\n"
    return ""


def values(numbers: Sequence[float]) -> str:
    """Numbers as a row of Python literals."""
    return ", ".join(f"{number:.{FIGURES}g}" for number in numbers)


def title(analysis: Analysis, cell: str) -> str:
    """A cell's name on one line, so that no author's text can leave its comment."""
    return " ".join(cell_name(analysis.plan.cell(cell), analysis.plan, "en").split())
