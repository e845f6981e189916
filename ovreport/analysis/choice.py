"""Which cell to take: never the plain maximum, always with those that cannot be told from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from enum import Enum

import numpy as np

from ovreport.analysis import stats
from ovreport.analysis.metrics import METRICS, ChosenBy, Metric
from ovreport.analysis.results import BestSet, CellResult, Contrast, Percentile, Verdict
from ovreport.limits import CERTAINLY, FEWEST_ROUNDS
from ovreport.plan import Plan


def candidates(cells: Sequence[CellResult]) -> list[CellResult]:
    """Cells worth recommending: measured, and undisturbed where there are such."""
    measured = [cell for cell in cells if cell.throughput is not None and cell.latency is not None]
    calm = [cell for cell in measured if cell.cell.setting.disturbance == "none"]
    return calm or measured


def front_runner(cells: Sequence[CellResult], metric: ChosenBy) -> str:
    """The cell with the best estimate, of at least one that was measured."""
    best = max if METRICS[metric].larger_is_better else min
    return best(candidates(cells), key=lambda cell: _level(cell, metric)).cell.id


def _level(cell: CellResult, metric: ChosenBy) -> float:
    interval = cell.level(metric)
    return interval.value if interval is not None else math.nan


def tied(
    cells: Sequence[CellResult],
    metric: ChosenBy,
    best: str,
    beside: Sequence[Contrast],
    behind: Set[str] = frozenset(),
) -> BestSet:
    """The best cell and those not shown to be behind it by more than the margin.

    Comparison with the best (Gupta, Technometrics 7, 1965; Hsu, Annals of Statistics 12, 1984) by the
    verdicts themselves, so that none contradicts them: `beside` are the contrasts of the other cells with
    `best`, judged for all that might have been it. Cells in `behind` are slower than another by a verdict of
    some other question.
    """
    eligible = {cell.cell.id: cell for cell in candidates(cells)}
    others = [contrast for contrast in beside if contrast.cell in eligible]
    others.sort(
        key=lambda each: _level(eligible[each.cell], metric), reverse=METRICS[metric].larger_is_better
    )
    left = [each.cell for each in others if each.verdict is not Verdict.SLOWER and each.cell not in behind]
    return BestSet(metric=metric, best=best, tied=(best, *left))


def slower(contrasts: Iterable[Contrast], metric: Metric) -> dict[str, set[str]]:
    """By these verdicts: each cell that is behind by a metric, and those that are ahead of it."""
    found: dict[str, set[str]] = {}
    for contrast in contrasts:
        if contrast.metric != metric:
            continue
        if contrast.verdict is Verdict.SLOWER:
            found.setdefault(contrast.cell, set()).add(contrast.reference)
        elif contrast.verdict is Verdict.FASTER:
            found.setdefault(contrast.reference, set()).add(contrast.cell)
    return found


def p_beyond(contrast: Contrast, bound: float, sign: float) -> float:
    """One-sided p-value of "sign * log ratio <= bound": the larger of the verdict's test and the paired one.

    As with equivalence, noise that only some cells share hides from a variance that all of them give.
    """
    estimate = contrast.estimate
    if estimate is None or estimate.rounds < FEWEST_ROUNDS or estimate.standard_error <= 0:
        return 1.0
    distance = sign * math.log(estimate.ratio) - bound - estimate.carried
    freedom = estimate.rounds - 1
    reach = math.log(estimate.high / estimate.low) / 2 - estimate.carried
    plain = reach / float(stats.t_quantile(1 - stats.ALPHA / 2, freedom, estimate.looks))
    return max(
        float(stats.t_above(distance / estimate.standard_error, estimate.df, estimate.looks)),
        float(stats.t_above(distance / plain, freedom, estimate.looks)) if plain > 0 else 1.0,
    )


def smallest(plan: Plan, cells: Sequence[CellResult], best: str, beside: Sequence[Contrast]) -> str:
    """The cheapest cell shown to be no more than `plan.good_enough` slower than the best; else `best`.

    Shown means a one-sided non-inferiority test, adjusted over all cells by Hochberg's procedure.
    Cheaper is, in this order: fewer requests in flight, fewer streams, a smaller batch, fewer threads.
    """
    eligible = {cell.cell.id: cell for cell in candidates(cells)}
    others = [contrast for contrast in beside if contrast.cell in eligible]
    if not others:
        return best
    limit = math.log(1 - plan.good_enough)
    p, _ = stats.hochberg(np.array([p_beyond(contrast, limit, 1.0) for contrast in others]))
    enough = [contrast.cell for contrast, value in zip(others, p, strict=True) if value < stats.ALPHA]
    return min([best, *enough], key=lambda cell: cost(eligible[cell]))


def cost(cell: CellResult) -> tuple[float, ...]:
    """What a cell takes: requests in flight, streams, batch, threads; in this order, fewer is smaller."""
    force = cell.in_force
    requests, streams, threads = (force.requests, force.streams, force.threads) if force else (None,) * 3
    taken = (requests, streams, cell.batch, threads)
    return tuple(math.inf if number is None else float(number) for number in taken)


def rivals(cells: Sequence[CellResult], slack: float = 0.0) -> list[tuple[str, str]]:
    """Each cell that has the worse estimate of both metrics beside another, with the one farthest ahead.

    Where no other leads by more than `slack`, a log ratio, in both together, the cell itself may be ahead by
    less than that in one of the two, as equivalent ones are.
    """
    found = candidates(cells)
    rates = np.log([_level(cell, "throughput") for cell in found])
    times = np.log([_level(cell, "latency") for cell in found])
    pairs = []
    for row, cell in enumerate(found):
        gain, saved = rates - rates[row], times[row] - times
        ahead = (gain >= -slack) & (saved >= -slack) & (gain + saved > 0)
        both = (gain >= 0) & (saved >= 0) & (gain + saved > slack)
        if ahead.any():
            first = int(np.argmax(np.where(both if both.any() else ahead, gain + saved, -1.0)))
            pairs.append((cell.cell.id, found[first].cell.id))
    return pairs


def is_small(contrast: Contrast) -> bool:
    """Whether a comparison is open although "no difference" is not: only its size beside the margin is."""
    estimate = contrast.estimate
    if estimate is None or contrast.verdict is not Verdict.NOT_RESOLVED or estimate.p_none >= CERTAINLY:
        return False
    return not estimate.adjusted_low <= 1 <= estimate.adjusted_high


def surely_behind(contrast: Contrast) -> str | None:
    """The cell that loses a comparison of open size, by however little; `None` where it may be either."""
    if contrast.estimate is None or not is_small(contrast):
        return None
    behind = (contrast.estimate.ratio < 1) == METRICS[contrast.metric].larger_is_better
    return contrast.cell if behind else contrast.reference


def pareto(cells: Sequence[CellResult], judged: Iterable[Contrast]) -> tuple[str, ...]:
    """Cells that no other is shown to beat, by throughput falling.

    Beaten is a cell that by two verdicts of `judged` is behind another one in throughput or latency, and
    behind it or equivalent in the other, or surely behind it there by an amount that is open. Here
    equivalence is adjusted for all cells that might be left out (Bonferroni): one that gains just more than
    the margin for its latency is a choice.
    """
    found = sorted(candidates(cells), key=lambda cell: -_level(cell, "throughput"))
    verdicts: dict[tuple[str, str], dict[Metric, set[Verdict]]] = {}
    for contrast in judged:
        verdict, estimate = contrast.verdict, contrast.estimate
        if verdict is Verdict.EQUIVALENT and estimate and estimate.p_equivalent * len(found) >= stats.ALPHA:
            verdict = Verdict.NOT_RESOLVED
        sides = (
            (contrast.cell, contrast.reference, verdict),
            (contrast.reference, contrast.cell, stats.turned(verdict)),
        )
        loses = surely_behind(contrast)
        for cell, other, seen in sides:
            told = Verdict.EQUIVALENT if cell == loses else seen  # whoever loses is not ahead
            verdicts.setdefault((cell, other), {}).setdefault(contrast.metric, set()).add(told)
    beaten = {cell for (cell, _), both in verdicts.items() if _beats(both)}
    return tuple(cell.cell.id for cell in found if cell.cell.id not in beaten)


def _beats(found: Mapping[Metric, set[Verdict]]) -> bool:
    """Whether these verdicts about a cell beside another one make it the lesser choice."""
    both = [found.get("throughput", set()), found.get("latency", set())]
    lost = [Verdict.SLOWER in verdicts for verdicts in both]
    level = [Verdict.EQUIVALENT in verdicts for verdicts in both]
    return (lost[0] and (lost[1] or level[1])) or (lost[1] and level[0])


def best_within(cells: Sequence[CellResult], percent: float, bound_ms: float) -> str | None:
    """The highest estimate of throughput among the cells shown to keep a latency bound.

    Which others may be as good is told by `tied`, from contrasts with this one.
    """
    found = keeping(cells, percent, bound_ms)
    return front_runner(found, "throughput") if found else None


class Outcome(Enum):
    """What a test says about a latency percentile and its bound."""

    KEEPS = "keeps"
    BREAKS = "breaks"
    OPEN = "open"
    UNSUPPORTED = "unsupported"


def outcomes(cells: Sequence[CellResult], percent: float, bound_ms: float) -> dict[str, Outcome]:
    """Of the cells worth recommending: which keep a bound, and which break it, by one-sided tests.

    Student's t on the logarithms of the rounds' own percentiles, around the pooled one; each way Holm's
    procedure over the cells. Where the run does not support the percentile, a lower one that exceeds the
    bound decides: a percentile exceeds whatever a lower one does.
    """
    known = [(cell.cell.id, _supported(cell, percent)) for cell in candidates(cells)]
    limit = math.log(bound_ms * 1e6)
    keeps = stats.holm(np.array([_p_bound(found, limit, 1.0, percent) for _, found in known]))[0]
    breaks = stats.holm(np.array([_p_bound(found, limit, -1.0, percent) for _, found in known]))[0]
    return {
        cell: _outcome(found, percent, float(keep), float(broken))
        for (cell, found), keep, broken in zip(known, keeps, breaks, strict=True)
    }


def _supported(cell: CellResult, percent: float) -> Percentile | None:
    """The percentile, or else the highest lower one that the run supports."""
    lower = [each for each in cell.percentiles if each.percent <= percent and each.latency_ns is not None]
    return max(lower, key=lambda each: each.percent, default=None)


def _p_bound(found: Percentile | None, limit: float, sign: float, percent: float) -> float:
    """p-value against "it does not lie below the limit", for a `sign` of -1 above it.

    It is doubled, so that a bound is kept where the 95 % interval lies below it: percentiles of few rounds
    are skewed, and one tail of the interval misses more often than the other.
    """
    if found is None or found.latency_ns is None or not found.error or found.df is None:
        return 1.0
    if sign > 0 and found.percent < percent:
        return 1.0
    distance = sign * (limit - math.log(found.latency_ns) - found.shift) / found.error
    return min(2 * float(stats.t_above(distance, found.df)), 1.0)


def _outcome(found: Percentile | None, percent: float, keeps: float, breaks: float) -> Outcome:
    if breaks < stats.ALPHA:
        return Outcome.BREAKS
    if found is None or found.percent < percent:
        return Outcome.UNSUPPORTED
    return Outcome.KEEPS if keeps < stats.ALPHA else Outcome.OPEN


def keeping(cells: Sequence[CellResult], percent: float, bound_ms: float) -> list[CellResult]:
    """Cells worth recommending that are shown to keep a bound."""
    found = outcomes(cells, percent, bound_ms)
    return [cell for cell in cells if found.get(cell.cell.id) is Outcome.KEEPS]


def beyond(cells: Sequence[CellResult], percent: float, bound_ms: float) -> float | None:
    """The highest percentile up to `percent` that is supported by the run of each cell and exceeds the bound.

    A percentile exceeds whatever a lower one does; `None` where no such one decides for all cells.
    """
    percents = {entry.percent for cell in cells for entry in cell.percentiles if entry.percent <= percent}
    for each in sorted(percents, reverse=True):
        known = [cell.percentile(each) for cell in cells]
        if all(found is not None and found.value > bound_ms * 1e6 for found in known):
            return each
    return None
