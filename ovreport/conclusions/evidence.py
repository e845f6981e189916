"""Claims as data, and as a few lines of Python that recompute them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

from ovreport.analysis.results import Analysis, CellResult, Contrast, Estimate, Metric
from ovreport.conclusions.claims import Claim, Number, Report
from ovreport.conclusions.naming import cell_name
from ovreport.conclusions.saying import say, say_doubt
from ovreport.conclusions.text import plain

FIGURES = 12
"""Significant digits of the values in a snippet: enough for any digit that a page prints."""

HEAD = """import numpy as np
from scipy import stats
"""

TAIL = """half = stats.t.ppf(0.975, len(logs) - 1) * logs.std(ddof=1) / np.sqrt(len(logs))
print(*np.exp([logs.mean(), logs.mean() - half, logs.mean() + half]))
"""


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data for JSON; numbers that are not finite are `None`."""
    analysis = report.analysis
    languages = analysis.plan.article.languages or ("en",)
    return {
        "experiment": analysis.plan.article.slug,
        "host": analysis.host,
        "openvino": analysis.openvino_version,
        "rounds": analysis.rounds,
        "margin": analysis.margin,
        "conclusions": [claim_json(claim, report, languages) for claim in report.conclusions],
        "abstract": [place + 1 for place in report.abstract],
        "commentary": {
            cell: [claim_json(claim, report, languages) for claim in claims]
            for cell, claims in report.commentary
        },
        "captions": {anchor: claim_json(claim, report, languages) for anchor, claim in report.captions},
        "doubts": [doubt_json(report, place, languages) for place in range(len(report.doubts))],
    }


def claim_json(claim: Claim, report: Report, languages: Sequence[str]) -> dict[str, Any]:
    """One claim with its sentences, its numbers and everything that it rests on."""
    plan = report.analysis.plan
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "template": claim.variant,
        "verdict": None if claim.verdict is None else claim.verdict.value,
        "said": {language: said_json(claim, report, language) for language in languages},
        "numbers": {name: number_json(number) for name, number in claim.numbers},
        "names": dict(claim.names),
        "contrasts": [contrast_json(contrast) for contrast in claim.contrasts],
        "cells": {cell: cell_name(plan.cell(cell), plan, languages[0]) for cell in claim.cells},
        "records": list(claim.records),
        "figure": claim.figure,
        "weight": claim.weight,
        "notes": [claim_json(note, report, languages) for note in claim.notes],
    }


def said_json(claim: Claim, report: Report, language: str) -> dict[str, str]:
    """The sentences of a claim as text."""
    said = say(claim, report, language)
    return {"headline": plain(said.headline), "short": plain(said.short), "context": plain(said.context)}


def number_json(number: Number) -> dict[str, Any]:
    """A number with its interval and unit."""
    return {
        "value": finite(number.value),
        "low": finite(number.low),
        "high": finite(number.high),
        "unit": number.unit,
    }


def contrast_json(contrast: Contrast) -> dict[str, Any]:
    """One comparison with its estimate."""
    return {
        "metric": contrast.metric,
        "factor": contrast.factor,
        "level": contrast.level,
        "reference_level": contrast.reference_level,
        "conditions": dict(contrast.conditions),
        "cell": contrast.cell,
        "reference": contrast.reference,
        "family": contrast.family,
        "verdict": contrast.verdict.value,
        "margin": contrast.margin,
        "rounds_needed": contrast.rounds_needed,
        "seconds_needed": finite(contrast.seconds_needed),
        "same_in_force": contrast.same_in_force,
        "estimate": None if contrast.estimate is None else estimate_json(contrast.estimate),
        "records": list(contrast.records),
    }


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate with both intervals, both p-values and the rounds that it rests on."""
    return {
        "ratio": finite(estimate.ratio),
        "low": finite(estimate.low),
        "high": finite(estimate.high),
        "adjusted_low": finite(estimate.adjusted_low),
        "adjusted_high": finite(estimate.adjusted_high),
        "adjusted_level": finite(estimate.adjusted_level),
        "p": finite(estimate.p),
        "p_equivalent": finite(estimate.p_equivalent),
        "df": finite(estimate.df),
        "rounds": estimate.rounds,
        "method": estimate.method,
        "log_ratios": [finite(ratio) for ratio in estimate.log_ratios],
        "round_numbers": list(estimate.round_numbers),
    }


def doubt_json(report: Report, place: int, languages: Sequence[str]) -> dict[str, Any]:
    """One reason to distrust with its sentences and the conclusions that it touches."""
    touched = report.doubts[place]
    said = {language: say_doubt(touched.doubt, report, language) for language in languages}
    return {
        "kind": touched.doubt.kind.value,
        "cells": list(touched.doubt.cells),
        "numbers": {name: finite(value) for name, value in touched.doubt.numbers},
        "names": dict(touched.doubt.names),
        "conclusions": list(touched.conclusions),
        "said": {
            language: {
                "headline": plain(lines.headline),
                "context": plain(lines.context),
                "remedy": plain(lines.remedy),
            }
            for language, lines in said.items()
        },
    }


def finite(value: float | None) -> float | None:
    """The number, or `None` where JSON has no word for it."""
    return value if value is not None and math.isfinite(value) else None


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
