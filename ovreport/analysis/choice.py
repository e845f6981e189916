"""Which cell to take: never the plain maximum, always with those that cannot be told from it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ovreport.analysis import series, stats
from ovreport.analysis.pairing import Ratios
from ovreport.analysis.results import BestSet, CellResult, Contrast, Metric
from ovreport.plan import Plan

Floats = NDArray[np.float64]


def candidates(cells: Sequence[CellResult]) -> list[CellResult]:
    """Cells worth recommending: measured, and undisturbed where there are such."""
    measured = [cell for cell in cells if cell.throughput is not None and cell.latency is not None]
    calm = [cell for cell in measured if cell.cell.setting.disturbance == "none"]
    return calm or measured


def front_runner(cells: Sequence[CellResult], metric: Metric) -> str:
    """The cell with the best estimate, of at least one that was measured."""
    found = candidates(cells)
    if metric == "throughput":
        return max(found, key=lambda cell: _level(cell, metric)).cell.id
    return min(found, key=lambda cell: _level(cell, metric)).cell.id


def _level(cell: CellResult, metric: Metric) -> float:
    interval = cell.throughput if metric == "throughput" else cell.latency
    return interval.value if interval is not None else math.nan


def tied(cells: Sequence[CellResult], metric: Metric, best: str, beside: Sequence[Contrast]) -> BestSet:
    """The best cell and those not shown to be worse; the truly best one is among them with 95 % confidence.

    Comparison with the best (Gupta, Technometrics 7, 1965; Hsu, Annals of Statistics 12, 1984), each cell by
    a one-sided test at 5 % / (cells - 1) instead of Dunnett's constant, which is a little too careful.
    `beside` are the contrasts of the other cells with `best`.
    """
    eligible = {cell.cell.id: cell for cell in candidates(cells)}
    others = [contrast for contrast in beside if contrast.cell in eligible]
    others.sort(key=lambda each: _level(eligible[each.cell], metric), reverse=metric == "throughput")
    tied = [each.cell for each in others if not _worse(each, metric, len(others))]
    near = [
        each.cell
        for each in others
        if each.cell not in tied and not _worse(each, metric, len(others), by=each.margin)
    ]
    return BestSet(metric=metric, best=best, tied=(best, *tied), near=tuple(near))


def _worse(contrast: Contrast, metric: Metric, comparisons: int, by: float = 0.0) -> bool:
    """Whether the cell is shown to be worse than the best one, by more than this share."""
    return p_behind(contrast, metric, by) < stats.ALPHA / comparisons


def p_behind(contrast: Contrast, metric: Metric, by: float = 0.0) -> float:
    """One-sided p-value of "the cell is not behind its reference by more than this share", not adjusted."""
    return _p_beyond(contrast, math.log1p(by), -1.0 if metric == "throughput" else 1.0)


def _p_beyond(contrast: Contrast, bound: float, sign: float) -> float:
    """One-sided p-value of "sign * log ratio <= bound", with the contrast's own test."""
    estimate = contrast.estimate
    if estimate is None or estimate.rounds < stats.FEWEST_ROUNDS or estimate.standard_error <= 0:
        return 1.0
    distance = (sign * math.log(estimate.ratio) - bound) / estimate.standard_error
    return float(stats.t_above(distance, estimate.df))


def smallest(plan: Plan, cells: Sequence[CellResult], best: str, beside: Sequence[Contrast]) -> str:
    """The cheapest cell shown to be no more than `plan.good_enough` slower than the best; else `best`.

    Shown means a one-sided non-inferiority test, adjusted over all cells for the false-discovery rate.
    Cheaper is, in this order: fewer requests in flight, fewer streams, a smaller batch, fewer threads.
    """
    eligible = {cell.cell.id: cell for cell in candidates(cells)}
    others = [contrast for contrast in beside if contrast.cell in eligible]
    if not others:
        return best
    limit = math.log(1 - plan.good_enough)
    p, _ = stats.benjamini_hochberg(np.array([_p_beyond(contrast, limit, 1.0) for contrast in others]))
    enough = [contrast.cell for contrast, value in zip(others, p, strict=True) if value < stats.ALPHA]
    return min([best, *enough], key=lambda cell: cost(eligible[cell]))


def cost(cell: CellResult) -> tuple[float, ...]:
    """What a cell takes: requests in flight, streams, batch, threads; in this order, fewer is smaller."""
    force = cell.in_force
    return (
        force.requests if force else math.inf,
        _or_infinite(force.streams if force else None),
        cell.batch,
        _or_infinite(force.threads if force else None),
    )


def _or_infinite(value: int | None) -> float:
    return math.inf if value is None else float(value)


def pareto(cells: Sequence[CellResult], throughput: Ratios, latency: Ratios) -> tuple[str, ...]:
    """Cells that no other beats in throughput and latency at once, by throughput falling.

    A cell is beaten where another has the better estimate of both, and at least one of the two differences is
    shown at 5 % over all others and both metrics (Bonferroni): a tie by luck does not drop out.
    """
    found = sorted(candidates(cells), key=lambda cell: -_level(cell, "throughput"))
    ids = [cell.cell.id for cell in found]
    rows = [throughput.row(cell) for cell in ids]
    rates, times = throughput.against(ids[0])[rows], latency.against(ids[0])[rows]
    return tuple(cell for row, cell in enumerate(ids) if not _beaten(row, rates, times))


def _beaten(row: int, rates: Floats, times: Floats) -> bool:
    others = np.arange(len(rates)) != row
    alpha = stats.ALPHA / (2 * max(1, int(others.sum())))
    gain, shown_gain = _differences((rates - rates[row])[others], alpha)
    cost, shown_cost = _differences((times - times[row])[others], alpha)
    return bool(((gain >= 0) & (cost <= 0) & (shown_gain | shown_cost)).any())


def _differences(logs: Floats, alpha: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Mean log ratios and whether each differs from 0; shape `(cells, rounds)`, NaN where one is missing."""
    count = np.isfinite(logs).sum(axis=1)
    known = np.maximum(count, 1)
    mean = np.nansum(logs, axis=1) / known
    squares = np.nansum((logs - mean[:, None]) ** 2, axis=1)
    df = np.maximum(count - 1, 1)
    reach = stats.t_quantile(1 - alpha / 2, df) * np.sqrt(squares / df / known)
    return mean, (count >= stats.FEWEST_ROUNDS) & (np.abs(mean) > reach)


def within_bound(
    cells: Sequence[CellResult], percent: float, bound_ms: float
) -> tuple[float, float, str | None]:
    """The highest estimate of throughput among the cells that keep a latency bound.

    Which others may be as good is told by `tied`, from contrasts with this one.
    """
    found = keeping(cells, percent, bound_ms)
    return percent, bound_ms, front_runner(found, "throughput") if found else None


def keeping(cells: Sequence[CellResult], percent: float, bound_ms: float) -> list[CellResult]:
    """Cells worth recommending whose latency percentile is supported by the run and keeps the bound."""
    known = [(cell, percentile_ns(cell, percent)) for cell in candidates(cells)]
    return [cell for cell, latency_ns in known if latency_ns is not None and latency_ns <= bound_ms * 1e6]


def beyond(cells: Sequence[CellResult], percent: float, bound_ms: float) -> float | None:
    """The highest percentile up to `percent` that is supported by the run of each cell and exceeds the bound.

    A percentile exceeds whatever a lower one does; `None` where no such one decides for all cells.
    """
    percents = {entry.percent for cell in cells for entry in cell.percentiles if entry.percent <= percent}
    for each in sorted(percents, reverse=True):
        known = [percentile_ns(cell, each) for cell in cells]
        if all(latency_ns is not None and latency_ns > bound_ms * 1e6 for latency_ns in known):
            return each
    return None


def percentile_ns(cell: CellResult, percent: float) -> float | None:
    """A percentile of a cell's latency; `None` where its effective requests do not support it."""
    known = {entry.percent: entry.latency_ns for entry in cell.percentiles}
    supported = cell.effective_requests >= series.requests_needed(percent)
    return known.get(percent) if supported else None
